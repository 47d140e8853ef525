//! The types of a generated module with serde's derives in place of their codecs: what one would write by hand
//! who checks nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use quote::ToTokens as _;
use syn::{Fields, Item};

/// Names in JSON, by type and by field or variant.
type Wires = BTreeMap<(String, String), String>;

/// The derived types of a module.
pub(super) fn types(module: &str) -> Result<String> {
    let file = syn::parse_file(module).context("the generated module is not Rust")?;
    let wires = wires(module);
    let mut text =
        "use serde::{Deserialize, Serialize};\nuse serde_json::Value;\nuse std::collections::BTreeMap;\n"
            .to_owned();
    for item in &file.items {
        match item {
            Item::Struct(it) => add_struct(&mut text, it, &wires),
            Item::Enum(it) => add_enum(&mut text, it, &wires, module),
            _ => {}
        }
    }
    Ok(text)
}

const DERIVES: &str = "\n#[derive(Clone, Debug, Deserialize, Serialize)]\n";

fn add_struct(text: &mut String, item: &syn::ItemStruct, wires: &Wires) {
    text.push_str(DERIVES);
    let Fields::Named(fields) = &item.fields else {
        let _ = writeln!(
            text,
            "#[serde(transparent)]\npub struct {} {};",
            item.ident,
            item.fields.to_token_stream()
        );
        return;
    };
    let _ = writeln!(text, "pub struct {} {{", item.ident);
    for field in &fields.named {
        let Some(name) = field.ident.as_ref().map(ToString::to_string) else { continue };
        // A member without a name in the tables is what keeps those that the schema does not name.
        let Some(wire) = wires.get(&(item.ident.to_string(), name.clone())) else { continue };
        let ty = field.ty.to_token_stream().to_string();
        if ty.starts_with("Option") {
            text.push_str("    #[serde(default, skip_serializing_if = \"Option::is_none\")]\n");
        }
        if *wire != name {
            let _ = writeln!(text, "    #[serde(rename = {wire:?})]");
        }
        let _ = writeln!(text, "    pub {name}: {ty},");
    }
    text.push_str("}\n");
}

fn add_enum(text: &mut String, item: &syn::ItemEnum, wires: &Wires, module: &str) {
    let name = item.ident.to_string();
    text.push_str(DERIVES);
    let holds = item.variants.iter().any(|it| !it.fields.is_empty());
    match tag(module, &name) {
        Some(tag) => _ = writeln!(text, "#[serde(tag = {tag:?})]"),
        None if holds => text.push_str("#[serde(untagged)]\n"),
        None => {}
    }
    let _ = writeln!(text, "pub enum {name} {{");
    for variant in &item.variants {
        if let Some(wire) = wires.get(&(name.clone(), variant.ident.to_string())) {
            let _ = writeln!(text, "    #[serde(rename = {wire:?})]");
        }
        let _ = writeln!(text, "    {}{},", variant.ident, variant.fields.to_token_stream());
    }
    text.push_str("}\n");
}

/// The member by which a union is told apart.
fn tag<'a>(module: &'a str, name: &str) -> Option<&'a str> {
    let codec = module.split(&format!("impl UnionCodec for {name} {{")).nth(1)?.split("\n}\n").next()?;
    codec.split("Object::find(\"").nth(1)?.split('"').next()
}

/// Reads the tables of the codecs: `"wire" => field`, and the arms of unions.
fn wires(module: &str) -> Wires {
    let mut all = Wires::new();
    let mut name = String::new();
    let mut last = "";
    for line in module.lines() {
        if let Some(union) = line.strip_prefix("impl UnionCodec for ") {
            union.trim_end_matches(" {").clone_into(&mut name);
        } else if last.ends_with("_codec! {") {
            line.trim().split([' ', ',']).next().unwrap_or_default().clone_into(&mut name);
        }
        last = line;
        let Some((wire, rest)) = line.trim().trim_start_matches("Some(").split_once(" => ") else { continue };
        let Some(wire) = wire.strip_prefix('"').and_then(|it| it.split('"').next()) else { continue };
        let ident = match rest.split_once("Self::") {
            Some((_, variant)) => variant.trim_end_matches([')', ',']),
            None => rest.trim_end_matches([')', ',']).rsplit('(').next().unwrap_or_default(),
        };
        all.insert((name.clone(), ident.to_owned()), wire.to_owned());
    }
    all
}

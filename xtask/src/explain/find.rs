//! Which types a user means.

use isotype::describe::TypeDescription;

use super::{Explained, codes};
use crate::manifest::nearest;

/// What was found.
pub(super) enum Found {
    /// Types, of one source.
    Types(Vec<Asked>),
    /// A name for a use of another type, in words.
    Alias(String),
    /// Nothing; with what to do.
    Nothing(String),
}

/// A type that was asked for.
pub(super) struct Asked {
    /// Which source.
    pub(super) source: usize,
    /// Which of its types.
    pub(super) ty: usize,
    /// What to say before it.
    pub(super) remark: Option<String>,
}

/// Finds `module::Type`, `Type`, `module#/pointer`, `file.json#/pointer` or `#/pointer`.
pub(super) fn types(what: &str, sources: &[Explained]) -> Found {
    if let Some((place, pointer)) = what.split_once('#') {
        return at_place(place, pointer, sources);
    }
    let (module, name) = what.rsplit_once("::").map_or((None, what), |(module, name)| (Some(module), name));
    let mut found = Vec::new();
    for (source, it) in sources.iter().enumerate() {
        let description = &it.description;
        if module.is_some_and(|wanted| wanted != description.module) {
            continue;
        }
        for (ty, it) in description.types.iter().enumerate().filter(|(_, it)| it.name == name) {
            found.push((format!("{}::{}", description.module, it.name), Asked { source, ty, remark: None }));
        }
        if let Some(alias) = description.aliases.iter().find(|it| it.name == name) {
            let text = format!(
                "{}::{name}\n  from   {} #{}\n  is     a name for `{}`",
                description.module, alias.place, alias.place.pointer, alias.ty
            );
            return Found::Alias(text);
        }
    }
    match found.len() {
        0 => Found::Nothing(suggestion(module, name, sources)),
        1 => Found::Types(found.into_iter().map(|(_, it)| it).collect()),
        _ => {
            let names: Vec<String> = found.into_iter().map(|(name, _)| format!("`{name}`")).collect();
            Found::Nothing(format!("there are {}", names.join(" and ")))
        }
    }
}

/// Types by their schema's place, or the nearest one around it.
fn at_place(place: &str, pointer: &str, sources: &[Explained]) -> Found {
    let matches = |source: &Explained, ty: &TypeDescription| {
        place.is_empty() || source.description.module == place || ty.place.file.ends_with(place)
    };
    let mut around = Some(pointer);
    while let Some(at) = around {
        for (source, explained) in sources.iter().enumerate() {
            let all = explained.description.types.iter().enumerate();
            let here = all.filter(|(_, it)| it.place.pointer == at && matches(explained, it));
            let remark = (at != pointer)
                .then(|| format!("No type is made of `#{pointer}` alone; around it is the type of `#{at}`:"));
            let found: Vec<Asked> =
                here.map(|(ty, _)| Asked { source, ty, remark: remark.clone() }).collect();
            if !found.is_empty() {
                return Found::Types(found);
            }
        }
        around = at.rfind('/').map(|end| &at[..end]);
    }
    let modules: Vec<&str> = sources.iter().map(|it| it.description.module.as_str()).collect();
    Found::Nothing(match nearest(place, &modules) {
        Some(near) => format!("did you mean `{near}#{pointer}`?"),
        None => format!("there are the modules {}", modules.join(", ")),
    })
}

fn suggestion(module: Option<&str>, name: &str, sources: &[Explained]) -> String {
    let modules: Vec<&str> = sources.iter().map(|it| it.description.module.as_str()).collect();
    if let Some(module) = module.filter(|it| !modules.contains(it)) {
        return match nearest(module, &modules) {
            Some(near) => format!("did you mean `{near}::{name}`?"),
            None => format!("there are the modules {}", modules.join(", ")),
        };
    }
    let mut names: Vec<String> = Vec::new();
    for it in sources.iter().filter(|it| module.is_none_or(|wanted| wanted == it.description.module)) {
        let own = it.description.types.iter().map(|it| &it.name);
        let own = own.chain(it.description.aliases.iter().map(|it| &it.name));
        names.extend(own.cloned());
    }
    let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
    if module.is_none() {
        known.extend(codes::all());
    }
    let lead = module.map(|it| format!("{it}::")).unwrap_or_default();
    match nearest(name, &known) {
        Some(near) => format!("did you mean `{lead}{near}`?"),
        None => "`generated/LEDGER.md` lists the types, `docs/diagnostics.md` the codes".to_owned(),
    }
}

//! Shallow residuals as expressions over the fields.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::{Context, source};
use crate::model::{Presence, Record, Rest, Shallow, Shape, TypeId, TypeUse};

/// The method that tells whether the members of a struct agree.
///
/// # Errors
///
/// Gives what was written and is not Rust.
pub(super) fn method(
    ctx: &Context<'_>,
    id: TypeId,
    record: &Record,
    shallow: &Shallow,
) -> Result<String, String> {
    let writer = Writer { ctx, id, record };
    let (name, agree) = (ctx.with_lifetime(id, "'_"), writer.expression(shallow));
    let text = source::formatted(quote! {
        impl #name {
            /// Whether the members keep what the schema says of several at once; what each keeps alone, its type says.
            fn members_agree(&self) -> bool {
                #agree
            }
        }
    })?;
    let method = text.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    Ok(method.unwrap_or_default().to_owned())
}

struct Writer<'a, 'c> {
    ctx: &'a Context<'c>,
    id: TypeId,
    record: &'a Record,
}

impl Writer<'_, '_> {
    fn expression(&self, shallow: &Shallow) -> TokenStream {
        match shallow {
            Shallow::Always(value) => quote!(#value),
            Shallow::Field(at) => {
                let field = self.field(*at);
                quote!(self.#field.is_some())
            }
            Shallow::Unknown(name) => {
                let rest = self.rest();
                quote!(self.#rest.contains_key(#name))
            }
            Shallow::Is(at, values) => self.is(*at, values),
            Shallow::AtLeast(min) => {
                let (count, min) = (self.count(), proc_macro2::Literal::u64_unsuffixed(*min));
                quote!(#count >= #min)
            }
            Shallow::AtMost(max) => {
                let (count, max) = (self.count(), proc_macro2::Literal::u64_unsuffixed(*max));
                quote!(#count <= #max)
            }
            Shallow::All(parts) => {
                let parts = parts.iter().map(|it| self.operand(it));
                quote!(#(#parts)&&*)
            }
            Shallow::Any(parts) => {
                let parts = parts.iter().map(|it| self.operand(it));
                quote!(#(#parts)||*)
            }
            Shallow::One(parts) => {
                let parts = parts.iter().map(|it| self.expression(it));
                quote!([#(#parts),*].into_iter().filter(|it| *it).count() == 1)
            }
            Shallow::Not(part) => match &**part {
                Shallow::Field(at) => {
                    let field = self.field(*at);
                    quote!(self.#field.is_none())
                }
                part => {
                    let part = self.operand(part);
                    quote!(!#part)
                }
            },
            Shallow::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let condition = self.expression(condition);
                let (then, otherwise) = (self.expression(then), self.expression(otherwise));
                quote!(if #condition { #then } else { #otherwise })
            }
        }
    }

    /// An expression beside others.
    fn operand(&self, shallow: &Shallow) -> TokenStream {
        let expression = self.expression(shallow);
        match shallow {
            Shallow::All(_)
            | Shallow::Any(_)
            | Shallow::One(_)
            | Shallow::If(_)
            | Shallow::AtLeast(_)
            | Shallow::AtMost(_) => quote!((#expression)),
            Shallow::Always(_)
            | Shallow::Field(_)
            | Shallow::Unknown(_)
            | Shallow::Is(..)
            | Shallow::Not(_) => expression,
        }
    }

    /// The number of members.
    fn count(&self) -> TokenStream {
        let is_optional = |at: &usize| self.record.fields[*at].presence == Presence::Optional;
        let (optional, always): (Vec<usize>, Vec<usize>) =
            (0..self.record.fields.len()).partition(is_optional);
        let mut terms: Vec<TokenStream> = Vec::new();
        if !always.is_empty() {
            let always = proc_macro2::Literal::usize_unsuffixed(always.len());
            terms.push(quote!(#always));
        }
        terms.extend(optional.into_iter().map(|at| {
            let field = self.field(at);
            quote!(usize::from(self.#field.is_some()))
        }));
        if !matches!(self.record.rest, Rest::Closed) {
            let rest = self.rest();
            terms.push(quote!(self.#rest.len()));
        }
        if terms.is_empty() {
            terms.push(quote!(0_usize));
        }
        quote!((#(#terms)+*))
    }

    /// Whether a field is one of the values, or not there.
    fn is(&self, at: usize, values: &[Value]) -> TokenStream {
        let field = &self.record.fields[at];
        let ident = self.field(at);
        if field.presence == Presence::Optional {
            let same = self.same_behind(&field.ty, values);
            return quote!(self.#ident.as_ref().is_none_or(|it| #same));
        }
        self.same(&quote!(self.#ident), &quote!(self.#ident), &field.ty, values)
    }

    /// Compares what the reference `it` points to.
    fn same_behind(&self, ty: &TypeUse, values: &[Value]) -> TokenStream {
        self.same(&quote!(*it), &quote!(it), ty, values)
    }

    /// Compares a place with the values; `receiver` is the place, or a reference to it.
    fn same(
        &self,
        place: &TokenStream,
        receiver: &TokenStream,
        ty: &TypeUse,
        values: &[Value],
    ) -> TokenStream {
        if let TypeUse::Nullable(inner) = ty {
            let null = values.iter().any(Value::is_null);
            let same = self.same_behind(inner, values);
            return if null {
                quote!(#receiver.as_ref().is_none_or(|it| #same))
            } else {
                quote!(#receiver.as_ref().is_some_and(|it| #same))
            };
        }
        if *ty == TypeUse::Boolean {
            let has = |value: bool| values.iter().any(|it| it.as_bool() == Some(value));
            return match (has(true), has(false)) {
                (true, true) => quote!(true),
                (true, false) => quote!(#place),
                (false, true) => quote!(!#place),
                (false, false) => quote!(false),
            };
        }
        let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        if texts.is_empty() {
            return quote!(false);
        }
        let TypeUse::Named(id) = ty else {
            if self.ctx.names.lifetimes.are_texts_borrowed() {
                return match &texts[..] {
                    [only] => quote!(#place == #only),
                    all => quote!([#(#all),*].contains(&&*#place)),
                };
            }
            return quote!(matches!(#receiver.as_str(), #(#texts)|*));
        };
        let Shape::Choice(choice) = &self.ctx.model[*id].shape else {
            return quote!(matches!(&*#place, #(#texts)|*));
        };
        let name = self.ctx.ident(*id);
        let variants: Vec<TokenStream> = choice
            .values
            .iter()
            .zip(&self.ctx.names[*id].variants)
            .filter(|(it, _)| texts.iter().any(|text| it.value == **text))
            .map(|(_, variant)| format_ident!("{variant}"))
            .map(|variant| quote!(#name::#variant))
            .collect();
        if variants.len() == texts.len() {
            quote!(matches!(#place, #(#variants)|*))
        } else {
            quote!(matches!(#receiver.as_str(), #(#texts)|*))
        }
    }

    fn field(&self, at: usize) -> syn::Ident {
        format_ident!("{}", self.ctx.names[self.id].fields[at])
    }

    fn rest(&self) -> syn::Ident {
        format_ident!("{}", self.ctx.names[self.id].rest)
    }
}

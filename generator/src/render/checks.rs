use proc_macro2::TokenStream;
use crate::schema::{SchemaId, Schemas};
pub(super) fn statics(_ctx: &mut super::Context<'_>, _schemas: &Schemas, _roots: &[(String, Vec<SchemaId>)]) -> Vec<TokenStream> { Vec::new() }

//! The metaschemas that come with the generator.

use serde_json::Value;

use super::Dialect;

/// The name under which a metaschema is kept, for a URI in either scheme.
pub(super) fn canonical(_uri: &str) -> Option<&'static str> {
    None
}

/// A metaschema and its dialect.
pub(super) fn built_in(_uri: &str) -> Option<(Value, Dialect)> {
    None
}

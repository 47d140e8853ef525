//! The members of an object schema by the type of value that each keyword asks for.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value};

use super::document::Documents;
use super::reference::closest;
use super::{Location, TypeSet};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::format::Format;
use crate::pattern::{Refusal, flags_in_front, has_foreign_anchors, plan};

/// The members of one object schema; a value of the wrong type is reported and counts as absent.
pub(super) struct Members<'d, 'r> {
    pub(super) map: &'d Map<String, Value>,
    pub(super) location: &'r Location,
    pub(super) documents: &'r Documents,
    pub(super) diagnostics: &'r mut Diagnostics,
    /// Patterns that are known to be expressions: documents repeat them.
    pub(super) patterns: &'r mut BTreeSet<String>,
}

impl<'d> Members<'d, '_> {
    /// A member, whatever it is.
    pub(super) fn get(&self, keyword: &str) -> Option<&'d Value> {
        member(self.map, keyword)
    }

    /// A text.
    pub(super) fn text(&mut self, keyword: &str) -> Option<String> {
        self.typed(keyword, "a string", |it| it.as_str().map(str::to_owned))
    }

    /// A text that nothing but documentation depends on.
    pub(super) fn note(&mut self, keyword: &str) -> Option<String> {
        let value = member(self.map, keyword)?;
        if !value.is_string() {
            self.doubt(keyword, "a string");
        }
        value.as_str().map(str::to_owned)
    }

    /// A flag that nothing but documentation depends on.
    pub(super) fn mark(&self, keyword: &str) -> bool {
        member(self.map, keyword) == Some(&Value::Bool(true))
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, keyword: &str) -> Option<bool> {
        self.typed(keyword, "`true` or `false`", Value::as_bool)
    }

    /// A number.
    pub(super) fn number(&mut self, keyword: &str) -> Option<Number> {
        self.typed(keyword, "a number", |it| it.as_number().cloned())
    }

    /// A number above zero.
    pub(super) fn positive(&mut self, keyword: &str) -> Option<Number> {
        let above_zero = |it: &&Number| it.as_f64().is_some_and(|it| it > 0.0);
        self.typed(keyword, "a number above 0", |it| it.as_number().filter(above_zero).cloned())
    }

    /// A number of characters, items or properties; `2.0` is one.
    pub(super) fn count(&mut self, keyword: &str) -> Option<u64> {
        self.typed(keyword, "an integer from 0", |it| it.as_u64().or_else(|| whole(it.as_f64()?)))
    }

    /// An array.
    pub(super) fn array(&mut self, keyword: &str) -> Option<&'d Vec<Value>> {
        self.typed(keyword, "an array", Value::as_array)
    }

    /// An object.
    pub(super) fn object(&mut self, keyword: &str) -> Option<&'d Map<String, Value>> {
        self.typed(keyword, "an object", Value::as_object)
    }

    /// An array of strings.
    pub(super) fn names(&mut self, keyword: &str) -> Option<Vec<String>> {
        self.typed(keyword, "an array of strings", as_names)
    }

    /// `required`; the flag that draft-03 had is left out with a warning.
    pub(super) fn required(&mut self) -> Option<Vec<String>> {
        if member(self.map, "required").is_some_and(Value::is_boolean) {
            let place = self.documents.place(&self.location.child("required"));
            self.diagnostics
                .warning("required-flag", place, "`required` as a flag says nothing since draft-04")
                .help("list the property's name under `required` of the object that holds it");
            return None;
        }
        self.names("required")
    }

    /// `type`
    pub(super) fn types(&mut self) -> Option<TypeSet> {
        const EXPECTED: &str = "a type name or an array of type names";
        let value = member(self.map, "type")?;
        let names = match value {
            Value::String(name) => vec![name.as_str()],
            Value::Array(items) => {
                let names: Option<Vec<_>> = items.iter().map(Value::as_str).collect();
                let Some(names) = names.filter(|it| !it.is_empty()) else {
                    self.invalid("type", EXPECTED);
                    return None;
                };
                names
            }
            _ => {
                self.invalid("type", EXPECTED);
                return None;
            }
        };
        let mut types = TypeSet::EMPTY;
        for name in names {
            let Some(ty) = type_by_name(name) else {
                let place = self.documents.place(&self.location.child("type"));
                let help = help_on_type(name);
                self.diagnostics.error("unknown-type", place, format!("`{name}` is no JSON type")).help(help);
                return None;
            };
            types = types | ty;
        }
        Some(types)
    }

    /// `pattern`
    pub(super) fn pattern(&mut self) -> Option<String> {
        let pattern = self.text("pattern")?;
        self.compiles(&pattern, &["pattern"]).then_some(pattern)
    }

    /// Whether a pattern is an expression; reports it otherwise.
    pub(super) fn compiles(&mut self, pattern: &str, path: &[&str]) -> bool {
        if self.patterns.contains(pattern) {
            return true;
        }
        let place = |it: &Self| {
            let at = path.iter().fold(it.location.clone(), |at, it| at.child(it));
            it.documents.place(&at)
        };
        let Err(refusal) = plan(pattern) else {
            if let Some((flags, rest)) = flags_in_front(pattern) {
                let message = format!("`{pattern}` begins with flags, which ECMA-262 has for groups alone");
                let help = format!("it is read as `(?{flags}:{rest})`; correct it, or mend it by a fixup");
                let place = place(self);
                self.diagnostics.warning("flags-in-front", place, message).help(help);
            }
            if has_foreign_anchors(pattern) {
                let message = format!("`{pattern}` has an anchor that ECMA-262 has not");
                let help = r"`\A` is read as `^`, `\z` and `\Z` as `$`; correct it, or mend it by a fixup";
                let place = place(self);
                self.diagnostics.warning("foreign-anchor", place, message).help(help);
            }
            return self.patterns.insert(pattern.to_owned());
        };
        let place = place(self);
        match refusal {
            Refusal::Invalid(reason) => self
                .diagnostics
                .error("invalid-pattern", place, format!("`{pattern}` is no ECMA-262 expression: {reason}"))
                .help("correct the pattern, or mend it by a fixup"),
            Refusal::Unsupported(reason) => self
                .diagnostics
                .error("unsupported-pattern", place, format!("`{pattern}` {reason}"))
                .help("write it without that, or mend it by a fixup"),
        }
        false
    }

    /// Reports a value that its keyword can't have.
    pub(super) fn invalid(&mut self, keyword: &str, expected: &str) -> &mut Diagnostic {
        let place = self.documents.place(&self.location.child(keyword));
        let found = member(self.map, keyword).map_or("nothing", kind);
        let message = format!("`{keyword}` must be {expected}, not {found}");
        self.diagnostics.error("invalid-keyword", place, message)
    }

    /// Reports a value that its annotation should not have.
    pub(super) fn doubt(&mut self, keyword: &str, expected: &str) {
        let place = self.documents.place(&self.location.child(keyword));
        let message = format!("`{keyword}` should be {expected}; it is left out");
        self.diagnostics
            .warning("invalid-annotation", place, message)
            .help("correct it, or mend it by a fixup");
    }

    fn typed<T>(
        &mut self,
        keyword: &str,
        expected: &str,
        read: impl FnOnce(&'d Value) -> Option<T>,
    ) -> Option<T> {
        let value = member(self.map, keyword)?;
        let read = read(value);
        if read.is_none() {
            self.invalid(keyword, expected).help("correct the schema, or mend it by a fixup");
        }
        read
    }
}

/// A member of an object. Schemas have few members: to compare their names is faster than to hash one.
pub(super) fn member<'m>(map: &'m Map<String, Value>, name: &str) -> Option<&'m Value> {
    if map.len() > FEW { map.get(name) } else { map.iter().find(|it| it.0 == name).map(|it| it.1) }
}

/// Members that are faster compared than hashed.
const FEW: usize = 8;

/// The strings of an array of strings.
pub(super) fn as_names(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|it| it.as_str().map(str::to_owned)).collect()
}

/// What to write for something that is no JSON type.
fn help_on_type(name: &str) -> String {
    const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
    if name == "any" {
        return "leave `type` out where every type may stand".to_owned();
    }
    if Format::named(name).is_some() {
        return format!("write `string`, with `{name}` as its `format`");
    }
    match closest(name, TYPES.into_iter()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`".to_owned(),
    }
}

fn type_by_name(name: &str) -> Option<TypeSet> {
    Some(match name {
        "null" => TypeSet::NULL,
        "boolean" => TypeSet::BOOLEAN,
        "integer" => TypeSet::INTEGER,
        "number" => TypeSet::NUMBER,
        "string" => TypeSet::STRING,
        "array" => TypeSet::ARRAY,
        "object" => TypeSet::OBJECT,
        _ => return None,
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "this number",
        Value::String(_) => "a string",
        Value::Array(_) => "this array",
        Value::Object(_) => "an object",
    }
}

/// A double as a count, the largest count for what is larger.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number from 0; `as` saturates"
)]
fn whole(double: f64) -> Option<u64> {
    (double >= 0.0 && double.fract() == 0.0).then_some(double as u64)
}

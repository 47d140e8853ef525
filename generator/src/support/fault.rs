//! Why an instance is refused, and where.

use std::borrow::Cow;
use std::fmt;

use super::check::{Rule, Types};
use super::known::Known;
use super::literal::Literal;

/// The first thing found wrong with an instance.
///
/// Cheap until it is shown: the message is put together by `Display`.
#[derive(Clone, Debug)]
pub struct Fault {
    /// JSON Pointer into the instance, empty for all of it.
    path: String,
    reason: Reason,
}

/// What is wrong.
#[derive(Clone, Debug)]
enum Reason {
    Broken(&'static Rule),
    Missing(&'static str),
    MissingBeside { name: &'static str, present: &'static str },
    Matches { branches: usize },
    Holds { items: u64, min: u64, max: u64 },
    Text(Cow<'static, str>),
}

/// Lists end after this many entries.
const SHOWN: usize = 12;

impl Fault {
    /// A fault of the whole instance, in words: what was expected.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self::because(Reason::Text(message.into()))
    }

    /// The same fault seen from an object that holds the instance as a member.
    pub fn in_member(self, name: &str) -> Self {
        let mut path = String::with_capacity(self.path.len() + name.len() + 1);
        push_member(&mut path, name);
        self.below(path)
    }

    /// The same fault seen from an array that holds the instance as an item.
    pub fn in_item(self, index: usize) -> Self {
        self.below(format!("/{index}"))
    }

    /// JSON Pointer to what is wrong, empty for the instance itself.
    ///
    /// Spec: RFC 6901.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn broken(rule: &'static Rule) -> Self {
        Self::because(Reason::Broken(rule))
    }

    pub(super) fn missing(name: &'static str) -> Self {
        Self::because(Reason::Missing(name))
    }

    pub(super) fn missing_beside(name: &'static str, present: &'static str) -> Self {
        Self::because(Reason::MissingBeside { name, present })
    }

    pub(super) fn matches(branches: usize) -> Self {
        Self::because(Reason::Matches { branches })
    }

    pub(super) fn holds(items: u64, min: u64, max: u64) -> Self {
        Self::because(Reason::Holds { items, min, max })
    }

    pub(super) fn at(self, place: &Place<'_>) -> Self {
        let mut path = String::new();
        if place.is_shown() {
            place.write(&mut path);
        }
        Self { path, ..self }
    }

    /// How many steps below the whole instance the place is.
    pub(super) fn depth(&self) -> usize {
        self.path.bytes().filter(|byte| *byte == b'/').count()
    }

    fn because(reason: Reason) -> Self {
        Self { path: String::new(), reason }
    }

    fn below(self, mut path: String) -> Self {
        path.push_str(&self.path);
        Self { path, ..self }
    }
}

/// Where verification stands; lives on the stack, so that nothing is allocated for what is in order.
pub(super) enum Place<'a> {
    /// The instance as a whole.
    Root(&'a Known),
    /// An instance whose faults nobody will see.
    Trial(&'a Known),
    /// A member of an object.
    Member(&'a Self, &'a str),
    /// An item of an array.
    Item(&'a Self, usize),
}

impl Place<'_> {
    pub(super) fn is_shown(&self) -> bool {
        match self {
            Self::Root(_) => true,
            Self::Trial(_) => false,
            Self::Member(parent, _) | Self::Item(parent, _) => parent.is_shown(),
        }
    }

    /// What is known about the instance.
    pub(super) fn known(&self) -> &Known {
        match self {
            Self::Root(known) | Self::Trial(known) => known,
            Self::Member(parent, _) | Self::Item(parent, _) => parent.known(),
        }
    }

    fn write(&self, path: &mut String) {
        match self {
            Self::Root(_) | Self::Trial(_) => {}
            Self::Member(parent, name) => {
                parent.write(path);
                push_member(path, name);
            }
            Self::Item(parent, index) => {
                parent.write(path);
                path.push('/');
                path.push_str(&index.to_string());
            }
        }
    }
}

fn push_member(path: &mut String, name: &str) {
    path.push('/');
    for character in name.chars() {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        match &self.reason {
            Reason::Broken(rule) => write_broken(f, rule),
            Reason::Missing(name) => write!(f, "`{name}` is required"),
            Reason::MissingBeside { name, present } => write!(f, "`{name}` is required beside `{present}`"),
            Reason::Matches { branches } => {
                write!(f, "matches {branches} branches of `oneOf`, exactly 1 is allowed")
            }
            Reason::Holds { items, min, max } if items < min => {
                write!(f, "{items} items match `contains`, at least {min} must")
            }
            Reason::Holds { items, max, .. } => {
                write!(f, "{items} items match `contains`, at most {max} may")
            }
            Reason::Text(text) => f.write_str(text),
        }
    }
}

fn write_broken(f: &mut fmt::Formatter<'_>, rule: &Rule) -> fmt::Result {
    match rule {
        Rule::Types(types) => write_types(f, *types),
        Rule::Values([value]) => {
            f.write_str("is not ")?;
            write_literal(f, value)
        }
        Rule::Values(values) => {
            f.write_str("is not one of ")?;
            write_list(f, values, write_literal)
        }
        Rule::Minimum(bound) => write!(f, "less than {bound}"),
        Rule::Maximum(bound) => write!(f, "greater than {bound}"),
        Rule::ExclusiveMinimum(bound) => write!(f, "not greater than {bound}"),
        Rule::ExclusiveMaximum(bound) => write!(f, "not less than {bound}"),
        Rule::MultipleOf(divisor) => write!(f, "not a multiple of {divisor}"),
        Rule::MinLength(length) => write!(f, "shorter than {}", counted(*length, "character")),
        Rule::MaxLength(length) => write!(f, "longer than {}", counted(*length, "character")),
        Rule::Pattern(pattern) => write!(f, "does not match the pattern `{}`", pattern.source()),
        Rule::Format(format) => write!(f, "is not of the format `{}`", format.name()),
        Rule::MinItems(count) => write!(f, "fewer than {}", counted(*count, "item")),
        Rule::MaxItems(count) => write!(f, "more than {}", counted(*count, "item")),
        Rule::UniqueItems => f.write_str("has equal items"),
        Rule::MinProperties(count) => write!(f, "fewer than {}", counted(*count, "member")),
        Rule::MaxProperties(count) => write!(f, "more than {}", counted(*count, "member")),
        Rule::AnyOf(_) => f.write_str("matches no branch of `anyOf`"),
        Rule::OneOf(_) => f.write_str("matches no branch of `oneOf`"),
        Rule::Not(_) => f.write_str("matches what `not` excludes"),
        Rule::Never
        | Rule::AllOf(_)
        | Rule::If { .. }
        | Rule::PrefixItems(_)
        | Rule::Items { .. }
        | Rule::Contains { .. }
        | Rule::UnevaluatedItems(_)
        | Rule::Properties(_)
        | Rule::Members { .. }
        | Rule::PropertyNames(_)
        | Rule::Required(_)
        | Rule::DependentRequired(_)
        | Rule::DependentSchemas(_)
        | Rule::UnevaluatedProperties(_) => f.write_str("is not allowed"),
    }
}

fn write_types(f: &mut fmt::Formatter<'_>, types: Types) -> fmt::Result {
    f.write_str("is not of type ")?;
    for (at, name) in types.names().enumerate() {
        write!(f, "{}`{name}`", if at == 0 { "" } else { " or " })?;
    }
    Ok(())
}

fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn write_literal(f: &mut fmt::Formatter<'_>, value: &Literal) -> fmt::Result {
    match value {
        Literal::Null => f.write_str("null"),
        Literal::Bool(value) => write!(f, "{value}"),
        Literal::Int(value) => write!(f, "{value}"),
        Literal::Uint(value) => write!(f, "{value}"),
        Literal::Float(value) => write!(f, "{value:?}"),
        Literal::Text(value) => write!(f, "{value:?}"),
        Literal::Array(items) => {
            f.write_str("[")?;
            write_list(f, items, write_literal)?;
            f.write_str("]")
        }
        Literal::Object(members) => {
            f.write_str("{")?;
            write_list(f, members, |f, (name, value)| {
                write!(f, "{name:?}: ")?;
                write_literal(f, value)
            })?;
            f.write_str("}")
        }
    }
}

fn write_list<T>(
    f: &mut fmt::Formatter<'_>,
    entries: &[T],
    write_entry: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (at, entry) in entries.iter().take(SHOWN).enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        write_entry(f, entry)?;
    }
    if entries.len() > SHOWN {
        write!(f, ", and {} more", entries.len() - SHOWN)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_place() {
        assert_eq!(Fault::missing("zip").to_string(), "`zip` is required");
        let fault = Fault::new("too odd").in_item(3).in_member("a/b~c");
        assert_eq!(fault.path(), "/a~1b~0c/3");
        assert_eq!(fault.to_string(), "/a~1b~0c/3: too odd");
        let known = Known::default();
        let list = Place::Member(&Place::Root(&known), "list");
        assert_eq!(Fault::matches(2).at(&Place::Item(&list, 0)).path(), "/list/0");
        assert_eq!(Fault::matches(2).at(&Place::Item(&Place::Trial(&known), 0)).path(), "");
    }
}

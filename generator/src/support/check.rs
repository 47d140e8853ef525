//! What a Rust type can't say about its schema: tables, and verification of an instance by them.
//!
//! A [`Check`] is a schema as data. The generator writes it down as a `static`; nothing is built at
//! run time.

use super::content::Content;
use super::decimal::Number;
use super::equality::{self, Index, Members};
use super::fault::{Fault, Place};
use super::format::Format;
use super::known::{Known, Verdict};
use super::literal::Literal;
use super::pattern::Pattern;

/// A schema: the rules that an instance has to keep, all of them.
///
/// Rules about unevaluated items and members stand last.
#[derive(Debug)]
pub struct Check(pub &'static [Rule]);

/// A schema's keyword and its value. Like keywords, most concern one JSON type and let the others pass.
#[derive(Debug)]
pub enum Rule {
    /// The schema `false`.
    Never,
    /// `type`
    Types(Types),
    /// `enum` and `const`
    Values(&'static [Literal]),
    /// `minimum`
    Minimum(Number),
    /// `maximum`
    Maximum(Number),
    /// `exclusiveMinimum`
    ExclusiveMinimum(Number),
    /// `exclusiveMaximum`
    ExclusiveMaximum(Number),
    /// `multipleOf`, by decimal arithmetic.
    MultipleOf(Number),
    /// `minLength`, in code points.
    MinLength(u64),
    /// `maxLength`, in code points.
    MaxLength(u64),
    /// `pattern`
    Pattern(&'static Pattern),
    /// `format`, where it is asserted.
    Format(&'static Format),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems`
    UniqueItems,
    /// `prefixItems`
    PrefixItems(&'static [&'static Check]),
    /// `items`: every item but the first `after`.
    Items {
        /// How many items `prefixItems` describes.
        after: usize,
        /// What the others have to keep.
        check: &'static Check,
    },
    /// `contains`, `minContains` and `maxContains`
    Contains {
        /// What is looked for.
        check: &'static Check,
        /// The fewest items that must keep it.
        min: u64,
        /// The most items that may keep it.
        max: u64,
        /// Whether these items count as evaluated: from 2020-12 on.
        evaluates: bool,
    },
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// `required`
    Required(&'static [&'static str]),
    /// `dependentRequired`: a name, and the names that it needs beside it.
    DependentRequired(&'static [(&'static str, &'static [&'static str])]),
    /// `propertyNames`
    PropertyNames(&'static Check),
    /// `properties` alone, sorted by name.
    Properties(&'static [(&'static str, &'static Check)]),
    /// `properties`, `patternProperties` and `additionalProperties`, which depend on each other.
    Members {
        /// `properties`, sorted by name.
        properties: &'static [(&'static str, &'static Check)],
        /// `patternProperties`
        patterns: &'static [(&'static Pattern, &'static Check)],
        /// `additionalProperties`
        others: Option<&'static Check>,
    },
    /// `dependentSchemas`
    DependentSchemas(&'static [(&'static str, &'static Check)]),
    /// `$ref` and `allOf`
    AllOf(&'static [&'static Check]),
    /// `anyOf`
    AnyOf(&'static [&'static Check]),
    /// `oneOf`
    OneOf(&'static [&'static Check]),
    /// `not`
    Not(&'static Check),
    /// `if`, `then` and `else`
    If {
        /// `if`
        condition: &'static Check,
        /// `then`
        then: &'static Check,
        /// `else`
        otherwise: &'static Check,
    },
    /// `unevaluatedItems`
    UnevaluatedItems(&'static Check),
    /// `unevaluatedProperties`
    UnevaluatedProperties(&'static Check),
}

impl Check {
    /// The schema `true`.
    pub const ANY: Self = Self(&[]);
    /// The schema `false`.
    pub const NEVER: Self = Self(&[Rule::Never]);
    /// Instances of the type `null`.
    pub const NULL: Self = Self(&[Rule::Types(Types::NULL)]);
    /// Instances of the type `boolean`.
    pub const BOOLEAN: Self = Self(&[Rule::Types(Types::BOOLEAN)]);
    /// Instances of the type `integer`.
    pub const INTEGER: Self = Self(&[Rule::Types(Types::INTEGER)]);
    /// Numbers with a fractional part.
    pub const FRACTION: Self = Self(&[Rule::Types(Types::FRACTION)]);
    /// Instances of the type `number`.
    pub const NUMBER: Self = Self(&[Rule::Types(Types::NUMBER)]);
    /// Instances of the type `string`.
    pub const STRING: Self = Self(&[Rule::Types(Types::STRING)]);
    /// Instances of the type `array`.
    pub const ARRAY: Self = Self(&[Rule::Types(Types::ARRAY)]);
    /// Instances of the type `object`.
    pub const OBJECT: Self = Self(&[Rule::Types(Types::OBJECT)]);

    /// Whether the instance keeps every rule.
    ///
    /// # Errors
    ///
    /// The first rule that is broken, with its place in the instance.
    pub fn verify(&self, instance: &Content<'_>) -> Result<(), Fault> {
        self.visit(instance, &Place::Root(&Known::default()), None)
    }

    /// Verifies, and notes in `evaluated` which items or members were looked at.
    fn visit(
        &self,
        instance: &Content<'_>,
        place: &Place<'_>,
        evaluated: Option<&mut Evaluated>,
    ) -> Result<(), Fault> {
        let known = place.known();
        let part = if evaluated.is_none() { known.visit(self, instance) } else { None };
        let Some(part) = part else { return self.visit_rules(instance, place, evaluated) };
        match known.get(part) {
            Some(Verdict::Kept) => return Ok(()),
            Some(Verdict::Because(fault)) => return Err(fault),
            Some(Verdict::Broken) if !place.is_shown() => return Err(Fault::new("")),
            Some(Verdict::Broken) | None => {}
        }
        let result = self.visit_rules(instance, place, None);
        let verdict = match &result {
            Ok(()) => Verdict::Kept,
            Err(fault) if place.is_shown() => Verdict::Because(fault.clone()),
            Err(_) => Verdict::Broken,
        };
        known.set(part, verdict);
        result
    }

    fn visit_rules(
        &self,
        instance: &Content<'_>,
        place: &Place<'_>,
        mut evaluated: Option<&mut Evaluated>,
    ) -> Result<(), Fault> {
        if !self.0.last().is_some_and(Rule::asks_for_unevaluated) {
            return self.0.iter().try_for_each(|rule| rule.apply(instance, place, evaluated.as_deref_mut()));
        }
        let mut own = Evaluated::nothing(instance);
        self.0.iter().try_for_each(|rule| rule.apply(instance, place, Some(&mut own)))?;
        if let Some(evaluated) = evaluated {
            evaluated.add(&own);
        }
        Ok(())
    }

    fn tries(&self, instance: &Content<'_>, known: &Known, evaluated: Option<&mut Evaluated>) -> bool {
        let place = Place::Trial(known);
        let Some(evaluated) = evaluated else { return self.visit(instance, &place, None).is_ok() };
        let mut own = Evaluated::nothing(instance);
        let accepted = self.visit(instance, &place, Some(&mut own)).is_ok();
        if accepted {
            evaluated.add(&own);
        }
        accepted
    }
}

impl Rule {
    fn asks_for_unevaluated(&self) -> bool {
        matches!(self, Self::UnevaluatedItems(_) | Self::UnevaluatedProperties(_))
    }

    /// Applies the rule to an instance of any type.
    fn apply(
        &'static self,
        instance: &Content<'_>,
        place: &Place<'_>,
        evaluated: Option<&mut Evaluated>,
    ) -> Result<(), Fault> {
        match self {
            Self::Never => self.keep(false, place),
            Self::Types(types) => self.keep(types.has(instance), place),
            Self::Values(values) => self.keep(values.iter().any(|value| value.equals(instance)), place),
            Self::Minimum(_)
            | Self::Maximum(_)
            | Self::ExclusiveMinimum(_)
            | Self::ExclusiveMaximum(_)
            | Self::MultipleOf(_) => match Number::of(instance) {
                Some(number) => self.keep(self.allows_number(number), place),
                None => Ok(()),
            },
            Self::MinLength(_) | Self::MaxLength(_) | Self::Pattern(_) | Self::Format(_) => match instance {
                Content::Text(text) => self.keep(self.allows_text(text), place),
                _ => Ok(()),
            },
            Self::MinItems(_)
            | Self::MaxItems(_)
            | Self::UniqueItems
            | Self::PrefixItems(_)
            | Self::Items { .. }
            | Self::Contains { .. }
            | Self::UnevaluatedItems(_) => match instance {
                Content::Array(items) => self.apply_to_items(items, place, evaluated),
                _ => Ok(()),
            },
            Self::MinProperties(_)
            | Self::MaxProperties(_)
            | Self::Required(_)
            | Self::DependentRequired(_)
            | Self::PropertyNames(_)
            | Self::Properties(_)
            | Self::Members { .. }
            | Self::UnevaluatedProperties(_) => match instance {
                Content::Object(members) => self.apply_to_members(members, place, evaluated),
                _ => Ok(()),
            },
            Self::DependentSchemas(_)
            | Self::AllOf(_)
            | Self::AnyOf(_)
            | Self::OneOf(_)
            | Self::Not(_)
            | Self::If { .. } => self.apply_in_place(instance, place, evaluated),
        }
    }

    fn keep(&'static self, kept: bool, place: &Place<'_>) -> Result<(), Fault> {
        if kept { Ok(()) } else { Err(Fault::broken(self).at(place)) }
    }

    fn allows_number(&self, number: Number) -> bool {
        match self {
            Self::Minimum(bound) => number.compare(*bound).is_ge(),
            Self::Maximum(bound) => number.compare(*bound).is_le(),
            Self::ExclusiveMinimum(bound) => number.compare(*bound).is_gt(),
            Self::ExclusiveMaximum(bound) => number.compare(*bound).is_lt(),
            Self::MultipleOf(divisor) => number.is_multiple_of(*divisor),
            _ => true,
        }
    }

    fn allows_text(&self, text: &str) -> bool {
        match self {
            Self::MinLength(length) => count(text.len()) >= *length && characters(text) >= *length,
            Self::MaxLength(length) => count(text.len()) <= *length || characters(text) <= *length,
            Self::Pattern(pattern) => pattern.is_match(text),
            Self::Format(format) => format.accepts(text),
            _ => true,
        }
    }

    fn apply_to_items(
        &'static self,
        items: &[Content<'_>],
        place: &Place<'_>,
        mut evaluated: Option<&mut Evaluated>,
    ) -> Result<(), Fault> {
        let mut evaluate = |at| {
            if let Some(evaluated) = evaluated.as_deref_mut() {
                evaluated.mark(at);
            }
        };
        match self {
            Self::MinItems(min) => self.keep(count(items.len()) >= *min, place),
            Self::MaxItems(max) => self.keep(count(items.len()) <= *max, place),
            Self::UniqueItems => self.keep(equality::all_differ(items), place),
            Self::PrefixItems(checks) => {
                for (at, (item, check)) in items.iter().zip(*checks).enumerate() {
                    check.visit(item, &Place::Item(place, at), None)?;
                    evaluate(at);
                }
                Ok(())
            }
            Self::Items { after, check } => {
                for (at, item) in items.iter().enumerate().skip(*after) {
                    check.visit(item, &Place::Item(place, at), None)?;
                    evaluate(at);
                }
                Ok(())
            }
            Self::Contains { check, min, max, evaluates } => {
                let mut found = 0;
                for (at, _) in
                    items.iter().enumerate().filter(|(_, item)| check.tries(item, place.known(), None))
                {
                    found += 1;
                    if *evaluates {
                        evaluate(at);
                    }
                }
                if (*min..=*max).contains(&found) {
                    return Ok(());
                }
                Err(Fault::holds(found, *min, *max).at(place))
            }
            Self::UnevaluatedItems(check) => {
                let Some(evaluated) = evaluated else { return Ok(()) };
                for (at, item) in items.iter().enumerate().filter(|(at, _)| !evaluated.has(*at)) {
                    check.visit(item, &Place::Item(place, at), None)?;
                }
                evaluated.mark_all();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn apply_to_members(
        &'static self,
        members: &Members<'_>,
        place: &Place<'_>,
        evaluated: Option<&mut Evaluated>,
    ) -> Result<(), Fault> {
        match self {
            Self::MinProperties(min) => self.keep(count(members.len()) >= *min, place),
            Self::MaxProperties(max) => self.keep(count(members.len()) <= *max, place),
            Self::Required(names) => {
                let index = Index::new(members);
                match names.iter().find(|name| index.get(name).is_none()) {
                    Some(name) => Err(Fault::missing(name).at(place)),
                    None => Ok(()),
                }
            }
            Self::DependentRequired(needs) => {
                let index = Index::new(members);
                let present = needs.iter().filter(|(name, _)| index.get(name).is_some());
                for (present, needed) in present {
                    if let Some(name) = needed.iter().find(|name| index.get(name).is_none()) {
                        return Err(Fault::missing_beside(name, present).at(place));
                    }
                }
                Ok(())
            }
            Self::PropertyNames(check) => members.iter().try_for_each(|(name, _)| {
                let text = Content::Text(name.as_ref().into());
                check.visit(&text, &Place::Member(place, name), None)
            }),
            Self::Properties(properties) => {
                visit_members(members, place, evaluated, |name, visit| match find(properties, name) {
                    Some(check) => visit(check),
                    None => Ok(()),
                })
            }
            Self::Members { properties, patterns, others } => {
                visit_members(members, place, evaluated, |name, visit| {
                    let mut described = false;
                    let named = find(properties, name).into_iter();
                    let matched = patterns.iter().filter(|(pattern, _)| pattern.is_match(name));
                    for check in named.chain(matched.map(|(_, check)| *check)) {
                        visit(check)?;
                        described = true;
                    }
                    match others {
                        Some(others) if !described => visit(others),
                        _ => Ok(()),
                    }
                })
            }
            Self::UnevaluatedProperties(check) => {
                let Some(evaluated) = evaluated else { return Ok(()) };
                for (at, (name, value)) in members.iter().enumerate() {
                    if !evaluated.has(at) {
                        check.visit(value, &Place::Member(place, name), None)?;
                    }
                }
                evaluated.mark_all();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Applies a rule whose subschemas see the same instance.
    fn apply_in_place(
        &'static self,
        instance: &Content<'_>,
        place: &Place<'_>,
        mut evaluated: Option<&mut Evaluated>,
    ) -> Result<(), Fault> {
        match self {
            Self::DependentSchemas(needs) => {
                let Content::Object(members) = instance else { return Ok(()) };
                let index = Index::new(members);
                let mut present = needs.iter().filter(|(name, _)| index.get(name).is_some());
                present.try_for_each(|(_, check)| check.visit(instance, place, evaluated.as_deref_mut()))
            }
            Self::AllOf(checks) => {
                checks.iter().try_for_each(|check| check.visit(instance, place, evaluated.as_deref_mut()))
            }
            Self::AnyOf(checks) => {
                // All branches are tried where it matters which items or members they evaluate.
                let mut found = false;
                for check in *checks {
                    found |= check.tries(instance, place.known(), evaluated.as_deref_mut());
                    if found && evaluated.is_none() {
                        break;
                    }
                }
                if found { Ok(()) } else { Err(self.no_branch(checks, instance, place)) }
            }
            Self::OneOf(checks) => {
                let mut found = 0;
                for check in *checks {
                    found += usize::from(check.tries(instance, place.known(), evaluated.as_deref_mut()));
                    if found > 1 && !place.is_shown() {
                        break;
                    }
                }
                match found {
                    0 => Err(self.no_branch(checks, instance, place)),
                    1 => Ok(()),
                    branches => Err(Fault::matches(branches).at(place)),
                }
            }
            Self::Not(check) => self.keep(!check.tries(instance, place.known(), None), place),
            Self::If { condition, then, otherwise } => {
                let holds = condition.tries(instance, place.known(), evaluated.as_deref_mut());
                (if holds { then } else { otherwise }).visit(instance, place, evaluated)
            }
            _ => Ok(()),
        }
    }

    /// Why no branch was taken: the fault that lies deepest, as that branch was probably meant.
    fn no_branch(
        &'static self,
        branches: &[&'static Check],
        instance: &Content<'_>,
        place: &Place<'_>,
    ) -> Fault {
        let fault = Fault::broken(self).at(place);
        if !place.is_shown() {
            return fault;
        }
        let faults = branches.iter().filter_map(|check| check.visit(instance, place, None).err());
        faults.fold(fault, |best, fault| if fault.depth() > best.depth() { fault } else { best })
    }
}

/// Hands each member to `choose` with a way to verify it; what was verified counts as evaluated.
fn visit_members(
    members: &Members<'_>,
    place: &Place<'_>,
    mut evaluated: Option<&mut Evaluated>,
    choose: impl Fn(&str, &mut dyn FnMut(&Check) -> Result<(), Fault>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    for (at, (name, value)) in members.iter().enumerate() {
        choose(name, &mut |check| {
            if let Some(evaluated) = evaluated.as_deref_mut() {
                evaluated.mark(at);
            }
            check.visit(value, &Place::Member(place, name), None)
        })?;
    }
    Ok(())
}

fn find(properties: &[(&str, &'static Check)], name: &str) -> Option<&'static Check> {
    let at = properties.binary_search_by(|(key, _)| (*key).cmp(name)).ok()?;
    Some(properties[at].1)
}

/// Which items or members of one instance a schema has looked at.
///
/// Spec: Core 2020-12, §7.7 and §11.
struct Evaluated(Vec<bool>);

impl Evaluated {
    fn nothing(instance: &Content<'_>) -> Self {
        let children = match instance {
            Content::Array(items) => items.len(),
            Content::Object(members) => members.len(),
            _ => 0,
        };
        Self(vec![false; children])
    }

    fn has(&self, at: usize) -> bool {
        self.0[at]
    }

    fn mark(&mut self, at: usize) {
        self.0[at] = true;
    }

    fn mark_all(&mut self) {
        self.0.fill(true);
    }

    fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own |= other;
        }
    }
}

fn characters(text: &str) -> u64 {
    count(text.chars().count())
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A set of JSON types, with whole numbers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// No type.
    pub const NONE: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `boolean`
    pub const BOOLEAN: Self = Self(2);
    /// Numbers with an integral value, `1.0` among them.
    pub const INTEGER: Self = Self(4);
    /// Numbers with a fractional part.
    pub const FRACTION: Self = Self(8);
    /// `number`
    pub const NUMBER: Self = Self(4 | 8);
    /// `string`
    pub const STRING: Self = Self(16);
    /// `array`
    pub const ARRAY: Self = Self(32);
    /// `object`
    pub const OBJECT: Self = Self(64);

    /// This set and another one.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The type of an instance.
    pub fn of(instance: &Content<'_>) -> Self {
        match instance {
            Content::Null => Self::NULL,
            Content::Bool(_) => Self::BOOLEAN,
            Content::Uint(_) | Content::Int(_) => Self::INTEGER,
            Content::Float(value) if value.fract() == 0.0 => Self::INTEGER,
            Content::Float(_) => Self::FRACTION,
            Content::Text(_) => Self::STRING,
            Content::Array(_) => Self::ARRAY,
            Content::Object(_) => Self::OBJECT,
        }
    }

    /// Whether the instance is of one of the types.
    pub fn has(self, instance: &Content<'_>) -> bool {
        self.0 & Self::of(instance).0 != 0
    }

    /// The names of the types.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let all = [
            (Self::NULL, "null"),
            (Self::BOOLEAN, "boolean"),
            (Self::NUMBER, "number"),
            (Self::INTEGER, "integer"),
            (Self::STRING, "string"),
            (Self::ARRAY, "array"),
            (Self::OBJECT, "object"),
        ];
        let has = move |types: Self| self.0 & types.0 == types.0;
        all.into_iter()
            .filter(move |(types, _)| has(*types) && !(*types == Self::INTEGER && has(Self::NUMBER)))
            .map(|(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::support::pattern::Walk;

    fn content(value: &Value) -> Content<'_> {
        match value {
            Value::Null => Content::Null,
            Value::Bool(value) => Content::Bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => Content::Uint(value),
                (None, Some(value)) => Content::Int(value),
                (None, None) => Content::Float(number.as_f64().expect("a double")),
            },
            Value::String(text) => Content::Text(text.as_str().into()),
            Value::Array(items) => Content::Array(items.iter().map(content).collect()),
            Value::Object(members) => Content::Object(
                members.iter().map(|(name, value)| (name.as_str().into(), content(value))).collect(),
            ),
        }
    }

    /// Each text is an instance; the second list has the message for each.
    #[track_caller]
    fn check(rules: &'static [Rule], valid: &[&str], invalid: &[(&str, &str)]) {
        let check = Check(rules);
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        for text in valid {
            let value = read(text);
            assert_eq!(check.verify(&content(&value)).map_err(|it| it.to_string()), Ok(()), "{text}");
            assert!(check.tries(&content(&value), &Known::default(), None), "{text}");
        }
        for (text, message) in invalid {
            let value = read(text);
            let fault = check.verify(&content(&value)).expect_err(text);
            assert_eq!(fault.to_string(), *message, "{text}");
            assert!(!check.tries(&content(&value), &Known::default(), None), "{text}");
        }
    }

    const ANYTHING: [&str; 7] = ["null", "true", "1", "1.5", "\"a\"", "[]", "{}"];

    #[test]
    fn knows_types() {
        check(&[], &ANYTHING, &[]);
        check(&[Rule::Never], &[], &[("null", "is not allowed")]);
        check(
            const { &[Rule::Types(Types::INTEGER.or(Types::NULL))] },
            &["1", "-1", "1.0", "1e300", "null"],
            &[("1.5", "is not of type `null` or `integer`"), ("\"1\"", "is not of type `null` or `integer`")],
        );
        check(&[Rule::Types(Types::NUMBER)], &["1", "1.5"], &[("[]", "is not of type `number`")]);
    }

    #[test]
    fn compares_with_values() {
        check(
            &[Rule::Values(&[Literal::Text("a"), Literal::Uint(1), Literal::Array(&[Literal::Null])])],
            &["\"a\"", "1", "1.0", "[null]"],
            &[("true", "is not one of \"a\", 1, [null]"), ("[]", "is not one of \"a\", 1, [null]")],
        );
        check(&[Rule::Values(&[Literal::Bool(false)])], &["false"], &[("0", "is not false")]);
    }

    #[test]
    fn bounds_numbers() {
        check(
            &[Rule::Minimum(Number::Float(1.5)), Rule::ExclusiveMaximum(Number::Uint(u64::MAX))],
            &["1.5", "2", "18446744073709551614", "\"a\""],
            &[("1", "less than 1.5"), ("18446744073709551615", "not less than 18446744073709551615")],
        );
        check(
            &[Rule::ExclusiveMinimum(Number::Int(-1)), Rule::Maximum(Number::Uint(3))],
            &["0", "3.0"],
            &[("-1.0", "not greater than -1"), ("3.0000001", "greater than 3")],
        );
        check(
            &[Rule::MultipleOf(Number::Float(0.01))],
            &["19.99", "0", "[]"],
            &[("0.001", "not a multiple of 0.01")],
        );
    }

    #[test]
    fn measures_texts_in_code_points() {
        static LETTERS: Pattern = Pattern::simple("^[a-zé]*$", |text| {
            Walk::whole(text, |at| at.class(0, usize::MAX, |it| matches!(it, 'a'..='z' | 'é')))
        });
        static PAIR: Format = Format::new("pair", |text| text.len() == 2);
        static FORMAT: [Rule; 1] = [Rule::Format(&PAIR)];
        static RULES: [Rule; 3] = [Rule::MinLength(1), Rule::MaxLength(2), Rule::Pattern(&LETTERS)];
        check(
            &RULES,
            &["\"é\"", "\"éé\"", "7"],
            &[
                ("\"\"", "shorter than 1 character"),
                ("\"ééé\"", "longer than 2 characters"),
                ("\"A\"", "does not match the pattern `^[a-zé]*$`"),
            ],
        );
        check(&[Rule::MinLength(3)], &["\"ééé\""], &[("\"éé\"", "shorter than 3 characters")]);
        check(&FORMAT, &["\"ab\"", "7"], &[("\"a\"", "is not of the format `pair`")]);
    }

    #[test]
    fn looks_at_items() {
        check(
            &[
                Rule::MinItems(1),
                Rule::MaxItems(3),
                Rule::PrefixItems(&[&Check::STRING]),
                Rule::Items { after: 1, check: &Check::INTEGER },
                Rule::UniqueItems,
            ],
            &["[\"a\"]", "[\"a\", 1, 2]", "{}"],
            &[
                ("[]", "fewer than 1 item"),
                ("[\"a\", 1, 2, 3]", "more than 3 items"),
                ("[1]", "/0: is not of type `string`"),
                ("[\"a\", \"b\"]", "/1: is not of type `integer`"),
                ("[\"a\", 1, 1.0]", "has equal items"),
            ],
        );
        check(
            &[Rule::Contains { check: &Check::STRING, min: 1, max: 2, evaluates: true }],
            &["[1, \"a\"]", "[\"a\", \"b\", 3]", "1"],
            &[
                ("[1]", "0 items match `contains`, at least 1 must"),
                ("[\"a\", \"a\", \"a\"]", "3 items match `contains`, at most 2 may"),
            ],
        );
    }

    #[test]
    fn looks_at_members() {
        check(
            &[
                Rule::MinProperties(1),
                Rule::MaxProperties(3),
                Rule::Required(&["a"]),
                Rule::DependentRequired(&[("b", &["c"])]),
                Rule::PropertyNames(&Check(&[Rule::MaxLength(2)])),
                Rule::Properties(&[("a", &Check::STRING), ("b", &Check::NULL)]),
            ],
            &["{\"a\": \"\"}", "{\"a\": \"\", \"b\": null, \"c\": 1}", "[]"],
            &[
                ("{}", "fewer than 1 member"),
                ("{\"a\": 1, \"b\": 1, \"c\": 1, \"d\": 1}", "more than 3 members"),
                ("{\"b\": null}", "`a` is required"),
                ("{\"a\": \"\", \"b\": null}", "`c` is required beside `b`"),
                ("{\"a\": \"\", \"abc\": 1}", "/abc: longer than 2 characters"),
                ("{\"a\": 1}", "/a: is not of type `string`"),
            ],
        );
    }

    #[test]
    fn describes_members_by_name_pattern_or_neither() {
        static EXTENSION: Pattern = Pattern::simple("^x-", |text| text.starts_with("x-"));
        static RULES: [Rule; 1] = [Rule::Members {
            properties: &[("a", &Check::STRING), ("x-a", &Check::ANY)],
            patterns: &[(&EXTENSION, &Check::INTEGER)],
            others: Some(&Check::NEVER),
        }];
        check(
            &RULES,
            &["{\"a\": \"\", \"x-a\": 1, \"x-b\": 2}", "{}"],
            &[
                ("{\"a\": 1}", "/a: is not of type `string`"),
                ("{\"x-a\": \"\"}", "/x-a: is not of type `integer`"),
                ("{\"b/c\": 1}", "/b~1c: is not allowed"),
            ],
        );
    }

    #[test]
    fn combines_schemas() {
        const SHORT: Check = Check(&[Rule::MaxLength(3)]);
        check(
            &[Rule::AllOf(&[&Check::STRING, &SHORT])],
            &["\"abc\""],
            &[("\"abcd\"", "longer than 3 characters"), ("1", "is not of type `string`")],
        );
        check(
            &[Rule::AnyOf(&[&Check::STRING, &Check::INTEGER])],
            &["\"abc\"", "1"],
            &[("null", "matches no branch of `anyOf`")],
        );
        check(
            &[Rule::OneOf(&[&Check::STRING, &SHORT])],
            &["\"abcd\"", "1"],
            &[("\"abc\"", "matches 2 branches of `oneOf`, exactly 1 is allowed")],
        );
        check(
            &[Rule::OneOf(&[&Check::STRING, &SHORT, &Check::ANY])],
            &[],
            &[
                ("\"abc\"", "matches 3 branches of `oneOf`, exactly 1 is allowed"),
                ("null", "matches 2 branches of `oneOf`, exactly 1 is allowed"),
            ],
        );
        check(
            &[Rule::OneOf(&[
                &Check::NULL,
                &Check(&[Rule::Types(Types::OBJECT), Rule::Properties(&[("a", &Check::STRING)])]),
            ])],
            &["null", "{\"a\": \"\"}"],
            &[("1", "matches no branch of `oneOf`"), ("{\"a\": 1}", "/a: is not of type `string`")],
        );
        check(&[Rule::Not(&Check::STRING)], &["1"], &[("\"\"", "matches what `not` excludes")]);
        check(
            &[Rule::If {
                condition: &Check::STRING,
                then: &SHORT,
                otherwise: &Check(&[Rule::Minimum(Number::Uint(5))]),
            }],
            &["\"abc\"", "5", "null"],
            &[("\"abcd\"", "longer than 3 characters"), ("4", "less than 5")],
        );
        check(
            &[Rule::DependentSchemas(&[("a", &Check(&[Rule::Required(&["b"])]))])],
            &["{\"a\": 1, \"b\": 1}", "{\"c\": 1}", "1"],
            &[("{\"a\": 1}", "`b` is required")],
        );
    }

    #[test]
    fn finds_what_nobody_evaluated() {
        const A: Check = Check(&[Rule::Properties(&[("a", &Check::STRING)])]);
        const B: Check = Check(&[Rule::Properties(&[("b", &Check::STRING)]), Rule::Required(&["b"])]);
        const CLOSED: Rule = Rule::UnevaluatedProperties(&Check::NEVER);
        check(
            &[Rule::AnyOf(&[&A, &B]), CLOSED],
            &["{\"a\": \"\"}", "{\"a\": \"\", \"b\": \"\"}", "{}", "1"],
            &[("{\"a\": \"\", \"c\": 1}", "/c: is not allowed"), ("{\"b\": 1}", "/b: is not allowed")],
        );
        check(
            &[Rule::If { condition: &B, then: &A, otherwise: &Check::ANY }, CLOSED],
            &["{\"a\": \"\", \"b\": \"\"}"],
            &[("{\"a\": \"\"}", "/a: is not allowed")],
        );
        check(
            &[Rule::Not(&Check(&[Rule::Not(&A)])), CLOSED],
            &["{}"],
            &[("{\"a\": \"\"}", "/a: is not allowed")],
        );
        check(
            &[Rule::AllOf(&[&Check(&[Rule::UnevaluatedProperties(&Check::STRING)])]), CLOSED],
            &["{\"z\": \"\"}"],
            &[("{\"z\": 1}", "/z: is not of type `string`")],
        );
        check(
            &[
                Rule::PrefixItems(&[&Check::ANY]),
                Rule::Contains { check: &Check::STRING, min: 0, max: u64::MAX, evaluates: true },
                Rule::UnevaluatedItems(&Check::NEVER),
            ],
            &["[1, \"a\", \"b\"]", "[]"],
            &[("[1, \"a\", 2]", "/2: is not allowed")],
        );
        check(
            &[
                Rule::Contains { check: &Check::STRING, min: 0, max: u64::MAX, evaluates: false },
                Rule::UnevaluatedItems(&Check::INTEGER),
            ],
            &["[1]"],
            &[("[1, \"a\"]", "/1: is not of type `integer`")],
        );
    }

    #[test]
    fn follows_schemas_that_refer_to_themselves() {
        static TREE: Check = Check(&[
            Rule::Types(Types::OBJECT),
            Rule::Properties(&[("next", &Check(&[Rule::AnyOf(&[&Check::NULL, &TREE])]))]),
        ]);
        check(
            TREE.0,
            &["{\"next\": {\"next\": {\"next\": null}}}"],
            &[("{\"next\": {\"next\": {\"next\": 1}}}", "/next/next/next: matches no branch of `anyOf`")],
        );
    }

    #[test]
    fn takes_wide_objects_in_linear_time() {
        let wide = (0..50_000).map(|at| format!("\"m{at}\": {at},")).collect::<Vec<_>>().concat();
        check(
            &[
                Rule::Required(&["m0", "m49999", "z"]),
                Rule::Members {
                    properties: &[("m0", &Check::INTEGER)],
                    patterns: &[],
                    others: Some(&Check::INTEGER),
                },
            ],
            &[&format!("{{{wide} \"z\": 1}}")],
            &[(&format!("{{{wide} \"y\": 1}}"), "`z` is required")],
        );
    }
}

//! Evaluates an instance against the arena, by the letter of the specification.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::equality::{compare, equal, is_multiple, key};
use super::{Body, Keywords, SchemaId, Schemas, TypeSet};
use crate::pattern::Matcher;

/// How many schemas may be open at once; an instance of any document that can be parsed needs
/// fewer, but a hand-made chain of references might not.
const DEPTH_LIMIT: usize = 1500;

/// How many schemas may be looked at for one verdict: where two keywords lead into each item, and again in those,
/// there is no end.
const STEP_LIMIT: usize = 1_000_000;

/// Judges instances; keeps compiled patterns.
#[derive(Debug)]
pub struct Evaluator<'s> {
    schemas: &'s Schemas,
    patterns: RefCell<BTreeMap<String, Option<Matcher>>>,
    /// The values of long lists, by their schema.
    values: RefCell<BTreeMap<SchemaId, BTreeSet<String>>>,
    /// Long lists of branches, by their first one, which stands in no other list.
    branches: RefCell<BTreeMap<SchemaId, Rc<Branches>>>,
}

/// Which branches of a long list may accept an instance.
#[derive(Debug, Default)]
struct Branches {
    /// Those that list values, by each of them.
    by_value: BTreeMap<String, Vec<usize>>,
    others: Vec<usize>,
}

/// Lists of more values than this are looked up, not gone through.
const LONG: usize = 16;

/// Whether a schema accepts an instance; for more than one instance keep an [`Evaluator`].
pub fn evaluate(schemas: &Schemas, id: SchemaId, instance: &Value) -> bool {
    Evaluator::new(schemas).accepts(id, instance)
}

impl<'s> Evaluator<'s> {
    /// An evaluator for an arena.
    pub fn new(schemas: &'s Schemas) -> Self {
        Self {
            schemas,
            patterns: RefCell::default(),
            values: RefCell::default(),
            branches: RefCell::default(),
        }
    }

    /// Whether a schema accepts an instance; a `format` is asserted where the source asks for it.
    ///
    /// A schema that is met again on the way to its own verdict adds nothing to it. A chain of
    /// schemas longer than any stack should hold is taken as a refusal, and so is a verdict that takes too long.
    ///
    /// Spec: Core 2020-12, §7.
    pub fn accepts(&self, id: SchemaId, instance: &Value) -> bool {
        self.accepts_choosing(id, instance, &|_| None)
    }

    /// The same, where schemas that speak of the whole instance may have a branch of their `oneOf` chosen:
    /// it has to accept, whatever the others do.
    pub(crate) fn accepts_choosing(
        &self,
        id: SchemaId,
        instance: &Value,
        choice: &dyn Fn(SchemaId) -> Option<SchemaId>,
    ) -> bool {
        let mut run = Run { evaluator: self, whole: instance, choice, open: Vec::new(), depth: 0, steps: 0 };
        run.check(id, instance, None)
    }

    /// Whether the values that a schema lists hold an instance.
    fn lists(&self, id: SchemaId, values: &[Value], instance: &Value) -> bool {
        if values.len() <= LONG {
            return values.iter().any(|value| equal(value, instance));
        }
        let mut known = self.values.borrow_mut();
        known.entry(id).or_insert_with(|| values.iter().map(key).collect()).contains(&key(instance))
    }

    /// The branches that an instance has to be judged by, in order: those left out list other values.
    fn branches_for<'b>(&self, branches: &'b [SchemaId], instance: &Value) -> Cow<'b, [SchemaId]> {
        if branches.len() <= LONG {
            return Cow::Borrowed(branches);
        }
        let known = Rc::clone(
            self.branches.borrow_mut().entry(branches[0]).or_insert_with(|| Rc::new(self.sorted(branches))),
        );
        let listing = known.by_value.get(&key(instance)).map_or(&[][..], Vec::as_slice);
        let mut left = [listing, &known.others].concat();
        left.sort_unstable();
        left.into_iter().map(|index| branches[index]).collect()
    }

    fn sorted(&self, branches: &[SchemaId]) -> Branches {
        let mut all = Branches::default();
        for (index, id) in branches.iter().enumerate() {
            match self.listed(*id) {
                Some(values) => {
                    let keys: BTreeSet<String> = values.iter().map(key).collect();
                    for key in keys {
                        all.by_value.entry(key).or_default().push(index);
                    }
                }
                None => all.others.push(index),
            }
        }
        all
    }

    /// The values that a schema lists, or the one that it merely refers to.
    fn listed(&self, id: SchemaId) -> Option<&'s [Value]> {
        let Body::Keywords(keywords) = &self.schemas[id].body else { return None };
        match (&keywords.values, keywords.alias()) {
            (Some(values), _) => Some(values),
            (None, Some(target)) => match &self.schemas[target].body {
                Body::Keywords(it) => it.values.as_deref(),
                Body::Boolean(_) => None,
            },
            (None, None) => None,
        }
    }

    /// Whether a pattern occurs in a text; one that can't be matched occurs nowhere.
    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let compiled = match patterns.get(pattern) {
            Some(compiled) => compiled,
            None => patterns.entry(pattern.to_owned()).or_insert_with(|| Matcher::new(pattern).ok()),
        };
        compiled.as_ref().is_some_and(|it| it.is_match(text))
    }
}

/// The parts of one instance that some schema has looked at.
///
/// Spec: Core 2020-12, §11.
#[derive(Default)]
struct Evaluated {
    properties: BTreeSet<String>,
    items: BTreeSet<usize>,
}

impl Evaluated {
    fn absorb(&mut self, other: Self) {
        self.properties.extend(other.properties);
        self.items.extend(other.items);
    }
}

/// One verdict in the making.
struct Run<'e, 's> {
    evaluator: &'e Evaluator<'s>,
    /// The instance that the verdict is about.
    whole: &'e Value,
    /// The branch of a schema's `oneOf` that is chosen for the whole instance.
    choice: &'e dyn Fn(SchemaId) -> Option<SchemaId>,
    /// References that are being followed, with the instance they are followed for.
    open: Vec<(SchemaId, *const Value)>,
    depth: usize,
    steps: usize,
}

impl Run<'_, '_> {
    /// Checks a schema; what it evaluates goes to `evaluated` when it accepts and somebody asks.
    fn check(&mut self, id: SchemaId, instance: &Value, evaluated: Option<&mut Evaluated>) -> bool {
        let schemas = self.evaluator.schemas;
        let keywords = match &schemas[id].body {
            Body::Boolean(it) => return *it,
            Body::Keywords(keywords) => keywords,
        };
        if self.depth == DEPTH_LIMIT || self.steps == STEP_LIMIT {
            return false;
        }
        self.steps += 1;
        let key = (id, std::ptr::from_ref(instance));
        let refers = keywords.reference.is_some() || keywords.dynamic_reference.is_some();
        if refers && self.open.contains(&key) {
            return true;
        }
        self.depth += 1;
        if refers {
            self.open.push(key);
        }
        let accepts = self.object(id, keywords, instance, evaluated);
        if refers {
            self.open.pop();
        }
        self.depth -= 1;
        accepts
    }

    fn object(
        &mut self,
        id: SchemaId,
        it: &Keywords,
        instance: &Value,
        evaluated: Option<&mut Evaluated>,
    ) -> bool {
        if !self.asserts(id, it, instance) {
            return false;
        }
        let collects =
            evaluated.is_some() || it.unevaluated_items.is_some() || it.unevaluated_properties.is_some();
        let mut seen = collects.then(Evaluated::default);
        let accepts = self.in_place(id, it, instance, seen.as_mut())
            && match instance {
                Value::Object(members) => self.properties(it, instance, members, seen.as_mut()),
                Value::Array(items) => self.items(it, items, seen.as_mut()),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
            };
        if let (true, Some(out), Some(seen)) = (accepts, evaluated, seen) {
            out.absorb(seen);
        }
        accepts
    }

    /// The applicators in place.
    ///
    /// Spec: Core 2020-12, §10.2.
    fn in_place(
        &mut self,
        id: SchemaId,
        it: &Keywords,
        instance: &Value,
        mut seen: Option<&mut Evaluated>,
    ) -> bool {
        let all = it.reference.iter().chain(&it.dynamic_reference).chain(&it.all_of);
        for id in all {
            if !self.check(*id, instance, seen.as_deref_mut()) {
                return false;
            }
        }
        if !it.any_of.is_empty() && !self.any(&it.any_of, instance, seen.as_deref_mut()) {
            return false;
        }
        let chosen = if std::ptr::eq(instance, self.whole) { (self.choice)(id) } else { None };
        let one_of = chosen.as_ref().map_or(it.one_of.as_slice(), std::slice::from_ref);
        if !one_of.is_empty() && !self.one(one_of, instance, seen.as_deref_mut()) {
            return false;
        }
        if it.not.is_some_and(|id| self.check(id, instance, None)) {
            return false;
        }
        if let Some(condition) = it.if_ {
            let branch =
                if self.check(condition, instance, seen.as_deref_mut()) { it.then } else { it.else_ };
            if branch.is_some_and(|id| !self.check(id, instance, seen.as_deref_mut())) {
                return false;
            }
        }
        let Value::Object(members) = instance else { return true };
        it.dependent_schemas
            .iter()
            .filter(|(name, _)| members.contains_key(*name))
            .all(|(_, id)| self.check(*id, instance, seen.as_deref_mut()))
    }

    fn any(&mut self, branches: &[SchemaId], instance: &Value, mut seen: Option<&mut Evaluated>) -> bool {
        let mut found = false;
        for id in self.evaluator.branches_for(branches, instance).iter() {
            found |= self.check(*id, instance, seen.as_deref_mut());
            // Where nobody asks what was evaluated, the other branches don't matter.
            if found && seen.is_none() {
                return true;
            }
        }
        found
    }

    fn one(&mut self, branches: &[SchemaId], instance: &Value, mut seen: Option<&mut Evaluated>) -> bool {
        let mut found = 0;
        for id in self.evaluator.branches_for(branches, instance).iter() {
            found += usize::from(self.check(*id, instance, seen.as_deref_mut()));
            if found > 1 {
                return false;
            }
        }
        found == 1
    }

    /// Spec: Core 2020-12, §10.3.2 and §11.3.
    fn properties(
        &mut self,
        it: &Keywords,
        instance: &Value,
        members: &Map<String, Value>,
        mut seen: Option<&mut Evaluated>,
    ) -> bool {
        debug_assert!(instance.is_object(), "the caller took the members from it");
        for (name, value) in members {
            let mut known = false;
            if let Some(id) = it.properties.get(name) {
                known = true;
                if !self.check(*id, value, None) {
                    return false;
                }
            }
            for (pattern, id) in &it.pattern_properties {
                if self.evaluator.matches(pattern, name) {
                    known = true;
                    if !self.check(*id, value, None) {
                        return false;
                    }
                }
            }
            if let Some(id) = it.additional_properties.filter(|_| !known) {
                known = true;
                if !self.check(id, value, None) {
                    return false;
                }
            }
            if let Some(seen) = seen.as_deref_mut().filter(|_| known) {
                seen.properties.insert(name.clone());
            }
            if let Some(id) = it.property_names
                && !self.check(id, &Value::String(name.clone()), None)
            {
                return false;
            }
        }
        let (Some(id), Some(seen)) = (it.unevaluated_properties, seen) else { return true };
        for (name, value) in members {
            if seen.properties.insert(name.clone()) && !self.check(id, value, None) {
                return false;
            }
        }
        true
    }

    /// Spec: Core 2020-12, §10.3.1 and §11.2.
    fn items(&mut self, it: &Keywords, items: &[Value], mut seen: Option<&mut Evaluated>) -> bool {
        for (index, value) in items.iter().enumerate() {
            let Some(id) = it.prefix_items.get(index).copied().or(it.items) else { continue };
            if !self.check(id, value, None) {
                return false;
            }
            if let Some(seen) = seen.as_deref_mut() {
                seen.items.insert(index);
            }
        }
        if let Some(id) = it.contains {
            let mut count = 0;
            for (index, value) in items.iter().enumerate() {
                if self.check(id, value, None) {
                    count += 1;
                    if let Some(seen) = seen.as_deref_mut().filter(|_| it.contains_evaluates) {
                        seen.items.insert(index);
                    }
                }
            }
            if count < it.min_contains.unwrap_or(1) || it.max_contains.is_some_and(|max| count > max) {
                return false;
            }
        }
        let (Some(id), Some(seen)) = (it.unevaluated_items, seen) else { return true };
        for (index, value) in items.iter().enumerate() {
            if seen.items.insert(index) && !self.check(id, value, None) {
                return false;
            }
        }
        true
    }

    /// The assertions.
    ///
    /// Spec: Validation 2020-12, §6.
    fn asserts(&self, id: SchemaId, it: &Keywords, instance: &Value) -> bool {
        if it.types.is_some_and(|types| !types.contains(TypeSet::of(instance))) {
            return false;
        }
        if it.values.as_ref().is_some_and(|values| !self.evaluator.lists(id, values, instance)) {
            return false;
        }
        match instance {
            Value::Null | Value::Bool(_) => true,
            Value::Number(number) => {
                it.minimum.as_ref().is_none_or(|bound| compare(number, bound).is_ge())
                    && it.maximum.as_ref().is_none_or(|bound| compare(number, bound).is_le())
                    && it.exclusive_minimum.as_ref().is_none_or(|bound| compare(number, bound).is_gt())
                    && it.exclusive_maximum.as_ref().is_none_or(|bound| compare(number, bound).is_lt())
                    && it.multiple_of.as_ref().is_none_or(|divisor| is_multiple(number, divisor))
            }
            Value::String(text) => {
                within(text.chars().count(), it.min_length, it.max_length)
                    && it.pattern.as_ref().is_none_or(|pattern| self.evaluator.matches(pattern, text))
                    && it.asserted_format.is_none_or(|format| format.accepts(text))
            }
            Value::Array(items) => {
                within(items.len(), it.min_items, it.max_items) && (!it.unique_items || are_unique(items))
            }
            Value::Object(members) => {
                within(members.len(), it.min_properties, it.max_properties)
                    && it.required.iter().all(|name| members.contains_key(name))
                    && it.dependent_required.iter().all(|(name, needed)| {
                        !members.contains_key(name) || needed.iter().all(|it| members.contains_key(it))
                    })
            }
        }
    }
}

fn within(count: usize, min: Option<u64>, max: Option<u64>) -> bool {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    min.is_none_or(|min| count >= min) && max.is_none_or(|max| count <= max)
}

fn are_unique(items: &[Value]) -> bool {
    if let Some(texts) = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>() {
        return texts.iter().collect::<BTreeSet<_>>().len() == texts.len();
    }
    items.iter().map(key).collect::<BTreeSet<_>>().len() == items.len()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Dialect;
    use super::super::testing::check_verdicts;

    #[track_caller]
    fn check(schema: &Value, good: &[Value], bad: &[Value]) {
        check_verdicts(&[("x.json", &schema.to_string())], Dialect::Draft202012, good, bad);
    }

    #[test]
    fn numbers() {
        check(&json!({"type": "integer"}), &[json!(1), json!(1.0), json!(1e300)], &[json!(1.5), json!("1")]);
        check(&json!({"multipleOf": 0.01}), &[json!(0.07), json!(4.35)], &[json!(0.075)]);
        check(
            &json!({"exclusiveMaximum": 2.5, "minimum": 1}),
            &[json!(1), json!(2.4)],
            &[json!(2.5), json!(0)],
        );
    }

    #[test]
    fn strings() {
        check(&json!({"maxLength": 2.0}), &[json!("ab"), json!("😀😀")], &[json!("abc")]);
        check(&json!({"pattern": "^\\p{Letter}+$"}), &[json!("é")], &[json!("1")]);
        check(&json!({"pattern": "^(?!a)\\-"}), &[json!("-")], &[json!("a-")]);
    }

    #[test]
    fn unevaluated_properties_see_through_applicators() {
        let schema = json!({
            "properties": {"a": true},
            "anyOf": [{"properties": {"b": {"const": 1}}, "required": ["b"]}, {"required": ["c"]}],
            "if": {"required": ["d"], "properties": {"d": true}},
            "unevaluatedProperties": false,
        });
        check(
            &schema,
            &[json!({"a": 0, "b": 1}), json!({"b": 1, "d": 0})],
            &[json!({"c": 0}), json!({"b": 1, "c": 0}), json!({"a": 0})],
        );
    }

    #[test]
    fn unevaluated_items_skip_contained_ones() {
        let schema = json!({
            "prefixItems": [true], "contains": {"const": 7}, "minContains": 2, "unevaluatedItems": {"type": "string"}
        });
        check(&schema, &[json!([0, 7, 7, "x"]), json!([7, 7])], &[json!([0, 7, 7, 8]), json!([7, "x"])]);
    }

    #[test]
    fn recursion_follows_the_instance() {
        let schema = json!({"properties": {"next": {"$ref": "#"}}, "additionalProperties": false});
        check(&schema, &[json!({"next": {"next": {}}})], &[json!({"next": {"other": 1}})]);
    }

    #[test]
    fn dependencies_of_draft_7() {
        let schema = json!({"dependencies": {"a": ["b"], "c": {"minProperties": 3}}});
        check_verdicts(
            &[("x.json", &schema.to_string())],
            Dialect::Draft7,
            &[json!({"a": 1, "b": 1}), json!({"c": 1, "d": 1, "e": 1})],
            &[json!({"a": 1}), json!({"c": 1})],
        );
    }

    #[test]
    fn a_deep_instance_fits_the_stack() {
        let mut instance = json!({});
        for _ in 0..120 {
            instance = json!({"a": instance});
        }
        let schema = json!({
            "$ref": "#/$defs/x",
            "$defs": {"x": {"allOf": [{"anyOf": [{"$ref": "#/$defs/y"}]}]}, "y": {"additionalProperties": {"$ref": "#"}}},
        });
        check(&schema, &[instance], &[]);
    }

    #[test]
    fn long_chains_are_followed() {
        let links = (0..200)
            .map(|it| (format!("s{it}"), json!({"allOf": [{"$ref": format!("#/$defs/s{}", it + 1)}]})));
        let mut definitions: serde_json::Map<_, _> = links.collect();
        definitions.insert("s200".to_owned(), json!({"anyOf": [{"type": "string"}]}));
        check(&json!({"$ref": "#/$defs/s0", "$defs": definitions}), &[json!("")], &[json!(1)]);
    }
}

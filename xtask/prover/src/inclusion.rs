//! A proof that one schema accepts all that another one accepts, keyword by keyword.
//!
//! Beside the algebra of `jsonschema`, which can't decide on schemas that refer to themselves. Each rule here
//! is sound and none is needed: where no rule fits, nothing is proven.
//!
//! A pair of schemas that is met again while it is being proven may be taken for proven: no schema applies
//! itself to the instance that it is applied to (the reader cuts such circles), so what is met again is about
//! a smaller instance.

use std::collections::BTreeSet;

use isotype::outline::{definition, is_same};
use isotype::schema::{compare, equal};
use serde_json::{Map, Number, Value};

use crate::language;

/// A proof with more steps is given up.
const STEPS: u32 = 50_000;

/// Whether `wide` is proven to accept every instance that `narrow` accepts; each is a schema and the name of
/// one of its definitions.
pub(crate) fn covers((wide, b): (&Value, &str), (narrow, a): (&Value, &str)) -> bool {
    let mut proof = Proof { narrow, wide, assumed: BTreeSet::new(), steps: STEPS };
    proof.is_included(&[&narrow["$defs"][a]], &wide["$defs"][b])
}

struct Proof<'a> {
    /// The root of the schemas on the narrow side.
    narrow: &'a Value,
    /// The root of those on the wide side.
    wide: &'a Value,
    /// Pairs that are being proven, or are: addresses of the schemas.
    assumed: BTreeSet<(Vec<usize>, usize)>,
    steps: u32,
}

/// Schemas that hold together: references and `allOf` seen through.
#[derive(Clone, Default)]
struct All<'a> {
    schemas: Vec<&'a Map<String, Value>>,
    /// Whether `false` is among them.
    is_nothing: bool,
    /// Groups of branches, of which one was chosen already.
    chosen: Vec<usize>,
}

impl<'a> All<'a> {
    fn of(root: &'a Value, schemas: &[&'a Value]) -> Self {
        let mut all = Self::default();
        all.add(root, schemas);
        all
    }

    fn add(&mut self, root: &'a Value, schemas: &[&'a Value]) {
        let mut open: Vec<&Value> = schemas.iter().rev().copied().collect();
        while let Some(schema) = open.pop() {
            match schema {
                Value::Bool(accepts) => self.is_nothing |= !accepts,
                Value::Object(keywords) if self.schemas.iter().any(|it| std::ptr::eq(*it, keywords)) => {}
                Value::Object(keywords) => {
                    self.schemas.push(keywords);
                    open.extend(keywords.get("allOf").and_then(Value::as_array).into_iter().flatten());
                    let target = keywords.get("$ref").and_then(|it| definition("$ref", it));
                    open.extend(target.map(|it| &root["$defs"][it]));
                }
                Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {}
            }
        }
    }

    fn any(&self, keyword: &str, test: impl Fn(&'a Value) -> bool) -> bool {
        self.schemas.iter().filter_map(|it| it.get(keyword)).any(test)
    }

    /// The types that are left, as far as `type` and `enum` tell.
    fn types(&self) -> BTreeSet<&'static str> {
        let mut types: BTreeSet<&str> = TYPES.into_iter().collect();
        for schema in &self.schemas {
            if let Some(named) = schema.get("type") {
                let named = names(named);
                let holds = |it: &str| named.contains(it) || (it == "integer" && named.contains("number"));
                types.retain(|it| holds(it) || (*it == "number" && named.contains("number")));
            }
            if let Some(values) = schema.get("enum").and_then(Value::as_array) {
                types.retain(|ty| {
                    values.iter().any(|it| type_of(it) == *ty || (*ty == "number" && it.is_number()))
                });
            }
        }
        types
    }

    /// What is said about a member, as far as it is plain.
    fn member(&self, name: &str) -> Vec<&'a Value> {
        let of = |schema: &&'a Map<String, Value>| {
            let named = schema.get("properties").and_then(|it| it.get(name));
            let others =
                (!schema.contains_key("patternProperties")).then(|| schema.get("additionalProperties"));
            named.or(others.flatten())
        };
        self.schemas.iter().filter_map(of).collect()
    }

    /// What is said about the item at a place; `None` for those after all places with a schema of their own.
    fn item(&self, at: Option<usize>) -> Vec<&'a Value> {
        let of = |schema: &&'a Map<String, Value>| {
            let prefix = schema.get("prefixItems").and_then(Value::as_array);
            at.and_then(|at| prefix?.get(at)).or(schema.get("items"))
        };
        self.schemas.iter().filter_map(of).collect()
    }

    /// A group of branches of which none was chosen.
    fn group(&self) -> Option<(&'a Value, &'a Vec<Value>)> {
        let groups = self.schemas.iter().flat_map(|it| [it.get("anyOf"), it.get("oneOf")]).flatten();
        let mut free = groups.filter(|it| !self.chosen.contains(&address(it)));
        free.find_map(|it| Some((it, it.as_array()?)))
    }
}

const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

impl<'a> Proof<'a> {
    fn is_included(&mut self, narrow: &[&'a Value], wide: &'a Value) -> bool {
        if *wide == Value::Bool(true) {
            return true;
        }
        let Some(steps) = self.steps.checked_sub(1) else { return false };
        self.steps = steps;
        let pair = (narrow.iter().map(|it| address(it)).collect(), address(wide));
        if self.assumed.contains(&pair) {
            return true;
        }
        // What was proven by an assumption that fails falls with it.
        let before = self.assumed.clone();
        self.assumed.insert(pair);
        let all = All::of(self.narrow, narrow);
        let proven = self.all_included(&all, wide);
        if !proven {
            self.assumed = before;
        }
        proven
    }

    fn all_included(&mut self, narrow: &All<'a>, wide: &'a Value) -> bool {
        if narrow.is_nothing || narrow.types().is_empty() {
            return true;
        }
        let direct = match wide {
            Value::Bool(accepts) => *accepts,
            Value::Object(keywords) => self.implies(narrow, keywords, wide),
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
        };
        direct || self.each_branch_included(narrow, wide)
    }

    /// By cases: every branch of a group on the narrow side, with what stands around it.
    fn each_branch_included(&mut self, narrow: &All<'a>, wide: &'a Value) -> bool {
        let Some((group, branches)) = narrow.group() else { return false };
        branches.iter().all(|branch| {
            let Some(steps) = self.steps.checked_sub(1) else { return false };
            self.steps = steps;
            let mut with = narrow.clone();
            with.chosen.push(address(group));
            with.add(self.narrow, &[branch]);
            self.all_included(&with, wide)
        })
    }

    fn implies(&mut self, narrow: &All<'a>, wide: &'a Map<String, Value>, whole: &'a Value) -> bool {
        if wide.keys().any(|it| it.starts_with("unevaluated")) {
            // It looks at everything around it, so everything has to be the same.
            let of_narrow = narrow
                .schemas
                .iter()
                .filter(|it| it.contains_key("unevaluatedProperties") || it.contains_key("unevaluatedItems"));
            let root = (self.narrow, self.wide);
            return of_narrow
                .copied()
                .any(|it| is_same((root.0, &Value::Object(it.clone())), (root.1, whole)));
        }
        let types = narrow.types();
        wide.iter().all(|(keyword, value)| {
            concerned(keyword).is_some_and(|it| !it.iter().any(|it| types.contains(it)))
                || self.keyword(narrow, wide, keyword, value)
        })
    }

    fn keyword(
        &mut self,
        narrow: &All<'a>,
        wide: &'a Map<String, Value>,
        keyword: &str,
        value: &'a Value,
    ) -> bool {
        let number = |it: &Value| it.as_number().cloned();
        let at_least =
            |it: &Value| number(it).zip(number(value)).is_some_and(|(a, b)| compare(&a, &b).is_ge());
        let at_most =
            |it: &Value| number(it).zip(number(value)).is_some_and(|(a, b)| compare(&a, &b).is_le());
        let beyond = |it: &Value, above: bool| {
            let order = number(it).zip(number(value)).map(|(a, b): (Number, Number)| compare(&a, &b));
            order.is_some_and(|it| if above { it.is_gt() } else { it.is_lt() })
        };
        let same = |proof: &Self, keywords: &[&str]| {
            narrow.schemas.iter().any(|schema| {
                keywords.iter().all(|it| match (schema.get(*it), wide.get(*it)) {
                    (Some(a), Some(b)) => is_same((proof.narrow, a), (proof.wide, b)),
                    (None, None) => true,
                    _ => false,
                })
            })
        };
        match keyword {
            "$ref" => definition(keyword, value).is_some_and(|it| {
                let target = &self.wide["$defs"][it];
                self.again(narrow, target)
            }),
            "allOf" => value.as_array().is_some_and(|all| all.iter().all(|it| self.again(narrow, it))),
            "anyOf" => value.as_array().is_some_and(|any| any.iter().any(|it| self.again(narrow, it))),
            "oneOf" => {
                let branches = value.as_array().map(Vec::as_slice).unwrap_or_default();
                let apart = (0..branches.len()).all(|at| {
                    branches[at + 1..].iter().all(|it| are_disjoint(self.wide, &branches[at], it, 4))
                });
                (apart && branches.iter().any(|it| self.again(narrow, it))) || same(self, &["oneOf"])
            }
            "type" => {
                let named = names(value);
                let types = narrow.types();
                types.iter().all(|it| named.contains(it) || (*it == "integer" && named.contains("number")))
            }
            "enum" => value.as_array().is_some_and(|values| {
                narrow
                    .any("enum", |it| it.as_array().is_some_and(|of| of.iter().all(|it| values.contains(it))))
            }),
            "minimum" => narrow.any("minimum", at_least) || narrow.any("exclusiveMinimum", at_least),
            "maximum" => narrow.any("maximum", at_most) || narrow.any("exclusiveMaximum", at_most),
            "exclusiveMinimum" => {
                narrow.any("exclusiveMinimum", at_least) || narrow.any("minimum", |it| beyond(it, true))
            }
            "exclusiveMaximum" => {
                narrow.any("exclusiveMaximum", at_most) || narrow.any("maximum", |it| beyond(it, false))
            }
            "minLength" | "minItems" | "minProperties" => narrow.any(keyword, at_least),
            "maxLength" | "maxItems" | "maxProperties" => narrow.any(keyword, at_most),
            "pattern" => value.as_str().is_some_and(|wide| {
                narrow.any("pattern", |it| it.as_str().is_some_and(|narrow| language::covers(wide, narrow)))
            }),
            "multipleOf" | "format" | "uniqueItems" | "not" | "dependentRequired" => same(self, &[keyword]),
            "if" | "then" | "else" => same(self, &["if", "then", "else"]),
            "contains" | "minContains" | "maxContains" => {
                same(self, &["contains", "minContains", "maxContains"])
            }
            "required" => value.as_array().is_some_and(|needed| {
                needed.iter().all(|name| {
                    narrow.any("required", |it| it.as_array().is_some_and(|of| of.contains(name)))
                })
            }),
            "properties" => value.as_object().is_some_and(|members| {
                members.iter().all(|(name, schema)| self.is_included(&narrow.member(name), schema))
            }),
            "patternProperties" | "dependentSchemas" => value.as_object().is_some_and(|members| {
                members.iter().all(|(name, schema)| {
                    let theirs: Vec<&Value> =
                        narrow.schemas.iter().filter_map(|it| it.get(keyword)?.get(name)).collect();
                    (!theirs.is_empty() || *schema == Value::Bool(true)) && self.is_included(&theirs, schema)
                })
            }),
            "propertyNames" => {
                let theirs: Vec<&Value> = narrow.schemas.iter().filter_map(|it| it.get(keyword)).collect();
                self.is_included(&theirs, value)
            }
            "additionalProperties" => self.others(narrow, wide, value),
            "prefixItems" => value.as_array().is_some_and(|items| {
                items.iter().enumerate().all(|(at, it)| self.is_included(&narrow.item(Some(at)), it))
            }),
            "items" => {
                let own = wide.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                let prefixes = narrow.schemas.iter().filter_map(|it| it.get("prefixItems")?.as_array());
                let longest = prefixes.map(Vec::len).max().unwrap_or(0);
                (own..longest).map(Some).chain([None]).all(|at| self.is_included(&narrow.item(at), value))
            }
            "$schema" | "$defs" => true,
            _ => false,
        }
    }

    /// The same instance against another schema.
    fn again(&mut self, narrow: &All<'a>, wide: &'a Value) -> bool {
        let Some(steps) = self.steps.checked_sub(1) else { return false };
        self.steps = steps;
        let before = self.assumed.clone();
        let proven = self.all_included(narrow, wide);
        if !proven {
            self.assumed = before;
        }
        proven
    }

    /// `additionalProperties`: members that the wide side does not name.
    fn others(&mut self, narrow: &All<'a>, wide: &'a Map<String, Value>, value: &'a Value) -> bool {
        let is_named = |name: &String| wide.get("properties").is_some_and(|it| it.get(name).is_some());
        let named: BTreeSet<&'a String> = narrow
            .schemas
            .iter()
            .filter_map(|it| it.get("properties")?.as_object())
            .flat_map(Map::keys)
            .collect();
        if !named.into_iter().filter(|it| !is_named(it)).all(|it| self.is_included(&narrow.member(it), value))
        {
            return false;
        }
        // A name that the wide side's patterns leave over is left over by the narrow side's, where it has no others.
        let patterns = wide.get("patternProperties").and_then(Value::as_object);
        let rest = |schema: &&'a Map<String, Value>| {
            let theirs = schema.get("patternProperties").and_then(Value::as_object);
            let known = |it: &String| patterns.is_some_and(|all| all.contains_key(it));
            theirs
                .is_none_or(|all| all.keys().all(known))
                .then(|| schema.get("additionalProperties"))
                .flatten()
        };
        let rest: Vec<&Value> = narrow.schemas.iter().filter_map(rest).collect();
        self.is_included(&rest, value)
    }
}

/// The types of instances that a keyword says something about; `None` for all.
fn concerned(keyword: &str) -> Option<&'static [&'static str]> {
    Some(match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            &["integer", "number"]
        }
        "minLength" | "maxLength" | "pattern" | "format" => &["string"],
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains" | "minContains"
        | "maxContains" => &["array"],
        "properties"
        | "patternProperties"
        | "additionalProperties"
        | "propertyNames"
        | "required"
        | "minProperties"
        | "maxProperties"
        | "dependentRequired"
        | "dependentSchemas" => &["object"],
        _ => return None,
    })
}

/// Whether it is plain that no instance is accepted by both, which are of one side.
fn are_disjoint<'a>(root: &'a Value, a: &'a Value, b: &'a Value, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let both = All::of(root, &[a, b]);
    if both.is_nothing || both.types().is_empty() {
        return true;
    }
    let values: Vec<&Vec<Value>> = both.schemas.iter().filter_map(|it| it.get("enum")?.as_array()).collect();
    if let [first, others @ ..] = &values[..] {
        return !first.iter().any(|it| others.iter().all(|all| all.iter().any(|other| equal(it, other))));
    }
    if both.types() != BTreeSet::from(["object"]) {
        return false;
    }
    let required = both.schemas.iter().filter_map(|it| it.get("required")?.as_array()).flatten();
    let names: BTreeSet<&str> = required.filter_map(Value::as_str).collect();
    names.into_iter().any(|name| {
        let said = both.member(name);
        said.iter().enumerate().any(|(at, a)| said[at + 1..].iter().any(|b| are_disjoint(root, a, b, depth)))
            || said.iter().any(|it| All::of(root, &[it]).is_nothing)
    })
}

fn names(types: &Value) -> BTreeSet<&str> {
    match types {
        Value::String(name) => BTreeSet::from([name.as_str()]),
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => BTreeSet::new(),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.as_f64().is_some_and(|it| it.fract() == 0.0) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Schemas are told apart by where they are: a text may mean different things in two places.
fn address(schema: &Value) -> usize {
    std::ptr::from_ref(schema).addr()
}

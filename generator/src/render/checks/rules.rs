//! One schema as `runtime::Rule`s.

use std::collections::{BTreeMap, VecDeque};

use super::chosen::Chosen;
use super::literal::quoted;
use super::reach::{Reach, applies, applies_parts, asserts, limits};
use super::{Patterns, hint, literals, number};
use crate::render::expression::Expression;
use crate::schema::{Body, Keywords, SchemaId, Schemas, TypeSet};

/// Deeper subschemas get a `static` of their own, to be readable.
const DEEPEST: usize = 3;

/// Writes schemas, and remembers which have a name and which are still to be written.
pub(super) struct Writer<'w> {
    schemas: &'w Schemas,
    reach: &'w Reach,
    patterns: &'w mut Patterns,
    names: BTreeMap<SchemaId, String>,
    open: VecDeque<SchemaId>,
    depth: usize,
}

impl<'w> Writer<'w> {
    pub(super) fn new(schemas: &'w Schemas, reach: &'w Reach, patterns: &'w mut Patterns) -> Self {
        let (names, open) = (BTreeMap::new(), VecDeque::new());
        Self { schemas, reach, patterns, names, open, depth: 0 }
    }

    /// Tells that a schema is going to be written by this name.
    pub(super) fn name(&mut self, id: SchemaId, name: &str) {
        self.names.entry(id).or_insert_with(|| name.to_owned());
    }

    /// The rules of schemas that all have to accept.
    pub(super) fn all_of_rules(&mut self, all_of: &[SchemaId], chosen: &Chosen) -> Vec<Expression> {
        if let [id] = all_of {
            return self.rules(*id, chosen);
        }
        let checks = self.checks(all_of.iter().copied(), chosen);
        if checks.is_empty() { Vec::new() } else { vec![rule_of_list("Rule::AllOf", checks)] }
    }

    /// The next schema that was referred to and isn't written yet.
    pub(super) fn next_shared(&mut self) -> Option<(String, Vec<Expression>)> {
        let id = self.open.pop_front()?;
        let name = self.names[&id].clone();
        self.depth = 0;
        Some((name, self.rules(id, &Chosen::default())))
    }

    /// A reference to the table of a schema.
    fn check(&mut self, id: SchemaId) -> Expression {
        let id = self.resolved(id);
        match &self.schemas[id].body {
            Body::Boolean(true) => return Expression::words("&Check::ANY"),
            Body::Boolean(false) => return Expression::words("&Check::NEVER"),
            Body::Keywords(_) if self.is_silent(id) => return Expression::words("&Check::ANY"),
            Body::Keywords(keywords) => {
                if let Some(name) = only_type(keywords) {
                    return Expression::words(format!("&Check::{name}"));
                }
            }
        }
        if let Some(name) = self.names.get(&id) {
            return reference(name);
        }
        if (self.reach.is_shared(id) && !self.is_small(id)) || self.depth == DEEPEST {
            let name = self.patterns.names.unique(&hint(&self.schemas[id].location.pointer), "CHECK");
            let check = reference(&name);
            self.names.insert(id, name);
            self.open.push_back(id);
            return check;
        }
        self.depth += 1;
        let rules = self.rules(id, &Chosen::default());
        self.depth -= 1;
        check_of(rules)
    }

    /// Tables of schemas that speak of the whole instance, each where it stands if a branch is chosen in it.
    fn checks(&mut self, ids: impl IntoIterator<Item = SchemaId>, chosen: &Chosen) -> Vec<Expression> {
        let said: Vec<SchemaId> = ids.into_iter().filter(|id| !self.is_silent(*id)).collect();
        let check = |id: SchemaId| {
            if !chosen.concerns(id) {
                return Some(self.check(id));
            }
            let rules = self.rules(id, chosen);
            (!rules.is_empty()).then(|| check_of(rules))
        };
        said.into_iter().filter_map(check).collect()
    }

    /// Follows schemas that are nothing but a reference.
    fn resolved(&self, mut id: SchemaId) -> SchemaId {
        while let Body::Keywords(keywords) = &self.schemas[id].body {
            match only_reference(keywords) {
                Some(target) if !self.names.contains_key(&id) => id = target,
                _ => break,
            }
        }
        id
    }

    /// Whether the schema may as well be left out.
    fn is_silent(&self, id: SchemaId) -> bool {
        !self.reach.says_something(id)
            && match &self.schemas[id].body {
                Body::Boolean(_) => true,
                Body::Keywords(keywords) => !self.reach.is_watched(id) || !applies(keywords),
            }
    }

    /// Whether the schema is shorter than a name for it.
    fn is_small(&self, id: SchemaId) -> bool {
        let Body::Keywords(it) = &self.schemas[id].body else { return true };
        let few_values = it.values.as_ref().is_none_or(|values| values.len() <= 2);
        let assertions = [
            it.types.is_some(),
            it.values.is_some(),
            it.minimum.is_some(),
            it.maximum.is_some(),
            it.min_length.is_some(),
            it.max_length.is_some(),
            it.pattern.is_some(),
            it.asserted_format.is_some(),
        ];
        let lists = !it.required.is_empty() || !it.dependent_required.is_empty();
        few_values && !lists && !applies(it) && assertions.into_iter().filter(|it| *it).count() <= 2
    }

    fn rules(&mut self, id: SchemaId, chosen: &Chosen) -> Vec<Expression> {
        let schemas = self.schemas;
        match &schemas[id].body {
            Body::Boolean(true) => Vec::new(),
            Body::Boolean(false) => vec![Expression::words("Rule::Never")],
            Body::Keywords(keywords) => {
                let mut rules = Vec::new();
                self.scalar_rules(id, keywords, &mut rules);
                self.array_rules(id, keywords, &mut rules);
                self.object_rules(id, keywords, &mut rules);
                self.in_place_rules(id, keywords, chosen, &mut rules);
                // Last, when all that evaluates has been there.
                if let Some(items) = keywords.unevaluated_items {
                    let check = self.check(items);
                    rules.push(Expression::call("Rule::UnevaluatedItems", [check]));
                }
                if let Some(others) = keywords.unevaluated_properties {
                    let check = self.check(others);
                    rules.push(Expression::call("Rule::UnevaluatedProperties", [check]));
                }
                rules
            }
        }
    }

    fn scalar_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<Expression>) {
        // Values have types of their own.
        let is_told = |set: TypeSet| {
            it.values.as_ref().is_some_and(|all| all.iter().all(|it| set.contains(TypeSet::of(it))))
        };
        if let Some(set) = it.types.filter(|set| !is_told(*set)) {
            rules.push(Expression::call("Rule::Types", [types(set)]));
        }
        if let Some(values) = &it.values {
            rules.push(Expression::call("Rule::Values", [literals(values)]));
        }
        let bounds = [
            ("Rule::Minimum", &it.minimum),
            ("Rule::Maximum", &it.maximum),
            ("Rule::ExclusiveMinimum", &it.exclusive_minimum),
            ("Rule::ExclusiveMaximum", &it.exclusive_maximum),
            ("Rule::MultipleOf", &it.multiple_of),
        ];
        for (rule, bound) in bounds {
            if let Some(bound) = bound {
                rules.push(Expression::call(rule, [number(bound)]));
            }
        }
        add_counts(rules, [("Rule::MinLength", it.min_length), ("Rule::MaxLength", it.max_length)]);
        if let Some(pattern) = &it.pattern {
            let hint = hint(&self.schemas[id].location.pointer);
            if let Some(name) = self.patterns.get(&hint, pattern) {
                rules.push(Expression::call("Rule::Pattern", [reference(&name.to_string())]));
            }
        }
        if let Some(format) = it.asserted_format {
            rules.push(Expression::call("Rule::Format", [reference(format.constant())]));
        }
    }

    fn array_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<Expression>) {
        let is_watched = self.reach.is_watched(id);
        add_counts(rules, [("Rule::MinItems", it.min_items), ("Rule::MaxItems", it.max_items)]);
        let matters = |id: &SchemaId, writer: &Self| is_watched || !writer.is_silent(*id);
        if it.prefix_items.iter().any(|id| matters(id, self)) {
            let checks: Vec<_> = it.prefix_items.iter().map(|id| self.check(*id)).collect();
            rules.push(rule_of_list("Rule::PrefixItems", checks));
        }
        if let Some(items) = it.items.filter(|id| matters(id, self)) {
            let after = Expression::words(it.prefix_items.len().to_string());
            let fields = [("after", after), ("check", self.check(items))];
            rules.push(Expression::fields("Rule::Items", fields));
        }
        if let Some(contains) = it.contains {
            let fields = [
                ("check", self.check(contains)),
                ("min", count(it.min_contains.unwrap_or(1))),
                ("max", it.max_contains.map_or_else(|| Expression::words("u64::MAX"), count)),
                ("evaluates", Expression::words(it.contains_evaluates.to_string())),
            ];
            rules.push(Expression::fields("Rule::Contains", fields));
        }
        if it.unique_items {
            rules.push(Expression::words("Rule::UniqueItems"));
        }
    }

    fn object_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<Expression>) {
        let counts = [("Rule::MinProperties", it.min_properties), ("Rule::MaxProperties", it.max_properties)];
        add_counts(rules, counts);
        if !it.required.is_empty() {
            rules.push(rule_of_list("Rule::Required", it.required.iter().map(|name| quoted(name))));
        }
        if !it.dependent_required.is_empty() {
            let needs = it.dependent_required.iter().map(|(name, needed)| {
                let needed = needed.iter().map(|name| quoted(name));
                Expression::tuple([quoted(name), Expression::slice(needed)])
            });
            rules.push(rule_of_list("Rule::DependentRequired", needs));
        }
        if let Some(names) = it.property_names.filter(|id| !self.is_silent(*id)) {
            let check = self.check(names);
            rules.push(Expression::call("Rule::PropertyNames", [check]));
        }
        self.member_rules(id, it, rules);
    }

    fn member_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<Expression>) {
        let is_watched = self.reach.is_watched(id);
        let others = it.additional_properties.filter(|id| is_watched || !self.is_silent(*id));
        // A member that may be anything counts where others are refused.
        let counts = is_watched || others.is_some();
        let mut named: Vec<_> =
            it.properties.iter().filter(|(_, id)| counts || !self.is_silent(**id)).collect();
        named.sort_unstable_by_key(|(name, _)| *name);
        let mut properties = Vec::new();
        for (name, id) in named {
            properties.push(Expression::tuple([quoted(name), self.check(*id)]));
        }
        let mut patterns = Vec::new();
        for (source, target) in &it.pattern_properties {
            if !counts && self.is_silent(*target) {
                continue;
            }
            let hint = hint(&format!("{}/names", self.schemas[id].location.pointer));
            let name = self.patterns.get_any(&hint, source);
            let check = self.check(*target);
            if let Some(name) = name {
                patterns.push(Expression::tuple([reference(&name.to_string()), check]));
            }
        }
        if patterns.is_empty() && others.is_none() {
            if !properties.is_empty() {
                rules.push(rule_of_list("Rule::Properties", properties));
            }
            return;
        }
        let others = match others {
            Some(others) => Expression::call("Some", [self.check(others)]),
            None => Expression::words("None"),
        };
        let fields = [
            ("properties", Expression::slice(properties)),
            ("patterns", Expression::slice(patterns)),
            ("others", others),
        ];
        rules.push(Expression::fields("Rule::Members", fields));
    }

    fn in_place_rules(&mut self, id: SchemaId, it: &Keywords, chosen: &Chosen, rules: &mut Vec<Expression>) {
        let mut needs = Vec::new();
        for (name, target) in &it.dependent_schemas {
            if !self.is_silent(*target) {
                needs.push(Expression::tuple([quoted(name), self.check(*target)]));
            }
        }
        if !needs.is_empty() {
            rules.push(rule_of_list("Rule::DependentSchemas", needs));
        }
        // A chosen branch is among the schemas of the table: it comes again where it evaluates.
        let branch = chosen.branch(id);
        let again = branch.filter(|_| self.reach.is_watched(id));
        let only = [&it.any_of, &it.one_of].map(|branches| chosen.only(branches));
        let all = it.reference.iter().chain(&it.dynamic_reference).chain(&it.all_of);
        let all = self.checks(all.chain(only.iter().flatten()).chain(&again).copied(), chosen);
        if !all.is_empty() {
            rules.push(rule_of_list("Rule::AllOf", all));
        }
        let accepts_all = |branches: &[SchemaId]| branches.iter().any(|id| !self.reach.says_something(*id));
        if !it.any_of.is_empty()
            && only[0].is_none()
            && (self.reach.is_watched(id) || !accepts_all(&it.any_of))
        {
            let branches: Vec<_> = it.any_of.iter().map(|target| self.check(*target)).collect();
            rules.push(rule_of_list("Rule::AnyOf", branches));
        }
        if !it.one_of.is_empty() && only[1].is_none() && branch.is_none() {
            let branches: Vec<_> = it.one_of.iter().map(|target| self.check(*target)).collect();
            rules.push(rule_of_list("Rule::OneOf", branches));
        }
        if let Some(not) = it.not {
            let check = self.check(not);
            rules.push(Expression::call("Rule::Not", [check]));
        }
        self.if_rule(id, it, rules);
    }

    fn if_rule(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<Expression>) {
        let Some(condition) = it.if_ else { return };
        let branch = |branch: Option<SchemaId>| branch.filter(|id| !self.is_silent(*id));
        let (then, otherwise) = (branch(it.then), branch(it.else_));
        let is_watched = self.reach.is_watched(id) && !self.is_silent(condition);
        if then.is_none() && otherwise.is_none() && !is_watched {
            return;
        }
        let condition = self.check(condition);
        let mut branch = |branch: Option<SchemaId>| {
            branch.map_or_else(|| Expression::words("&Check::ANY"), |branch| self.check(branch))
        };
        let (then, otherwise) = (branch(then), branch(otherwise));
        let fields = [("condition", condition), ("then", then), ("otherwise", otherwise)];
        rules.push(Expression::fields("Rule::If", fields));
    }
}

/// The target, where the schema is nothing but a reference.
fn only_reference(keywords: &Keywords) -> Option<SchemaId> {
    let all = (keywords.reference, keywords.dynamic_reference, &keywords.all_of[..]);
    let ((Some(target), None, []) | (None, Some(target), []) | (None, None, &[target])) = all else {
        return None;
    };
    (!asserts(keywords) && !applies_parts(keywords)).then_some(target)
}

/// The name of the type, where the schema has no other assertion than a single one.
fn only_type(it: &Keywords) -> Option<&'static str> {
    let types = it.types?;
    let is_alone = types.parts().count() == 1 && it.values.is_none() && !limits(it) && !applies(it);
    is_alone.then(|| type_name(types))
}

/// A name of a static or constant, referred to.
fn reference(name: &str) -> Expression {
    Expression::words(format!("&{name}"))
}

/// A table that stands where it is used.
fn check_of(rules: Vec<Expression>) -> Expression {
    Expression::call("&Check", [Expression::slice(rules)])
}

fn rule_of_list(rule: &'static str, items: impl IntoIterator<Item = Expression>) -> Expression {
    Expression::call(rule, [Expression::slice(items)])
}

fn add_counts(rules: &mut Vec<Expression>, counts: [(&'static str, Option<u64>); 2]) {
    for (rule, value) in counts {
        if let Some(value) = value {
            rules.push(Expression::call(rule, [count(value)]));
        }
    }
}

fn count(count: u64) -> Expression {
    Expression::words(super::literal::number(&count.into()))
}

fn types(set: TypeSet) -> Expression {
    set.parts()
        .map(|part| Expression::words(format!("Types::{}", type_name(part))))
        .reduce(|all, one| all.method("or", one))
        .unwrap_or_else(|| Expression::words("Types::NONE"))
}

fn type_name(part: TypeSet) -> &'static str {
    match part {
        TypeSet::NULL => "NULL",
        TypeSet::BOOLEAN => "BOOLEAN",
        TypeSet::INTEGER => "INTEGER",
        TypeSet::FRACTION => "FRACTION",
        TypeSet::NUMBER => "NUMBER",
        TypeSet::STRING => "STRING",
        TypeSet::ARRAY => "ARRAY",
        _ => "OBJECT",
    }
}

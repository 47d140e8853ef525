//! One schema as `runtime::Rule`s.

use std::collections::{BTreeMap, VecDeque};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::chosen::Chosen;
use super::reach::{Reach, applies, applies_parts, asserts, limits};
use super::{Patterns, hint, literals, number};
use crate::render::pattern::text;
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
    pub(super) fn all_of_rules(&mut self, all_of: &[SchemaId], chosen: &Chosen) -> Vec<TokenStream> {
        if let [id] = all_of {
            return self.rules(*id, chosen);
        }
        let checks = self.checks(all_of.iter().copied(), chosen);
        if checks.is_empty() { Vec::new() } else { vec![quote!(Rule::AllOf(&[#(#checks),*]))] }
    }

    /// The next schema that was referred to and isn't written yet.
    pub(super) fn next_shared(&mut self) -> Option<(String, Vec<TokenStream>)> {
        let id = self.open.pop_front()?;
        let name = self.names[&id].clone();
        self.depth = 0;
        Some((name, self.rules(id, &Chosen::default())))
    }

    /// A reference to the table of a schema.
    fn check(&mut self, id: SchemaId) -> TokenStream {
        let id = self.resolved(id);
        match &self.schemas[id].body {
            Body::Boolean(true) => return quote!(&Check::ANY),
            Body::Boolean(false) => return quote!(&Check::NEVER),
            Body::Keywords(_) if self.is_silent(id) => return quote!(&Check::ANY),
            Body::Keywords(keywords) => {
                if let Some(name) = only_type(keywords) {
                    return quote!(&Check::#name);
                }
            }
        }
        if let Some(name) = self.names.get(&id) {
            let name = Ident::new(name, Span::call_site());
            return quote!(&#name);
        }
        if (self.reach.is_shared(id) && !self.is_small(id)) || self.depth == DEEPEST {
            let name = self.patterns.names.unique(&hint(&self.schemas[id].location.pointer), "CHECK");
            let ident = Ident::new(&name, Span::call_site());
            self.names.insert(id, name);
            self.open.push_back(id);
            return quote!(&#ident);
        }
        self.depth += 1;
        let rules = self.rules(id, &Chosen::default());
        self.depth -= 1;
        quote!(&Check(&[#(#rules),*]))
    }

    /// Tables of schemas that speak of the whole instance, each where it stands if a branch is chosen in it.
    fn checks(&mut self, ids: impl IntoIterator<Item = SchemaId>, chosen: &Chosen) -> Vec<TokenStream> {
        let said: Vec<SchemaId> = ids.into_iter().filter(|id| !self.is_silent(*id)).collect();
        let check = |id: SchemaId| {
            if !chosen.concerns(id) {
                return Some(self.check(id));
            }
            let rules = self.rules(id, chosen);
            (!rules.is_empty()).then(|| quote!(&Check(&[#(#rules),*])))
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

    fn rules(&mut self, id: SchemaId, chosen: &Chosen) -> Vec<TokenStream> {
        let schemas = self.schemas;
        match &schemas[id].body {
            Body::Boolean(true) => Vec::new(),
            Body::Boolean(false) => vec![quote!(Rule::Never)],
            Body::Keywords(keywords) => {
                let mut rules = Vec::new();
                self.scalar_rules(id, keywords, &mut rules);
                self.array_rules(id, keywords, &mut rules);
                self.object_rules(id, keywords, &mut rules);
                self.in_place_rules(id, keywords, chosen, &mut rules);
                // Last, when all that evaluates has been there.
                if let Some(items) = keywords.unevaluated_items {
                    let check = self.check(items);
                    rules.push(quote!(Rule::UnevaluatedItems(#check)));
                }
                if let Some(others) = keywords.unevaluated_properties {
                    let check = self.check(others);
                    rules.push(quote!(Rule::UnevaluatedProperties(#check)));
                }
                rules
            }
        }
    }

    fn scalar_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<TokenStream>) {
        // Values have types of their own.
        let is_told = |set: TypeSet| {
            it.values.as_ref().is_some_and(|all| all.iter().all(|it| set.contains(TypeSet::of(it))))
        };
        if let Some(set) = it.types.filter(|set| !is_told(*set)) {
            let set = types(set);
            rules.push(quote!(Rule::Types(#set)));
        }
        if let Some(values) = &it.values {
            let values = literals(values);
            rules.push(quote!(Rule::Values(#values)));
        }
        let bounds = [
            (quote!(Minimum), &it.minimum),
            (quote!(Maximum), &it.maximum),
            (quote!(ExclusiveMinimum), &it.exclusive_minimum),
            (quote!(ExclusiveMaximum), &it.exclusive_maximum),
            (quote!(MultipleOf), &it.multiple_of),
        ];
        for (rule, bound) in bounds {
            if let Some(bound) = bound {
                let bound = number(bound);
                rules.push(quote!(Rule::#rule(#bound)));
            }
        }
        add_counts(rules, [(quote!(MinLength), it.min_length), (quote!(MaxLength), it.max_length)]);
        if let Some(pattern) = &it.pattern {
            let hint = hint(&self.schemas[id].location.pointer);
            if let Some(name) = self.patterns.get(&hint, pattern) {
                rules.push(quote!(Rule::Pattern(&#name)));
            }
        }
        if let Some(format) = it.asserted_format {
            let name = Ident::new(format.constant(), Span::call_site());
            rules.push(quote!(Rule::Format(&#name)));
        }
    }

    fn array_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<TokenStream>) {
        let is_watched = self.reach.is_watched(id);
        add_counts(rules, [(quote!(MinItems), it.min_items), (quote!(MaxItems), it.max_items)]);
        let matters = |id: &SchemaId, writer: &Self| is_watched || !writer.is_silent(*id);
        if it.prefix_items.iter().any(|id| matters(id, self)) {
            let checks: Vec<_> = it.prefix_items.iter().map(|id| self.check(*id)).collect();
            rules.push(quote!(Rule::PrefixItems(&[#(#checks),*])));
        }
        if let Some(items) = it.items.filter(|id| matters(id, self)) {
            let check = self.check(items);
            let after = Literal::usize_unsuffixed(it.prefix_items.len());
            rules.push(quote!(Rule::Items { after: #after, check: #check }));
        }
        if let Some(contains) = it.contains {
            let check = self.check(contains);
            let min = count(it.min_contains.unwrap_or(1));
            let max = it.max_contains.map_or_else(|| quote!(u64::MAX), count);
            let evaluates = it.contains_evaluates;
            rules.push(quote!(Rule::Contains { check: #check, min: #min, max: #max, evaluates: #evaluates }));
        }
        if it.unique_items {
            rules.push(quote!(Rule::UniqueItems));
        }
    }

    fn object_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<TokenStream>) {
        let counts = [(quote!(MinProperties), it.min_properties), (quote!(MaxProperties), it.max_properties)];
        add_counts(rules, counts);
        if !it.required.is_empty() {
            let names = it.required.iter().map(|name| text(name));
            rules.push(quote!(Rule::Required(&[#(#names),*])));
        }
        if !it.dependent_required.is_empty() {
            let needs = it.dependent_required.iter().map(|(name, needed)| {
                let (name, needed) = (text(name), needed.iter().map(|name| text(name)));
                quote!((#name, &[#(#needed),*]))
            });
            rules.push(quote!(Rule::DependentRequired(&[#(#needs),*])));
        }
        if let Some(names) = it.property_names.filter(|id| !self.is_silent(*id)) {
            let check = self.check(names);
            rules.push(quote!(Rule::PropertyNames(#check)));
        }
        self.member_rules(id, it, rules);
    }

    fn member_rules(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<TokenStream>) {
        let is_watched = self.reach.is_watched(id);
        let others = it.additional_properties.filter(|id| is_watched || !self.is_silent(*id));
        // A member that may be anything counts where others are refused.
        let counts = is_watched || others.is_some();
        let mut named: Vec<_> =
            it.properties.iter().filter(|(_, id)| counts || !self.is_silent(**id)).collect();
        named.sort_unstable_by_key(|(name, _)| *name);
        let mut properties = Vec::new();
        for (name, id) in named {
            let (name, check) = (text(name), self.check(*id));
            properties.push(quote!((#name, #check)));
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
                patterns.push(quote!((&#name, #check)));
            }
        }
        if patterns.is_empty() && others.is_none() {
            if !properties.is_empty() {
                rules.push(quote!(Rule::Properties(&[#(#properties),*])));
            }
            return;
        }
        let others = if let Some(others) = others {
            let check = self.check(others);
            quote!(Some(#check))
        } else {
            quote!(None)
        };
        rules.push(quote!(Rule::Members {
            properties: &[#(#properties),*],
            patterns: &[#(#patterns),*],
            others: #others,
        }));
    }

    fn in_place_rules(&mut self, id: SchemaId, it: &Keywords, chosen: &Chosen, rules: &mut Vec<TokenStream>) {
        let mut needs = Vec::new();
        for (name, target) in &it.dependent_schemas {
            if !self.is_silent(*target) {
                let (name, check) = (text(name), self.check(*target));
                needs.push(quote!((#name, #check)));
            }
        }
        if !needs.is_empty() {
            rules.push(quote!(Rule::DependentSchemas(&[#(#needs),*])));
        }
        // A chosen branch is among the schemas of the table: it comes again where it evaluates.
        let branch = chosen.branch(id);
        let again = branch.filter(|_| self.reach.is_watched(id));
        let only = [&it.any_of, &it.one_of].map(|branches| chosen.only(branches));
        let all = it.reference.iter().chain(&it.dynamic_reference).chain(&it.all_of);
        let all = self.checks(all.chain(only.iter().flatten()).chain(&again).copied(), chosen);
        if !all.is_empty() {
            rules.push(quote!(Rule::AllOf(&[#(#all),*])));
        }
        let accepts_all = |branches: &[SchemaId]| branches.iter().any(|id| !self.reach.says_something(*id));
        if !it.any_of.is_empty()
            && only[0].is_none()
            && (self.reach.is_watched(id) || !accepts_all(&it.any_of))
        {
            let branches: Vec<_> = it.any_of.iter().map(|target| self.check(*target)).collect();
            rules.push(quote!(Rule::AnyOf(&[#(#branches),*])));
        }
        if !it.one_of.is_empty() && only[1].is_none() && branch.is_none() {
            let branches: Vec<_> = it.one_of.iter().map(|target| self.check(*target)).collect();
            rules.push(quote!(Rule::OneOf(&[#(#branches),*])));
        }
        if let Some(not) = it.not {
            let check = self.check(not);
            rules.push(quote!(Rule::Not(#check)));
        }
        self.if_rule(id, it, rules);
    }

    fn if_rule(&mut self, id: SchemaId, it: &Keywords, rules: &mut Vec<TokenStream>) {
        let Some(condition) = it.if_ else { return };
        let branch = |branch: Option<SchemaId>| branch.filter(|id| !self.is_silent(*id));
        let (then, otherwise) = (branch(it.then), branch(it.else_));
        let is_watched = self.reach.is_watched(id) && !self.is_silent(condition);
        if then.is_none() && otherwise.is_none() && !is_watched {
            return;
        }
        let condition = self.check(condition);
        let mut branch = |branch: Option<SchemaId>| {
            branch.map_or_else(|| quote!(&Check::ANY), |branch| self.check(branch))
        };
        let (then, otherwise) = (branch(then), branch(otherwise));
        rules.push(quote!(Rule::If { condition: #condition, then: #then, otherwise: #otherwise }));
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
fn only_type(it: &Keywords) -> Option<TokenStream> {
    let types = it.types?;
    let is_alone = types.parts().count() == 1 && it.values.is_none() && !limits(it) && !applies(it);
    is_alone.then(|| type_name(types))
}

fn add_counts<const N: usize>(rules: &mut Vec<TokenStream>, counts: [(TokenStream, Option<u64>); N]) {
    for (rule, value) in counts {
        if let Some(value) = value {
            let value = count(value);
            rules.push(quote!(Rule::#rule(#value)));
        }
    }
}

fn count(count: u64) -> TokenStream {
    super::literal::number(&count.into())
}

fn types(set: TypeSet) -> TokenStream {
    set.parts()
        .map(|part| {
            let name = type_name(part);
            quote!(Types::#name)
        })
        .reduce(|all, one| quote!(#all.or(#one)))
        .unwrap_or_else(|| quote!(Types::NONE))
}

fn type_name(part: TypeSet) -> TokenStream {
    match part {
        TypeSet::NULL => quote!(NULL),
        TypeSet::BOOLEAN => quote!(BOOLEAN),
        TypeSet::INTEGER => quote!(INTEGER),
        TypeSet::FRACTION => quote!(FRACTION),
        TypeSet::NUMBER => quote!(NUMBER),
        TypeSet::STRING => quote!(STRING),
        TypeSet::ARRAY => quote!(ARRAY),
        _ => quote!(OBJECT),
    }
}

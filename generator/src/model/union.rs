//! Unions: by branches, and by JSON type.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::lower::{Lowering, part_name, schema_docs};
use super::plan::{Candidate, dispatch};
use super::{
    Choice, ChoiceValue, Dispatch, Docs, Hidden, Hint, Origin, Payload, Plan, Reading, Residual, Segment,
    Shape,
};
use super::{Tag, TagPlan, TypeUse, Union, Variant};
use crate::config::OneOf;
use crate::normalize::{Alternatives, Branch, Evidence, Flat, Group, Side, Term};
use crate::normalize::{accepted_by_both, all_apart, branches, covers, disjoint};
use crate::schema::{SchemaId, TypeSet, key};

/// More combinations of branches than this are not spelled out as types.
const COMBINATIONS: usize = 512;

/// Lowers a term by the branches of its first group.
pub(super) fn alternatives(
    ctx: &mut Lowering<'_>,
    term: &Term,
    place: &Origin,
    flat: &Flat,
    alternatives: &Alternatives,
) -> TypeUse {
    let combinations = flat.alternatives.iter().map(|it| it.branches.len()).fold(1, usize::saturating_mul);
    if combinations > COMBINATIONS && flat.alternatives.len() > 1 {
        return ctx.value(term, place, flat, alternatives.keyword());
    }
    let mut all: Vec<Branch> = branches(ctx.normalizer, term, alternatives)
        .into_iter()
        .flat_map(|branch| spread(ctx, alternatives.group, branch))
        .collect();
    match &all[..] {
        [] => return TypeUse::Never,
        [only] => return ctx.term(&only.term, place),
        _ => {}
    }
    let hidden = hidden(ctx, alternatives, &all);
    let counts = alternatives.group == Group::OneOf
        && hidden.is_none()
        && ctx.one_of(alternatives.owner) != OneOf::FirstMatch;
    let base = ctx.origin(term, place);
    let mut uses: Vec<TypeUse> = Vec::new();
    for branch in &all {
        let at = base.then(Segment::Branch(branch.schema));
        uses.push(ctx.term(&branch.term, &at));
    }
    let first_match = alternatives.group == Group::OneOf && !counts;
    if first_match {
        ctx.first_match.insert(alternatives.owner);
    }
    if !counts {
        if let Some(ty) = open_choice(ctx, term, place, flat, &uses) {
            if first_match {
                ctx.add_reading(&ty, Reading::FirstMatch(hidden));
            }
            return ty;
        }
        drop_repeated(&mut all, &mut uses);
        if let [only] = &uses[..] {
            if first_match {
                ctx.add_reading_in_use(term, place, only, Reading::FirstMatch(hidden));
            }
            return only.clone();
        }
    }
    let constants = constants(ctx, &all, counts);
    let candidates: Vec<Candidate> = all
        .iter()
        .zip(&constants)
        .map(|(it, constant)| Candidate::new(ctx.normalizer, it.term.clone(), constant.clone()))
        .collect();
    let discriminator = ctx.normalizer.keywords(alternatives.owner).and_then(|it| it.discriminator.as_ref());
    let mut plan =
        dispatch(ctx.normalizer, &candidates, counts, discriminator.map(|it| it.property.as_str()));
    specific_first(ctx, &all, &mut plan);
    let members = Members::of(&all);
    let variants = all
        .iter()
        .zip(uses.into_iter().zip(constants))
        .enumerate()
        .map(|(index, (branch, (ty, constant)))| {
            let tag = plan.object.as_ref().and_then(|plan| tag_of(index, plan));
            let mut hints = hints(ctx, alternatives, branch, &members, tag.as_ref());
            hints.extend(constant.clone().map(Hint::Value));
            let docs = branch_docs(ctx, branch);
            let payload = constant.map_or(Payload::Type(ty), Payload::Constant);
            Variant { payload, hints, docs, schema: Some(branch.schema), tag }
        })
        .collect();
    let overlap = if counts { overlap(ctx, alternatives.owner, &all) } else { None };
    let mut union = Union { variants, plan: Box::new(plan) };
    let mut asked = vec![alternatives.owner];
    asked.extend(term.single());
    asked.retain(|id| ctx.overrides.open.contains(id));
    let open = !asked.is_empty() && keep_unknown(&mut union);
    let closing = counts && !apart_before_closing(ctx, flat, &all);
    let residual = closing.then(|| Residual::of(term, vec!["oneOf"]));
    let ty = ctx.define_with(term, place, flat, Shape::Union(union), residual);
    if open {
        ctx.opened.extend(asked);
        ctx.add_reading(&ty, Reading::Open);
    }
    if let Some(instance) = overlap {
        ctx.add_reading(&ty, Reading::Overlap(instance));
    }
    if first_match {
        ctx.add_reading(&ty, Reading::FirstMatch(hidden));
    }
    ty
}

/// A branch, or the branches of a union that stands inline and has no name of its own to keep.
///
/// The same instances are accepted: the branches of `anyOf` in `anyOf` can stand side by side, those of
/// other groups where no two of them accept the same.
fn spread(ctx: &Lowering<'_>, group: Group, branch: Branch) -> Vec<Branch> {
    let is_named = ctx.definition_key(branch.schema).is_some()
        || ctx.normalizer.keywords(branch.schema).is_none_or(|it| it.title.is_some())
        || ctx.overrides.concern(ctx.normalizer.schemas, branch.schema);
    let types = branch.flat.types - TypeSet::NULL;
    if is_named || branch.flat.values.is_some() {
        return vec![branch];
    }
    match &branch.flat.alternatives[..] {
        [] if types.parts().count() > 1 && types != TypeSet::ALL - TypeSet::NULL => {
            let parts = types.parts().map(|part| {
                let term = branch.term.only(part);
                Branch { schema: branch.schema, flat: ctx.normalizer.flat(&term), term }
            });
            parts.collect()
        }
        [inner] if inner.owner == branch.schema => {
            let within = branches(ctx.normalizer, &branch.term, inner);
            let beside = group == Group::AnyOf && inner.group == Group::AnyOf;
            if !(beside || apart(ctx, &within)) {
                return vec![branch];
            }
            within.into_iter().flat_map(|it| spread(ctx, group, it)).collect()
        }
        _ => vec![branch],
    }
}

/// Whether no two branches accept the same instance.
fn apart(ctx: &Lowering<'_>, all: &[Branch]) -> bool {
    let sides: Vec<Side<'_>> = all.iter().map(|it| Side::new(ctx.normalizer, &it.term)).collect();
    all_apart(ctx.normalizer, &sides)
}

/// Whether branches that `unevaluatedProperties` closes are apart without it as well.
///
/// It closes each branch in its own way, but is no part of what `oneOf` counts.
fn apart_before_closing(ctx: &Lowering<'_>, flat: &Flat, all: &[Branch]) -> bool {
    let closes =
        |id: &SchemaId| ctx.normalizer.keywords(*id).is_some_and(|it| it.unevaluated_properties.is_some());
    if !flat.atoms.iter().any(closes) {
        return true;
    }
    let objects = |branch: &Branch| Term::of(ctx.normalizer.schemas, branch.schema).only(TypeSet::OBJECT);
    let are_apart = |one: &Branch, other: &Branch| {
        let (own, others) = (objects(one), objects(other));
        let (open, next) = (ctx.normalizer.flat(&own), ctx.normalizer.flat(&others));
        let told_by = |(name, term): (&String, &Term)| {
            let is_there = [one, other].iter().any(|it| it.flat.object.required.contains(name));
            is_there && next.object.properties.get(name).is_some_and(|it| disjoint(ctx.normalizer, term, it))
        };
        disjoint(ctx.normalizer, &own, &others) || open.object.properties.iter().any(told_by)
    };
    all.iter().enumerate().all(|(at, one)| all[at + 1..].iter().all(|other| are_apart(one, other)))
}

/// For each branch the one value that it accepts, where the variant can stand for it without holding it.
fn constants(ctx: &Lowering<'_>, all: &[Branch], counts: bool) -> Vec<Option<Value>> {
    let facts: Vec<_> = all.iter().map(|it| ctx.normalizer.evidence(&it.term)).collect();
    // How many branches list a value, and which don't list theirs.
    let mut listing: BTreeMap<String, usize> = BTreeMap::new();
    for value in facts.iter().filter_map(|it| it.values.as_ref()).flatten() {
        *listing.entry(key(value)).or_default() += 1;
    }
    let others: Vec<&Branch> =
        all.iter().zip(&facts).filter(|(_, facts)| facts.values.is_none()).map(|(it, _)| it).collect();
    let constant = |(branch, facts): (&Branch, &Rc<Evidence>)| {
        let [value] = &facts.values.as_ref()?[..] else { return None };
        let is_simple = !value.is_null() && !value.is_array() && !value.is_object();
        let is_own = || {
            !counts
                || (listing[&key(value)] == 1
                    && !others.iter().any(|it| ctx.normalizer.accepts(&it.term, value)))
        };
        (is_simple && ctx.definition_key(branch.schema).is_none() && is_own()).then(|| value.clone())
    };
    all.iter().zip(&facts).map(constant).collect()
}

/// An instance that two branches accept, shortened; not looked for where the manifest has decided.
fn overlap(ctx: &Lowering<'_>, owner: SchemaId, all: &[Branch]) -> Option<String> {
    const SHOWN: usize = 120;
    if ctx.overrides.one_of.contains_key(&owner) || all.len() > 24 {
        return None;
    }
    let pairs =
        all.iter().enumerate().flat_map(|(at, it)| all[at + 1..].iter().map(move |other| (it, other)));
    let mut apart = pairs.filter(|(one, other)| !disjoint(ctx.normalizer, &one.term, &other.term));
    let instance = apart.find_map(|(one, other)| accepted_by_both(ctx.normalizer, &one.term, &other.term))?;
    let text = instance.to_string();
    Some(if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text })
}

/// Adds a variant for objects whose tag has a value that no branch knows; `false` without a tag.
fn keep_unknown(union: &mut Union) -> bool {
    let Some(Plan::Tag(tag)) = &mut union.plan.object else { return false };
    if tag.other.is_some() {
        return false;
    }
    tag.other = Some(Box::new(Plan::Direct(union.variants.len())));
    union.variants.push(variant(Payload::Unknown, Hint::Fixed("Unknown")));
    true
}

/// A branch that could never be chosen, where the policy is to take the first match then.
fn hidden(ctx: &Lowering<'_>, alternatives: &Alternatives, all: &[Branch]) -> Option<Hidden> {
    match ctx.one_of(alternatives.owner) {
        OneOf::Practical => {}
        OneOf::Exact | OneOf::FirstMatch => return None,
    }
    let wider = Wider::new(ctx, all);
    all.iter().enumerate().find_map(|(at, narrow)| {
        let mut others = wider.than(at).into_iter().filter(|i| *i != at).map(|i| &all[i]);
        let wide = others.find(|wide| covers(ctx.normalizer, &wide.term, &narrow.term))?;
        Some(Hidden { narrow: narrow.schema, wide: wide.schema })
    })
}

/// Which branches may accept all that another one accepts: in a large union few have the same tag.
struct Wider {
    facts: Vec<Rc<Evidence>>,
    /// By member, those that list its values.
    listing: BTreeMap<String, Listing>,
}

/// The branches that list the values of a member: how many, and which by value.
#[derive(Default)]
struct Listing {
    count: usize,
    by_value: BTreeMap<String, Vec<usize>>,
}

impl Wider {
    fn new(ctx: &Lowering<'_>, all: &[Branch]) -> Self {
        let facts: Vec<_> = all.iter().map(|it| ctx.normalizer.evidence(&it.term)).collect();
        let mut listing: BTreeMap<String, Listing> = BTreeMap::new();
        for (at, facts) in facts.iter().enumerate() {
            for (member, values) in &facts.tags {
                let it = listing.entry(member.clone()).or_default();
                it.count += 1;
                for value in values {
                    it.by_value.entry(key(value)).or_default().push(at);
                }
            }
        }
        Self { facts, listing }
    }

    /// Those that list all that a branch lists for a member that it requires, or don't list the member's values.
    fn than(&self, at: usize) -> Vec<usize> {
        let narrow = &self.facts[at];
        let all = || (0..self.facts.len()).collect();
        if narrow.values.is_some() || !narrow.types.contains(TypeSet::OBJECT) {
            return all();
        }
        let tags = narrow.tags.iter().filter(|(member, _)| narrow.required.contains(*member));
        let of_tag = |(member, values): (&String, &Vec<Value>)| {
            let listing = self.listing.get(member)?;
            let same = listing.by_value.get(&key(values.first()?))?;
            Some((self.facts.len() - listing.count + same.len(), member.clone(), same))
        };
        let Some((_, member, same)) = tags.filter_map(of_tag).min_by_key(|it| it.0) else { return all() };
        let mut those = same.clone();
        if self.listing[&member].count < self.facts.len() {
            let silent = self.facts.iter().enumerate().filter(|(_, it)| !it.tags.contains_key(&member));
            those.extend(silent.map(|(i, _)| i));
            those.sort_unstable();
        }
        those
    }
}

impl Alternatives {
    fn keyword(&self) -> &'static str {
        match self.group {
            Group::AnyOf => "anyOf",
            Group::OneOf => "oneOf",
        }
    }
}

/// Known strings beside any string: an enum that keeps what it does not know.
fn open_choice(
    ctx: &mut Lowering<'_>,
    term: &Term,
    place: &Origin,
    flat: &Flat,
    uses: &[TypeUse],
) -> Option<TypeUse> {
    let any_string = uses.iter().position(|it| *it == TypeUse::String)?;
    let mut values: Vec<ChoiceValue> = Vec::new();
    for (index, ty) in uses.iter().enumerate() {
        if index == any_string {
            continue;
        }
        let TypeUse::Named(id) = ty else { return None };
        let Shape::Choice(choice) = &ctx.written(*id)?.shape else { return None };
        if !choice.is_text() || choice.open {
            return None;
        }
        for it in &choice.values {
            if !values.iter().any(|known| known.value == it.value) {
                values.push(it.clone());
            }
        }
    }
    (!values.is_empty())
        .then(|| ctx.define_with(term, place, flat, Shape::Choice(Choice { values, open: true }), None))
}

/// Of branches that became the same type, the first stands for all.
fn drop_repeated(all: &mut Vec<Branch>, uses: &mut Vec<TypeUse>) {
    let mut index = 0;
    while index < uses.len() {
        if uses[..index].contains(&uses[index]) {
            uses.remove(index);
            all.remove(index);
        } else {
            index += 1;
        }
    }
}

/// Where several candidates may match and the first is taken, a narrower one goes before a wider.
fn specific_first(ctx: &Lowering<'_>, all: &[Branch], dispatch: &mut Dispatch) {
    fn each(plan: &mut Plan, order: &mut dyn FnMut(&mut Vec<usize>)) {
        if let Plan::Trial { candidates, exactly_one: false } = plan {
            order(candidates);
        }
        plan.next_mut().into_iter().for_each(|plan| each(plan, order));
    }
    let plans = [
        (TypeSet::NULL, &mut dispatch.null),
        (TypeSet::BOOLEAN, &mut dispatch.boolean),
        (TypeSet::NUMBER, &mut dispatch.number),
        (TypeSet::STRING, &mut dispatch.string),
        (TypeSet::ARRAY, &mut dispatch.array),
        (TypeSet::OBJECT, &mut dispatch.object),
    ];
    for (part, plan) in plans {
        let Some(plan) = plan else { continue };
        each(plan, &mut |candidates| {
            let mut ordered: Vec<usize> = Vec::new();
            for &candidate in candidates.iter() {
                let at = ordered
                    .iter()
                    .position(|it| {
                        covers(ctx.normalizer, &all[*it].term, &all[candidate].term)
                            && !covers(ctx.normalizer, &all[candidate].term, &all[*it].term)
                    })
                    .unwrap_or(ordered.len());
                ordered.insert(at, candidate);
            }
            *candidates = ordered;
        });
        // What takes every instance of a JSON type leaves nothing to try.
        if let Plan::Trial { candidates, exactly_one: false } = plan
            && part != TypeSet::NUMBER
            && covers(ctx.normalizer, &all[candidates[0]].term, &Term { types: part, ..Term::anything() })
        {
            *plan = Plan::Direct(candidates[0]);
        }
    }
}

/// The tag value that leads to a variant and to no other: that of the first tag, or else of one after it.
fn tag_of(index: usize, plan: &Plan) -> Option<(Tag, Value)> {
    let Plan::Tag(TagPlan { tag, arms, .. }) = plan else { return None };
    let mut leading = arms.iter().filter(|(_, plan)| *plan == Plan::Direct(index));
    match (leading.next(), leading.next()) {
        (Some((value, _)), None) => Some((tag.clone(), value.clone())),
        (Some(_), Some(_)) => None,
        (None, _) => {
            let mut later = plan.next().into_iter().filter_map(|plan| tag_of(index, plan));
            let only = later.next().filter(|(_, value)| value.is_string());
            only.filter(|_| later.next().is_none())
        }
    }
}

/// How many branches require or declare each member.
struct Members<'a> {
    required: BTreeMap<&'a String, usize>,
    declared: BTreeMap<&'a String, usize>,
}

impl<'a> Members<'a> {
    fn of(all: &'a [Branch]) -> Self {
        let mut members = Self { required: BTreeMap::new(), declared: BTreeMap::new() };
        for object in all.iter().map(|it| &it.flat.object) {
            object.required.iter().for_each(|it| *members.required.entry(it).or_default() += 1);
            object.properties.keys().for_each(|it| *members.declared.entry(it).or_default() += 1);
        }
        members
    }
}

/// What a variant may be called after, best first.
fn hints(
    ctx: &Lowering<'_>,
    alternatives: &Alternatives,
    branch: &Branch,
    members: &Members<'_>,
    tag: Option<&(Tag, Value)>,
) -> Vec<Hint> {
    let mut hints = Vec::new();
    let target = Term::of(ctx.normalizer.schemas, branch.schema).single();
    if let Some(discriminator) =
        ctx.normalizer.keywords(alternatives.owner).and_then(|it| it.discriminator.as_ref())
    {
        let mapped = discriminator.mapping.iter().filter(|(_, id)| {
            *id == branch.schema || Some(*id) == target || Some(*id) == ctx.target(branch.schema)
        });
        if let [(value, _)] = mapped.collect::<Vec<_>>()[..] {
            hints.push(Hint::Given(value.clone()));
        }
    }
    let title = ctx.normalizer.keywords(branch.schema).and_then(|it| it.title.as_ref());
    hints.extend(title.filter(|it| it.len() <= 40).map(|it| Hint::Given(it.clone())));
    if let Some((tag, value)) = tag {
        hints.push(Hint::Tag(tag.path(), value.clone()));
    }
    if let Some(key) = ctx.definition_key(branch.schema).or_else(|| ctx.definition_key(target?)) {
        hints.push(Hint::Definition(key));
    }
    let types = branch.flat.types - TypeSet::NULL;
    if let Some(name) = part_name(types).filter(|_| types != TypeSet::OBJECT) {
        hints.push(Hint::JsonType(name));
    }
    if types == TypeSet::OBJECT {
        let required =
            branch.flat.object.required.iter().find(|name| members.required.get(*name) == Some(&1));
        let declared = branch.flat.object.properties.keys().find(|it| members.declared.get(*it) == Some(&1));
        hints.extend(required.into_iter().chain(declared).map(|name| Hint::Member(name.clone())));
        hints.push(Hint::JsonType("object"));
    }
    hints
}

fn branch_docs(ctx: &Lowering<'_>, branch: &Branch) -> Docs {
    let own = ctx.normalizer.keywords(branch.schema).map(schema_docs).unwrap_or_default();
    if own.description.is_some() || own.title.is_some() {
        return own;
    }
    Term::of(ctx.normalizer.schemas, branch.schema)
        .single()
        .and_then(|id| ctx.normalizer.keywords(id))
        .map(schema_docs)
        .unwrap_or_default()
}

/// Lowers a term that accepts several JSON types to a union over them.
pub(super) fn by_type(
    ctx: &mut Lowering<'_>,
    term: &Term,
    place: &Origin,
    flat: &Flat,
    parts: &[TypeSet],
) -> TypeUse {
    let base = ctx.origin(term, place);
    // Where every type is accepted, those that nothing is said about stay together.
    let all_types = flat.types == TypeSet::ALL - TypeSet::NULL;
    let mut others = TypeSet::EMPTY;
    let mut variants = Vec::new();
    let mut candidates = Vec::new();
    for part in parts {
        if all_types && flat.leaves_free(*part) && flat.unsaid.is_empty() {
            others = others | *part;
            continue;
        }
        let part_term = term.only(*part);
        let name = part_name(*part).unwrap_or("value");
        let ty = ctx.term(&part_term, &base.then(Segment::Part(name)));
        if ty == TypeUse::Never {
            continue;
        }
        candidates.push(Candidate::new(ctx.normalizer, part_term, None));
        variants.push(variant(Payload::Type(ty), Hint::JsonType(name)));
    }
    if !others.is_empty() {
        candidates.push(Candidate::new(ctx.normalizer, term.only(others), None));
        variants.push(variant(Payload::Type(TypeUse::Any), Hint::Fixed("Other")));
    }
    match &variants[..] {
        [] => TypeUse::Never,
        // Some types and none of the others: a check has to tell.
        [_] if !others.is_empty() && (others != flat.types || !takes_null(ctx, term)) => {
            ctx.value(term, place, flat, "type")
        }
        [Variant { payload: Payload::Type(only), .. }] => only.clone(),
        _ => {
            let plan = dispatch(ctx.normalizer, &candidates, false, None);
            // What the parts leave unsaid, each part checks.
            ctx.define_with(term, place, flat, Shape::Union(Union { variants, plan: Box::new(plan) }), None)
        }
    }
}

/// Whether the schemas of a term take null, which then was set apart before.
fn takes_null(ctx: &Lowering<'_>, term: &Term) -> bool {
    let whole = Term { types: TypeSet::ALL, ..term.clone() };
    ctx.normalizer.accepts(&whole, &serde_json::Value::Null)
}

fn variant(payload: Payload, hint: Hint) -> Variant {
    Variant { payload, hints: vec![hint], docs: Docs::default(), schema: None, tag: None }
}

impl Lowering<'_> {
    /// The definition that a schema is: the last token of its location, below a definitions keyword.
    pub(super) fn definition_key(&self, id: SchemaId) -> Option<String> {
        self.definition_of(self.target(id)?)
    }

    /// The key of a schema that stands below a definitions keyword itself.
    pub(super) fn definition_of(&self, id: SchemaId) -> Option<String> {
        let tokens: Vec<String> = self.normalizer.schemas[id].location.tokens().collect();
        match &tokens[..] {
            [.., keyword, key] if ["$defs", "definitions", "schemas"].contains(&keyword.as_str()) => {
                Some(key.clone())
            }
            _ => None,
        }
    }

    /// The schema that a plain reference leads to, or the schema itself.
    fn target(&self, id: SchemaId) -> Option<SchemaId> {
        let mut at = id;
        for _ in 0..64 {
            match self.normalizer.keywords(at).and_then(|it| it.reference.or(it.dynamic_reference)) {
                Some(next) => at = next,
                None => return Some(at),
            }
        }
        None
    }
}

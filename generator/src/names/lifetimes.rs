//! Which types have a lifetime: those that hold a text, where texts are borrowed.

use std::collections::BTreeSet;

use crate::model::{Model, TypeId, TypeUse};

/// The types that borrow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lifetimes {
    /// Whether texts are borrowed at all.
    are_texts_borrowed: bool,
    types: BTreeSet<TypeId>,
    /// Types that borrow nothing, and stand in a tuple beside what does.
    pub(crate) beside: BTreeSet<TypeId>,
}

impl Lifetimes {
    /// The types of a model that hold a text, directly or by way of others.
    pub(super) fn of(model: &Model) -> Self {
        let mut all = Self { are_texts_borrowed: true, ..Self::default() };
        let mut users: Vec<Vec<TypeId>> = vec![Vec::new(); model.types.len()];
        for id in model.ids() {
            for used in model[id].shape.uses().into_iter().flat_map(TypeUse::named) {
                users[used.0 as usize].push(id);
            }
        }
        let holds_text = |id: &TypeId| model[*id].shape.uses().into_iter().any(|ty| all.borrows(ty));
        let mut open: Vec<TypeId> = model.ids().filter(holds_text).collect();
        while let Some(id) = open.pop() {
            if all.types.insert(id) {
                open.extend(&users[id.0 as usize]);
            }
        }
        for ty in model.ids().flat_map(|id| model[id].shape.uses()) {
            ty.visit(&mut |it, _| {
                if matches!(it, TypeUse::Tuple(_) | TypeUse::Leading(..)) && all.borrows(it) {
                    let owned = it.named().into_iter().filter(|id| !all.types.contains(id));
                    all.beside.extend(owned.collect::<Vec<_>>());
                }
            });
        }
        all
    }

    /// Whether texts are borrowed.
    pub(crate) fn are_texts_borrowed(&self) -> bool {
        self.are_texts_borrowed
    }

    /// Whether a type has a lifetime.
    pub(crate) fn has(&self, id: TypeId) -> bool {
        self.types.contains(&id)
    }

    /// Whether a value of this use may borrow.
    pub(crate) fn borrows(&self, ty: &TypeUse) -> bool {
        let mut found = false;
        ty.visit(&mut |it, _| {
            found |= match it {
                TypeUse::String => self.are_texts_borrowed,
                TypeUse::Named(id) => self.has(*id),
                _ => false,
            }
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{InputFile, Source};
    use crate::generate;

    /// The types that are declared with a lifetime.
    #[track_caller]
    fn check(schema: &str, expect: &[&str]) {
        let file = InputFile::new("case.json", schema);
        let source = Source { borrow: true, ..Source::new("case", vec![file]) };
        let (generated, found) = generate(&source);
        assert_eq!(found, []);
        let files = generated.expect("no error was found").files;
        let lines = files.values().flat_map(|it| it.lines());
        let declared = lines.filter_map(|it| it.strip_prefix("pub struct ").or(it.strip_prefix("pub enum ")));
        let names: Vec<&str> = declared.filter_map(|it| it.split_once("<'a>")).map(|it| it.0).collect();
        assert_eq!(names, expect);
    }

    #[test]
    fn what_holds_a_text_borrows() {
        check(
            r##"{"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B"}}, "$defs": {
                "A": {"type": "object", "properties": {"list": {"type": "array", "items": {"type": "string"}}}},
                "B": {"type": "object", "properties": {"b": {"enum": ["x"]}, "any": {}}}}}"##,
            &["Case", "A"],
        );
    }

    #[test]
    fn types_of_a_cycle_borrow_together() {
        check(
            r##"{"$ref": "#/$defs/A", "$defs": {
                "A": {"type": "object", "properties": {"b": {"$ref": "#/$defs/B"}}},
                "B": {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}, "text": {"type": "string"}}}}}"##,
            &["A", "B"],
        );
    }

    #[test]
    fn what_is_not_known_is_owned() {
        check(r#"{"type": "string", "x-extensible-enum": ["a"]}"#, &[]);
    }
}

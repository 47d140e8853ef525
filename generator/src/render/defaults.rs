//! Which types have a value by default: where the schema accepts the empty one, or names one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::examples::Examples;
use crate::model::{Check, Model, Presence, Shape, TypeId, TypeUse};

/// The value that a type has by default.
pub(super) enum DefaultValue {
    /// All that may be absent is, and the schema accepts that.
    Empty,
    /// The variant that the schema names.
    Variant(usize),
}

/// The types that have a value by default.
pub(super) fn defaults(model: &Model, examples: &Examples<'_>) -> BTreeMap<TypeId, DefaultValue> {
    model.ids().filter_map(|id| Some((id, default_value(model, examples, id)?))).collect()
}

fn default_value(model: &Model, examples: &Examples<'_>, id: TypeId) -> Option<DefaultValue> {
    let ty = &model[id];
    let accepts = |value: Value| ty.residual.is_none() || examples.accepts(id, &value);
    match &ty.shape {
        Shape::Record(record) => {
            let mut object = Map::new();
            for field in &record.fields {
                let value = match (&field.presence, &field.ty) {
                    (Presence::Optional, _) => continue,
                    (Presence::Constant(value), _) => (**value).clone(),
                    (Presence::Required, TypeUse::Nullable(_)) => Value::Null,
                    (Presence::Required, _) => return None,
                };
                object.insert(field.wire.clone(), value);
            }
            accepts(Value::Object(object)).then_some(DefaultValue::Empty)
        }
        Shape::Wrapper(wrapper) => {
            let empty = match &wrapper.inner {
                TypeUse::Sequence(_) => Value::Array(Vec::new()),
                TypeUse::Map(_) => Value::Object(Map::new()),
                TypeUse::Nullable(_) => Value::Null,
                _ => return None,
            };
            let is_refused = |it: &Check| matches!(it, Check::MinItems(1..) | Check::MinProperties(1..));
            (!wrapper.checks.iter().any(is_refused) && accepts(empty)).then_some(DefaultValue::Empty)
        }
        Shape::Choice(choice) => {
            let default = ty.docs.default.as_ref()?;
            choice.values.iter().position(|it| it.value == **default).map(DefaultValue::Variant)
        }
        Shape::Union(_) => None,
    }
}

//! Makes a disagreement small, and prints it as a golden case.

use anyhow::Result;
use serde_json::{Map, Value, json};

use crate::corpus::Schema;
use crate::judge::{Case, Fault, Verdict, judge};
use crate::oracle;
use crate::scratch::Scratch;

/// Schemas tried at once, the smallest first.
const WIDTH: usize = 30;

/// Schemas with a longer text are not taken apart, but for the definitions that they do not use.
const LARGE: usize = 20_000;

/// The smallest case found that shows the same kind of fault, as the text of a golden case.
pub(crate) fn shrunk(case: Case, fault: Fault, scratch: &Scratch) -> Result<String> {
    let mut fault = fault;
    let mut case = alone(case, &fault);
    for _ in 0..40 {
        let Some((smaller, same)) = step(&case, &fault, scratch)? else { break };
        case = alone(smaller, &same);
        fault = same;
    }
    Ok(text(&case, &fault))
}

/// The case with the one instance that shows the fault.
fn alone(mut case: Case, fault: &Fault) -> Case {
    case.instances = fault.instance().map(|at| case.instances.swap_remove(at)).into_iter().collect();
    case
}

/// The smallest of the cases that are one step smaller and still at fault.
fn step(case: &Case, fault: &Fault, scratch: &Scratch) -> Result<Option<(Case, Fault)>> {
    let schema = case.schema.whole();
    // Of a large schema there are too many that are a little smaller.
    let mut schemas = if size(&schema) > LARGE { vec![used(&schema)] } else { reductions(&schema) };
    schemas.push(schema.into_owned());
    schemas.sort_by_key(size);
    schemas.dedup();
    let mut instances = case.instances.clone();
    for instance in &case.instances {
        instances.extend(reductions(instance));
    }
    instances.truncate(200);
    for some in schemas.chunks(WIDTH) {
        let same = |schema: &Value| Case {
            schema: Schema::new(schema.clone()),
            instances: instances.clone(),
            ..case.clone()
        };
        let smaller: Vec<Case> = some.iter().map(same).collect();
        let verdict = judge(&smaller, scratch)?;
        let best = smallest(verdict, &smaller, fault, measure(case, case.instances.first()));
        if best.is_some() {
            return Ok(best);
        }
    }
    Ok(None)
}

/// The smallest case with a fault like this one, if it is smaller than before.
fn smallest(verdict: Verdict, cases: &[Case], fault: &Fault, before: usize) -> Option<(Case, Fault)> {
    let mut best: Option<(usize, Case, Fault)> = None;
    for (number, faults) in verdict.faults {
        for it in faults.into_iter().filter(|it| it.is_like(fault)) {
            let small = &cases[number];
            let measure = measure(small, it.instance().map(|at| &small.instances[at]));
            if measure < best.as_ref().map_or(before, |it| it.0) {
                best = Some((measure, small.clone(), it));
            }
        }
    }
    best.map(|(_, case, fault)| (case, fault))
}

fn measure(case: &Case, instance: Option<&Value>) -> usize {
    size(&case.schema.whole()) * 4 + instance.map_or(0, size)
}

fn size(value: &Value) -> usize {
    value.to_string().len()
}

/// The schema without the definitions that nothing in it names, as far as texts tell.
fn used(schema: &Value) -> Value {
    let mut schema = schema.clone();
    let Some(Value::Object(all)) = schema.get_mut("$defs").map(Value::take) else { return schema };
    let mut kept = Map::new();
    let mut open = vec![schema.to_string()];
    while let Some(text) = open.pop() {
        for (key, it) in all.iter().filter(|(key, _)| text.contains(&format!("/{key}\""))) {
            if !kept.contains_key(key) {
                kept.insert(key.clone(), it.clone());
                open.push(it.to_string());
            }
        }
    }
    schema["$defs"] = Value::Object(kept);
    schema
}

/// Values that are one step smaller.
fn reductions(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(it) => {
            if it.as_f64() != Some(0.0) {
                all.extend([json!(0), json!(1)]);
            }
        }
        Value::String(text) => {
            if !text.is_empty() {
                all.push(json!(""));
                all.push(json!("a"));
                all.push(json!(text.chars().skip(1).collect::<String>()));
            }
        }
        Value::Array(items) => {
            for at in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(at);
                all.push(Value::Array(fewer));
                for smaller in reductions(&items[at]).into_iter().chain(replacements(&items[at])) {
                    let mut other = items.clone();
                    other[at] = smaller;
                    all.push(Value::Array(other));
                }
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let mut fewer = members.clone();
                fewer.shift_remove(name);
                all.push(Value::Object(fewer));
                if name == "$schema" {
                    continue;
                }
                for smaller in reductions(member).into_iter().chain(replacements(member)) {
                    let mut other: Map<String, Value> = members.clone();
                    other[name] = smaller;
                    all.push(Value::Object(other));
                }
            }
        }
    }
    all
}

/// What a value may be replaced by: nothing much, or one of its parts.
fn replacements(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(members) => {
            let mut all = vec![json!({}), json!(true), json!({"type": "string"})];
            for member in members.values() {
                match member {
                    Value::Object(_) => all.push(member.clone()),
                    Value::Array(items) => all.extend(items.iter().filter(|it| it.is_object()).cloned()),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                }
            }
            all
        }
        Value::Array(_) => vec![],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![json!(0)],
    }
}

/// The case as a file of `tests/golden`.
fn text(case: &Case, fault: &Fault) -> String {
    let validator = oracle::validator(&case.schema.whole(), case.dialect).ok();
    let tests: Vec<Value> = case
        .instances
        .iter()
        .map(|it| {
            let valid = validator.as_ref().and_then(|validator| oracle::verdict(validator, case.dialect, it));
            json!({"description": fault.said().0, "data": it, "valid": valid})
        })
        .collect();
    let mut golden = json!({"description": fault.said().0, "dialect": case.dialect.name()});
    if case.preset.name() != "practical" {
        golden["preset"] = json!(case.preset.name());
    }
    golden["schema"] = case.schema.whole().into_owned();
    golden["tests"] = json!(tests);
    format!("{}: {}\n{}", fault.said().0, fault.said().1, serde_json::to_string(&golden).unwrap_or_default())
}

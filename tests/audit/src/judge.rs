//! What the types make of instances, against what the oracle says of them.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use isotype::config::{InputFile, Policies, Roots, Source};
use isotype::diagnostic::Severity;
use isotype::schema::Dialect;
use isotype::{Generated, Grade};
use serde_json::{Value, json};

use crate::corpus::Schema;
use crate::oracle;
use crate::progress;
use crate::same::is_same;
use crate::scratch::{Again, Scratch, module};

/// Schemas nest deeper than a thread's usual stack.
const STACK: usize = 256 << 20;

/// How a schema is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preset {
    Letter,
    Practical,
}

impl Preset {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Practical => "practical",
        }
    }

    fn policies(self) -> Policies {
        match self {
            Self::Letter => Policies::LETTER,
            Self::Practical => Policies::PRACTICAL,
        }
    }
}

/// A schema, how it is read, and instances.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) schema: Schema,
    pub(crate) dialect: Dialect,
    pub(crate) preset: Preset,
    pub(crate) instances: Vec<Value>,
}

/// What is wrong with a schema's types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The generator panics.
    Panic(String),
    /// The generator refuses what the oracle takes.
    NotGenerated(String),
    /// What was generated does not compile.
    NotCompiled(String),
    /// A valid instance is refused, for this reason.
    RefusesValid(usize, String),
    /// An invalid instance is accepted, and written as this.
    AcceptsInvalid(usize, String),
    /// A valid instance comes back as this.
    Changes(usize, String),
    /// The reader panics, crashes or does not end.
    Crash(usize, String),
}

impl Fault {
    /// Whether another fault is of the same kind.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// The instance that shows it.
    pub(crate) fn instance(&self) -> Option<usize> {
        match self {
            Self::Panic(_) | Self::NotGenerated(_) | Self::NotCompiled(_) => None,
            Self::RefusesValid(at, _)
            | Self::AcceptsInvalid(at, _)
            | Self::Changes(at, _)
            | Self::Crash(at, _) => Some(*at),
        }
    }

    pub(crate) fn said(&self) -> (&'static str, &str) {
        match self {
            Self::Panic(said) => ("the generator panics", said),
            Self::NotGenerated(said) => ("the generator refuses the schema", said),
            Self::NotCompiled(said) => ("the types do not compile", said),
            Self::RefusesValid(_, said) => ("a valid instance is refused", said),
            Self::AcceptsInvalid(_, said) => ("an invalid instance is accepted", said),
            Self::Changes(_, said) => ("an instance comes back changed", said),
            Self::Crash(_, said) => ("the reader crashes", said),
        }
    }
}

/// What came of a batch.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// By place in the batch.
    pub(crate) faults: BTreeMap<usize, Vec<Fault>>,
    /// Schemas that the oracle does not take, or has no answer for.
    pub(crate) unjudged: usize,
    /// Instances that were compared.
    pub(crate) instances: usize,
    /// Of them, those that are valid.
    pub(crate) valid: usize,
    /// Disagreements that a named policy or the README declares.
    pub(crate) by_policy: usize,
    /// Types that were compiled.
    pub(crate) types: usize,
}

/// What is known of a case before its types are compiled.
#[derive(Default)]
struct Prepared {
    generated: Option<Generated>,
    fault: Option<Fault>,
    verdicts: Option<Vec<Option<bool>>>,
}

/// Generates, compiles and runs a batch, and asks the oracle.
pub(crate) fn judge(cases: &[Case], scratch: &Scratch) -> Result<Verdict> {
    let mut prepared = prepare(cases);
    let mut verdict = Verdict::default();
    let mut modules = BTreeMap::new();
    for (number, it) in prepared.iter_mut().enumerate() {
        if it.verdicts.is_none() {
            verdict.unjudged += 1;
        }
        verdict.types += it.generated.as_ref().map_or(0, |it| it.ledger.len());
        modules.extend(it.generated.take().map(|generated| (number, generated)));
        if let Some(fault) = it.fault.take() {
            // What the oracle refuses too is no schema, but it is no reason to panic.
            if it.verdicts.is_some() || matches!(fault, Fault::Panic(_)) {
                verdict.faults.insert(number, vec![fault]);
            }
        }
    }
    progress::now(format!("the types of {} schemas are compiled", modules.len()));
    for (number, said) in scratch.build(&modules)? {
        modules.remove(&number);
        verdict.faults.entry(number).or_default().push(Fault::NotCompiled(said));
    }
    let texts: Vec<Vec<String>> =
        cases.iter().map(|it| it.instances.iter().map(Value::to_string).collect()).collect();
    let mut requests = Vec::new();
    let mut asked = Vec::new();
    for number in modules.keys() {
        let verdicts = prepared[*number].verdicts.iter().flatten();
        for (at, (text, expected)) in texts[*number].iter().zip(verdicts).enumerate() {
            if let Some(expected) = expected {
                requests.push((*number, text.as_str()));
                asked.push((at, *expected));
            }
        }
    }
    progress::now(format!("{} instances are read", requests.len()));
    let answers = scratch.run(&requests)?;
    for (((number, text), (at, expected)), answer) in requests.iter().zip(asked).zip(answers) {
        verdict.instances += 1;
        verdict.valid += usize::from(expected);
        let Some(fault) = compare(at, text, expected, answer) else { continue };
        if is_declared(&modules[number], &fault, &cases[*number], at) {
            verdict.by_policy += 1;
        } else {
            verdict.faults.entry(*number).or_default().push(fault);
        }
    }
    Ok(verdict)
}

fn compare(at: usize, text: &str, is_valid: bool, answer: Again) -> Option<Fault> {
    match (is_valid, answer) {
        (_, Again::Lost(said)) => Some(Fault::Crash(at, said)),
        (true, Again::Refused(said)) => Some(Fault::RefusesValid(at, said)),
        (false, Again::Written(said)) => Some(Fault::AcceptsInvalid(at, said)),
        (true, Again::Written(said)) => (!is_same(text, &said)).then_some(Fault::Changes(at, said)),
        (false, Again::Refused(_)) => None,
    }
}

/// Whether a policy, as the ledger says, or the README declares that something else is accepted.
fn is_declared(generated: &Generated, fault: &Fault, case: &Case, at: usize) -> bool {
    let has = |grade| generated.ledger.iter().chain(&generated.uses).any(|it| it.grade == grade);
    match fault {
        // In the practical reading numbers are `i64` or `f64`.
        Fault::RefusesValid(..) | Fault::AcceptsInvalid(..)
            if case.preset == Preset::Practical && oracle::has_big_numbers(&case.instances[at]) =>
        {
            true
        }
        // Integers that a double may have rounded are refused, whatever the preset: a branch of a `oneOf` that
        // refuses one is not counted then. And the oracle divides doubles.
        Fault::RefusesValid(..) | Fault::AcceptsInvalid(..)
            if oracle::may_be_rounded(&case.instances[at])
                || (oracle::has_fractional_steps(&case.schema.whole())
                    && oracle::has_big_numbers(&case.instances[at])) =>
        {
            true
        }
        // The types have to be what the policies make of the schema, then.
        Fault::RefusesValid(..) | Fault::AcceptsInvalid(..)
            if has(Grade::Narrowed) || has(Grade::Widened) =>
        {
            let accepts = matches!(fault, Fault::AcceptsInvalid(..));
            by_policy(case, &case.instances[at]).is_none_or(|it| it == accepts)
        }
        Fault::RefusesValid(..)
        | Fault::AcceptsInvalid(..)
        | Fault::Panic(_)
        | Fault::NotGenerated(_)
        | Fault::NotCompiled(_)
        | Fault::Changes(..)
        | Fault::Crash(..) => false,
    }
}

/// What the oracle says of an instance by the policies of a case; `None` where no one schema says it.
fn by_policy(case: &Case, instance: &Value) -> Option<bool> {
    let outline = isotype::outline::outline(&source(0, case)).0?;
    let root = outline.types.iter().find(|it| it.pointer.is_empty())?;
    let mut schema = outline.schema;
    schema["$ref"] = json!(format!("#/$defs/{}", root.key));
    let validator = oracle::validator(&schema, Dialect::Draft202012).ok()?;
    oracle::verdict(&validator, case.dialect, instance)
}

/// Generates each case and asks the oracle, on threads with room for deep schemas.
fn prepare(cases: &[Case]) -> Vec<Prepared> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = cases.get(at) else { return };
            progress::now(format!("schema {} of {} is generated", at + 1, cases.len()));
            let one = one(at, case);
            done.lock().expect("no thread panics while it holds the lock").push((at, one));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, Into::into) {
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, work).expect("a thread can be started");
        }
    });
    let mut done = done.into_inner().expect("no thread panics while it holds the lock");
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, it)| it).collect()
}

fn one(number: usize, case: &Case) -> Prepared {
    let validator = oracle::validator(&case.schema.whole(), case.dialect);
    let verdicts = validator.ok().map(|validator| {
        let ask = |it| oracle::verdict(&validator, case.dialect, it);
        case.instances.iter().map(ask).collect()
    });
    let source = source(number, case);
    let (generated, fault) = match catch_unwind(AssertUnwindSafe(|| isotype::generate(&source))) {
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
            (None, Some(Fault::Panic(said.unwrap_or_default())))
        }
        Ok((generated, diagnostics)) => match diagnostics.iter().find(|it| it.severity == Severity::Error) {
            Some(error) => (None, Some(Fault::NotGenerated(format!("{}: {}", error.code, error.message)))),
            None if generated.is_none() => (None, Some(Fault::NotGenerated("no reason given".to_owned()))),
            None => (generated, None),
        },
    };
    Prepared { generated, fault, verdicts }
}

fn source(number: usize, case: &Case) -> Source {
    let bytes = case.schema.whole().to_string().into_bytes();
    let documents = vec![InputFile { path: "case.json".to_owned(), bytes }];
    Source {
        dialect: Some(case.dialect),
        roots: Roots::Root,
        policies: case.preset.policies(),
        ..Source::new(module(number), documents)
    }
}

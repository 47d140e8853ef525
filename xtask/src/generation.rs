//! Runs the library over many sources: two threads with large stacks, results in the order asked for.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result};
use isotype::config::Source;
use isotype::diagnostic::{Diagnostic, Place, Severity};
use isotype::{Generated, Stage};

use crate::report::Reporter;
use crate::timings::{Laps, Stopwatch};

/// Schemas nest deeper than a thread's default stack; the pages are taken only when used.
const STACK: usize = 512 << 20;
const THREAD_NAME: &str = "generate";

/// What came of one source.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The module, where there is no error.
    pub(crate) generated: Option<Generated>,
    /// Findings as the library sorted them.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// How long each stage took.
    pub(crate) laps: Laps,
}

/// Generates every source.
pub(crate) fn run(sources: &[Source], reporter: &Reporter) -> Result<Vec<Outcome>> {
    with_quiet_panics(|| in_parallel(sources, reporter))
}

/// Runs foreign code on a large stack; a panic becomes an error.
pub(crate) fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    with_quiet_panics(|| {
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().name(THREAD_NAME.to_owned()).stack_size(STACK);
            let caught = || catch_unwind(AssertUnwindSafe(work)).map_err(|_| LAST_PANIC.take());
            match thread.spawn_scoped(scope, caught) {
                Ok(running) => running.join().unwrap_or_else(|_| Err("the thread was lost".to_owned())),
                Err(error) => Err(format!("cannot start a thread: {error}")),
            }
        })
    })
    .map_err(|panic| format!("panic: {panic}"))
}

fn in_parallel(sources: &[Source], reporter: &Reporter) -> Result<Vec<Outcome>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(sources.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(sources.len()));
    let work = || {
        while let Some((at, source)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            sources.get(at).map(|source| (at, source))
        } {
            let outcome = one(source, &mut |stage| {
                let (module, stage) = (&source.module, stage.name());
                reporter.progress(&format!("{} of {}: {module}, {stage}", at + 1, sources.len()));
            });
            done.lock().expect("no thread panics while it holds the lock").push((at, outcome));
        }
    };
    std::thread::scope(|scope| -> Result<()> {
        for _ in 0..threads {
            std::thread::Builder::new()
                .name(THREAD_NAME.to_owned())
                .stack_size(STACK)
                .spawn_scoped(scope, work)
                .context("cannot start a thread")?;
        }
        Ok(())
    })?;
    let mut done = done.into_inner().expect("no thread panics while it holds the lock");
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, outcome)| outcome).collect())
}

/// The library promises not to panic; should it do so all the same, one source is lost and not the run.
fn one(source: &Source, begins: &mut dyn FnMut(Stage)) -> Outcome {
    LAST_PANIC.take();
    let mut stopwatch = Stopwatch::default();
    let mut observe = |stage| {
        begins(stage);
        stopwatch.begin(stage);
    };
    match catch_unwind(AssertUnwindSafe(|| isotype::generate_observed(source, &mut observe))) {
        Ok((generated, diagnostics)) => {
            let refused = diagnostics.iter().any(|it| it.severity == Severity::Error);
            let generated = generated.filter(|_| !refused);
            if generated.is_some() || refused {
                return Outcome { generated, diagnostics, laps: stopwatch.stop() };
            }
            let mut outcome = internal_error(source, "nothing was generated, and no reason given");
            outcome.diagnostics.splice(..0, diagnostics);
            outcome
        }
        Err(_) => internal_error(source, &LAST_PANIC.take()),
    }
}

fn internal_error(source: &Source, message: &str) -> Outcome {
    let file = source.documents.first().map(|it| it.path.clone()).unwrap_or_default();
    let diagnostic = Diagnostic {
        severity: Severity::Error,
        code: "internal-error",
        place: Place { file, ..Place::default() },
        message: format!("internal error: {message}"),
        help: Some("this is a fault of the generator: report it with the schema".to_owned()),
        related: Vec::new(),
    };
    Outcome { generated: None, diagnostics: vec![diagnostic], laps: Laps::new() }
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// While `work` runs, panics of our threads are kept rather than printed.
fn with_quiet_panics<T>(work: impl FnOnce() -> T) -> T {
    let previous = std::sync::Arc::new(std::panic::take_hook());
    let others = previous.clone();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() != Some(THREAD_NAME) {
            return others(info);
        }
        let payload = info.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let message = text.or_else(|| payload.downcast_ref().copied()).unwrap_or("a panic without text");
        let at = info.location().map(|it| format!(" at {}:{}", it.file(), it.line())).unwrap_or_default();
        LAST_PANIC.replace(format!("{message}{at}"));
    }));
    let result = work();
    drop(std::panic::take_hook());
    if let Ok(hook) = std::sync::Arc::try_unwrap(previous) {
        std::panic::set_hook(hook);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::alone;

    #[test]
    fn a_panic_becomes_an_error() {
        let error = alone(|| -> u8 { panic!("no {}", "way") }).expect_err("it panics");
        assert!(error.starts_with("panic: no way at "), "{error}");
        assert_eq!(alone(|| 1), Ok(1));
    }
}

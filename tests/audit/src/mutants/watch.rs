//! Threads that try mutants, and one that watches how long each takes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use isotype::config::Source;

use super::trial::{Came, Wrong, trial};
use super::{Asked, shrink};

/// As much as generation has in `cargo xtask codegen`.
pub(super) const STACK: usize = 512 << 20;

/// How long one mutant may take, in a build without optimization and on a machine with many other things to do.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);

/// How many that never end are left behind before the run ends too.
const LEFT_BEHIND: usize = 4;

/// What came of all mutants.
#[derive(Default)]
pub(super) struct Report {
    /// By number, in words.
    pub(super) faults: BTreeMap<usize, String>,
    types: usize,
    errors: usize,
    bytes: usize,
    slowest: (Duration, usize),
    time: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { faults, types, errors, bytes, slowest: (longest, slowest), time } = self;
        let tried = types + errors + faults.len();
        let (time, longest, faults, kib) = (time.as_secs(), longest.as_secs_f64(), faults.len(), bytes >> 10);
        write!(
            to,
            "{tried} mutants, {kib} KiB: {types} became types, {errors} were refused, {faults} are faults; {time} s, \
             the slowest (#{slowest}) {longest:.1} s"
        )
    }
}

struct Done {
    at: usize,
    bytes: usize,
    took: Duration,
    came: Result<Came, Wrong>,
}

/// What the threads share.
struct Shared<M> {
    mutant: M,
    seed: u64,
    next: AtomicUsize,
    end: usize,
    until: Instant,
    /// The mutants that are being tried, and since when.
    tried: Mutex<BTreeMap<usize, Instant>>,
}

/// Tries mutants until all are, or the time is over.
pub(super) fn watch<M>(asked: &Asked<'_>, mutant: M) -> Result<Report>
where
    M: Fn(u64, usize) -> Source + Send + Sync + 'static,
{
    std::panic::set_hook(Box::new(|info| {
        let text = info.payload().downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| info.payload().downcast_ref().copied()).unwrap_or("without a text");
        let at = info.location().map(|it| format!(" at {}:{}", it.file(), it.line())).unwrap_or_default();
        LAST_PANIC.replace(format!("{text}{at}"));
    }));
    fs::create_dir_all(asked.folder).with_context(|| format!("cannot make {}", asked.folder.display()))?;
    let began = Instant::now();
    let shared = Arc::new(Shared {
        mutant,
        seed: asked.seed,
        next: AtomicUsize::new(asked.numbers.start),
        end: asked.numbers.end,
        until: began + asked.time,
        tried: Mutex::default(),
    });
    let mut report = Report::default();
    let (sender, done) = mpsc::channel();
    for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
        start(&shared, asked.folder, &sender)?;
    }
    let mut left_behind = 0;
    // The last thread that ends takes the last sender but ours with it.
    let mut ours = Some(sender);
    loop {
        if shared.next.load(Ordering::Relaxed) >= shared.end || Instant::now() >= shared.until {
            ours = None;
        }
        match done.recv_timeout(Duration::from_millis(200)) {
            Ok(it) => take(&mut report, asked, &shared, it),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        for at in endless(&shared) {
            left_behind += 1;
            println!("#{at}: no end in {} s", PATIENCE.as_secs());
            report.faults.insert(at, format!("no end in {} s", PATIENCE.as_secs()));
            if let (Some(sender), true) = (&ours, left_behind < LEFT_BEHIND) {
                start(&shared, asked.folder, sender)?;
            }
        }
        // Threads can't be ended; the process can.
        if left_behind >= LEFT_BEHIND || (left_behind > 0 && ours.is_none() && lock(&shared.tried).is_empty())
        {
            break;
        }
    }
    report.time = began.elapsed();
    Ok(report)
}

/// Takes those out that have been tried for too long.
fn endless<M>(shared: &Shared<M>) -> Vec<usize> {
    let mut tried = lock(&shared.tried);
    let late: Vec<usize> = tried.iter().filter(|it| it.1.elapsed() > PATIENCE).map(|it| *it.0).collect();
    tried.retain(|at, _| !late.contains(at));
    late
}

fn take<M: Fn(u64, usize) -> Source>(report: &mut Report, asked: &Asked<'_>, shared: &Shared<M>, done: Done) {
    report.bytes += done.bytes;
    report.slowest = report.slowest.max((done.took, done.at));
    match done.came {
        Ok(Came::Types) => report.types += 1,
        Ok(Came::Errors) => report.errors += 1,
        Err(wrong) => {
            println!("#{}: {wrong}", done.at);
            let text = if report.faults.len() < asked.shown {
                shrink::shrunk((shared.mutant)(asked.seed, done.at), &wrong)
            } else {
                wrong
            };
            report.faults.insert(done.at, text);
        }
    }
    let tried = report.types + report.errors + report.faults.len();
    if tried.is_multiple_of(1000) {
        println!("{tried} tried, {} faults", report.faults.len());
    }
}

fn start<M>(shared: &Arc<Shared<M>>, folder: &Path, sender: &Sender<Done>) -> Result<()>
where
    M: Fn(u64, usize) -> Source + Send + Sync + 'static,
{
    let (shared, folder, sender) = (shared.clone(), folder.to_owned(), sender.clone());
    let thread = std::thread::Builder::new().stack_size(STACK);
    thread.spawn(move || work(&shared, &folder, &sender)).context("cannot start a thread")?;
    Ok(())
}

fn work<M: Fn(u64, usize) -> Source>(shared: &Shared<M>, folder: &Path, sender: &Sender<Done>) {
    while Instant::now() < shared.until {
        let at = shared.next.fetch_add(1, Ordering::Relaxed);
        if at >= shared.end {
            return;
        }
        let source = (shared.mutant)(shared.seed, at);
        let bytes = source.documents.iter().map(|it| it.bytes.len()).sum();
        // Nothing catches a stack that overflows: then the mutant that did it lies here.
        let lying = folder.join(format!("{at}"));
        let _ = fs::create_dir_all(&lying);
        for document in &source.documents {
            let _ = fs::write(lying.join(&document.path), &document.bytes);
        }
        let began = Instant::now();
        lock(&shared.tried).insert(at, began);
        let came = trial(&source);
        let is_late = lock(&shared.tried).remove(&at).is_none();
        if came.is_ok() {
            let _ = fs::remove_dir_all(&lying);
        }
        // It was given up, and another thread works in place of this one.
        if is_late || sender.send(Done { at, bytes, took: began.elapsed(), came }).is_err() {
            return;
        }
    }
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What the last panic of this thread said, and where.
pub(super) fn last_panic() -> String {
    LAST_PANIC.take()
}

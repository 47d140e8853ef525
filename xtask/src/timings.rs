//! Where the time of a run of codegen went: what xtask does itself, and the library's stages source by source.

use std::time::{Duration, Instant};

use isotype::Stage;
use serde_json::{Map, json};

use crate::report::Reporter;

/// What took how long, in the order in which it was done.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    steps: Vec<(&'static str, Duration)>,
    /// By module.
    sources: Vec<(String, Laps)>,
    /// How many steps came before the sources.
    before: usize,
}

/// The stages of one source; none where what an earlier run made of it was good still.
pub(crate) type Laps = Vec<(Stage, Duration)>;

/// Takes the time of stages that only say when they begin.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch {
    laps: Laps,
    running: Option<(Stage, Instant)>,
}

impl Stopwatch {
    /// A stage begins, and the one before it ends.
    pub(crate) fn begin(&mut self, stage: Stage) {
        self.end_lap();
        self.running = Some((stage, Instant::now()));
    }

    /// All laps, where the last stage ends now.
    pub(crate) fn stop(mut self) -> Laps {
        self.end_lap();
        self.laps
    }

    fn end_lap(&mut self) {
        self.laps.extend(self.running.take().map(|(stage, began)| (stage, began.elapsed())));
    }
}

impl Timings {
    /// Does a step, and keeps how long it took.
    pub(crate) fn step<T>(&mut self, what: &'static str, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.steps.push((what, began.elapsed()));
        done
    }

    /// Keeps what a source took.
    pub(crate) fn source(&mut self, module: &str, laps: Laps) {
        if self.sources.is_empty() {
            self.before = self.steps.len();
        }
        self.sources.push((module.to_owned(), laps));
    }

    /// Prints a line for each step and source.
    pub(crate) fn print(&self, reporter: &Reporter, all: Duration) {
        let (before, after) = self.steps.split_at(self.before);
        for step in before {
            print_step(reporter, step);
        }
        for source in &self.sources {
            print_source(reporter, source);
        }
        // Sources are generated side by side, so that the last line is no sum.
        for step in after.iter().chain([&("all, from beginning to end", all)]) {
            print_step(reporter, step);
        }
    }
}

fn print_step(reporter: &Reporter, (what, time): &(&str, Duration)) {
    let ms = milliseconds(*time);
    reporter.timing(&format!("{ms:>9.1} ms  {what}"), json!({"step": what, "milliseconds": ms}));
}

fn print_source(reporter: &Reporter, (module, laps): &(String, Laps)) {
    let ms = milliseconds(laps.iter().map(|it| it.1).sum());
    let stages = laps.iter().map(|(stage, time)| (stage.name(), milliseconds(*time)));
    let facts: Map<_, _> = stages.clone().map(|(name, ms)| (name.to_owned(), json!(ms))).collect();
    let words: Vec<String> = stages.map(|(name, ms)| format!("{name} {ms:.1}")).collect();
    let line = match words.as_slice() {
        [] => format!("{:>12}  {module}: unchanged since an earlier run", "-"),
        _ => format!("{ms:>9.1} ms  {module}: {}", words.join(", ")),
    };
    reporter.timing(&line, json!({"module": module, "stages": facts, "milliseconds": ms}));
}

/// To the microsecond.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::Stopwatch;
    use isotype::Stage;

    #[test]
    fn a_stage_ends_where_the_next_one_begins() {
        let mut stopwatch = Stopwatch::default();
        assert_eq!(Stopwatch::default().stop(), []);
        stopwatch.begin(Stage::Read);
        stopwatch.begin(Stage::Lower);
        let stages: Vec<Stage> = stopwatch.stop().into_iter().map(|it| it.0).collect();
        assert_eq!(stages, [Stage::Read, Stage::Lower]);
    }
}

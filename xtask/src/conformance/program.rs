//! Reads lines of `[module, text]` and prints what the module's type makes of the text. Part of the
//! scratch crates, not of xtask.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::panic::catch_unwind;

type Reader = fn(&str) -> Result<String, String>;

/// Answers every line on standard input.
pub fn run(tables: &[&'static [(&'static str, Reader)]]) {
    let readers: BTreeMap<&str, Reader> = tables.iter().copied().flatten().copied().collect();
    // Deep instances need a deep stack in a build without optimization.
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(move || answer(&readers));
    thread.expect("a thread can be started").join().expect("the thread does not panic");
}

fn answer(readers: &BTreeMap<&str, Reader>) {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let (module, text): (String, String) =
            serde_json::from_str(&line.expect("xtask writes lines")).expect("xtask writes JSON");
        let reader = readers[module.as_str()];
        let (what, said) = match catch_unwind(|| reader(&text)) {
            Ok(Ok(written)) => ("written", written),
            Ok(Err(reason)) => ("refused", reason),
            Err(panic) => {
                let said = panic.downcast_ref::<String>().map_or("without a message", String::as_str);
                ("lost", format!("panic: {said}"))
            }
        };
        // At once, so that a crash does not take answers with it.
        writeln!(out, "{}", serde_json::json!({ what: said })).and_then(|()| out.flush()).expect("a pipe");
    }
}

//! Reads lines of a number and a JSON text, and prints what the type with that number makes of the text.
//! Part of the scratch crates, not of the audit.

use std::io::{BufRead, Write};
use std::panic::catch_unwind;

type Reader = fn(&str) -> Result<String, String>;

/// Answers every line on standard input.
pub fn run(tables: &[&'static [(usize, Reader)]]) {
    let mut readers: Vec<(usize, Reader)> = tables.iter().copied().flatten().copied().collect();
    readers.sort_by_key(|it| it.0);
    // Deep instances need a deep stack in a build without optimization.
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(move || answer(&readers));
    thread.expect("a thread can be started").join().expect("the thread does not panic");
}

fn answer(readers: &[(usize, Reader)]) {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the audit writes lines");
        let (number, text) = line.split_once(' ').expect("the audit writes a number and a text");
        let number: usize = number.parse().expect("the audit writes numbers");
        let at = readers.binary_search_by_key(&number, |it| it.0).expect("the audit asks for types that exist");
        let (what, said) = match catch_unwind(|| readers[at].1(text)) {
            Ok(Ok(written)) => ('W', written),
            Ok(Err(reason)) => ('R', reason),
            Err(panic) => {
                let said = panic.downcast_ref::<String>().map_or("without a message", String::as_str);
                ('P', format!("panic: {said}"))
            }
        };
        // At once, so that a crash does not take answers with it.
        let said = said.replace('\n', "\\n");
        writeln!(out, "{what}{said}").and_then(|()| out.flush()).expect("a pipe");
    }
}

//! Says on standard error how far a long run is: a line every some seconds, which a log bears too.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_secs(15);

/// What is being done.
static NOW: Mutex<String> = Mutex::new(String::new());

/// Begins to tell; what is told ends with the program.
pub(crate) fn begin() {
    let began = Instant::now();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(EVERY);
            let now = NOW.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if !now.is_empty() {
                eprintln!("{} s: {now}", began.elapsed().as_secs());
            }
        }
    });
}

/// Keeps what is being done, until it is something else.
pub(crate) fn now(doing: String) {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = doing;
}

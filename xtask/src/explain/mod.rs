//! `cargo xtask explain`: what a diagnostic's code means.

mod codes;

use anyhow::{Result, bail};

use crate::report::out_line;
use crate::{Ending, manifest};

/// What is explained.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code of a diagnostic, such as `dangling-reference`
    what: String,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<Ending> {
    let what = args.what.as_str();
    if let Some(text) = codes::section(what) {
        out_line(&format!("{what}\n\n{text}"));
        return Ok(Ending::Done);
    }
    match manifest::nearest(what, &codes::all()) {
        Some(near) => bail!("no diagnostic has the code `{what}`; did you mean `{near}`?"),
        None => bail!("no diagnostic has the code `{what}`; docs/diagnostics.md lists them"),
    }
}

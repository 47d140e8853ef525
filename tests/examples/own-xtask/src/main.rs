//! `SCHEMAS OUT [--check]`: writes a package of types, a module for each schema of a folder; with `--check`, which
//! is for CI, ends with 1 where the package is not what it would be.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use isotype::{InputFile, Layout, Output, Source};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (schemas, out, check) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [schemas, out] => (schemas, out, false),
        [schemas, out, "--check"] => (schemas, out, true),
        _ => return Err("usage: SCHEMAS OUT [--check]".into()),
    };
    let made = generate(Path::new(schemas))?;
    for warning in &made.warnings {
        eprintln!("{warning}\n");
    }
    let mut stale = 0;
    for (path, text) in &made.files {
        let path = Path::new(out).join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
            continue;
        }
        stale += 1;
        if check {
            eprintln!("stale: {}", path.display());
        } else {
            fs::create_dir_all(path.parent().ok_or("a file lies in a folder")?)?;
            fs::write(path, text)?;
        }
    }
    println!("{} files, {stale} {}", made.files.len(), if check { "stale" } else { "written" });
    Ok(if check && stale > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A module for each schema, called as its file is.
fn generate(schemas: &Path) -> Result<Output, Box<dyn Error>> {
    let mut paths =
        fs::read_dir(schemas)?.map(|it| Ok(it?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let name = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let file = InputFile::new(name(path.file_name()), fs::read(&path)?);
        sources.push(Source::new(name(path.file_stem()), vec![file]));
    }
    Ok(isotype::generate_all(&sources, Layout::Package("own-types"))?.written_by("cargo xtask types"))
}

//! Writes the types of `schemas/` to where cargo keeps what build scripts make.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use isotype::{InputFile, Layout, Source};

fn main() -> Result<(), Box<dyn Error>> {
    let mut documents = Vec::new();
    // The second one is there to be referred to, and becomes types as well.
    for path in ["schemas/order.json", "schemas/customer.yaml"] {
        println!("cargo::rerun-if-changed={path}");
        documents.push(InputFile::new(path, fs::read(path)?));
    }
    let made = isotype::generate_all(&[Source::new("shop", documents)], Layout::Modules)?;
    for warning in &made.warnings {
        println!("cargo::warning={}", warning.to_string().replace('\n', " "));
    }
    let out = env::var("OUT_DIR")?;
    for (path, text) in made.written_by("build.rs").files {
        let path = Path::new(&out).join(path);
        fs::create_dir_all(path.parent().ok_or("a file lies in a folder")?)?;
        fs::write(path, text)?;
    }
    Ok(())
}

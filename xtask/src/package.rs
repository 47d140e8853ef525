//! The crate that codegen writes into, as its `Cargo.toml` has it.

use std::path::Path;

use anyhow::Result;
use isotype::config::Package;

use crate::{codegen, sync};

/// The crate in a folder, and whether its `Cargo.toml` is ours to write.
///
/// What can't be read is told elsewhere; there are no features then.
pub(crate) fn of(out: &Path) -> Result<(Package, bool)> {
    let path = out.join("Cargo.toml");
    if sync::is_generated_or_missing(&path)? {
        return Ok((Package { name: name_of(out), ..Package::default() }, true));
    }
    let manifest: toml::Table = codegen::read_text(&path)?.parse().unwrap_or_default();
    let name = manifest.get("package").and_then(|it| it.get("name")).and_then(toml::Value::as_str);
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let package = Package {
        name: name.map_or_else(|| name_of(out), str::to_owned),
        features: features.map(|it| it.keys().cloned().collect()).unwrap_or_default(),
    };
    Ok((package, false))
}

/// A name after the folder.
fn name_of(out: &Path) -> String {
    let name = std::path::absolute(out).ok();
    let name = name.as_deref().and_then(Path::file_name).map(|it| it.to_string_lossy().to_ascii_lowercase());
    let clean = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
    let name: String = name.unwrap_or_default().chars().map(clean).collect();
    let name = name.trim_matches('-');
    if name.starts_with(|it: char| it.is_ascii_lowercase()) {
        name.to_owned()
    } else {
        format!("types-{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::{name_of, of};
    use std::path::Path;

    #[test]
    fn a_package_without_a_manifest_is_named_after_its_folder() {
        assert_eq!(name_of(Path::new("a/My Types")), "my-types");
        assert_eq!(name_of(Path::new("a/1")), "types-1");
    }

    #[test]
    fn a_manifest_by_hand_says_name_and_features() {
        let (package, is_ours) = of(&crate::workspace::generated()).expect("the folder can be read");
        assert_eq!((package.name.as_str(), is_ours), ("provider-types", false));
        assert!(package.features.contains("direct"), "{:?}", package.features);
    }
}

//! The module of a schema that has no entry in the manifest: a name made of its file's.

use std::collections::BTreeSet;

use isotype::module_name_fault as fault;

/// Gives each file stem a module name; the same stems in the same order give the same names.
pub(crate) fn from_stems<'a>(stems: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    stems.into_iter().map(|stem| unused(&from_stem(stem), &mut taken)).collect()
}

fn from_stem(stem: &str) -> String {
    let lower = stem.to_ascii_lowercase();
    let clean: String = lower.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    let name = match clean.chars().next() {
        Some(first) if first.is_ascii_lowercase() => clean,
        _ => format!("m{clean}"),
    };
    if fault(&name).is_some() { format!("{name}_schema") } else { name }
}

fn unused(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|it| !taken.contains(it));
    let free = free.expect("the numbers do not end");
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::{fault, from_stems};

    #[test]
    fn stems_become_valid_and_unique_names() {
        let stems = ["a-b", "A_b", "1x", "type", "runtime", "", "ä", "serde", "a_b_2"];
        let names = from_stems(stems);
        let expected =
            ["a_b", "a_b_2", "m1x", "type_schema", "runtime_schema", "m", "m_", "serde_schema", "a_b_2_2"];
        assert_eq!(names, expected);
        assert!(names.iter().all(|name| fault(name).is_none()));
    }
}

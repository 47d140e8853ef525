//! Reads what the manifest names: schema files whose sums hold, and the instances beside them.
//!
//! Nothing outside the schemas folder is read, whatever the manifest says.

mod fixups;
mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use isotype::config::{ExampleFile, InputFile, Policies, Source, Written, WrittenOverride};
use isotype::diagnostic::{Diagnostics, Place};
use isotype::format::{Format, Formats};
use isotype::schema::ALLOWABLE;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

use crate::manifest::{self, AllFormats, AssertedFormats, Manifest, Roots, SourceEntry};

pub(crate) use self::folder::{files as files_in, is_document};

/// The manifest's name in the schemas folder.
pub(crate) const MANIFEST: &str = "manifest.toml";
/// The folder as it is called in diagnostics and in generated code, wherever it lies.
pub(crate) const FOLDER: &str = "schemas";

/// Reads the manifest in `folder` and all that it names. Findings go to `diagnostics`.
///
/// `preset` takes the place of every preset in the manifest; policies set one by one stay.
pub(crate) fn load(
    folder: &Path,
    preset: Option<Policies>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Source>> {
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let inside = fs::canonicalize(folder).with_context(|| format!("cannot open {}", folder.display()))?;
    let file = format!("{FOLDER}/{MANIFEST}");
    let Some(manifest) = manifest::parse(&file, &text, diagnostics) else { return Ok(Vec::new()) };
    let mut loader = Loader { folder: inside, file, text: &text, found: diagnostics };
    Ok(loader.sources(manifest, preset))
}

/// SHA-256 in lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digits: Vec<String> = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

struct Loader<'a> {
    /// Without symbolic links.
    folder: PathBuf,
    file: String,
    text: &'a str,
    found: &'a mut Diagnostics,
}

impl Loader<'_> {
    fn sources(&mut self, manifest: Manifest, preset: Option<Policies>) -> Vec<Source> {
        let mut modules: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut sources = Vec::new();
        for entry in manifest.sources {
            let module = entry.module.get_ref().clone();
            if let Some(fault) = isotype::module_name_fault(&module) {
                self.error(
                    "module-name",
                    entry.module.span(),
                    format!("`{module}` can't be a module"),
                    fault,
                );
            }
            if let Some(first) = modules.insert(module.clone(), entry.module.span()) {
                let (place, first) = (self.place(entry.module.span()), self.place(first));
                self.found
                    .error("module-name", place, format!("module `{module}` is there twice"))
                    .related(first, "first named here")
                    .help("give each source its own module");
            }
            let preset = preset.unwrap_or_else(|| entry.preset.unwrap_or(manifest.preset).policies());
            sources.push(self.source(entry, preset));
        }
        sources
    }

    fn source(&mut self, entry: SourceEntry, preset: Policies) -> Source {
        let files = self.files(&entry);
        if files.is_empty() {
            self.error("no-files", entry.files.span(), "a source needs a file".into(), "name a schema file");
        }
        let names: Vec<&str> = files.iter().map(|it| it.get_ref().as_str()).collect();
        self.sums_without_file(&entry, &names);
        self.upstream(&entry, &names);
        let mut written = self.written(&entry);
        let allow = entry.allow.iter().filter_map(|code| self.allowed(code)).collect();
        let fixups;
        (fixups, written.fixups) = fixups::read(self, entry.fixups, &names).into_iter().unzip();
        let documents = files.iter().filter_map(|name| self.document(name, &entry.sha256)).collect();
        Source {
            module: entry.module.into_inner(),
            documents,
            dialect: entry.dialect.map(Into::into),
            roots: entry.roots.into_inner().into(),
            policies: Policies {
                formats: self.formats(entry.formats.assert.as_ref()),
                ..entry.policies.over(preset)
            },
            overrides: entry.types.into_iter().map(Into::into).collect(),
            examples: entry.examples.map(|name| self.instances(&name)).unwrap_or_default(),
            counterexamples: entry.counterexamples.map(|name| self.instances(&name)).unwrap_or_default(),
            fixups,
            allow,
            borrow: entry.borrow,
            origin: Some(entry.origin),
            retrieved: Some(entry.retrieved.into_inner()),
            written,
            package: None,
        }
    }

    /// Where the parts of an entry stand that only the library can judge.
    fn written(&self, entry: &SourceEntry) -> Written {
        let place = |span: Range<usize>| self.place(span);
        let roots = match entry.roots.get_ref() {
            Roots::Word(_) => vec![place(entry.roots.span())],
            Roots::List(names) => names.iter().map(|it| place(it.span())).collect(),
        };
        let overrides = entry.types.iter().map(|it| WrittenOverride {
            at: place(it.at.span()),
            rename: it.rename.as_ref().map(|it| place(it.span())),
        });
        let allow = entry.allow.iter().filter(|it| ALLOWABLE.contains(&it.get_ref().as_str()));
        Written {
            roots,
            allow: allow.map(|it| place(it.span())).collect(),
            overrides: overrides.collect(),
            fixups: Vec::new(),
        }
    }

    /// The formats that are asserted; an unknown one stays an annotation.
    fn formats(&mut self, asserted: Option<&AssertedFormats>) -> Formats {
        let Some(asserted) = asserted else { return Formats::NONE };
        let names = match asserted {
            AssertedFormats::Word(AllFormats::All) => return Formats::ALL,
            AssertedFormats::List(names) => names,
        };
        let mut formats = Formats::NONE;
        for spanned in names {
            let name = spanned.get_ref();
            if let Some(format) = Format::named(name) {
                formats = formats.with(format);
                continue;
            }
            let known: Vec<&str> = Format::all().map(Format::name).collect();
            let help = match manifest::nearest(name, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it stays an annotation; known are: {}", known.join(", ")),
            };
            let message = format!("the format `{name}` is unknown and can't be asserted");
            let place = self.place(spanned.span());
            self.found.warning("unknown-format", place, message).help(help);
        }
        formats
    }

    /// The source's documents, each once: those of a folder stand in its place, sorted.
    fn files(&mut self, entry: &SourceEntry) -> Vec<Spanned<String>> {
        let of_instances = [&entry.examples, &entry.counterexamples];
        let of_instances = of_instances.into_iter().flatten().map(|it| format!("{}/", it.get_ref()));
        let of_instances: Vec<String> = of_instances.collect();
        let mut files: Vec<Spanned<String>> = Vec::new();
        for name in entry.files.get_ref() {
            let found = match name.get_ref().strip_suffix('/') {
                Some(folder) => self.documents_in(&Spanned::new(name.span(), folder.to_owned())),
                None => vec![name.get_ref().clone()],
            };
            for it in found.into_iter().filter(|it| !of_instances.iter().any(|folder| it.starts_with(folder)))
            {
                if !files.iter().any(|known| *known.get_ref() == it) {
                    files.push(Spanned::new(name.span(), it));
                }
            }
        }
        files
    }

    fn documents_in(&mut self, name: &Spanned<String>) -> Vec<String> {
        let Some(path) = self.path(name) else { return Vec::new() };
        match folder::files(&path) {
            Ok(files) => {
                let files = files.into_iter().filter(|it| folder::is_document(it));
                files.map(|it| format!("{}/{it}", name.get_ref())).collect()
            }
            Err(error) => {
                let message = format!("`{}` can't be read: {error}", name.get_ref());
                self.error("file-not-read", name.span(), message, "vendor the folder, or correct its name");
                Vec::new()
            }
        }
    }

    fn allowed(&mut self, code: &Spanned<String>) -> Option<String> {
        let name = code.get_ref().as_str();
        if !ALLOWABLE.contains(&name) {
            let help = match manifest::nearest(name, &ALLOWABLE) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("these can: {}", ALLOWABLE.join(", ")),
            };
            self.error("allow-unknown", code.span(), format!("`{name}` can't be allowed"), &help);
            return None;
        }
        Some(name.to_owned())
    }

    /// A sum is kept for each file, and for nothing else.
    fn sums_without_file(&mut self, entry: &SourceEntry, files: &[&str]) {
        for name in entry.sha256.keys().filter(|it| !files.contains(&it.get_ref().as_str())) {
            self.without_file("sum-without-file", name, files);
        }
    }

    /// An address is one of the source's files', and safe to hand to a program that fetches it.
    fn upstream(&mut self, entry: &SourceEntry, files: &[&str]) {
        for (name, address) in &entry.upstream {
            if !files.contains(&name.get_ref().as_str()) {
                self.without_file("upstream-without-file", name, files);
            }
            let rest = address.get_ref().strip_prefix("https://");
            if !rest.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_graphic())) {
                let message = format!("`{}` is no address of a document", address.get_ref());
                let help = "write `https://…`, the address by which the document itself is fetched";
                self.error("upstream-address", address.span(), message, help);
            }
        }
    }

    fn without_file(&mut self, code: &'static str, name: &Spanned<String>, files: &[&str]) {
        let help = match manifest::nearest(name.get_ref(), files) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "take the line out, or add the file to `files`".to_owned(),
        };
        self.error(code, name.span(), format!("`{}` is none of this source's files", name.get_ref()), &help);
    }

    fn document(
        &mut self,
        name: &Spanned<String>,
        sums: &BTreeMap<Spanned<String>, Spanned<String>>,
    ) -> Option<InputFile> {
        let path = self.path(name)?;
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("`{}` can't be read: {error}", name.get_ref());
                self.error("file-not-read", name.span(), message, "vendor the file, or correct its name");
                return None;
            }
        };
        let actual = sha256(&bytes);
        let line = format!("\"{}\" = \"{actual}\"", name.get_ref());
        match sums.get(name.get_ref().as_str()) {
            None => {
                let message = format!("`{}` has no sha256", name.get_ref());
                let help = format!("add under [source.sha256]: {line}");
                self.error("sum-missing", name.span(), message, &help);
            }
            Some(expected) if *expected.get_ref() != actual => {
                let message = format!(
                    "`{}` was changed: expected {}, found {actual}",
                    name.get_ref(),
                    expected.get_ref()
                );
                let help = format!(
                    "look at the change; to accept it, run `cargo xtask vendor accept`, or write {line}"
                );
                self.error("sum-differs", expected.span(), message, &help);
            }
            Some(_) => {}
        }
        Some(InputFile { path: format!("{FOLDER}/{}", name.get_ref()), bytes })
    }

    /// Every `<Type>.json` and `<Type>.<what>.json` in a folder, sorted by name.
    fn instances(&mut self, name: &Spanned<String>) -> Vec<ExampleFile> {
        let Some(folder) = self.path(name) else { return Vec::new() };
        let entries = fs::read_dir(&folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let mut names: Vec<String> = match entries {
            Ok(all) => all.iter().map(|it| it.file_name().to_string_lossy().into_owned()).collect(),
            Err(error) => {
                let message = format!("`{}` can't be read: {error}", name.get_ref());
                self.error("file-not-read", name.span(), message, "make the folder, or take the line out");
                return Vec::new();
            }
        };
        names.sort();
        let mut instances = Vec::new();
        for file in names.iter().filter(|it| !it.starts_with('.') && *it != "README.md") {
            let inner = Spanned::new(name.span(), format!("{}/{file}", name.get_ref()));
            let Some(ty) = type_of(file) else {
                let message = format!("`{}` does not name its type", inner.get_ref());
                let help = "call it `<Type>.json` or `<Type>.<what it shows>.json`";
                self.error("example-name", name.span(), message, help);
                continue;
            };
            let Some(path) = self.path(&inner) else { continue };
            match fs::read(&path) {
                Ok(bytes) => instances.push(ExampleFile {
                    path: format!("{FOLDER}/{}", inner.get_ref()),
                    ty: ty.to_owned(),
                    bytes,
                }),
                Err(error) => {
                    let message = format!("`{}` can't be read: {error}", inner.get_ref());
                    self.error("file-not-read", name.span(), message, "only files belong here");
                }
            }
        }
        instances
    }

    /// The path that a name in the manifest means, where it stays inside the schemas folder.
    fn path(&mut self, name: &Spanned<String>) -> Option<PathBuf> {
        let relative = Path::new(name.get_ref());
        let plain = !name.get_ref().contains('\\')
            && relative.components().all(|it| matches!(it, Component::Normal(_)))
            && relative.components().next().is_some();
        let path = self.folder.join(relative);
        // A link may lead out of the folder; a file that is not there is its reader's error.
        let stays = plain && fs::canonicalize(&path).map_or(true, |real| real.starts_with(&self.folder));
        if !stays {
            let message = format!("`{}` is not inside the schemas folder", name.get_ref());
            self.error("file-outside", name.span(), message, "vendor the file and name it from this folder");
        }
        stays.then_some(path)
    }

    fn place(&self, span: Range<usize>) -> Place {
        manifest::place(&self.file, self.text, span)
    }

    fn error(&mut self, code: &'static str, span: Range<usize>, message: String, help: &str) {
        let place = self.place(span);
        self.found.error(code, place, message).help(help);
    }
}

/// `Account` of `Account.json` and `Account.minimal.json`.
fn type_of(file: &str) -> Option<&str> {
    let ty = file.strip_suffix(".json")?.split('.').next()?;
    let mut chars = ty.chars();
    let named = chars.next().is_some_and(|it| it.is_ascii_uppercase());
    (named && chars.all(|it| it.is_ascii_alphanumeric() || it == '_')).then_some(ty)
}

#[cfg(test)]
mod tests {
    use super::{sha256, type_of};

    #[test]
    fn an_instance_names_its_type() {
        assert_eq!(type_of("Account.json"), Some("Account"));
        assert_eq!(type_of("Account.no-name.v2.json"), Some("Account"));
        assert_eq!(type_of("account.json"), None);
        assert_eq!(type_of("Account.yaml"), None);
        assert_eq!(type_of("json"), None);
    }

    #[test]
    fn a_sum_is_written_as_usual() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}

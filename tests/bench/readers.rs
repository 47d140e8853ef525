//! The ways to read and write that are compared.

use std::hint::black_box;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::Serialize;
use serde_json::Value;

/// A way to read, and to write what was read.
pub struct Reader {
    pub name: &'static str,
    /// Reads all documents; how many were accepted.
    pub read: fn(&[String]) -> usize,
    /// Reads all documents, and gives what writes them all; how many bytes they took.
    pub writer: Option<Writer>,
}

pub type Writer = fn(&[String]) -> Box<dyn Fn() -> usize>;

/// serde's way.
pub fn by_serde<T: DeserializeOwned + Serialize + 'static>(name: &'static str) -> Reader {
    Reader { name, read: read_all::<T>, writer: Some(write_all::<T>) }
}

/// What every workload is compared with: a parse that builds nothing, and the tree of values.
pub fn common() -> [Reader; 2] {
    [
        Reader { name: "bare parse", read: read_all::<IgnoredAny>, writer: None },
        by_serde::<Value>("serde_json::Value"),
    ]
}

fn read_all<T: DeserializeOwned>(documents: &[String]) -> usize {
    documents.iter().filter(|text| serde_json::from_str::<T>(text).map(black_box).is_ok()).count()
}

fn write_all<T: DeserializeOwned + Serialize + 'static>(documents: &[String]) -> Box<dyn Fn() -> usize> {
    let values: Vec<T> = documents.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    Box::new(move || {
        values.iter().filter_map(|it| serde_json::to_vec(it).ok()).map(|it| black_box(it).len()).sum()
    })
}

/// Our types' way from bytes and back; each crate of them has its own traits.
macro_rules! by_bytes {
    ($ty:ty, $runtime:path) => {{
        use $runtime as runtime;
        $crate::readers::Reader {
            name: "isotype, bytes",
            read: |documents| {
                let read = |text: &&String| {
                    <$ty as runtime::FromJson>::from_json_slice(text.as_bytes())
                        .map(std::hint::black_box)
                        .is_ok()
                };
                documents.iter().filter(read).count()
            },
            writer: Some(|documents| {
                let read = |text: &String| <$ty as runtime::FromJson>::from_json_str(text).ok();
                let values: Vec<$ty> = documents.iter().filter_map(read).collect();
                Box::new(move || {
                    let written = values.iter().filter_map(|it| runtime::ToJson::to_json_vec(it).ok());
                    written.map(|it| std::hint::black_box(it).len()).sum()
                })
            }),
        }
    }};
}
pub(crate) use by_bytes;

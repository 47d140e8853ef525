//! The runtime of the generated crate: plain Rust, tested here, copied there file by file.
//!
//! `render::runtime` has the table of the files; the copy's `mod.rs` is written from it.

pub mod array;
pub mod bounds;
pub mod check;
pub mod checked;
pub mod choice;
pub mod codec;
pub mod constant;
pub mod content;
pub mod counts;
pub mod decimal;
pub mod decode;
pub mod equality;
pub mod excerpt;
pub mod extra;
pub mod fault;
pub mod float;
#[cfg(test)]
pub mod generated_like;
pub mod instance;
pub mod integers;
pub mod key;
pub mod lengths;
pub mod literal;
pub mod literal_choice;
pub mod literal_write;
pub mod map;
pub mod matches;
pub mod members;
pub mod never;
pub mod null;
pub mod number;
pub mod numeric;
pub mod object;
pub mod pattern;
pub mod pattern_regex;
pub mod pattern_regress;
pub mod place;
pub mod plain_wrapper;
pub mod round_trip;
pub mod setters;
pub mod tag;
pub mod text_wrapper;
pub mod trial;
pub mod union;
pub mod unique;
pub mod unknown;
pub mod value;
pub mod value_wrapper;
pub mod violation;
pub mod wrapper;

// What the macros name, as flat as in the copy.
pub use self::checked::{decode_checked, validate};
pub use self::choice::{ChoiceCodec, UnknownValue, decode_choice, parse_choice};
pub(crate) use self::codec::{decode_by, encode_by};
pub use self::decode::Decode;
pub use self::literal_choice::{decode_literal, encode_literal};
pub use self::constant::constant;
pub use self::extra::Extra;
pub use self::key::next_key;
pub use self::literal::Literal;
pub use self::members::{member, put, take};
pub(crate) use self::object::object_codec;
pub use self::object::{ObjectCodec, decode_object, encode_object};
pub(crate) use self::setters::setters;
pub(crate) use self::text_wrapper::text_wrapper_codec;
pub(crate) use self::union::union_codec;
pub use self::union::{UnionCodec, decode_union};
pub use self::unknown::unknown_member;
pub(crate) use self::value_wrapper::wrapper_codec;
pub use self::violation::Violation;
pub use self::wrapper::{Checked, checked, decode_wrapper};

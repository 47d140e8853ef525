//! The dialects as tables.

/// A dialect of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// draft-04
    Draft4,
    /// draft-06
    Draft6,
    /// draft-07
    Draft7,
    /// 2019-09
    Draft201909,
    /// 2020-12
    Draft202012,
    /// The schema objects of OpenAPI 3.0.
    OpenApi30,
    /// The schema objects of OpenAPI 3.1.
    OpenApi31,
}

//! The dialects as one table: which keywords exist where, and which of them hold subschemas.

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

/// What stands below a keyword, as far as subschemas are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// No subschema.
    Value,
    /// One subschema.
    Schema,
    /// An array of subschemas.
    List,
    /// An object whose members are subschemas.
    Map,
    /// `items` before 2020-12: one subschema or an array of them.
    SchemaOrList,
    /// `dependencies`: an object whose members are subschemas or arrays of names.
    SchemasOrNames,
}

/// Where a keyword exists.
struct Row {
    keyword: &'static str,
    holds: Holds,
    since: Edition,
    until: Edition,
}

/// The drafts in their order; OpenAPI's dialects are versions of two of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edition {
    D4,
    D6,
    D7,
    D2019,
    D2020,
}

use Edition::{D4, D6, D7, D2019, D2020};
use Holds::{List, Map, Schema, SchemaOrList, SchemasOrNames, Value};

const fn row(keyword: &'static str, holds: Holds, since: Edition, until: Edition) -> Row {
    Row { keyword, holds, since, until }
}

/// Every keyword that this stage reads. `definitions` and `$defs` are subschema positions
/// everywhere, since authors use either in any dialect.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    row("$defs",                 Map,            D4,    D2020),
    row("definitions",           Map,            D4,    D2020),
    row("allOf",                 List,           D4,    D2020),
    row("anyOf",                 List,           D4,    D2020),
    row("oneOf",                 List,           D4,    D2020),
    row("not",                   Schema,         D4,    D2020),
    row("if",                    Schema,         D7,    D2020),
    row("then",                  Schema,         D7,    D2020),
    row("else",                  Schema,         D7,    D2020),
    row("dependencies",          SchemasOrNames, D4,    D7),
    row("dependentSchemas",      Map,            D2019, D2020),
    row("dependentRequired",     Value,          D2019, D2020),
    row("prefixItems",           List,           D2020, D2020),
    row("items",                 SchemaOrList,   D4,    D2019),
    row("items",                 Schema,         D2020, D2020),
    row("additionalItems",       Schema,         D4,    D2019),
    row("contains",              Schema,         D6,    D2020),
    row("minContains",           Value,          D2019, D2020),
    row("maxContains",           Value,          D2019, D2020),
    row("unevaluatedItems",      Schema,         D2019, D2020),
    row("properties",            Map,            D4,    D2020),
    row("patternProperties",     Map,            D4,    D2020),
    row("additionalProperties",  Schema,         D4,    D2020),
    row("propertyNames",         Schema,         D6,    D2020),
    row("unevaluatedProperties", Schema,         D2019, D2020),
    row("contentSchema",         Schema,         D2019, D2020),
    row("const",                 Value,          D6,    D2020),
    row("$anchor",               Value,          D2019, D2020),
    row("$recursiveRef",         Value,          D2019, D2019),
    row("$recursiveAnchor",      Value,          D2019, D2019),
    row("$dynamicRef",           Value,          D2020, D2020),
    row("$dynamicAnchor",        Value,          D2020, D2020),
];

impl Dialect {
    /// Every dialect, in order of appearance.
    pub const ALL: [Self; 7] = [
        Self::Draft4,
        Self::Draft6,
        Self::Draft7,
        Self::Draft201909,
        Self::Draft202012,
        Self::OpenApi30,
        Self::OpenApi31,
    ];

    /// The name that manifests and messages use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft4 => "draft-04",
            Self::Draft6 => "draft-06",
            Self::Draft7 => "draft-07",
            Self::Draft201909 => "2019-09",
            Self::Draft202012 => "2020-12",
            Self::OpenApi30 => "openapi-3.0",
            Self::OpenApi31 => "openapi-3.1",
        }
    }

    /// The dialect with this [name](Self::name).
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The URI that declares the dialect, where it has one.
    pub const fn uri(self) -> Option<&'static str> {
        match self {
            Self::Draft4 => Some("http://json-schema.org/draft-04/schema"),
            Self::Draft6 => Some("http://json-schema.org/draft-06/schema"),
            Self::Draft7 => Some("http://json-schema.org/draft-07/schema"),
            Self::Draft201909 => Some("https://json-schema.org/draft/2019-09/schema"),
            Self::Draft202012 => Some("https://json-schema.org/draft/2020-12/schema"),
            Self::OpenApi31 => Some("https://spec.openapis.org/oas/3.1/dialect/base"),
            Self::OpenApi30 => None,
        }
    }

    const fn edition(self) -> Edition {
        match self {
            Self::Draft4 | Self::OpenApi30 => D4,
            Self::Draft6 => D6,
            Self::Draft7 => D7,
            Self::Draft201909 => D2019,
            Self::Draft202012 | Self::OpenApi31 => D2020,
        }
    }

    /// The keyword that gives a schema its own URI.
    pub(super) const fn identifier(self) -> &'static str {
        match self.edition() {
            D4 => "id",
            D6 | D7 | D2019 | D2020 => "$id",
        }
    }

    /// Whether keywords beside `$ref` say nothing.
    ///
    /// Spec: draft-07 §8.3; OpenAPI 3.0.3, Reference Object.
    pub(super) fn ref_stands_alone(self) -> bool {
        self.edition() <= D7
    }

    /// Whether a fragment in the identifier names an anchor (before `$anchor` came).
    pub(super) fn identifier_names_anchors(self) -> bool {
        self.edition() <= D7
    }

    /// Whether `exclusiveMinimum` is a flag beside `minimum`.
    pub(super) fn exclusive_is_flag(self) -> bool {
        self.edition() == D4
    }

    /// Whether `contains` evaluates items for `unevaluatedItems`.
    pub(super) fn contains_evaluates(self) -> bool {
        self.edition() == D2020
    }

    /// What stands below a keyword; `None` for a keyword that this dialect does not know or that
    /// is the same value in all of them.
    pub(super) fn holds(self, keyword: &str) -> Option<Holds> {
        let edition = self.edition();
        TABLE
            .iter()
            .find(|it| it.keyword == keyword && it.since <= edition && edition <= it.until)
            .map(|it| it.holds)
    }

    /// Whether some dialect knows the keyword, but not this one.
    pub(super) fn is_foreign(self, keyword: &str) -> bool {
        self.holds(keyword).is_none() && TABLE.iter().any(|it| it.keyword == keyword)
    }
}

/// What a `$schema` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    /// A dialect, spelled as its specification does, or nearly so.
    Known(Dialect),
    /// A dialect, in a spelling that says something else by the letter.
    Misspelled(Dialect),
    /// Whichever dialect is the latest.
    Latest,
    /// Nothing that is known.
    Unknown,
}

/// Reads the value of `$schema`.
pub(super) fn declared(uri: &str) -> Declared {
    let bare = uri.trim().trim_end_matches('#');
    let path = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
    let same = |it: &Dialect| {
        let known = it.uri().and_then(|known| known.split_once("://"));
        known.is_some_and(|(_, known)| Some(known) == path)
    };
    if let Some(dialect) = Dialect::ALL.iter().find(|it| same(it)) {
        return Declared::Known(*dialect);
    }
    let Some(path) = path else {
        // `draft-07` or `2020-12` alone.
        return Dialect::by_name(bare).map_or(Declared::Unknown, Declared::Misspelled);
    };
    if path.starts_with("spec.openapis.org/oas/3.1/") {
        return Declared::Known(Dialect::OpenApi31);
    }
    let Some(rest) = path.trim_start_matches("www.").strip_prefix("json-schema.org/") else {
        return Declared::Unknown;
    };
    let rest = rest.trim_end_matches('/').trim_end_matches("/schema").trim_end_matches(".json");
    match rest.trim_start_matches("draft/").trim_start_matches("draft-") {
        "schema" => Declared::Latest,
        // draft-05 changed the text of draft-04, not the language.
        "04" | "05" => Declared::Misspelled(Dialect::Draft4),
        "06" => Declared::Misspelled(Dialect::Draft6),
        "07" => Declared::Misspelled(Dialect::Draft7),
        "2019-09" => Declared::Misspelled(Dialect::Draft201909),
        "2020-12" => Declared::Misspelled(Dialect::Draft202012),
        _ => Declared::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{Declared, Dialect, declared};

    #[track_caller]
    fn check(uri: &str, expect: Declared) {
        assert_eq!(declared(uri), expect, "{uri}");
    }

    #[test]
    fn spellings_of_schema() {
        check("http://json-schema.org/draft-07/schema#", Declared::Known(Dialect::Draft7));
        check("https://json-schema.org/draft-04/schema", Declared::Known(Dialect::Draft4));
        check("http://json-schema.org/draft/2020-12/schema#", Declared::Known(Dialect::Draft202012));
        check("https://spec.openapis.org/oas/3.1/dialect/base", Declared::Known(Dialect::OpenApi31));
        check("http://json-schema.org/draft-07/schema/", Declared::Misspelled(Dialect::Draft7));
        check("http://json-schema.org/draft-05/schema#", Declared::Misspelled(Dialect::Draft4));
        check("draft-07", Declared::Misspelled(Dialect::Draft7));
        check("http://json-schema.org/schema#", Declared::Latest);
        check("http://json-schema.org/draft-03/schema#", Declared::Unknown);
        check("https://example.com/meta", Declared::Unknown);
    }
}

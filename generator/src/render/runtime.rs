//! The runtime module of the generated crate: which files of `support/` it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A file of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub(crate) enum Part {
    /// What codecs read from.
    Access,
    /// Reading of lists.
    Array,
    /// Texts that are borrowed.
    Borrowed,
    /// `minimum` and its kin, `multipleOf`.
    Bounds,
    /// Constructors and setters.
    Builder,
    /// Tables of checks.
    Check,
    /// Types whose instances have to pass a table; needed by `check = ..`, comes with `Check`.
    Checked,
    /// Enums of texts.
    Choice,
    /// What the macros share.
    Codec,
    /// Constant members.
    Constant,
    /// Instances in memory.
    Content,
    /// `minItems` and its kin.
    Counts,
    /// Comparison and division without rounding.
    Decimal,
    /// Exact reading; booleans, texts, options, boxes.
    Decode,
    /// Writing.
    Encode,
    /// Equality of instances.
    Equality,
    /// Values in error messages.
    Excerpt,
    /// What was expected in place of a value.
    Expected,
    /// Members that the schema does not name.
    Extra,
    /// Why a check failed.
    Fault,
    /// Doubles as integers.
    Float,
    /// What a format is.
    Format,
    /// `email`
    FormatEmail,
    /// `hostname`
    FormatHostname,
    /// `idn-email`
    FormatIdnEmail,
    /// `idn-hostname`
    FormatIdnHostname,
    /// `ipv4`, `ipv6`
    FormatIp,
    /// `json-pointer`, `relative-json-pointer`
    FormatPointer,
    /// `regex`
    FormatRegex,
    /// `date-time`, `date`, `time`, `duration`
    FormatTime,
    /// `uri`, `iri` and their references
    FormatUri,
    /// `uri-template`
    FormatUriTemplate,
    /// `uuid`
    FormatUuid,
    /// Texts of a format.
    Formatted,
    /// Reading from memory.
    FromContent,
    /// Reading from texts.
    FromJson,
    /// What serde gives.
    FromSerde,
    /// Values as instances.
    Instance,
    /// Enums of integers.
    IntegerChoice,
    /// Reading of integers and doubles.
    Integers,
    /// Types of which parts borrow.
    IntoOwned,
    /// Schemas for schemars.
    JsonSchema,
    /// Instances that can be read again.
    Kept,
    /// Names of members.
    Key,
    /// What is known about the parts of an instance.
    Known,
    /// Labels of host names.
    Label,
    /// Lists whose first items have types of their own.
    Leading,
    /// `minLength`, `maxLength`.
    Lengths,
    /// What types share that stand for texts.
    LikeText,
    /// Constants of the schema.
    Literal,
    /// Enums of any values.
    LiteralChoice,
    /// Writing of constants.
    LiteralWrite,
    /// Parts of e-mail addresses.
    Mailbox,
    /// Reading of maps.
    Map,
    /// `pattern`.
    Matches,
    /// Members one by one.
    Members,
    /// What was found out about parts of an instance.
    Memo,
    /// The type without values.
    Never,
    /// `null` as a type.
    Null,
    /// Numbers as they were written.
    Number,
    /// What is a number.
    Numeric,
    /// Codecs of objects.
    Object,
    /// Types of the runtime beside texts that are borrowed.
    OwnedParts,
    /// ECMA-262 patterns.
    Pattern,
    /// Patterns by an automaton.
    PatternAutomaton,
    /// Escapes of patterns.
    PatternEscape,
    /// Flags of patterns.
    PatternFlags,
    /// Unicode properties of patterns.
    PatternProperty,
    /// References of patterns.
    PatternReferences,
    /// Patterns by the `regex` crate.
    PatternRegex,
    /// Sets of characters.
    PatternSet,
    /// Patterns as trees.
    PatternSyntax,
    /// Patterns by tables.
    PatternTable,
    /// Errors with a place.
    Place,
    /// Texts without escapes.
    Plain,
    /// Texts without constraints.
    PlainText,
    /// Types around others, without a check.
    PlainWrapper,
    /// Labels in ASCII.
    Punycode,
    /// Tokens of texts.
    Reader,
    /// Checked numbers and booleans.
    ScalarWrapper,
    /// Schemas of types, as data.
    Schema,
    /// Serde's impls.
    SerdeBy,
    /// Objects that a member tells apart.
    Tag,
    /// Checked texts.
    TextWrapper,
    /// Checks at the place of a value.
    Then,
    /// Writing of texts.
    ToJson,
    /// Branches that have to be tried.
    Trial,
    /// Reading of tuples.
    Tuple,
    /// Texts as values of chrono.
    TypedChrono,
    /// Texts as values of jiff.
    TypedJiff,
    /// Texts as values of `time`.
    TypedTime,
    /// Texts as URLs.
    TypedUrl,
    /// Texts as UUIDs.
    TypedUuid,
    /// Codecs of unions.
    Union,
    /// Unions, a function a JSON type.
    UnionCodec,
    /// `uniqueItems`.
    Unique,
    /// The error for unknown members.
    Unknown,
    /// Objects that a union does not know.
    UnknownObject,
    /// Texts that an enum does not list.
    UnknownText,
    /// Reading of `serde_json::Value`.
    Value,
    /// Checked values of any type.
    ValueWrapper,
    /// Why a value can't be made.
    Violation,
    /// Checked types.
    Wrapper,
}

/// Name, requirement and features of a crate.
pub(crate) type Crate = (&'static str, &'static str, &'static [&'static str]);

const UNICODE_NORMALIZATION: Crate = ("unicode-normalization", "0.1", &["std"]);

/// What is known about a part.
struct Row {
    /// Name of the file and the module.
    module: &'static str,
    text: &'static str,
    needs: &'static [Part],
    /// Names that are public in the runtime module.
    exports: &'static [&'static str],
    /// Macros for this crate alone. Parts with macros must not be needed by parts that don't use
    /// them: the compiler complains about imports that nobody uses.
    macros: &'static [&'static str],
}

macro_rules! row {
    ($module:literal, [$($needs:ident),*], [$($exports:literal),*], [$($macros:literal),*]) => {
        Row {
            module: $module,
            text: include_str!(concat!("../support/", $module, ".rs")),
            needs: &[$(Part::$needs),*],
            exports: &[$($exports),*],
            macros: &[$($macros),*],
        }
    };
}

const ALL: &[Part] = &[
    Part::Access,
    Part::Array,
    Part::Borrowed,
    Part::Bounds,
    Part::Builder,
    Part::Check,
    Part::Checked,
    Part::Choice,
    Part::Codec,
    Part::Constant,
    Part::Content,
    Part::Counts,
    Part::Decimal,
    Part::Decode,
    Part::Encode,
    Part::Equality,
    Part::Excerpt,
    Part::Expected,
    Part::Extra,
    Part::Fault,
    Part::Float,
    Part::Format,
    Part::FormatEmail,
    Part::FormatHostname,
    Part::FormatIdnEmail,
    Part::FormatIdnHostname,
    Part::FormatIp,
    Part::FormatPointer,
    Part::FormatRegex,
    Part::FormatTime,
    Part::FormatUri,
    Part::FormatUriTemplate,
    Part::FormatUuid,
    Part::Formatted,
    Part::FromContent,
    Part::FromJson,
    Part::FromSerde,
    Part::Instance,
    Part::IntegerChoice,
    Part::Integers,
    Part::IntoOwned,
    Part::JsonSchema,
    Part::Kept,
    Part::Key,
    Part::Known,
    Part::Label,
    Part::Leading,
    Part::Lengths,
    Part::LikeText,
    Part::Literal,
    Part::LiteralChoice,
    Part::LiteralWrite,
    Part::Mailbox,
    Part::Map,
    Part::Matches,
    Part::Members,
    Part::Memo,
    Part::Never,
    Part::Null,
    Part::Number,
    Part::Numeric,
    Part::Object,
    Part::OwnedParts,
    Part::Pattern,
    Part::PatternAutomaton,
    Part::PatternEscape,
    Part::PatternFlags,
    Part::PatternProperty,
    Part::PatternReferences,
    Part::PatternRegex,
    Part::PatternSet,
    Part::PatternSyntax,
    Part::PatternTable,
    Part::Place,
    Part::Plain,
    Part::PlainText,
    Part::PlainWrapper,
    Part::Punycode,
    Part::Reader,
    Part::ScalarWrapper,
    Part::Schema,
    Part::SerdeBy,
    Part::Tag,
    Part::TextWrapper,
    Part::Then,
    Part::ToJson,
    Part::Trial,
    Part::Tuple,
    Part::TypedChrono,
    Part::TypedJiff,
    Part::TypedTime,
    Part::TypedUrl,
    Part::TypedUuid,
    Part::Union,
    Part::UnionCodec,
    Part::Unique,
    Part::Unknown,
    Part::UnknownObject,
    Part::UnknownText,
    Part::Value,
    Part::ValueWrapper,
    Part::Violation,
    Part::Wrapper,
];

impl Part {
    /// The part that has a name of the runtime.
    pub(crate) fn exporting(name: &str) -> Option<Self> {
        static BY_NAME: LazyLock<BTreeMap<&'static str, Part>> = LazyLock::new(|| {
            let names = |part: &Part| {
                let row = part.row();
                let exports = row.exports.iter().filter_map(|it| it.rsplit(' ').next());
                exports.chain(row.macros.iter().copied()).collect::<Vec<_>>()
            };
            // The first that has a name: later entries win.
            ALL.iter().rev().flat_map(|part| names(part).into_iter().map(|it| (it, *part))).collect()
        });
        BY_NAME.get(name).copied()
    }

    /// The crates that its file uses beside serde; those of patterns are known by their engines.
    pub(crate) fn crates(self) -> &'static [Crate] {
        match self {
            Self::FormatIdnEmail => &[UNICODE_NORMALIZATION],
            Self::FormatUri => &[("fluent-uri", "0.4", &["std"])],
            Self::JsonSchema => &[("schemars", "1", &["std"])],
            Self::Label => &[
                ("unicode-bidi", "0.3", &["hardcoded-data"]),
                ("unicode-ident", "1", &[]),
                UNICODE_NORMALIZATION,
            ],
            Self::TypedChrono => &[("chrono", "0.4", &["std"])],
            Self::TypedJiff => &[("jiff", "0.2", &["std"])],
            Self::TypedTime => &[("time", "0.3", &["formatting", "parsing", "std"])],
            Self::TypedUrl => &[("url", "2", &["std"])],
            Self::TypedUuid => &[("uuid", "1", &["std"])],
            _ => &[],
        }
    }

    #[expect(clippy::too_many_lines, reason = "a table, a row a part")]
    fn row(self) -> Row {
        match self {
            Self::Access => row!(
                "access",
                [Content, Decode, Kept, Key, Memo, Place, UnionCodec, Violation],
                ["FromItems", "ItemAccess", "MemberAccess", "ValueAccess"],
                []
            ),
            Self::Array => row!("array", [Decode, Place, Violation], [], []),
            Self::Borrowed => {
                row!("borrowed", [Access, Decode, Encode, Extra, Then, Violation], ["IntoOwned"], [])
            }
            Self::Bounds => row!(
                "bounds",
                [Decimal, Literal, Numeric, Violation],
                ["exclusive_maximum", "exclusive_minimum", "maximum", "minimum", "multiple_of"],
                []
            ),
            Self::Builder => row!("builder", [], [], ["builder"]),
            Self::Check => row!(
                "check",
                [Checked, Content, Decimal, Equality, Fault, Format, Known, Literal, Pattern],
                ["Check", "Rule", "Types"],
                []
            ),
            Self::Checked => row!(
                "checked",
                [Check, Content, Fault, Instance, Violation],
                ["decode_checked", "validate", "verify"],
                []
            ),
            Self::Choice => row!(
                "choice",
                [Codec, Excerpt, Expected, LikeText],
                ["ChoiceCodec", "UnknownValue", "decode_choice", "parse_choice"],
                ["choice_codec"]
            ),
            Self::Codec => row!("codec", [Decode, Encode, SerdeBy], [], ["decode_by", "encode_by"]),
            Self::Constant => {
                row!("constant", [Decimal, Access, Key, Literal, LiteralWrite, Place], ["constant"], [])
            }
            Self::Content => {
                row!(
                    "content",
                    [Decode, Excerpt, Expected, Key, Place, Then, Violation],
                    ["Content", "ContentError"],
                    []
                )
            }
            Self::Counts => row!(
                "counts",
                [Violation],
                ["max_items", "max_properties", "min_items", "min_properties"],
                []
            ),
            Self::Decimal => row!("decimal", [Content], ["Number as Bound"], []),
            Self::Decode => {
                row!(
                    "decode",
                    [FromSerde, Place, Then, Violation],
                    ["Decode", "Seed", "decode_map", "deserialize", "next_element", "next_value"],
                    []
                )
            }
            Self::Encode => row!("encode", [Members], ["Encode", "MemberSink", "ValueSink", "serialize"], []),
            Self::Equality => row!("equality", [Content, Decimal], ["all_differ", "equal"], []),
            Self::Excerpt => row!("excerpt", [], ["excerpt"], []),
            Self::Expected => row!("expected", [Excerpt], ["closest", "instead_of"], []),
            Self::Extra => row!("extra", [Decode, Encode, Members, Place, Value], ["Extra"], []),
            Self::Fault => row!("fault", [Check, Literal], ["Fault"], []),
            Self::Float => row!("float", [], ["exact_from_i64", "exact_from_u64", "whole"], []),
            Self::Format => row!("format", [], ["Format"], []),
            Self::FormatEmail => row!("format_email", [Format, FormatHostname, Mailbox], ["EMAIL"], []),
            Self::FormatHostname => row!("format_hostname", [Format, Label], ["HOSTNAME"], []),
            Self::FormatIdnEmail => {
                row!("format_idn_email", [Format, FormatIdnHostname, Mailbox], ["IDN_EMAIL"], [])
            }
            Self::FormatIdnHostname => row!("format_idn_hostname", [Format, Label], ["IDN_HOSTNAME"], []),
            Self::FormatIp => row!("format_ip", [Format], ["IPV4", "IPV6"], []),
            Self::FormatPointer => {
                row!("format_pointer", [Format], ["JSON_POINTER", "RELATIVE_JSON_POINTER"], [])
            }
            Self::FormatRegex => row!("format_regex", [Format, PatternSyntax], ["REGEX"], []),
            Self::FormatTime => row!("format_time", [Format], ["DATE", "DATE_TIME", "DURATION", "TIME"], []),
            Self::FormatUri => {
                row!("format_uri", [Format], ["IRI", "IRI_REFERENCE", "URI", "URI_REFERENCE"], [])
            }
            Self::FormatUriTemplate => row!("format_uri_template", [Format], ["URI_TEMPLATE"], []),
            Self::FormatUuid => row!("format_uuid", [Format], ["UUID"], []),
            Self::Formatted => row!("formatted", [Format, Violation], ["has_format"], []),
            Self::FromContent => {
                row!("from_content", [Access, Content, Decode, Key, UnionCodec], ["decode_from"], [])
            }
            Self::FromJson => {
                row!("from_json", [Decode, Access, Reader, UnionCodec], ["FromJson", "read_json"], [])
            }
            Self::FromSerde => {
                row!("from_serde", [Access, Content, Decode, Then, UnionCodec, Violation], ["FromSerde"], [])
            }
            Self::Instance => row!("instance", [Content], ["with_content"], []),
            Self::IntegerChoice => row!(
                "integer_choice",
                [Literal, LiteralChoice, Violation],
                ["of_integer", "to_integer"],
                ["integer_choice"]
            ),
            Self::Integers => row!("integers", [Decode, Float, Then, Violation], [], []),
            Self::IntoOwned => row!("into_owned", [Borrowed], [], ["into_owned"]),
            Self::JsonSchema => row!("json_schema", [Schema], ["json_schema"], ["json_schemas"]),
            Self::Kept => {
                row!("kept", [Access, Content, Decode, FromContent, Memo], ["Again", "Kept", "KeptValue"], [])
            }
            Self::Key => row!("key", [Decode], ["Key", "next_key"], []),
            Self::Known => row!("known", [Check, Content, Fault], [], []),
            Self::Label => row!("label", [Punycode], [], []),
            Self::Leading => row!("leading", [Decode, Encode, Place], ["Leading"], []),
            Self::Lengths => row!("lengths", [Violation], ["max_length", "min_length"], []),
            Self::LikeText => row!("like_text", [], [], ["like_text"]),
            Self::Literal => row!("literal", [Content, Decimal, LiteralWrite], ["Literal"], []),
            Self::LiteralChoice => row!(
                "literal_choice",
                [Codec, Content, Encode, Excerpt, Literal, LiteralWrite],
                ["LiteralCodec", "decode_literal", "encode_literal", "encoded"],
                ["literal_codec"]
            ),
            Self::LiteralWrite => row!("literal_write", [Encode, Excerpt, Literal], [], []),
            Self::Mailbox => row!("mailbox", [], [], []),
            Self::Map => row!("map", [Decode, Key, Place], [], []),
            Self::Matches => row!("matches", [Pattern, Violation], ["matches"], []),
            Self::Members => {
                row!("members", [Encode], ["Members", "missing"], [])
            }
            Self::Memo => row!("memo", [Content], ["Memo"], []),
            Self::Never => row!("never", [Decode, Encode], ["Never"], []),
            Self::Null => row!("null", [Decode, Encode], ["Null"], []),
            Self::Number => {
                row!(
                    "number",
                    [Decimal, Decode, Encode, Float, Numeric, Then, Violation],
                    ["Integer", "Number"],
                    []
                )
            }
            Self::Numeric => row!("numeric", [Decimal, Literal], ["Numeric"], []),
            Self::Object => {
                row!("object", [Constant, Extra, Literal, Members, SerdeBy, Unknown], [], ["object_codec"])
            }
            Self::OwnedParts => row!("owned_parts", [Borrowed, Leading, Never, Null, Number], [], []),
            Self::Pattern => row!("pattern", [], ["Pattern", "Steps", "Walk"], []),
            Self::PatternAutomaton => {
                row!("pattern_automaton", [PatternSet, PatternSyntax], ["Automaton"], [])
            }
            Self::PatternEscape => {
                row!("pattern_escape", [PatternProperty, PatternSet, PatternSyntax], [], [])
            }
            Self::PatternFlags => row!("pattern_flags", [PatternSet, PatternSyntax], [], []),
            Self::PatternProperty => row!("pattern_property", [], [], []),
            Self::PatternReferences => row!("pattern_references", [PatternSet, PatternSyntax], [], []),
            Self::PatternRegex => row!("pattern_regex", [], ["Regex"], []),
            Self::PatternSet => row!("pattern_set", [], [], []),
            Self::PatternSyntax => {
                row!("pattern_syntax", [PatternEscape, PatternFlags, PatternReferences, PatternSet], [], [])
            }
            Self::PatternTable => row!("pattern_table", [], ["Table"], []),
            Self::Place => {
                row!("place", [], ["duplicate", "or_null", "reword", "split_position", "within"], [])
            }
            Self::Plain => row!("plain", [], [], []),
            Self::PlainText => row!("plain_text", [LikeText], [], ["plain_text"]),
            Self::PlainWrapper => row!("plain_wrapper", [Codec], [], ["plain_wrapper_codec"]),
            Self::Punycode => row!("punycode", [], [], []),
            Self::Reader => row!("reader", [Plain], ["Refused"], []),
            Self::ScalarWrapper => row!("scalar_wrapper", [ValueWrapper], [], ["scalar_wrapper_codec"]),
            Self::Schema => row!("schema", [], ["Schemas"], ["schemas"]),
            Self::SerdeBy => row!("serde_by", [Decode, Encode], [], ["deserialize_by", "serialize_by"]),
            Self::Tag => {
                row!("tag", [Content, Decode, Excerpt, Expected, Kept, Key, Literal, Place], ["Object"], [])
            }
            Self::TextWrapper => {
                row!("text_wrapper", [LikeText, Violation, Wrapper], [], ["text_wrapper_codec"])
            }
            Self::Then => row!("then", [Violation], ["Then"], []),
            Self::ToJson => row!("to_json", [Encode, Plain], ["ToJson"], []),
            Self::Trial => row!("trial", [Content, Decode, Expected, Kept, Place], ["Trial"], []),
            Self::Tuple => row!("tuple", [Decode, Encode, Place], [], []),
            Self::TypedChrono => row!("typed_chrono", [], ["ChronoText", "FromChrono", "ToChrono"], []),
            Self::TypedJiff => row!("typed_jiff", [], ["FromJiff", "JiffText", "ToJiff"], []),
            Self::TypedTime => row!("typed_time", [], ["FromTime", "TimeText", "ToTime"], []),
            Self::TypedUrl => row!("typed_url", [], ["FromUrl", "ToUrl"], []),
            Self::TypedUuid => row!("typed_uuid", [], ["FromUuid", "ToUuid"], []),
            Self::Union => {
                row!("union", [Codec, Access, UnionCodec], ["decode_union", "into_variant"], ["union_codec"])
            }
            Self::UnionCodec => row!("union_codec", [Access], ["UnionCodec"], []),
            Self::Unique => row!(
                "unique",
                [Content, Equality, Instance, Violation],
                ["distinct_items", "unique_items"],
                []
            ),
            Self::Unknown => row!("unknown", [Expected], ["unknown_member"], []),
            Self::UnknownObject => row!("unknown_object", [Encode], ["UnknownObject"], []),
            Self::UnknownText => row!("unknown_text", [], ["UnknownText"], []),
            Self::Value => row!("value", [Decode, Key, Place], [], []),
            Self::ValueWrapper => row!("value_wrapper", [Wrapper], [], ["wrapper_codec"]),
            Self::Violation => row!("violation", [Excerpt], ["Violation"], []),
            Self::Wrapper => {
                row!(
                    "wrapper",
                    [Access, Codec, Decode, Violation],
                    ["Checked", "Passed", "checked", "decode_wrapper"],
                    ["checked_wrapper"]
                )
            }
        }
    }
}

/// The parts that a source uses, and the feature of the crate that turns the source on.
pub(super) struct Use<'a> {
    pub(super) feature: Option<&'a str>,
    pub(super) parts: &'a BTreeSet<Part>,
}

/// The files of the runtime module by their paths, with all that the parts need, and what the crate's features
/// stand for.
pub(super) fn runtime_files(uses: &[Use<'_>], features: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut modules = String::new();
    let mut exports = String::new();
    let mut macros = String::new();
    let gates = gates(uses);
    let asked = OPTIONAL.iter().filter(|it| features.contains(it.1)).map(|it| it.0);
    for part in closure(&uses.iter().flat_map(|it| it.parts).copied().chain(asked).collect()) {
        let Row { module, text, exports: names, macros: macro_names, .. } = part.row();
        files.insert(format!("runtime/{module}.rs"), copy(text));
        let gate = gates.get(&part).map_or("", String::as_str);
        let _ = writeln!(modules, "{gate}mod {module};");
        exports.push_str(&import(&format!("{gate}pub use"), module, names));
        macros.push_str(&import(&format!("{gate}pub(crate) use"), module, macro_names));
    }
    let mut text = format!("{MARK}\n\n//! What the types of this crate share: exact reading and writing.\n");
    for group in [modules, exports, macros] {
        if !group.is_empty() {
            text.push('\n');
            text.push_str(&group);
        }
    }
    files.insert("runtime/mod.rs".to_owned(), text);
    files
}

/// The attributes of parts that not every build of the crate has a use for. What all sources need stands without
/// one, but for macros, and parts that need parts with macros: a build without any source would complain that
/// nobody uses them.
fn gates(uses: &[Use<'_>]) -> BTreeMap<Part, String> {
    let sources: Option<Vec<&str>> = uses.iter().map(|it| it.feature).collect();
    let of_feature = |(part, feature): &(Part, &str)| {
        let gate = match sources.as_ref().map(|it| any_of(it)) {
            // Macros, again.
            Some(any) if !part.row().macros.is_empty() => {
                format!("#[cfg(all(feature = \"{feature}\", {any}))]")
            }
            _ => gate(feature),
        };
        (*part, format!("{gate}\n"))
    };
    let mut gates: BTreeMap<Part, String> = OPTIONAL.iter().map(of_feature).collect();
    let always = closure(&BTreeSet::new());
    let closures: Vec<_> = uses.iter().map(|it| (it.feature, closure(it.parts))).collect();
    for part in closures.iter().flat_map(|it| &it.1).filter(|it| !always.contains(it)) {
        let features = closures.iter().filter(|it| it.1.contains(part)).map(|it| it.0);
        let Some(features) = features.collect::<Option<Vec<&str>>>() else { continue };
        let needed = closure(&BTreeSet::from([*part]));
        let has_macros = needed.difference(&always).any(|it| !it.row().macros.is_empty());
        if features.len() == uses.len() && !has_macros {
            continue;
        }
        gates.insert(*part, format!("#[cfg({})]\n", any_of(&features)));
    }
    gates
}

/// An attribute for what is compiled with a feature.
pub(super) fn gate(feature: &str) -> String {
    format!("#[cfg({})]", any_of(&[feature]))
}

fn any_of(features: &[&str]) -> String {
    let tests: Vec<String> = features.iter().map(|it| format!("feature = \"{it}\"")).collect();
    match &tests[..] {
        [only] => only.clone(),
        tests => format!("any({})", tests.join(", ")),
    }
}

/// First line of every file.
const MARK: &str = "// @generated by `cargo xtask codegen`. Do not edit.";

/// Parts that go without being named: they implement `Decode` for types of the standard library, or all types
/// have them.
const ALWAYS: [Part; 7] =
    [Part::Decode, Part::Array, Part::FromJson, Part::Integers, Part::Map, Part::ToJson, Part::Value];

/// Parts that are compiled where a feature of the crate asks for them.
const OPTIONAL: [(Part, &str); 11] = [
    (Part::FromJson, FEATURE),
    (Part::Plain, FEATURE),
    (Part::Reader, FEATURE),
    (Part::ToJson, FEATURE),
    (Part::Schema, SCHEMA),
    (Part::JsonSchema, JSON_SCHEMA),
    (Part::TypedChrono, "chrono"),
    (Part::TypedJiff, "jiff"),
    (Part::TypedTime, "time"),
    (Part::TypedUrl, "url"),
    (Part::TypedUuid, "uuid"),
];

/// The feature of a generated crate by which its types read and write texts without serde.
pub(super) const FEATURE: &str = "direct";
/// The feature by which types give their schemas.
pub(crate) const SCHEMA: &str = "schema";
/// The feature by which schemars knows these.
pub(super) const JSON_SCHEMA: &str = "schemars";

/// The crates that a feature of the generated crate needs.
pub(super) fn crates_of_feature(feature: &str) -> impl Iterator<Item = &'static Crate> {
    OPTIONAL.iter().filter(move |it| it.1 == feature).flat_map(|it| it.0.crates())
}

/// The parts and all that they need.
pub(crate) fn closure(parts: &BTreeSet<Part>) -> BTreeSet<Part> {
    let mut all = BTreeSet::new();
    let mut open: Vec<Part> = parts.iter().copied().chain(ALWAYS).collect();
    while let Some(part) = open.pop() {
        if all.insert(part) {
            open.extend(part.row().needs);
        }
    }
    all
}

/// A file without its tests, with its names as they are in the copy.
fn copy(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    format!("{MARK}\n\n{}\n", code.trim_end().replace("$crate::support::", "$crate::runtime::"))
}

fn import(keyword: &str, module: &str, names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("{keyword} {module}::{only};\n"),
        names => format!("{keyword} {module}::{{{}}};\n", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_every_part_once() {
        assert!(ALL.is_sorted());
        let modules: BTreeSet<&str> = ALL.iter().map(|part| part.row().module).collect();
        assert_eq!(modules.len(), ALL.len());
    }

    #[test]
    fn finds_names() {
        assert_eq!(Part::exporting("Bound"), Some(Part::Decimal));
        assert_eq!(Part::exporting("object_codec"), Some(Part::Object));
        assert_eq!(Part::exporting("nothing"), None);
        let mut names = BTreeSet::new();
        for part in ALL {
            let Row { exports, macros, .. } = part.row();
            for name in exports.iter().chain(macros) {
                assert!(names.insert(*name), "{name} comes twice");
            }
        }
    }

    #[test]
    fn parts_name_what_they_use() {
        for part in ALL {
            let Row { module, text, needs, .. } = part.row();
            let code = copy(text);
            for other in ALL {
                let Row { module: used, exports, macros, .. } = other.row();
                let by_path =
                    code.contains(&format!("super::{used}::")) || code.contains(&format!("super::{{{used}"));
                let flat = exports.iter().chain(macros).any(|name| {
                    [";", "(", "!", " ", "<", "::"]
                        .iter()
                        .any(|end| code.contains(&format!("$crate::runtime::{name}{end}")))
                });
                // What only the forms with `check = ..` use comes with the table.
                let is_optional = (*other == Part::Checked && *part != Part::Check)
                    // This one comes by the crate's feature.
                    || (*part, *other) == (Part::Schema, Part::JsonSchema);
                let is_needed = (by_path || flat) && other != part && !is_optional;
                assert!(
                    !is_needed || closure(&BTreeSet::from([*part])).contains(other),
                    "{module} uses {used}"
                );
                assert!(
                    is_needed || !needs.contains(other) || is_impl(*other),
                    "{module} does not use {used}"
                );
            }
        }
    }

    /// Parts that are needed for their impls.
    fn is_impl(part: Part) -> bool {
        matches!(part, Part::Checked | Part::LiteralWrite | Part::Value)
    }

    #[test]
    fn parts_name_the_crates_that_they_use() {
        let known: BTreeSet<&str> =
            ALL.iter().flat_map(|part| part.crates()).map(|(name, ..)| *name).collect();
        let engines = [Part::PatternRegex, Part::PatternAutomaton];
        for part in ALL.iter().filter(|it| !engines.contains(it)) {
            let text = copy(part.row().text);
            for name in &known {
                let is_used = text.lines().any(|line| {
                    let path = format!("{}::", name.replace('-', "_"));
                    !line.trim_start().starts_with("//")
                        && line.match_indices(&path).any(|(at, _)| {
                            !line[..at].ends_with(|it: char| it == ':' || it == '_' || it.is_alphanumeric())
                        })
                });
                let is_named = part.crates().iter().any(|(it, ..)| it == name);
                assert_eq!(is_used, is_named, "{} and {name}", part.row().module);
            }
        }
    }

    #[test]
    fn every_format_is_in_a_part() {
        for format in crate::format::Format::all() {
            assert!(Part::exporting(format.constant()).is_some(), "{}", format.name());
        }
    }

    #[test]
    fn copies_without_tests() {
        let all: BTreeSet<Part> = ALL.iter().copied().collect();
        let files = runtime_files(&[Use { feature: None, parts: &all }], &BTreeSet::new());
        assert_eq!(files.len(), ALL.len() + 1);
        for (path, text) in &files {
            assert!(text.starts_with(MARK), "{path}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
            for word in ["cfg(test)", "support::", "allow("] {
                assert!(!text.contains(word), "{path} contains {word}");
            }
        }
        let few =
            runtime_files(&[Use { feature: None, parts: &BTreeSet::from([Part::Null]) }], &BTreeSet::new());
        assert!(!few.contains_key("runtime/object.rs"));
    }

    #[test]
    fn parts_of_sources_that_are_off_are_off() {
        let (null, never) = (BTreeSet::from([Part::Null]), BTreeSet::from([Part::Never, Part::Null]));
        let files = |features: [Option<&str>; 2]| {
            let [a, b] = features;
            runtime_files(
                &[Use { feature: a, parts: &null }, Use { feature: b, parts: &never }],
                &BTreeSet::new(),
            )
        };
        let text = &files([Some("a"), Some("b")])["runtime/mod.rs"];
        assert!(text.contains("#[cfg(feature = \"b\")]\nmod never;\n"), "{text}");
        assert!(text.contains("mod null;\n") && !text.contains("]\nmod null;\n"), "{text}");
        assert!(text.contains("mod map;\n") && !text.contains("]\nmod map;\n"), "{text}");
        let text = &files([None, Some("b")])["runtime/mod.rs"];
        assert!(!text.contains("]\nmod null;\n"), "{text}");
    }
}

//! Generated types and texts of any bytes.

use serde_json::Value;

type Read = fn(&[u8]) -> Result<Value, String>;

/// A type's two ways to read.
struct Reader {
    by_serde: Read,
    straight: Read,
}

/// Readers of types, which have the runtime of the crate that they are from.
macro_rules! readers {
    ($($runtime:path: $($ty:ty),+;)+) => {
        &[$($(Reader {
            by_serde: |bytes| {
                let read = serde_json::from_slice::<$ty>(bytes).map_err(|it| it.to_string())?;
                serde_json::to_value(&read).map_err(|it| it.to_string())
            },
            straight: |bytes| {
                use $runtime::{FromJson as _, ToJson as _};
                let read = <$ty>::from_json_slice(bytes).map_err(|it| it.to_string())?;
                let written = read.to_json_vec().map_err(|it| it.to_string())?;
                serde_json::from_slice(&written).map_err(|it| format!("it is written as no JSON: {it}"))
            },
        },)+)+]
    };
}

static READERS: &[Reader] = readers! {
    provider_types::runtime:
        provider_types::clerk::OAuthAccessToken,
        provider_types::workos::DataIntegrationAccessTokenResponse,
        provider_types::pipedream::Account,
        provider_types::pipedream::ConfigurableProp,
        provider_types::pipedream::Emitter,
        provider_types::pipedream::PropOption,
        provider_types::pipedream::RunActionResponse;
    isotype_golden::runtime:
        isotype_golden::all_of::two_unions::TwoUnions,
        isotype_golden::arrays::unique::Unique,
        isotype_golden::letter::number_is_exact::NumberIsExact,
        isotype_golden::objects::many_constraints::Parcel,
        isotype_golden::objects::pattern_rest::PatternRest,
        isotype_golden::presence::optional_nullable::OptionalNullable,
        isotype_golden::recursion::tree::Tree,
        isotype_golden::borrowing::checked::CheckedType<'_>,
        isotype_golden::borrowing::everything::Everything<'_>,
        isotype_golden::borrowing::recursive::Tree<'_>,
        isotype_golden::borrowing::tagged_union::TaggedUnion<'_>,
        isotype_golden::borrowing::tuples::Tuples<'_>,
        isotype_golden::borrowing::union_by_trial::UnionByTrial<'_>,
        isotype_golden::scalars::anything::Anything,
        isotype_golden::scalars::look_around::LookAround,
        isotype_golden::scalars::multiple_of_cents::MultipleOfCents,
        isotype_golden::unions::by_type::ByType,
        isotype_golden::unions::tag_late::TagLate,
        isotype_golden::unions::recursive_unions::Expression,
        isotype_golden::unions::overlapping::Overlapping,
        isotype_golden::recursion::tried_parts::Node,
        isotype_golden::recursion::verified_parts::VerifiedParts;
};

/// Both ways of reading come to the same value or error, and what is written is read as the same again.
///
/// # Panics
///
/// Where it does not hold.
pub fn readers(bytes: &[u8]) {
    let Some((kind, text)) = bytes.split_first() else { return };
    let Reader { by_serde, straight } = &READERS[usize::from(*kind) % READERS.len()];
    let read = by_serde(text);
    assert_eq!(read, straight(text), "by serde, and straight");
    if let Ok(written) = read {
        let again = by_serde(written.to_string().as_bytes());
        assert_eq!(again.as_ref(), Ok(&written), "what was written");
    }
}

//! The impls that every generated type has, around the one function that matters.

/// Implements serde's `Deserialize` and `Decode` by an expression.
macro_rules! decode_by {
    ($type:ident $(<$lifetime:lifetime>)?, $input:ident => $decode:expr) => {
        impl<'de> $crate::support::Decode<'de> for $type $(<$lifetime>)? {
            fn decode<In>($input: In) -> ::core::result::Result<Self, In::Error>
            where
                In: $crate::support::ValueAccess<'de>,
            {
                $decode
            }
        }

        $crate::support::deserialize_by!($type $(<$lifetime>)?);
    };
}

/// Implements serde's `Serialize` and `Encode` by an expression.
macro_rules! encode_by {
    ($type:ident $(<$de:lifetime>)?, $value:ident, $output:ident => $encode:expr) => {
        impl $(<$de>)? $crate::support::Encode for $type $(<$de>)? {
            fn encode<Out>(&self, $output: Out) -> Result<Out::Ok, Out::Error>
            where
                Out: $crate::support::ValueSink,
            {
                let $value = self;
                $encode
            }
        }

        $crate::support::serialize_by!($type $(<$de>)?);
    };
}

pub(crate) use {decode_by, encode_by};

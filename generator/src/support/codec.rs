//! The impls that every generated type has, around the one function that matters.

/// Implements serde's `Deserialize` and `Decode` by an expression.
macro_rules! decode_by {
    ($type:ty, $input:ident => $decode:expr) => {
        impl<'de> $crate::support::Decode<'de> for $type {
            #[inline]
            fn decode<In>($input: In) -> Result<Self, In::Error>
            where
                In: $crate::support::ValueAccess<'de>,
            {
                $decode
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<In>(input: In) -> Result<Self, In::Error>
            where
                In: ::serde::Deserializer<'de>,
            {
                $crate::support::deserialize(input)
            }
        }
    };
}

/// Implements serde's `Serialize` and `Encode` by an expression.
macro_rules! encode_by {
    ($type:ty, $value:ident, $output:ident => $encode:expr) => {
        impl $crate::support::Encode for $type {
            #[inline]
            fn encode<Out>(&self, $output: Out) -> Result<Out::Ok, Out::Error>
            where
                Out: $crate::support::ValueSink,
            {
                let $value = self;
                $encode
            }
        }

        impl ::serde::Serialize for $type {
            #[inline]
            fn serialize<Out>(&self, output: Out) -> ::core::result::Result<Out::Ok, Out::Error>
            where
                Out: ::serde::Serializer,
            {
                $crate::support::Encode::encode(self, $crate::support::ToSerde(output))
            }
        }
    };
}

pub(crate) use {decode_by, encode_by};

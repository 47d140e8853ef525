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

/// Implements serde's `Deserialize` by `Decode`.
macro_rules! deserialize_by {
    ($type:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<In>(input: In) -> Result<Self, In::Error>
            where
                In: ::serde::Deserializer<'de>,
            {
                $crate::support::deserialize(input)
            }
        }
    };
    // A type that borrows; serde's derive asks for values that live shorter than the input.
    ($type:ident<$de:lifetime>) => {
        impl<'a, $de: 'a> ::serde::Deserialize<$de> for $type<'a> {
            fn deserialize<In>(input: In) -> ::core::result::Result<Self, In::Error>
            where
                In: ::serde::Deserializer<$de>,
            {
                $crate::support::deserialize::<$type<$de>, In>(input)
            }
        }
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

/// Implements serde's `Serialize` by `Encode`.
macro_rules! serialize_by {
    ($type:ident $(<$de:lifetime>)?) => {
        impl $(<$de>)? ::serde::Serialize for $type $(<$de>)? {
            fn serialize<Out>(&self, output: Out) -> Result<Out::Ok, Out::Error>
            where
                Out: ::serde::Serializer,
            {
                $crate::support::Encode::encode(self, $crate::support::ToSerde(output))
            }
        }
    };
}

pub(crate) use {decode_by, deserialize_by, encode_by, serialize_by};

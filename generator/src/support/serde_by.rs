//! Serde's impls, which every generated type has around its own.

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

/// Implements serde's `Serialize` by `Encode`.
macro_rules! serialize_by {
    ($type:ident $(<$de:lifetime>)?) => {
        impl $(<$de>)? ::serde::Serialize for $type $(<$de>)? {
            fn serialize<Out>(&self, output: Out) -> Result<Out::Ok, Out::Error>
            where
                Out: ::serde::Serializer,
            {
                $crate::support::serialize(self, output)
            }
        }
    };
}

pub(crate) use {deserialize_by, serialize_by};

//! The impls of types around others that add no constraint.

/// Implements reading, writing and the conversions for a tuple struct without constraints.
macro_rules! plain_wrapper_codec {
    ($type:ty, $inner:ty) => {
        $crate::support::decode_by!($type, input => {
            <$inner as $crate::support::Decode<'de>>::decode(input).map(Self)
        });
        $crate::support::encode_by!($type, value, output => output.value(&value.0));

        impl $type {
            /// The value inside.
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        impl From<$inner> for $type {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl ::core::ops::Deref for $type {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl ::core::ops::DerefMut for $type {
            fn deref_mut(&mut self) -> &mut $inner {
                &mut self.0
            }
        }
    };
}

pub(crate) use plain_wrapper_codec;

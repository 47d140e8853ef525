//! The impls of types around others that add no constraint.

/// Implements reading, writing and the conversions for a tuple struct without constraints.
macro_rules! plain_wrapper_codec {
    ($type:ident $(<$de:lifetime>)?, $inner:ty) => {
        $crate::support::decode_by!($type $(<$de>)?, input => {
            <$inner as $crate::support::Decode<'de>>::decode(input).map(Self)
        });
        $crate::support::encode_by!($type $(<$de>)?, value, output => output.value(&value.0));

        impl $(<$de>)? $type $(<$de>)? {
            /// The value inside.
            #[inline]
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        impl $(<$de>)? From<$inner> for $type $(<$de>)? {
            #[inline]
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl $(<$de>)? ::core::ops::Deref for $type $(<$de>)? {
            type Target = $inner;

            #[inline]
            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl $(<$de>)? ::core::ops::DerefMut for $type $(<$de>)? {
            #[inline]
            fn deref_mut(&mut self) -> &mut $inner {
                &mut self.0
            }
        }
    };
}

pub(crate) use plain_wrapper_codec;

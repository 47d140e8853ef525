//! Types of which parts borrow.

/// Implements `into_owned` for a type by a table of its parts.
///
/// ```text
/// into_owned! {
///     struct Account {
///         id,
///         = balance,
///     }
/// }
///
/// into_owned! {
///     enum Answer {
///         Account,
///         = Count(it),
///         = None,
///     }
/// }
///
/// into_owned!(Name);
///
/// into_owned!(= Count);
/// ```
///
/// `=` is for what borrows nothing: parts, and types that stand in a tuple beside what does. `Name` is a newtype.
macro_rules! into_owned {
    (struct $type:ident { $($field:ident,)* $(= $kept:ident,)* }) => {
        $crate::support::into_owned!(@impl $type, it => $type {
            $($field: $crate::support::IntoOwned::into_owned(it.$field),)*
            $($kept: it.$kept,)*
        });
    };
    (enum $type:ident { $($variant:ident,)* $(= $kept:ident $(($payload:ident))?,)* }) => {
        $crate::support::into_owned!(@impl $type, it => match it {
            $($type::$variant(it) => $type::$variant($crate::support::IntoOwned::into_owned(it)),)*
            $($type::$kept $(($payload))? => $type::$kept $(($payload))?,)*
        });
    };
    ($type:ident) => {
        $crate::support::into_owned!(@impl $type, it => $type($crate::support::IntoOwned::into_owned(it.0)));
    };
    (= $type:ident) => {
        impl $crate::support::IntoOwned for $type {
            type Owned = Self;

            fn into_owned(self) -> Self {
                self
            }
        }
    };
    (@impl $type:ident, $value:ident => $owned:expr) => {
        impl $type<'_> {
            /// The same value with texts of its own: it may outlive what it was read from.
            pub fn into_owned(self) -> $type<'static> {
                let $value = self;
                $owned
            }
        }

        impl $crate::support::IntoOwned for $type<'_> {
            type Owned = $type<'static>;

            fn into_owned(self) -> $type<'static> {
                $type::into_owned(self)
            }
        }
    };
}

pub(crate) use into_owned;

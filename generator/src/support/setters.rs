//! Setters of members that a constructor does not ask for.

/// Implements the setters of a struct, one line a field.
///
/// ```text
/// setters! {
///     Account {
///         with_external_id(external_id: impl Into<String>),
///         with_name(name: impl Into<String>) | with_null_name,
///     }
/// }
/// ```
///
/// The second line is for a field that holds null as well, for which it makes two setters. Attributes
/// before a line are those of its setters.
macro_rules! setters {
    ($type:ident $(<$de:lifetime>)? { $($(#[$note:meta])* $with:ident($field:ident: $value:ty) $(| $with_null:ident)?,)+ }) => {
        impl $(<$de>)? $type $(<$de>)? {
            $($crate::support::setters!(@field [$(#[$note])*] $with, $field, $value $(, $with_null)?);)+
        }
    };
    (@field [$(#[$note:meta])*] $with:ident, $field:ident, $value:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        $(#[$note])*
        #[must_use]
        pub fn $with(mut self, $field: $value) -> Self {
            self.$field = ::core::option::Option::Some($field.into());
            self
        }
    };
    (@field [$(#[$note:meta])*] $with:ident, $field:ident, $value:ty, $with_null:ident) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        $(#[$note])*
        #[must_use]
        pub fn $with(mut self, $field: $value) -> Self {
            self.$field = ::core::option::Option::Some(::core::option::Option::Some($field.into()));
            self
        }

        #[doc = concat!("Sets `", stringify!($field), "` to null.")]
        $(#[$note])*
        #[must_use]
        pub fn $with_null(mut self) -> Self {
            self.$field = ::core::option::Option::Some(::core::option::Option::None);
            self
        }
    };
}

pub(crate) use setters;

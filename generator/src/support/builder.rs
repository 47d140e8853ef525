//! What makes values of a struct from its members.
//!
//! All of it is `inline`, as other conversions are: of the many methods a program compiles those that it calls.

/// Implements the constructor of a struct, and setters of what it does not ask for, one line a field.
///
/// ```text
/// builder! {
///     Account {
///         fn new(id: AccountId), ..extra,
///         with_external_id(external_id: impl Into<String>),
///         with_name(name: impl Into<String>) | with_null_name,
///     }
/// }
/// ```
///
/// The first line may be missing; `..extra` is for a struct that keeps unknown members, `without(field)` for
/// fields of a type that has no values. The last line is for a
/// field that holds null as well, for which it makes two setters. Attributes before a line are those of its methods.
macro_rules! builder {
    ($type:ident $(<$lifetime:lifetime>)? {
        $(#[$note:meta])* fn $make:ident($($arg:ident: $arg_type:ty),* $(,)?) $(without($($unset:ident),+))? $(, ..$rest:ident)?,
        $($(#[$with_note:meta])* $with:ident($field:ident: $($value:tt)+) $(| $with_null:ident)?,)*
    }) => {
        impl $(<$lifetime>)? $type $(<$lifetime>)? {
            /// Makes a value without its optional members.
            $(#[$note])*
            #[inline]
            pub fn $make($($arg: $arg_type),*) -> Self {
                Self { $($arg: $arg.into(),)* $($field: None,)* $($($unset: None,)+)? $($rest: Default::default())? }
            }

            $($crate::support::builder!(@field [$(#[$with_note])*] $with $field ($($value)+) $($with_null)?);)*
        }
    };
    ($type:ident $(<$lifetime:lifetime>)? {
        $($(#[$note:meta])* $with:ident($field:ident: $($value:tt)+) $(| $with_null:ident)?,)+
    }) => {
        impl $(<$lifetime>)? $type $(<$lifetime>)? {
            $($crate::support::builder!(@field [$(#[$note])*] $with $field ($($value)+) $($with_null)?);)+
        }
    };
    // Four arms rather than one that converts always, or that calls another: a program has hundreds of setters, and
    // either is a tenth of what one costs the compiler.
    (@field [$($note:tt)*] $with:ident $field:ident (impl Into<$value:ty>)) => {
        /// Sets the field of this name.
        $($note)*
        #[must_use]
        #[inline]
        pub fn $with(mut self, $field: impl Into<$value>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };
    (@field [$($note:tt)*] $with:ident $field:ident ($value:ty)) => {
        /// Sets the field of this name.
        $($note)*
        #[must_use]
        #[inline]
        pub fn $with(mut self, $field: $value) -> Self {
            self.$field = Some($field);
            self
        }
    };
    (@field [$($note:tt)*] $with:ident $field:ident (impl Into<$value:ty>) $with_null:ident) => {
        /// Sets the field of this name.
        $($note)*
        #[must_use]
        #[inline]
        pub fn $with(mut self, $field: impl Into<$value>) -> Self {
            self.$field = Some(Some($field.into()));
            self
        }

        /// Sets the field of this name to null.
        $($note)*
        #[must_use]
        #[inline]
        pub fn $with_null(mut self) -> Self {
            self.$field = Some(None);
            self
        }
    };
    (@field [$($note:tt)*] $with:ident $field:ident ($value:ty) $with_null:ident) => {
        /// Sets the field of this name.
        $($note)*
        #[must_use]
        #[inline]
        pub fn $with(mut self, $field: $value) -> Self {
            self.$field = Some(Some($field));
            self
        }

        /// Sets the field of this name to null.
        $($note)*
        #[must_use]
        #[inline]
        pub fn $with_null(mut self) -> Self {
            self.$field = Some(None);
            self
        }
    };
}

pub(crate) use builder;

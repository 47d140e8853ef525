//! Types of this module that may stand beside borrowed texts in lists.

use super::borrowed::IntoOwned;
use super::leading::Leading;
use super::never::Never;
use super::null::Null;
use super::number::{Integer, Number};

impl<T: IntoOwned, R: IntoOwned> IntoOwned for Leading<T, R> {
    type Owned = Leading<T::Owned, R::Owned>;

    fn into_owned(self) -> Self::Owned {
        Leading { first: self.first.into_owned(), rest: self.rest.into_owned() }
    }
}

macro_rules! borrow_nothing {
    ($($type:ty)*) => {$(
        impl IntoOwned for $type {
            type Owned = Self;

            fn into_owned(self) -> Self {
                self
            }
        }
    )*};
}

borrow_nothing! { Integer Never Null Number }

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn keeps_all_items() {
        let list = Leading { first: (Cow::Borrowed("a"), Null), rest: vec![1] };
        assert_eq!(list.clone().into_owned(), list);
    }
}

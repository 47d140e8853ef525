//! Lists without repetitions.

use serde::ser::Serialize;

use super::content::Content;
use super::equality::all_differ;
use super::instance::with_content;
use super::violation::Violation;

/// Checks `uniqueItems`: no two are the same JSON value.
///
/// # Errors
///
/// If two are, or one can't be written.
pub fn unique_items<T: Serialize>(items: &[T]) -> Result<(), Violation> {
    if items.len() < 2 {
        return Ok(());
    }
    let differ = with_content(items, |content| match content {
        Content::Array(items) => all_differ(items),
        _ => true,
    });
    match differ {
        Ok(true) => Ok(()),
        Ok(false) => Err(Violation::new(items, "has equal items")),
        Err(error) => Err(Violation::because(error)),
    }
}

/// Checks `uniqueItems` where equal values of the type are equal JSON, and others are not.
///
/// # Errors
///
/// If two are the same.
pub fn distinct_items<T: Ord + Serialize>(items: &[T]) -> Result<(), Violation> {
    let differ = if items.len() <= 16 {
        items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))
    } else {
        let mut sorted: Vec<&T> = items.iter().collect();
        sorted.sort_unstable();
        sorted.windows(2).all(|pair| pair[0] != pair[1])
    };
    if differ { Ok(()) } else { Err(Violation::new(items, "has equal items")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn compares_as_json() {
        assert_eq!(unique_items(&["a", "b"]), Ok(()));
        assert_eq!(unique_items(&[json!(1), json!("1"), json!(true)]), Ok(()));
        assert_eq!(
            unique_items(&[json!(1), json!(2), json!(1.0)]).unwrap_err().to_string(),
            "[1,2,1.0] has equal items"
        );
        let mut many: Vec<u32> = (0..1000).collect();
        assert_eq!(unique_items(&many), Ok(()));
        assert_eq!(distinct_items(&many), Ok(()));
        many.push(500);
        assert!(unique_items(&many).is_err());
        assert!(distinct_items(&many).is_err());
        assert_eq!(distinct_items(&["a", "b", "A"]), Ok(()));
        assert_eq!(
            distinct_items(&["a", "b", "a"]).unwrap_err().to_string(),
            r#"["a","b","a"] has equal items"#
        );
    }
}

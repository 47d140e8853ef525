//! Writing the constants of a schema.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::encode::encode_by_serde;
use super::excerpt::excerpt;
use super::literal::Literal;

encode_by_serde!(Literal);

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Uint(value) => serializer.serialize_u64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Array(items) => serializer.collect_seq(*items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in *members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// Compact JSON, cut if it is long.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&excerpt(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_json() {
        const MEMBERS: &[(&str, Literal)] = &[("b", Literal::Float(1.0)), ("a", Literal::Null)];
        const ITEMS: &[Literal] = &[Literal::Int(-1), Literal::Object(MEMBERS), Literal::Text("x\"")];
        assert_eq!(Literal::Array(ITEMS).to_string(), r#"[-1,{"b":1.0,"a":null},"x\""]"#);
        assert_eq!(Literal::Bool(true).to_string(), "true");
    }
}

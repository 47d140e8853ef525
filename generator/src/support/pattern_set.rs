//! Sets of characters, as patterns have them.

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Set {
    /// Sorted, apart from each other; never surrogates, which no text holds.
    pub ranges: Vec<(char, char)>,
    /// `\p{…}` and `\P{…}` beside the ranges.
    pub properties: Vec<Property>,
    /// All others are meant; only where properties are.
    pub negated: bool,
}

/// `\p{…}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// In the spelling of the `regex` crate.
    pub name: String,
    /// Whether it is `\P{…}`.
    pub negated: bool,
}

/// `\d`
pub const DIGITS: [(u32, u32); 1] = [(0x30, 0x39)];
/// `\w`
pub const WORD: [(u32, u32); 4] = [(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];
/// `\s`: line ends and all that Unicode calls a space separator, and U+FEFF.
pub const SPACE: [(u32, u32); 10] = [
    (0x09, 0x0d),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];
/// What `.` is not.
pub const LINE_ENDS: [(u32, u32); 3] = [(0x0a, 0x0a), (0x0d, 0x0d), (0x2028, 0x2029)];

impl Set {
    /// The characters of these ranges.
    pub fn of(ranges: &[(u32, u32)]) -> Self {
        let mut set = Self::default();
        for (low, high) in ranges {
            set.add_range(*low, *high);
        }
        set
    }

    /// Adds what is in another set.
    pub fn join(&mut self, other: &Self) {
        for (low, high) in &other.ranges {
            self.add_range(u32::from(*low), u32::from(*high));
        }
        self.properties.extend(other.properties.iter().cloned());
    }

    /// Adds the characters from `low` to `high`.
    pub fn add_range(&mut self, low: u32, high: u32) {
        // A text has no surrogates.
        let low = char::from_u32(low).unwrap_or('\u{e000}');
        let high = char::from_u32(high).unwrap_or('\u{d7ff}');
        if low > high {
            return;
        }
        let touches = |before: char, after: char| next(before).is_none_or(|next| after <= next);
        let from = self.ranges.partition_point(|(_, end)| !touches(*end, low));
        let to = self.ranges.partition_point(|(begin, _)| touches(high, *begin));
        let merged = self
            .ranges
            .drain(from..to.max(from))
            .fold((low, high), |(low, high), (begin, end)| (low.min(begin), high.max(end)));
        self.ranges.insert(from, merged);
    }

    /// All characters that are not in the set.
    #[must_use]
    pub fn inverted(self) -> Self {
        if self.properties.is_empty() {
            return Self { ranges: self.others(), ..Self::default() };
        }
        Self { negated: !self.negated, ..self }
    }

    /// The characters that are not in the ranges.
    pub fn others(&self) -> Vec<(char, char)> {
        let mut others = Self::default();
        let mut from = Some('\0');
        for (low, high) in &self.ranges {
            if let Some(from) = from.filter(|from| from < low) {
                others.add_range(u32::from(from), u32::from(*low) - 1);
            }
            from = next(*high);
        }
        if let Some(from) = from {
            others.add_range(u32::from(from), u32::from(char::MAX));
        }
        others.ranges
    }
}

/// The character that comes after, without surrogates.
fn next(character: char) -> Option<char> {
    match character {
        '\u{d7ff}' => Some('\u{e000}'),
        char::MAX => None,
        other => char::from_u32(u32::from(other) + 1),
    }
}

//! Patterns by a table of states: one look-up for each character of a text.

/// What an ECMA-262 pattern looks for, as a machine that reads a text once.
///
/// Characters that the pattern does not tell apart are of one kind. Each state has a row: its name, then the name
/// of the state that comes next, for each kind of characters, then what comes of a text that ends there. `+` says
/// that the pattern matches, `-` that it does not, whatever follows. A text begins in the first state.
///
/// ```text
/// // ^-?[0-9]+$    kinds: all others, `-`, digits      rows: state, next by kinds, end
/// Table::new(&["-", "0-9"], &[], ["a -bc-", "b --c-", "c --c+"])
/// ```
#[derive(Debug)]
pub struct Table<const STATES: usize> {
    ascii: [u8; 128],
    others: &'static [(char, char, u8)],
    rows: [Row; STATES],
}

/// The number of the state that comes after each kind of characters, and at the end of the text.
pub type Row = [u8; COLUMNS];

/// The most kinds of characters, and the end of the text.
pub const COLUMNS: usize = 64;
/// Where a row tells what comes of a text that ends.
const END: usize = COLUMNS - 1;
/// There are no states of these numbers.
const MATCHES: u8 = u8::MAX;
const DIFFERS: u8 = u8::MAX - 1;

impl<const STATES: usize> Table<STATES> {
    /// The ASCII characters of each kind but the first, as in a class; ranges of other characters in order, with
    /// their kinds; and the rows.
    pub const fn new(kinds: &[&str], others: &'static [(char, char, u8)], rows: [&str; STATES]) -> Self {
        let mut numbers = [[DIFFERS; COLUMNS]; STATES];
        let mut at = 0;
        while at < STATES {
            numbers[at] = row(rows[at]);
            at += 1;
        }
        let mut ascii = [0; 128];
        let (mut at, mut kind) = (0, 1);
        while at < kinds.len() {
            ascii = with_kind(ascii, kinds[at], kind);
            (at, kind) = (at + 1, kind + 1);
        }
        Self { ascii, others, rows: numbers }
    }

    /// Whether the pattern matches, anywhere in the text if it is not anchored.
    pub fn is_match(&self, text: &str) -> bool {
        is_match(&self.ascii, self.others, &self.rows, text)
    }
}

/// Goes from state to state through a text.
pub fn is_match(ascii: &[u8; 128], others: &[(char, char, u8)], rows: &[Row], text: &str) -> bool {
    let Some(mut row) = rows.first() else { return false };
    for character in text.chars() {
        let kind = match ascii.get(character as usize) {
            Some(kind) => *kind,
            None => kind_of(others, character),
        };
        let next = row[usize::from(kind) % COLUMNS];
        match rows.get(usize::from(next)) {
            Some(next) => row = next,
            None => return next == MATCHES,
        }
    }
    row[END] == MATCHES
}

fn kind_of(others: &[(char, char, u8)], character: char) -> u8 {
    let at = others.partition_point(|(_, high, _)| *high < character);
    others.get(at).filter(|(low, ..)| *low <= character).map_or(0, |(.., kind)| *kind)
}

/// Adds the characters of a kind: single ones, and ranges with a `-`.
pub const fn with_kind(mut ascii: [u8; 128], characters: &str, kind: u8) -> [u8; 128] {
    let characters = characters.as_bytes();
    let mut at = 0;
    while at < characters.len() {
        let is_range = at + 2 < characters.len() && characters[at + 1] == b'-';
        let last = if is_range { at + 2 } else { at };
        let mut character = characters[at];
        while character <= characters[last] {
            ascii[character as usize] = kind;
            character += 1;
        }
        at = last + 1;
    }
    ascii
}

/// A row as numbers.
pub const fn row(letters: &str) -> Row {
    let letters = letters.as_bytes();
    // As long as the name of the state are those of others.
    let mut length = 0;
    while letters[length] != b' ' {
        length += 1;
    }
    let mut row = [DIFFERS; COLUMNS];
    let (mut at, mut column) = (length + 1, 0);
    while at < letters.len() {
        let number = if length == 1 { short(letters[at]) } else { long(letters[at], letters[at + 1]) };
        at += length;
        // The last one has its place, however many kinds there are.
        row[if at < letters.len() { column } else { END }] = number;
        column += 1;
    }
    row
}

const fn short(letter: u8) -> u8 {
    match letter {
        b'a'..=b'z' => letter - b'a',
        b'A'..=b'Z' => letter - b'A' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => MATCHES,
        _ => DIFFERS,
    }
}

const fn long(first: u8, second: u8) -> u8 {
    match first {
        b'a'..=b'z' => (first - b'a') * 26 + (second - b'a'),
        other => short(other),
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn goes_through_texts() {
        // ^[0-9-]+(é[à-ü])?$
        static SHORT: Table<4> = Table::new(
            &["-0-9", "", ""],
            &[('à', 'è', 3), ('é', 'é', 2), ('ê', 'ü', 3)],
            ["a -b---", "b -bc-+", "c --dd-", "d ----+"],
        );
        static LONG: Table<4> = Table::new(
            &["-0-9", "", ""],
            &[('à', 'è', 3), ('é', 'é', 2), ('ê', 'ü', 3)],
            ["aa --ab------", "ab --abac--++", "ac ----adad--", "ad --------++"],
        );
        for (text, expected) in [
            ("1", true),
            ("12éà", true),
            ("-éé", true),
            ("1é", false),
            ("1éÀ", false),
            ("", false),
            ("/", false),
        ] {
            assert_eq!(SHORT.is_match(text), expected, "{text}");
            assert_eq!(LONG.is_match(text), expected, "{text}");
        }
    }
}

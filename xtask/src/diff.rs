//! A short line diff, for people who look at what `--check` found.
//!
//! Written here because it is forty lines and shows a dozen: no dependency would earn its place.

/// Lines shown of one file's diff.
const SHOWN: usize = 12;
/// Longest middle part that is aligned line by line; a longer one is shown as taken out and put in.
const ALIGNED: usize = 2000;

/// The first differing lines of two texts, with `-` and `+` before them and `@ line` before each group.
pub(crate) fn short(old: &str, new: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open_at = None;
    for (line, edit) in edits(old, new) {
        let next = match edit {
            Edit::Keep => continue,
            Edit::Remove(text) => (line + 1, format!("-{text}")),
            Edit::Add(text) => (line, format!("+{text}")),
        };
        if open_at != Some(line) {
            lines.push(format!("@ line {}", line + 1));
        }
        open_at = Some(next.0);
        lines.push(next.1);
    }
    if lines.len() > SHOWN {
        let more = lines.split_off(SHOWN).iter().filter(|it| !it.starts_with('@')).count();
        lines.push(format!("… {more} more"));
    }
    if lines.is_empty() && old != new {
        lines.push("the files differ in line ends only".to_owned());
    }
    lines
}

#[derive(Clone, Copy)]
enum Edit<'a> {
    Keep,
    Remove(&'a str),
    Add(&'a str),
}

/// Each edit with the number of the old text's line before which it happens.
fn edits<'a>(old: &'a str, new: &'a str) -> Vec<(usize, Edit<'a>)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut edits = Vec::new();
    if old.len() > ALIGNED || new.len() > ALIGNED {
        edits.extend(old.iter().enumerate().map(|(at, text)| (head + at, Edit::Remove(text))));
        edits.extend(new.iter().map(|text| (head + old.len(), Edit::Add(text))));
        return edits;
    }
    let common = common_lengths(old, new);
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        if a < old.len() && b < new.len() && old[a] == new[b] {
            edits.push((head + a, Edit::Keep));
            (a, b) = (a + 1, b + 1);
        } else if b == new.len() || (a < old.len() && common[a + 1][b] >= common[a][b + 1]) {
            edits.push((head + a, Edit::Remove(old[a])));
            a += 1;
        } else {
            edits.push((head + a, Edit::Add(new[b])));
            b += 1;
        }
    }
    edits
}

/// Length of the longest common subsequence of every two tails.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut table = vec![vec![0; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            table[a][b] =
                if old[a] == new[b] { table[a + 1][b + 1] + 1 } else { table[a + 1][b].max(table[a][b + 1]) };
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::short;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[&str]) {
        assert_eq!(short(old, new), expected);
    }

    #[test]
    fn shows_what_was_changed_and_where() {
        check("a\nb\nc\n", "a\nx\nc\n", &["@ line 2", "-b", "+x"]);
        check("a\nb\nc\nd\n", "a\nc\nd\ne\n", &["@ line 2", "-b", "@ line 5", "+e"]);
        check("", "a\n", &["@ line 1", "+a"]);
        check("a\n", "a\n", &[]);
        check("a\r\n", "a\n", &["the files differ in line ends only"]);
    }

    #[test]
    fn a_long_diff_is_cut() {
        let new: Vec<String> = (0..5000).map(|it| it.to_string()).collect();
        let lines = short("", &new.join("\n"));
        assert_eq!(lines.len(), 13);
        assert_eq!(lines[12], "… 4989 more");
    }
}

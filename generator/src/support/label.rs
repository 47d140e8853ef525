//! Labels of internationalized host names.
//!
//! Spec: RFC 5891, §4.2 and §5.4; RFC 5892; RFC 5893. What a code point is follows from the properties
//! that `unicode-ident`, `unicode-normalization` and `unicode-bidi` know, by the rules of RFC 5892,
//! §3; where ZERO WIDTH NON-JOINER may stand without a virama is known for Arabic letters only.

use unicode_bidi::{BidiClass, bidi_class};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::punycode::{decode, encode};

/// Whether a label is letters, digits and hyphens in ASCII, with no hyphen at either end.
///
/// Spec: RFC 1123, §2.1.
pub(super) fn is_ldh_label(label: &str) -> bool {
    let is_ldh = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(is_ldh)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether a label that begins with `xn--` stands for a label of other letters; `None` where it does not begin so.
pub(super) fn is_a_label(label: &str) -> Option<bool> {
    let coded = coded(label)?;
    let decoded = decode(&coded.to_ascii_lowercase());
    Some(decoded.is_some_and(|it| {
        let is_canonical = encode(&it).is_some_and(|it| it.eq_ignore_ascii_case(coded));
        is_canonical && !it.is_ascii() && is_u_label(&it)
    }))
}

/// What follows `xn--`.
fn coded(label: &str) -> Option<&str> {
    let (tag, coded) = label.split_at_checked(4)?;
    tag.eq_ignore_ascii_case("xn--").then_some(coded)
}

/// The label as it is looked up.
pub(super) fn to_a_label(label: &str) -> Option<String> {
    encode(label).map(|it| format!("xn--{it}"))
}

/// Whether a label that is not all ASCII may be registered.
pub(super) fn is_u_label(label: &str) -> bool {
    let all: Vec<char> = label.chars().collect();
    let hyphens = label.starts_with('-') || label.ends_with('-') || matches!(all[..], [_, _, '-', '-', ..]);
    !hyphens
        && !all.first().is_some_and(|it| is_combining_mark(*it))
        && label.nfc().eq(all.iter().copied())
        && (0..all.len()).all(|at| is_allowed(&all, at))
}

/// Whether the code point at a place may stand there.
///
/// Spec: RFC 5892, §2, §3 and appendix A.
fn is_allowed(all: &[char], at: usize) -> bool {
    let (before, after) = (at.checked_sub(1).map(|at| all[at]), all.get(at + 1).copied());
    let is_between = |one: fn(char) -> bool| before.is_some_and(one) && after.is_some_and(one);
    match all[at] {
        // Letters, digits and hyphens, and exceptions that are allowed.
        '-' | 'a'..='z' | '0'..='9' | 'ß' | 'ς' | '\u{6fd}' | '\u{6fe}' | '\u{f0b}' | '\u{3007}' => true,
        // Other ASCII, and exceptions that are not.
        '\0'..='\u{7f}'
        | '\u{640}'
        | '\u{7fa}'
        | '\u{302e}'
        | '\u{302f}'
        | '\u{3031}'..='\u{3035}'
        | '\u{303b}' => false,
        // Those that depend on what stands around them.
        '\u{b7}' => is_between(|it| it == 'l'),
        '\u{375}' => after.is_some_and(is_greek),
        '\u{5f3}' | '\u{5f4}' => {
            before.is_some_and(|it| matches!(it, '\u{591}'..='\u{5f4}' | '\u{fb1d}'..='\u{fb4f}'))
        }
        '\u{30fb}' => all.iter().any(|it| *it != '\u{30fb}' && is_kana_or_han(*it)),
        '\u{660}'..='\u{669}' => !all.iter().any(|it| matches!(it, '\u{6f0}'..='\u{6f9}')),
        '\u{200d}' => before.is_some_and(is_virama),
        '\u{200c}' => before.is_some_and(is_virama) || joins_around(all, at),
        it => is_letter_digit_or_mark(it) && is_stable(it),
    }
}

fn is_letter_digit_or_mark(it: char) -> bool {
    let is_old_jamo =
        matches!(it, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}');
    let is_connector = matches!(it, '\u{203f}' | '\u{2040}' | '\u{2054}');
    let is_ignorable = matches!(it, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    unicode_ident::is_xid_continue(it) && !is_old_jamo && !is_connector && !is_ignorable
}

/// Whether folding and compatible composition leave a code point as it is.
fn is_stable(it: char) -> bool {
    let folded = it.nfkc().flat_map(char::to_lowercase);
    folded.nfkc().eq([it])
}

fn is_virama(it: char) -> bool {
    canonical_combining_class(it) == 9
}

fn is_greek(it: char) -> bool {
    matches!(it, '\u{370}'..='\u{377}' | '\u{37a}'..='\u{37f}' | '\u{384}' | '\u{386}' | '\u{388}'..='\u{3e1}' | '\u{3f0}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

fn is_kana_or_han(it: char) -> bool {
    matches!(it, '\u{3005}' | '\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fd}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether the letters before and after, marks left out, would join each other.
fn joins_around(all: &[char], at: usize) -> bool {
    let letter = |it: &&char| !is_combining_mark(**it);
    let before = all[..at].iter().rev().find(letter).copied();
    let after = all[at + 1..].iter().find(letter).copied();
    before.is_some_and(joins_to_the_left) && after.is_some_and(is_joining_arabic)
}

fn is_joining_arabic(it: char) -> bool {
    let is_letter = matches!(it, '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}' | '\u{6ee}' | '\u{6ef}' | '\u{6fa}'..='\u{6fc}' | '\u{6ff}' | '\u{750}'..='\u{77f}');
    is_letter && !matches!(it, '\u{621}' | '\u{674}')
}

/// Arabic letters that join what follows them too.
fn joins_to_the_left(it: char) -> bool {
    let joins_back_only = matches!(
        it,
        '\u{622}'..='\u{625}' | '\u{627}' | '\u{629}' | '\u{62f}'..='\u{632}' | '\u{648}' | '\u{671}'..='\u{673}'
            | '\u{675}'..='\u{677}' | '\u{688}'..='\u{699}' | '\u{6c0}' | '\u{6c3}'..='\u{6cb}' | '\u{6cd}' | '\u{6cf}'
            | '\u{6d2}' | '\u{6d3}' | '\u{6d5}' | '\u{6ee}' | '\u{6ef}' | '\u{759}'..='\u{75b}' | '\u{76b}' | '\u{76c}'
            | '\u{771}' | '\u{773}' | '\u{774}' | '\u{778}' | '\u{779}'
    );
    is_joining_arabic(it) && !joins_back_only
}

/// Whether the labels of a name keep to one direction each, if any is written from right to left.
///
/// Spec: RFC 5893, §1.4 and §2.
pub(super) fn keep_bidi_rule<'a>(labels: impl Iterator<Item = &'a str>) -> bool {
    let mut is_bidi = false;
    let mut keeps = true;
    for label in labels {
        let decoded = coded(label).and_then(|it| decode(&it.to_ascii_lowercase()));
        let classes: Vec<BidiClass> = decoded.as_deref().unwrap_or(label).chars().map(bidi_class).collect();
        is_bidi |= classes.iter().any(|it| matches!(it, BidiClass::R | BidiClass::AL | BidiClass::AN));
        keeps &= is_one_way(&classes);
    }
    keeps || !is_bidi
}

fn is_one_way(classes: &[BidiClass]) -> bool {
    use BidiClass::{AL, AN, BN, CS, EN, ES, ET, L, NSM, ON, R};
    let has = |class| classes.contains(&class);
    let last = classes.iter().rev().find(|it| **it != NSM);
    let only = |known: &[BidiClass]| classes.iter().all(|it| known.contains(it));
    match classes.first() {
        Some(R | AL) => {
            only(&[R, AL, AN, EN, ES, CS, ET, ON, BN, NSM])
                && last.is_some_and(|it| matches!(it, R | AL | EN | AN))
                && !(has(EN) && has(AN))
        }
        Some(L) => only(&[L, EN, ES, CS, ET, ON, BN, NSM]) && last.is_some_and(|it| matches!(it, L | EN)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_a_label, is_u_label, keep_bidi_rule};

    #[track_caller]
    fn check(good: &[&str], bad: &[&str]) {
        for label in good {
            assert!(is_u_label(label), "{label:?}");
        }
        for label in bad {
            assert!(!is_u_label(label), "{label:?}");
        }
    }

    #[test]
    fn code_points() {
        check(
            &["bücher", "ßς་〇", "中文"],
            &["Bücher", "☃", "ﬁ", "ä_b", "-ä", "ä-", "ab--ä", "cafe\u{301}", "\u{300}a"],
        );
    }

    #[test]
    fn code_points_in_context() {
        check(&["l·l", "α͵β", "א׳ב", "・ア"], &["a·l", "α͵", "׳ב", "def・abc", "ب٠۰"]);
        check(&["क\u{94d}\u{200d}ष", "بي\u{200c}بي"], &["क\u{200d}ष", "\u{200c}بي", "ا\u{200c}ب"]);
    }

    #[test]
    fn directions() {
        for labels in [vec!["ابت", "a", "אב1"], vec!["0a", "b"], vec!["xn--4db"]] {
            assert!(keep_bidi_rule(labels.iter().copied()), "{labels:?}");
        }
        for labels in [vec!["aא"], vec!["1ا"], vec!["א0٠"], vec!["0a", "א"], vec!["0a", "xn--4db"]] {
            assert!(!keep_bidi_rule(labels.iter().copied()), "{labels:?}");
        }
    }

    #[test]
    fn a_labels() {
        assert_eq!(is_a_label("xn--bcher-kva"), Some(true));
        assert_eq!(is_a_label("XN--BCHER-KVA"), Some(true));
        for label in ["xn--", "xn--X", "xn--example-", "xn--7a", "xn---9uc"] {
            assert_eq!(is_a_label(label), Some(false), "{label}");
        }
        assert_eq!(is_a_label("example"), None);
    }
}

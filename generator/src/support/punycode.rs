//! Letters of all scripts in letters, digits and hyphens.
//!
//! Spec: RFC 3492, §5 and §6.

const BASE: u32 = 36;
const MIN: u32 = 1;
const MAX: u32 = 26;
const FIRST: u32 = 128;
const FIRST_BIAS: u32 = 72;

/// The text that a Punycode text stands for, if it stands for any.
pub(super) fn decode(text: &str) -> Option<String> {
    let (plain, coded) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = plain.chars().collect();
    let (mut code, mut at, mut bias) = (FIRST, 0_u32, FIRST_BIAS);
    let mut digits = coded.bytes();
    while digits.len() > 0 {
        let (before, mut weight, mut step) = (at, 1_u32, BASE);
        loop {
            let digit = match digits.next()? {
                it @ b'a'..=b'z' => it - b'a',
                it @ b'A'..=b'Z' => it - b'A',
                it @ b'0'..=b'9' => it - b'0' + 26,
                _ => return None,
            };
            at = at.checked_add(u32::from(digit).checked_mul(weight)?)?;
            let threshold = threshold(step, bias);
            if u32::from(digit) < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            step += BASE;
        }
        let length = u32::try_from(out.len()).ok()? + 1;
        bias = adapt(at - before, length, before == 0);
        code = code.checked_add(at / length)?;
        at %= length;
        out.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(out.into_iter().collect())
}

/// The Punycode of a text; `None` only where it is far too long.
pub(super) fn encode(text: &str) -> Option<String> {
    let mut out: String = text.chars().filter(char::is_ascii).collect();
    let plain = u32::try_from(out.len()).ok()?;
    let (mut done, mut code, mut delta, mut bias) = (plain, FIRST, 0_u32, FIRST_BIAS);
    if plain > 0 {
        out.push('-');
    }
    while let Some(next) = text.chars().map(u32::from).filter(|it| *it >= code).min() {
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for it in text.chars().map(u32::from) {
            if it < code {
                delta = delta.checked_add(1)?;
            }
            if it == code {
                let (mut rest, mut step) = (delta, BASE);
                loop {
                    let threshold = threshold(step, bias);
                    if rest < threshold {
                        break;
                    }
                    out.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
                    rest = (rest - threshold) / (BASE - threshold);
                    step += BASE;
                }
                out.push(digit(rest)?);
                bias = adapt(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(out)
}

fn threshold(step: u32, bias: u32) -> u32 {
    step.saturating_sub(bias).clamp(MIN, MAX)
}

fn adapt(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut bias = 0;
    while delta > (BASE - MIN) * MAX / 2 {
        delta /= BASE - MIN;
        bias += BASE;
    }
    bias + (BASE - MIN + 1) * delta / (delta + 38)
}

/// `a` to `z`, then `0` to `9`.
fn digit(value: u32) -> Option<char> {
    let byte = u8::try_from(value).ok()?;
    Some(char::from(if byte < 26 { b'a' + byte } else { b'0' + byte - 26 }))
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn there_and_back() {
        for (text, coded) in [
            ("bücher", "bcher-kva"),
            ("실례", "9n2bp8q"),
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
        ] {
            assert_eq!(encode(text).as_deref(), Some(coded));
            assert_eq!(decode(coded).as_deref(), Some(text));
        }
        assert_eq!(decode("X"), None);
        assert_eq!(decode("99999999"), None);
        assert_eq!(decode("a-ä"), None);
    }
}

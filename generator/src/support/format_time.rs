//! Dates, times and durations.
//!
//! Spec: RFC 3339, §5.6, §5.7 and appendix A.

use super::format::Format;

/// `2025-12-31T23:59:59.5+01:00`
pub static DATE_TIME: Format = Format::new("date-time", is_date_time);
/// `2025-12-31`
pub static DATE: Format = Format::new("date", is_date);
/// `23:59:59.5+01:00`
pub static TIME: Format = Format::new("time", is_time);
/// `P1Y2M3DT4H5M6S`, `P2W`
pub static DURATION: Format = Format::new("duration", is_duration);

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    is_date(date) && is_time(time)
}

fn is_date(text: &str) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return false };
    let (Some(century), Some(year)) = (two_digits(y1, y2), two_digits(y3, y4)) else { return false };
    let (Some(month), Some(day)) = (two_digits(m1, m2), two_digits(d1, d2)) else { return false };
    let is_leap = if year == 0 { century % 4 == 0 } else { year % 4 == 0 };
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// A leap second can only be the last second of a day in UTC.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else { return false };
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *clock.as_bytes() else { return false };
    let (Some(hour), Some(minute)) = (two_digits(h1, h2), two_digits(m1, m2)) else { return false };
    let Some(second) = two_digits(s1, s2) else { return false };
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|it: char| it.is_ascii_digit());
            if offset.len() == fraction.len() {
                return false;
            }
            offset
        }
        None => rest,
    };
    let Some(offset) = minutes_of_offset(offset) else { return false };
    let in_day = i64::from(hour * 60 + minute) - offset;
    let is_last_minute = in_day.rem_euclid(24 * 60) == 24 * 60 - 1;
    hour < 24 && minute < 60 && (second < 60 || second == 60 && is_last_minute)
}

/// Minutes east of UTC.
fn minutes_of_offset(text: &str) -> Option<i64> {
    let (sign, h1, h2, m1, m2) = match *text.as_bytes() {
        [b'Z' | b'z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, h1, h2, m1, m2),
        [b'-', h1, h2, b':', m1, m2] => (-1, h1, h2, m1, m2),
        _ => return None,
    };
    let (hour, minute) = (two_digits(h1, h2)?, two_digits(m1, m2)?);
    (hour < 24 && minute < 60).then_some(sign * i64::from(hour * 60 + minute))
}

fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

fn is_duration(text: &str) -> bool {
    let Some(all) = text.strip_prefix('P') else { return false };
    let (date, time) = match all.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (all, None),
    };
    let has_date = runs_through(date, b"YMD");
    match time {
        None => has_date || runs_through(date, b"W"),
        Some(time) => (date.is_empty() || has_date) && runs_through(time, b"HMS"),
    }
}

/// Whether the text is numbers with units, and the units follow each other without a gap.
fn runs_through(text: &str, units: &[u8]) -> bool {
    let mut found: Vec<u8> = Vec::new();
    let mut has_number = false;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            has_number = true;
        } else if has_number {
            found.push(byte);
            has_number = false;
        } else {
            return false;
        }
    }
    !has_number && !found.is_empty() && units.windows(found.len()).any(|it| it == found)
}

#[cfg(test)]
mod tests {
    use super::{DATE, DATE_TIME, DURATION, Format, TIME};

    #[track_caller]
    fn check(format: &Format, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(format.accepts(text), "{text}");
        }
        for text in bad {
            assert!(!format.accepts(text), "{text}");
        }
    }

    #[test]
    fn dates() {
        let good = ["2024-02-29", "2000-02-29", "1900-02-28", "0000-12-31"];
        let bad =
            ["2023-02-29", "1900-02-29", "2024-13-01", "2024-04-31", "2024-1-01", "2024-01-00", "٢٠٢٤-٠١-٠١"];
        check(&DATE, &good, &bad);
        check(&DATE, &[], &["", "20240101", "2024-01-01Z", "+2024-01-01", " 2024-01-01"]);
    }

    #[test]
    fn times() {
        check(
            &TIME,
            &["08:30:06Z", "08:30:06.283185z", "00:00:00-00:00"],
            &["08:30:06", "8:30:06Z", "24:00:00Z"],
        );
        check(
            &TIME,
            &["23:59:60Z", "01:29:60+01:30", "15:59:60-08:00"],
            &["22:59:60Z", "23:59:60+01:00", "23:59:61Z"],
        );
        check(
            &TIME,
            &[],
            &["08:30:06.Z", "08:30:06,5Z", "08:30:06+1:00", "08:30:06+24:00", "08:30:06+01:60", "é8:30:06Z"],
        );
        let good = ["2025-12-31T23:59:59.000Z", "1998-12-31t23:59:60z"];
        check(
            &DATE_TIME,
            &good,
            &["2025-12-31", "2025-12-31 23:59:59Z", "2025-12-31T23:59:59Z\n", "2025-12-31TT:"],
        );
    }

    #[test]
    fn durations() {
        check(
            &DURATION,
            &["P1Y2M3DT4H5M6S", "P2W", "PT0S", "P1M2D", "P007D"],
            &["P", "PT", "P1", "P1YT", "1D", "P1W2D"],
        );
        check(
            &DURATION,
            &[],
            &["P1Y2D", "PT1H2S", "P2D1Y", "P1S", "PT0.5S", "-P1D", "P১D", "P1D ", "PW", "P1YY"],
        );
    }
}

//! Writes numbers for people.

/// `2.5e20`: from 15 digits before the point on, where a floating-point number has no true digits left for the others.
fn with_exponent(value: f64) -> Option<String> {
    let text = format!("{value:.3e}");
    let (digits, power) = text.split_once('e')?;
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    (value.is_finite() && value.abs() >= 1e15).then(|| format!("{digits}e{power}"))
}

/// With thousands separators and this many decimals: `1,234.50`.
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "undefined".into();
    }
    if let Some(long) = with_exponent(value) {
        return long;
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let nothing = text.bytes().all(|b| matches!(b, b'0' | b'.'));
    let mut out = String::new();
    if value < 0.0 && !nothing {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// With thousands separators, at most this many decimals and no trailing zeros: `1,234.5`.
pub fn trimmed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    }
}

/// An amount of money: two decimals.
pub fn money(value: f64) -> String {
    grouped(value, 2)
}

/// A fraction in per cent, at most two decimals: `12.5 %`.
pub fn percent(value: f64) -> String {
    format!("{} %", trimmed(value * 100.0, 2))
}

/// The first eight of these numbers, and dots where there are more.
pub fn listed(numbers: impl ExactSizeIterator<Item = f64>, between: &str) -> String {
    const SHOWN: usize = 8;
    let more = (numbers.len() > SHOWN).then(|| "...".to_owned());
    let shown = numbers.take(SHOWN).map(plain).chain(more);
    shown.collect::<Vec<_>>().join(between)
}

/// `format!`, with each number as [`plain`] writes it.
macro_rules! filled {
    ($form:literal, $($number:expr),+ $(,)?) => {
        format!($form, $($crate::calculators::numbers::plain($number)),+)
    };
}
pub(crate) use filled;

/// A number for the working: at most four decimals, more where it would otherwise lose its first four digits, and
/// no thousands separators, so that a line can be typed into any pocket calculator.
pub fn plain(value: f64) -> String {
    if !value.is_finite() {
        return "undefined".into();
    }
    if let Some(long) = with_exponent(value) {
        return long;
    }
    let small = value != 0.0 && value.abs() < 0.1;
    let decimals = if small {
        (3 - value.abs().log10().floor() as i32).clamp(4, 15) as usize
    } else {
        4
    };
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".into()
    } else {
        text.to_string()
    }
}

//! Proposals for formulas written as in other programs, or as on paper.

use crate::calculators::expression::Expression;
use crate::study::fault::{Fault, Place};

/// Signs and words of other places, and what they are here. The longer ones come first.
const MEANT: [(&str, &str); 26] = [
    (" and ", " && "),
    (" AND ", " && "),
    (" or ", " || "),
    (" OR ", " || "),
    (" x ", " * "),
    (" X ", " * "),
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("\u{2264}", "<="),
    ("\u{2265}", ">="),
    ("\u{2260}", "!="),
    ("**", "^"),
    ("\u{d7}", "*"),
    ("\u{b7}", "*"),
    ("\u{f7}", "/"),
    (" : ", " / "),
    ("\u{2212}", "-"),
    ("\u{2013}", "-"),
    ("{", "("),
    ("}", ")"),
    ("[", "("),
    ("]", ")"),
    ("SQRT(", "sqrt("),
    ("MIN(", "min("),
    ("MAX(", "max("),
];

/// Gives the fault of a formula that cannot be read the formula that was meant, if that can be told.
pub fn propose(fault: &mut Fault) {
    let (Place::Field(field), "E12") = (&fault.place, fault.code) else {
        return;
    };
    let Some((formula, _)) = fault
        .message
        .strip_prefix('`')
        .and_then(|rest| rest.split_once("`: column "))
    else {
        return;
    };
    let reads = |text: &str| match *field {
        "keep_if" => Expression::condition(text).is_ok(),
        _ => Expression::number(text).is_ok(),
    };
    if let Some(meant) = candidates(formula).into_iter().find(|text| reads(text)) {
        fault.help = format!("change it to `{meant}`");
    } else if *field == "mistakes" && formula.split_whitespace().count() > 2 && is_prose(formula) {
        fault.help =
            format!("the formula comes first, the reason second: (\"...\", \"{formula}\")");
    }
}

fn is_prose(formula: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || " .,;'!?".contains(c);
    formula.chars().all(is_letter)
}

/// The formula with the signs of this program, then with what else may have been meant, one after the other.
fn candidates(formula: &str) -> Vec<String> {
    let mut text = formula.to_owned();
    for (other, here) in MEANT {
        text = text.replace(other, here);
    }
    let mut all = vec![text];
    for next in [alone, commas, chained, signs_left_out, unclosed] {
        let last = all.last().cloned().unwrap_or_default();
        all.push(next(&last));
    }
    all
}

/// `=`, `&` and `|` alone become `==`, `&&` and `||`.
fn alone(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_sign = |i: Option<usize>| {
        let c = i.and_then(|i| chars.get(i));
        c.is_some_and(|c| matches!(c, '=' | '<' | '>' | '!' | '&' | '|'))
    };
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        out.push(*c);
        if matches!(c, '=' | '&' | '|') && !is_sign(i.checked_sub(1)) && !is_sign(Some(i + 1)) {
            out.push(*c);
        }
    }
    out
}

/// `0,5` becomes `0.5`, and `1,000` becomes `1000`.
fn commas(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(',') {
        out.push_str(before);
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let is_number = before.ends_with(|c: char| c.is_ascii_digit()) && digits > 0;
        out.push_str(match (is_number, digits) {
            (true, 3) => "",
            (true, _) => ".",
            (false, _) => ",",
        });
        rest = behind;
    }
    out + rest
}

/// `20 < a < b` becomes `20 < a && a < b`.
fn chained(text: &str) -> String {
    let is_sign = |c: char| matches!(c, '<' | '>' | '=');
    let sides: Vec<&str> = text
        .split(is_sign)
        .filter(|side| !side.is_empty())
        .collect();
    match (sides.as_slice(), text.contains(['&', '|'])) {
        ([_, middle, last], false) => {
            let from = text.len() - last.len();
            let sign = text[..from]
                .rfind(middle)
                .map_or(from, |at| at + middle.len());
            format!(
                "{} && {} {}",
                text[..sign].trim_end(),
                middle.trim(),
                &text[sign..]
            )
        }
        _ => text.to_owned(),
    }
}

/// `2use` and `use days` become `2 * use` and `use * days`. Words that stand for a sign which there is not are no names.
fn signs_left_out(text: &str) -> String {
    let is_sign = |word: &str| matches!(word, "not" | "mod" | "div" | "if" | "then" | "else");
    if text.to_lowercase().split_whitespace().any(is_sign) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut before = ' ';
    for word in text.split_inclusive(' ') {
        let is_value = |c: char| c.is_alphanumeric() || c == '_';
        if before != ' ' && (is_value(before) || before == ')') && word.starts_with(is_value) {
            out.push_str("* ");
        }
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let is_joined = digits > 0 && word[digits..].starts_with(|c: char| c.is_alphabetic());
        out.push_str(&word[..digits]);
        out.push_str(if is_joined { " * " } else { "" });
        out.push_str(&word[digits..]);
        before = word.trim_end().chars().next_back().unwrap_or(before);
    }
    out
}

fn unclosed(text: &str) -> String {
    let (open, close) = (text.matches('(').count(), text.matches(')').count());
    text.to_owned() + &")".repeat(open.saturating_sub(close).min(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_other_places_are_answered_with_those_of_this_one() {
        for (field, formula, meant) in [
            ("keep_if", "a < b and c > 20", Some("a < b && c > 20")),
            ("keep_if", "a \u{2264} b", Some("a <= b")),
            ("keep_if", "a =< b", Some("a <= b")),
            ("keep_if", "a = b", Some("a == b")),
            ("keep_if", "20 < a < b", Some("20 < a && a < b")),
            ("named", "a \u{d7} b", Some("a * b")),
            ("named", "a x b", Some("a * b")),
            ("named", "a b", Some("a * b")),
            ("named", "2a * b", Some("2 * a * b")),
            ("named", "a ** 2", Some("a ^ 2")),
            ("named", "0,5 * a", Some("0.5 * a")),
            ("named", "1,000 * a", Some("1000 * a")),
            ("named", "max(a, b", Some("max(a, b)")),
            ("answer", "{a} + {b}", Some("(a) + (b)")),
            ("named", "a %", None),
            ("named", "a +* b", None),
            ("named", "a mod b", None),
            ("keep_if", "not a > b", None),
        ] {
            let field: &'static str = field;
            let why = format!("`{formula}`: column 1: it cannot be read");
            let mut fault = Fault::new("E12", why, "mend the formula").at(field);
            propose(&mut fault);
            let help = meant.map_or("mend the formula".into(), |m| format!("change it to `{m}`"));
            assert_eq!(fault.help, help, "{formula}");
        }
    }
}

//! W32: a working with wrong arithmetic.

use crate::calculators::expression::Expression;
use crate::calculators::numbers::trimmed;
use crate::lint::thresholds::Thresholds;
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Expected, Way};
use std::collections::{BTreeSet, HashSet};

/// Problems of a generated card whose working is checked.
const DRAWN: u64 = 20;

/// W32: in every line with `=`, both sides are equal within the rounding of what is written; and the last number of the working
/// is the answer (for generated cards E12 checks that). Lines that are not arithmetic are ignored.
pub fn false_arithmetic(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    match card.way() {
        Way::Compute(expected) if expected.value.is_finite() => {
            for (i, false_line) in false_lines(&expected) {
                let help = "check the line, and what follows from it";
                faults.push(Fault::new("W32", false_line, help).at_item("working", i));
            }
            ends_elsewhere(&expected, faults);
        }
        Way::Draw if card.question().is_some() => {
            let mut told = HashSet::new();
            for seed in 0..DRAWN {
                let lines = card.expected(seed).map(|expected| false_lines(&expected));
                for (i, false_line) in lines.into_iter().flatten() {
                    if told.insert(i) {
                        let message = format!("{false_line} (in the draw of seed {seed})");
                        let help = "check the line and its formulas, and what follows from it";
                        faults.push(Fault::new("W32", message, help).at_item("working", i));
                    }
                }
            }
        }
        _ => {}
    }
}

/// Each wrong line by number, and what it should say.
fn false_lines(expected: &Expected) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (i, line) in expected.working.iter().enumerate() {
        for sentence in line.split(';').flat_map(|part| part.split(", ")) {
            for pair in sides(sentence).windows(2) {
                if let [Some(left), Some(right)] = pair
                    && !left.equals(right)
                {
                    let (wrong, right) = (right.text.trim(), trimmed(left.value, 4));
                    let message = format!("`{}` is {right}, not {wrong}", left.text.trim());
                    found.push((i, message));
                    break;
                }
            }
        }
    }
    found
}

fn sides(sentence: &str) -> Vec<Option<Side>> {
    sentence.split(['=', '≈']).map(side).collect()
}

fn ends_elsewhere(expected: &Expected, faults: &mut Vec<Fault>) {
    let lines = expected.working.iter().enumerate();
    let sentences = lines.flat_map(|(i, line)| line.split(';').map(move |s| (i, s)));
    let reached = |(i, sentence): (usize, &str)| {
        let sides = sides(sentence);
        let has_sides = sides.len() > 1;
        Some((i, sides.into_iter().next_back().flatten()?)).filter(|_| has_sides)
    };
    if let Some((i, last)) = sentences.filter_map(reached).next_back()
        && !is_answer(&last, expected)
    {
        let answer = trimmed(expected.value, 4);
        let end = last.text.trim();
        let message = format!("the working ends at {end}, and the answer is {answer}");
        let help = "make the working end at the answer, or mend the answer";
        faults.push(Fault::new("W32", message, help).at_item("working", i));
    }
}

fn is_answer(last: &Side, expected: &Expected) -> bool {
    let scales: &[f64] = match (&*expected.unit == "%", last.percent) {
        (true, false) => &[1.0, 100.0],
        (false, true) => &[1.0, 0.01],
        _ => &[1.0],
    };
    scales.iter().any(|scale| {
        let value = last.value * scale;
        expected.tolerance.accepts(expected.value, value)
            || (value - expected.value).abs() <= last.room * scale * 1.0001 + 1e-9
    })
}

/// What a number may be taken times: a share may be meant in per cent.
fn scales(has_percent: bool) -> &'static [f64] {
    if has_percent {
        &[1.0, 100.0, 0.01]
    } else {
        &[1.0]
    }
}

/// One side of an equation.
struct Side {
    text: String,
    value: f64,
    /// How far rounding may have changed the value.
    room: f64,
    percent: bool,
    /// The words behind a number that stands alone: its unit, or letters that it multiplies.
    words: BTreeSet<String>,
}

impl Side {
    /// `2 h = 120 min` and `2 D S = 2 x 1,000 x 10` cannot be decided: what the words are worth is not known.
    fn equals(&self, other: &Side) -> bool {
        if !self.words.is_empty() && self.words != words(&other.text) {
            return true;
        }
        scales(self.percent != other.percent).iter().any(|scale| {
            let room = self.room * scale + other.room;
            (self.value * scale - other.value).abs() <= room * 1.0001 + 1e-9 * other.value.abs()
        })
    }
}

/// A formula of numbers with the units removed; `None` if it is anything else.
fn side(text: &str) -> Option<Side> {
    let text = unlabelled(text)?;
    let formula = plain(text)?;
    let value = Expression::number(&formula).ok()?.value(|_| None).ok()?;
    let decimals: Vec<(f64, f64)> = numbers(&formula);
    let lone = decimals.len() == 1 && formula.trim().parse::<f64>().is_ok();
    let rounded = decimals.iter().filter(|(_, unit)| *unit < 1.0);
    // Rounding a factor changes the result by the same relative error.
    let factors = rounded.clone().filter(|(number, _)| *number != 0.0);
    let part: f64 = factors
        .map(|(number, unit)| 0.5 * unit / number.abs())
        .sum();
    let room = match decimals.first() {
        Some((_, unit)) if lone => 0.5 * unit,
        // In sums the absolute errors add up, however small a difference is.
        _ => {
            let together: f64 = rounded.map(|(_, unit)| 0.5 * unit).sum();
            let is_sum = formula.contains(['+', '-']);
            (part * value.abs()).max(if is_sum { together } else { 0.0 })
        }
    };
    Some(Side {
        text: text.to_owned(),
        value,
        room,
        percent: text.contains('%'),
        words: if lone { words(text) } else { BTreeSet::new() },
    })
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| word.starts_with(char::is_alphabetic) && *word != "x");
    words.map(str::to_lowercase).collect()
}

/// Without the label before a formula: `Share: 40 / 160`. Between two numbers a colon divides; `2 doors: 9` cannot be decided.
fn unlabelled(text: &str) -> Option<&str> {
    let Some((label, formula)) = text.split_once(": ") else {
        return Some(text);
    };
    let is_word = label.contains(char::is_alphabetic);
    let is_amount = label.trim_start().starts_with(|c: char| c.is_ascii_digit());
    match (is_word, is_amount) {
        (true, true) => None,
        (true, false) => unlabelled(formula),
        (false, _) => Some(text),
    }
}

/// Every number of a formula with the place value of its last digit.
fn numbers(formula: &str) -> Vec<(f64, f64)> {
    let numbers = formula.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let numbers = numbers.filter_map(|number| {
        let places = number.split_once('.').map_or(0, |(_, places)| places.len());
        Some((
            number.parse().ok()?,
            0.1f64.powi(i32::try_from(places).ok()?),
        ))
    });
    numbers.collect()
}

/// The formula in plain characters: `3 × 1,200 EUR` becomes `3 * 1200`.
fn plain(text: &str) -> Option<String> {
    let chars: Vec<char> = text.trim().trim_end_matches(['.', ',']).chars().collect();
    let digit = |i: Option<usize>| {
        i.and_then(|i| chars.get(i))
            .is_some_and(char::is_ascii_digit)
    };
    let mut formula = String::new();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        match c {
            '×' | '·' | '∙' => formula.push('*'),
            '÷' | ':' => formula.push('/'),
            '−' | '–' => formula.push('-'),
            '²' => formula += "^2",
            '√' => formula += "sqrt",
            '%' | '€' | '$' | '£' | '~' | '"' => formula.push(' '),
            ',' if digit(i.checked_sub(1)) && (1..=3).all(|n| digit(Some(i + n))) => {}
            'x' if is_times(&chars, i) => formula.push('*'),
            c if c.is_alphabetic() => {
                let end = (i..chars.len()).find(|at| !chars[*at].is_alphanumeric());
                let end = end.unwrap_or(chars.len());
                let behind = (end..chars.len()).find(|at| chars[*at] != ' ');
                match chars.get(end) {
                    Some('(') => formula.extend(&chars[i..end]),
                    // `60 km/h x 2 h`: what is divided by is no number.
                    _ if formula.trim_end().ends_with('/') && !digit(behind) => return None,
                    _ => formula.push(' '),
                }
                i = end;
                continue;
            }
            c => formula.push(c),
        }
        i += 1;
    }
    formula
        .contains(|c: char| c.is_ascii_digit())
        .then_some(formula)
}

/// An `x` between two numbers or brackets.
fn is_times(chars: &[char], i: usize) -> bool {
    let part = |c: &char| c.is_ascii_digit() || matches!(c, '(' | ')' | '%');
    let before = chars[..i].iter().rev().find(|c| **c != ' ');
    let after = chars[i + 1..].iter().find(|c| **c != ' ');
    before.is_some_and(part) && after.is_some_and(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_hold_within_their_rounding_and_what_is_none_is_left_alone() {
        let rows = [
            ("9 / 1.5 = 6", true),
            ("9 / 1.5 = 7", false),
            ("1,234 × 2 = 2,469", false),
            ("1 / 3 = 0.33", true),
            ("1 / 3 = 0.34", false),
            ("0.33 * 300 = 100", true),
            ("40 / 160 = 25 %", true),
            ("40 / 160 = 26 %", false),
            ("40 x 12 EUR = 480 EUR", true),
            ("Share: 40 / 160 = 0.25", true),
            ("9 : 1.5 = 6", true),
            ("Doors: 9 : 1.5 = 7", false),
            ("Share 2: 40 / 160 = 0.25", true),
            ("2 doors: 9 / 1.5 = 6", true),
            ("sqrt(16) = 4", true),
            ("R = 0.25", true),
            ("2 h = 120 min", true),
            ("40 x 12 = 480 EUR = 470 EUR", false),
            ("2 D S = 2 x 1,000 x 10", true),
            ("480 EUR = 40 x 12 EUR + 10 EUR", false),
            ("3 of 4 = 0.75", true),
            ("2 * (3 + 4) = 14 = 7 * 2", true),
            ("60 km/h x 2 h = 120 km", true),
            ("5 EUR / unit x 200 units = 1000 EUR", true),
            ("6 trucks/h x 8 h/day x 5 days = 240 trucks", true),
            ("USD 480 / USD 40 = 13", false),
            ("480 EUR / 4 h = 130", false),
            ("48 / sqrt(16) = 13", false),
        ];
        let holds = |line: &str| {
            let sides = sides(line);
            let mut pairs = sides.windows(2);
            pairs.all(|pair| !matches!(pair, [Some(left), Some(right)] if !left.equals(right)))
        };
        let judged = rows.map(|(line, _)| (line, holds(line)));
        assert_eq!(judged, rows);
    }
}

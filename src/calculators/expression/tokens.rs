//! Splits a formula into numbers, names and operators, each with its byte position.

use super::known::{SIGNS, Sign};

/// What is wrong with a formula, and where: `column` counts characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct Fault {
    pub column: usize,
    pub message: String,
}

impl Fault {
    pub fn at(text: &str, byte: usize, message: String) -> Fault {
        Fault {
            column: text[..byte].chars().count() + 1,
            message,
        }
    }
}

/// The longest formula accepted, in bytes.
const LONGEST: usize = 2_000;

#[derive(Debug, Clone, Copy)]
pub enum Token<'a> {
    Number(f64),
    Name(&'a str),
    /// An arithmetic, comparison or logical operator.
    Sign(&'static Sign),
    Open,
    Close,
    Comma,
}

/// The tokens of a formula with the byte at which each starts.
pub fn tokens(text: &str) -> Result<Vec<(usize, Token<'_>)>, Fault> {
    if text.len() > LONGEST {
        return Err(Fault {
            column: 1,
            message: format!("the formula is longer than {LONGEST} characters"),
        });
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        } else if next.is_ascii_digit() || next == '.' {
            let length = number_length(rest);
            let value: f64 = rest[..length].parse().map_err(|_| {
                Fault::at(text, at, format!("`{}` is not a number", &rest[..length]))
            })?;
            if !value.is_finite() {
                return Err(Fault::at(text, at, "the number is too large".into()));
            }
            (Token::Number(value), length)
        } else if next.is_ascii_alphabetic() || next == '_' {
            let length = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            (Token::Name(&rest[..length]), length)
        } else if next == '(' {
            (Token::Open, 1)
        } else if next == ')' {
            (Token::Close, 1)
        } else if next == ',' {
            (Token::Comma, 1)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(sign.text)) {
            (Token::Sign(sign), sign.text.len())
        } else {
            return Err(Fault::at(text, at, unknown_character(next)));
        };
        found.push((at, token));
        at += length;
    }
    Ok(found)
}

/// Digits, a point, and an exponent where digits follow it (`2e3`; but `2e` is 2 and a name).
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits_from = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits_from(0);
    if bytes.get(end) == Some(&b'.') {
        end = digits_from(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits_from(end + 1 + sign);
        if after > end + 1 + sign {
            end = after;
        }
    }
    end
}

fn unknown_character(found: char) -> String {
    match found {
        '=' => "one `=` means nothing here: write `==` to compare".into(),
        '&' => "write `&&` for and".into(),
        '|' => "write `||` for or".into(),
        '!' => "`!` alone means nothing here: write `!=` for unlike".into(),
        '%' => "`%` means nothing here: write ten per cent as 0.1".into(),
        '×' | '·' => "write `*` to multiply".into(),
        '÷' | ':' => "write `/` to divide".into(),
        '−' | '–' => "write the plain minus `-`".into(),
        '[' | '{' => "write round brackets".into(),
        _ => format!("`{}` means nothing in a formula", found.escape_debug()),
    }
}

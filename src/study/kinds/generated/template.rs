//! Texts that contain formulas: parsed once, filled in for each problem.

use super::formula::{Broken, Values, number, value};
use crate::calculators::expression::Expression;
use crate::calculators::numbers;
use crate::study::text::Text;

pub enum TemplatePart<'a> {
    Plain(&'a str),
    Formula(Box<Expression>, &'a str),
}

/// `{formula}` and `{formula:format}` in a text; `{{` and `}}` stand for braces.
pub fn template<'a>(text: &'a str, field: &'static str) -> Result<Vec<TemplatePart<'a>>, Broken> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (plain, from) = rest.split_at(at);
        if !plain.is_empty() {
            parts.push(TemplatePart::Plain(plain));
        }
        if from.starts_with("{{") || from.starts_with("}}") {
            parts.push(TemplatePart::Plain(&from[..1]));
            rest = &from[2..];
            continue;
        }
        let close = from.find('}').filter(|_| from.starts_with('{'));
        let alone = "a brace stands alone; write {{ or }} for a brace that is meant as one";
        let close = close.ok_or_else(|| Broken::at(field, alone))?;
        let inner = &from[1..close];
        if let Some(second) = inner.find('{') {
            let begun: String = inner[..second].chars().take(20).collect();
            let why = format!(
                "the brace before `{}` is not closed; write {{{{ for a brace that is meant as one",
                begun.trim()
            );
            return Err(Broken::at(field, why));
        }
        let (formula, format) = inner.rsplit_once(':').unwrap_or((inner, ""));
        let places = format.len() == 1 && format.as_bytes()[0].is_ascii_digit();
        if !(matches!(format, "" | "%" | ",") || places) {
            let why = format!(
                "`:{format}` is no format; there are `:%`, `:,` and a number of decimals like `:2`"
            );
            return Err(Broken::at(field, why));
        }
        let formula = Box::new(number(formula, field)?);
        parts.push(TemplatePart::Formula(formula, format));
        rest = &from[close + 1..];
    }
    if !rest.is_empty() {
        parts.push(TemplatePart::Plain(rest));
    }
    Ok(parts)
}

pub fn filled(
    parts: &[TemplatePart<'_>],
    values: &Values,
    field: &'static str,
) -> Result<Text, Broken> {
    let mut out = String::new();
    for part in parts {
        match part {
            TemplatePart::Plain(plain) => out.push_str(plain),
            TemplatePart::Formula(formula, format) => {
                let value = value(formula, values, field)?;
                out += &match *format {
                    "%" => format!("{} %", numbers::trimmed(value * 100.0, 4)),
                    "," => numbers::trimmed(value, 4),
                    "" => numbers::trimmed(value, 4).replace(',', ""),
                    places => format!("{value:.*}", places.parse().unwrap_or(2)),
                };
            }
        }
    }
    Ok(out.into())
}

//! Values that were meant as numbers.

use crate::deck_file::syntax::Node;
use crate::study::fault::Fault;

/// The number in a value not written as one: `"2%"`, `1.200,50`, `25 EUR`. Three digits after a single comma or point are
/// thousands.
pub fn as_number(written: &str) -> Option<String> {
    let narrow = |c: char| match u32::from(c) {
        // Full-width digits.
        wide @ 0xff10..=0xff19 => char::from_u32(wide - 0xff10 + 0x30).unwrap_or(c),
        _ => c,
    };
    let mut written: String = written.chars().map(narrow).collect();
    // The letter for the digit.
    let is_digit = |c: char| c.is_ascii_digit() || "Oo.,\"".contains(c);
    if written.chars().all(is_digit) {
        written = written.replace(['O', 'o'], "0");
    }
    let digits = |c: char| c.is_ascii_digit();
    let start = written.find(digits)?;
    let end = written.rfind(digits)? + 1;
    let minus = written[..start].trim_end().ends_with(['-', '\u{2212}']);
    let number = written[start..end].replace([' ', '_', '\'', '\u{a0}', '\u{202f}'], "");
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    if !number.chars().all(is_part) || !is_one_number(&number) {
        return None;
    }
    let plain = match (number.rfind('.'), number.rfind(',')) {
        (Some(point), Some(comma)) if point > comma => number.replace(',', ""),
        (Some(_), Some(_)) => number.replace('.', "").replace(',', "."),
        (None, Some(at)) if number.matches(',').count() == 1 && number.len() - at != 4 => {
            number.replace(',', ".")
        }
        (None, Some(_)) => number.replace(',', ""),
        (Some(_), None) if number.matches('.').count() > 1 => number.replace('.', ""),
        _ => number,
    };
    plain.parse::<f64>().ok()?;
    Some(if minus { format!("-{plain}") } else { plain })
}

pub fn is_a_number_field(field: &str) -> bool {
    matches!(
        field,
        "schema" | "rev" | "new_per_day" | "answer" | "weight" | "from" | "to" | "step"
    )
}

/// Whether points and commas part it as one number: groups of three between thousands, and one sign for the fraction. What
/// `3.6.5` or `1,2,3` was meant for nobody can say.
fn is_one_number(number: &str) -> bool {
    let mut signs = number.chars().filter(|c| matches!(c, '.' | ','));
    let Some(first) = signs.next() else {
        return true;
    };
    let others: Vec<char> = signs.collect();
    let groups: Vec<&str> = number.split(['.', ',']).collect();
    let (whole, fraction) = match others.last() {
        None => return true,
        Some(last) if *last != first => groups.split_at(groups.len() - 1),
        Some(_) => (groups.as_slice(), &[][..]),
    };
    let of_three = |group: &&str| group.len() == 3;
    // Indian numbers have groups of two before the last of three.
    let of_two = |group: &&str| group.len() == 2;
    let (head, tail) = (whole.first(), whole.get(1..).unwrap_or_default());
    let indian = tail
        .split_last()
        .is_some_and(|(last, more)| of_three(last) && more.iter().all(of_two));
    let mut parting = others.iter().rev().skip(fraction.len());
    head.is_some_and(|head| (1..=3).contains(&head.len()))
        && (tail.iter().all(of_three) || indian)
        && parting.all(|sign| *sign == first)
}

/// `field` is absent for an item of a list.
pub fn number_field(field: Option<&str>, subject: &str, written: &str) -> Fault {
    let fraction = written.split_once('/').and_then(|(a, b)| {
        let (a, b): (f64, f64) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
        (b != 0.0).then(|| format!("{}", a / b))
    });
    let number = fraction.or_else(|| as_number(written));
    let whole = |number: String| number.split('.').next().unwrap_or("1").to_owned();
    let number = match field {
        Some("schema") => Some("1".to_owned()),
        Some("rev" | "new_per_day") => number.map(whole),
        _ => number,
    };
    let message =
        format!("{subject} must be a number, without quotes, unit or thousands separators");
    let help = match (number, field) {
        (None, _) => "write it in digits, like 25 or 0.5".to_owned(),
        (Some(number), Some(field)) => format!("write `{field}: {number}`"),
        (Some(number), None) => format!("write `{number}`"),
    };
    Fault::unreadable(message, help)
}

pub fn tolerance(written: &str) -> Fault {
    // `+-1`
    let number = as_number(written).map(|number| number.trim_start_matches('-').to_owned());
    let message = "`tolerance` must say of what kind it is, with a plain number";
    let help = match number {
        _ if written.to_lowercase().contains("exact") || written == "0" => {
            "write `tolerance: Exact`".to_owned()
        }
        Some(number) if written.to_lowercase().contains("absolute") => {
            format!("write `tolerance: Absolute({number})`")
        }
        Some(number) => format!(
            "write `tolerance: Percent({number})` for a share of the answer in per cent; there are Absolute({number}), in the answer's unit, and Exact too"
        ),
        None => "write `tolerance: Percent(0.5)`, or Absolute(0.5), or Exact".to_owned(),
    };
    Fault::unreadable(message, help)
}

/// `answer: 36,5`: a number split by its decimal comma.
pub fn split_number(text: &str, before: &Node, second: &str) -> Option<Fault> {
    let field = before.name(text)?;
    let first = &text[before.value.clone()];
    let is_number = |text: &str| {
        let mut digits = text.trim_start_matches('-').bytes();
        digits.all(|b| b.is_ascii_digit())
    };
    // `3.600,50`: points separate thousands if the comma is the decimal mark.
    let mut groups = first.split('.');
    let (lead, is_grouped) = (groups.next()?, groups.all(|group| group.len() == 3));
    let joined = first.replace('.', "");
    let is_whole = is_number(&joined) && is_number(lead) && is_grouped;
    if !is_whole || !second.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (group, decimals) = second.split_once('.').unwrap_or((second, ""));
    let is_group = group.len() == 3 && is_number(group) && joined == first;
    let whole = is_group && decimals.is_empty();
    let (what, meant) = if is_group {
        ("thousands separators", format!("{first}{second}"))
    } else {
        ("a decimal comma", format!("{joined}.{second}"))
    };
    let message = format!("`{first},{second}` is written with {what}");
    let or = if whole {
        format!(", or `{first}.{second}` if the comma was a decimal one")
    } else {
        String::new()
    };
    let help = format!("write `{field}: {meant}`{or}");
    Some(Fault::unreadable(message, help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_proposed_only_where_its_signs_part_it_in_one_way() {
        for (written, number) in [
            ("3.6.5", None),
            ("3,6,5", None),
            ("1.2.3.4", None),
            ("1.200,50,7", None),
            ("36.000.000", Some("36000000")),
            ("12,34,567", Some("1234567")),
            ("1.234,5", Some("1234.5")),
            ("3,600.5", Some("3600.5")),
            ("36,5", Some("36.5")),
            ("36 trucks", Some("36")),
        ] {
            assert_eq!(as_number(written).as_deref(), number, "{written}");
        }
    }
}

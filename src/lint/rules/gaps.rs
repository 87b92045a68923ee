//! W30: braces that are shown as they stand: in a cloze those meant as a gap, or as a part of one, and formulas in the explanation
//! of a drawn problem.

use crate::lint::thresholds::Thresholds;
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Drawn, Generated, Way};
use crate::study::markdown::pieces_at;
use pulldown_cmark::Event;

/// Told once for each card. Code and formulas have braces of their own.
pub fn unread(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    if let Card::Generated(problem) = card {
        return faults.extend(formula(problem));
    }
    let Way::Complete(text) = card.way() else {
        return;
    };
    let code: Vec<_> = pieces_at(text)
        .into_iter()
        .filter(|(piece, _)| matches!(piece, Event::Code(_)))
        .map(|(_, at)| at)
        .collect();
    let is_code = |at: usize| code.iter().any(|code| code.contains(&at));
    if let Some((part, (message, help))) =
        braces(text, &is_code).or_else(|| of_others(text, &is_code))
    {
        faults.push(Fault::new("W30", message, help).at("text").on(text, part));
    }
}

/// `why: "{boxes} a day"`: it is the same for all numbers that are drawn.
fn formula(problem: &Generated) -> Option<Fault> {
    let why = &problem.common.why;
    let named = problem.named.iter().map(|(name, _)| name);
    let names: Vec<&String> = problem
        .draw
        .iter()
        .flat_map(Drawn::names)
        .chain(named)
        .collect();
    let mut formulas = why.match_indices('{').filter_map(|(at, _)| {
        let (formula, _) = why[at + 1..].split_once('}')?;
        let mut words = formula.split(|c: char| !c.is_alphanumeric() && c != '_');
        let is_named = words.any(|word| names.iter().any(|name| *name == word));
        is_named.then(|| &why[at..at + formula.len() + 2])
    });
    let formula = formulas.next()?;
    let message = format!("`{formula}` is shown as it stands: `why` takes no drawn numbers");
    let help = "say it in `working` or in a reason of `mistakes`, which take them, or in words";
    Some(Fault::new("W30", message, help).at("why").on(why, formula))
}

type Told = (String, String);

fn braces<'t>(text: &'t str, is_code: &dyn Fn(usize) -> bool) -> Option<(&'t str, Told)> {
    let is_formula = text.contains(['$', '\\']);
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let in_gap = text[open..].strip_prefix("{{");
        let (inner, close) = match in_gap {
            Some(inner) => (inner, "}}"),
            None => (&text[open + 1..], "}"),
        };
        let (inner, behind) = inner.split_once(close)?;
        at = text.len() - behind.len();
        let found = match in_gap {
            _ if is_code(open) => None,
            Some(_) => cut_off(inner, behind).or_else(|| hint(inner)),
            None if is_formula => None,
            None => single(&text[..open], inner, behind),
        };
        if let Some(told) = found {
            return Some((&text[open..at], told));
        }
    }
    None
}

/// `____`, `((lead time))`: gaps as other programs write them.
fn of_others<'t>(text: &'t str, is_code: &dyn Fn(usize) -> bool) -> Option<(&'t str, Told)> {
    let line = text.find("___").map(|at| {
        let length = text[at..].find(|c| c != '_').unwrap_or(text.len() - at);
        (at, length, "...")
    });
    // `___words___` are emphasised.
    let is_bare = |(at, length, _): &(usize, usize, &str)| {
        !text[..*at].ends_with(char::is_alphanumeric)
            && !text[at + length..].starts_with(char::is_alphanumeric)
    };
    let doubled = || {
        text.match_indices("((").find_map(|(at, _)| {
            let (words, _) = text[at + 2..].split_once("))")?;
            is_phrase(words).then_some((at, words.len() + 4, words))
        })
    };
    let (at, length, words) = line
        .filter(is_bare)
        .or_else(doubled)
        .filter(|(at, ..)| !is_code(*at))?;
    let part = &text[at..at + length];
    let message = format!("`{part}` is no gap, and is shown as it stands");
    Some((
        part,
        (
            message,
            format!("write `{{{{{words}}}}}` to hide the words"),
        ),
    ))
}

/// `{{{dock}}}`, `{{c1::\\frac{a}{b}}}`: the gap ends at the first `}}`, within braces that it holds.
fn cut_off(inner: &str, behind: &str) -> Option<Told> {
    let is_cut = behind.starts_with('}') && inner.matches('{').count() > inner.matches('}').count();
    let message = "the gap ends at the first `}}`: a brace of its answer is shown behind it";
    let help = match inner.strip_prefix('{') {
        Some(words) => format!("write `{{{{{words}}}}}`, with two braces on each side"),
        None => format!("put a blank before the end of the gap: `{{{{{inner}}} }}}}`"),
    };
    is_cut.then(|| (message.to_owned(), help))
}

/// `{{dock:which door}}`, `{{dock|which door}}`, `{{1:dock}}`: a hint or a number behind another sign than `::`.
fn hint(inner: &str) -> Option<Told> {
    if let Some(words) = inner.strip_suffix("::") {
        let message = format!("`{{{{{inner}}}}}` has no hint behind its `::`");
        return Some((message, format!("write `{{{{{words}}}}}`, or the hint")));
    }
    let mut parts = inner.split([':', '|']);
    let (before, after) = (parts.next()?, parts.next()?);
    let is_joined =
        before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphabetic);
    if !is_joined || parts.next().is_some() {
        return None;
    }
    let help = if before.bytes().all(|b| b.is_ascii_digit()) {
        format!("write `{{{{c{before}::{after}}}}}` to number the gap")
    } else {
        format!("if `{after}` is a hint, write `{{{{{before}::{after}}}}}`")
    };
    let message = format!(
        "`{{{{{inner}}}}}` hides all that stands in it: `::` parts an answer from its hint"
    );
    Some((message, help))
}

/// `{lead time}`: words in single braces.
fn single(before: &str, inner: &str, behind: &str) -> Option<Told> {
    // A part of a name or a formula: `x_{max}`, `f{name}`.
    let is_part = before
        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '^' | '_' | '}' | '#'))
        || behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '{' | '^' | '_'));
    (is_phrase(inner) && !is_part).then(|| {
        (
            format!("`{{{inner}}}` is no gap, and is shown as it stands"),
            format!("write `{{{{{inner}}}}}` to hide it; braces that are meant stand in `code`"),
        )
    })
}

fn is_phrase(words: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'');
    words.chars().count() > 1
        && words.chars().all(is_word)
        && words.starts_with(char::is_alphabetic)
        && !words.ends_with(' ')
}

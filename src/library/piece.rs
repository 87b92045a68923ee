//! One piece of a deck file (a card, a concept, the deck around them) read by itself, past every fault in it: what cannot
//! be read is told and blanked out, and the rest is read again. It decides nothing about the deck as a whole.

use super::syntax::{Node, Span, blank};
use super::wording;
use crate::study::fault::Fault;
use ron::error::{Error, Position, SpannedError};
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

/// Most faults told of one piece.
const MOST: usize = 40;

pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, SpannedError> {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .from_str(text)
}

/// What could be read of a piece. `faults` have spans in the whole text.
pub struct Piece<T> {
    pub value: Option<T>,
    pub faults: Vec<(Span, Fault)>,
}

/// Reads `text[node.value]`; `emptied` is blanked out first: lists whose items are read by themselves.
pub fn read<T: DeserializeOwned>(text: &str, node: &Node, emptied: Option<Span>) -> Piece<T> {
    let base = node.value.start;
    let mut work = text[node.value.clone()].as_bytes().to_vec();
    if let Some(span) = emptied {
        blank(&mut work, span.start - base..span.end - base);
    }
    let mut piece = Piece {
        value: None,
        faults: Vec::new(),
    };
    // Fields that were told already: that they are missing after being blanked is no news.
    let mut told: Vec<String> = Vec::new();
    for _ in 0..MOST {
        let Ok(current) = std::str::from_utf8(&work) else {
            return piece;
        };
        let error = match parse::<T>(current) {
            Ok(value) => {
                piece.value = Some(value);
                return piece;
            }
            Err(error) => error,
        };
        let at = base + offset(current, error.span.end);
        let mended = match &error.code {
            Error::NoSuchStructField {
                found, expected, ..
            } => match labelled(node, text, found, at, 0) {
                Some(entry) => {
                    let fault = wording::unknown_field(found, expected, &told_fields(node, text));
                    piece
                        .faults
                        .push((entry.label.clone().unwrap_or(entry.whole()), fault));
                    blank_entry(&mut work, base, entry)
                }
                None => false,
            },
            Error::DuplicateStructField { field, .. } => match labelled(node, text, field, at, 1) {
                Some(entry) => {
                    piece.faults.push((
                        entry.label.clone().unwrap_or(entry.whole()),
                        Fault::new(
                            "E00",
                            format!("`{field}` is given twice"),
                            "keep one of the two",
                        ),
                    ));
                    blank_entry(&mut work, base, entry)
                }
                None => false,
            },
            Error::MissingStructField { field, .. } => {
                let holder = holder(node, at.saturating_sub(1));
                let is_own = holder.value == node.value;
                if !(is_own && told.iter().any(|t| t == field)) && *field != "id" {
                    piece.faults.push((
                        holder.value.clone(),
                        wording::missing_field(field, text, holder),
                    ));
                }
                if is_own {
                    told.push((*field).to_owned());
                    supply(&mut work, field)
                } else {
                    holder.value.start > base && blank_entry(&mut work, base, holder)
                }
            }
            code => {
                let (entry, path) = entry_at(node, at);
                let fault = wording::explain(code, text, node, entry, &path, at);
                let span = entry.map_or_else(
                    || at_least_one(text, at, node),
                    |e| wording::point(code, text, e, at),
                );
                piece.faults.push((span, fault));
                match entry {
                    Some(entry) => {
                        if let Some(field) = path.first().and_then(|e| e.label.clone())
                            && path.len() == 1
                        {
                            told.push(text[field].to_owned());
                        }
                        blank_entry(&mut work, base, entry)
                    }
                    None => false,
                }
            }
        };
        if !mended {
            break;
        }
    }
    if piece.faults.is_empty() && piece.value.is_none() {
        let span = node
            .head
            .clone()
            .unwrap_or(node.value.start..node.value.start + 1);
        piece.faults.push((
            span,
            Fault::new(
                "E00",
                "this cannot be read",
                "compare it with a deck that can be read",
            ),
        ));
    }
    piece
}

fn told_fields(node: &Node, text: &str) -> Vec<String> {
    node.entries
        .iter()
        .filter_map(|e| e.label.clone())
        .map(|l| text[l].to_owned())
        .collect()
}

/// The entry to point at and to blank: a whole field, or one item of a list; and the way to it.
fn entry_at(node: &Node, at: usize) -> (Option<&Node>, Vec<&Node>) {
    let path = [at, at.saturating_sub(1)]
        .into_iter()
        .map(|at| path_to(node, at))
        .max_by_key(|path| usize::from(!path.is_empty()))
        .unwrap_or_default();
    // Items of lists can be blanked by themselves, the parts of an item cannot.
    let take = match path.first() {
        Some(field) if path.len() > 1 && field.label.is_some() && field.head.is_none() => 2,
        Some(_) => 1,
        None => 0,
    };
    let path: Vec<&Node> = path.into_iter().take(take).collect();
    (path.last().copied(), path)
}

fn path_to(node: &Node, at: usize) -> Vec<&Node> {
    let mut path = Vec::new();
    let mut here = node;
    while let Some(inside) = here
        .entries
        .iter()
        .find(|e| e.whole().start <= at && at < e.whole().end)
    {
        path.push(inside);
        here = inside;
    }
    path
}

/// The innermost struct around the byte.
fn holder(node: &Node, at: usize) -> &Node {
    let mut found = node;
    let mut here = node;
    while let Some(inside) = here
        .entries
        .iter()
        .find(|e| e.value.start <= at && at < e.value.end && e.inner.is_some())
    {
        if inside.entries.iter().any(|e| e.label.is_some()) {
            found = inside;
        }
        here = inside;
    }
    found
}

/// The entry of that name nearest around the byte; `skip` so many first.
fn labelled<'n>(
    node: &'n Node,
    text: &str,
    name: &str,
    at: usize,
    skip: usize,
) -> Option<&'n Node> {
    let mut best = None;
    let mut here = node;
    loop {
        let mut named = here.entries.iter().filter(|e| {
            e.label
                .clone()
                .is_some_and(|l| text[l].trim_start_matches("r#") == name)
        });
        let found = if skip == 0 {
            named.find(|e| e.whole().end >= at.saturating_sub(name.len() + 2))
        } else {
            named.nth(skip)
        };
        best = found.or(best);
        match here
            .entries
            .iter()
            .find(|e| e.value.start <= at && at < e.value.end)
        {
            Some(inside) => here = inside,
            None => return best,
        }
    }
}

/// Blanks an entry with the comma behind it.
fn blank_entry(work: &mut [u8], base: usize, entry: &Node) -> bool {
    let whole = entry.whole();
    let (start, mut end) = (whole.start - base, whole.end - base);
    let comma = work[end..].iter().position(|b| !b.is_ascii_whitespace());
    if let Some(ahead) = comma
        && work[end + ahead] == b','
    {
        end += ahead + 1;
    }
    let some = work[start..end].iter().any(|b| !b.is_ascii_whitespace());
    blank(work, start..end);
    some
}

/// Adds a field that is missing before the last bracket, so that what else is wrong comes out.
fn supply(work: &mut Vec<u8>, field: &str) -> bool {
    let value = match field {
        "options" | "items" | "draw" => "[]",
        "schema" => "1",
        _ => "\"\"",
    };
    let Some(close) = work.iter().rposition(|b| *b == b')') else {
        return false;
    };
    let comma = match work[..close].iter().rfind(|b| !b.is_ascii_whitespace()) {
        Some(b',' | b'(') => "",
        _ => ",",
    };
    let added = format!("{comma}{field}:{value}");
    if work.windows(added.len()).any(|w| w == added.as_bytes()) {
        return false;
    }
    work.splice(close..close, added.into_bytes());
    true
}

fn at_least_one(text: &str, at: usize, node: &Node) -> Span {
    let start = at.clamp(
        node.value.start,
        node.value.end.saturating_sub(1).max(node.value.start),
    );
    let start = (0..=start)
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0);
    if let Some(head) = &node.head
        && head.start <= start
        && start <= head.end
    {
        return head.clone();
    }
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}

/// The byte of a line and column as ron counts them: from 1, columns in characters.
pub fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 1..position.line {
        match text[start..].find('\n') {
            Some(i) => start += i + 1,
            None => return text.len(),
        }
    }
    text[start..]
        .char_indices()
        .nth(position.col.saturating_sub(1))
        .map_or(text.len(), |(i, _)| start + i)
}

//! Reads one element of a deck file (a card, a concept, or the deck around them) past all its faults: a part that cannot be read
//! is reported and blanked out, and the rest is read again.

use super::explain;
use super::syntax::{Node, Span, blank, char_at};
use crate::study::Card;
use crate::study::fault::Fault;
use crate::study::kinds::{MOST_OF_A_CARD, MOST_VALUES};
use ron::error::{Error, Position, SpannedError};
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// Most faults reported for one element.
const MOST: usize = 40;

pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, SpannedError> {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .from_str(text)
}

/// What could be read of an element. Spans of `faults` refer to the whole text.
pub struct Recovered<T> {
    pub value: Option<T>,
    pub faults: Vec<(Span, Fault)>,
}

/// Reads `text[node.value]`. `emptied` is blanked out first: a list whose items are read separately. `is_told` knows the fields
/// that are missing for a reason that was told.
pub fn read<T: DeserializeOwned>(
    text: &str,
    node: &Node,
    emptied: Option<Span>,
    is_told: &dyn Fn(&str) -> bool,
) -> Recovered<T> {
    // Where brackets are lost: each fault would be looked for among all of these.
    let lists = node.entries.iter().map(|field| field.entries.len());
    let (parts, longest) = (node.entries.len(), lists.max().unwrap_or(0));
    if parts > MOST_OF_A_CARD || longest > MOST_VALUES {
        let message = format!("{} values stand in one bracket", parts.max(longest));
        let fault = Fault::unreadable(message, "is a closing bracket missing in it?");
        let faults = vec![(head(text, node), fault)];
        return Recovered {
            value: None,
            faults,
        };
    }
    let base = node.value.start;
    let mut work = text[node.value.clone()].as_bytes().to_vec();
    if let Some(span) = emptied {
        blank(&mut work, span.start - base..span.end - base);
    }
    let mut repair = Repair {
        text,
        node,
        work,
        supplied: 0,
        is_told,
        told: Vec::new(),
        nameless: false,
        unknown: Vec::new(),
        missing: Vec::new(),
        faults: Vec::new(),
    };
    let mut value = None;
    for _ in 0..MOST {
        let Ok(current) = std::str::from_utf8(&repair.work) else {
            break;
        };
        match parse::<T>(current) {
            Ok(read) => {
                value = Some(read);
                break;
            }
            Err(error) => {
                let at = offset(current, error.span.end);
                if !repair.mend(&error.code, at) {
                    break;
                }
            }
        }
    }
    repair.pair_unknown_with_missing();
    let mut faults = repair.faults;
    if faults.is_empty() && value.is_none() {
        let help = "compare it with a deck that can be read";
        faults.push((
            head(text, node),
            Fault::unreadable("this cannot be read", help),
        ));
    }
    Recovered { value, faults }
}

fn head(text: &str, node: &Node) -> Span {
    node.head
        .clone()
        .unwrap_or_else(|| char_at(text, node.value.start))
}

/// The text of an element, changed until it can be read.
struct Repair<'t> {
    text: &'t str,
    node: &'t Node,
    work: Vec<u8>,
    /// Number of bytes inserted after the opening bracket for missing fields.
    supplied: usize,
    is_told: &'t dyn Fn(&str) -> bool,
    /// Fields already reported: after blanking they are missing, which is not reported again.
    told: Vec<String>,
    /// A value without a field name was reported: it is not known which field it belongs to.
    nameless: bool,
    /// The faults of fields whose name nobody knows, and of fields that are missing, with their names; of which struct.
    unknown: Vec<(Span, usize)>,
    missing: Vec<(Span, usize, &'static str)>,
    faults: Vec<(Span, Fault)>,
}

impl<'t> Repair<'t> {
    /// Reports the error and removes its cause; false if that is not possible.
    fn mend(&mut self, error: &Error, in_work: usize) -> bool {
        let (text, node) = (self.text, self.node);
        let opening = node
            .inner
            .as_ref()
            .map_or(0, |i| i.start - node.value.start);
        if in_work > opening && in_work <= opening + self.supplied {
            // An inserted value has the wrong type, which is not the author's fault.
            return false;
        }
        let supplied = if in_work > opening { self.supplied } else { 0 };
        let at = node.value.start + in_work - supplied;
        match error {
            Error::NoSuchStructField {
                found, expected, ..
            } => {
                let Some(entry) = labelled(node, text, found, at, 0) else {
                    // Without a colon behind it, it is a value without a name.
                    return self.mend_value(error, at);
                };
                if let Some(some) = self.blank_told_with_list(entry) {
                    return some;
                }
                let given: Vec<&str> = node.entries.iter().filter_map(|e| e.name(text)).collect();
                let (mut fault, meant) = explain::unknown_field(found, expected, &given);
                if let Some(meant) = meant
                    && let Some(value) = explain::single(text, entry, meant)
                {
                    fault.help += &format!(" write `{meant}: {value}`");
                }
                self.told.extend(meant.map(str::to_owned));
                if meant.is_none() {
                    let of = holder(node, entry.whole().start).value.clone();
                    self.unknown.push((of, self.faults.len()));
                }
                self.tell(entry.pointed_at(), fault);
                self.blank(entry)
            }
            Error::DuplicateStructField { field, .. } => {
                let Some(entry) = labelled(node, text, field, at, 1) else {
                    return false;
                };
                let (first, again) = node.entries.split_at(node.place_of(entry).unwrap_or(0));
                let names = |part: &'_ [Node]| -> HashSet<&str> {
                    part.iter().filter_map(|entry| entry.name(text)).collect()
                };
                if names(first).intersection(&names(again)).count() > 1 {
                    let (kind, mut some) = (&text[head(text, node)], false);
                    let message = format!("`{field}` is given twice, as if another began here");
                    let help =
                        format!("write `),` before it and the name of what begins: `{kind}(`");
                    self.tell(entry.pointed_at(), Fault::unreadable(message, help));
                    // Which of the fields belong to which is not known.
                    self.nameless = true;
                    for entry in again {
                        some |= self.blank(entry);
                    }
                    return some;
                }
                let message = format!("`{field}` is given twice");
                // It may stand for the one that is missing.
                self.unknown.push((node.value.clone(), self.faults.len()));
                let fault = Fault::unreadable(message, "keep one of the two");
                self.tell(entry.pointed_at(), fault);
                self.blank(entry)
            }
            Error::MissingStructField { field, .. } => {
                let holder = holder(node, at.saturating_sub(1));
                let is_own = holder.value == node.value;
                // A missing id is reported by a rule of its own.
                let known = is_own && self.nameless
                    || self.told.iter().any(|t| t == field)
                    || (self.is_told)(field);
                if !known && *field != "id" {
                    let of = holder.value.clone();
                    self.missing.push((of, self.faults.len(), *field));
                    self.tell(
                        head(text, holder),
                        explain::missing_field(field, text, holder),
                    );
                }
                if is_own {
                    self.told.push((*field).to_owned());
                    self.supply(field)
                } else {
                    self.blank(holder)
                }
            }
            error => self.mend_value(error, at),
        }
    }

    /// Reports a value that cannot be read, and removes it.
    fn mend_value(&mut self, error: &Error, at: usize) -> bool {
        let (text, node) = (self.text, self.node);
        let (entry, path) = entry_at(node, at);
        if let Some(entry) = entry.filter(|entry| path.len() == 1 && entry.label.is_none())
            && let Some(some) = self.blank_told_with_list(entry)
        {
            return some;
        }
        // A part of a case is told as a field of it, although the case as a whole is left out.
        let part = entry.and_then(|entry| part_of_case(text, entry, at));
        let mut fault = match (entry, part) {
            (Some(case), Some(part)) => explain::right_by_name(text, node, part)
                .unwrap_or_else(|| explain::explain(error, text, case, Some(part), &[part])),
            _ => explain::explain(error, text, node, entry, &path),
        };
        if let Error::NoSuchEnumVariant { expected, .. } = error
            && fault.code == "E03"
            && let Some(kind) = kind_of_fields(text, node, expected)
        {
            fault.help = format!("did you mean `{kind}`?");
        }
        let Some(entry) = entry else {
            self.tell(at_least_one(text, at, node), fault);
            return false;
        };
        let own = entry.name(text).filter(|_| path.len() == 1);
        let nameless = entry.label.is_none() && path.len() == 1;
        // The first part of a number split by a decimal comma has a field name.
        let cut = nameless.then(|| before(node, entry)).flatten();
        let cut = cut.filter(|first| {
            fault
                .message
                .contains(&format!("`{},", &text[first.clone()]))
        });
        let whole_field = path
            .first()
            .copied()
            .filter(|field| rewrites(&fault.help, field, text));
        let rewritten = whole_field.and_then(|field| field.name(text));
        self.told
            .extend(own.into_iter().chain(rewritten).map(str::to_owned));
        if !(nameless && self.nameless) || cut.is_some() {
            let mut span = explain::point(error, text, part.unwrap_or(entry), at);
            if let Some(first) = &cut {
                span.start = first.start;
            }
            self.tell(span, fault);
        }
        if matches!(error, Error::ExpectedArray) && path.len() == 1 && entry.inner.is_none() {
            for more in explain::nameless_behind(node, entry) {
                self.blank(more);
            }
        }
        self.nameless |= nameless && cut.is_none();
        self.blank(whole_field.unwrap_or(entry))
    }

    /// Removes whatever is told with the list of the card, if the entry is part of that.
    fn blank_told_with_list(&mut self, entry: &Node) -> Option<bool> {
        let told = explain::told_with_list(self.text, self.node);
        let is_told = told.iter().any(|part| std::ptr::eq(*part, entry));
        is_told.then(|| {
            told.iter()
                .fold(false, |some, part| self.blank(part) | some)
        })
    }

    /// As many unknown names as missing fields: each was meant for one of them.
    fn pair_unknown_with_missing(&mut self) {
        let mut paired = Vec::new();
        for (of, first) in &self.unknown {
            let unknown = self.unknown.iter().filter(|(span, _)| span == of);
            let missing = self.missing.iter().filter(|(span, ..)| span == of);
            let place = unknown.clone().position(|(_, fault)| fault == first);
            if unknown.count() == missing.clone().count()
                && let Some((_, fault, field)) = place.and_then(|at| missing.clone().nth(at))
            {
                self.faults[*first].1.help = format!("did you mean `{field}`?");
                paired.push(*fault);
            }
        }
        paired.sort_unstable();
        for missing in paired.into_iter().rev() {
            self.faults.remove(missing);
        }
    }

    fn tell(&mut self, span: Span, fault: Fault) {
        self.faults.push((span, fault));
    }

    /// Blanks an entry with the comma after it.
    fn blank(&mut self, entry: &Node) -> bool {
        let whole = entry.whole();
        let from = self.node.value.start;
        if whole.start <= from {
            return false;
        }
        let (start, mut end) = (
            whole.start - from + self.supplied,
            whole.end - from + self.supplied,
        );
        let comma = self.work[end..]
            .iter()
            .position(|b| !b.is_ascii_whitespace());
        if let Some(ahead) = comma
            && self.work[end + ahead] == b','
        {
            end += ahead + 1;
        }
        let some = self.work[start..end]
            .iter()
            .any(|b| !b.is_ascii_whitespace());
        blank(&mut self.work, start..end);
        some
    }

    /// Inserts a missing field, so that further faults are found.
    fn supply(&mut self, field: &str) -> bool {
        let value = match field {
            "options" | "items" | "draw" => "[]",
            "schema" => "1",
            _ => "\"\"",
        };
        let Some(inner) = &self.node.inner else {
            return false;
        };
        let at = inner.start - self.node.value.start;
        let added = format!("{field}:{value},");
        self.supplied += added.len();
        self.work.splice(at..at, added.into_bytes());
        true
    }
}

/// The one kind of card that can be read from these fields.
fn kind_of_fields<'a>(text: &str, piece: &Node, expected: &[&'a str]) -> Option<&'a str> {
    let fields = &text[piece.head.clone()?.end..piece.value.end];
    let reads = |kind: &&&str| parse::<Card>(&format!("{kind}{fields}")).is_ok();
    let mut kinds = expected.iter().filter(reads);
    let kind = kinds.next()?;
    kinds.next().is_none().then_some(*kind)
}

/// The entry to report and to blank: a whole field or one item of a list; and the path to it.
fn entry_at(node: &Node, at: usize) -> (Option<&Node>, Vec<&Node>) {
    // The parser's position is before the value, or right after it.
    let path = [at.saturating_sub(1), at]
        .into_iter()
        .map(|at| path_to(node, at))
        .max_by_key(Vec::len)
        .unwrap_or_default();
    // Items of lists can be blanked separately, parts of an item cannot.
    let take = match path.first() {
        Some(field) if path.len() > 1 && field.label.is_some() && field.head.is_none() => 2,
        Some(_) => 1,
        None => 0,
    };
    let path: Vec<&Node> = path.into_iter().take(take).collect();
    (path.last().copied(), path)
}

/// The field of a `Case( ... )` that the parser stopped at or right behind.
fn part_of_case<'n>(text: &str, entry: &'n Node, at: usize) -> Option<&'n Node> {
    let is_case = entry.kind(text) == "Case";
    let parts = || entry.entries.iter().filter(|part| part.label.is_some());
    let holds = |at: usize| parts().find(|part| part.whole().contains(&at));
    let part = holds(at).or_else(|| holds(at.saturating_sub(1)));
    part.filter(|_| is_case)
}

fn path_to(node: &Node, at: usize) -> Vec<&Node> {
    let path = node.down(|entry| entry.whole().contains(&at));
    path.skip(1).collect()
}

/// The value of the field before an entry without a name, if only a comma separates them.
fn before(node: &Node, entry: &Node) -> Option<Span> {
    let before = node.entries.get(node.place_of(entry)?.checked_sub(1)?)?;
    before.label.as_ref()?;
    Some(before.value.clone())
}

/// Whether the help proposes the whole field anew.
fn rewrites(help: &str, field: &Node, text: &str) -> bool {
    let name = field.name(text);
    name.is_some_and(|name| help.starts_with(&format!("write `{name}: ")))
}

/// The innermost struct around the byte.
fn holder(node: &Node, at: usize) -> &Node {
    let inside = node.down(|entry| entry.value.contains(&at) && entry.inner.is_some());
    let is_struct = |inside: &&Node| {
        // `Range()` lacks all of its fields.
        let lacks_all = inside.head.is_some() && inside.entries.is_empty();
        lacks_all || inside.entries.iter().any(|e| e.label.is_some())
    };
    inside.skip(1).filter(is_struct).last().unwrap_or(node)
}

/// The entry with that name nearest around the byte, skipping the first `skip`.
fn labelled<'n>(
    node: &'n Node,
    text: &str,
    name: &str,
    at: usize,
    skip: usize,
) -> Option<&'n Node> {
    let is_named = |e: &&Node| e.name(text).map(|l| l.trim_start_matches("r#")) == Some(name);
    let around = node.down(|entry| entry.value.contains(&at));
    let found = around.filter_map(|here| {
        let mut named = here.entries.iter().filter(is_named);
        match skip {
            0 => named.find(|e| e.whole().end >= at.saturating_sub(name.len() + 2)),
            _ => named.nth(skip),
        }
    });
    found.last()
}

fn at_least_one(text: &str, at: usize, node: &Node) -> Span {
    let first = node.value.start;
    let here = char_at(
        text,
        at.clamp(first, node.value.end.saturating_sub(1).max(first)),
    );
    if let Some(head) = &node.head
        && head.start <= here.start
        && here.start <= head.end
    {
        return head.clone();
    }
    here
}

/// The byte offset of a line and column as ron counts them: from 1, columns in characters.
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

//! What is done where a deck file is not as it should be: the slip is told with what mends it, and what was meant is read in
//! its place, so that one slip hides no other. [`super::Reader`] asks here wherever it meets something unexpected.

use super::super::lexer::{Lexer, Slip, Span, Token};
use super::{Entry, Patch, Reader, char_at, joins_texts};
use crate::study::fault::Fault;

/// So many slips of one sort are told each; of more, the last one says how many.
const MOST_ALIKE: usize = 5;
/// The fields that hold a list of texts.
#[rustfmt::skip]
pub const TEXTS: &[&str] = &[
    "tags", "accept", "items", "link", "related", "after", "formerly", "topics", "modules", "keep_if", "working", "also",
];
/// The fields that hold a list of anything else within a card or beside them, and those with a list of structs.
const OTHERS: &[&str] = &[
    "options",
    "draw",
    "named",
    "mistakes",
    "lint_ignore",
    "pairs",
    "exhibits",
];
const STRUCTS: &[&str] = &["concepts", "cards", "cases", "blueprint"];

impl<'a> Reader<'a> {
    /// Whether the field holds a list that is explained as a whole, whatever its form; cards and the like are read one by one.
    pub(super) fn is_plain_list(field: &str) -> bool {
        TEXTS.contains(&field) || OTHERS.contains(&field)
    }

    pub(super) fn is_list(field: &str) -> bool {
        Self::is_plain_list(field) || STRUCTS.contains(&field)
    }

    /// A slip that people make all through a file: told where it is, but not without end.
    pub(super) fn slip_alike(&mut self, span: Span, message: String, help: &str) {
        let last = self.out.faults.len();
        let known = self.alike.iter_mut().find(|(said, ..)| *said == message);
        match known {
            Some((_, count, _)) if *count >= MOST_ALIKE => return *count += 1,
            Some((_, count, told)) => (*count, *told) = (*count + 1, last),
            None => self.alike.push((message.clone(), 1, last)),
        }
        let fault = Fault::unreadable(message, help);
        self.out.faults.push((span, fault));
    }

    /// The same, told once for all the entries of a list.
    pub(super) fn slip_of_list(&mut self, span: &Span, message: String, help: &str) {
        let frame = self.frames.last_mut();
        if !frame.is_some_and(|frame| std::mem::replace(&mut frame.is_marked, true)) {
            self.slip_alike(span.clone(), message, help);
        }
    }

    /// The last that was told of each sort says how many more there are.
    pub(super) fn count_alike(&mut self) {
        for (_, count, told) in std::mem::take(&mut self.alike) {
            if count > MOST_ALIKE
                && let Some((_, fault)) = self.out.faults.get_mut(told)
            {
                fault.message += &format!("; and {} more in this file", count - MOST_ALIKE);
            }
        }
    }

    /// What the lexer met that the format does not know, with what it was meant for in its place.
    pub(super) fn tell_slips(&mut self) {
        for (span, slip) in std::mem::take(&mut self.lexer.slips) {
            let written = &self.text[span.clone()];
            match slip {
                Slip::Invisible(c) => {
                    let what = match c {
                        '\u{a0}' | '\u{2007}' | '\u{202f}' => "a no-break space",
                        c if c.is_whitespace() || c == '\u{2800}' => "a space of another width",
                        _ => "an invisible mark",
                    };
                    self.slip_alike(
                        span.clone(),
                        format!("{what} (U+{:04X}) stands between the words of the file", u32::from(c)),
                        "put an ordinary space in its place; it may come from a web page or a word processor",
                    );
                    self.blank(span.clone());
                }
                Slip::Comment(mark) => {
                    self.slip_alike(
                        span.clone(),
                        format!("a comment does not begin with `{mark}`"),
                        "begin it with `//`",
                    );
                    self.blank(span.clone());
                }
                Slip::Raw => {
                    let message = "a raw text begins with `r`".to_owned();
                    self.slip_alike(span.clone(), message, &format!("write `r{written}`"));
                    if self.text[..span.start].ends_with([' ', '\t', '\n']) {
                        self.out.patches.push((span.start - 1, Patch::Byte(b'r')));
                    }
                }
                Slip::Surplus => {
                    let message = format!("one `{written}` too many");
                    self.slip_alike(span.clone(), message, "take it out");
                    self.blank(span.clone());
                }
                // A formula without its quotes, or a pair: told as a whole. A sign too many: told as that.
                Slip::Instead(b':')
                    if self.is_in_formula()
                        || self.key().is_some()
                        || self.parts_a_pair()
                        || self.is_behind_kind(&span) => {}
                Slip::Instead(sign) => {
                    let sign = char::from(sign);
                    let message = format!("`{written}` stands where `{sign}` belongs");
                    self.slip_alike(span.clone(), message, &format!("write `{sign}`"));
                    self.patch(&span, sign);
                }
            }
        }
    }

    /// Whether what is being read belongs to a field of formulas, where `=` compares.
    pub(super) fn is_in_formula(&self) -> bool {
        let mut frames = self.frames.iter().rev();
        let is_list = self.in_list();
        let frame = frames.nth(usize::from(is_list));
        let entry = frame.and_then(|frame| frame.entry.as_ref());
        let field = entry.and_then(|e| e.node.name(self.text));
        let begun = is_list || entry.is_some_and(|e| e.tokens > 0);
        begun && matches!(field, Some("keep_if" | "answer" | "working"))
    }

    /// Blanks in place of what stands there.
    pub(super) fn blank(&mut self, span: Span) {
        let patch = Patch::Blank(span.len());
        self.out.patches.push((span.start, patch));
    }

    /// The one sign in place of what stands there.
    pub(super) fn patch(&mut self, span: &Span, sign: char) {
        self.blank(span.clone());
        if let Ok(byte) = u8::try_from(sign) {
            self.out.patches.push((span.start, Patch::Byte(byte)));
        }
    }

    /// Reads on behind the stretch, which was told of as a whole; it is the value, or the end of the value, that was begun.
    pub(super) fn leave_broken(&mut self, stretch: Span) {
        self.lexer.at = stretch.end;
        if let Some(entry) = self.entry(stretch.start) {
            entry.tokens += 1;
            entry.node.value.end = stretch.end;
            entry.complete = true;
        }
        self.out.broken.push(stretch);
    }

    /// `Card::Basic(`, `- "a"`, `A) "a"`, `1. Right("a")`: what other languages and lists put before a name or an item.
    pub(super) fn needless(&self, word: &Span) -> Option<(Span, String)> {
        let (written, behind) = (&self.text[word.clone()], &self.text[word.end..]);
        // No farther: where a long line holds many words, it would be read again for each.
        let first = |most: usize, ends: fn(char) -> bool| {
            let mut near = self.text[word.start..].char_indices().take(most);
            near.find(|(_, c)| ends(*c))
                .map(|(at, _)| &self.text[word.start..word.start + at])
        };
        let begins_name = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
        let begins_item = self.begun().is_none() && (self.in_list() || self.frames.len() == 1);
        if behind.starts_with("::") && (begins_item || begins_name(written)) {
            let path = first(100, |c| !c.is_alphanumeric() && !matches!(c, '_' | ':'))?;
            let (path, name) = path.rsplit_once("::")?;
            let message = format!("`{path}::` stands before a name");
            return begins_name(name).then_some((word.start..word.start + path.len() + 2, message));
        }
        if !self.in_list() || self.begun().is_some() {
            return None;
        }
        let mark = first(5, char::is_whitespace)?;
        let item = self.text[word.start + mark.len()..].trim_start();
        let number = mark.trim_end_matches(['.', ')']);
        let is_number = number.len() < mark.len() && number.len() < 3;
        let is_mark = matches!(mark, "-" | "*" | "+" | "\u{2022}" | "\u{2013}")
            || is_number && number.bytes().all(|b| b.is_ascii_digit())
            || is_number && number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic());
        let name = item.trim_start_matches(|c: char| c.is_alphabetic() || c == ':');
        let is_item = item.starts_with(['"', '\u{201c}', '\u{201e}'])
            || begins_name(item) && name.starts_with('(');
        let message = "a mark stands before an item of a list".to_owned();
        (is_mark && is_item).then_some((word.start..word.start + mark.len(), message))
    }

    /// `["left": "right"]`, `{"left" => "right"}`: what names an item of a list, which has no names.
    pub(super) fn key(&self) -> Option<Span> {
        let frame = self.frames.last().filter(|_| self.in_list())?;
        let entry = frame.entry.as_ref().filter(|e| e.tokens == 1)?;
        let is_text = entry.node.head.is_none() && entry.node.inner.is_none();
        let is_free = entry.node.label.is_none() && (is_text || frame.is_keyed);
        is_free.then(|| entry.node.value.clone())
    }

    /// The text or the word that begins here, if a colon makes it a name.
    pub(super) fn name_ahead(&self, from: usize) -> Option<Token> {
        let mut lexer = Lexer::from(self.text, from);
        let mut next = || lexer.token().ok().flatten().map(|(token, _)| token);
        let is_name = |token: &Token| matches!(token, Token::Text | Token::Curly | Token::Word);
        let name = next().filter(is_name);
        name.filter(|_| next() == Some(Token::Colon))
    }

    /// `Wrong("...") because: "..."`, or with a comma between: what belongs into the bracket before it, and how both are written.
    pub(super) fn left_outside(&self, label: &Span) -> Option<(Span, String)> {
        let start = match self.begun() {
            Some(entry) => entry.complete.then_some(entry.node.value.start)?,
            None => {
                let is_reason = matches!(&self.text[label.clone()], "because" | "when");
                let closed = self.frames.last()?.last.as_ref();
                let open = closed.filter(|_| is_reason)?.open;
                self.text[..open]
                    .trim_end_matches(char::is_alphabetic)
                    .len()
            }
        };
        let whole = self.text[start..label.start].trim_end_matches([',', ' ', '\t', '\r', '\n']);
        let inside = whole.strip_suffix(')').filter(|_| self.in_list())?;
        let mut lexer = Lexer::from(self.text, label.end);
        let Ok(Some((Token::Colon, _))) = lexer.token() else {
            return None;
        };
        let Ok(Some((Token::Text, value))) = lexer.token() else {
            return None;
        };
        let help = format!("write `{inside}, {})`", &self.text[label.start..value.end]);
        (!help.contains('\n')).then_some((start..value.end, help))
    }

    /// A name where a comma should be: `Basic(...) Basic(...)`, `front: "..." back: "..."`.
    pub(super) fn begins_another(&self, span: &Span) -> bool {
        let is_value = |e: &Entry| e.complete || e.node.label.is_some() && e.tokens > 0;
        let is_item =
            self.is_complete() && self.in_list() && !joins_texts(&self.text[span.clone()]);
        is_item || self.begun().is_some_and(is_value) && self.label_follows(span)
    }

    /// `"a" or "b"` in a list, `"a" -> "b"` where items have an order.
    pub(super) fn parts_items(&self, span: &Span) -> bool {
        let is_sign = match &self.text[span.clone()] {
            "and" | "or" | "und" | "oder" | "|" => true,
            "->" | "=>" | ">" | "\u{2192}" => self.field_of_list() == "items",
            _ => false,
        };
        is_sign && self.is_complete() && self.in_list()
    }

    /// Takes what stands there for the comma that it was meant as.
    pub(super) fn part_otherwise(&mut self, span: &Span) {
        let message = format!("`{}` stands where `,` belongs", &self.text[span.clone()]);
        let help = if self.in_list() {
            "write `,`, here and before what follows"
        } else {
            "write `,`"
        };
        self.slip_of_list(span, message, help);
        self.patch(span, ',');
        self.finish_entry();
    }

    /// Words that no quotes stand around, and that hold signs of the format.
    pub(super) fn unquoted(&self, second: &Span) -> Option<Span> {
        let entry = self.begun().filter(|entry| entry.tokens == 1)?;
        entry.node.label.as_ref()?;
        let first = entry.node.head.clone()?;
        let line = first.start..self.end_on_line(first.start);
        let words = &self.text[line.clone()];
        // What stands behind a comma may be the next field.
        let ends = words
            .match_indices(", ")
            .find(|(at, _)| self.name_ahead(line.start + at + 1) == Some(Token::Word));
        let words = ends.map_or(words, |(at, _)| &words[..at]);
        let is_text = words.starts_with(char::is_alphabetic)
            && words.contains([',', ';', '{', ':'])
            && !words.contains(['"', '(', '[']);
        let end = line.start + words.len();
        (is_text && second.end <= end).then_some(line.start..end)
    }

    /// Words between the items of a list of brackets: a remark to the end of its line.
    pub(super) fn remark(&self, second: &Span) -> Option<Span> {
        let first = self.word_alone()?;
        let line = self.text[first.start..].lines().next()?;
        let is_remark = line.starts_with(char::is_alphabetic)
            && !line.contains([':', '"', '(', ')', '[', ']', '{', '}', '=']);
        let is_here = second.end <= first.start + line.len();
        let holds_no_texts = self.in_list() && !TEXTS.contains(&self.field_of_list());
        (is_remark && is_here && holds_no_texts).then_some(first.start..first.start + line.len())
    }

    /// `**front**: "..."`, `@front: "..."`: the name of a field with signs around it.
    pub(super) fn unmark_label(&mut self) {
        let Some(head) = self.word_alone() else {
            return;
        };
        let written = &self.text[head.clone()];
        let is_sign = |c: char| !c.is_alphanumeric() && c != '_';
        let name = written.trim_matches(is_sign);
        let start = head.start + written.len() - written.trim_start_matches(is_sign).len();
        if name.len() == written.len() || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return;
        }
        let end = start + name.len();
        if let Some(entry) = self.begun_mut() {
            entry.node.head = Some(start..end);
        }
        let message = "signs stand around the name of a field".to_owned();
        self.slip_alike(head.clone(), message, &format!("write `{name}`"));
        self.blank(head.start..start);
        self.blank(end..head.end);
    }

    fn label_follows(&self, span: &Span) -> bool {
        let rest = self.text[span.end..].trim_start();
        rest.starts_with(':')
            && !rest.starts_with("::")
            && self.text[span.clone()].starts_with(|c: char| c.is_ascii_alphabetic())
    }

    pub(super) fn missing_comma(&mut self, next: &Span) {
        let end = self.begun().map_or(next.start, |e| e.node.value.end);
        self.slip(
            char_at(self.text, end.saturating_sub(1)),
            "a comma is missing behind this",
            "put a `,` between two fields and between two items of a list",
        );
        if end < next.start {
            self.out.patches.push((end, Patch::Byte(b',')));
        }
        self.finish_entry();
    }

    /// `(6: "...")`, `Pick("hours": [...])`: a colon between two values.
    pub(super) fn parts_a_pair(&self) -> bool {
        let [.., outer, frame] = self.frames.as_slice() else {
            return false;
        };
        let head = outer.entry.as_ref().map_or("", |e| e.node.kind(self.text));
        let pair = matches!(head, "" | "Pick" | "Rows" | "Wrong" | "Right");
        let value = frame.entry.as_ref();
        let value = value.filter(|e| e.tokens == 1 && e.node.label.is_none());
        let value = value.map_or("", |e| &self.text[e.node.value.clone()]);
        frame.bracket == b'(' && pair && value.starts_with(|c: char| c == '"' || c.is_ascii_digit())
    }

    /// `"front": "..."`: the name of a field in quotes.
    pub(super) fn unquote_label(&mut self) {
        let text = self.text;
        let Some(entry) = self.begun_mut() else {
            return;
        };
        let span = entry.node.value.clone();
        let written = &text[span.clone()];
        let inside = |quote: char| written.strip_prefix(quote)?.strip_suffix(quote);
        let name = inside('"').or_else(|| inside('\''));
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        if entry.tokens != 1 || entry.node.head.is_some() || !name.is_some_and(is_name) {
            return;
        }
        entry.node.head = Some(span.start + 1..span.end - 1);
        entry.complete = false;
        // Names in curly brackets were told with these, single quotes by themselves.
        let frame = self.frames.last();
        let is_curly = frame.is_some_and(|frame| frame.bracket == b'{');
        if !is_curly && written.starts_with('"') {
            self.slip_alike(
                span.clone(),
                "the name of a field stands in quotes".into(),
                "write it without them: `front: \"...\"`",
            );
        }
        self.blank(span.start..span.start + 1);
        self.blank(span.end - 1..span.end);
    }

    /// The label of a reason, as the second thing in a bracket without labels.
    pub(super) fn is_reason(&self) -> bool {
        self.frames.last().is_some_and(|frame| {
            let label = frame.entry.as_ref().map_or("", |e| e.node.kind(self.text));
            frame.bracket == b'('
                && frame.ended == 1
                && frame.labelled == 0
                && matches!(label, "because" | "when")
        })
    }

    /// The bracket that is open belongs to an option with a reason.
    pub(super) fn is_in_wrong(&self) -> bool {
        let Some(open) = self.frames.last().map(|f| f.open) else {
            return false;
        };
        let before = self.text[..open].trim_end();
        let head = ["Wrong", "Option"].iter();
        head.filter_map(|head| before.strip_suffix(head))
            .any(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    }

    /// A bracket that begins a list, by the name of its field.
    pub(super) fn is_a_list(&self) -> bool {
        Self::is_list(self.field_begun())
    }

    /// The field of the list that is open.
    pub(super) fn field_of_list(&self) -> &'a str {
        let [.., outer, _] = self.frames.as_slice() else {
            return "";
        };
        let entry = outer.entry.as_ref();
        let name = entry.and_then(|entry| entry.node.name(self.text));
        name.unwrap_or_default()
    }

    /// The field whose value begins here.
    pub(super) fn field_begun(&self) -> &'a str {
        let entry = self.begun().filter(|entry| entry.tokens == 0);
        let name = entry.and_then(|entry| entry.node.name(self.text));
        name.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Deck;
    use crate::study::kinds::KINDS;
    use ron::error::Error;
    use ron::extensions::Extensions;
    use std::collections::BTreeSet;

    fn error(text: &str) -> Error {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options.from_str::<Deck>(text).unwrap_err().code
    }

    #[test]
    fn the_fields_known_to_hold_lists_are_those_that_do() {
        let mut holders = vec![
            "Deck(FIELD)".to_owned(),
            "Deck(blueprint: [Module(FIELD)])".to_owned(),
            "Deck(concepts: [Concept(FIELD)])".to_owned(),
        ];
        let card = |kind| format!("Deck(concepts: [Concept(cards: [{kind}(FIELD)])])");
        holders.extend(KINDS.iter().map(card));
        let mut lists = BTreeSet::new();
        for holder in holders {
            let with = |field: &str| error(&holder.replace("FIELD", field));
            let Error::NoSuchStructField { expected, .. } = with("zzz: 1") else {
                panic!("{holder}");
            };
            let holds = |field: &&&str| with(&format!("{field}: \"x\"")) == Error::ExpectedArray;
            lists.extend(expected.iter().filter(holds).copied());
        }
        let known = [TEXTS, OTHERS, STRUCTS].concat();
        assert_eq!(lists, known.into_iter().collect());
    }
}

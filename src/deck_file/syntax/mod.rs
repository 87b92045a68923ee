//! Where things stand in a deck file: brackets, labels, values, each with its span. It reads on past a slip of the pen,
//! so that one does not hide the next (`repairs`). It knows nothing of decks, and says nothing about what a value means.

mod brackets;
mod quotes;
mod repairs;

pub use super::lexer::Span;
use super::lexer::{Lexer, Token, Unclosed};
use crate::study::fault::Fault;
pub use repairs::TEXTS;
use std::cell::Cell;

/// What stands between two commas.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    /// The name before the colon.
    pub label: Option<Span>,
    pub value: Span,
    /// The name before the bracket: `Basic`.
    pub head: Option<Span>,
    /// Between the brackets, where the value has any.
    pub inner: Option<Span>,
    pub entries: Vec<Node>,
}

impl Node {
    pub fn whole(&self) -> Span {
        self.label.as_ref().map_or(self.value.start, |l| l.start)..self.value.end
    }

    /// The name before the colon, as a text.
    pub fn name<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.label.clone().map(|label| &text[label])
    }

    /// The name before the bracket, as a text; empty where there is none.
    pub fn kind<'t>(&self, text: &'t str) -> &'t str {
        self.head.clone().map_or("", |head| &text[head])
    }

    /// Where it is pointed at as a field: its name.
    pub fn pointed_at(&self) -> Span {
        self.label.clone().unwrap_or(self.whole())
    }

    pub fn field(&self, text: &str, name: &str) -> Option<&Node> {
        self.entries.iter().find(|e| e.name(text) == Some(name))
    }

    /// At which place among its entries this one stands.
    pub fn place_of(&self, entry: &Node) -> Option<usize> {
        self.entries.iter().position(|e| std::ptr::eq(e, entry))
    }

    /// This one, the entry of it that `holds` says, the entry of that, and so on.
    pub fn down(&self, holds: impl Fn(&Node) -> bool) -> impl Iterator<Item = &Node> {
        std::iter::successors(Some(self), move |here| {
            here.entries.iter().find(|entry| holds(entry))
        })
    }

    /// A node read from a slice gets its places in the whole text.
    fn shift(&mut self, by: usize) {
        let on = |span: &mut Span| *span = span.start + by..span.end + by;
        on(&mut self.value);
        [&mut self.label, &mut self.head, &mut self.inner]
            .into_iter()
            .flatten()
            .for_each(on);
        self.entries.iter_mut().for_each(|entry| entry.shift(by));
    }
}

/// A file taken apart.
#[derive(Debug, Default)]
pub struct Syntax {
    /// Values outside of any bracket: a deck has one.
    pub top: Vec<Node>,
    pub faults: Vec<(Span, Fault)>,
    /// Bytes to be written over, so that the parser can read what was meant. Nothing ever moves.
    pub patches: Vec<(usize, Patch)>,
    /// Brackets do not match in these; the parser could say nothing better about them.
    pub broken: Vec<Span>,
    /// Given up before the end of the text.
    pub gave_up: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Patch {
    /// Blanks over so many bytes.
    Blank(usize),
    Byte(u8),
}

/// Deeper than the parser goes.
const DEEPEST: usize = 120;
const MOST_NODES: usize = 400_000;
const MOST_SLIPS: usize = 50;
/// Most bytes in one text of a deck.
pub const LONGEST_TEXT: usize = 16 * 1024;

/// The one character at, or around, the byte.
pub fn char_at(text: &str, at: usize) -> Span {
    let start = (0..=at.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0);
    start..start + text[start..].chars().next().map_or(0, char::len_utf8)
}

/// Takes the text apart, `depth` brackets deep; below that it only watches that brackets match.
pub fn read(text: &str, depth: usize) -> Syntax {
    Reader::new(text, depth).read()
}

/// The value at `span` alone, with its places in the whole text.
pub fn read_at(text: &str, span: &Span, depth: usize) -> Option<Node> {
    let mut node = read(&text[span.clone()], depth).top.into_iter().next()?;
    node.shift(span.start);
    Some(node)
}

/// The line of a byte, from 1.
pub fn line(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at.min(text.len())];
    1 + before.iter().filter(|b| **b == b'\n').count()
}

/// The text with the patches laid over it.
pub fn patched(text: &str, patches: &[(usize, Patch)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (at, patch) in patches {
        match patch {
            Patch::Blank(count) => blank(&mut bytes, *at..at + count),
            Patch::Byte(byte) => {
                if let Some(slot) = bytes.get_mut(*at) {
                    *slot = *byte;
                }
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Blanks in place of the bytes; line ends stay.
pub fn blank(bytes: &mut [u8], span: Span) {
    let bytes = bytes.get_mut(span).into_iter().flatten();
    let signs = bytes.filter(|byte| !matches!(byte, b'\n' | b'\r'));
    signs.for_each(|byte| *byte = b' ');
}

/// Every text in a file that can be divided into tokens, with the name of the field it is in.
pub fn texts(text: &str) -> Vec<(Option<Span>, Span)> {
    let mut lexer = Lexer::new(text);
    let mut found = Vec::new();
    // Of every open bracket, the field that is being read in it.
    let mut labels: Vec<Option<Span>> = vec![None];
    let mut word = None;
    while let Ok(Some((token, span))) = lexer.token() {
        match token {
            Token::Open(_) if labels.len() > DEEPEST => break,
            Token::Open(_) => labels.push(None),
            Token::Close(_) if labels.len() > 1 => {
                labels.pop();
            }
            Token::Comma => {
                if let Some(label) = labels.last_mut() {
                    *label = None;
                }
            }
            Token::Colon => {
                if let Some(label) = labels.last_mut() {
                    *label = word.clone();
                }
            }
            Token::Text | Token::Curly => {
                let label = labels.iter().rev().flatten().next().cloned();
                found.push((label, span.clone()));
            }
            _ => {}
        }
        word = (token == Token::Word).then_some(span);
    }
    found
}

/// The characters that the text at `span` means, each with its place: an escape is one character.
pub fn characters(text: &str, span: &Span) -> Vec<(Span, char)> {
    let written = &text[span.clone()];
    let hashes = written.trim_start_matches('r');
    let hashes = hashes.len() - hashes.trim_start_matches('#').len();
    let is_raw = written.starts_with('r');
    let inner = if is_raw {
        let ends = hashes + 1;
        span.start + 1 + ends..span.end.saturating_sub(ends)
    } else {
        let quote = |c: Option<char>| c.map_or(0, char::len_utf8);
        let mut chars = written.chars();
        span.start + quote(chars.next())..span.end.saturating_sub(quote(chars.next_back()))
    };
    let Some(inside) = text.get(inner.clone()) else {
        return Vec::new();
    };
    let mut found = Vec::with_capacity(inside.len());
    let mut at = 0;
    while let Some(c) = inside[at..].chars().next() {
        let rest = &inside[at + c.len_utf8()..];
        let (length, meant) = match (c, rest.chars().next()) {
            ('\\', Some(sign)) if !is_raw => escape(sign, rest),
            _ => (0, Some(c)),
        };
        let end = at + c.len_utf8();
        let end = Some(end + length)
            .filter(|end| inside.is_char_boundary(*end))
            .unwrap_or(end);
        if let Some(meant) = meant {
            found.push((inner.start + at..inner.start + end, meant));
        }
        at = end;
    }
    found
}

/// The length of an escape behind its backslash, and the character that it stands for, if it is one.
fn escape(sign: char, rest: &str) -> (usize, Option<char>) {
    let hex = |digits: Option<&str>| {
        char::from_u32(u32::from_str_radix(digits?.trim_start_matches('{'), 16).ok()?)
    };
    match sign {
        'n' => (1, Some('\n')),
        't' => (1, Some('\t')),
        'r' => (1, Some('\r')),
        '0' => (1, Some('\0')),
        'x' => (rest.len().min(3), hex(rest.get(1..3))),
        'u' => match rest.find('}') {
            Some(close) => (close + 1, hex(rest.get(1..close))),
            None => (1, None),
        },
        other => (other.len_utf8(), Some(other)),
    }
}

/// A bracket that is open, and what stands in it so far.
#[derive(Default)]
struct Frame {
    bracket: u8,
    open: usize,
    /// The entries are kept only so many brackets deep.
    kept: bool,
    /// How many entries have ended here, and how many of them had a label.
    ended: usize,
    labelled: usize,
    entries: Vec<Node>,
    /// The entry being read.
    entry: Option<Entry>,
    /// The bracket that the last entry ended with, in case it ended too early.
    last: Option<Closed>,
    /// A list written as names with values, `{"a": true}`: told as a whole, by what it is a list of.
    is_keyed: bool,
    /// A mark before or between its entries was told, and stands for all of them.
    is_marked: bool,
    /// Its own closing bracket is patched to this one.
    close_as: Option<u8>,
    /// Its closing bracket was taken back, and told with this fault.
    reopened: Option<usize>,
}

/// A bracket that was closed.
struct Closed {
    bracket: u8,
    open: usize,
    /// Of the closing bracket.
    at: usize,
    ended: usize,
    labelled: usize,
}

#[derive(Default)]
struct Entry {
    node: Node,
    tokens: usize,
    /// A text or a bracket has ended: only a comma may follow.
    complete: bool,
}

impl Entry {
    /// Begun by a word.
    fn of(word: Span) -> Entry {
        let node = Node {
            value: word.clone(),
            head: Some(word),
            ..Node::default()
        };
        Entry {
            node,
            tokens: 1,
            complete: false,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    depth: usize,
    frames: Vec<Frame>,
    nodes: usize,
    slips: usize,
    /// Of slips that come in numbers, the message, how many there were, and the last that was told.
    alike: Vec<(String, usize, usize)>,
    /// Bytes read ahead to see what was meant by brackets.
    ahead: Cell<usize>,
    out: Syntax,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, depth: usize) -> Reader<'a> {
        let top = Frame {
            bracket: 0,
            kept: true,
            ..Frame::default()
        };
        Reader {
            text,
            lexer: Lexer::new(text),
            depth,
            frames: vec![top],
            nodes: 0,
            slips: 0,
            alike: Vec::new(),
            ahead: Cell::new(0),
            out: Syntax::default(),
        }
    }

    fn read(mut self) -> Syntax {
        let mut before = None;
        while !self.out.gave_up {
            let token = self.lexer.token();
            self.tell_slips();
            match token {
                Ok(None) => break,
                Ok(Some((token, span))) => {
                    if let Some(span) = self.runs_on(before.take(), token, &span) {
                        self.unclosed_text(span);
                        continue;
                    }
                    before = (token == Token::Text).then(|| span.clone());
                    self.take(token, span);
                }
                Err(Unclosed::Text(span)) => {
                    before = None;
                    self.unclosed_text(span);
                }
                Err(Unclosed::Comment(span)) => {
                    self.slip(
                        span,
                        "the comment that begins here is never closed",
                        "end it with `*/`",
                    );
                    self.out.gave_up = true;
                }
            }
        }
        self.end();
        self.out
    }

    fn slip(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.slips += 1;
        self.out
            .faults
            .push((span, Fault::unreadable(message, help)));
        if self.slips >= MOST_SLIPS {
            self.out.gave_up = true;
        }
    }

    fn take(&mut self, token: Token, span: Span) {
        match token {
            Token::Open(bracket) => self.open(bracket, span),
            Token::Close(bracket) => self.close(bracket, span),
            Token::Comma => self.comma(span),
            Token::Colon => self.colon(span),
            Token::Word => self.word(span),
            Token::Text => self.value(span),
            Token::Curly if self.text[span.clone()].starts_with("```") => {
                self.slip_alike(
                    span.clone(),
                    "a code fence of Markdown".into(),
                    "take it out",
                );
                self.blank(span);
            }
            Token::Curly => {
                self.curly(span.clone());
                self.value(span);
            }
        }
    }

    /// The entry being read.
    fn begun(&self) -> Option<&Entry> {
        self.frames.last()?.entry.as_ref()
    }

    /// The word that the entry consists of so far.
    fn word_alone(&self) -> Option<Span> {
        let entry = self.begun()?;
        let is_alone = entry.tokens == 1 && entry.node.label.is_none();
        entry.node.head.clone().filter(|_| is_alone)
    }

    fn begun_mut(&mut self) -> Option<&mut Entry> {
        self.frames.last_mut()?.entry.as_mut()
    }

    fn frame(&self, bracket: u8, open: usize) -> Frame {
        let kept = self.frames.len() <= self.depth;
        Frame {
            bracket,
            open,
            kept,
            ..Frame::default()
        }
    }

    /// The brackets that are open.
    fn stack(&self) -> Vec<u8> {
        self.frames[1..].iter().map(|frame| frame.bracket).collect()
    }

    fn entry(&mut self, at: usize) -> Option<&mut Entry> {
        let frame = self.frames.last_mut()?;
        if frame.entry.is_none() && frame.kept {
            self.nodes += 1;
        }
        let entry = frame.entry.get_or_insert_with(|| {
            let mut entry = Entry::default();
            entry.node.value = at..at;
            entry
        });
        Some(entry)
    }

    fn word(&mut self, span: Span) {
        if self.frames.len() == 1 && &self.text[span.clone()] == "#!" {
            // `#![enable(...)]` before the deck.
            let rest = &self.text[span.end..];
            self.lexer.at = span.end + rest.find(']').map_or(rest.len(), |i| i + 1);
            return;
        }
        if let Some((stretch, message)) = self.needless(&span) {
            self.slip_of_list(
                &stretch,
                message,
                "take it out, here and before what follows",
            );
            self.lexer.at = stretch.end;
            return self.blank(stretch);
        }
        if self.frames.len() == 1 && self.is_complete() {
            // Outside of any bracket nothing need part two values.
            self.finish_entry();
        } else if let Some((stretch, help)) = self.left_outside(&span) {
            let message = format!("`{}` stands behind its bracket", &self.text[span]);
            self.slip(stretch.clone(), message, help);
            return self.leave_broken(stretch);
        } else if self.parts_items(&span) {
            return self.part_otherwise(&span);
        } else if self.begins_another(&span) {
            self.missing_comma(&span);
        }
        if let Some(stretch) = self.unquoted(&span) {
            let inner = &self.text[stretch.clone()];
            return self.ill_quoted(stretch, inner, "a text stands without quotes");
        }
        if let Some(stretch) = self.remark(&span) {
            let message = "words stand where none belong";
            let help = "begin it with `//` if it is a remark";
            self.slip(stretch.clone(), message, help);
            self.lexer.at = stretch.end;
            self.blank(stretch);
            self.frames.last_mut().map(|frame| frame.entry.take());
            return;
        }
        if let Some(stretch) = self.bare_address(&span) {
            let inner = &self.text[stretch.clone()];
            return self.ill_quoted(stretch, inner, "an address stands without quotes");
        }
        if let Some(stretch) = self.unopened(span.start) {
            let inner = &self.text[stretch.start..stretch.end - 1];
            let message = "the text that ends here does not begin with a quote";
            return self.ill_quoted(stretch, inner, message);
        }
        let joins = joins_texts(&self.text[span.clone()]);
        if let Some(entry) = self.entry(span.start) {
            entry.tokens += 1;
            entry.complete &= !joins;
            entry.node.value.end = span.end;
            if entry.node.head.is_none() {
                entry.node.head = Some(span);
            }
        }
    }

    fn value(&mut self, span: Span) {
        if span.len() > LONGEST_TEXT + 16 {
            self.slip(
                char_at(self.text, span.start),
                format!(
                    "a text of {} KiB; a text holds at most 16 KiB",
                    span.len() / 1024
                ),
                "shorten it, or divide it into several concepts or cards",
            );
        }
        let is_behind_number = self.in_item() && self.word_alone().is_some();
        if (self.in_list() || self.in_item()) && self.is_complete() || is_behind_number {
            self.missing_comma(&span);
        }
        self.open_forgotten_part(&span);
        self.open_forgotten_list(&span);
        if let Some(entry) = self.entry(span.start) {
            entry.tokens += 1;
            entry.complete = true;
            entry.node.value.end = span.end;
        }
    }

    /// In `("left" "right")` or `(200 "right")` of a list, which has no names for its parts.
    fn in_item(&self) -> bool {
        let [.., list, item] = self.frames.as_slice() else {
            return false;
        };
        let is_number = |head: &Span| self.text[head.clone()].parse::<f64>().is_ok();
        let is_bare = |entry: &Option<Entry>| {
            let entry = entry.as_ref();
            entry.is_some_and(|e| {
                e.node.label.is_none() && e.node.head.as_ref().is_none_or(is_number)
            })
        };
        let is_named = item.labelled > 0 || !is_bare(&item.entry) || !is_bare(&list.entry);
        list.bracket == b'[' && item.bracket == b'(' && !is_named
    }

    fn in_list(&self) -> bool {
        let frame = self.frames.last();
        frame.is_some_and(|f| f.bracket == b'[' || f.is_keyed || f.close_as == Some(b']'))
    }

    fn is_complete(&self) -> bool {
        self.begun().is_some_and(|entry| entry.complete)
    }

    fn colon(&mut self, span: Span) {
        if &self.text[span.clone()] != ":" && self.is_in_formula() {
            if let Some(entry) = self.entry(span.start) {
                entry.tokens += 1;
                entry.node.value.end = span.end;
            }
            return;
        }
        if self.is_behind_kind(&span) {
            let message = format!("one `{}` too many", &self.text[span.clone()]);
            self.slip_alike(span.clone(), message, "take it out");
            return self.blank(span);
        }
        if self.is_doubled(&span) {
            let both = span.start - 1..span.end;
            self.slip_alike(both, "`::` stands where `:` belongs".into(), "write `:`");
            return self.blank(span);
        }
        if self.parts_a_pair() || self.parts_items(&span) {
            return self.part_otherwise(&span);
        }
        if let Some(key) = self.key()
            && let Some(entry) = self.begun_mut()
        {
            *entry = Entry::default();
            entry.node.label = Some(key);
            entry.node.value = span.end..span.end;
            return;
        }
        self.open_forgotten();
        self.unquote_label();
        self.unmark_label();
        self.reopen_closed_early();
        self.open_nameless();
        let in_wrong = self.is_reason() && self.is_in_wrong();
        let Some(entry) = self.begun_mut() else {
            return;
        };
        match entry.node.head.take() {
            Some(head) if entry.tokens == 1 && entry.node.label.is_none() => {
                entry.node.value = span.end..span.end;
                entry.tokens = 0;
                if in_wrong {
                    self.blank(head.start..span.end)
                } else {
                    entry.node.label = Some(head)
                }
            }
            head => {
                entry.node.head = head;
                entry.tokens += 1;
                entry.node.value.end = span.end;
            }
        }
    }

    /// `Basic: (`
    fn is_behind_kind(&self, span: &Span) -> bool {
        let kind = self.word_alone().map_or("", |head| &self.text[head]);
        let is_kind = kind.starts_with(|c: char| c.is_ascii_uppercase());
        is_kind && self.in_list() && self.text[span.end..].trim_start().starts_with('(')
    }

    /// A second colon directly behind the one that ends a name.
    fn is_doubled(&self, span: &Span) -> bool {
        let begun = self.begun();
        begun.is_some_and(|entry| entry.node.label.is_some() && entry.tokens == 0)
            && self.text[..span.start].ends_with(':')
    }

    fn open(&mut self, bracket: u8, span: Span) {
        if self.is_complete() && self.in_list() {
            self.missing_comma(&span);
        }
        if bracket == b'(' && self.is_left_open() {
            self.close_forgotten_or_reopen(span.end);
        }
        if bracket == b'(' {
            self.open_forgotten_list(&span);
        }
        if self.frames.len() > DEEPEST {
            self.slip(
                span,
                format!("brackets are nested more than {DEEPEST} deep"),
                "a deck needs no more than ten; is a closing bracket missing further up?",
            );
            self.out.gave_up = true;
            return;
        }
        let is_plain = Self::is_plain_list(self.field_begun());
        let name = (is_plain || bracket == b'{').then(|| self.name_ahead(span.end));
        let is_item = self.in_list() && Self::is_plain_list(self.field_of_list());
        let is_keyed = name.flatten().is_some() && (is_plain || is_item && bracket == b'{');
        let is_curly = bracket == b'{' && !is_keyed && !is_item;
        let close_as = is_curly.then(|| if self.is_a_list() { b']' } else { b')' });
        if let Some(close) = close_as {
            let open = char::from(partner(close));
            let kind = if close == b']' { "square" } else { "round" };
            let close = char::from(close);
            // As in JSON.
            let (also, so) = match name {
                Some(Some(Token::Text)) => (", and names in quotes", ", the names without quotes"),
                _ => ("", ""),
            };
            self.slip_alike(
                span.clone(),
                format!("curly brackets stand where {kind} ones belong{also}"),
                &format!("write `{open}`{so}, and `{close}` where it closes"),
            );
            self.patch(&span, open);
        }
        if let Some(entry) = self.entry(span.start) {
            if entry.tokens == 0 {
                entry.node.value = span.start..span.end;
            }
            entry.tokens += 1;
            entry.node.value.end = span.end;
        }
        self.frames.push(Frame {
            is_keyed,
            close_as,
            ..self.frame(bracket, span.start)
        });
    }

    fn close(&mut self, bracket: u8, span: Span) {
        self.leave_empty(span.start);
        let open = partner(bracket);
        let Some(top) = self.frames.last().filter(|_| self.frames.len() > 1) else {
            return self.closes_nothing(bracket, span);
        };
        match top.close_as {
            Some(close_as) if bracket == close_as => {}
            Some(close_as) if top.bracket == open => self.patch(&span, char::from(close_as)),
            None if top.bracket == open => {}
            _ => return self.closes_another(bracket, span),
        }
        self.pop(span.end);
    }

    /// The bracket on top is done, closed at `end` or left open; what stood in it goes to the entry that holds it.
    fn pop(&mut self, end: usize) {
        self.finish_entry();
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if let Some(parent) = self.frames.last_mut() {
            parent.last = Some(Closed {
                bracket: frame.bracket,
                open: frame.open,
                at: end.saturating_sub(1),
                ended: frame.ended,
                labelled: frame.labelled,
            });
        }
        let closed = end > frame.open + 1 && self.text[..end].ends_with([')', ']', '}']);
        if let Some(entry) = self.begun_mut() {
            let inner_end = end - usize::from(closed);
            if entry.node.inner.is_none() {
                entry.node.inner = Some(frame.open + 1..inner_end);
                entry.node.entries = frame.entries;
            }
            entry.node.value.end = end;
            entry.complete = true;
        }
    }

    /// `question: ,`: a field without a value is told, and left out up to `end`.
    fn leave_empty(&mut self, end: usize) -> bool {
        let begun = self
            .begun()
            .filter(|entry| entry.tokens == 0 && !entry.complete);
        let Some(label) = begun.and_then(|entry| entry.node.label.clone()) else {
            return false;
        };
        let message = format!("`{}` has no value", &self.text[label.clone()]);
        let help = "write one behind the `:`, or take the field out";
        self.slip(label.clone(), message, help);
        self.blank(label.start..end);
        self.frames.last_mut().map(|frame| frame.entry.take());
        true
    }

    fn comma(&mut self, span: Span) {
        let behind = self.text[span.end..].trim_start();
        if behind.starts_with(['[', '(']) && !self.field_begun().is_empty() {
            return self.surplus(span, b',');
        }
        if self.leave_empty(span.end) {
            return;
        }
        let before = self.text[..span.start].trim_end();
        let is_empty = self.begun().is_none();
        if self.frames.len() > 1 && is_empty && before.ends_with([',', '(', '[']) {
            if before.ends_with(',') && self.closes_before(&span) {
                self.unclosed_bracket(Some(span.start));
                self.pop(before.len());
                return self.finish_entry();
            }
            self.surplus(span, b',');
        }
        self.finish_entry();
    }

    /// A sign that is left out.
    fn surplus(&mut self, span: Span, sign: u8) {
        self.blank(span.clone());
        self.slip(
            span,
            format!("one `{}` too many", char::from(sign)),
            "take it out",
        );
    }

    fn finish_entry(&mut self) {
        if let Some(frame) = self.frames.last_mut()
            && let Some(entry) = frame.entry.take()
        {
            let mut node = entry.node;
            // The value begins where its first token does, not behind the colon; a bracket may be a blank that is patched.
            let inner = node.inner.as_ref().map(|inner| inner.start);
            if inner != Some(node.value.start + 1) {
                let value = &self.text[node.value.clone()];
                node.value.start += value.len() - value.trim_start().len();
            }
            frame.ended += 1;
            frame.labelled += usize::from(node.label.is_some());
            let span = node.whole();
            if frame.kept {
                frame.entries.push(node);
            }
            if self.nodes > MOST_NODES && !self.out.gave_up {
                self.slip(
                    span,
                    format!("more than {MOST_NODES} values"),
                    "divide the deck into several files",
                );
                self.out.gave_up = true;
            }
        }
    }

    fn end(&mut self) {
        self.count_alike();
        if self.frames.len() > 1 && !self.out.gave_up {
            self.unclosed_bracket(None);
        }
        while self.frames.len() > 1 {
            let end = self.text.len();
            self.pop(end);
        }
        self.finish_entry();
        if let Some(top) = self.frames.pop() {
            self.out.top = top.entries;
        }
    }
}

/// `"a" + "b"`, in whatever language.
pub fn joins_texts(sign: &str) -> bool {
    matches!(sign, "+" | "&" | "++" | "." | "..")
}

fn partner(bracket: u8) -> u8 {
    match bracket {
        b'(' => b')',
        b')' => b'(',
        b'[' => b']',
        b']' => b'[',
        b'{' => b'}',
        _ => b'{',
    }
}

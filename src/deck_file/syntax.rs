//! Where things stand in a deck file: brackets, labels, values, each with its span. It reads on past a slip of the pen,
//! so that one does not hide the next. It knows nothing of decks, and says nothing about what a value means.

pub use super::lexer::Span;
use super::lexer::{Lexer, Slip, Token, Unclosed};
use crate::study::fault::Fault;

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

    pub fn field(&self, text: &str, name: &str) -> Option<&Node> {
        self.entries
            .iter()
            .find(|e| e.label.clone().is_some_and(|l| &text[l] == name))
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
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => text.to_owned(),
    }
}

/// Blanks in place of the bytes; line ends stay.
pub fn blank(bytes: &mut [u8], span: Span) {
    if let Some(bytes) = bytes.get_mut(span) {
        for byte in bytes {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
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

/// A bracket that is open, and what stands in it so far.
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
    /// Its own closing bracket is patched to this one.
    close_as: Option<u8>,
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

struct Reader<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    depth: usize,
    frames: Vec<Frame>,
    nodes: usize,
    slips: usize,
    /// Of slips that come in numbers, the message, how many there were, and the last that was told.
    alike: Vec<(String, usize, usize)>,
    out: Syntax,
}

/// So many slips of one sort are told each; of more, the last one says how many.
const MOST_ALIKE: usize = 5;
/// Bytes behind a bracket that are read to see what was meant by it.
const LOOK_AHEAD: usize = 64 * 1024;

impl<'a> Reader<'a> {
    fn new(text: &'a str, depth: usize) -> Reader<'a> {
        let top = Frame {
            bracket: 0,
            open: 0,
            kept: true,
            ended: 0,
            labelled: 0,
            entries: Vec::new(),
            entry: None,
            last: None,
            close_as: None,
        };
        Reader {
            text,
            lexer: Lexer::new(text),
            depth,
            frames: vec![top],
            nodes: 0,
            slips: 0,
            alike: Vec::new(),
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
            .push((span, Fault::new("E00", message, help)));
        if self.slips >= MOST_SLIPS {
            self.out.gave_up = true;
        }
    }

    /// A slip that people make all through a file: told where it is, but not without end.
    fn slip_alike(&mut self, span: Span, message: String, help: &str) {
        let known = self.alike.iter_mut().find(|(said, ..)| *said == message);
        match known {
            Some((_, count, _)) if *count >= MOST_ALIKE => *count += 1,
            known => {
                let last = self.out.faults.len();
                match known {
                    Some((_, count, told)) => (*count, *told) = (*count + 1, last),
                    None => self.alike.push((message.clone(), 1, last)),
                }
                self.out
                    .faults
                    .push((span, Fault::new("E00", message, help)));
            }
        }
    }

    /// What the lexer met that the format does not know, with what it was meant for in its place.
    fn tell_slips(&mut self) {
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
                    self.out
                        .patches
                        .push((span.start, Patch::Blank(span.len())));
                }
                Slip::Comment(mark) => {
                    self.slip_alike(
                        span.clone(),
                        format!("a comment does not begin with `{mark}`"),
                        "begin it with `//`",
                    );
                    self.out
                        .patches
                        .push((span.start, Patch::Blank(span.len())));
                }
                Slip::Instead(sign) => {
                    let sign = char::from(sign);
                    let message = format!("`{written}` stands where `{sign}` belongs");
                    self.slip_alike(span.clone(), message, &format!("write `{sign}`"));
                    self.patch(&span, sign);
                }
            }
        }
    }

    /// The one sign in place of what stands there.
    fn patch(&mut self, span: &Span, sign: char) {
        self.out
            .patches
            .push((span.start, Patch::Blank(span.len())));
        if let Ok(byte) = u8::try_from(sign) {
            self.out.patches.push((span.start, Patch::Byte(byte)));
        }
    }

    /// A text with something right behind its end: a quote is missing, and it ran on to the next one.
    fn runs_on(&self, before: Option<Span>, token: Token, span: &Span) -> Option<Span> {
        let text = before?;
        let directly =
            matches!(token, Token::Word | Token::Text | Token::Curly) && span.start == text.end;
        (directly && self.text[text.clone()].starts_with('"')).then_some(text)
    }

    /// Closes the text on its first line and reads on from there.
    fn unclosed_text(&mut self, span: Span) {
        if let Some((stretch, inner, message)) =
            self.unopened(&span).or_else(|| self.tripled(&span))
        {
            let help = match inner.contains(['`', '"', '\\', '\n']) || inner.len() > 160 {
                true => "write one `\"` at each end, and \\\" for a quote inside".to_owned(),
                false => format!("write `\"{inner}\"`"),
            };
            self.slip(stretch.clone(), message, help);
            self.lexer.at = stretch.end;
            self.out.broken.push(stretch.clone());
            if let Some(entry) = self.frames.last_mut().and_then(|f| f.entry.as_mut()) {
                entry.node.value.end = stretch.end;
                entry.complete = true;
            }
            return;
        }
        let end = self.end_on_line(span.start);
        let stretch = span.start..end;
        let help = match self.text[span.start..].strip_prefix('r') {
            Some(raw) => {
                let marks = "#".repeat(raw.bytes().take_while(|b| *b == b'#').count());
                format!("end it with `\"{marks}`, as it begins with `r{marks}\"`")
            }
            None => {
                "add the closing quote `\"`; a quote inside a text is written `\\\"`".to_owned()
            }
        };
        self.slip(
            stretch.clone(),
            "the text that begins here is not closed as it should be",
            help,
        );
        self.out.broken.push(stretch);
        // The text may have been taken already, as the value of the entry.
        if let Some(frame) = self.frames.last_mut()
            && let Some(entry) = &mut frame.entry
        {
            if entry.node.value.end == span.end || entry.tokens == 0 {
                entry.node.value.end = end;
            }
            entry.complete = true;
            entry.tokens += 1;
        }
        self.lexer.at = end;
        if end < self.text.len() {
            // Behind an unclosed text the comma was inside it.
            self.finish_entry();
        }
    }

    /// `front: What is it?"`: words behind the name of a field, and then the quote that ends them.
    fn unopened(&self, span: &Span) -> Option<(Span, &'a str, &'static str)> {
        let entry = self.frames.last()?.entry.as_ref()?;
        let label = entry.node.label.clone()?;
        let behind = &self.text[label.end..span.start];
        let words = behind.trim_start().strip_prefix(':')?.trim_start();
        let is_text = words.contains(' ') && !words.contains(['"', '\n', '(', '[']);
        let stretch = span.start - words.len()..span.start + 1;
        let message = "the text that ends here does not begin with a quote";
        is_text.then_some((stretch, words, message))
    }

    /// `"""What is it?"""`, as other languages write a long text.
    fn tripled(&self, span: &Span) -> Option<(Span, &'a str, &'static str)> {
        const MARK: &str = "\"\"\"";
        let inner = self.text[span.start..].strip_prefix(MARK)?;
        let inner = &inner[..inner.find(MARK)?];
        let stretch = span.start..span.start + inner.len() + 2 * MARK.len();
        let message = "a text stands in one `\"` at each end, not in three";
        Some((stretch, inner, message))
    }

    /// Where a text that begins on a line must have ended: before the brackets that close what this line opened.
    fn end_on_line(&self, start: usize) -> usize {
        let line_start = self.text[..start].rfind('\n').map_or(0, |i| i + 1);
        let rest = &self.text[start..];
        let line = rest.find('\n').map_or(rest, |i| &rest[..i]);
        let opened = self
            .frames
            .iter()
            .skip(1)
            .filter(|f| f.open >= line_start)
            .count();
        let mut closed = 0;
        let mut end = line.len();
        for (i, c) in line.char_indices().rev().take_while(|(i, _)| *i > 0) {
            match c {
                ' ' | '\t' | '\r' | ',' => {}
                ')' | ']' | '}' if closed < opened => closed += 1,
                _ => break,
            }
            end = i;
        }
        start + end
    }

    fn take(&mut self, token: Token, span: Span) {
        match token {
            Token::Open(bracket) => self.open(bracket, span),
            Token::Close(bracket) => self.close(bracket, span),
            Token::Comma => self.comma(span),
            Token::Colon => self.colon(span),
            Token::Word => self.word(span),
            Token::Text => self.value(span),
            Token::Curly => {
                self.curly(span.clone());
                self.value(span);
            }
        }
    }

    fn entry(&mut self, at: usize) -> Option<&mut Entry> {
        let frame = self.frames.last_mut()?;
        if frame.entry.is_none() && frame.kept {
            self.nodes += 1;
        }
        Some(frame.entry.get_or_insert_with(|| Entry {
            node: Node {
                value: at..at,
                ..Node::default()
            },
            ..Entry::default()
        }))
    }

    fn word(&mut self, span: Span) {
        if self.frames.len() == 1 && &self.text[span.clone()] == "#!" {
            // `#![enable(...)]` before the deck.
            let rest = &self.text[span.end..];
            self.lexer.at = span.end + rest.find(']').map_or(rest.len(), |i| i + 1);
            return;
        }
        if self.frames.len() == 1 && self.is_complete() {
            // Outside of any bracket nothing need part two values.
            self.finish_entry();
        } else if self.begins_another(&span) {
            self.missing_comma(&span);
        }
        if let Some(entry) = self.entry(span.start) {
            entry.tokens += 1;
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
        if self.in_list() && self.is_complete() {
            self.missing_comma(&span);
        }
        if let Some(entry) = self.entry(span.start) {
            entry.tokens += 1;
            entry.complete = true;
            entry.node.value.end = span.end;
        }
    }

    fn in_list(&self) -> bool {
        self.frames.last().is_some_and(|f| f.bracket == b'[')
    }

    fn is_complete(&self) -> bool {
        self.frames
            .last()
            .is_some_and(|f| f.entry.as_ref().is_some_and(|e| e.complete))
    }

    /// A name where a comma should be: `Basic(...) Basic(...)`, `front: "..." back: "..."`.
    fn begins_another(&self, span: &Span) -> bool {
        if !self.is_complete() {
            let unfinished = self.frames.last().and_then(|f| f.entry.as_ref());
            return unfinished.is_some_and(|e| e.node.label.is_some() && e.tokens > 0)
                && self.label_follows(span);
        }
        self.in_list() || self.label_follows(span)
    }

    fn label_follows(&self, span: &Span) -> bool {
        let rest = self.text[span.end..].trim_start();
        rest.starts_with(':')
            && !rest.starts_with("::")
            && self.text[span.clone()].starts_with(|c: char| c.is_ascii_alphabetic())
    }

    fn missing_comma(&mut self, next: &Span) {
        let end = self
            .frames
            .last()
            .and_then(|f| f.entry.as_ref())
            .map_or(next.start, |e| e.node.value.end);
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

    fn colon(&mut self, span: Span) {
        if self.parts_a_pair() {
            self.slip_alike(
                span.clone(),
                "`:` stands where `,` belongs".into(),
                "write `,`",
            );
            self.patch(&span, ',');
            return self.finish_entry();
        }
        self.open_forgotten();
        self.unquote_label();
        self.reopen_closed_early();
        let in_wrong = self.is_reason() && self.is_in_wrong();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let Some(entry) = &mut frame.entry else {
            return;
        };
        match entry.node.head.take() {
            Some(head) if entry.tokens == 1 && entry.node.label.is_none() => {
                if in_wrong {
                    self.out
                        .patches
                        .push((head.start, Patch::Blank(span.end - head.start)));
                    if let Some(entry) = self.frames.last_mut().and_then(|f| f.entry.as_mut()) {
                        entry.node.value = span.end..span.end;
                        entry.node.label = None;
                        entry.tokens = 0;
                    }
                    return;
                }
                entry.node.label = Some(head);
                entry.node.value = span.end..span.end;
                entry.tokens = 0;
            }
            head => {
                entry.node.head = head;
                entry.tokens += 1;
                entry.node.value.end = span.end;
            }
        }
    }

    /// `(6: "...")`, `Pick("hours": [...])`: a colon between two values.
    fn parts_a_pair(&self) -> bool {
        let [.., outer, frame] = self.frames.as_slice() else {
            return false;
        };
        let head = outer.entry.as_ref().and_then(|e| e.node.head.clone());
        let pair =
            head.is_none_or(|head| matches!(&self.text[head], "Pick" | "Rows" | "Wrong" | "Right"));
        let value = frame
            .entry
            .as_ref()
            .filter(|e| e.tokens == 1 && e.node.label.is_none());
        let value = value.map_or("", |e| &self.text[e.node.value.clone()]);
        frame.bracket == b'(' && pair && value.starts_with(|c: char| c == '"' || c.is_ascii_digit())
    }

    /// `Basic id: "x"`: a name of a kind whose bracket was not opened.
    fn open_forgotten(&mut self) {
        let level = self.frames.len();
        let depth = self.depth;
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.bracket == b'[') else {
            return;
        };
        let Some(entry) = frame
            .entry
            .as_mut()
            .filter(|e| e.tokens == 2 && e.node.label.is_none())
        else {
            return;
        };
        let Some(head) = entry.node.head.clone() else {
            return;
        };
        let whole = entry.node.value.clone();
        let name = self.text[head.end..whole.end].trim_start();
        let label = whole.end - name.len()..whole.end;
        let is_kind = self.text[head.clone()].starts_with(|c: char| c.is_ascii_uppercase());
        let is_label = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if !is_kind || !is_label || label.start == head.end {
            return;
        }
        let begun = Entry {
            node: Node {
                value: label.clone(),
                head: Some(label),
                ..Node::default()
            },
            tokens: 1,
            complete: false,
        };
        self.frames.push(Frame {
            bracket: b'(',
            open: head.end,
            kept: level <= depth,
            ended: 0,
            labelled: 0,
            entries: Vec::new(),
            entry: Some(begun),
            last: None,
            close_as: None,
        });
        let message = format!("`{}` is not followed by its `(`", &self.text[head.clone()]);
        let help = format!("write `{}(`", &self.text[head.clone()]);
        self.slip(head.clone(), message, help);
        self.out.patches.push((head.end, Patch::Byte(b'(')));
    }

    /// `cards: Basic(`: a list whose bracket was not opened.
    fn open_forgotten_list(&mut self) {
        let kept = self.frames.len() <= self.depth;
        let Some(entry) = self.frames.last_mut().and_then(|f| f.entry.as_mut()) else {
            return;
        };
        let label = entry.node.label.clone().map_or("", |l| &self.text[l]);
        let Some(head) = entry.node.head.clone().filter(|_| entry.tokens == 1) else {
            return;
        };
        let before = self.text[..head.start].ends_with([' ', '\t', '\n']);
        if !before || !matches!(label, "cards" | "concepts") {
            return;
        }
        let at = head.start - 1;
        let label = label.to_owned();
        entry.node.head = None;
        entry.node.value = at..head.end;
        self.frames.push(Frame {
            bracket: b'[',
            open: at,
            kept,
            ended: 0,
            labelled: 0,
            entries: Vec::new(),
            entry: Some(Entry {
                node: Node {
                    value: head.clone(),
                    head: Some(head.clone()),
                    ..Node::default()
                },
                tokens: 1,
                complete: false,
            }),
            last: None,
            close_as: None,
        });
        let message = format!("`{label}` must be a list in square brackets");
        let help = format!(
            "write `[{}`, and `]` behind the last one",
            &self.text[head.clone()]
        );
        self.slip(head, message, help);
        self.out.patches.push((at, Patch::Byte(b'[')));
    }

    /// `"front": "..."`: the name of a field in quotes.
    fn unquote_label(&mut self) {
        let Some(entry) = self
            .frames
            .last_mut()
            .and_then(|frame| frame.entry.as_mut())
        else {
            return;
        };
        let span = entry.node.value.clone();
        let written = &self.text[span.clone()];
        let name = written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        if entry.tokens != 1 || entry.node.head.is_some() || !name.is_some_and(is_name) {
            return;
        }
        entry.node.head = Some(span.start + 1..span.end - 1);
        entry.complete = false;
        self.slip_alike(
            span.clone(),
            "the name of a field stands in quotes".into(),
            "write it without them: `front: \"...\"`",
        );
        self.out.patches.push((span.start, Patch::Blank(1)));
        self.out.patches.push((span.end - 1, Patch::Blank(1)));
    }

    /// `Numeric(..., tolerance: Percent(1)), working: [...]`: a field of the bracket that was closed before it.
    fn reopen_closed_early(&mut self) {
        let Some(parent) = self.frames.last().filter(|parent| parent.bracket != b'(') else {
            return;
        };
        let field = parent.entry.as_ref();
        let field = field.filter(|entry| entry.tokens == 1 && entry.node.label.is_none());
        let Some(head) = field.and_then(|entry| entry.node.head.clone()) else {
            return;
        };
        let is_field = self.text[head.clone()].starts_with(|c: char| c.is_ascii_lowercase());
        if is_field && self.closed_right_before(b'(', head.start) {
            self.reopen(&self.text[head]);
        }
    }

    /// Whether the last bracket that ended here was of this kind, and only a comma stands between.
    fn closed_right_before(&self, bracket: u8, at: usize) -> bool {
        let closed = self.frames.last().and_then(|frame| frame.last.as_ref());
        closed.is_some_and(|closed| {
            let between = self.text.get(closed.at + 1..at).unwrap_or("x");
            let blank = |c: char| c.is_whitespace() || matches!(c, ',' | '"');
            closed.bracket == bracket && between.chars().all(blank)
        })
    }

    /// Takes back the last closing bracket: what has begun behind it stands in the bracket that it closed.
    fn reopen(&mut self, begins: &str) {
        let level = self.frames.len();
        let depth = self.depth;
        let Some(parent) = self.frames.last_mut() else {
            return;
        };
        let Some(closed) = parent.last.take() else {
            return;
        };
        let mut node = match parent.kept {
            true => parent.entries.pop().unwrap_or_default(),
            false => Node {
                value: closed.open..closed.at + 1,
                ..Node::default()
            },
        };
        parent.ended = parent.ended.saturating_sub(1);
        let begun = parent.entry.take();
        let entries = std::mem::take(&mut node.entries);
        node.inner = None;
        parent.labelled = parent
            .labelled
            .saturating_sub(usize::from(node.label.is_some()));
        let name = node.head.clone().or_else(|| node.label.clone());
        parent.entry = Some(Entry {
            node,
            tokens: 2,
            complete: false,
        });
        self.frames.push(Frame {
            bracket: closed.bracket,
            open: closed.open,
            kept: level <= depth,
            ended: closed.ended,
            labelled: closed.labelled,
            entries,
            entry: begun,
            last: None,
            close_as: None,
        });
        let close = char::from(partner(closed.bracket));
        let name = name.map_or("a bracket".to_owned(), |name| {
            format!("`{}`", &self.text[name])
        });
        let what = if closed.bracket == b'(' {
            "its field "
        } else {
            ""
        };
        let message = format!("this `{close}` closes {name} before {what}`{begins}`");
        self.slip(closed.at..closed.at + 1, message, "take it out");
        self.out.patches.push((closed.at, Patch::Blank(1)));
    }

    /// The label of a reason, as the second thing in a bracket without labels.
    fn is_reason(&self) -> bool {
        self.frames.last().is_some_and(|frame| {
            let label = frame.entry.as_ref().and_then(|e| e.node.head.clone());
            frame.bracket == b'('
                && frame.ended == 1
                && frame.labelled == 0
                && label.is_some_and(|label| matches!(&self.text[label], "because" | "when"))
        })
    }

    /// The bracket that is open belongs to an option with a reason.
    fn is_in_wrong(&self) -> bool {
        let Some(open) = self.frames.last().map(|f| f.open) else {
            return false;
        };
        let before = self.text[..open].trim_end();
        let head = ["Wrong", "Option"].iter();
        head.filter_map(|head| before.strip_suffix(head))
            .any(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    }

    fn open(&mut self, bracket: u8, span: Span) {
        if self.is_complete() && self.in_list() {
            self.missing_comma(&span);
        }
        if bracket == b'(' && self.is_left_open() {
            self.close_forgotten_or_reopen(span.end);
        }
        if bracket == b'(' {
            self.open_forgotten_list();
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
        let depth = self.depth;
        let level = self.frames.len();
        let close_as = (bracket == b'{').then(|| if self.is_a_list() { b']' } else { b')' });
        if let Some(close) = close_as {
            let open = char::from(partner(close));
            let kind = if close == b']' { "square" } else { "round" };
            let close = char::from(close);
            self.slip_alike(
                span.clone(),
                format!("curly brackets stand where {kind} ones belong"),
                &format!("write `{open}`, and `{close}` where it closes"),
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
            bracket,
            open: span.start,
            kept: level <= depth,
            ended: 0,
            labelled: 0,
            entries: Vec::new(),
            entry: None,
            last: None,
            close_as,
        });
    }

    /// A bracket that begins a list, by the name of its field.
    fn is_a_list(&self) -> bool {
        const LISTS: &[&str] = &[
            "tags",
            "accept",
            "options",
            "items",
            "link",
            "related",
            "after",
            "formerly",
            "topics",
            "concepts",
            "cards",
            "draw",
            "named",
            "keep_if",
            "working",
            "mistakes",
            "lint_ignore",
            "blueprint",
        ];
        let entry = self.frames.last().and_then(|frame| frame.entry.as_ref());
        let label = entry
            .filter(|e| e.tokens == 0)
            .and_then(|e| e.node.label.clone());
        label.is_some_and(|label| LISTS.contains(&&self.text[label]))
    }

    /// `Basic(id: "x", front: "..." , Basic(`: a bracket of fields in which a card begins has not been closed.
    fn is_left_open(&self) -> bool {
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let starts_a_card = frame.entry.as_ref().is_some_and(|e| {
            e.node.label.is_none()
                && e.tokens == 1
                && e.node
                    .head
                    .clone()
                    .is_some_and(|h| self.text[h].starts_with(|c: char| c.is_ascii_uppercase()))
        });
        starts_a_card
            && frame.bracket == b'('
            && frame.labelled > 0
            && self
                .frames
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|f| f.bracket == b'[')
    }

    /// `cards: [...], ], Basic(`: either the bracket of fields is not closed, or its list was closed too early.
    fn close_forgotten_or_reopen(&mut self, from: usize) {
        let begun = self.frames.last().and_then(|frame| frame.entry.as_ref());
        let Some(head) = begun.and_then(|entry| entry.node.head.clone()) else {
            return;
        };
        let stack: Vec<u8> = self.frames[1..].iter().map(|frame| frame.bracket).collect();
        let with =
            |kept: &[u8], more: &[u8]| trouble_ahead(self.text, from, &[kept, more].concat());
        let forgotten = with(&stack[..stack.len() - 1], b"(");
        let early = with(&stack, b"[(");
        if early < forgotten && self.closed_right_before(b'[', head.start) {
            self.reopen(&self.text[head]);
        } else {
            self.close_forgotten();
        }
    }

    fn close_forgotten(&mut self) {
        let Some(begun) = self.frames.last_mut().and_then(|f| f.entry.take()) else {
            return;
        };
        let end = self
            .frames
            .last()
            .and_then(|f| f.entries.last())
            .map_or(begun.node.value.start, |e| e.value.end);
        self.unclosed_bracket(Some(begun.node.value.start));
        self.pop(end);
        self.finish_entry();
        if let Some(frame) = self.frames.last_mut() {
            frame.entry = Some(begun);
        }
    }

    fn unclosed_bracket(&mut self, found: Option<usize>) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        let (open, bracket) = (frame.open, frame.bracket as char);
        let close = partner(frame.bracket) as char;
        let where_seen = match found {
            Some(at) => format!(
                "the `{bracket}` that opens here is not closed by line {}",
                line(self.text, at)
            ),
            None => format!("the file ends, and the `{bracket}` that opens here is not closed"),
        };
        let end = found.unwrap_or(self.text.len());
        self.slip(
            open..open + 1,
            where_seen,
            format!("add the closing `{close}`"),
        );
        self.out.broken.push(open..end);
    }

    fn close(&mut self, bracket: u8, span: Span) {
        let open = partner(bracket);
        let Some(top) = self.frames.last().filter(|_| self.frames.len() > 1) else {
            return self.closes_nothing(bracket, span);
        };
        if top.close_as == Some(bracket) {
            return self.closed(&span);
        }
        if top.bracket == open {
            if let Some(close_as) = top.close_as {
                self.patch(&span, char::from(close_as));
            }
            return self.closed(&span);
        }
        let stack: Vec<u8> = self.frames[1..].iter().map(|frame| frame.bracket).collect();
        let ahead = |stack: &[u8]| trouble_ahead(self.text, span.end, stack);
        let level = stack.iter().rposition(|bracket| *bracket == open);
        let missing = level.map(|level| stack.len() - 1 - level + ahead(&stack[..level]));
        let wrong = 1 + ahead(&stack[..stack.len() - 1]);
        let surplus = self
            .runs(&span)
            .map(|(n, end)| n + trouble_ahead(self.text, end, &stack));
        let surplus = surplus.min().unwrap_or(usize::MAX);
        if let Some(level) = level
            && missing.is_some_and(|missing| missing <= wrong.min(surplus))
        {
            while self.frames.len() > level + 2 {
                self.unclosed_bracket(Some(span.start));
                self.pop(span.start);
            }
            self.closed(&span);
        } else if wrong < surplus {
            let (opens, line) = (char::from(top.bracket), line(self.text, top.open));
            let right = char::from(partner(top.bracket));
            let bracket = char::from(bracket);
            let message = format!("this `{bracket}` closes the `{opens}` of line {line}");
            self.slip(span.clone(), message, format!("write `{right}`"));
            self.patch(&span, right);
            self.closed(&span);
        } else {
            let message = format!("one `{}` too many", char::from(bracket));
            self.slip(span.clone(), message, "take it out");
            self.out.patches.push((span.start, Patch::Blank(1)));
        }
    }

    /// So many closing brackets one behind the other, and where they end.
    fn runs(&self, span: &Span) -> impl Iterator<Item = (usize, usize)> {
        let rest = self.text[span.start..].char_indices();
        let brackets = rest.take_while(|(_, c)| matches!(c, ')' | ']' | '}'));
        let start = span.start;
        brackets
            .take(4)
            .enumerate()
            .map(move |(n, (i, _))| (n + 1, start + i + 1))
    }

    fn closed(&mut self, span: &Span) {
        self.pop(span.end);
        if let Some(entry) = self.frames.last_mut().and_then(|f| f.entry.as_mut()) {
            entry.node.value.end = span.end;
            entry.complete = true;
        }
    }

    fn closes_nothing(&mut self, bracket: u8, span: Span) {
        self.slip(
            span.clone(),
            format!("this `{}` closes nothing", bracket as char),
            "take it out, or add the bracket that it should close",
        );
        self.out.broken.push(span);
    }

    /// The bracket on top is done; what stood in it goes to the entry that holds it.
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
        if let Some(entry) = self.frames.last_mut().and_then(|f| f.entry.as_mut()) {
            let closed = end > frame.open + 1 && self.text[..end].ends_with([')', ']', '}']);
            let inner_end = end - usize::from(closed);
            if entry.node.inner.is_none() {
                entry.node.inner = Some(frame.open + 1..inner_end);
                entry.node.entries = frame.entries;
            }
            entry.node.value.end = end;
            entry.complete = true;
        }
    }

    fn comma(&mut self, span: Span) {
        let before = self.text[..span.start].trim_end();
        let is_empty = self.frames.last().is_some_and(|f| f.entry.is_none());
        if self.frames.len() > 1 && is_empty && before.ends_with([',', '(', '[']) {
            self.out
                .patches
                .push((span.start, Patch::Blank(span.len())));
            self.slip(span, "one `,` too many", "take it out");
        }
        self.finish_entry();
    }

    fn finish_entry(&mut self) {
        if let Some(frame) = self.frames.last_mut()
            && let Some(entry) = frame.entry.take()
        {
            let mut node = entry.node;
            // The value begins where its first token does, not behind the colon.
            let lead = self.text[node.value.clone()].len()
                - self.text[node.value.clone()].trim_start().len();
            node.value.start += lead;
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

    fn curly(&mut self, span: Span) {
        let written = &self.text[span.clone()];
        let closed = written.chars().count() > 1;
        match written.chars().next() {
            Some(quote @ ('\'' | '`')) => self.slip_alike(
                span.clone(),
                format!("a text stands in double quotes, not in `{quote}`"),
                "write \" instead, at both ends",
            ),
            _ => self.slip_alike(
                span.clone(),
                "typographic quotes: the format knows only straight ones".into(),
                "write \" instead; a word processor may have changed them",
            ),
        }
        if !closed {
            self.out.broken.push(span);
            return;
        }
        let first = written.chars().next().map_or(0, char::len_utf8);
        let last = written.chars().next_back().map_or(0, char::len_utf8);
        self.out.patches.push((span.start, Patch::Blank(first)));
        self.out
            .patches
            .push((span.start + first - 1, Patch::Byte(b'"')));
        self.out.patches.push((span.end - last, Patch::Blank(last)));
        self.out.patches.push((span.end - last, Patch::Byte(b'"')));
        for (i, _) in written.match_indices('"') {
            let at = span.start + i;
            if at != span.end - 1 {
                self.out.patches.push((at, Patch::Byte(b'\'')));
            }
        }
    }

    fn end(&mut self) {
        for (_, count, told) in std::mem::take(&mut self.alike) {
            if count > MOST_ALIKE
                && let Some((_, fault)) = self.out.faults.get_mut(told)
            {
                fault.message += &format!("; and {} more in this file", count - MOST_ALIKE);
            }
        }
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

/// How many brackets do not fit in what follows, where these are open.
fn trouble_ahead(text: &str, from: usize, open: &[u8]) -> usize {
    let mut lexer = Lexer::from(text, from);
    let mut stack = open.to_vec();
    let mut trouble = 0;
    let mut word: Option<Span> = None;
    let mut fresh = false;
    while let Ok(Some((token, span))) = lexer.token() {
        lexer.slips.clear();
        let in_list = stack.last() == Some(&b'[');
        match token {
            Token::Open(bracket) => {
                // A card begins where no list of cards is open.
                let begins = word.as_ref().is_some_and(|word| {
                    fresh && text[word.clone()].starts_with(|c: char| c.is_ascii_uppercase())
                });
                trouble += usize::from(begins && !in_list && !stack.is_empty());
                stack.push(bracket);
            }
            Token::Close(bracket) => {
                match stack.iter().rposition(|open| *open == partner(bracket)) {
                    Some(level) => {
                        trouble += stack.len() - 1 - level;
                        stack.truncate(level);
                    }
                    None => trouble += 1,
                }
            }
            Token::Colon => trouble += usize::from(in_list && fresh && word.is_some()),
            _ => {}
        }
        fresh = match token {
            Token::Word => fresh,
            Token::Comma | Token::Open(_) => true,
            _ => false,
        };
        word = (token == Token::Word).then_some(span.clone());
        if trouble > 3 || span.end > from + LOOK_AHEAD {
            return trouble;
        }
    }
    trouble + stack.len()
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

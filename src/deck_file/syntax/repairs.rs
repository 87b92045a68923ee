//! What is done where a deck file is not as it should be: the slip is told with what mends it, and what was meant is read in
//! its place, so that one slip hides no other. [`super::Reader`] asks here wherever it meets something unexpected.

use super::super::lexer::{Lexer, Slip, Span, Token};
use super::{Entry, Frame, Node, Patch, Reader, char_at, joins_texts, line, partner};
use crate::study::fault::Fault;

/// So many slips of one sort are told each; of more, the last one says how many.
const MOST_ALIKE: usize = 5;
/// Bytes behind a bracket that are read to see what was meant by it.
const LOOK_AHEAD: usize = 64 * 1024;
/// Bytes of a text in which the quote that ends it is looked for.
const LONGEST: usize = 1024;
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

/// Names with brackets inside of a card, written as a card is.
const PARTS: &[&str] = &["Right", "Wrong", "Option", "Case", "Range", "Pick", "Rows"];

impl<'a> Reader<'a> {
    /// Whether the field holds a list that is explained as a whole, whatever its form; cards and the like are read one by one.
    pub(super) fn is_plain_list(field: &str) -> bool {
        TEXTS.contains(&field) || OTHERS.contains(&field)
    }

    fn is_list(field: &str) -> bool {
        Self::is_plain_list(field) || STRUCTS.contains(&field)
    }

    /// A slip that people make all through a file: told where it is, but not without end.
    pub(super) fn slip_alike(&mut self, span: Span, message: String, help: &str) {
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
                    .push((span, Fault::unreadable(message, help)));
            }
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
                // A formula without its quotes, or a pair: told as a whole.
                Slip::Instead(b':')
                    if self.is_in_formula() || self.key().is_some() || self.parts_a_pair() => {}
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
        let entry = frames
            .nth(usize::from(is_list))
            .and_then(|frame| frame.entry.as_ref());
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

    /// A text with something right behind its end: a quote is missing, and it ran on to the next one.
    pub(super) fn runs_on(&self, before: Option<Span>, token: Token, span: &Span) -> Option<Span> {
        let text = before?;
        let directly =
            matches!(token, Token::Word | Token::Text | Token::Curly) && span.start == text.end;
        (directly && self.text[text.clone()].starts_with('"')).then_some(text)
    }

    /// Closes the text on its first line and reads on from there.
    pub(super) fn unclosed_text(&mut self, span: Span) {
        if let Some((stretch, inner, message)) = self.tripled(&span) {
            return self.ill_quoted(stretch, inner, message);
        }
        if let Some((end, help)) = self.ends_otherwise(&span) {
            let message = "the text that ends here does not end as it begins";
            self.slip(end.clone(), message, help);
            return self.leave_broken(span.start..end.end);
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
        if let Some(entry) = self.begun_mut() {
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

    /// A text whose quotes are not as they should be, and what stands between them.
    pub(super) fn ill_quoted(&mut self, stretch: Span, inner: &str, message: &str) {
        let help = match inner.contains(['`', '"', '\\', '\n']) || inner.len() > 160 {
            true => "write one `\"` at each end, and \\\" for a quote inside".to_owned(),
            false => format!("write `\"{inner}\"`"),
        };
        self.slip(stretch.clone(), message, help);
        self.leave_broken(stretch);
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

    /// `source: https://example.org/a,`: the format would read a comment behind the colon.
    pub(super) fn bare_address(&self, scheme: &Span) -> Option<Span> {
        let rest = self.text[scheme.end..].strip_prefix("://")?;
        let end = rest.find(|c: char| c.is_whitespace() || c == '"')?;
        let address = rest[..end].trim_end_matches([',', ')', ']']);
        (!address.is_empty()).then(|| scheme.start..scheme.end + "://".len() + address.len())
    }

    /// `front: What is it?"`: from the first word behind the name of a field to the quote that ends the text on its line.
    pub(super) fn unopened(&self, start: usize) -> Option<Span> {
        let entry = self.begun()?;
        if entry.node.label.is_none() || entry.tokens > 0 {
            return None;
        }
        let rest = &self.text[start..];
        // A deck may be one long line.
        let mut near = rest.bytes().take(LONGEST);
        let words = &rest[..near.position(|b| matches!(b, b'"' | b'\n'))?];
        let behind = rest[words.len()..].strip_prefix('"')?;
        let behind = behind.trim_start_matches([' ', '\t']);
        let is_text = words.contains(' ')
            && !words.ends_with([' ', '(', '[', 'r'])
            && !words.contains([':', '(', '[', '\'', '`']);
        let ends = behind.is_empty() || behind.starts_with([',', ')', ']', '\r', '\n']);
        (is_text && ends).then_some(start..start + words.len() + 1)
    }

    /// A text that is not closed as it was opened: the closing quote that was meant, and what it should be.
    fn ends_otherwise(&self, span: &Span) -> Option<(Span, String)> {
        let rest = &self.text[span.start..];
        let raw = rest
            .strip_prefix('r')
            .map(|raw| raw.len() - raw.trim_start_matches('#').len());
        let marks = match raw {
            Some(marks) => "#".repeat(marks),
            None => String::new(),
        };
        let ends = |behind: &str| {
            let behind = behind.trim_start_matches([' ', '\t']);
            behind.starts_with([',', '\n', '\r']) || behind.starts_with(')') && raw.is_none()
        };
        // A raw text may have several lines, and quotes in them.
        let opening = raw.map_or(1, |marks| marks + 2);
        let inside = rest.get(opening..)?;
        let inside = match raw {
            Some(_) => inside,
            None => inside.lines().next()?,
        };
        let is_quote = |c: char| match raw {
            Some(_) => c == '"',
            None => matches!(c, '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' | '\''),
        };
        let (at, quote) = inside.char_indices().find(|(i, c)| {
            let behind = &inside[i + c.len_utf8()..];
            is_quote(*c) && (ends(behind) || raw.is_none() && behind.is_empty())
        })?;
        let start = span.start + opening + at;
        Some((
            start..start + quote.len_utf8(),
            format!("write `\"{marks}`"),
        ))
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
                let open = self
                    .frames
                    .last()?
                    .last
                    .as_ref()
                    .filter(|_| is_reason)?
                    .open;
                let name = self.text[..open].trim_end_matches(char::is_alphabetic);
                name.len()
            }
        };
        let whole = self.text[start..label.start].trim_end_matches([',', ' ', '\t', '\r', '\n']);
        let inside = whole.strip_suffix(')').filter(|_| self.in_list())?;
        let mut lexer = Lexer::from(self.text, label.end);
        let Ok(Some((Token::Colon, _))) = lexer.token() else {
            return None;
        };
        let (_, value) = lexer
            .token()
            .ok()?
            .filter(|(token, _)| *token == Token::Text)?;
        let help = format!("write `{inside}, {})`", &self.text[label.start..value.end]);
        (!help.contains('\n')).then_some((start..value.end, help))
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

    /// A name where a comma should be: `Basic(...) Basic(...)`, `front: "..." back: "..."`.
    pub(super) fn begins_another(&self, span: &Span) -> bool {
        let is_value = |e: &Entry| e.complete || e.node.label.is_some() && e.tokens > 0;
        let is_item =
            self.is_complete() && self.in_list() && !joins_texts(&self.text[span.clone()]);
        is_item || self.begun().is_some_and(is_value) && self.label_follows(span)
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
        let value = frame
            .entry
            .as_ref()
            .filter(|e| e.tokens == 1 && e.node.label.is_none());
        let value = value.map_or("", |e| &self.text[e.node.value.clone()]);
        frame.bracket == b'(' && pair && value.starts_with(|c: char| c == '"' || c.is_ascii_digit())
    }

    /// `Basic id: "x"`: a name of a kind whose bracket was not opened.
    pub(super) fn open_forgotten(&mut self) {
        let entry = self
            .begun()
            .filter(|e| e.tokens == 2 && e.node.label.is_none());
        let Some(node) = entry.filter(|_| self.in_list()).map(|entry| &entry.node) else {
            return;
        };
        let Some(head) = node.head.clone() else {
            return;
        };
        let whole = node.value.clone();
        let name = self.text[head.end..whole.end].trim_start();
        let label = whole.end - name.len()..whole.end;
        let kind = &self.text[head.clone()];
        let is_kind = kind.starts_with(|c: char| c.is_ascii_uppercase());
        let is_label = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if !is_kind || !is_label || label.start == head.end {
            return;
        }
        self.frames.push(Frame {
            entry: Some(Entry::of(label)),
            ..self.frame(b'(', head.end)
        });
        let message = format!("`{kind}` is not followed by its `(`");
        self.slip(head.clone(), message, format!("write `{kind}(`"));
        self.out.patches.push((head.end, Patch::Byte(b'(')));
    }

    /// `cards: Basic(`: a list whose bracket was not opened.
    pub(super) fn open_forgotten_list(&mut self) {
        let Some(entry) = self.begun() else {
            return;
        };
        let label = entry.node.name(self.text).unwrap_or_default();
        let Some(head) = entry.node.head.clone().filter(|_| entry.tokens == 1) else {
            return;
        };
        let before = self.text[..head.start].ends_with([' ', '\t', '\n']);
        if !before || !matches!(label, "cards" | "concepts") {
            return;
        }
        let at = head.start - 1;
        if let Some(entry) = self.begun_mut() {
            entry.node.head = None;
            entry.node.value = at..head.end;
        }
        self.frames.push(Frame {
            entry: Some(Entry::of(head.clone())),
            ..self.frame(b'[', at)
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
    pub(super) fn unquote_label(&mut self) {
        let text = self.text;
        let Some(entry) = self.begun_mut() else {
            return;
        };
        let span = entry.node.value.clone();
        let written = &text[span.clone()];
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
        // With the curly bracket, the names in it were told.
        if self
            .frames
            .last()
            .is_some_and(|frame| frame.bracket != b'{')
        {
            self.slip_alike(
                span.clone(),
                "the name of a field stands in quotes".into(),
                "write it without them: `front: \"...\"`",
            );
        }
        self.blank(span.start..span.start + 1);
        self.blank(span.end - 1..span.end);
    }

    /// `Numeric(..., tolerance: Percent(1)), working: [...]`: a field of the bracket that was closed before it.
    pub(super) fn reopen_closed_early(&mut self) {
        let Some(parent) = self.frames.last().filter(|parent| parent.bracket != b'(') else {
            return;
        };
        let field = parent.entry.as_ref();
        let field = field.filter(|entry| entry.tokens == 1 && entry.node.label.is_none());
        let Some(head) = field.and_then(|entry| entry.node.head.clone()) else {
            return;
        };
        let is_field = self.text[head.clone()].starts_with(|c: char| c.is_ascii_lowercase());
        if !is_field {
            return;
        }
        let stack = self.stack();
        let with = |stack: &[u8]| trouble_ahead(self.text, head.end, stack);
        // A list in a bracket: the `]` before the field may be forgotten.
        if stack.ends_with(b"([")
            && with(&stack[..stack.len() - 1]) < with(&[&stack[..], b"("].concat())
        {
            self.close_forgotten();
        } else if self.closed_right_before(b'(', head.start) {
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
            ended: closed.ended,
            labelled: closed.labelled,
            entries,
            entry: begun,
            ..self.frame(closed.bracket, closed.open)
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
        self.blank(closed.at..closed.at + 1);
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
        entry
            .and_then(|entry| entry.node.name(self.text))
            .unwrap_or_default()
    }

    /// The field whose value begins here.
    pub(super) fn field_begun(&self) -> &'a str {
        let entry = self.begun().filter(|entry| entry.tokens == 0);
        entry
            .and_then(|entry| entry.node.name(self.text))
            .unwrap_or_default()
    }

    /// `Basic(id: "x", front: "..." , Basic(`: a bracket of fields in which a card begins has not been closed.
    pub(super) fn is_left_open(&self) -> bool {
        let [.., outer, frame] = self.frames.as_slice() else {
            return false;
        };
        // A part of a card may stand outside of its list from the first one on.
        let is_kind = |head: Span| {
            let name = &self.text[head.clone()];
            let is_part = PARTS.contains(&name) && !self.closed_right_before(b'[', head.start);
            name.starts_with(|c: char| c.is_ascii_uppercase()) && !is_part
        };
        let begins_a_card = |entry: &Entry| {
            let is_bare = entry.node.label.is_none() && entry.tokens == 1;
            is_bare && entry.node.head.clone().is_some_and(is_kind)
        };
        let is_open = outer.bracket == b'[' && frame.bracket == b'(' && frame.labelled > 0;
        is_open && frame.entry.as_ref().is_some_and(begins_a_card)
    }

    /// `cards: [...], ], Basic(`: either the bracket of fields is not closed, or its list was closed too early.
    pub(super) fn close_forgotten_or_reopen(&mut self, from: usize) {
        let Some(head) = self.begun().and_then(|entry| entry.node.head.clone()) else {
            return;
        };
        let stack = self.stack();
        let with =
            |kept: &[u8], more: &[u8]| trouble_ahead(self.text, from, &[kept, more].concat());
        let forgotten = with(&stack[..stack.len() - 1], b"(");
        let early = with(&stack, b"[(");
        // A card pasted into the middle of another, which goes on behind it.
        if with(&stack, b"(") < forgotten.min(early) {
            return;
        }
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

    pub(super) fn unclosed_bracket(&mut self, found: Option<usize>) {
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

    /// A closing bracket of another kind than the open one: whichever of three slips leaves the least trouble behind it.
    pub(super) fn closes_another(&mut self, bracket: u8, span: Span) {
        let (open, top) = match self.frames.last() {
            Some(top) => (partner(bracket), (top.bracket, top.open)),
            None => return,
        };
        let stack = self.stack();
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
        } else if wrong < surplus && self.opens_wrongly(bracket) {
            let (opens, right) = (char::from(top.0), char::from(open));
            let closes = char::from(bracket);
            let message = format!(
                "this `{opens}` is closed by `{closes}` in line {}",
                line(self.text, span.start)
            );
            self.slip(top.1..top.1 + 1, message, format!("write `{right}`"));
            self.patch(&(top.1..top.1 + 1), right);
            self.closed(&span);
        } else if wrong < surplus {
            let (opens, line) = (char::from(top.0), line(self.text, top.1));
            let right = char::from(partner(top.0));
            let bracket = char::from(bracket);
            let message = format!("this `{bracket}` closes the `{opens}` of line {line}");
            self.slip(span.clone(), message, format!("write `{right}`"));
            self.patch(&span, right);
            self.closed(&span);
        } else {
            let message = format!("one `{}` too many", char::from(bracket));
            // Behind a comma there is nothing for the next one to part.
            let behind = &self.text[span.end..];
            let comma = behind.trim_start().starts_with(',');
            let end = match comma && self.begun().is_none() {
                true => span.end + behind.find(',').map_or(0, |at| at + 1),
                false => span.end,
            };
            self.lexer.at = end;
            self.blank(span.start..end);
            self.slip(span.start..end, message, "take it out");
        }
    }

    /// `Basic[ ... )`, `tags: ( ... ]`: by what stands before it, the opening bracket is the wrong one.
    fn opens_wrongly(&self, closing: u8) -> bool {
        let [.., outer, top] = self.frames.as_slice() else {
            return false;
        };
        let Some(entry) = &outer.entry else {
            return false;
        };
        match (top.bracket, closing) {
            (b'[', b')') => entry.node.head.is_some(),
            (b'(', b']') => {
                let name = entry.node.name(self.text);
                entry.node.head.is_none() && name.is_some_and(Self::is_list)
            }
            _ => false,
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

    pub(super) fn closes_nothing(&mut self, bracket: u8, span: Span) {
        self.slip(
            span.clone(),
            format!("this `{}` closes nothing", bracket as char),
            "take it out, or add the bracket that it should close",
        );
        self.out.broken.push(span);
    }

    pub(super) fn curly(&mut self, span: Span) {
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
        self.blank(span.start..span.start + first);
        self.out
            .patches
            .push((span.start + first - 1, Patch::Byte(b'"')));
        self.blank(span.end - last..span.end);
        self.out.patches.push((span.end - last, Patch::Byte(b'"')));
        for (i, _) in written.match_indices('"') {
            let at = span.start + i;
            if at != span.end - 1 {
                self.out.patches.push((at, Patch::Byte(b'\'')));
            }
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

//! Brackets that do not match: whichever slip leaves the least trouble behind it is taken to be the one that was made.

use super::super::lexer::{Lexer, Span, Token};
use super::{Entry, Frame, Node, Patch, Reader, line, partner};
use crate::study::kinds::KINDS;

/// Bytes behind a bracket that are read to see what was meant by it, and behind all brackets of a file together.
const LOOK_AHEAD: usize = 64 * 1024;
const MOST_AHEAD: usize = 64 * LOOK_AHEAD;
/// Fields that only one kind of card has, where none of those before them is there.
const TELLING: &[(&str, &str)] = &[
    ("draw", "Generated"),
    ("cases", "Cases"),
    ("options", "MultipleChoice"),
    ("items", "Ordering"),
    ("pairs", "Matching"),
    ("maker", "Problem"),
    ("meaning", "Term"),
    ("text", "Cloze"),
    ("unit", "Numeric"),
    ("tolerance", "Numeric"),
    ("working", "Numeric"),
];
/// Names with brackets inside of a card, written as a card is.
const PARTS: &[&str] = &["Right", "Wrong", "Option", "Case", "Range", "Pick", "Rows"];

impl<'a> Reader<'a> {
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
        // A comment may stand between the two words.
        let whole = node.value.clone();
        let name = &self.text[head.end..whole.end];
        let name = name.rsplit(char::is_whitespace).next().unwrap_or(name);
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
        self.out.patches.push((head.end, Patch::Byte(b'(')));
        self.not_opened(head);
    }

    /// `Right"x")`: a part of a card whose bracket was not opened.
    pub(super) fn open_forgotten_part(&mut self, text: &Span) {
        let Some(head) = self.word_alone() else {
            return;
        };
        let kind = &self.text[head.clone()];
        if PARTS.contains(&kind) && self.in_list() && self.lacks(b'(', text.start) {
            self.frames.push(self.frame(b'(', head.end));
            self.not_opened(head);
        }
    }

    fn not_opened(&mut self, head: Span) {
        let kind = &self.text[head.clone()];
        let message = format!("`{kind}` is not followed by its `(`");
        self.slip(head, message, format!("write `{kind}(`"));
    }

    /// `cards: [id: "x", ...)`: fields in a list, whose name and bracket were not written; `Basicid: "x"` lacks the bracket alone.
    pub(super) fn open_nameless(&mut self) {
        let Some(head) = self.word_alone() else {
            return;
        };
        let kinds: &[&str] = match self.field_of_list() {
            "cards" => KINDS,
            "concepts" => &["Concept"],
            "cases" => &["Case"],
            _ => return,
        };
        if !self.in_list() || !self.lacks(b'(', head.end) {
            return;
        }
        // The blank before it becomes its bracket, as nothing ever moves.
        let blank = self.text[..head.start].ends_with([' ', '\t', '\n']);
        let at = head.start - usize::from(blank);
        let begun = self.frames.last_mut().and_then(|frame| frame.entry.take());
        self.entry(at);
        self.frames.push(Frame {
            entry: begun,
            ..self.frame(b'(', at)
        });
        let word = &self.text[head.clone()];
        let joined = kinds
            .iter()
            .find_map(|kind| Some((*kind, word.strip_prefix(kind)?)));
        let (kind, name) = joined.unwrap_or_else(|| match kinds {
            [kind] => (kind, word),
            _ => (kind_of(&labels_ahead(self.text, head.start)), word),
        });
        let message = match joined {
            Some(_) => format!("`{kind}` is not followed by its `(`"),
            None => format!("`{word}` stands outside of any bracket"),
        };
        let help = format!("write `{kind}({name}`, with the name of what begins here");
        self.slip(head.clone(), message, help);
        if blank && kinds.len() == 1 && joined.is_none() {
            self.out.patches.push((at, Patch::Byte(b'(')))
        } else {
            self.out.broken.push(head)
        }
    }

    /// How much is wrong in what follows with one more of these brackets open.
    fn trouble_with(&self, more: &[u8], from: usize) -> usize {
        self.trouble_ahead(from, &[&self.stack(), more].concat())
    }

    /// How many brackets do not fit in what follows, where these are open.
    fn trouble_ahead(&self, from: usize, open: &[u8]) -> usize {
        let text = self.text;
        let mut lexer = Lexer::from(text, from);
        let mut stack = open.to_vec();
        let mut trouble = 0;
        let mut word: Option<Span> = None;
        let mut fresh = false;
        let mut read = from;
        while self.ahead.get() < MOST_AHEAD
            && let Ok(Some((token, span))) = lexer.token()
        {
            self.ahead.set(self.ahead.get() + span.end - read + 1);
            read = span.end;
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

    fn lacks(&self, bracket: u8, from: usize) -> bool {
        self.trouble_with(&[bracket], from) < self.trouble_with(&[], from)
    }

    /// Whether less is wrong from here on without the bracket that is open.
    pub(super) fn closes_before(&self, comma: &Span) -> bool {
        let stack = self.stack();
        let without = self.trouble_ahead(comma.start, &stack[..stack.len() - 1]);
        without < self.trouble_with(&[], comma.start)
    }

    /// `cards: Basic(`, `items: "a", "b"]`: a list whose bracket was not opened; `item` is its first one, or the bracket of it.
    pub(super) fn open_forgotten_list(&mut self, item: &Span) {
        let Some(entry) = self.begun() else {
            return;
        };
        let label = entry.node.name(self.text).unwrap_or_default();
        let head = entry.node.head.clone().filter(|_| entry.tokens == 1);
        let first = head.clone().unwrap_or(item.clone());
        if entry.tokens > usize::from(head.is_some()) || !Self::is_list(label) {
            return;
        }
        let is_known = head.is_some() && matches!(label, "cards" | "concepts");
        let before = self.text[..first.start].ends_with([' ', '\t', '\n']);
        // `items: ("a", "b"]` has the wrong one.
        let begins = head.is_none() && self.text[item.start..].starts_with('(');
        let with = |opened: &[u8]| self.trouble_with(opened, item.end);
        let is_other = || begins && with(b"[") <= with(b"[(");
        if !before || !is_known && (!self.lacks(b'[', first.start) || is_other()) {
            return;
        }
        let at = first.start - 1;
        if let Some(entry) = self.begun_mut() {
            entry.node.head = None;
            entry.node.value = at..first.end;
        }
        self.frames.push(Frame {
            entry: head.map(Entry::of),
            ..self.frame(b'[', at)
        });
        let message = format!("`{label}` must be a list in square brackets");
        let close = if is_known {
            ", and `]` behind the last one"
        } else {
            ""
        };
        let help = format!("write `[{}`{close}", &self.text[first.clone()]);
        self.slip(first, message, help);
        self.out.patches.push((at, Patch::Byte(b'[')));
    }

    /// `Numeric(..., tolerance: Percent(1)), working: [...]`: a field of the bracket that was closed before it.
    pub(super) fn reopen_closed_early(&mut self) {
        let stack = self.stack();
        let Some(head) = self.word_alone().filter(|_| !stack.ends_with(b"(")) else {
            return;
        };
        let is_field = self.text[head.clone()].starts_with(|c: char| c.is_ascii_lowercase());
        if !is_field {
            return;
        }
        let with = |stack: &[u8]| self.trouble_ahead(head.end, stack);
        // A list in a bracket: the `]` before the field may be forgotten.
        if stack.ends_with(b"([")
            && with(&stack[..stack.len() - 1]) < with(&[&stack[..], b"("].concat())
        {
            self.close_forgotten();
        } else if self.closed_right_before(b'(', head.start) && &self.text[head.clone()] != "id" {
            self.reopen(&self.text[head]);
        }
    }

    /// Whether the last bracket that ended here was of this kind, and only a comma stands between.
    pub(super) fn closed_right_before(&self, bracket: u8, at: usize) -> bool {
        let closed = self.frames.last().and_then(|frame| frame.last.as_ref());
        closed.is_some_and(|closed| {
            let between = self.text.get(closed.at + 1..at).unwrap_or("x");
            let blank = |c: char| c.is_whitespace() || matches!(c, ',' | '"');
            closed.bracket == bracket && between.chars().all(blank)
        })
    }

    /// Takes back the last closing bracket: what has begun behind it stands in the bracket that it closed.
    pub(super) fn reopen(&mut self, begins: &str) {
        let Some(parent) = self.frames.last_mut() else {
            return;
        };
        let Some(closed) = parent.last.take() else {
            return;
        };
        let mut node = if parent.kept {
            parent.entries.pop().unwrap_or_default()
        } else {
            Node {
                value: closed.open..closed.at + 1,
                ..Node::default()
            }
        };
        parent.ended = parent.ended.saturating_sub(1);
        let begun = parent.entry.take();
        let entries = std::mem::take(&mut node.entries);
        node.inner = None;
        let labelled = usize::from(node.label.is_some());
        parent.labelled = parent.labelled.saturating_sub(labelled);
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
        let name = name.map(|name| format!("`{}`", &self.text[name]));
        let name = name.unwrap_or("a bracket".to_owned());
        let what = match closed.bracket {
            b'(' => "its field ",
            _ => "",
        };
        let message = format!("this `{close}` closes {name} before {what}`{begins}`");
        let fault = self.out.faults.len();
        if let Some(frame) = self.frames.last_mut() {
            frame.reopened = Some(fault);
        }
        self.slip(closed.at..closed.at + 1, message, "take it out");
        self.blank(closed.at..closed.at + 1);
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
        let with = |kept: &[u8], more: &[u8]| self.trouble_ahead(from, &[kept, more].concat());
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

    pub(super) fn close_forgotten(&mut self) {
        let Some(begun) = self.frames.last_mut().and_then(|f| f.entry.take()) else {
            return;
        };
        let start = begun.node.value.start;
        let last = self.frames.last().and_then(|frame| frame.entries.last());
        let end = last.map_or(start, |last| last.value.end);
        self.unclosed_bracket(Some(start));
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
        let not_closed = format!("the `{bracket}` that opens here is not closed");
        let where_seen = match found {
            Some(at) => format!("{not_closed} by line {}", line(self.text, at)),
            None => format!("the file ends, and {not_closed}"),
        };
        let end = found.unwrap_or(self.text.len());
        let help = format!("add the closing `{close}`");
        match frame.reopened.and_then(|at| self.out.faults.get_mut(at)) {
            // It was only put before a field instead of behind it.
            Some((_, fault)) => fault.help = "put it behind the last field".to_owned(),
            None => self.slip(open..open + 1, where_seen, help),
        }
        self.out.broken.push(open..end);
    }

    /// A closing bracket of another kind than the open one: whichever of three slips leaves the least trouble behind it.
    pub(super) fn closes_another(&mut self, bracket: u8, span: Span) {
        let (open, top) = match self.frames.last() {
            Some(top) => (partner(bracket), (top.bracket, top.open)),
            None => return,
        };
        let stack = self.stack();
        let ahead = |stack: &[u8]| self.trouble_ahead(span.end, stack);
        let level = stack.iter().rposition(|bracket| *bracket == open);
        let missing = level.map(|level| stack.len() - 1 - level + ahead(&stack[..level]));
        let wrong = 1 + ahead(&stack[..stack.len() - 1]);
        let surplus = self
            .runs(&span)
            .map(|(n, end)| n + self.trouble_ahead(end, &stack));
        let surplus = surplus.min().unwrap_or(usize::MAX);
        if let Some(level) = level
            && missing.is_some_and(|missing| missing <= wrong.min(surplus))
        {
            while self.frames.len() > level + 2 {
                self.unclosed_bracket(Some(span.start));
                self.pop(span.start);
            }
            self.pop(span.end);
        } else if wrong < surplus && self.opens_wrongly(bracket) {
            let (opens, right) = (char::from(top.0), char::from(open));
            let closes = char::from(bracket);
            let message = format!(
                "this `{opens}` is closed by `{closes}` in line {}",
                line(self.text, span.start)
            );
            self.slip(top.1..top.1 + 1, message, format!("write `{right}`"));
            self.patch(&(top.1..top.1 + 1), right);
            self.pop(span.end);
        } else if wrong < surplus {
            let (opens, line) = (char::from(top.0), line(self.text, top.1));
            let right = char::from(partner(top.0));
            let bracket = char::from(bracket);
            let message = format!("this `{bracket}` closes the `{opens}` of line {line}");
            self.slip(span.clone(), message, format!("write `{right}`"));
            self.patch(&span, right);
            self.pop(span.end);
        } else {
            // Behind a comma there is nothing for the next one to part.
            let behind = &self.text[span.end..];
            let comma = behind.trim_start().starts_with(',');
            let end = if comma && self.begun().is_none() {
                span.end + behind.find(',').map_or(0, |at| at + 1)
            } else {
                span.end
            };
            self.lexer.at = end;
            self.surplus(span.start..end, bracket);
        }
    }

    /// `Basic[ ... )`, `tags: ( ... ]`: by what stands before it, the opening bracket is the wrong one.
    pub(super) fn opens_wrongly(&self, closing: u8) -> bool {
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
    pub(super) fn runs(&self, span: &Span) -> impl Iterator<Item = (usize, usize)> {
        let rest = self.text[span.start..].bytes();
        let brackets = rest.take_while(|b| matches!(b, b')' | b']' | b'}'));
        let start = span.start;
        (1..)
            .zip(brackets.take(4))
            .map(move |(n, _)| (n, start + n))
    }

    pub(super) fn closes_nothing(&mut self, bracket: u8, span: Span) {
        self.slip(
            span.clone(),
            format!("this `{}` closes nothing", bracket as char),
            "take it out, or add the bracket that it should close",
        );
        self.out.broken.push(span);
    }
}

/// The kind of card that has these fields.
fn kind_of(labels: &[&str]) -> &'static str {
    let has = |field: &str| labels.contains(&field);
    let found = TELLING.iter().find(|(field, _)| has(field));
    let asks = if has("question") { "Typed" } else { "Basic" };
    found.map_or(asks, |(_, kind)| kind)
}

/// The names of the fields up to the end of the bracket in which the first of them stands.
fn labels_ahead(text: &str, from: usize) -> Vec<&str> {
    let mut lexer = Lexer::from(text, from);
    let (mut labels, mut word, mut level) = (Vec::new(), None, 0);
    while let Ok(Some((token, span))) = lexer.token() {
        match token {
            Token::Open(_) => level += 1,
            Token::Close(_) if level == 0 => break,
            Token::Close(_) => level -= 1,
            Token::Colon if level == 0 => labels.extend(word.take()),
            _ => {}
        }
        word = (token == Token::Word).then(|| &text[span.clone()]);
        if span.end > from + LOOK_AHEAD {
            break;
        }
    }
    labels
}

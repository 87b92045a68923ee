//! Texts whose quotes are not as they should be.

use super::super::lexer::{Span, Token};
use super::{Patch, Reader, partner};

/// Bytes of a text in which the quote that ends it is looked for.
const LONGEST: usize = 1024;

impl<'a> Reader<'a> {
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
        let help = if inner.contains(['`', '"', '\\', '\n']) || inner.len() > 160 {
            "write one `\"` at each end, and \\\" for a quote inside".to_owned()
        } else {
            format!("write `\"{inner}\"`")
        };
        self.slip(stretch.clone(), message, help);
        self.leave_broken(stretch);
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
    pub(super) fn ends_otherwise(&self, span: &Span) -> Option<(Span, String)> {
        let rest = &self.text[span.start..];
        let raw = rest.strip_prefix('r');
        let raw = raw.map(|raw| raw.len() - raw.trim_start_matches('#').len());
        let marks = "#".repeat(raw.unwrap_or(0));
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
        let help = format!("write `\"{marks}`");
        Some((start..start + quote.len_utf8(), help))
    }

    /// `"""What is it?"""`, as other languages write a long text.
    pub(super) fn tripled(&self, span: &Span) -> Option<(Span, &'a str, &'static str)> {
        const MARK: &str = "\"\"\"";
        let inner = self.text[span.start..].strip_prefix(MARK)?;
        let inner = &inner[..inner.find(MARK)?];
        let stretch = span.start..span.start + inner.len() + 2 * MARK.len();
        let message = "a text stands in one `\"` at each end, not in three";
        Some((stretch, inner, message))
    }

    /// Where a text that begins on a line must have ended: before the brackets that close what is open, if this line opened any.
    pub(super) fn end_on_line(&self, start: usize) -> usize {
        let line_start = self.text[..start].rfind('\n').map_or(0, |i| i + 1);
        let rest = &self.text[start..];
        let line = rest.find('\n').map_or(rest, |i| &rest[..i]);
        let open = self.frames[1..].iter().rev();
        let opens_here = open.clone().any(|frame| frame.open >= line_start);
        let closing: Vec<u8> = open.map(|frame| partner(frame.bracket)).collect();
        let closes = |tail: &str| {
            let signs = tail.bytes().filter(|b| b")]}".contains(b));
            let signs: Vec<u8> = signs.collect();
            signs.is_empty() || opens_here && closing.starts_with(&signs)
        };
        let words = line.trim_end_matches([' ', '\t', '\r', ',', ')', ']', '}']);
        let mut ends = words.len()..line.len();
        let end = ends.find(|at| closes(&line[*at..]));
        start + end.unwrap_or(line.len())
    }

    pub(super) fn curly(&mut self, span: Span) {
        let written = &self.text[span.clone()];
        let closed = written.chars().count() > 1;
        let (message, help) = match written.chars().next() {
            Some(quote @ ('\'' | '`')) => (
                format!("a text stands in double quotes, not in `{quote}`"),
                "write \" instead, at both ends",
            ),
            _ => (
                "typographic quotes: the format knows only straight ones".into(),
                "write \" instead; a word processor may have changed them",
            ),
        };
        self.slip_alike(span.clone(), message, help);
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
        self.patch(&(span.end - last..span.end), '"');
        for (i, _) in written.match_indices('"') {
            let at = span.start + i;
            if at != span.end - 1 {
                self.out.patches.push((at, Patch::Byte(b'\'')));
            }
        }
    }
}

//! Splits a deck file into tokens exactly as RON does, with texts, raw texts, characters and nested comments.

use std::ops::Range;

pub type Span = Range<usize>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    Open(u8),
    Close(u8),
    Comma,
    Colon,
    /// Plain or raw.
    Text,
    /// A text in typographic or single quotes, which RON does not have.
    Curly,
    /// A name, a number, or anything else.
    Word,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Unclosed {
    Text(Span),
    Comment(Span),
}

/// Something RON does not have, and what was probably meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// A blank RON does not accept, or an invisible character.
    Invisible(char),
    /// A comment in the form of another language, by its opening mark.
    Comment(&'static str),
    /// A character that looks like one of RON's, or is used for it elsewhere.
    Instead(u8),
    /// A raw text without its `r`.
    Raw,
    /// A sign behind another that parts already.
    Surplus,
}

/// Returns one token after another as RON splits them; what RON does not have is read as what was meant.
pub struct Lexer<'a> {
    text: &'a str,
    pub at: usize,
    /// What was found since the list was last taken.
    pub slips: Vec<(Span, Slip)>,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Lexer<'a> {
        Lexer::from(text, 0)
    }

    pub fn from(text: &'a str, at: usize) -> Lexer<'a> {
        let slips = Vec::new();
        Lexer { text, at, slips }
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text
            .as_bytes()
            .get(self.at + ahead)
            .copied()
            .unwrap_or(0)
    }

    fn char(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    pub fn token(&mut self) -> Result<Option<(Token, Span)>, Unclosed> {
        self.skip_blanks()?;
        let start = self.at;
        let Some(first) = self.text.as_bytes().get(start).copied() else {
            return Ok(None);
        };
        let token = match first {
            b'(' | b'[' | b'{' => self.one(Token::Open(first)),
            b')' | b']' | b'}' => self.one(Token::Close(first)),
            b',' => self.one(Token::Comma),
            b':' => self.one(Token::Colon),
            b'"' => self.quoted(start)?,
            b'r' | b'b' | b'R' | b'#' if self.begins_raw().is_some() => {
                match first {
                    b'R' => self.slips.push((start..start + 1, Slip::Instead(b'r'))),
                    b'#' => self
                        .slips
                        .push((start..start + self.hashes() + 1, Slip::Raw)),
                    _ => {}
                }
                self.raw(start)?
            }
            b'b' if self.byte(1) == b'"' => {
                self.at += 1;
                self.quoted(start)?
            }
            b'\'' => self.letter(),
            b'`' => self.curly(),
            _ => match self.char() {
                Some(quote) if closing(quote).is_some() => self.curly(),
                Some(c) => match self.instead(c) {
                    Some((sign, length)) => {
                        self.skip(length, Slip::Instead(sign));
                        match sign {
                            b',' => Token::Comma,
                            b':' => Token::Colon,
                            b'(' | b'[' | b'{' => Token::Open(sign),
                            sign => Token::Close(sign),
                        }
                    }
                    None => self.word(),
                },
                None => self.word(),
            },
        };
        Ok(Some((token, start..self.at)))
    }

    fn one(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    /// Reads on behind what RON does not have.
    fn skip(&mut self, length: usize, slip: Slip) {
        let start = self.at;
        self.at += length;
        self.slips.push((start..self.at, slip));
    }

    fn skip_blanks(&mut self) -> Result<(), Unclosed> {
        loop {
            match self.byte(0) {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => self.at += 1,
                b'/' if self.byte(1) == b'/' => {
                    let rest = &self.text.as_bytes()[self.at..];
                    self.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                }
                b'/' if self.byte(1) == b'*' => self.skip_comment()?,
                b'#' if self.ends_raw() => self.skip(self.hashes(), Slip::Surplus),
                b'<' | b'=' | b'>' if self.is_left_of_merge() => {
                    let line = self.text[self.at..].lines().next();
                    self.skip(line.map_or(0, str::len), Slip::Surplus);
                }
                b'#' if self.lacks_r() || self.begins_tag() => return Ok(()),
                b'#' if self.byte(1) != b'!' => self.skip_line("#"),
                b';' if self.begins_remark() => self.skip_line(";"),
                b';' if self.is_beside_sign() => self.skip(1, Slip::Surplus),
                b'=' if self.text[..self.at].ends_with(':') => self.skip(1, Slip::Surplus),
                b'-' if self.byte(1) == b'-' => self.skip_line("--"),
                b'<' if self.text[self.at..].starts_with("<!--") => {
                    let rest = &self.text[self.at..];
                    let end = rest.find("-->").map_or(rest.len(), |i| i + 3);
                    self.skip(end, Slip::Comment("<!--"));
                }
                ..=0x7f => return Ok(()),
                _ => match self.char() {
                    Some(c @ ('\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')) => {
                        self.at += c.len_utf8()
                    }
                    Some(c) if is_invisible(c) => self.skip(c.len_utf8(), Slip::Invisible(c)),
                    _ => return Ok(()),
                },
            }
        }
    }

    /// So many bytes before and behind: a deck may be one long line.
    fn near(&self, most: usize) -> (&'a str, &'a str) {
        let is_boundary = |at: &usize| self.text.is_char_boundary(*at);
        let near = |at: usize| (0..=at).rev().find(is_boundary).unwrap_or(0);
        let (from, end) = (self.at.saturating_sub(most), self.at + most);
        let end = near(end.min(self.text.len()));
        (&self.text[near(from)..self.at], &self.text[self.at..end])
    }

    /// `tags: #a #b`, as notes have them: a value, and no comment.
    fn begins_tag(&self) -> bool {
        let (before, behind) = self.near(4 * NEAR);
        let before = before.rsplit('\n').next().unwrap_or(before);
        let value = before.rsplit_once(':').map(|(_, value)| value);
        let are_tags = |words: &str| words.split_whitespace().all(|word| word.starts_with('#'));
        // A value ends on its line, or with its card; the one that a comment stands before is yet to come.
        let (line, below) = behind.split_once('\n').unwrap_or((behind, ""));
        let is_last = below.trim_start().starts_with(')');
        let ended = line.split_once([',', ')']).map(|(tags, _)| tags);
        let tags = ended.or(is_last.then_some(line));
        value.is_some_and(are_tags)
            && tags.is_some_and(are_tags)
            && self.byte(1).is_ascii_alphabetic()
    }

    /// One of the lines between which a merge puts two versions; the others were taken out.
    fn is_left_of_merge(&self) -> bool {
        let begins = self.text[..self.at].ends_with('\n');
        let marks = ["<<<<<<< ", "=======\n", "=======\r", ">>>>>>> "];
        begins
            && marks
                .iter()
                .any(|mark| self.text[self.at..].starts_with(mark))
    }

    fn hashes(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        rest.iter().take_while(|b| **b == b'#').count()
    }

    /// `"text"#,`: the end of a raw text, behind a text that did not begin as one.
    fn ends_raw(&self) -> bool {
        let behind = self.text[self.at + self.hashes()..].trim_start_matches([' ', '\t']);
        self.text[..self.at].trim_end_matches('#').ends_with('"')
            && (behind.is_empty() || behind.starts_with([',', ')', ']', '\r', '\n']))
    }

    /// Whether what stands before parts values already, so that nothing is left to part.
    fn is_behind_sign(&self) -> bool {
        let before = self.text[..self.at].trim_end_matches([' ', '\t', '\r', '\n']);
        before.ends_with([',', ';', '(', '[', '{'])
    }

    fn is_beside_sign(&self) -> bool {
        self.is_behind_sign() || self.text[self.at + 1..].trim_start().starts_with(',')
    }

    /// `36, ; trucks`: words to the end of the line, as some languages write a comment.
    fn begins_remark(&self) -> bool {
        // Only the beginning of a long line is read, since every `;` in it asks.
        let rest = self.text[self.at..].chars().take(NEAR).enumerate();
        let mut line = rest
            .skip_while(|(i, c)| *i < 20 && matches!(c, ';' | ' ' | '\t'))
            .map(|(_, c)| c)
            .take_while(|c| *c != '\n');
        line.next().is_some_and(char::is_alphabetic)
            && (self.is_behind_sign() || line.all(|c| !":\"()[]{},=".contains(c)))
    }

    /// A comment to the end of the line; the line below may go on with it.
    fn skip_line(&mut self, mark: &'static str) {
        let start = self.at;
        let rest = &self.text[start..];
        self.at += rest.find('\n').unwrap_or(rest.len());
        let goes_on = self.slips.last_mut().filter(|(span, slip)| {
            *slip == Slip::Comment(mark) && self.text[span.end..start].trim().is_empty()
        });
        match goes_on {
            Some((span, _)) => span.end = self.at,
            None => self.slips.push((start..self.at, Slip::Comment(mark))),
        }
    }

    /// The RON character meant by this one, and its length in bytes.
    fn instead(&self, c: char) -> Option<(u8, usize)> {
        let next = self.text[self.at + c.len_utf8()..].chars().next();
        let sign = match c {
            ';' | '\u{37e}' | '\u{ff0c}' | '\u{3001}' | '\u{ff1b}' | '\u{60c}' | '\u{61b}'
            | '\u{fe50}' | '\u{fe51}' | '\u{ff64}' | '\u{201a}' => b',',
            // `"a" . "b"` joins them.
            '.' if next.is_none_or(char::is_whitespace) && !self.text[..self.at].ends_with(' ') => {
                b','
            }
            '=' if matches!(next, Some('>' | '=')) => return Some((b':', 2)),
            '-' if next == Some('>') => return Some((b':', 2)),
            // Of `>=`, `<=`, `!=`.
            '=' if self.text[..self.at].ends_with(['<', '>', '!']) => return None,
            '=' | '\u{ff1a}' | '\u{fe55}' | '\u{2236}' | '\u{a789}' | '\u{ff1d}' => b':',
            '\u{ff08}' | '\u{fe59}' => b'(',
            '\u{ff09}' | '\u{fe5a}' => b')',
            '\u{ff3b}' | '\u{3010}' | '\u{3014}' => b'[',
            '\u{ff3d}' | '\u{3011}' | '\u{3015}' => b']',
            '\u{ff5b}' | '\u{fe5b}' => b'{',
            '\u{ff5d}' | '\u{fe5c}' => b'}',
            _ => return None,
        };
        Some((sign, c.len_utf8()))
    }

    fn skip_comment(&mut self) -> Result<(), Unclosed> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let (mut at, mut level) = (start + 2, 1);
        while level > 0 {
            match (bytes.get(at), bytes.get(at + 1)) {
                (Some(b'/'), Some(b'*')) => (level, at) = (level + 1, at + 2),
                (Some(b'*'), Some(b'/')) => (level, at) = (level - 1, at + 2),
                (Some(_), _) => at += 1,
                (None, _) => {
                    self.at = bytes.len();
                    return Err(Unclosed::Comment(start..start + 2));
                }
            }
        }
        self.at = at;
        Ok(())
    }

    /// The opening quote is at `self.at`.
    fn quoted(&mut self, start: usize) -> Result<Token, Unclosed> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
                None => {
                    self.at = bytes.len();
                    return Err(Unclosed::Text(start..bytes.len()));
                }
            }
        }
        self.at = at + 1;
        Ok(Token::Text)
    }

    /// How many letters and how many `#` a raw text begins with, if it is one.
    fn begins_raw(&self) -> Option<(usize, usize)> {
        let rest = &self.text.as_bytes()[self.at..];
        let letters = match rest {
            [b'b', b'r', ..] => 2,
            [b'r' | b'R', ..] => 1,
            _ => self.lacks_r().then_some(0)?,
        };
        let hashes = rest[letters..].iter().take_while(|b| **b == b'#').count();
        (rest.get(letters + hashes) == Some(&b'"')).then_some((letters, hashes))
    }

    /// `#"text"#` where a value belongs.
    fn lacks_r(&self) -> bool {
        let (hashes, before) = (self.hashes(), self.text[..self.at].trim_end());
        if hashes == 0 || !before.ends_with([':', ',', '[', '(']) {
            return false;
        }
        let end = format!("\"{}", "#".repeat(hashes));
        let text = self.near(4 * NEAR).1.get(hashes..);
        let text = text.and_then(|text| text.strip_prefix('"'));
        let behind = text.and_then(|text| text.split_once(&end));
        behind.is_some_and(|(_, behind)| behind.trim_start().starts_with([',', ')', ']']))
    }

    fn raw(&mut self, start: usize) -> Result<Token, Unclosed> {
        let (letters, hashes) = self.begins_raw().unwrap_or_default();
        let body = start + letters + hashes + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        match self.text.get(body..).and_then(|rest| rest.find(&end)) {
            Some(length) => {
                self.at = body + length + end.len();
                Ok(Token::Text)
            }
            None => {
                self.at = self.text.len();
                Err(Unclosed::Text(start..self.text.len()))
            }
        }
    }

    /// `'x'`, `'\
    /// '`; a text in single quotes; a single `'` is junk.
    fn letter(&mut self) -> Token {
        let rest = &self.text[self.at + 1..];
        let length = if rest.starts_with('\\') {
            rest.char_indices()
                .skip(2)
                .take(12)
                .find(|(_, c)| *c == '\'')
                .map(|(i, _)| i)
        } else {
            rest.chars()
                .next()
                .map(char::len_utf8)
                .filter(|n| rest[*n..].starts_with('\''))
        };
        match length {
            Some(length) => {
                self.at += length + 2;
                Token::Word
            }
            None => self.curly(),
        }
    }

    /// Reads up to the closing quote of the same kind on the same line, the first one after which a value may end; otherwise only
    /// the quote.
    fn curly(&mut self) -> Token {
        let open = self.char().unwrap_or('\'');
        let rest = &self.text[self.at + open.len_utf8()..];
        let close = closing(open).unwrap_or(open);
        let closes =
            |c: char| c == close || c == '"' || closing(c).is_some() && closing(open).is_some();
        let line = rest.char_indices().take_while(|(_, c)| *c != '\n');
        let mut first = None;
        let mut end = None;
        // No more of them: a line that consists of quotes would be read again for each.
        for (i, c) in line.take(2_000).filter(|(_, c)| closes(*c)).take(12) {
            let behind = i + c.len_utf8();
            first = first.or(Some(behind));
            let mut after = rest[behind..].chars().filter(|c| !matches!(c, ' ' | '\t'));
            if after.next().is_none_or(|c| ",)]}:\n\r;".contains(c)) {
                end = Some(behind);
                break;
            }
        }
        let typographic = closing(open).is_some();
        self.at += open.len_utf8() + end.or(first.filter(|_| typographic)).unwrap_or(0);
        if self.at == self.text.len() - rest.len() && !typographic {
            Token::Word
        } else {
            Token::Curly
        }
    }

    fn word(&mut self) -> Token {
        let rest = &self.text[self.at..];
        let end = rest
            .char_indices()
            .skip(1)
            .find(|&(i, c)| {
                let is_comment = || matches!(rest.as_bytes().get(i + 1), Some(b'/' | b'*'));
                let ends = || ENDS_WORD.contains(c) || is_invisible(c) || c == '/' && is_comment();
                // Nearly all of a deck's words are letters and digits: the long list is not asked for those.
                !c.is_ascii_alphanumeric() && ends()
            })
            .map_or(rest.len(), |(i, _)| i);
        self.at += end;
        Token::Word
    }
}

/// Bytes around a sign that are read to see what it was meant for.
const NEAR: usize = 200;
/// Signs that end a word.
const ENDS_WORD: &str = "()[]{},:\"\u{201c}\u{201d}\u{201e} \t\n\r\u{b}\u{c}\u{85}\u{200e}\u{200f}\u{2028}\u{2029};=\u{ff0c}\u{3001}\u{ff1b}\u{ff1a}\u{ff08}\u{ff09}";

/// The typographic quote that closes a text opened by this one.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '\u{201d}',
        '\u{2018}' | '\u{2019}' => '\u{2019}',
        '\u{ab}' => '\u{bb}',
        '\u{bb}' => '\u{ab}',
        '\u{ff02}' => '\u{ff02}',
        '\u{300c}' => '\u{300d}',
        '\u{300e}' => '\u{300f}',
        '\u{b4}' => '\u{b4}',
        _ => return None,
    })
}

/// Blanks that RON does not accept, and characters without width.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{1680}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200d}' | '\u{202a}'..='\u{202f}' | '\u{205f}'..='\u{206f}'
        | '\u{2800}' | '\u{3000}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(Token, &str)> {
        let mut lexer = Lexer::new(text);
        std::iter::from_fn(|| lexer.token().unwrap())
            .map(|(token, span)| (token, &text[span]))
            .collect()
    }

    #[test]
    fn brackets_in_texts_letters_and_comments_are_not_brackets() {
        let text = r##"a: "(\"[" /* ( /* [ */ */ , r#"")"# '(' // )
            '\'' b"]" r#id 1.5e-3)"##;
        assert_eq!(
            tokens(text),
            [
                (Token::Word, "a"),
                (Token::Colon, ":"),
                (Token::Text, r#""(\"[""#),
                (Token::Comma, ","),
                (Token::Text, r##"r#"")"#"##),
                (Token::Word, "'('"),
                (Token::Word, r"'\''"),
                (Token::Text, r#"b"]""#),
                (Token::Word, "r#id"),
                (Token::Word, "1.5e-3"),
                (Token::Close(b')'), ")"),
            ]
        );
    }

    #[test]
    fn what_is_never_closed_says_where_it_began() {
        for (text, unclosed) in [
            ("x \"abc", Unclosed::Text(2..6)),
            ("x r#\"abc\"", Unclosed::Text(2..9)),
            ("x /* /* */", Unclosed::Comment(2..4)),
        ] {
            let mut lexer = Lexer::new(text);
            assert_eq!(lexer.token().unwrap().unwrap().0, Token::Word);
            assert_eq!(lexer.token(), Err(unclosed));
        }
    }
}

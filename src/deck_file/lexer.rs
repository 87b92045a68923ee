//! The tokens of a deck file, divided exactly as RON divides them: it knows texts, raw texts, letters and nested
//! comments, and never what a token means.

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
    /// A text in typographic quotes, which the format does not know.
    Curly,
    /// A name, a number, or anything else.
    Word,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Unclosed {
    Text(Span),
    Comment(Span),
}

/// One token after another, exactly as RON divides them.
pub struct Lexer<'a> {
    text: &'a str,
    pub at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0 }
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
            b'r' | b'b' if self.raw_hashes().is_some() => self.raw(start)?,
            b'b' if self.byte(1) == b'"' => {
                self.at += 1;
                self.quoted(start)?
            }
            b'\'' => self.letter(),
            _ => match self.char() {
                Some('\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}') => {
                    self.curly()
                }
                _ => self.word(),
            },
        };
        Ok(Some((token, start..self.at)))
    }

    fn one(&mut self, token: Token) -> Token {
        self.at += 1;
        token
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
                0xc2 | 0xe2 => match self.char() {
                    Some(c @ ('\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')) => {
                        self.at += c.len_utf8()
                    }
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
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

    /// How many `#` a raw text begins with, if it is one.
    fn raw_hashes(&self) -> Option<usize> {
        let rest = &self.text.as_bytes()[self.at..];
        let rest = rest
            .strip_prefix(b"br")
            .or_else(|| rest.strip_prefix(b"r"))?;
        let hashes = rest.iter().take_while(|b| **b == b'#').count();
        (rest.get(hashes) == Some(&b'"')).then_some(hashes)
    }

    fn raw(&mut self, start: usize) -> Result<Token, Unclosed> {
        let hashes = self.raw_hashes().unwrap_or(0);
        let prefix = if self.byte(0) == b'b' { 2 } else { 1 };
        let body = start + prefix + hashes + 1;
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

    /// `'x'`, `'\n'`; a lone `'` is junk.
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
        self.at += length.map_or(1, |n| n + 2);
        Token::Word
    }

    /// To the closing typographic quote on the same line, or the quote alone.
    fn curly(&mut self) -> Token {
        let open = self.char().unwrap_or('\u{201d}');
        let rest = &self.text[self.at + open.len_utf8()..];
        let line = rest.split('\n').next().unwrap_or(rest);
        let close = match open {
            '\u{2018}' | '\u{2019}' => '\u{2019}',
            _ => '\u{201d}',
        };
        let end = line
            .find([close, '\u{201c}', '"'])
            .map(|i| i + line[i..].chars().next().map_or(0, char::len_utf8));
        self.at += open.len_utf8() + end.unwrap_or(0);
        Token::Curly
    }

    fn word(&mut self) -> Token {
        let rest = &self.text[self.at..];
        let end = rest
            .char_indices()
            .skip(1)
            .find(|&(i, c)| {
                matches!(
                    c,
                    '(' | ')'
                        | '['
                        | ']'
                        | '{'
                        | '}'
                        | ','
                        | ':'
                        | '"'
                        | '\u{201c}'
                        | '\u{201d}'
                        | '\u{201e}'
                        | ' '
                        | '\t'
                        | '\n'
                        | '\r'
                        | '\u{b}'
                        | '\u{c}'
                        | '\u{85}'
                        | '\u{200e}'
                        | '\u{200f}'
                        | '\u{2028}'
                        | '\u{2029}'
                ) || c == '/' && matches!(rest.as_bytes().get(i + 1), Some(b'/' | b'*'))
            })
            .map_or(rest.len(), |(i, _)| i);
        self.at += end;
        Token::Word
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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

//! Decodes a text file: by its byte order mark, as UTF-16 by its zero bytes, as UTF-8, or by a single-byte code page.

use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes examined for zero bytes.
const LOOKED_AT: usize = 4_096;

/// A text without its byte order mark, and which encoding was guessed.
#[derive(Debug)]
pub struct Decoded<'b> {
    pub text: Cow<'b, str>,
    pub guess: Option<Guess>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    pub sentence: String,
    /// What to type to have it read otherwise.
    pub other: String,
}

/// `wanted` is a name such as `utf-8`, `windows-1252`, `utf-16le`.
pub fn text<'b>(bytes: &'b [u8], wanted: Option<&str>) -> Result<Decoded<'b>, String> {
    let known = |text| Decoded { text, guess: None };
    if let Some(name) = wanted {
        let encoding = Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
            format!("`{name}` is no encoding that is known here; write one such as utf-8, windows-1252, macintosh, utf-16le, shift_jis, \
                 or save the file as UTF-8 in the program that wrote it")
        })?;
        let (text, used, broken) = encoding.decode(bytes);
        return match broken {
            false => Ok(known(text)),
            true => Err(format!(
                "line {} cannot be read as {}; give another --encoding",
                line_of(&text, |c| c == '\u{fffd}'),
                used.name()
            )),
        };
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[length..])
            .map(known)
            .ok_or_else(|| format!("it begins as {}, and what follows is none", encoding.name()));
    }
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |odd: usize| {
        let every_other = looked_at.iter().skip(odd).step_by(2);
        every_other.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let guessed = if even + odd > 0 {
        // In UTF-16 every blank, digit and line end has a zero byte, always on the same side.
        if even.max(odd) < 4 * even.min(odd) || even.max(odd) * 20 < looked_at.len() {
            return Err("it is no text: it holds zero bytes, as programs and pictures do".into());
        }
        if odd > even { UTF_16LE } else { UTF_16BE }
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(known(text.into()));
    } else if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        // Line ends of classic Mac OS.
        MACINTOSH
    } else {
        WINDOWS_1252
    };
    let (text, _) = guessed.decode_without_bom_handling(bytes);
    let example = text
        .lines()
        .find(|line| !line.is_ascii())
        .or_else(|| text.lines().next())
        .unwrap_or_default();
    let shown: String = example
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(60)
        .collect();
    let guess = Guess {
        sentence: format!("not UTF-8: read as {}, as in `{shown}`", guessed.name()),
        other: "--encoding NAME where it is another, such as macintosh or utf-16le".into(),
    };
    Ok(Decoded {
        text,
        guess: Some(guess),
    })
}

fn line_of(text: &str, wrong: impl Fn(char) -> bool) -> usize {
    let at = text.find(wrong).unwrap_or(0);
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn code_pages_and_utf_16_are_told_and_a_stray_zero_is_no_utf_16() {
        let read = |bytes: &[u8]| text(bytes, None).map(|d| (d.text.into_owned(), d.guess));
        let (text, guess) = read(b"Frage;\xd6ffnung\n").unwrap();
        assert_eq!(text, "Frage;Öffnung\n");
        assert!(guess.unwrap().sentence.contains("windows-1252"));
        assert_eq!(read(b"T\x9fr\rgro\xa7").unwrap().0, "Tür\rgroß");
        let wide: Vec<u8> = "Tür\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide).unwrap().0, "Tür\n");
        assert!(read(b"front,back\nga\0te,way in and more words\n").is_err());
    }
}

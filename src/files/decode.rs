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
    /// Whether what it was read as is no language.
    pub is_doubtful: bool,
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
        return if !broken {
            Ok(known(text))
        } else {
            Err(format!(
                "line {} cannot be read as {}; give another --encoding",
                line_of(&text, |c| c == '\u{fffd}'),
                used.name()
            ))
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
        is_doubtful: guessed == WINDOWS_1252 && is_of_another_script(bytes),
    };
    Ok(Decoded {
        text,
        guess: Some(guess),
    })
}

/// Whether most bytes beyond ASCII stand in runs, as letters of another script do, and a part of them still where quotation marks,
/// dashes and blanks of windows-1252 end a run: accents of Western languages stand alone between those.
fn is_of_another_script(bytes: &[u8]) -> bool {
    let is_sign = |byte: &u8| matches!(byte, 0x85 | 0x91..=0x97 | 0xa0 | 0xab | 0xbb);
    let counted = |ends: &dyn Fn(&u8) -> bool| {
        let (mut all, mut in_runs) = (0, 0);
        for run in bytes.split(ends) {
            all += run.len();
            if run.len() > 2 && run.iter().any(|byte| *byte != run[0]) {
                in_runs += run.len();
            }
        }
        (all, in_runs)
    };
    let (all, in_runs) = counted(&u8::is_ascii);
    let (apart, still) = counted(&|byte| byte.is_ascii() || is_sign(byte));
    all > 3 && in_runs * 2 > all && still * 4 > apart
}

fn line_of(text: &str, wrong: impl Fn(char) -> bool) -> usize {
    let at = text.find(wrong).unwrap_or(0);
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
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
        let doubts = |bytes: &[u8]| read(bytes).unwrap().1.unwrap().is_doubtful;
        // Grössen, “«É»”, a line of dashes; then Chinese and Russian.
        assert!(!doubts(
            b"Gr\xf6\xdfe;St\xf6\xdfe;\xdcbung\n\x93\xab\xc9\xbb\x94 \xe9t\xe9, cr\xe9\xe9e\n"
        ));
        // « été » ; « à », • été; • École, and «¡Ñandú!» “¡Óscar!”; then DOS Russian `остаток на дату`, Big5 and Shift_JIS.
        for western in [
            &b"\xab\xa0\xe9t\xe9\xa0\xbb\xa0; \xab\xa0\xe0\xa0\xbb\n"[..],
            b"\x95\xa0\xe9t\xe9; \x95\xa0\xc9cole\n",
            b"\xab\xa1\xd1and\xfa!\xbb \x93\xa1\xd3scar!\x94\n",
        ] {
            assert!(!doubts(western));
        }
        for other in [
            &b"\xae\xe1\xe2\xa0\xe2\xae\xaa \xad\xa0 \xa4\xa0\xe2\xe3 \xae\xe2\xa3\xe0\xe3\xa7\xaa\xa8\n"[..],
            b"\xae\x77\xa6\x73\xb6\x67\xc2\xe0\xb2\x76\xac\x4f\xa4\xb0\xbb\xf2\xa1\x48\n",
            b"\x8d\xdd\x8c\xc9\x89\xf1\x93\x5d\x97\xa6\x82\xc6\x82\xcd\x89\xbd\x82\xc5\x82\xb7\x82\xa9\n",
        ] {
            assert!(doubts(other), "{other:x?}");
        }
        assert!(!doubts(b"Men\xfc\n\x96\x96\x96\x96\x96\x96\n"));
        assert!(doubts(b"\xd1\xea\xeb\xe0\xe4;store\n") && doubts(b"\xbf\xe2\xb4\xe6,stock\n"));
        assert!(read(b"front,back\nga\0te,way in and more words\n").is_err());
    }
}

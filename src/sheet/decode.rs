//! The bytes of a text file as text: UTF-8, else by byte order mark, by zero bytes, or as Windows-1252.

use super::found::Finding;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How much of a file is looked at for zero bytes.
const LOOKED_AT: usize = 4_096;

/// `wanted` is a name such as `utf-8`, `windows-1252`, `utf-16le`.
pub fn text<'b>(
    bytes: &'b [u8],
    wanted: Option<&str>,
    findings: &mut Vec<Finding>,
) -> Result<Cow<'b, str>, String> {
    if let Some(name) = wanted {
        let encoding = Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
            format!("`{name}` is no encoding; write one such as utf-8, windows-1252, utf-16le, shift_jis")
        })?;
        let (text, used, broken) = encoding.decode(bytes);
        return match broken {
            false => Ok(text),
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
            .ok_or_else(|| format!("it begins as {}, and what follows is none", encoding.name()));
    }
    let zeros = |odd: usize| {
        let looked_at = bytes.iter().take(LOOKED_AT).skip(odd).step_by(2);
        looked_at.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let guessed = if even + odd > 0 {
        if even.max(odd) < 4 * even.min(odd) {
            return Err("it is no table: it holds zero bytes, as programs and pictures do".into());
        }
        if odd > even { UTF_16LE } else { UTF_16BE }
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
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
        .filter(|c| !c.is_control())
        .take(60)
        .collect();
    findings.push(Finding {
        other: Some(format!(
            "--encoding {} where it is another",
            UTF_8.name().to_lowercase()
        )),
        ..Finding::new(
            "encoding",
            format!("not UTF-8: read as {}, as in `{shown}`", guessed.name()),
        )
    });
    Ok(text)
}

fn line_of(text: &str, wrong: impl Fn(char) -> bool) -> usize {
    let at = text.find(wrong).unwrap_or(0);
    text[..at].matches('\n').count() + 1
}

//! W28: unwanted blanks and quotation marks.

use crate::deck_file::ParsedDeck;
use crate::deck_file::locate::Locator;
use crate::deck_file::syntax::{self, Span};
use crate::lint::rule::{Findings, Settings, pieces};
use crate::study::fault::Fault;

/// Reported once for each text. Blanks that align a table or code, or begin a line, are intended.
pub fn slips(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let text = &parsed.text;
    escaped_tabs(text, findings);
    let mut places = Locator::new(text);
    let concepts = parsed.concepts().zip(&parsed.spans.concepts);
    for (c, (concept, spans)) in concepts.enumerate() {
        for piece in pieces(concept) {
            let within = piece.card.map_or(&spans.whole, |i| &spans.cards[i]);
            let mut from = 0;
            while let Some(mut fault) = slip(&piece.text, from) {
                fault.place = piece.place.clone();
                match text.get(places.find_fault(within, &fault)) {
                    // Told already; what stands behind it is not.
                    Some(written) if written.contains("\\t") => {
                        from = fault
                            .part
                            .map_or(piece.text.len(), |part| part.start + part.words.len());
                        continue;
                    }
                    Some(written) if written.starts_with('\t') => {
                        fault.message = "a tab within a text; it is shown as four blanks".into();
                        fault.help = "put one blank in its place".into();
                    }
                    _ => {}
                }
                findings.piece(c, piece, fault);
                break;
            }
        }
    }
}

/// `"C:\temp\new"`, `"a \times b"`: nobody writes a tab as an escape into a text, nor a line end behind the letter of a drive,
/// but a backslash with a letter behind it.
fn escaped_tabs(text: &str, findings: &mut Findings) {
    if !text.contains("\\t") && !text.contains(":\\n") {
        return;
    }
    for (_, span) in syntax::texts(text) {
        let written = &text[span.clone()];
        if written.contains("```") {
            continue;
        }
        let characters = syntax::characters(text, &span);
        let mut escapes = characters.iter().filter(|(at, _)| at.len() > 1);
        let is_word = |at: &Span| text[at.end..].starts_with(char::is_alphabetic);
        // `Q:\nwhat`, `A:\nthat` are a question and its answer.
        let is_drive = |at: &Span| {
            let mut before = text[..at.start].chars().rev();
            before.next() == Some(':')
                && matches!(before.next(), Some('C'..='P' | 'R'..='Z'))
                && !before.next().is_some_and(char::is_alphanumeric)
                && text[at.end..].starts_with(char::is_lowercase)
        };
        let tab = escapes.clone().find(|(_, c)| *c == '\t');
        let drive = || escapes.clone().find(|(at, c)| *c == '\n' && is_drive(at));
        let Some((at, sign)) = tab.or_else(drive) else {
            continue;
        };
        let message = match escapes.any(|(at, c)| *c == '\n' && is_word(at)) {
            true if *sign == '\n' => "`\\n` in a text is read as a line end",
            true => "`\\t` and `\\n` in a text are read as a tab and a line end",
            false => "`\\t` in a text is read as a tab",
        };
        let help = match sign {
            '\n' => "write `\\\\n` where a backslash is meant: each one is written twice",
            _ => {
                "write `\\\\t` where a backslash is meant (each one is written twice), or a blank where a tab is"
            }
        };
        findings.text(at.clone(), Fault::new("W28", message, help));
    }
}

/// The first slip of blanks behind `from`, or else of quotes.
fn slip(text: &str, from: usize) -> Option<Fault> {
    let rest = &text[from..];
    // Seen at once of nearly every text: nothing below is in it.
    let has_blanks = rest.contains("  ") || rest.contains(" \n") || rest.ends_with(' ');
    if text.is_ascii() && !has_blanks {
        return None;
    }
    let fault = |message: &str, help: &str, part: &str| {
        Some(Fault::new("W28", message, help).on(text, part))
    };
    if let Some(line) = rest.lines().find(|line| line.ends_with(' ')) {
        let blanks = &line[line.trim_end_matches(' ').len()..];
        return fault("a line ends in a blank", "take the blank out", blanks);
    }
    if let Some(blanks) = rest.lines().find_map(doubled)
        && !text.contains("```")
    {
        return fault("two blanks in a row", "take one out", blanks);
    }
    let is_curly = |c| matches!(c, '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}');
    if let Some(at) = text.find(is_curly)
        && text.contains(['"', '\''])
    {
        return fault(
            "straight and curly quotes in one text",
            "write straight ones only",
            &text[at..at + '\u{201c}'.len_utf8()],
        );
    }
    None
}

/// Several blanks in a row within a line.
fn doubled(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let rest = &text[text.find("  ")?..];
    let is_aligned = line.contains(['|', '`']);
    (!is_aligned).then(|| &rest[..rest.len() - rest.trim_start_matches(' ').len()])
}

//! The Markdown of cards, parsed in one place for all outputs: screen, plain text, lists, HTML. Each output renders the events of
//! [`pieces`].

use super::text::on_one_line;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Replaces a literal star while the text is parsed: a control character, which no text contains, as long as the star is, so that
/// places in the text stay.
const STAR: &str = "\u{1}";

/// Around words in bold, see [`strong`]: code points that no text may contain either.
const STRONG: char = '\u{fdd1}';
const STRONG_END: char = '\u{fdd2}';

/// Where the scripts of Chinese, Japanese and Korean begin, which set no blanks between words.
const IDEOGRAPHS: char = '\u{2e80}';

/// Put before a line so that it does not start a list, a heading or a quotation; outputs leave it out.
pub const INLINE: char = '\u{e000}';

/// A text that stands on one line (an option, an item), whatever it begins with.
pub fn inline(markdown: &str) -> String {
    let flat = on_one_line(markdown);
    if flat.starts_with('_') && flat.contains(|c| c != '_' && c != ' ') {
        // After any character, [`INLINE`] included, `_` marks nothing, and the line begins no list.
        return flat;
    }
    format!("{INLINE}{flat}")
}

/// Words in bold within a text, whatever stands beside them. `**` would mark nothing inside many a word, and nothing in code.
pub fn strong(markdown: &str) -> String {
    format!("{STRONG}{markdown}{STRONG_END}")
}

/// The events of a text. A `*` between two letters or digits is literal, as in `2*3*4`, unless it marks a part of a word as bold.
pub fn pieces(markdown: &str) -> Vec<Event<'_>> {
    let events = signs_read(markdown);
    if !markdown.contains([STRONG, STRONG_END]) {
        return events;
    }
    let mut marked = Vec::with_capacity(events.len() + 2);
    for event in events {
        match event {
            Event::Text(text) => {
                for piece in text.split_inclusive([STRONG, STRONG_END]) {
                    let words = piece.trim_end_matches([STRONG, STRONG_END]);
                    if !words.is_empty() {
                        marked.push(Event::Text(words.to_owned().into()));
                    }
                    match piece.chars().next_back() {
                        Some(STRONG) => marked.push(Event::Start(Tag::Strong)),
                        Some(STRONG_END) => marked.push(Event::End(TagEnd::Strong)),
                        _ => {}
                    }
                }
            }
            // Code is one piece: with bold words in it, all of it is bold.
            Event::Code(code) => {
                let begun = code.matches(STRONG).map(|_| Event::Start(Tag::Strong));
                marked.extend(begun);
                let words = code.replace([STRONG, STRONG_END], "");
                marked.push(Event::Code(words.into()));
                let ended = code.matches(STRONG_END);
                marked.extend(ended.map(|_| Event::End(TagEnd::Strong)));
            }
            other => marked.push(with_words(other, |words| {
                words.replace([STRONG, STRONG_END], "").into()
            })),
        }
    }
    marked
}

fn signs_read(markdown: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES;
    let Some(kept) = signs_kept(markdown) else {
        return Parser::new_ext(markdown, options).collect();
    };
    let events = Parser::new_ext(&kept, options);
    events.map(|event| restored(event).into_static()).collect()
}

/// The same, each with its place in the text.
pub fn pieces_at(markdown: &str) -> Vec<(Event<'static>, Range<usize>)> {
    let kept = signs_kept(markdown);
    let markdown = kept.as_deref().unwrap_or(markdown);
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    events
        .map(|(event, at)| (restored(event).into_static(), at))
        .collect()
}

fn restored(event: Event<'_>) -> Event<'_> {
    with_words(event, |words| {
        if words.contains(STAR) {
            CowStr::from(words.replace(STAR, "*"))
        } else {
            words
        }
    })
}

/// The event with other words.
fn with_words<'t>(event: Event<'t>, change: impl Fn(CowStr<'t>) -> CowStr<'t>) -> Event<'t> {
    match event {
        Event::Text(text) => Event::Text(change(text)),
        Event::Code(text) => Event::Code(change(text)),
        Event::Html(text) => Event::Html(change(text)),
        Event::InlineHtml(text) => Event::InlineHtml(change(text)),
        other => other,
    }
}

/// The text with [`STAR`] in place of each literal star; `None` if it has none.
fn signs_kept(markdown: &str) -> Option<String> {
    let mut kept = String::new();
    let mut from = 0;
    let mut at = 0;
    let mut bold = false;
    while let Some(found) = markdown[at..].find('*') {
        let start = at + found;
        let rest = &markdown[start..];
        let stars = rest.len() - rest.trim_start_matches('*').len();
        at = start + stars;
        let before = markdown[..start].chars().next_back().unwrap_or(' ');
        let after = markdown[at..].chars().next().unwrap_or(' ');
        let is_part = |c: char| c.is_alphanumeric() || c == STRONG || c == STRONG_END;
        let is_ideograph = |c: char| c >= IDEOGRAPHS && c.is_alphanumeric();
        // `**A**BC`, and scripts without blanks between their words, against `2**3`.
        let marks_a_part = stars == 2
            && (bold || is_ideograph(before) || is_ideograph(after))
            && !(before.is_numeric() && after.is_numeric());
        if is_part(before) && is_part(after) && !marks_a_part {
            kept.push_str(&markdown[from..start]);
            kept.push_str(&STAR.repeat(stars));
            from = at;
        } else if stars == 2 && !(before.is_whitespace() && after.is_whitespace()) {
            bold = !bold;
        }
    }
    (from > 0).then(|| kept + &markdown[from..])
}

/// Escapes plain text so that Markdown shows it as it is. Only characters that Markdown would read as markup are escaped; what
/// begins like the item of a list stays one. `starts_line` tells whether it comes first on its line.
pub fn escape(text: &str, starts_line: bool) -> String {
    let anywhere = |b| matches!(b, b'\\' | b'`' | b'*' | b'_' | b'<' | b'&' | b']' | b'!');
    if !text.bytes().any(anywhere) && !text.starts_with(['#', '>', '|', '~', '=', '-', '+']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 4);
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1).copied();
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let first = starts_line && i == 0;
        let alone = blank(before) && blank(after);
        let inside =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let needed = match c {
            '\\' => after.is_none_or(|c| c.is_ascii_punctuation() || c == '\n'),
            '`' => true,
            '*' => !alone || before.is_none(),
            '_' => !inside && !alone || i == 0,
            '<' => {
                // A tag or a mail address: Markdown reads `<#a@b>` as one.
                let mut word = chars[i + 1..]
                    .iter()
                    .take_while(|c| !c.is_whitespace() && **c != '<');
                after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
                    || word.any(|c| *c == '@')
            }
            '&' => after.is_some_and(|c| c.is_ascii_alphabetic() || c == '#'),
            ']' => matches!(after, Some('(' | '[' | ':')),
            '#' | '>' | '|' | '~' | '=' => first,
            '-' | '+' => first && (matches!(after, None | Some('-')) || only_of(&chars, c)),
            '!' => after == Some('['),
            _ => false,
        };
        if needed {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Escapes a text that is not Markdown (typed text, a unit), so that every character is shown.
pub fn literal(text: &str) -> String {
    no_item(&escape(text.trim(), true))
}

/// Escapes a text on one line so that it is no list item, though it may begin like one.
pub fn no_item(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text[digits..].chars();
    let is_mark = match rest.next() {
        Some('.' | ')') => (1..=9).contains(&digits),
        Some('-' | '+' | '*') => digits == 0,
        _ => false,
    };
    if is_mark && rest.next().is_none_or(char::is_whitespace) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    text.to_owned()
}

/// A text that becomes an item of a list: on one line, and without beginning another item, a heading or a quotation.
pub fn on_a_line(text: &str) -> String {
    let flat = on_one_line(text);
    if flat.starts_with(['#', '>']) {
        format!("\\{flat}")
    } else {
        no_item(&flat)
    }
}

/// `---`, `- - -`: a rule, or the underline of a heading.
fn only_of(chars: &[char], mark: char) -> bool {
    chars.iter().all(|c| *c == mark || *c == ' ')
}

/// The text as a reader sees it, on one line: for lists and search.
pub fn line(markdown: &str) -> String {
    if !markdown.contains(['*', '`', '\\', '|', '\n', '&', '#', STRONG, STRONG_END]) {
        return markdown.to_owned();
    }
    let mut line = String::with_capacity(markdown.len());
    for piece in pieces(markdown) {
        match &piece {
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) => line.push(' '),
            piece => line.push_str(words(piece)),
        }
    }
    on_one_line(&line)
}

/// The text as a reader sees it, with lines, lists and tables, in characters that every terminal has.
pub fn text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    // Open lists: the next number, or `None` for a list with dashes.
    let mut lists: Vec<Option<u64>> = Vec::new();
    let end_line = |text: &mut String| {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    };
    for piece in pieces(markdown) {
        match &piece {
            Event::Start(Tag::List(first)) => {
                end_line(&mut text);
                lists.push(*first);
            }
            Event::Start(Tag::Item) => {
                end_line(&mut text);
                text += &"  ".repeat(lists.len().saturating_sub(1));
                match lists.last_mut() {
                    Some(Some(number)) => {
                        text += &format!("{number}. ");
                        *number += 1;
                    }
                    _ => text += "- ",
                }
            }
            Event::Start(Tag::TableCell) if !text.is_empty() && !text.ends_with('\n') => {
                text += " | ";
            }
            Event::End(TagEnd::List(_)) => {
                lists.pop();
                if lists.is_empty() {
                    text.push('\n');
                }
            }
            Event::End(TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow) => end_line(&mut text),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::Table,
            ) => {
                end_line(&mut text);
                if lists.is_empty() {
                    text.push('\n');
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                text.push('\n');
                text += &"  ".repeat(lists.len());
            }
            piece => text += words(piece),
        }
    }
    text.trim_end().trim_start_matches(INLINE).to_owned()
}

/// The words of a piece that has any.
fn words<'a>(piece: &'a Event<'_>) -> &'a str {
    match piece {
        Event::Text(text)
        | Event::Code(text)
        | Event::Html(text)
        | Event::InlineHtml(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text)
        | Event::FootnoteReference(text) => text,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_the_signs_of_a_text_stay() {
        for (written, shown) in [
            ("**bold** and `code`", "bold and code"),
            ("a *bold **one** here*", "a bold one here"),
            ("2*3*4", "2*3*4"),
            ("2**3", "2**3"),
            ("2**3 and 4**5", "2**3 and 4**5"),
            ("**2**3 = 8** or a**b", "2**3 = 8 or a**b"),
            ("**A**ctivity, **B**ased", "Activity, Based"),
            (
                "\u{8d39}\u{7528}**\u{7a2e}\u{985e}**\u{306f}",
                "\u{8d39}\u{7528}\u{7a2e}\u{985e}\u{306f}",
            ),
            ("**2*3*4** is 24", "2*3*4 is 24"),
            ("`x = a*b*c` and `a ** b`", "x = a*b*c and a ** b"),
            ("``a`b``", "a`b"),
            ("a ` alone", "a ` alone"),
            ("\\*\\* stays", "** stays"),
            ("Q &lt; R &amp; S", "Q < R & S"),
            ("one\\\ntwo", "one\ntwo"),
            (
                "to:\n\n1. a\n2. b\n   - c\n\nend",
                "to:\n\n1. a\n2. b\n  - c\n\nend",
            ),
            ("| a | b |\n|---|---|\n| **x** | `y` |", "a | b\nx | y"),
            ("```\na  b\n```\nc", "a  b\n\nc"),
        ] {
            assert_eq!(text(written), shown, "{written}");
            let words = shown.replace(['|', '-'], " ");
            let words: Vec<&str> = words.split_whitespace().collect();
            if !shown.contains("1.") {
                assert_eq!(line(written), words.join(" "), "{written}");
            }
        }
        for before in ["a ", "a", "\u{7a2e}", "`", "`a ", "**", "2*", "*b ", "("] {
            for after in ["b", " b", "\u{306f}", ")", "(c)", "` c", "**", "**b", "*3"] {
                // Words in bold, and what stands beside them reads as if they were not.
                for word in ["[ x ]", "x", "\u{985e}"] {
                    let shown = text(&format!("{before}{}{after}", strong(word)));
                    assert!(!shown.contains([STRONG, STRONG_END]), "{shown}");
                    if !word.starts_with('[') {
                        assert_eq!(shown, text(&format!("{before}{word}{after}")));
                    }
                    let stars = shown.matches('*').count();
                    let written = format!("{before}{after}").matches('*').count();
                    assert!(stars <= written, "{shown}");
                }
            }
        }
        for typed in [
            "*.*", "**", "- 5", "1. first", "+ *", "# x", "<b>", "&lt;", "a_b_", "--", "+", "1.",
            "\\*",
        ] {
            assert_eq!(text(&literal(typed)), typed);
            assert_eq!(line(&literal(typed)), typed);
        }
        for option in ["- 5 %", "1. first", "# 3", "> 4", "2*3 | 6"] {
            assert_eq!(text(&inline(option)), option);
        }
    }
}

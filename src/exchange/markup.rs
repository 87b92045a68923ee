//! Converts the Markdown of cards to HTML and to plain text, and plain text to Markdown that shows it literally.

use crate::study::markdown::{INLINE, no_item, pieces};
pub use crate::study::markdown::{escape, text as plain};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::fmt::Write as _;

/// HTML as Anki shows it. HTML in the text is literal, since cards have none.
pub fn to_html(markdown: &str) -> String {
    let mut html = String::with_capacity(markdown.len() + 16);
    let mut head = false;
    let pieces = pieces(markdown);
    // A single paragraph needs no tag.
    let is_paragraph = |e: &&Event<'_>| matches!(e, Event::Start(Tag::Paragraph | Tag::HtmlBlock));
    let is_block = |e: &Event<'_>| {
        matches!(
            e,
            Event::Start(Tag::List(_) | Tag::Table(_) | Tag::CodeBlock(_))
        )
    };
    let bare = pieces.iter().filter(is_paragraph).count() == 1 && !pieces.iter().any(is_block);
    let is_bare = |tag| bare && matches!(tag, TagEnd::Paragraph | TagEnd::HtmlBlock);
    for event in pieces {
        match event {
            Event::Start(Tag::List(Some(from))) if from != 1 => {
                let _ = write!(html, "<ol start=\"{from}\">");
            }
            Event::Start(tag) if is_bare(tag.to_end()) => {}
            Event::Start(tag) => {
                head |= tag == Tag::TableHead;
                for name in elements(tag.to_end(), head) {
                    let _ = write!(html, "<{name}>");
                }
            }
            Event::End(tag) if is_bare(tag) => {}
            Event::End(tag) => {
                head &= tag != TagEnd::TableHead;
                for name in elements(tag, head).iter().rev() {
                    let _ = write!(html, "</{name}>");
                }
            }
            Event::Code(text) => {
                let _ = write!(html, "<code>{}</code>", html_escape::encode_text(&text));
            }
            Event::SoftBreak => html.push('\n'),
            Event::HardBreak => html.push_str("<br>"),
            Event::Rule => html.push_str("<hr>"),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                html.push_str(&html_escape::encode_text(text.trim_start_matches(INLINE)));
            }
            _ => {}
        }
    }
    html
}

/// The elements of HTML for what Markdown marks, from the outermost on.
fn elements(tag: TagEnd, in_head: bool) -> &'static [&'static str] {
    match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => &["p"],
        TagEnd::Heading(_) => &["p", "b"],
        TagEnd::Strong => &["b"],
        TagEnd::Emphasis => &["i"],
        TagEnd::List(true) => &["ol"],
        TagEnd::List(false) => &["ul"],
        TagEnd::Item => &["li"],
        TagEnd::Table => &["table"],
        TagEnd::TableHead | TagEnd::TableRow => &["tr"],
        TagEnd::TableCell if in_head => &["th"],
        TagEnd::TableCell => &["td"],
        TagEnd::CodeBlock => &["pre", "code"],
        TagEnd::BlockQuote(_) => &["blockquote"],
        _ => &[],
    }
}

/// Whether the line begins like a list item.
pub fn is_list_item(line: &str) -> bool {
    let line = line.trim_start();
    let text = without_list_mark(line);
    text.len() < line.len() && !text.is_empty()
}

/// `- text`, `1. text`: the text.
pub fn without_list_mark(line: &str) -> &str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = match digits {
        0 => line.strip_prefix(['-', '*', '+']),
        1..=9 => line[digits..].strip_prefix(['.', ')']),
        _ => None,
    };
    let text = behind.and_then(|behind| behind.strip_prefix([' ', '\t']));
    text.map_or(line, str::trim_start)
}

/// Whether the text begins with a list, a table or a block of code.
pub fn is_block(text: &str) -> bool {
    is_list_item(text)
        || text.starts_with(['|', '>'])
        || text.starts_with("```")
        || text.starts_with("~~~")
}

/// Plain text of several lines: a single line end is kept.
pub fn from_plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before: Option<String> = None;
    // A list has at least two items: a single `- 5 %` is a number.
    let is_list = text.lines().filter(|line| is_list_item(line)).count() > 1;
    for line in text.split('\n') {
        let mut line = escape(line.trim(), true);
        if !is_list {
            line = no_item(&line);
        }
        match &before {
            None => {}
            Some(b) if b.is_empty() || line.is_empty() => out.push('\n'),
            Some(b) if is_list_item(b) && is_list_item(&line) => out.push('\n'),
            Some(b) if is_list_item(b) != is_list_item(&line) => out.push_str("\n\n"),
            Some(_) => out.push_str("\\\n"),
        }
        out.push_str(&line);
        before = Some(line);
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::html;
    use proptest::prelude::*;

    #[test]
    fn markdown_becomes_html_and_comes_back() {
        for markdown in [
            "a **bold** and *slanted* `code`",
            "one\\\ntwo",
            "one\n\ntwo",
            "- a\n- b",
            "to:\n\n1. a\n2. b\n\nend",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
            "5 < 6 & 7",
        ] {
            assert_eq!(
                html::to_markdown(&to_html(markdown)).text,
                markdown,
                "{}",
                to_html(markdown)
            );
        }
        assert_eq!(to_html("a **b** <i>"), "a <b>b</b> &lt;i&gt;");
    }

    #[test]
    fn lines_of_plain_text_stay_lines() {
        assert_eq!(from_plain("one\ntwo\n\nthree"), "one\\\ntwo\n\nthree");
        assert_eq!(from_plain("to:\n- a\n- b"), "to:\n\n- a\n- b");
        assert_eq!(plain("a **b**\\\nc"), "a b\nc");
    }

    proptest! {
        #[test]
        fn text_shows_as_it_stands(words in prop::collection::vec("[a-z*_`#>|~\\[\\]()<&;!\\\\.{}:+=-]{1,7}", 1..8)) {
            let text = words.join(" ");
            if !is_list_item(&text) {
                prop_assert_eq!(plain(&escape(&text, true)), text);
            }
        }
    }
}

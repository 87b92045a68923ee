//! Converts the Markdown of cards to HTML and to plain text, and plain text to Markdown that shows it literally.

pub use crate::study::markdown::escape;
use crate::study::markdown::{INLINE, no_item, pieces};
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
    for event in pieces {
        match event {
            Event::Start(tag) => match tag {
                Tag::Paragraph | Tag::HtmlBlock if bare => {}
                Tag::Paragraph | Tag::HtmlBlock => html.push_str("<p>"),
                Tag::Heading { .. } => html.push_str("<p><b>"),
                Tag::Strong => html.push_str("<b>"),
                Tag::Emphasis => html.push_str("<i>"),
                Tag::List(Some(1)) => html.push_str("<ol>"),
                Tag::List(Some(from)) => {
                    let _ = write!(html, "<ol start=\"{from}\">");
                }
                Tag::List(None) => html.push_str("<ul>"),
                Tag::Item => html.push_str("<li>"),
                Tag::Table(_) => html.push_str("<table>"),
                Tag::TableHead => {
                    head = true;
                    html.push_str("<tr>");
                }
                Tag::TableRow => html.push_str("<tr>"),
                Tag::TableCell => html.push_str(if head { "<th>" } else { "<td>" }),
                Tag::CodeBlock(_) => html.push_str("<pre><code>"),
                Tag::BlockQuote(_) => html.push_str("<blockquote>"),
                _ => {}
            },
            Event::End(tag) => match tag {
                TagEnd::Paragraph | TagEnd::HtmlBlock if bare => {}
                TagEnd::Paragraph | TagEnd::HtmlBlock => html.push_str("</p>"),
                TagEnd::Heading(_) => html.push_str("</b></p>"),
                TagEnd::Strong => html.push_str("</b>"),
                TagEnd::Emphasis => html.push_str("</i>"),
                TagEnd::List(true) => html.push_str("</ol>"),
                TagEnd::List(false) => html.push_str("</ul>"),
                TagEnd::Item => html.push_str("</li>"),
                TagEnd::Table => html.push_str("</table>"),
                TagEnd::TableHead => {
                    head = false;
                    html.push_str("</tr>");
                }
                TagEnd::TableRow => html.push_str("</tr>"),
                TagEnd::TableCell => html.push_str(if head { "</th>" } else { "</td>" }),
                TagEnd::CodeBlock => html.push_str("</code></pre>"),
                TagEnd::BlockQuote(_) => html.push_str("</blockquote>"),
                _ => {}
            },
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

/// The text as a reader sees it, without formatting.
pub fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in pieces(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&text)
            }
            Event::SoftBreak => out.push(' '),
            Event::HardBreak | Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
                out.push('\n')
            }
            Event::Start(Tag::List(_) | Tag::Table(_))
                if !out.is_empty() && !out.ends_with('\n') =>
            {
                out.push('\n')
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock) => {
                out.push('\n')
            }
            Event::End(TagEnd::TableCell) => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
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

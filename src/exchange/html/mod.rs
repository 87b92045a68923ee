//! Converts HTML, as card programs store their fields, to the Markdown of cards. It never fails: what is not a tag is text.
//! Pictures and sounds are left out and listed.

mod lines;
mod tags;

use super::markup;
use lines::{Gap, Line, Style, inline, join, script};
use std::borrow::Cow;
use tags::{Tag, closing, decode, has_entity};

/// A field as Markdown, and its media.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Converted {
    pub text: String,
    pub media: Vec<String>,
    /// The addresses of links, of which only the words are kept.
    pub links: Vec<String>,
    pub comments: Vec<String>,
}

/// Whether a text is probably HTML.
pub fn looks_like_html(text: &str) -> bool {
    // Of old HTML, in capitals, only what is no placeholder, as `<BRAND>` and `<S>` are.
    const SIGNS: [&str; 27] = [
        "<br", "<b>", "<i>", "<u>", "<s>", "<del>", "<strike>", "<div", "<p>", "<ul", "<ol", "<li",
        "<span", "<strong", "<em>", "<img", "<table", "<sub>", "<sup>", "<a href", "<BR>", "</B>",
        "</I>", "</U>", "</P>", "</FONT>", "</TD>",
    ];
    text.contains('<') && SIGNS.iter().any(|sign| text.contains(sign)) || has_entity(text)
}

/// Whether it says itself where its lines end.
pub fn has_lines(html: &str) -> bool {
    let tags = ["<br", "<p", "<div", "<li", "<tr"];
    let html = html.to_ascii_lowercase();
    tags.iter().any(|tag| html.contains(tag))
}

/// The length of the tag at the beginning of the text.
pub fn tag_length(from: &str) -> Option<usize> {
    Tag::read(from).map(|tag| tag.length)
}

/// The text as a reader sees it, without markup.
pub fn to_plain(html: &str) -> String {
    shown(&to_markdown(html).text)
}

/// A text that is Markdown already as a reader sees it, without markup.
pub fn shown(markdown: &str) -> String {
    let lines = markdown
        .lines()
        .map(|line| markup::without_list_mark(line.trim_start()));
    markup::plain(&lines.collect::<Vec<_>>().join("\n"))
}

pub fn to_markdown(html: &str) -> Converted {
    let mut page = Page::default();
    let mut rest = html;
    let mut all_close = true;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            page.text(rest);
            break;
        };
        page.text(&rest[..at]);
        let from = &rest[at..];
        rest = if let Some(comment) = from.strip_prefix("<!--") {
            let end = comment.find("-->");
            let inside = &comment[..end.unwrap_or(comment.len())];
            // Markers that editors leave when pasting.
            if !matches!(inside, "StartFragment" | "EndFragment" | "anki") {
                page.found.comments.push(inside.trim().to_owned());
            }
            end.map_or("", |end| &comment[end + 3..])
        } else if !from.contains('>') {
            // No further tag is closed.
            page.text(from);
            break;
        } else if let Some(tag) = Tag::read(from) {
            let after = &from[tag.length..];
            let close = || closing(after, &tag.name);
            if tag.opens && matches!(tag.name.as_str(), "style" | "script" | "title" | "head") {
                close().map_or("", |close| &after[close.end..])
            } else if tag.opens && tag.name == "rp" {
                // The brackets around a reading stand there already.
                &after[after.find('<').unwrap_or(0)..]
            } else {
                match (all_close && tag.hides()).then(close) {
                    Some(Some(close)) => {
                        page.found
                            .comments
                            .push(after[..close.start].trim().to_owned());
                        &after[close.end..]
                    }
                    sought => {
                        page.is_framed |= tag.opens && tag.name == "table" && is_frame(after);
                        // The end was looked for through all that follows: not again for each.
                        all_close &= sought.is_none();
                        page.tag(&tag);
                        after
                    }
                }
            }
        } else {
            page.text("<");
            &from[1..]
        };
    }
    page.done()
}

/// Whether the table that begins here has one cell only.
fn is_frame(inside: &str) -> bool {
    let tags = inside
        .match_indices('<')
        .filter_map(|(at, _)| Tag::read(&inside[at..]));
    let mut cells = 0;
    for tag in tags {
        match tag.name.as_str() {
            "table" => return !tag.opens && cells == 1,
            "td" | "th" if tag.opens && cells == 1 => return false,
            "td" | "th" if tag.opens => cells = 1,
            _ => {}
        }
    }
    false
}

/// Whether Anki made the picture from a formula.
pub fn is_cached(name: &str) -> bool {
    name.starts_with("latex-") && (name.ends_with(".png") || name.ends_with(".svg"))
}

#[derive(Debug, Default)]
struct Page {
    lines: Vec<Line>,
    line: Line,
    bold: usize,
    italic: usize,
    code: usize,
    struck: usize,
    /// Whether each open `<span>` strikes its words out.
    spans: Vec<bool>,
    pre: usize,
    /// Of each open list the letter of its first item, if it has letters, and the number of the last; `None` for dots.
    lists: Vec<Option<(Option<char>, u32)>>,
    /// The cells of the current row, if there is one.
    cells: Option<Vec<String>>,
    /// How many columns and rows each of them is wide and high.
    extents: Vec<(usize, usize)>,
    /// For each column in how many rows from the next on a cell above fills it.
    held: Vec<usize>,
    found: Converted,
    script: Option<bool>,
    /// Within a table of one cell: a frame, in which the lines stay lines.
    is_framed: bool,
}

impl Page {
    fn style(&self) -> Style {
        Style {
            bold: self.bold > 0,
            italic: self.italic > 0,
            code: self.code > 0 && self.pre == 0,
            struck: self.pre == 0 && (self.struck > 0 || self.spans.contains(&true)),
        }
    }

    fn text(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let decoded = decode(raw);
        let text = self.without_sounds(&decoded);
        let mut flat = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' if self.pre > 0 => {
                    self.push(&std::mem::take(&mut flat));
                    // An empty line of code is one, except above the first.
                    self.line.pre |= self.lines.last().is_some_and(|line| line.pre);
                    self.end_line(Gap::Line);
                }
                ' ' | '\n' | '\t' | '\r' | '\u{a0}' if self.pre == 0 => {
                    if flat.as_bytes().last() != Some(&b' ') {
                        flat.push(' ');
                    }
                }
                c => flat.push(c),
            }
        }
        let flat = match self.script {
            Some(is_upper) => script(&flat, is_upper),
            None => flat,
        };
        self.push(&flat);
    }

    fn push(&mut self, text: &str) {
        let starts_line = self.line.runs.is_empty();
        let ends_blank = self.line.runs.last().is_some_and(|(t, _)| t.ends_with(' '));
        let text = if self.pre == 0 && (starts_line || ends_blank) {
            text.trim_start_matches(' ')
        } else {
            text
        };
        if text.is_empty() {
            return;
        }
        self.line.pre = self.pre > 0;
        let style = self.style();
        match self.line.runs.last_mut() {
            Some((run, same)) if *same == style => run.push_str(text),
            _ => self.line.runs.push((text.to_owned(), style)),
        }
    }

    /// `[sound:word.mp3]` is Anki's markup for playing a file.
    fn without_sounds<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if !text.contains("[sound:") {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, inner)) = rest.split_once("[sound:")
            && let Some((name, behind)) = inner.split_once(']')
        {
            out.push_str(before);
            self.found.media.push(name.to_owned());
            rest = behind;
        }
        Cow::Owned(out + rest)
    }

    fn end_line(&mut self, gap: Gap) {
        let empty = self.line.is_empty();
        if empty && !self.line.pre {
            // An empty line begins a paragraph; it is not needed at the start.
            let wanted = match (self.line.gap, gap) {
                (Gap::Line, Gap::Line) => Gap::Paragraph,
                (before, now) => before.max(now),
            };
            self.line.runs.clear();
            self.line.gap = wanted;
            if self.lines.is_empty() {
                self.line.gap = Gap::None;
            }
            return;
        }
        let done = std::mem::take(&mut self.line);
        self.lines.push(done);
        self.line.gap = gap;
    }

    /// A block begins or ends here: in a cell, which is one line, a blank. Two adjacent gaps do not add up.
    fn block(&mut self, gap: Gap) {
        if self.cells.is_some() {
            return self.push(" ");
        }
        let empty = self.line.is_empty();
        if empty && self.line.marker.is_empty() {
            self.line.runs.clear();
            if !self.lines.is_empty() {
                self.line.gap = self.line.gap.max(gap);
            }
        } else if !empty {
            self.end_line(gap);
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let count = |n: &mut usize| {
            *n = if tag.opens {
                *n + 1
            } else {
                n.saturating_sub(1)
            }
        };
        match tag.name.as_str() {
            "table" | "tr" | "td" | "th" if self.is_framed => {
                self.is_framed = tag.opens || tag.name != "table";
                self.block(Gap::Line);
            }
            "b" | "strong" => count(&mut self.bold),
            "i" | "em" | "cite" | "dfn" | "var" => count(&mut self.italic),
            "code" | "tt" | "kbd" | "samp" => count(&mut self.code),
            name if strikes(name) => count(&mut self.struck),
            "span" if tag.opens => {
                let style = tag.attribute("style").unwrap_or_default();
                self.spans.push(style.contains("line-through"));
            }
            "span" => {
                self.spans.pop();
            }
            "br" if self.cells.is_some() => self.push(" "),
            "br" => self.end_line(Gap::Line),
            "hr" => self.block(Gap::Paragraph),
            "div" | "section" | "article" | "dt" | "dd" | "tbody" | "thead" | "summary"
            | "details" | "figcaption" | "caption" => self.block(Gap::Line),
            "table" => {
                self.row(false);
                self.held.clear();
                self.block(Gap::Paragraph);
            }
            "p" | "blockquote" | "dl" => self.block(Gap::Paragraph),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if tag.opens {
                    self.block(Gap::Paragraph);
                }
                count(&mut self.bold);
                if !tag.opens {
                    self.block(Gap::Paragraph);
                }
            }
            "pre" => {
                self.block(Gap::Paragraph);
                count(match self.cells {
                    Some(_) => &mut self.code,
                    None => &mut self.pre,
                });
            }
            "ul" | "ol" => {
                self.block(Gap::Line);
                if tag.opens {
                    let first = tag.attribute("start").and_then(|n| n.parse::<u32>().ok());
                    let before = first.map_or(0, |first| first.saturating_sub(1));
                    // An answer may name an item by its letter.
                    let letter = match tag.attribute("type").as_deref() {
                        Some("A") => Some('A'),
                        Some("a") => Some('a'),
                        _ => None,
                    };
                    self.lists
                        .push((tag.name == "ol").then_some((letter, before)));
                } else {
                    self.lists.pop();
                }
            }
            "li" => self.item(tag.opens),
            "tr" => self.row(tag.opens),
            "td" | "th" if tag.opens => {
                let number = |name| tag.attribute(name).and_then(|n| n.trim().parse().ok());
                let most = |name, most| number(name).unwrap_or(1).clamp(1, most);
                // A cell without `<tr>`, or behind a table inside of its row.
                if self.cells.is_none() {
                    self.row(true);
                }
                self.extents
                    .push((most("colspan", 20), most("rowspan", 100)));
                self.cell();
            }
            "sup" | "sub" => self.script = tag.opens.then_some(tag.name == "sup"),
            "rt" => self.push(if tag.opens { "(" } else { ")" }),
            "anki-mathjax" => self.push(if tag.opens { "\\(" } else { "\\)" }),
            "img" | "audio" | "video" | "source" | "object" | "embed" | "iframe" if tag.opens => {
                if let Some(name) = tag.attribute("src").or_else(|| tag.attribute("data")) {
                    // A picture that Anki made from a formula, with the formula as its text.
                    if let Some(formula) = tag.attribute("alt")
                        && is_cached(&name)
                        && !formula.trim().is_empty()
                    {
                        return self.push(&formula);
                    }
                    let name = if name.starts_with("data:") {
                        "a picture inside the text".into()
                    } else {
                        name
                    };
                    self.found.media.push(name.into_owned());
                }
            }
            "a" if tag.opens => {
                let address = tag.attribute("href").map(Cow::into_owned);
                self.found.links.extend(address);
            }
            _ => {}
        }
    }

    fn item(&mut self, opens: bool) {
        self.block(Gap::Line);
        if !opens {
            return;
        }
        let depth = self.lists.len().saturating_sub(1);
        let mark = match self.lists.last_mut() {
            Some(Some((letter, number))) => {
                let at = *number;
                *number = number.saturating_add(1);
                match letter
                    .filter(|_| at < 26)
                    .and_then(|first| char::from_u32(first as u32 + at))
                {
                    Some(letter) => format!("{letter}. "),
                    None => format!("{number}. "),
                }
            }
            _ => "- ".to_owned(),
        };
        match self.cells {
            Some(_) => self.push(&mark),
            None => self.line.marker = format!("{}{mark}", "   ".repeat(depth.min(5))),
        }
    }

    fn row(&mut self, opens: bool) {
        if let Some(mut cells) = self.cells.take() {
            cells.push(inline(&std::mem::take(&mut self.line.runs), true));
            let mut row: Vec<String> = Vec::new();
            let extents = std::mem::take(&mut self.extents);
            for (cell, (wide, high)) in cells.into_iter().skip(1).zip(extents) {
                while self.held.get(row.len()).is_some_and(|rows| *rows > 0) {
                    row.push(String::new());
                }
                let end = row.len() + wide;
                self.held.resize(self.held.len().max(end), 0);
                self.held[row.len()..end].fill(high);
                row.push(cell);
                row.resize(end, String::new());
            }
            self.held
                .iter_mut()
                .for_each(|rows| *rows = rows.saturating_sub(1));
            if !row.is_empty() {
                self.line.row = Some(row);
                self.end_line(Gap::Line);
            }
        }
        if opens {
            self.block(Gap::Line);
            self.cells = Some(Vec::new());
        }
    }

    fn cell(&mut self) {
        let before = inline(&std::mem::take(&mut self.line.runs), true);
        if let Some(cells) = &mut self.cells {
            cells.push(before);
        }
    }

    fn done(mut self) -> Converted {
        if self.cells.is_some() {
            self.row(false);
        }
        self.end_line(Gap::None);
        let mut found = self.found;
        found.media.retain(|name| !name.trim().is_empty());
        found.comments.retain(|comment| !comment.is_empty());
        found.text = join(&self.lines);
        found
    }
}

/// Whether the element strikes its words out.
pub fn strikes(name: &str) -> bool {
    matches!(name, "s" | "strike" | "del")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn md(html: &str) -> String {
        to_markdown(html).text
    }

    #[test]
    fn marks_lists_and_lines_become_markdown() {
        assert!(looks_like_html("<B>one</B>") && !looks_like_html("the <BRAND> of <S>"));
        assert!(has_lines("one<BR>\ntwo") && !has_lines("<b>one</b>\ntwo"));
        for (html, markdown) in [
            ("a <b>bold </b>word", "a **bold** word"),
            ("<i>x</i> and <code>y</code>", "*x* and `y`"),
            ("one<br>two<div>three</div>", "one\\\ntwo\\\nthree"),
            ("one<br><br>two", "one\n\ntwo"),
            ("<p>one</p><p>two</p>", "one\n\ntwo"),
            (
                "to:<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>end",
                "to:\n\n- a\n- b\n   1. c\n\nend",
            ),
            (
                "&lt;b&gt; &amp;amp; &eacute;&nbsp;x &#8364;",
                "\\<b> \\&amp; é x €",
            ),
            (
                "5 * 3, 2*3*4 and snake_case _x_",
                "5 * 3, 2\\*3\\*4 and snake_case \\_x\\_",
            ),
            (
                "H<sub>2</sub>O, x<sup>n+1</sup>, x<sup>k</sup>",
                "H₂O, xⁿ⁺¹, x^(k)",
            ),
            ("<b><i>both</i></b>", "***both***"),
            ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
            ("<pre>\na\n\nb\n</pre>", "```\na\n\nb\n```"),
            ("<s>old</s> <del>b c</del> new", "\\~~old~~ ~~b c~~ new"),
            (
                "x <span style='text-decoration:line-through'>a <span>b</span></span> c",
                "x ~~a b~~ c",
            ),
            ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
            (
                "<ol start=4294967295><li>a</li><li>b</li></ol>",
                "4294967295. a\n4294967295. b",
            ),
            ("<details><summary>a</summary>b</details>", "a\\\nb"),
            (
                "<table><tr><td colspan=2>a<div>b</div><p>c</p></td></tr><tr><td rowspan=2><ul><li>1</li><li>2</li></ul></td><td>3</td></tr>\
                 <tr><td><pre>4\n5</pre></td></tr><tr><td><code>6|7</code><td>8<td>9</table>end",
                "| a b c |  | |\n| --- | --- | --- |\n| - 1 - 2 | 3 |\n|  | `4 5` |\n| `6\\|7` | 8 | 9 |\n\nend",
            ),
            ("<ul><li><pre>a</pre></li></ul>", "```\na\n```"),
            (
                "x<TABLE class=q><tbody><tr><td>a<br>b<ul><li>1</li><li>2</li></ul></td></tr></tbody></table>y",
                "x\\\na\\\nb\n\n- 1\n- 2\n\ny",
            ),
            (
                "<table><tr><td>1<table><tr><td>in</td></tr></table></td><td>2</td></tr></table><table><tr><td>3</td></tr><tr><td>4</td></tr></table>",
                "| 1 in | 2 |\n| --- | --- |\n| 3 |\n| 4 |",
            ),
            (
                "x<table><td>a</td><td rowspan=2>b</td><tr><td>c</td><td>d</td></tr></table>y",
                "x\n\n| a | b | |\n| --- | --- | --- |\n| c |  | d |\n\ny",
            ),
            (
                "<table><tr><td>1</td><td>2<table><tr><td>in</td></tr></table>3</td><td colspan=2>4</td><td>5</td></tr><tr><td>6</td><td>7</td></tr></table>",
                "| 1 | 2 in 3 | 4 |  | 5 |\n| --- | --- | --- | --- | --- |\n| 6 | 7 |",
            ),
            (
                "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2|3</td></tr></table>",
                "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |",
            ),
            ("{{c1::<b>x</b>::hint}} y", "{{c1::**x**::hint}} y"),
            ("a < b and <3", "a < b and <3"),
            ("<style>p { }</style>x<!-- no -->y", "xy"),
            (
                "a <anki-mathjax block=\"true\">x+1</anki-mathjax> b",
                "a \\\\(x+1\\\\) b",
            ),
            ("<span style=display:none>never closed", "never closed"),
            ("<ruby>漢<rt>かん</rt></ruby>", "漢(かん)"),
            (
                "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>x",
                "漢(かん)x",
            ),
            (
                "which?<ol type=A><li>a<ul><li>x</li></ul></li><li>b</li></ol>end",
                "which?\\\nA. a\n\n   - x\n\nB. b\\\nend",
            ),
            ("<ol type='1'><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ] {
            assert_eq!(md(html), markdown, "{html}");
        }
    }

    #[test]
    fn pictures_and_sounds_are_named() {
        let found = to_markdown(
            "a <img alt=\"x\" src='p &amp; q.png'/> b [sound:w.mp3]<a href=\"http://x\">link</a>",
        );
        assert_eq!(found.media, ["p & q.png", "w.mp3"]);
        assert_eq!((found.text.as_str(), found.links.len()), ("a b link", 1));
        let found = to_markdown("a <div STYLE='display: none'>x <div>y</div> z</div>b");
        assert_eq!(found.text, "a b");
        assert_eq!(found.comments, ["x <div>y</div> z"]);
        let found = to_markdown("x <img class=latex src=\"latex-1f.png\" alt=\"$a$\">");
        assert_eq!((found.text.as_str(), found.media.len()), ("x $a$", 0));
    }

    proptest! {
        #[test]
        fn whatever_the_html_it_is_read(html in "(<|>|/|b|br|div|ul|li|td|tr|table|pre|code|\"|'|=|src|img|[a-z*_`|&;#\\[\\]é\n]| ){0,60}") {
            let first = to_markdown(&html).text;
            let blank = first.contains('\u{a0}');
            prop_assert!(!blank);
        }

        /// The reader sees what the field said, whatever Markdown characters are in it.
        #[test]
        fn plain_text_shows_as_it_stands(words in prop::collection::vec("[a-z*_`#>|~\\[\\]()<&;!\\\\.{}:-]{1,7}", 1..8)) {
            let text = words.join(" ");
            let html = html_escape::encode_text(&text).into_owned();
            let shown = markup::plain(&md(&html));
            prop_assert_eq!(shown, text, "{}", md(&html));
        }
    }
}

//! Converts HTML, as card programs store their fields, to the Markdown of cards. It never fails: what is not a tag is text.
//! Pictures and sounds are left out and listed.

use super::markup;
use crate::study::markdown::no_item;
use html_escape::decode_html_entities;
use std::borrow::Cow;

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
    const SIGNS: [&str; 20] = [
        "<br", "<b>", "<i>", "<u>", "<s>", "<del>", "<strike>", "<div", "<p>", "<ul", "<ol", "<li",
        "<span", "<strong", "<em>", "<img", "<table", "<sub>", "<sup>", "<a href",
    ];
    text.contains('<') && SIGNS.iter().any(|sign| text.contains(sign)) || has_entity(text)
}

/// Whether it says itself where its lines end.
pub fn has_lines(html: &str) -> bool {
    let tags = ["<br", "<p", "<div", "<li", "<tr"];
    tags.iter().any(|tag| html.contains(tag))
}

/// Whether an entity stands in it: any with its `;`, and without it one of those that no word after `&` is.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'))
            .unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end.min(32));
        let is_known = || {
            let entity = format!("&{name};");
            !name.is_empty() && decode_html_entities(&entity) != entity.as_str()
        };
        let is_plain =
            || name.len() > 3 || matches!(name, "lt" | "gt" | "amp") || name.starts_with('#');
        match behind.chars().next() {
            Some(';') => is_known(),
            // Of a web address.
            Some('=') => false,
            _ => is_plain() && is_old(name),
        }
    })
}

pub fn to_markdown(html: &str) -> Converted {
    read(html, false)
}

/// The length of the tag at the beginning of the text.
pub fn tag_length(from: &str) -> Option<usize> {
    Tag::read(from).map(|tag| tag.length)
}

/// The text as a reader sees it, without markup.
pub fn to_plain(html: &str) -> String {
    read(html, true).text
}

fn read(html: &str, is_plain: bool) -> Converted {
    let mut page = Page {
        is_plain,
        ..Page::default()
    };
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
            } else {
                match (all_close && tag.hides()).then(close) {
                    Some(Some(close)) => {
                        page.found
                            .comments
                            .push(after[..close.start].trim().to_owned());
                        &after[close.end..]
                    }
                    sought => {
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

/// Decodes entities as browsers do: old ones also without `;`.
fn decode(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut whole = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let name = &rest[at + 1..];
        let end = name
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'))
            .unwrap_or(name.len());
        // `&copy2026`: an old entity may be followed by a digit.
        let letters = name[..end]
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(end);
        let end = match !is_old(&name[..end]) && is_old(&name[..letters]) {
            true => letters,
            false => end,
        };
        let (name, behind) = name.split_at(end);
        whole.push_str(&rest[..=at]);
        whole.push_str(name);
        if !behind.starts_with(';') && is_old(name) {
            whole.push(';');
        }
        rest = behind;
    }
    whole.push_str(rest);
    Cow::Owned(decode_html_entities(&whole).into_owned())
}

/// Entities that need no `;` in HTML: those of Latin-1, and numbers.
fn is_old(name: &str) -> bool {
    let entity = format!("&{name};");
    let decoded = decode_html_entities(&entity);
    let mut chars = decoded.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => name.starts_with('#') || c <= 'ÿ',
        _ => false,
    }
}

/// The tag that closes the element whose content begins here.
fn closing(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mut open = 1;
    text.match_indices('<').find_map(|(at, _)| {
        let tag = Tag::read(&text[at..]).filter(|tag| tag.name == name)?;
        open = if tag.opens { open + 1 } else { open - 1 };
        (open == 0).then_some(at..at + tag.length)
    })
}

/// Whether Anki made the picture from a formula.
pub fn is_cached(name: &str) -> bool {
    name.starts_with("latex-") && (name.ends_with(".png") || name.ends_with(".svg"))
}

/// Whether HTML has such an element. Other words in angle brackets are text: `<bits/stdc++.h>`, `<angle>`.
fn is_element(name: &str) -> bool {
    #[rustfmt::skip]
    const ELEMENTS: [&str; 116] = [
        "a", "abbr", "acronym", "address", "anki-mathjax", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "body", "br", "button", "canvas",
        "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt",
        "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "g", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
        "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "li", "link", "main", "mark", "math", "meta", "mfrac", "mi",
        "mn", "mo", "mrow", "msqrt", "msub", "msup", "nav", "object", "ol", "p", "param", "path", "pre", "q", "rp", "rt", "ruby", "s", "samp",
        "script", "section", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "tfoot",
        "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
    ];
    ELEMENTS.contains(&name)
}

struct Tag<'a> {
    name: String,
    opens: bool,
    attributes: &'a str,
    length: usize,
}

impl<'a> Tag<'a> {
    fn read(from: &'a str) -> Option<Tag<'a>> {
        let inner = &from[1..];
        let (opens, named) = match inner.strip_prefix('/') {
            Some(named) => (false, named),
            None => (true, inner),
        };
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = named
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(named.len());
        let name = named[..end].to_ascii_lowercase();
        let attributes = &named[end..];
        if !attributes.starts_with(['>', '/', ' ', '\t', '\n']) || !is_element(&name) {
            return None;
        }
        let mut quote = None;
        for (i, c) in attributes.char_indices() {
            match (quote, c) {
                (None, '>') => {
                    return Some(Tag {
                        name,
                        opens,
                        attributes: &attributes[..i],
                        length: from.len() - attributes.len() + i + 1,
                    });
                }
                (None, '"' | '\'') => quote = Some(c),
                (Some(q), c) if q == c => quote = None,
                _ => {}
            }
        }
        None
    }

    fn hides(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default().to_lowercase();
        self.opens && style.replace(' ', "").contains("display:none")
    }

    fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c == '=' || c.is_whitespace() || c == '/')
                .unwrap_or(rest.len());
            let key = &rest[..end];
            rest = rest[end..].trim_start();
            let Some(value) = rest.strip_prefix('=') else {
                if end == 0 {
                    rest = rest.get(1..).unwrap_or("");
                }
                continue;
            };
            let value = value.trim_start();
            let (found, behind) = match value.chars().next() {
                Some(q @ ('"' | '\'')) => value[1..].split_once(q).unwrap_or((&value[1..], "")),
                _ => {
                    let end = value.find(char::is_whitespace).unwrap_or(value.len());
                    value.split_at(end)
                }
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(decode(found));
            }
            rest = behind;
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Style {
    bold: bool,
    italic: bool,
    code: bool,
    struck: bool,
}

/// The gap between one line and the line before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    #[default]
    None,
    Line,
    Paragraph,
}

#[derive(Debug, Default)]
struct Line {
    gap: Gap,
    /// `- ` or `1. ` with its indent; empty for ordinary lines.
    marker: String,
    /// A complete row of a table.
    row: Option<Vec<String>>,
    runs: Vec<(String, Style)>,
    /// Preformatted.
    pre: bool,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.runs.iter().all(|(text, _)| text.trim().is_empty()) && self.row.is_none()
    }
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
    lists: Vec<Option<u32>>,
    /// The cells of the current row, if there is one.
    cells: Option<Vec<String>>,
    found: Converted,
    script: Option<bool>,
    is_plain: bool,
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
        while let Some(at) = rest.find("[sound:") {
            out.push_str(&rest[..at]);
            let inner = &rest[at + 7..];
            let Some(end) = inner.find(']') else {
                rest = &rest[at..];
                out.push_str(rest);
                return Cow::Owned(out);
            };
            self.found.media.push(inner[..end].to_owned());
            rest = &inner[end + 1..];
        }
        out.push_str(rest);
        Cow::Owned(out)
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

    /// A block begins or ends here. Two adjacent gaps do not add up.
    fn block(&mut self, gap: Gap) {
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
            "b" | "strong" | "th" if tag.name != "th" => count(&mut self.bold),
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
            | "details" | "figcaption" | "caption"
                if self.cells.is_none() =>
            {
                self.block(Gap::Line)
            }
            "p" | "blockquote" | "table" | "dl" if self.cells.is_none() => {
                self.block(Gap::Paragraph)
            }
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
                count(&mut self.pre);
            }
            "ul" | "ol" => {
                self.block(Gap::Line);
                if tag.opens {
                    let first = tag.attribute("start").and_then(|n| n.parse::<u32>().ok());
                    let before = first.map_or(0, |first| first.saturating_sub(1));
                    self.lists.push((tag.name == "ol").then_some(before));
                } else {
                    self.lists.pop();
                }
            }
            "li" => self.item(tag.opens),
            "tr" => self.row(tag.opens),
            "td" | "th" if tag.opens => self.cell(),
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
            Some(Some(number)) => {
                *number += 1;
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        };
        self.line.marker = format!("{}{mark}", "   ".repeat(depth.min(5)));
    }

    fn row(&mut self, opens: bool) {
        if let Some(mut cells) = self.cells.take() {
            cells.push(inline(&std::mem::take(&mut self.line.runs), true));
            let row: Vec<String> = cells.into_iter().skip(1).collect();
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
        found.text = match self.is_plain {
            true => plain_lines(&self.lines),
            false => join(&self.lines),
        };
        found
    }
}

fn plain_lines(lines: &[Line]) -> String {
    let texts = lines.iter().map(|line| match &line.row {
        Some(cells) => cells.join(" "),
        None => line.runs.iter().map(|(text, _)| text.as_str()).collect(),
    });
    let texts: Vec<String> = texts.map(|text: String| text.trim().to_owned()).collect();
    texts.join("\n").trim().to_owned()
}

fn join(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut before: Option<&Line> = None;
    let mut in_pre = false;
    let begins_item = |line: Option<&Line>| {
        line.is_some_and(|line| {
            !line.marker.is_empty() || markup::is_list_item(&inline(&line.runs, false))
        })
    };
    for (i, line) in lines.iter().enumerate() {
        if line.pre != in_pre {
            out.push_str(if in_pre {
                "\n```\n\n"
            } else if out.is_empty() {
                "```\n"
            } else {
                "\n\n```\n"
            });
            in_pre = line.pre;
            before = None;
        }
        let text = match &line.row {
            Some(cells) => format!("| {} |", cells.join(" | ")),
            None if line.pre => line.runs.iter().map(|(t, _)| t.as_str()).collect(),
            None => {
                let text = inline(&line.runs, false);
                // A list has at least two items: a single `- 5 %` is a number.
                let is_alone = !begins_item(i.checked_sub(1).and_then(|i| lines.get(i)))
                    && !begins_item(lines.get(i + 1));
                if is_alone || !line.marker.is_empty() {
                    no_item(&text)
                } else {
                    text
                }
            }
        };
        if text.is_empty() && !line.pre {
            continue;
        }
        if let Some(before) = before {
            let listed = |l: &Line, text: &str| !l.marker.is_empty() || markup::is_list_item(text);
            let last = out.rsplit('\n').next().unwrap_or("").to_owned();
            out.push_str(match (before, line) {
                _ if in_pre => "\n",
                (b, l) if b.row.is_some() && l.row.is_some() => "\n",
                (b, l) if b.row.is_some() || l.row.is_some() => "\n\n",
                (b, l) if listed(b, &last) && listed(l, &text) => "\n",
                (b, l) if listed(b, &last) != listed(l, &text) => "\n\n",
                (_, l) if l.gap == Gap::Paragraph => "\n\n",
                _ => "\\\n",
            });
        }
        out.push_str(&line.marker);
        out.push_str(&text);
        if let Some(cells) = &line.row
            && before.is_none_or(|b| b.row.is_none())
        {
            out.push_str(&format!("\n|{}", " --- |".repeat(cells.len())));
        }
        before = Some(line);
    }
    if in_pre {
        out.push_str("\n```");
    }
    out.trim().to_owned()
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// The runs of one line. Markers that Markdown would not recognise are left out with their style.
fn inline(runs: &[(String, Style)], in_table: bool) -> String {
    let mut out = String::new();
    for (i, (text, style)) in runs.iter().enumerate() {
        let core = text.trim();
        if core.is_empty() {
            out.push_str(if out.is_empty() { "" } else { " " });
            continue;
        }
        let lead = text.len() - text.trim_start().len();
        let tail = text.trim_end().len();
        let (before, after) = (&text[..lead], &text[tail..]);
        out.push_str(before);
        let starts_line = out.trim().is_empty();
        let written = if style.code {
            struck(&code(core), style)
        } else {
            let core = markup::escape(&struck(core, style), starts_line);
            if in_table {
                core.replace('|', "\\|")
            } else {
                core
            }
        };
        let marks = match (style.code, style.bold, style.italic) {
            (true, ..) | (_, false, false) => "",
            (_, true, false) => "**",
            (_, false, true) => "*",
            _ => "***",
        };
        let next = if after.is_empty() {
            runs.get(i + 1).and_then(|(t, _)| t.chars().next())
        } else {
            Some(' ')
        };
        let closes =
            !written.ends_with(is_punctuation) || next.is_none_or(|c| !c.is_alphanumeric());
        let opens = !written.starts_with(is_punctuation)
            || out.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        // Two adjacent markers would be read as one.
        let melts = out.ends_with('*') || written.starts_with('*') || written.ends_with('*');
        if marks.is_empty() || !opens || !closes || melts {
            out.push_str(&written);
        } else {
            out.push_str(marks);
            out.push_str(&written);
            out.push_str(marks);
        }
        out.push_str(after);
    }
    out.trim().to_owned()
}

/// Whether the element strikes its words out.
pub fn strikes(name: &str) -> bool {
    matches!(name, "s" | "strike" | "del")
}

/// Cards show no stroke: the usual signs for one stand around the words, so that nobody reads them as meant.
fn struck(text: &str, style: &Style) -> String {
    match style.struck {
        true => format!("~~{text}~~"),
        false => text.to_owned(),
    }
}

fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Superscript or subscript: as Unicode characters if they exist, otherwise marked.
fn script(text: &str, is_upper: bool) -> String {
    const DIGITS: [(&str, &str); 2] = [
        ("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
        ("0123456789+-=()n", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"),
    ];
    let (from, to) = DIGITS[usize::from(!is_upper)];
    let sign = |c: char| from.chars().zip(to.chars()).find(|(f, _)| *f == c);
    let found = text.trim().chars().map(|c| Some(sign(c)?.1));
    let found: Option<String> = found.collect();
    match found {
        Some(script) => script,
        None if text.trim().is_empty() => String::new(),
        None => format!("{}({})", if is_upper { '^' } else { '_' }, text.trim()),
    }
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
            ("<details><summary>a</summary>b</details>", "a\\\nb"),
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

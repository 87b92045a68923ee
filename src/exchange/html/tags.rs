//! Tags and entities of HTML, with what browsers forgive.

use html_escape::decode_html_entities;
use std::borrow::Cow;

/// Whether an entity stands in it: any with its `;`, and without it one of those that no word after `&` is.
pub fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let (name, behind) = rest.split_at(name_end(rest).min(32));
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

/// Where the name of an entity that begins the text ends.
fn name_end(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
    end.unwrap_or(text.len())
}

/// Decodes entities as browsers do: old ones also without `;`.
pub fn decode(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut whole = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let name = &rest[at + 1..];
        let end = name_end(name);
        // `&copy2026`: an old entity may be followed by a digit.
        let letters = name[..end]
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(end);
        let end = if !is_old(&name[..end]) && is_old(&name[..letters]) {
            letters
        } else {
            end
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
pub fn closing(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mut open = 1;
    text.match_indices('<').find_map(|(at, _)| {
        let tag = Tag::read(&text[at..]).filter(|tag| tag.name == name)?;
        open = if tag.opens { open + 1 } else { open - 1 };
        (open == 0).then_some(at..at + tag.length)
    })
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

pub struct Tag<'a> {
    pub name: String,
    pub opens: bool,
    pub attributes: &'a str,
    pub length: usize,
}

impl<'a> Tag<'a> {
    /// `from` begins with `<`; `None` where that begins no tag.
    pub fn read(from: &'a str) -> Option<Tag<'a>> {
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

    /// Whether it opens something that is not shown.
    pub fn hides(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default().to_lowercase();
        self.opens && style.replace(' ', "").contains("display:none")
    }

    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
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

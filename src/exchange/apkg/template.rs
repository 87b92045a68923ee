//! Templates of note types: which fields a question shows and which its answer. Fields are inserted and conditions evaluated;
//! styles, scripts and sounds are left out. Unknown content is treated as text or dropped, never as an error.

use crate::exchange::html;

/// The filters that show one side of readings written `漢字[かんじ]`.
pub const READINGS: [&str; 3] = ["furigana", "kanji", "kana"];

/// A parsed template.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Template {
    parts: Vec<Part>,
    /// Whether it is an answer, which also shows what was to be typed and what a hint hides.
    is_answer: bool,
    /// Fields behind words, looked for once: each of thousands of notes asks for them.
    labelled: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Text(String),
    /// The field and the filters before it, nearest first. A filter of [`READINGS`] is part of the name: `kana:Word`.
    Field(String, Vec<String>),
    /// Shown if the field is filled (or empty, if false).
    If(String, bool, Vec<Part>),
}

/// Greatest depth of nested sections.
const DEEPEST: usize = 20;

impl Template {
    pub fn read(source: &str) -> Template {
        let mut rest = source;
        let parts = parts(&mut rest, None, 0);
        let mut labelled = Vec::new();
        labels(&parts, &mut Vec::new(), &mut labelled);
        Template {
            parts,
            is_answer: false,
            labelled,
        }
    }

    /// The answer's own part: after the line with `id=answer`, if there is one.
    pub fn read_answer(source: &str) -> Template {
        let lower = source.to_ascii_lowercase();
        let marks = ["id=answer", "id=\"answer\"", "id='answer'"];
        let behind = marks
            .iter()
            .find_map(|mark| lower.find(mark))
            .and_then(|at| Some(at + source[at..].find('>')? + 1));
        // Without the line, a condition that begins before it would be cut.
        let template = match behind {
            Some(at) if sections(&source[..at]) == 0 => Template::read(&source[at..]),
            _ => Template::read(source),
        };
        Template {
            is_answer: true,
            ..template
        }
    }

    /// The text with `field` called for each field name; `None` leaves the field out.
    pub fn fill<'f>(&self, field: &(impl Fn(&str) -> Option<&'f str> + ?Sized)) -> String {
        let mut out = String::new();
        fill(&self.parts, self.is_answer, field, &mut out);
        out
    }

    /// The fields it shows, each once, in order; those in hints only if asked for.
    pub fn fields(&self, hints: bool) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        self.any(|part| {
            if let Part::Field(name, filters) = part
                && filters.iter().any(|f| f == "hint") == hints
                && name != "FrontSide"
                && !out.contains(&name.as_str())
            {
                out.push(name);
            }
            false
        });
        out
    }

    /// Whether it is so of any part, those of sections too: asked in their order until it is.
    fn any<'p>(&'p self, mut is: impl FnMut(&'p Part) -> bool) -> bool {
        fn any<'p>(parts: &'p [Part], is: &mut dyn FnMut(&'p Part) -> bool) -> bool {
            parts
                .iter()
                .any(|part| is(part) || matches!(part, Part::If(_, _, inner) if any(inner, is)))
        }
        any(&self.parts, &mut is)
    }

    /// Whether it has text besides its fields.
    pub fn has_words(&self) -> bool {
        self.any(is_words)
    }

    /// Whether words stand before the field that stay where it is empty: `Notes: {{Notes}}`.
    pub fn labels(&self, name: &str) -> bool {
        self.labelled.iter().any(|labelled| labelled == name)
    }

    /// Whether it shows the field or tests whether it is filled.
    pub fn uses(&self, name: &str) -> bool {
        self.any(|part| match part {
            Part::Text(_) => false,
            Part::Field(field, _) | Part::If(field, ..) => is_of(field, name),
        })
    }

    /// The field that the learner types, if the question has an input box.
    pub fn typed(&self) -> Option<&str> {
        self.filtered("type")
    }

    pub fn cloze(&self) -> Option<&str> {
        self.filtered("cloze")
    }

    pub fn shows(&self, name: &str) -> bool {
        let name = bare(name);
        self.any(|part| matches!(part, Part::Field(field, _) if is_of(field, name)))
    }

    /// The first field behind this filter.
    fn filtered(&self, filter: &str) -> Option<&str> {
        let mut found = None;
        self.any(|part| {
            if let Part::Field(field, filters) = part
                && filters.iter().any(|f| f == filter)
            {
                found = Some(field.as_str());
            }
            found.is_some()
        });
        found
    }
}

/// Gathers the fields behind words, without those in a section of their own: it goes with its words where the field is empty.
fn labels<'p>(parts: &'p [Part], sections: &mut Vec<&'p str>, labelled: &mut Vec<String>) {
    let before = std::iter::once(false).chain(parts.iter().map(is_words));
    for (part, is_told) in parts.iter().zip(before) {
        let (Part::Field(field, _) | Part::If(field, ..)) = part else {
            continue;
        };
        let name = bare(field);
        if is_told && !sections.contains(&name) {
            labelled.push(name.to_owned());
        }
        if let Part::If(_, _, inner) = part {
            sections.push(name);
            labels(inner, sections, labelled);
            sections.pop();
        }
    }
}

fn is_words(part: &Part) -> bool {
    matches!(part, Part::Text(text) if html::to_plain(text).contains(char::is_alphanumeric))
}

/// The name of the field alone; Anki lets no name have a colon.
pub fn bare(field: &str) -> &str {
    field.rsplit_once(':').map_or(field, |(_, name)| name)
}

/// Whether it is the field of this name, whatever its filter.
fn is_of(field: &str, name: &str) -> bool {
    let filter = field.strip_suffix(name);
    filter.is_some_and(|filter| filter.is_empty() || filter.ends_with(':'))
}

/// A field's HTML under a filter of [`READINGS`]: both, the words alone, or their readings alone. A word goes back to the blank or
/// tag before it, as in Anki.
pub fn reading(filter: &str, html: &str) -> String {
    let html = html.replace("&nbsp;", " ");
    let (mut out, mut rest) = (String::new(), html.as_str());
    while let Some((before, behind)) = rest.split_once('[')
        && let Some((sounds, after)) = behind.split_once(']')
    {
        let start = before.rfind([' ', '>']).map_or(0, |at| at + 1);
        let word = &before[start..];
        if word.is_empty() || sounds.is_empty() || sounds.starts_with("sound:") {
            out += &rest[..rest.len() - after.len()];
        } else {
            out += before[..start]
                .strip_suffix(' ')
                .unwrap_or(&before[..start]);
            out += &match filter {
                "kanji" => word.to_owned(),
                "kana" => sounds.to_owned(),
                _ => format!("<ruby>{word}<rt>{sounds}</rt></ruby>"),
            };
        }
        rest = after;
    }
    out + rest
}

/// Sections opened and not closed.
fn sections(source: &str) -> usize {
    let opened = source.matches("{{#").count() + source.matches("{{^").count();
    opened.saturating_sub(source.matches("{{/").count())
}

fn parts(rest: &mut &str, within: Option<&str>, depth: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let Some(at) = rest.find("{{") else {
            parts.push(Part::Text(std::mem::take(rest).to_owned()));
            break;
        };
        if at > 0 {
            parts.push(Part::Text(rest[..at].to_owned()));
        }
        let inner = &rest[at + 2..];
        let Some(end) = inner.find("}}") else { break };
        let tag = inner[..end].trim();
        *rest = &inner[end + 2..];
        let name = tag.get(1..).unwrap_or("").trim();
        match tag.chars().next() {
            Some('/') if within == Some(name) => return parts,
            Some(sign @ ('#' | '^')) if depth < DEEPEST => {
                let inner = self::parts(rest, Some(name), depth + 1);
                parts.push(Part::If(name.to_owned(), sign == '#', inner));
            }
            Some('/' | '#' | '^' | '!') => {}
            _ => {
                let mut names: Vec<&str> = tag.split(':').map(str::trim).collect();
                let field = names.pop().unwrap_or("");
                let reading = names.iter().rev().find(|f| READINGS.contains(f));
                let field = reading.map_or(field.to_owned(), |filter| format!("{filter}:{field}"));
                let filters = names.iter().rev().map(|f| (*f).to_owned()).collect();
                parts.push(Part::Field(field, filters));
            }
        }
    }
    parts
}

fn fill<'f>(
    parts: &[Part],
    is_answer: bool,
    field: &(impl Fn(&str) -> Option<&'f str> + ?Sized),
    out: &mut String,
) {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Field(name, filters) => {
                let is_hidden = !is_answer && filters.iter().any(|f| f == "type" || f == "hint");
                let silent = is_hidden || filters.iter().any(|f| f.starts_with("tts"));
                if !silent && let Some(value) = field(name) {
                    out.push_str(value);
                }
            }
            Part::If(name, filled, inner) => {
                let is_filled = field(name).is_some_and(|v| !v.trim().is_empty());
                if is_filled == *filled {
                    fill(inner, is_answer, field, out);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn field(name: &str) -> Option<&'static str> {
        [("Front", "f"), ("Back", "b"), ("Empty", "")]
            .into_iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v)
    }

    #[test]
    fn fields_conditions_and_filters_are_obeyed() {
        for (source, shown) in [
            ("Capital of {{Front}}?", "Capital of f?"),
            (
                "{{#Empty}}x{{/Empty}}{{^Empty}}y {{text:Back}}{{/Empty}}",
                "y b",
            ),
            ("{{Front}}{{type:Back}}{{tts en_US:Front}}{{unknown}}", "f"),
            ("{{#Front}}open {{Back}}", "open b"),
            ("{{! no }}a{{b", "a"),
        ] {
            assert_eq!(Template::read(source).fill(&field), shown, "{source}");
        }
        assert_eq!(Template::read("{{type:nc:Back}}").typed(), Some("Back"));
        let answer = Template::read_answer("{{FrontSide}}\n<hr id=answer>\n{{Back}}");
        assert_eq!(answer.fill(&field).trim(), "b");
        assert!(answer.shows("Back") && !answer.shows("Front"));
        for (source, is_labelled) in [
            ("<b>Back:</b> {{Back}}", true),
            ("Notes: {{#Back}}<i>{{Back}}</i>{{/Back}}", true),
            ("{{#Front}}Notes: {{Back}}{{/Front}}", true),
            ("{{#Back}}Notes: {{Back}}{{/Back}}", false),
            ("<b>Answer:</b> {{Front}}<hr>{{Back}}", false),
            ("{{Back}} (notes)", false),
        ] {
            let answer = Template::read_answer(source);
            assert_eq!(answer.labels("Back"), is_labelled, "{source}");
        }
    }

    #[test]
    fn readings_stand_apart_from_their_words() {
        let word = " 食[た]べる&nbsp;物[もの] <b>私[わたし]</b>[sound:a.mp3] x [y";
        for (filter, shown) in [
            ("kanji", "食べる物 <b>私</b>[sound:a.mp3] x [y"),
            ("kana", "たべるもの <b>わたし</b>[sound:a.mp3] x [y"),
            (
                "furigana",
                "<ruby>食<rt>た</rt></ruby>べる<ruby>物<rt>もの</rt></ruby> <b><ruby>私<rt>わたし</rt></ruby></b>[sound:a.mp3] x [y",
            ),
        ] {
            assert_eq!(reading(filter, word), shown);
        }
        let template = Template::read("{{kana:Word}} {{text:kanji:Other}}");
        assert_eq!(template.fields(false), ["kana:Word", "kanji:Other"]);
        assert!(template.shows("Word") && template.uses("Other"));
    }

    proptest! {
        #[test]
        fn whatever_the_template_it_is_read(source in "(\\{\\{|\\}\\}|#|\\^|/|:|Front|Empty| |<hr id=answer>|é){0,40}") {
            Template::read_answer(&source).fill(&field);
        }
    }
}

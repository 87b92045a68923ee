//! Explanation, hint and source of a card, put into the two fields that every program has: as marked HTML, which our importer
//! takes out again, or as labelled paragraphs of Markdown.

use super::draft::{Body, Draft, Note};
use super::html;
use super::item::Item;
use super::markup::to_html;
use crate::study::markdown::literal;

/// Additional content of a field, as HTML: one text for each of [`NAMES`].
#[derive(Debug, Default, PartialEq)]
pub struct Extras([String; 5]);

/// What it is, behind `swot-` in the class of its element.
const NAMES: [&str; 5] = ["why", "hint", "source", "unit", "working"];

/// Collapsed until the learner opens it, for a side that is asked.
fn folded(name: &str, label: &str, markdown: &str) -> String {
    let begin = format!("<details class=\"swot-{name}\"><summary>{label}</summary>");
    within(&begin, markdown, "</details>")
}

fn open(name: &str, label: &str, markdown: &str) -> String {
    let begin = format!("<div class=\"swot-{name}\" style=\"margin-top:1em\">{label}");
    within(&begin, markdown, "</div>")
}

fn within(begin: &str, markdown: &str, end: &str) -> String {
    match markdown.trim() {
        "" => String::new(),
        _ => [begin, &to_html(markdown), end].concat(),
    }
}

impl Item {
    pub fn hint_folded(&self) -> String {
        folded("hint", "Hint", &self.hint)
    }

    /// Explanation and source, for a side that is asked too.
    pub fn extras_folded(&self) -> String {
        folded("why", "Why (open it after answering)", &self.why)
            + &folded("source", "Source", &self.source)
    }

    /// All extras after the answer, if nothing is shown before it.
    pub fn all_behind(&self) -> String {
        open("working", "", &self.working)
            + &self.extras_open()
            + &open("hint", "<small>Hint:</small> ", &self.hint)
    }

    /// Explanation and source, for a side that is only shown.
    pub fn extras_open(&self) -> String {
        open("why", "", &self.why) + &open("source", "<small>Source:</small> ", &self.source)
    }
}

/// The unit after the question, for programs with numbers without units.
pub fn unit(unit: &str) -> String {
    format!(
        "<div class=\"swot-unit\">{ANSWER_IN}{}</div>",
        to_html(&literal(unit))
    )
}

const ANSWER_IN: &str = "Answer in ";

/// Takes marked content out of a field.
pub fn take(html: &mut String, extras: &mut Extras) {
    let mut from = 0;
    while let Some(at) = html[from..].find("swot-").map(|at| from + at) {
        from = at + "swot-".len();
        let Some((whole, inside)) = marked(html, at) else {
            continue;
        };
        let name = NAMES.iter().position(|name| html[from..].starts_with(name));
        let Some(place) = name.map(|name| &mut extras.0[name]) else {
            continue;
        };
        if !place.is_empty() {
            place.push_str("<br><br>");
        }
        place.push_str(without_label(&html[inside]));
        from = whole.start;
        html.replace_range(whole, "");
    }
}

type Range = std::ops::Range<usize>;

/// The element whose class is at this position: all of it, and its content.
fn marked(html: &str, at: usize) -> Option<(Range, Range)> {
    let start = html[..at].rfind('<')?;
    let tag = &html[start..at];
    let name = ["div", "details"].into_iter().find(|name| {
        tag[1..]
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(' '))
    })?;
    if !tag.contains("class=") || tag.contains('>') {
        return None;
    }
    let inside = at + html[at..].find('>')? + 1;
    let close = format!("</{name}>");
    let end = inside + html[inside..].find(&close)?;
    Some((start..end + close.len(), inside..end))
}

fn without_label(html: &str) -> &str {
    for label in ["summary", "small"] {
        let inside = html.trim_start().strip_prefix(&format!("<{label}>"));
        if let Some((_, rest)) = inside.and_then(|rest| rest.split_once(&format!("</{label}>"))) {
            return rest.trim_start();
        }
    }
    html
}

impl Extras {
    /// Adds it to the note's own content.
    pub fn give(self, note: &mut Note, draft: &mut Draft) {
        if self == Extras::default() {
            return;
        }
        let place = note.place.clone();
        let [why, hint, source, unit, working] = self.0;
        let named = html::to_plain(&unit);
        let named = named.strip_prefix(ANSWER_IN).unwrap_or(&named).trim();
        let steps = draft.markdown(&place, &working);
        if let Body::Number { unit, working, .. } = &mut note.body {
            unit.push_str(named);
            working.extend(items_of(&steps));
        } else {
            // Somebody has made it another question.
            let asked = if named.is_empty() {
                String::new()
            } else {
                format!("{ANSWER_IN}{}", literal(named))
            };
            add(note.body.front_mut(), &asked);
            add(&mut note.why, &steps);
        }
        for (html, text) in [
            (why, &mut note.why),
            (hint, &mut note.hint),
            (source, &mut note.source),
        ] {
            add(text, &draft.markdown(&place, &html));
        }
    }
}

/// The items of a list, each as a text.
fn items_of(markdown: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in markdown.lines() {
        match (line.strip_prefix("- "), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(last)) => {
                last.push('\n');
                last.push_str(line.strip_prefix("  ").unwrap_or(line));
            }
            (None, None) => items.push(line.to_owned()),
        }
    }
    items.retain_mut(|item| {
        *item = item.trim().to_owned();
        !item.is_empty()
    });
    items
}

/// Adds a paragraph.
pub fn add(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

const BOTH_WAYS: &str = "**Asked both ways.**";
const LABELS: [&str; 4] = ["**Hint:** ", "**Source:** ", "**Tags:** ", "**Why:** "];

/// As paragraphs of Markdown after an answer; the explanation last, because it may have several paragraphs.
pub fn paragraphs(hint: &str, source: &str, tags: &[String], why: &str, both_ways: bool) -> String {
    let mut out = if both_ways {
        format!("\n\n{BOTH_WAYS}")
    } else {
        String::new()
    };
    for (label, text) in LABELS.into_iter().zip([hint, source, &tags.join(" "), why]) {
        let text = text.trim();
        if !text.is_empty() {
            // A list or a table begins on its own line.
            let (label, gap) = if super::markup::is_block(text) {
                (label.trim_end(), "\n\n")
            } else {
                (label, "")
            };
            out += &format!("\n\n{label}{gap}{text}");
        }
    }
    out
}

/// Takes these paragraphs off the end of a text again; returns whether the card is asked both ways.
pub fn take_paragraphs(text: &mut String, note: &mut Note) -> bool {
    let label = |paragraph: &str| {
        let mut labels = LABELS.iter();
        labels.position(|label| paragraph.starts_with(label.trim_end()))
    };
    let begins = |at: &usize| {
        let paragraph = text[at + 2..].split("\n\n").next().unwrap_or("");
        paragraph.trim_end() == BOTH_WAYS || label(paragraph.trim_end()).is_some()
    };
    let mut breaks = text.match_indices("\n\n").map(|(at, _)| at);
    let Some(at) = breaks.find(begins) else {
        return false;
    };
    let behind = text.split_off(at);
    let mut both_ways = false;
    let mut tags = String::new();
    let mut last = 0;
    for paragraph in behind
        .split("\n\n")
        .map(str::trim_end)
        .filter(|p| !p.is_empty())
    {
        if paragraph == BOTH_WAYS {
            both_ways = true;
            continue;
        }
        let label = label(paragraph);
        last = label.unwrap_or(last);
        let words = label.map_or(paragraph, |n| {
            paragraph[LABELS[n].trim_end().len()..].trim_start()
        });
        let place = match last {
            0 => &mut note.hint,
            1 => &mut note.source,
            2 => &mut tags,
            _ => &mut note.why,
        };
        add(place, words);
    }
    note.tags.extend(tags.split_whitespace().map(str::to_owned));
    both_ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_into_a_field_is_taken_out_again() {
        let item = Item {
            why: "So.\n\n- a\n- b".into(),
            hint: "look".into(),
            source: "A *book*".into(),
            ..Item::default()
        };
        for marked in [
            item.hint_folded() + &item.extras_open(),
            item.hint_folded() + &item.extras_folded(),
        ] {
            let mut field = format!("front{marked}");
            let mut extras = Extras::default();
            take(&mut field, &mut extras);
            assert_eq!(field, "front");
            let mut note = Note::default();
            extras.give(&mut note, &mut Draft::default());
            assert_eq!(
                (&note.why, &note.hint, &note.source),
                (&item.why, &item.hint, &item.source)
            );
        }
        let mut other =
            "a swot-why <b class=\"swot-why\">b</b> <div class=\"swot-x\">c</div>".to_owned();
        let before = other.clone();
        take(&mut other, &mut Extras::default());
        assert_eq!(other, before);
    }

    #[test]
    fn paragraphs_with_labels_come_back() {
        let tags = vec!["t".to_owned(), "u".to_owned()];
        let mut text = format!(
            "back\n\nmore{}",
            paragraphs("h", "s", &tags, "- a\n- b\n\nend", true)
        );
        let mut note = Note::default();
        assert!(take_paragraphs(&mut text, &mut note));
        assert_eq!(text, "back\n\nmore");
        assert_eq!(
            (&*note.hint, &*note.source, &note.tags, &*note.why),
            ("h", "s", &tags, "- a\n- b\n\nend")
        );
        let mut plain = "a\n\nb".to_owned();
        assert!(!take_paragraphs(&mut plain, &mut note));
    }
}

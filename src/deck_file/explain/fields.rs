//! Fields that a deck does not have, or lacks.

use super::lists::sides;
use super::options::options;
use crate::deck_file::names;
use crate::deck_file::syntax::Node;
use crate::study::fault::{Fault, closest};

/// Reports an unknown field, with the field that was probably meant.
pub fn unknown_field<'a>(
    found: &str,
    expected: &[&'a str],
    given: &[&str],
) -> (Fault, Option<&'a str>) {
    let free = expected.iter().copied();
    let free: Vec<&str> = free.filter(|e| !given.contains(e)).collect();
    let meant = closest(found, free.iter().copied()).or_else(|| synonym(found, &free));
    let help = match meant {
        None if found == "cards" && expected.contains(&"concepts") => {
            let concept = "Concept(id: \"...\", title: \"...\", cards: [ ... ])";
            format!("cards belong into a concept: `concepts: [{concept}]`")
        }
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "the fields here are {}; a newer version of the program may know others",
            expected.join(", ")
        ),
    };
    let message = format!("there is no field `{found}` here");
    (Fault::unreadable(message, help), meant)
}

/// The field that other programs, or other languages, call by this name, or that it is an abbreviation of.
fn synonym<'a>(found: &str, expected: &[&'a str]) -> Option<&'a str> {
    let name = names::folded(found);
    let meant: &[&str] = match name.as_str() {
        "because" => &["why"],
        "choices" | "answers" => &["options"],
        "body" | "page" | "content" => &["summary"],
        "name" => &["title", "id"],
        "accept" | "alternatives" | "synonyms" => &["also", "accept"],
        "table" | "data" => &["exhibit", "exhibits"],
        "questions" | "flashcards" | "notes" => &["cards"],
        "chapters" | "sections" | "units" => &["concepts"],
        "requires" | "prerequisites" => &["after"],
        "links" => &["link"],
        "see" => &["related"],
        "min" | "start" | "low" => &["from"],
        "max" | "end" | "high" => &["to"],
        "by" | "increment" => &["step"],
        "sprache" | "locale" => &["language"],
        "precision" | "margin" => &["tolerance"],
        "steps" | "calculation" => &["working"],
        "einheit" => &["unit"],
        _ => &[],
    };
    let of_part: &[&str] = match names::part(&name) {
        Some("front") => &["front", "term", "text", "question"],
        Some("back") => &["back", "answer", "meaning"],
        Some(part) => &[part],
        None => &[],
    };
    let named = meant.iter().chain(of_part);
    let mut named = named.filter_map(|m| expected.iter().find(|e| *e == m));
    let is_short_for = |e: &&&str| {
        found.len() >= 3 && e.starts_with(found)
            || e.len() >= 4 && found.starts_with(**e)
            || found == e.repeat(2)
    };
    named
        .next()
        .or_else(|| expected.iter().find(is_short_for))
        .copied()
}

pub fn missing_field(field: &str, text: &str, holder: &Node) -> Fault {
    let kind = match holder.kind(text) {
        "" => "this",
        kind => kind,
    };
    let code = match field {
        "front" | "back" | "question" | "text" | "term" | "meaning" | "answer" => "E02",
        "options" | "items" | "pairs" => "E05",
        "id" => "E01",
        _ => "E00",
    };
    let example = match field {
        "options" => "[Right(\"...\"), Wrong(\"...\", because: \"...\"), ...]",
        "items" => "[\"first\", \"second\", \"third\"]",
        "pairs" => "[(\"left\", \"right\"), ...]",
        "schema" | "step" | "from" | "right" => "1",
        "to" => "100",
        "draw" => "[Range(name: \"n\", from: 1, to: 100, step: 1)]",
        _ => "\"...\"",
    };
    let (message, verb) = match holder.field(text, field) {
        Some(_) if field == "pairs" => (
            "each item of `pairs` is a pair in round brackets".to_owned(),
            "write",
        ),
        _ => (format!("{kind} has no `{field}`"), "add"),
    };
    let meant = match field {
        "options" => options(text, holder),
        "pairs" => sides(text, holder).map(|(_, pairs, behind)| (pairs, behind)),
        _ => None,
    };
    let help = match meant {
        Some((list, behind)) => format!("{verb} `{field}: {list}`{behind}"),
        None => format!("add `{field}: {example}`"),
    };
    Fault::new(code, message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_the_one_that_was_meant() {
        let known = ["front", "back", "question", "options"];
        for (word, meant) in [
            ("fornt", Some("front")),
            ("quesiton", Some("question")),
            ("Back", Some("back")),
            ("zebra", None),
        ] {
            assert_eq!(closest(word, known.into_iter()), meant, "{word}");
        }
    }
}

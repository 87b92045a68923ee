//! Pages to print: a study sheet, or a question paper with its key on a separate page. One HTML file without scripts.

use super::item::{one_question_each, own_seed};
use super::markup::to_html;
use crate::hash::fnv1a;
use crate::study::kinds::{Ask, Role, Verdict, Way, asks_for_several, either, with_gaps};
use crate::study::markdown::{inline, literal, strong};
use crate::study::text::{Text, count};
use crate::study::{Card, Concept, Deck};
use html_escape::{encode_double_quoted_attribute, encode_text};
use std::fmt::Write as _;

const CSS: &str = include_str!("page.css");

type Chosen<'a> = (&'a Deck, &'a Concept, &'a Card);

/// What a card asks, and the right answer.
struct Question<'a> {
    deck: &'a Deck,
    concept: &'a Concept,
    card: &'a Card,
    front: String,
    ask: Ask,
    verdict: Verdict,
    /// Options and orders are answered by letters.
    letters: bool,
}

/// Every card with its answer, below its concept's page.
pub fn sheet(cards: &[Chosen<'_>], seed: u64) -> String {
    let mut body = head(cards, &count(cards.len(), "card", "cards"), false);
    let mut concept: Option<(&str, &str)> = None;
    for (n, (deck, here, card)) in cards.iter().enumerate() {
        if concept != Some((&*deck.id, &*here.id)) {
            if concept.is_some() {
                body += "</ol></section>\n";
            }
            concept = Some((&deck.id, &here.id));
            let _ = writeln!(body, "<section><h2>{}</h2>", encode_text(&*here.title));
            if !here.summary.is_blank() {
                let _ = writeln!(body, "<div class=\"text\">{}</div>", blocks(&here.summary));
            }
            body += "<ol class=\"cards\">\n";
        }
        // Both sides of a term, every case of a set.
        let sides = one_question_each([(*deck, *here, *card)]);
        let sides = sides.map(|(.., card)| {
            let question = asked(deck, here, &card, seed, true);
            put(&question, &answer(&question))
        });
        body += &item(n, &sides.collect::<String>());
    }
    if concept.is_some() {
        body += "</ol></section>\n";
    }
    document(cards, body, seed)
}

/// `wanted` questions, chosen by the seed, in deck order; and the key.
pub fn quiz(cards: &[Chosen<'_>], wanted: usize, seed: u64) -> String {
    let mut drawn: Vec<usize> = (0..cards.len()).collect();
    drawn.sort_by_key(|n| {
        let (deck, _, card) = &cards[*n];
        fnv1a(format!("{seed} {}/{}", deck.id, card.common().id).as_bytes())
    });
    drawn.truncate(wanted);
    drawn.sort_unstable();
    let questions: Vec<Question<'_>> = drawn
        .into_iter()
        .map(|n| asked(cards[n].0, cards[n].1, cards[n].2, seed, false))
        .collect();
    let n = count(questions.len(), "question", "questions");
    let mut body = head(cards, &n, true) + "<ol class=\"cards paper\">\n";
    let numbered = || questions.iter().enumerate();
    body.extend(numbered().map(|(n, question)| item(n, &put(question, &room(question)))));
    body += "</ol>\n<section class=\"key\"><h2>Key</h2>\n<ol class=\"cards\">\n";
    body.extend(numbered().map(|(n, question)| item(n, &answer(question))));
    body += "</ol></section>\n";
    document(cards, body, seed)
}

/// A numbered card of the sheet or the paper.
fn item(n: usize, inside: &str) -> String {
    let number = n + 1;
    format!("<li><span class=\"number\">{number}</span><div>{inside}</div></li>\n")
}

/// What is asked, and below it the answer or the space for it.
fn put(question: &Question<'_>, below: &str) -> String {
    let front = blocks(&question.front);
    format!("<div class=\"question\">{front}</div>{below}")
}

fn asked<'a>(
    deck: &'a Deck,
    concept: &'a Concept,
    card: &'a Card,
    seed: u64,
    all_gaps: bool,
) -> Question<'a> {
    let parts = card.parts();
    let seed = own_seed(seed, deck, card);
    // A question paper may have any of a card's questions, a study sheet has the first.
    let any = usize::try_from(seed % parts.len().max(1) as u64).unwrap_or(0);
    let part = parts
        .get(if all_gaps { 0 } else { any })
        .map_or("", String::as_str);
    let face = card.face(part, seed);
    let mut verdict = card.reveal(part, seed);
    let mut front = face.prompt.to_string();
    if let (Way::Complete(text), true) = (card.way(), all_gaps) {
        let open = with_gaps(text, |_, _, hint| match hint {
            "" => "\\_\\_\\_\\_\\_".to_owned(),
            hint => format!("\\_\\_\\_ ({hint})"),
        });
        // Where the gaps are all of the text, the first is asked for with the others shown.
        if open.contains(char::is_alphanumeric) {
            front = card.common().exhibit.above(&open);
            verdict.expected = with_gaps(text, |_, answer, _| strong(answer)).into();
            verdict.also = card.others().into_iter().map(Text::from).collect();
        }
    }
    if let Way::Type(typed) = card.way() {
        let others = typed.accept.iter();
        verdict.also = others.map(|other| literal(other).into()).collect();
    }
    Question {
        deck,
        concept,
        card,
        front,
        ask: face.ask,
        verdict,
        letters: !all_gaps,
    }
}

fn document(cards: &[Chosen<'_>], body: String, seed: u64) -> String {
    let language = cards
        .first()
        .map(|(deck, ..)| &*deck.language)
        .filter(|l| !l.is_empty());
    let draws = cards
        .iter()
        .any(|(_, _, card)| !matches!(card.way(), Way::Recall | Way::Type(_) | Way::Complete(_)));
    let seed = if draws {
        format!("<p class=\"about\">Orders and numbers are drawn with seed {seed}.</p>\n")
    } else {
        String::new()
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n<main>\n{body}<footer>{seed}</footer>\n</main>\n</body>\n</html>\n",
        encode_double_quoted_attribute(language.unwrap_or("en")),
        encode_text(&title(cards)),
    )
}

fn title(cards: &[Chosen<'_>]) -> String {
    let mut titles: Vec<&str> = cards.iter().map(|(deck, ..)| &*deck.title).collect();
    titles.dedup();
    match titles.as_slice() {
        [one] => (*one).to_owned(),
        [first, rest @ ..] => format!(
            "{first}, and {}",
            count(rest.len(), "more deck", "more decks")
        ),
        [] => String::new(),
    }
}

fn head(cards: &[Chosen<'_>], how_many: &str, to_fill: bool) -> String {
    let fill = if to_fill {
        "<div class=\"fill\"><span>Name</span><span>Date</span><span>Points</span></div>\n"
    } else {
        ""
    };
    let version = match cards {
        [(deck, ..), ..] if !deck.version.is_blank() => {
            format!(", version {}", encode_text(&*deck.version))
        }
        _ => String::new(),
    };
    format!(
        "<header><h1>{}</h1>\n<p class=\"about\">{how_many}{version}</p>\n{fill}</header>\n",
        encode_text(&title(cards))
    )
}

/// A text as blocks, even for a single paragraph.
fn blocks(markdown: &str) -> String {
    let html = to_html(markdown);
    let tags = ["<p>", "<ul>", "<ol", "<table>", "<pre>"];
    if tags.iter().any(|tag| html.starts_with(tag)) {
        html
    } else {
        format!("<p>{html}</p>")
    }
}

fn letter(n: usize) -> String {
    match u8::try_from(n).ok().filter(|n| *n < 26) {
        Some(n) => char::from(b'A' + n).to_string(),
        None => (n + 1).to_string(),
    }
}

/// A list whose items have boxes to write into, letters, or both.
fn listed(texts: &[Text], class: &str, has_boxes: bool, has_letters: bool) -> String {
    let mut html = format!("<ul class=\"{class}\">");
    let class = if has_boxes { " class=\"box\"" } else { "" };
    for (n, text) in texts.iter().enumerate() {
        let name = Some(letter(n)).filter(|_| has_letters).unwrap_or_default();
        let text = to_html(&inline(text));
        let _ = write!(
            html,
            "<li><span{class}></span><span>{name}</span><span>{text}</span></li>"
        );
    }
    html + "</ul>"
}

/// The space for the answer.
fn room(question: &Question<'_>) -> String {
    const WIDE: &str = "options wide";
    let line = "<div class=\"write\"></div>";
    match &question.ask {
        Ask::Recall => line.repeat(2),
        Ask::Words => line.to_owned(),
        Ask::Number { unit } => format!(
            "<div class=\"number-line\">{line}<span>{}</span></div>",
            encode_text(&**unit)
        ),
        Ask::Choose { options, many } => {
            // Most questions say themselves how many options are right.
            let legend = if *many && !asks_for_several(&question.front) {
                "<p class=\"legend\">Several are right.</p>"
            } else {
                ""
            };
            legend.to_owned() + &listed(options, "options ", true, true)
        }
        Ask::Arrange { items, beside } if !beside.is_empty() => {
            "<p class=\"legend\">Write beside each the letter of what belongs to it.</p>".to_owned()
                + &listed(beside, WIDE, true, false)
                + &listed(items, WIDE, false, true)
        }
        Ask::Arrange { items, .. } => {
            "<p class=\"legend\">Write 1 for the first, 2 for the next, and so on.</p>".to_owned()
                + &listed(items, WIDE, true, true)
        }
    }
}

/// The right answer, its explanation, and its source.
fn answer(question: &Question<'_>) -> String {
    let verdict = &question.verdict;
    let mut html = "<div class=\"answer\">".to_owned();
    match &question.ask {
        Ask::Choose { .. } => {
            html += "<ul class=\"marks\">";
            for (n, mark) in verdict
                .marks
                .iter()
                .enumerate()
                .filter(|(_, m)| m.right || !question.letters)
            {
                let name = if question.letters {
                    format!("{} ", letter(n))
                } else {
                    String::new()
                };
                let class = if mark.right { " class=\"right\"" } else { "" };
                let sign = if mark.right { "\u{2713} " } else { "" };
                let note = if mark.note.is_blank() {
                    String::new()
                } else {
                    format!(": {}", to_html(&inline(&mark.note)))
                };
                let _ = write!(
                    html,
                    "<li{class}>{sign}{name}{}{note}</li>",
                    to_html(&inline(&mark.text))
                );
            }
            html += "</ul>";
        }
        Ask::Arrange { items, .. } if question.letters => {
            let places: Vec<String> = order(items, question.card)
                .into_iter()
                .map(letter)
                .collect();
            let _ = write!(
                html,
                "<p><span class=\"right\">{}</span></p>{}",
                places.join(", "),
                blocks(&verdict.expected)
            );
        }
        _ => html += &blocks(&verdict.expected),
    }
    if !verdict.also.is_empty() {
        html += &blocks(&format!("Also right: {}", either(&verdict.also)));
    }
    html += "</div>";
    if !verdict.working.is_empty() {
        html += "<div class=\"why\">";
        verdict
            .working
            .iter()
            .for_each(|step| html += &blocks(step));
        html += "</div>";
    }
    let why = &question.card.common().why;
    if !why.is_blank() {
        let _ = write!(html, "<div class=\"why\">{}</div>", blocks(why));
    }
    let source = question.deck.source_of(question.concept, question.card);
    if !source.is_blank() {
        let _ = write!(
            html,
            "<p class=\"source\">Source: {}</p>",
            to_html(&inline(source))
        );
    }
    html
}

/// The positions of the items, in the right order.
fn order(shown: &[Text], card: &Card) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::new();
    let texts = card.texts().into_iter();
    for right in texts.filter(|text| text.role == Role::Answer) {
        let is_it = |at: &usize| !places.contains(at) && *shown[*at] == *right.text;
        let place = (0..shown.len()).find(is_it);
        places.extend(place);
    }
    places
}

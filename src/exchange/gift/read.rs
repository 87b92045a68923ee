//! Reads GIFT: choice, matching, true or false, short answers, numbers and missing words become cards; essays and descriptions
//! are reported. An answer that is only partly right counts as wrong, which is reported.

use crate::exchange::draft::{Body, Choice, Draft, Left, Note, Thing, own_id, short};
use crate::exchange::extras::{self, Extras};
use crate::exchange::{html, markup};
use crate::study::kinds::Tolerance;

/// What a backslash stands before, what both mean, and their stand-in while a question is parsed: a code point that no text has.
const MARKS: [(char, char, char); 8] = [
    ('~', '~', '\u{fdd0}'),
    ('=', '=', '\u{fdd1}'),
    ('#', '#', '\u{fdd2}'),
    ('{', '{', '\u{fdd3}'),
    ('}', '}', '\u{fdd4}'),
    (':', ':', '\u{fdd5}'),
    ('\\', '\\', '\u{fdd6}'),
    ('n', '\n', '\u{fdd7}'),
];

/// The place of a missing word.
const GAP: &str = "[...]";

/// Whether the text has a line that Moodle writes above the questions it exports.
pub fn is_gift(text: &str) -> bool {
    let is_moodle_s = |l: &str| {
        (l.starts_with("$CATEGORY:") || l.starts_with("// question: ")) && !l.contains('\t')
    };
    text.contains('{') && text.lines().any(is_moodle_s)
}

/// What makes no card is told in the draft.
pub fn read(text: &str) -> Draft {
    let mut reader = Reader::default();
    let mut question = String::new();
    let mut begun = 0;
    // Whether an answer has begun and not ended.
    let mut is_open = false;
    // Where a text began behind an empty line within it: its place in the question, and its line.
    let mut behind_empty: Option<(usize, usize)> = None;
    let mut is_behind_empty = false;
    for (i, line) in text.lines().enumerate() {
        let number = i + 1;
        let trimmed = line.trim();
        let starts = trimmed.starts_with("::")
            || trimmed.starts_with("//")
            || trimmed.starts_with("$CATEGORY");
        // An empty line within an answer does not end it.
        if trimmed.is_empty() != is_open && (trimmed.is_empty() || starts) {
            reader.question(begun, &std::mem::take(&mut question));
            is_open = false;
        }
        if let Some(comment) = trimmed.strip_prefix("//") {
            reader.comment(number, comment.trim());
        } else if let Some(path) = trimmed.strip_prefix("$CATEGORY:") {
            reader.question(begun, &std::mem::take(&mut question));
            is_open = false;
            reader.category(path);
        } else if trimmed.is_empty() {
            is_behind_empty = true;
        } else {
            let shielded = shield(trimmed);
            if !is_open {
                behind_empty = None;
            } else if is_behind_empty && !trimmed.starts_with(['=', '~', '#', '}']) {
                behind_empty = Some((question.len(), number));
            }
            is_behind_empty = false;
            // An answer within an answer: the `}` of the first is missing, and the last paragraph is the next question.
            if let Some((at, from)) = behind_empty.filter(|_| is_open)
                && shielded
                    .find(['{', '}'])
                    .is_some_and(|first| shielded[first..].starts_with('{'))
            {
                let next = question.split_off(at);
                reader.question(begun, &question);
                (question, begun) = (next.trim_start().to_owned(), from);
                behind_empty = None;
            }
            if question.is_empty() {
                begun = number;
            } else {
                question.push('\n');
            }
            question.push_str(trimmed);
            if let Some(at) = shielded.rfind(['{', '}']) {
                is_open = shielded[at..].starts_with('{');
            }
        }
    }
    reader.question(begun, &question);
    let mut draft = reader.draft;
    if reader.statements > 0 {
        draft.remarks.push(
            "questions of true or false have the answer on the back: a choice here has three options at least".into(),
        );
    }
    draft
}

fn shield(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().filter(|_| c == '\\');
        match next.and_then(|next| MARKS.iter().find(|(mark, ..)| mark == next)) {
            Some((.., stand_in)) => {
                chars.next();
                out.push(*stand_in);
            }
            None => out.push(c),
        }
    }
    out
}

fn unshield(text: &str) -> String {
    let meant = |c: char| {
        let known = MARKS.iter().find(|(.., stand_in)| *stand_in == c);
        known.map_or(c, |(_, meant, _)| *meant)
    };
    text.chars()
        .map(meant)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The format of the texts of a question.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    /// Moodle's own: HTML if there are tags, and line ends as written.
    Auto,
    Html,
    Plain,
    Markdown,
}

/// `[html]` and the like at the beginning of a text.
fn format(text: &str) -> (Option<Format>, &str) {
    let text = text.trim_start();
    for (name, format) in [
        ("[html]", Format::Html),
        ("[moodle]", Format::Auto),
        ("[plain]", Format::Plain),
        ("[markdown]", Format::Markdown),
    ] {
        if let Some(rest) = text.strip_prefix(name) {
            return (Some(format), rest);
        }
    }
    (None, text)
}

/// One of the answers between the braces.
struct Answer<'a> {
    /// In per cent; `None` if not given.
    weight: Option<f64>,
    /// Begins with `=`.
    is_right: bool,
    text: &'a str,
    feedback: &'a str,
}

impl Answer<'_> {
    fn credit(&self) -> f64 {
        self.weight
            .unwrap_or(if self.is_right { 100.0 } else { 0.0 })
    }
}

#[derive(Default)]
struct Reader {
    draft: Draft,
    category: Vec<String>,
    /// From comments before the next question.
    tags: Vec<String>,
    id: String,
    statements: usize,
}

/// A question before it becomes a note.
struct Asked<'q> {
    place: String,
    format: Format,
    /// With a gap if the answer was in the middle of the text.
    text: &'q str,
    /// As they will stand on the card.
    question: String,
    why: String,
}

impl Reader {
    fn comment(&mut self, line: usize, comment: &str) {
        let mut rest = comment.to_owned();
        for (mark, is_tag) in [("[tag:", true), ("[id:", false)] {
            while let Some(at) = rest.find(mark) {
                let Some(length) = rest[at..].find(']') else {
                    break;
                };
                let value = rest[at + mark.len()..at + length].trim().to_owned();
                rest.replace_range(at..=at + length, "");
                if is_tag {
                    self.tags.push(value);
                } else {
                    self.id = value;
                }
            }
        }
        let rest = rest.trim();
        // Moodle writes this before every exported question.
        if !rest.is_empty() && !rest.starts_with("question: ") {
            self.draft.lose_line(Thing::Comment, line, rest);
        }
    }

    /// `$course$/top/Deck/Concept`; a slash within a name is doubled.
    fn category(&mut self, path: &str) {
        let path = path.trim().replace("//", "\u{f0009}");
        let names = path
            .split('/')
            .map(|name| name.trim().replace('\u{f0009}', "/"));
        self.category = names
            .filter(|name| {
                !(name.is_empty() || name == "top" || name.starts_with('$') && name.ends_with('$'))
            })
            .collect();
    }

    fn question(&mut self, line: usize, raw: &str) {
        // Tags and an id above an empty line are those of the next question.
        if raw.trim().is_empty() {
            return;
        }
        let (tags, id) = (std::mem::take(&mut self.tags), std::mem::take(&mut self.id));
        let shielded = shield(raw);
        let mut rest = shielded.trim();
        let mut title = String::new();
        if let Some((inside, behind)) = rest.strip_prefix("::").and_then(|r| r.split_once("::")) {
            title = unshield(inside);
            rest = behind;
        }
        let (said, rest) = format(rest);
        let place = format!("line {line}");
        let guid = if id.is_empty() { title.clone() } else { id };
        let parted = rest.split_once('{').and_then(|(before, behind)| {
            let (inside, after) = behind.split_once('}')?;
            Some((before, inside, after))
        });
        let Some((before, inside, after)) = parted else {
            let shown = unshield(rest);
            if rest.contains('{') {
                let why = "no `}` ends its answers; where a line of `//` or `::` stands among them, it ended them";
                return self.draft.leave(place, &shown, why);
            }
            return self.draft.lose(Thing::Prose, "", place, &shown);
        };
        // A `}` of the text behind the answers is no slip.
        let is_slip =
            |(between, _): (&str, &str)| between.trim().is_empty() || between.contains('~');
        if inside.contains('{') || after.contains('{') || after.split_once('}').is_some_and(is_slip)
        {
            let why = "a second brace stands in it: a `}` or an empty line is missing between two questions, or a backslash before a brace";
            return self.draft.leave(place, &unshield(before), why);
        }
        let text = match after.trim_end() {
            "" => before.to_owned(),
            after => format!("{} {GAP}{after}", before.trim_end()),
        };
        let mut asked = Asked {
            place: place.clone(),
            format: said.unwrap_or(Format::Auto),
            text: &text,
            question: String::new(),
            why: String::new(),
        };
        let mut note = Note {
            place: place.clone(),
            id: own_id(&title),
            guid,
            deck: self.category.clone(),
            tags,
            ..Note::default()
        };
        let (inside, general) = match inside.split_once("####") {
            Some((inside, general)) => (inside, general),
            None => (inside, ""),
        };
        let mut extras = Extras::default();
        asked.why = self.text_and_extras(general, &asked, &mut extras);
        match self.body(&mut asked, inside.trim(), &mut extras) {
            Ok(body) => {
                (note.body, note.why) = (body, asked.why);
                extras.give(&mut note, &mut self.draft);
                self.draft.notes.push(note);
            }
            Err(why) => {
                let shown = match unshield(&text) {
                    shown if shown.is_empty() => title,
                    shown => shown,
                };
                self.draft.leave(place, &shown, why);
            }
        }
    }

    fn text(&mut self, text: &str, asked: &Asked<'_>) -> String {
        let (said, text) = format(text);
        self.rendered(said.unwrap_or(asked.format), unshield(text), asked)
    }

    /// The text without content marked by our own export, which goes to `extras`.
    fn text_and_extras(&mut self, text: &str, asked: &Asked<'_>, extras: &mut Extras) -> String {
        let (said, text) = format(text);
        let mut text = unshield(text);
        extras::take(&mut text, extras);
        self.rendered(said.unwrap_or(asked.format), text, asked)
    }

    fn rendered(&mut self, format: Format, text: String, asked: &Asked<'_>) -> String {
        match format {
            Format::Markdown => text,
            Format::Html => self.draft.markdown(&asked.place, &text),
            Format::Auto if html::looks_like_html(&text) => self
                .draft
                .markdown(&asked.place, &text.replace('\n', "<br>")),
            Format::Auto | Format::Plain => markup::from_plain(&text),
        }
    }

    /// As a typed text, without markup.
    fn typed(text: &str) -> String {
        let (said, text) = format(text);
        let text = unshield(text);
        let is_html = said == Some(Format::Html)
            || said != Some(Format::Plain) && html::looks_like_html(&text);
        if is_html { html::to_plain(&text) } else { text }
    }

    /// The second part of a pair is plain text in Moodle, `<b>` included.
    fn partner(text: &str) -> String {
        match format(text) {
            (Some(Format::Html), _) => Self::typed(text),
            (_, text) => unshield(text),
        }
    }

    fn body(
        &mut self,
        asked: &mut Asked<'_>,
        inside: &str,
        extras: &mut Extras,
    ) -> Result<Body, String> {
        asked.question = self.text_and_extras(asked.text, asked, extras);
        if asked.question.is_empty() {
            return Err("it has no question".into());
        }
        if inside.is_empty() {
            return Err("an essay: there is no answer to compare with".into());
        }
        let (head, feedback) = inside.split_once('#').unwrap_or((inside, ""));
        let is_true = match head.trim().to_uppercase().as_str() {
            "T" | "TRUE" => Some(true),
            "F" | "FALSE" => Some(false),
            _ => None,
        };
        if let Some(is_true) = is_true {
            self.statements += 1;
            // Feedback for the wrong answer comes first, then for the right one.
            for text in feedback.split('#') {
                let text = self.text(text, asked);
                add(&mut asked.why, &text);
            }
            let front = format!("{}\n\nTrue or false?", asked.question);
            return Ok(Body::basic(front, if is_true { "True" } else { "False" }));
        }
        if let Some(numbers) = inside.strip_prefix('#') {
            return self.number(asked, numbers);
        }
        let answers = answers(inside);
        if answers.iter().any(|a| a.text.contains("->")) {
            return self.pairs(asked, &answers);
        }
        if answers.is_empty() {
            return Err("its answer is written in a way that GIFT does not know".into());
        }
        if answers.iter().all(|a| a.is_right) {
            return self.short_answer(asked, &answers);
        }
        self.choice(asked, &answers)
    }

    fn tell(&mut self, asked: &Asked<'_>, why: impl Into<String>) {
        let left = Left::new(asked.place.clone(), &unshield(asked.text), why);
        self.draft.mended.push(left);
    }

    fn choice(&mut self, asked: &mut Asked<'_>, answers: &[Answer<'_>]) -> Result<Body, String> {
        let most = answers.iter().map(Answer::credit).fold(0.0, f64::max);
        let is_full = |a: &Answer<'_>| {
            if most >= 100.0 {
                a.credit() >= 100.0
            } else {
                a.credit() > 0.0
            }
        };
        let mut options = Vec::new();
        for answer in answers {
            let text = self.text(answer.text, asked);
            let feedback = self.text(answer.feedback, asked);
            let is_right = is_full(answer);
            if !is_right && answer.credit() > 0.0 {
                let (shown, credit) = (short(&markup::plain(&text)), answer.credit());
                let said =
                    format!("`{shown}` is right by {credit} % there and counts as wrong here");
                self.tell(asked, said);
            }
            if is_right {
                add(&mut asked.why, &feedback);
            }
            options.push(Choice {
                text,
                is_right,
                because: if is_right { String::new() } else { feedback },
            });
        }
        let question = std::mem::take(&mut asked.question);
        Ok(Body::Choice { question, options })
    }

    fn pairs(&mut self, asked: &mut Asked<'_>, answers: &[Answer<'_>]) -> Result<Body, String> {
        let mut pairs = Vec::new();
        for answer in answers {
            let (left, right) = answer.text.split_once("->").unwrap_or((answer.text, ""));
            let (left, right) = (self.text(left, asked), Self::partner(right));
            if left.is_empty() || right.is_empty() {
                let shown = short(&markup::plain(&format!("{left}{right}")));
                let said = format!("`{shown}` has no partner there and is left out");
                self.tell(asked, said);
            } else {
                pairs.push((left, markup::from_plain(&right)));
            }
        }
        match pairs.len() {
            0 | 1 => Err("a matching question without two whole pairs".into()),
            _ => {
                let question = std::mem::take(&mut asked.question);
                Ok(Body::Pairs { question, pairs })
            }
        }
    }

    fn short_answer(
        &mut self,
        asked: &mut Asked<'_>,
        answers: &[Answer<'_>],
    ) -> Result<Body, String> {
        let mut texts = Vec::new();
        for answer in answers {
            // An escaped star is literal; an unescaped one matches any text.
            let written = Self::typed(answer.text);
            let text = written.replace("\\*", "*");
            let is_pattern = written.replace("\\*", "").contains('*');
            let shown = short(&text);
            let feedback = self.text(answer.feedback, asked);
            if answer.credit() < 100.0 {
                let (says, credit) = (in_brackets(&feedback), answer.credit());
                let said = format!(
                    "the answer `{shown}` is right by {credit} % there and is not taken{says}"
                );
                self.tell(asked, said);
                continue;
            }
            add(&mut asked.why, &feedback);
            if is_pattern {
                let said = format!(
                    "in `{shown}` the star stands for any letters there; here it is a star"
                );
                self.tell(asked, said);
            }
            texts.push(text);
        }
        let mut texts = texts.into_iter();
        let answer = texts.next().ok_or("none of its answers is wholly right")?;
        Ok(Body::Typed {
            question: std::mem::take(&mut asked.question),
            answer,
            accept: texts.collect(),
        })
    }

    fn number(&mut self, asked: &mut Asked<'_>, numbers: &str) -> Result<Body, String> {
        let single = !numbers.trim_start().starts_with(['=', '~']);
        let answers = if single {
            let (text, feedback) = numbers.split_once('#').unwrap_or((numbers, ""));
            vec![Answer {
                weight: None,
                is_right: true,
                text,
                feedback,
            }]
        } else {
            answers(numbers)
        };
        let mut right: Option<(f64, f64)> = None;
        let mut mistakes = Vec::new();
        for answer in &answers {
            let feedback = self.text(answer.feedback, asked);
            let shown = short(&unshield(answer.text));
            let number = number(&unshield(answer.text));
            match (number, &right) {
                (Some(found), None) if answer.credit() >= 100.0 => {
                    right = Some(found);
                    add(&mut asked.why, &feedback);
                }
                (Some((wrong, _)), _) if answer.credit() <= 0.0 && !feedback.is_empty() => {
                    mistakes.push((wrong, feedback));
                }
                (None, _) if single => return Err(format!("`{shown}` is no number")),
                _ => {
                    let (says, credit) = (in_brackets(&feedback), answer.credit());
                    let shown = Some(&*shown)
                        .filter(|s| !s.is_empty())
                        .unwrap_or("any other");
                    let said = format!(
                        "the number `{shown}`, right by {credit} % there, is not taken{says}"
                    );
                    self.tell(asked, said);
                }
            }
        }
        let (answer, room) = right.ok_or("none of its numbers is wholly right")?;
        let tolerance = match room {
            0.0 => Tolerance::Exact,
            room => Tolerance::Absolute(room),
        };
        Ok(Body::Number {
            question: std::mem::take(&mut asked.question),
            answer,
            unit: String::new(),
            tolerance,
            working: Vec::new(),
            mistakes,
        })
    }
}

/// Behind a sentence; nothing where there is nothing.
fn in_brackets(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!(" ({text})"),
    }
}

fn add(why: &mut String, text: &str) {
    if !why.contains(text) {
        extras::add(why, text);
    }
}

/// The answers between the braces, each after its `=` or `~`.
fn answers(inside: &str) -> Vec<Answer<'_>> {
    let mut starts: Vec<usize> = inside.match_indices(['=', '~']).map(|(at, _)| at).collect();
    let first = starts.first().copied().unwrap_or(inside.len());
    if !inside[..first].trim().is_empty() {
        return Vec::new();
    }
    starts.push(inside.len());
    starts
        .windows(2)
        .map(|pair| {
            let piece = &inside[pair[0]..pair[1]];
            let is_right = piece.starts_with('=');
            let mut rest = piece[1..].trim_start();
            let mut weight = None;
            if let Some((number, behind)) = rest.strip_prefix('%').and_then(|r| r.split_once('%'))
                && let Ok(number) = number.trim().parse::<f64>()
            {
                weight = Some(number).filter(|n| n.is_finite());
                rest = behind;
            }
            let (text, feedback) = rest.split_once('#').unwrap_or((rest, ""));
            Answer {
                weight,
                is_right,
                text: text.trim(),
                feedback: feedback.trim(),
            }
        })
        .filter(|answer| !(answer.text.is_empty() && answer.feedback.is_empty()))
        .collect()
}

/// `5`, `5:0.2`, `4.8..5.2`: the number and its tolerance.
fn number(text: &str) -> Option<(f64, f64)> {
    let one = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    if let Some((from, to)) = text.split_once("..") {
        let (from, to) = (one(from)?, one(to)?);
        let places = |n: f64| (n * 1e9).round() / 1e9;
        return (from <= to).then(|| (places(from / 2.0 + to / 2.0), places((to - from) / 2.0)));
    }
    match text.split_once(':') {
        Some((answer, room)) => Some((one(answer)?, one(room)?.abs())),
        None => Some((one(text)?, 0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(text: &str) -> Note {
        let mut draft = read(text);
        assert_eq!(draft.notes.len(), 1, "{text}: {draft:?}");
        draft.notes.remove(0)
    }

    fn choice(text: &str) -> Vec<(String, bool, String)> {
        let Body::Choice { options, .. } = one(text).body else {
            panic!("no choice in {text}");
        };
        let parts = |o: Choice| (o.text, o.is_right, o.because);
        options.into_iter().map(parts).collect()
    }

    fn option(text: &str, is_right: bool, because: &str) -> (String, bool, String) {
        (text.into(), is_right, because.into())
    }

    #[test]
    fn every_type_with_a_kind_here_becomes_a_card() {
        // A picture letter of a font is none of the reader's own marks.
        let icon = one("\u{f0001} \\= \u{f0008}{=a}");
        assert_eq!(icon.body.front(), "\u{f0001} = \u{f0008}");
        assert_eq!(
            choice("::t::Which?{=a \\= b#so ~c#no\\: never ~%-50%d}"),
            [
                option("a = b", true, ""),
                option("c", false, "no: never"),
                option("d", false, "")
            ]
        );
        assert_eq!(
            choice("Which two?{~%50%a ~%50%b ~%-100%c}"),
            [
                option("a", true, ""),
                option("b", true, ""),
                option("c", false, "")
            ]
        );
        let note = one(
            "// [id:q7] [tag:dock]\n$CATEGORY: $course$/top/Docks//yards/Doors\n[html]The <b>door</b> opens.{FALSE#It is shut.####Go and see}",
        );
        let front = "The **door** opens.\n\nTrue or false?".to_owned();
        assert_eq!(
            note.body,
            Body::Basic {
                front,
                back: "False".into(),
                reversed: false
            }
        );
        assert_eq!(
            (note.why.as_str(), note.deck.join("|")),
            ("Go and see\n\nIt is shut.", "Docks/yards|Doors".into())
        );
        let note = one("Two plus {=two =2 =%50%three}, then, is four.");
        let Body::Typed {
            question,
            answer,
            accept,
        } = note.body
        else {
            panic!()
        };
        assert_eq!(
            (question.as_str(), answer.as_str(), accept),
            (
                "Two plus [...], then, is four.",
                "two",
                vec!["2".to_owned()]
            )
        );
    }

    #[test]
    fn numbers_have_their_room_and_their_mistakes() {
        let number = |text: &str| match one(text).body {
            Body::Number {
                answer,
                tolerance,
                mistakes,
                ..
            } => (answer, tolerance, mistakes),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            number("How many?{#3.1:0.1}"),
            (3.1, Tolerance::Absolute(0.1), vec![])
        );
        assert_eq!(
            number("How many?{#3..4}"),
            (3.5, Tolerance::Absolute(0.5), vec![])
        );
        assert_eq!(number("How many?{#5}"), (5.0, Tolerance::Exact, vec![]));
        assert_eq!(
            number("How many?{#\n=25:0\n=%0%400:2#upside down\n}"),
            (
                25.0,
                Tolerance::Exact,
                vec![(400.0, "upside down".to_owned())]
            )
        );
        let draft = read("When?{#=1822:0 =%50%1822:2#half ~#no}");
        assert_eq!(draft.mended.len(), 2, "{draft:?}");
    }

    #[test]
    fn pairs_become_a_matching_card_and_a_lone_partner_is_told() {
        let draft = read("Match.{=[html]<b>gate</b> -> way in =yard -> a*b = -> moon}");
        let pairs = vec![
            ("**gate**".to_owned(), "way in".to_owned()),
            ("yard".to_owned(), "a\\*b".to_owned()),
        ];
        let question = "Match.".to_owned();
        assert_eq!(draft.notes[0].body, Body::Pairs { question, pairs });
        assert_eq!(draft.mended.len(), 1, "{:?}", draft.mended);
    }

    #[test]
    fn what_has_no_kind_is_told_and_nothing_else_is_lost() {
        let draft = read(
            "// by hand\nWrite on docks.{}\n\nRead this first.\n\nMatch.{=a -> 1 = -> 2}\n\nOdd {x}\n\nWith a\n{=line\n\n~lost =n }\n",
        );
        let why: Vec<&str> = draft
            .left
            .iter()
            .map(|l| l.why.split(':').next().unwrap())
            .collect();
        assert_eq!(
            why,
            [
                "an essay",
                "a matching question without two whole pairs",
                "its answer is written in a way that GIFT does not know"
            ]
        );
        let lost: Vec<&str> = draft.lost.iter().map(|l| l.what.as_str()).collect();
        assert_eq!(lost, ["by hand", "Read this first."]);
        assert_eq!(draft.notes.len(), 1);
    }

    #[test]
    fn a_missing_brace_costs_its_own_question_only() {
        let next = "Two\nlines {=x ~y ~z}\n";
        for (text, left, notes) in [
            ("One {=a ~b ~c\n\n", 1, 1),
            ("One {\n=a\n\n~b\n\n~c\n\n", 1, 1),
            ("One {=a ~b ~c\n\nRead this.\n\n", 1, 1),
            // Nothing tells where the second question begins.
            ("One {=a ~b ~c\n", 1, 0),
            ("One {=$x_{1}$ ~b ~c}\n\n", 1, 1),
            ("One {=a ~b}}\n\n", 1, 1),
            ("One {=a ~b} in x } y.\n\n", 0, 2),
            ("One {=a ~b } ~c}\n\n", 1, 1),
            ("One {=a ~b ~c\n\n~d}\n\n", 0, 2),
        ] {
            let draft = read(&format!("{text}{next}"));
            let lines = draft.left.iter().filter(|l| l.place == "line 1");
            assert_eq!(
                (lines.count(), draft.notes.len()),
                (left, notes),
                "{text}: {draft:?}"
            );
            if let Some(last) = draft.notes.last() {
                assert_eq!(last.body.back(), "x", "{text}");
                assert!(last.body.front().starts_with("Two"), "{text}");
            }
        }
        let last = read("One {T}\n\nTwo {=a ~b\n");
        assert_eq!(
            (last.notes.len(), last.left.len(), last.lost.len()),
            (1, 1, 0)
        );
    }

    proptest! {
        #[test]
        fn whatever_the_text_it_is_read(text in "(::|\\{|\\}|=|~|#|####|%50%|->|\\\\|T|1\\.\\.2|//|\\[html\\]|<b>|[a-zé ]|\n){0,60}") {
            let draft = read(&text);
            prop_assert!(draft.notes.iter().all(|n| !n.body.front().is_empty()));
        }
    }
}

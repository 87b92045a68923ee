//! Aiken, the plainest question text of Moodle: a question, options `A. ` or `A) ` on lines of their own, and `ANSWER: B`.

use super::draft::{Body, Choice, Draft, Note};
use super::markup;

/// Reads a text with lines of options, and one that says which is right; a tab that is not behind a letter makes it a table.
pub fn told(text: &str) -> Option<Draft> {
    let has = |known: &dyn Fn(&str) -> bool| text.lines().any(|line| known(line.trim()));
    let is_it = !has(&|line| option(line).map_or(line, |(_, text)| text).contains('\t'))
        && has(&|line| option(line).is_some())
        && has(&|line| answer(line).is_some());
    is_it.then(|| read(text))
}

/// What makes no card is told in the draft.
fn read(text: &str) -> Draft {
    let mut draft = Draft::default();
    let mut asked = Asked::default();
    let mut is_apart = false;
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        // Behind the first option, a letter that does not follow is a fault, which is told.
        let is_next = |(letter, _): &(char, &str)| *letter == 'A' || !asked.options.is_empty();
        if line.starts_with("ANSWER:") {
            std::mem::take(&mut asked).finish(answer(line), &mut draft);
        } else if let Some((letter, text)) = option(line).filter(|o| asked.line > 0 && is_next(o)) {
            if letter == 'A' {
                // The list that began before was a part of the question.
                for (letter, text) in asked.options.drain(..) {
                    asked.question.push_str(&format!("\n{letter}. {text}"));
                }
            }
            asked.options.push((letter, text.to_owned()));
        } else if !line.is_empty() {
            if is_apart && !asked.options.is_empty() {
                std::mem::take(&mut asked).finish(None, &mut draft);
            }
            if asked.line == 0 {
                asked.line = i + 1;
            }
            let last = asked.options.last_mut().map(|(_, text)| text);
            let text = last.unwrap_or(&mut asked.question);
            text.push('\n');
            text.push_str(line);
        }
        is_apart = line.is_empty();
    }
    asked.finish(None, &mut draft);
    draft
}

/// A question whose answer is not read yet.
#[derive(Default)]
struct Asked {
    /// From 1; 0 where none has begun.
    line: usize,
    question: String,
    options: Vec<(char, String)>,
}

impl Asked {
    fn finish(self, right: Option<char>, draft: &mut Draft) {
        let place = format!("line {}", self.line);
        let is_right = |(letter, _): &(char, String)| Some(*letter) == right;
        let why = match right {
            _ if self.line == 0 => return,
            None => "it has no line `ANSWER:` with one letter".to_owned(),
            _ if self
                .options
                .iter()
                .zip('A'..)
                .any(|(o, letter)| o.0 != letter) =>
            {
                "the letters of its options do not follow one another".to_owned()
            }
            Some(letter) if !self.options.iter().any(is_right) => {
                format!("its answer `{letter}` is none of its options")
            }
            Some(_) => {
                let options = self.options.iter().map(|option| Choice {
                    text: markup::from_plain(&option.1),
                    is_right: is_right(option),
                    ..Choice::default()
                });
                let body = Body::Choice {
                    question: markup::from_plain(&self.question),
                    options: options.collect(),
                };
                return draft.notes.push(Note {
                    place,
                    body,
                    ..Note::default()
                });
            }
        };
        draft.leave(place, &self.question, why);
    }
}

/// `B. text`, `B) text`.
fn option(line: &str) -> Option<(char, &str)> {
    let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
    let text = line[1..].strip_prefix(['.', ')'])?;
    let text = text.strip_prefix([' ', '\t'])?;
    Some((letter, text.trim_start()))
}

/// `ANSWER: B`, `ANSWER: B. text`.
fn answer(line: &str) -> Option<char> {
    let said = line.strip_prefix("ANSWER:")?.trim();
    let letter = said.chars().next().filter(char::is_ascii_uppercase)?;
    (said.len() == 1 || said[1..].starts_with(['.', ')'])).then_some(letter)
}

//! The grades to choose from, their keys, and what each leads to.

use crate::study::memory::{Meant, Memory};
use crate::study::session::Session;
use crate::study::sm2::{FIRST_EASE, Grade};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::widgets::dates::span;
use crate::tui::widgets::width::{pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A grade as it is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub grade: Grade,
    pub key: u8,
    pub word: &'static str,
}

/// Every quality with its word, and its key where four grades are offered.
const GRADES: [(u8, Option<u8>, &str); 6] = [
    (0, None, "Blank"),
    (1, Some(1), "Again"),
    (2, None, "Nearly"),
    (3, Some(2), "Hard"),
    (4, Some(3), "Good"),
    (5, Some(4), "Easy"),
];

/// Four grades with the keys 1 to 4, or all six with 0 to 5.
pub fn choices(six: bool) -> Vec<Choice> {
    let choices = GRADES.into_iter().filter_map(|(quality, of_four, word)| {
        let key = if six { quality } else { of_four? };
        let grade = Grade::new(quality)?;
        Some(Choice { grade, key, word })
    });
    choices.collect()
}

pub fn word(grade: Grade) -> &'static str {
    let mut grades = GRADES.iter();
    let found = grades.find(|(quality, ..)| *quality == grade.value());
    found.map_or("", |(.., word)| word)
}

/// What a grade leads to, in at most `room` cells if possible: `today again, then 1 d` if it was forgotten, `15 d, asked again
/// today` if it passed with effort, `15 d, ease up`.
pub fn follows(session: &Session, grade: Grade, room: usize) -> String {
    let before = session.asking().map(|asked| &asked.question.memory);
    let all = match (session.meant(), session.outcome(grade)) {
        // A look that fails counts as a lapse: the schedule starts over.
        (Some(Meant::Look), Some(_)) if grade.passes() => {
            vec!["seen, no change".into(), "no change".into()]
        }
        (Some(Meant::Review | Meant::Look), Some(after)) => {
            let interval = span(after.schedule().map_or(0, |s| s.interval));
            let ease = ease_moves(before, &after);
            if !grade.passes() {
                vec![
                    format!("today again, then {interval}"),
                    format!("today, then {interval}"),
                    format!("today, {interval}"),
                ]
            } else if grade.needs_drill() {
                vec![
                    format!("{interval}, asked again today"),
                    format!("{interval}, again today"),
                    format!("{interval} + today"),
                ]
            } else {
                vec![format!("{interval}{ease}"), interval]
            }
        }
        (Some(Meant::Drill), Some(_)) if grade.needs_drill() => vec!["again today".into()],
        (Some(Meant::Drill), Some(_)) => vec!["done for today".into(), "done".into()],
        _ => vec!["no change".into()],
    };
    let fits = all.iter().find(|text| width(text) <= room);
    fits.or(all.last()).cloned().unwrap_or_default()
}

fn ease_moves(before: Option<&Memory>, after: &Memory) -> &'static str {
    let ease = |m: &Memory| m.schedule().map_or(FIRST_EASE, |s| s.ease);
    match before.map_or(FIRST_EASE, ease).cmp(&ease(after)) {
        std::cmp::Ordering::Less => ", ease up",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => ", ease down",
    }
}

/// The rows that the grades take in `area`: names, and what they lead to if there is room.
pub fn height(area: Rect) -> u16 {
    if area.height < 8 { 1 } else { 2 }
}

fn cell(area: Rect, six: bool) -> usize {
    usize::from(area.width) / if six { 6 } else { 4 }
}

/// Draws the grades in the last `rows` of `area`, as [`height`] has them; `picked` is the one that Enter takes.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    rows: u16,
    (session, six): (&Session, bool),
    picked: usize,
) {
    let theme = canvas.look.theme;
    let cut = canvas.look.glyphs.cut;
    let choices = choices(six);
    let cell = cell(area, six);
    let top = area.bottom().saturating_sub(rows);
    let longest = choices.iter().map(|c| width(c.word)).max().unwrap_or(0);
    let short = longest + 4 > cell;
    let tight = longest + 5 > cell;
    let (before, after) = (if short { "" } else { " " }, if tight { "" } else { " " });
    for (nth, choice) in choices.iter().enumerate() {
        let word = if short {
            &choice.word[..1]
        } else {
            choice.word
        };
        let (mark, style) = if nth == picked {
            ("<", theme.selected)
        } else {
            (" ", Style::new())
        };
        let text = format!("{}{before}{word}{after}{mark}", choice.key);
        let room = (cell as u16).saturating_sub(1);
        let place = Rect::new(area.x + (nth * cell) as u16, top, room, rows);
        canvas.text(place.x, top, cell as u16, text.trim_end(), style);
        canvas.hit(place, Hit::Act(Action::Pick(choice.key)));
        if rows > 1 && cell >= 12 {
            let what = follows(session, choice.grade, cell - 1);
            let what = pad(&what, cell - 1, cut);
            canvas.text(place.x, top + 1, room, &what, Style::new());
        }
    }
    if rows > 1
        && cell < 12
        && let Some(choice) = choices.get(picked)
    {
        let what = format!(
            "{}: {}",
            choice.word,
            follows(session, choice.grade, usize::from(area.width))
        );
        canvas.text(area.x, top + 1, area.width, &what, Style::new());
    }
}

//! The grades one can give, their keys, and what follows from each.

use crate::study::memory::{Memory, Sitting};
use crate::study::session::Session;
use crate::study::sm2::Grade;
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

/// Four grades with the keys 1 to 4, or all six with 0 to 5.
pub fn choices(six: bool) -> Vec<Choice> {
    let choice =
        |key: u8, quality: u8, word| Grade::new(quality).map(|grade| Choice { grade, key, word });
    let choices = if six {
        vec![
            choice(0, 0, "Blank"),
            choice(1, 1, "Again"),
            choice(2, 2, "Nearly"),
            choice(3, 3, "Hard"),
            choice(4, 4, "Good"),
            choice(5, 5, "Easy"),
        ]
    } else {
        vec![
            choice(1, 1, "Again"),
            choice(2, 3, "Hard"),
            choice(3, 4, "Good"),
            choice(4, 5, "Easy"),
        ]
    };
    choices.into_iter().flatten().collect()
}

pub fn word(grade: Grade) -> &'static str {
    choices(true)
        .into_iter()
        .find(|c| c.grade == grade)
        .map_or("", |c| c.word)
}

/// What a grade leads to, in a few words; `ease` adds how the ease moves.
pub fn follows(session: &Session, grade: Grade, ease: bool) -> String {
    let before = session.asking().map(|asked| &asked.question.memory);
    match (session.sitting(), session.outcome(grade)) {
        (Some(Sitting::Repetition), Some(after)) => {
            let interval = after.schedule().map_or(0, |s| s.interval);
            let again = if grade.needs_drill() {
                "today, then "
            } else {
                ""
            };
            let moved = if ease { ease_moves(before, &after) } else { "" };
            format!("{again}{}{moved}", span(interval))
        }
        (Some(Sitting::Drill), Some(_)) if grade.needs_drill() => "again today".into(),
        (Some(Sitting::Drill), Some(_)) => "done for today".into(),
        _ => "only noted".into(),
    }
}

fn ease_moves(before: Option<&Memory>, after: &Memory) -> &'static str {
    let ease = |m: &Memory| {
        m.schedule()
            .map_or(crate::study::sm2::FIRST_EASE, |s| s.ease)
    };
    match before
        .map_or(crate::study::sm2::FIRST_EASE, ease)
        .cmp(&ease(after))
    {
        std::cmp::Ordering::Less => ", ease up",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => ", ease down",
    }
}

/// How many rows the grades take in `area`.
pub fn height(area: Rect, six: bool) -> u16 {
    let cell = cell(area, six);
    if area.height < 6 {
        1
    } else if usize::from(area.height) > 8 && cell >= 12 || cell >= 12 {
        2
    } else if area.height >= 9 {
        2
    } else {
        1
    }
}

fn cell(area: Rect, six: bool) -> usize {
    usize::from(area.width) / if six { 6 } else { 4 }
}

/// Draws the grades in the last rows of `area`; `picked` is the one that Enter takes.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, session: &Session, six: bool, picked: usize) {
    let theme = canvas.look.theme;
    let cut = canvas.look.glyphs.cut;
    let choices = choices(six);
    let cell = cell(area, six);
    let rows = height(area, six);
    let top = area.bottom().saturating_sub(rows);
    let short = choices.iter().any(|c| width(c.word) + 4 > cell);
    for (nth, choice) in choices.iter().enumerate() {
        let is_picked = nth == picked;
        let word = if short {
            &choice.word[..1]
        } else {
            choice.word
        };
        let mark = if is_picked { "<" } else { " " };
        let space = if short { "" } else { " " };
        let text = format!("{}{space}{word}{space}{mark}", choice.key);
        let style = if is_picked {
            theme.selected
        } else {
            Style::new()
        };
        let x = area.x + (nth * cell) as u16;
        canvas.text(x, top, cell as u16, text.trim_end(), style);
        let place = Rect {
            x,
            y: top,
            width: (cell as u16).saturating_sub(1),
            height: rows,
        };
        canvas.hit(
            place,
            Hit::Act(crate::tui::action::Action::Pick(choice.key)),
        );
        if rows > 1 && cell >= 12 {
            let what = follows(session, choice.grade, cell >= 22);
            canvas.text(
                x,
                top + 1,
                cell as u16 - 1,
                &pad(&what, cell - 1, cut),
                theme.dim,
            );
        }
    }
    if rows > 1
        && cell < 12
        && let Some(choice) = choices.get(picked)
    {
        let what = format!("{}: {}", choice.word, follows(session, choice.grade, true));
        canvas.text(area.x, top + 1, area.width, &what, theme.dim);
    }
}

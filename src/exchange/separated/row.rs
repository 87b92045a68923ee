//! One row on its way to a note.

use super::asks::Asks;
use super::head::Head;
use super::plan::Plan;
use crate::exchange::columns::{self, Column};
use crate::exchange::draft::{Body, Choice, Draft, Note, Thing, own_id, short};
use crate::exchange::format::Cells;
use crate::exchange::{cells, extras, html, markup};
use crate::files::rows::Row;
use crate::study::key::is_id;
use crate::study::kinds::has_malformed_gap;

/// One row on its way to a note.
pub struct Reader<'a> {
    pub row: &'a Row<'a>,
    pub plan: &'a Plan,
    pub head: &'a Head,
    pub cells: Cells,
    /// Nobody said what the cells hold: a line end may be meant as one.
    pub is_guessed: bool,
    /// The answers count the options from 0.
    pub from_zero: bool,
    pub place: String,
}

impl Reader<'_> {
    fn raw(&self, column: Column) -> impl Iterator<Item = &str> {
        let cells = self.plan.columns.iter().zip(&self.row.cells);
        cells
            .filter(move |(c, _)| **c == column)
            .map(|(_, cell)| cells::fuse(cell).trim())
            .filter(|cell| !cell.is_empty())
    }

    fn one(&self, column: Column) -> &str {
        self.raw(column).next().unwrap_or("")
    }

    fn text(&self, cell: &str, draft: &mut Draft) -> String {
        match self.cells {
            Cells::Plain => markup::from_plain(cell),
            Cells::Markdown => cell.to_owned(),
            Cells::Html if self.is_guessed && !html::has_lines(cell) => {
                draft.markdown(&self.place, &cell.replace('\n', "<br>"))
            }
            Cells::Html => draft.markdown(&self.place, cell),
        }
    }

    fn texts(&self, column: Column, draft: &mut Draft) -> String {
        let texts = self.raw(column).map(|cell| self.text(cell, draft));
        texts.collect::<Vec<_>>().join("\n\n")
    }

    /// As it is typed, without marks.
    fn plain(&self, cell: &str) -> String {
        match self.cells {
            Cells::Plain => cell.to_owned(),
            Cells::Markdown => markup::plain(cell),
            Cells::Html => html::to_plain(cell),
        }
    }

    /// The error says why the row makes no card.
    pub fn note(&self, draft: &mut Draft) -> Result<Note, String> {
        let media_before = draft.media.len();
        let front = self.texts(Column::Front, draft);
        let back = self.texts(Column::Back, draft);
        let why = self.texts(Column::Why, draft);
        let hint = self.texts(Column::Hint, draft);
        let source = self.texts(Column::Source, draft);
        let showed_media = draft.media.len() > media_before;
        let nothing = |what: &str| {
            if showed_media {
                format!("its {what} is only a picture or a sound")
            } else {
                format!("it has no {what}")
            }
        };
        if front.is_empty() {
            return Err(nothing("question"));
        }
        let notetype = match self.one(Column::Notetype) {
            "" => self.head.notetype.as_deref().unwrap_or(""),
            named => named,
        };
        let look = Asks::told(notetype);
        let options = self.options(draft)?;
        let has_gap = has_number(&front) || has_malformed_gap(&front);
        let mut more = why;
        // The fields of the note say whether it is a cloze; names are in any language.
        let body = if !options.is_empty() {
            Body::Choice {
                question: front,
                options,
            }
        } else if has_gap && look != Asks::Basic {
            let why = std::mem::replace(&mut more, back);
            extras::add(&mut more, &why);
            Body::Cloze(front)
        } else if back.is_empty() {
            return Err(match look {
                Asks::Cloze => "it has no gap".into(),
                _ => nothing("answer"),
            });
        } else if look == Asks::Typed {
            let answer = self.raw(Column::Back).map(|cell| self.plain(cell));
            Body::Typed {
                question: front,
                answer: answer.collect::<Vec<_>>().join(" "),
                accept: Vec::new(),
            }
        } else {
            let reversed = match look {
                Asks::BothWays => true,
                Asks::PerhapsBothWays => !self.one(Column::Unknown).is_empty(),
                _ => says_yes(self.one(Column::Reversed)) == Some(true),
            };
            Body::Basic {
                front,
                back,
                reversed,
            }
        };
        self.lose_rest(look == Asks::PerhapsBothWays, draft);
        let asked = self.one(Column::Id);
        let guid = match asked {
            "" => self.one(Column::Guid),
            asked => asked,
        };
        let deck = match self.one(Column::Deck) {
            "" => self.head.deck.as_deref().unwrap_or(""),
            named => named,
        };
        let tags = self
            .raw(Column::Tags)
            .flat_map(|cell| cell.split([' ', ',', ';']));
        let tags = tags.filter(|t| !t.is_empty()).map(str::to_owned);
        Ok(Note {
            place: self.place.clone(),
            id: own_id(guid).or_else(|| is_id(asked).then(|| asked.to_owned())),
            guid: guid.to_owned(),
            deck: deck
                .split("::")
                .map(str::trim)
                .filter(|d| !d.is_empty())
                .map(str::to_owned)
                .collect(),
            body,
            tags: self.head.tags.iter().cloned().chain(tags).collect(),
            why: more,
            hint,
            source,
            progress: Vec::new(),
        })
    }

    /// The options to choose from; empty where the row has none.
    fn options(&self, draft: &mut Draft) -> Result<Vec<Choice>, String> {
        let columns = &self.plan.columns;
        let is_option = |c: &Column| matches!(c, Column::Choice(_) | Column::Wrong);
        if !columns.iter().any(is_option) {
            return Ok(Vec::new());
        }
        // Letters or numbers, the cell as it stands, and as Markdown.
        let mut options: Vec<(char, String, Choice)> = Vec::new();
        let mut wrong = Vec::new();
        let mut of = |cell: &str, is_right| Choice {
            text: self.text(cell, draft),
            is_right,
            ..Choice::default()
        };
        for (column, cell) in columns.iter().zip(&self.row.cells) {
            let cell = cells::fuse(cell).trim();
            if cell.is_empty() || !is_option(column) {
                continue;
            }
            let choice = of(cell, false);
            match column {
                Column::Choice(mark) => options.push((*mark, self.plain(cell), choice)),
                _ => wrong.push(choice),
            }
        }
        let right = self.one(Column::Back);
        if right.is_empty() {
            return Err("it does not say which option is right".into());
        }
        if options.is_empty() {
            if !wrong.is_empty() {
                wrong.insert(0, of(right, true));
            }
            return Ok(wrong);
        }
        for at in which(&options, &self.plain(right), self.from_zero)? {
            options[at].2.is_right = true;
        }
        let options = options.into_iter().map(|(_, _, choice)| choice);
        Ok(options.chain(wrong).collect())
    }

    /// Cells that no place was found for.
    fn lose_rest(&self, took_unknown: bool, draft: &mut Draft) {
        for (i, cell) in self.row.cells.iter().enumerate() {
            let column = self.plan.columns.get(i);
            let is_lost = match column {
                None | Some(Column::Unknown | Column::Skip) => true,
                Some(Column::Reversed) => says_yes(cell).is_none(),
                Some(_) => false,
            };
            if !is_lost
                || cell.trim().is_empty()
                || took_unknown && column == Some(&Column::Unknown)
            {
                continue;
            }
            let of = match (self.plan.names.get(i).filter(|n| !n.is_empty()), column) {
                (Some(name), _) => format!("column `{}`", short(name)),
                (None, Some(_)) => format!("column {}", i + 1),
                (None, None) => "beyond the columns".into(),
            };
            if self.cells == Cells::Html {
                // Its pictures and links are told as such.
                draft.markdown(&self.place, cell);
            }
            draft.lose(Thing::Cell, &of, self.place.clone(), cell);
        }
    }
}

/// The options that an answer names: by letter or number, or by their words; never by a guess. A number may count from 0.
pub fn which(
    options: &[(char, String, Choice)],
    answer: &str,
    from_zero: bool,
) -> Result<Vec<usize>, String> {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let by_text = |answer: &str| options.iter().position(|(_, text, _)| same(text, answer));
    // Options without a mark of their own are counted.
    let by_mark = |answer: &str| {
        let said = columns::mark(answer)?;
        let number = said.to_digit(10).filter(|_| from_zero);
        options
            .iter()
            .enumerate()
            .position(|(i, (mark, _, _))| match (mark, number) {
                ('?', Some(number)) => number == i as u32,
                ('1'..='9', Some(number)) => mark.to_digit(10) == Some(number + 1),
                (_, Some(number)) => u32::from(*mark) == u32::from('a') + number,
                ('?', _) => ['a', '1', 'а']
                    .iter()
                    .any(|first| u32::from(*first) + i as u32 == u32::from(said)),
                (mark, _) => *mark == said,
            })
    };
    let one = |answer: &str| -> Result<usize, String> {
        match (by_text(answer), by_mark(answer)) {
            (Some(text), Some(mark)) if text != mark => Err(format!(
                "its answer `{answer}` names one option and says what stands in another"
            )),
            (Some(at), _) | (None, Some(at)) => Ok(at),
            (None, None) => Err(format!(
                "its answer `{}` is none of its options",
                short(answer)
            )),
        }
    };
    one(answer).map(|at| vec![at]).or_else(|why| {
        // An answer without such a sign is the same again, and no option either.
        let parts = answer.split([',', ';', '&', '|']).map(str::trim);
        parts.map(one).collect::<Result<_, _>>().map_err(|_| why)
    })
}

/// Whether a cell says yes or no; `None` where it says something else.
fn says_yes(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "1" | "y" | "yes" | "true" | "x" | "ja" | "oui" | "sí" | "si" => Some(true),
        "" | "0" | "n" | "no" | "false" | "-" | "nein" | "non" => Some(false),
        _ => None,
    }
}

/// `{{c1::`
fn has_number(text: &str) -> bool {
    text.match_indices("{{c").any(|(at, _)| {
        let behind = text[at + 3..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
        behind.len() < text.len() - at - 3 && behind.starts_with("::")
    })
}

//! What the columns of a file are, told by its first row, by its `#` lines, or by who reads it.

use super::asks::Asks;
use super::head::Head;
use crate::exchange::columns::{self, Column, First};
use crate::exchange::draft::short;
use crate::exchange::format::Options;
use crate::study::text::QUESTION_MARKS;

/// What the columns are, and how it is known.
pub struct Plan {
    pub columns: Vec<Column>,
    /// The names that the file gives them.
    pub names: Vec<String>,
    pub has_header: bool,
}

/// What each column holds; `said` are the columns that the options name. The error asks for what cannot be told from the rows.
pub fn plan(
    sample: &[Vec<String>],
    head: &Head,
    options: &Options<'_>,
    said: Option<Vec<Column>>,
) -> Result<Plan, String> {
    let width = sample.iter().map(Vec::len).max().unwrap_or(0);
    let Some((row, below)) = sample.split_first() else {
        return Err("it holds no rows".into());
    };
    let shown = short(&row.join(" | "));
    let ask = |why: &str, columns: Option<&[Column]>| {
        let columns = columns.map_or(String::new(), |c| format!(" --columns {}", Column::list(c)));
        let command = format!("{}{columns} --header", options.command);
        format!(
            "whether its first row (`{shown}`) names the columns or is a card cannot be told: {why}. Say which it is: `{command} yes` or `{command} no`"
        )
    };
    // With what Anki's lines say, and a front and a back.
    let completed = |mut columns: Vec<Column>| {
        columns.resize(columns.len().max(width), Column::Unknown);
        place(&mut columns, head);
        fill(&mut columns);
        columns
    };
    let proposed = || {
        let mut proposed = vec![Column::Skip; width];
        fill(&mut proposed);
        proposed
    };
    if let Some(said) = said {
        let mut others = said.iter().filter(|c| !matches!(c, Column::Skip));
        let is_cloze = others.next() == Some(&Column::Front) && others.next().is_none();
        if !columns::is_whole(&said) && !is_cloze {
            return Err("--columns names no front, or no back; a card needs both".into());
        }
        let has_header = match (options.header, columns::first(row, below)) {
            (Some(said), _) => said,
            (None, First::Names(_)) => true,
            (None, First::Card) => false,
            (None, First::Unclear(why)) => return Err(ask(&why, Some(&said))),
        };
        return Ok(Plan {
            columns: said,
            names: if has_header { row.clone() } else { Vec::new() },
            has_header,
        });
    }
    if let Some(names) = &head.columns {
        let repeats = row.iter().zip(names).all(|(cell, name)| cell == name);
        let columns = with_options(columns::by_names(names), names, sample, options)?;
        return Ok(Plan {
            columns: completed(columns),
            names: names.clone(),
            has_header: options.header.unwrap_or(repeats),
        });
    }
    let first = match options.header {
        Some(true) => {
            let columns = columns::by_names(row);
            if !columns::is_whole(&columns) && columns.len() != 2 {
                return Err(format!(
                    "its header (`{shown}`) names no front and back that are known here; say what the columns are, such as `{} --header yes --columns {}`",
                    options.command,
                    Column::list(&proposed())
                ));
            }
            First::Names(columns)
        }
        Some(false) => First::Card,
        None => match columns::first(row, below) {
            First::Unclear(_) if head.is_anki => First::Card,
            first => first,
        },
    };
    match first {
        First::Unclear(why) => Err(ask(&why, None)),
        First::Names(columns) => Ok(Plan {
            columns: completed(with_options(columns, row, below, options)?),
            names: row.clone(),
            has_header: true,
        }),
        First::Card => {
            let mut columns = vec![Column::Unknown; width];
            place(&mut columns, head);
            // A column that is empty throughout holds nothing that could be front or back.
            let holds = |i: &usize| cells(sample, *i).next().is_some();
            let is_free = |i: &usize| columns[*i] == Column::Unknown && holds(i);
            let free: Vec<usize> = (0..width).filter(is_free).collect();
            let numbers = free.first().is_some_and(|i| {
                let numbers = cells(sample, *i).filter(|c| columns::is_number(c));
                sample.len() > 1 && numbers.count() == sample.len()
            });
            let is_card = |row: &Vec<String>| {
                row.iter().filter(|c| !c.is_empty()).count() > 1
                    || row.iter().any(|c| c.contains("{{c"))
            };
            if !sample.iter().any(is_card) {
                return Err(single(sample, options));
            }
            let unsaid = options.header.is_none() && !head.is_anki;
            if unsaid && (free.len() > 3 && wide(sample) > 3 || free.len() > 2 && numbers) {
                let why = format!(
                    "no name of a column is known in it, and which of the {width} columns are front and back is not said"
                );
                return Err(ask(&why, Some(&proposed())));
            }
            fill(&mut columns);
            if let [_, _, third] = free[..]
                && !columns.contains(&Column::Tags)
                // The third field of such a note says whether it is asked both ways.
                && Asks::told(head.notetype.as_deref().unwrap_or("")) != Asks::PerhapsBothWays
                && holds_tags(sample, third)
            {
                columns[third] = Column::Tags;
            }
            Ok(Plan {
                columns,
                names: Vec::new(),
                has_header: false,
            })
        }
    }
}

/// With options in columns that are known by nothing but that their names count up, where the answers name them by letter or
/// repeat what stands in them. Answers that are letters or numbers of options which cannot be told are asked about.
fn with_options(
    mut columns: Vec<Column>,
    names: &[String],
    below: &[Vec<String>],
    options: &Options,
) -> Result<Vec<Column>, String> {
    let is_choice = |c: &Column| matches!(c, Column::Choice(_) | Column::Wrong);
    let back = columns.iter().position(|c| *c == Column::Back);
    let Some(back) = back.filter(|_| !columns.iter().any(is_choice)) else {
        return Ok(columns);
    };
    let mut counted = columns::counted(names);
    counted.retain(|(at, _)| columns[*at] == Column::Unknown && cells(below, *at).next().is_some());
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let names_one = |(row, answer): &(&Vec<String>, &str)| {
        counted.iter().any(|(at, mark)| {
            // A number may be an amount.
            let is_letter = columns::mark(answer) == Some(*mark) && !mark.is_ascii_digit();
            let cell = row.get(*at).filter(|cell| !cell.is_empty());
            cell.is_some_and(|cell| is_letter || same(cell, answer))
        })
    };
    let answers = below.iter().filter_map(|row| Some((row, row.get(back)?)));
    let answers: Vec<(&Vec<String>, &str)> = answers
        .flat_map(|(row, cell)| {
            cell.split([',', ';', '&', '|'])
                .map(move |a| (row, a.trim()))
        })
        .filter(|(_, answer)| !answer.is_empty())
        .collect();
    // A few rows may be at fault, and are told then.
    let most = |count: usize| count > 0 && count * 10 >= answers.len() * 9;
    if counted.len() > 1 && most(answers.iter().filter(|a| names_one(a)).count()) {
        for (at, mark) in counted {
            columns[at] = Column::Choice(mark);
        }
        return Ok(columns);
    }
    // A number above that of the options is an amount.
    let is_key = |answer: &str| {
        let number = columns::mark(answer).map(|mark| mark.to_digit(10));
        number.is_some_and(|n| counted.len() < 2 || n.is_none_or(|n| n as usize <= counted.len()))
    };
    if !most(answers.iter().filter(|(_, answer)| is_key(answer)).count()) {
        return Ok(columns);
    }
    let command = &options.command;
    let first = short(answers.first().map_or("", |(_, answer)| *answer));
    let as_it_stands = format!(
        "`{command} --columns {}` takes the answers as they stand",
        Column::list(&columns)
    );
    if counted.len() > 1 {
        for (at, _) in &counted {
            columns[*at] = Column::Choice('?');
        }
        let shown: Vec<String> = counted
            .iter()
            .map(|(at, _)| format!("`{}`", short(&names[*at])))
            .collect();
        return Err(format!(
            "its answers (`{first}`) seem to be letters or numbers of options, and {} are not called so; `{command} --columns {}` takes them as options, {as_it_stands}",
            shown.join(", "),
            Column::list(&columns)
        ));
    }
    let holds_all = |at: &usize| {
        let is_list = |cell: &String| cell.starts_with('[') && cell.ends_with(']');
        let is_named = names
            .get(*at)
            .is_some_and(|name| columns::is_of_options(name));
        columns[*at] == Column::Unknown
            && cells(below, *at).next().is_some()
            && cells(below, *at).all(|cell| {
                (is_named || is_list(cell)) && cell.contains([',', ';', '|', '/', '\n'])
            })
    };
    match (0..columns.len()).find(holds_all) {
        Some(at) => Err(format!(
            "its answers (`{first}`) seem to be letters or numbers of options, and `{}` holds all options in one cell; give each option a column of its own, or {as_it_stands}",
            names.get(at).map_or(String::new(), |name| short(name))
        )),
        None => Ok(columns),
    }
}

/// How many cells most rows have.
fn wide(sample: &[Vec<String>]) -> usize {
    let mut widths: Vec<usize> = sample.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or(0)
}

/// As Anki's `#... column` lines say.
fn place(columns: &mut Vec<Column>, head: &Head) {
    for (at, column) in &head.at {
        if columns.len() <= *at {
            columns.resize(at + 1, Column::Unknown);
        }
        columns[*at] = *column;
    }
}

/// A front and a back in the free columns, in order, where there is none.
fn fill(columns: &mut [Column]) {
    for wanted in [Column::Front, Column::Back] {
        if !columns.contains(&wanted)
            && let Some(free) = columns
                .iter_mut()
                .find(|c| matches!(c, Column::Unknown | Column::Skip))
        {
            *free = wanted;
        }
    }
}

/// The filled cells of a column.
fn cells(sample: &[Vec<String>], at: usize) -> impl Iterator<Item = &String> {
    let cells = sample.iter().filter_map(move |row| row.get(at));
    cells.filter(|cell| !cell.is_empty())
}

/// One word a cell, or several where one is like `a::b`.
fn holds_tags(sample: &[Vec<String>], at: usize) -> bool {
    let is_marked = cells(sample, at).any(|c| c.contains("::"));
    let is_tags = |cell: &String| {
        !cell.ends_with(['.', '?', '!'])
            && !cell.contains('<')
            && (is_marked || cell.split_whitespace().count() == 1)
    };
    cells(sample, at).all(is_tags)
}

/// Refuses a list of cards on one line, as Quizlet copies it: `a,b;c,d`. As a row it would be one card of the first two.
pub fn on_one_line(body: &str, options: &Options<'_>) -> Result<(), String> {
    let cards: Vec<&str> = body.trim().split_terminator(';').collect();
    let marks = ["\t", " - ", " – ", " = ", ": ", ", ", ","];
    let once = |mark: &&str| cards.iter().all(|card| card.matches(*mark).count() == 1);
    // Definitions may hold both signs.
    let most = |mark: &&str| {
        let count = cards.iter().filter(|card| card.contains(*mark)).count();
        // What ends in `?` is a question, not a card.
        let asks = |card: &&str| card.trim_end().ends_with(QUESTION_MARKS);
        cards.first().is_some_and(|card| card.contains(*mark))
            && !cards.iter().any(asks)
            && count > 1
            && count * 3 >= cards.len() * 2
    };
    let between = marks
        .into_iter()
        .find(once)
        .or(marks.into_iter().find(most));
    let between = between.filter(|_| cards.len() > 1);
    between.map_or(Ok(()), |between| {
        let command = &options.command;
        Err(format!(
            "it seems to be a list of {} cards on one line; `{command} --format quizlet --between \"{}\" --after \";\"` takes it so, and `{command} --columns front,back` as one card",
            cards.len(),
            between.replace('\t', "\\t")
        ))
    })
}

/// Why a file with one cell a row holds no cards, and what may part them.
fn single(sample: &[Vec<String>], options: &Options<'_>) -> String {
    let cells: Vec<&String> = sample.iter().filter_map(|row| row.first()).collect();
    let parts =
        |mark: &&str| cells.iter().filter(|c| c.contains(*mark)).count() * 10 >= cells.len() * 9;
    let mark = [" - ", " – ", " — ", " = ", ": ", " : ", " -> ", ":"]
        .into_iter()
        .find(parts);
    match mark {
        Some(mark) => format!(
            "no tab, comma or semicolon parts its cells, but `{mark}` stands in its rows; `{} --format quizlet --between \"{mark}\"` takes it so",
            options.command
        ),
        None => format!(
            "its rows have one cell (`{}`), and a card needs a front and a back; where another sign parts them, name it with --separator, or for lists with --format quizlet --between; where it is no table, say --format gift or markdown",
            short(cells.first().map_or("", |c| c.as_str()))
        ),
    }
}

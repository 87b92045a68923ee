//! CSV and TSV: rows of cells, with a header of column names or with Anki's `#` lines. Written with both guids and ids, so
//! that a second import elsewhere updates instead of doubling.

mod write;

use super::columns::{self, Column, First};
use super::draft::{Body, Choice, Draft, Left, Note, Thing, own_id, short};
use super::extras::{self, Extras};
use super::{cells, html, markdown, markup};
use crate::files::rows::{self, Row, Rows};
use crate::parallel;
use crate::study::key::is_id;
use crate::study::kinds::has_malformed_gap;
use crate::study::text::Text;
use std::collections::HashMap;
pub use write::write;

/// What the cells of a file hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// Shown as it stands.
    Plain,
    Html,
    Markdown,
}

/// What is said about a file; the rest is told by the file itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The command that reads it, to be repeated with more said.
    pub command: String,
    pub cells: Option<Cells>,
    pub separator: Option<u8>,
    pub columns: Option<Vec<Column>>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
}

/// Rows looked at to tell what the columns are.
const LOOKED_AT: usize = 200;

/// Anki's `#key:value` lines at the head of a file.
#[derive(Debug, Default)]
struct Head {
    separator: Option<u8>,
    /// What a spreadsheet filled its lines up with: the mark that parts the cells now.
    padding: Option<u8>,
    html: Option<bool>,
    columns: Option<Vec<String>>,
    tags: Vec<String>,
    deck: Option<String>,
    notetype: Option<String>,
    /// Column numbers from 0.
    at: Vec<(usize, Column)>,
    lines: usize,
    /// Whether there are any.
    is_anki: bool,
}

const MARKS: [char; 4] = [',', ';', '\t', '|'];

fn head<'a>(text: &'a str, draft: &mut Draft) -> Result<(Head, &'a str), String> {
    let mut head = Head::default();
    let mut rest = text;
    if let Some((mark, behind)) = rows::said_separator(text) {
        head.padding = Some(mark);
        head.lines = 1;
        rest = behind;
    }
    while rest.starts_with('#') || rest.starts_with("\"#") {
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        // A spreadsheet puts quotes around a line that holds its own separator.
        let first = line
            .starts_with('"')
            .then(|| Rows::new(line, b',', 1).next());
        let unquoted = first
            .flatten()
            .and_then(|row| Some(row.cells.first()?.to_string()));
        let line = unquoted.as_deref().unwrap_or(line).trim_start_matches('#');
        let known = line
            .split_once(':')
            .map(|(key, value)| (key.trim().to_lowercase(), value.trim_matches([' ', '"'])));
        match known {
            Some((key, value)) if head.take(&key, value)? => head.is_anki = true,
            _ if head.is_anki || !line.contains(MARKS) => {
                draft.lose(Thing::Comment, "", format!("line {}", head.lines + 1), line);
            }
            _ => break,
        }
        rest = behind;
        head.lines += 1;
    }
    Ok((head, rest))
}

impl Head {
    /// Whether it is one of Anki's settings.
    fn take(&mut self, key: &str, value: &str) -> Result<bool, String> {
        let bare = value.trim_end_matches(MARKS).trim_end_matches(['"', ' ']);
        let padded = &value[bare.len()..];
        let column = |what: Column| -> Result<(usize, Column), String> {
            let number = bare.parse().ok().filter(|n| (1..=1_000).contains(n));
            let number: usize = number.ok_or_else(|| {
                format!("`#{key}:{value}` names no column; columns are counted from 1")
            })?;
            Ok((number - 1, what))
        };
        match key {
            // Its value may be the mark itself.
            "separator" if bare.is_empty() => {
                self.separator = Some(separator(value.get(..1).unwrap_or("\t"))?);
            }
            "separator" => self.separator = Some(separator(bare)?),
            "html" => self.html = Some(bare.eq_ignore_ascii_case("true")),
            "columns" => {
                let mark = self.padding.or(self.separator);
                let mark = mark.unwrap_or_else(|| rows::guess_separator(value, &|_| false));
                let row = Rows::new(value, mark, 1).next();
                let cells = row.map(|row| row.cells).unwrap_or_default();
                self.columns = Some(cells.iter().map(|c| c.trim().to_owned()).collect());
            }
            "tags" => self.tags = bare.split_whitespace().map(str::to_owned).collect(),
            "deck" => self.deck = Some(bare.to_owned()),
            "notetype" => self.notetype = Some(bare.to_owned()),
            "deck column" => self.at.push(column(Column::Deck)?),
            "tags column" => self.at.push(column(Column::Tags)?),
            "notetype column" => self.at.push(column(Column::Notetype)?),
            "guid column" => self.at.push(column(Column::Guid)?),
            "if matches" => {}
            _ => return Ok(false),
        }
        if key != "columns" && !bare.is_empty() && !padded.is_empty() {
            self.padding = padded.bytes().next_back();
        }
        Ok(true)
    }
}

/// A mark by its name, or itself.
pub fn separator(value: &str) -> Result<u8, String> {
    Ok(match value.to_lowercase().as_str() {
        "tab" | "\\t" => b'\t',
        "comma" => b',',
        "semicolon" => b';',
        "pipe" => b'|',
        "colon" => b':',
        "space" => b' ',
        one if one.len() == 1 && one != "\n" && one != "\"" => one.as_bytes()[0],
        _ => {
            return Err(format!(
                "`{value}` is no separator; write tab, comma, semicolon, pipe, colon, space or one sign"
            ));
        }
    })
}

/// What the columns are, and how it is known.
struct Plan {
    columns: Vec<Column>,
    /// The names that the file gives them.
    names: Vec<String>,
    has_header: bool,
}

pub fn read(text: &str, options: &Options, tell: &mut dyn FnMut(usize)) -> Result<Draft, String> {
    let mut draft = Draft::default();
    let (head, body) = head(text, &mut draft)?;
    if body.trim().is_empty() {
        return Err("it holds no rows".into());
    }
    let separator = options.separator.or(head.padding).or(head.separator);
    let separator = separator.unwrap_or_else(|| {
        rows::guess_separator(body, &|cells| columns::is_whole(&columns::by_names(cells)))
    });
    if is_questions(body) {
        let text = body.replace("Q:\t", "Q: ").replace("A:\t", "A: ");
        let mut draft = markdown::read(&text);
        let remark = "its lines begin with `Q:` and `A:`: read as with --format markdown";
        draft.remarks.insert(0, remark.into());
        return Ok(draft);
    }
    let cells = options.cells.unwrap_or(match head.html {
        Some(true) => Cells::Html,
        Some(false) => Cells::Plain,
        None if html::looks_like_html(body) => {
            draft.remarks.push(
                "the cells hold HTML and were read so; --cells plain takes them as they stand"
                    .into(),
            );
            Cells::Html
        }
        None => Cells::Plain,
    });
    let all = || {
        let rows = Rows::new(body, separator, head.lines + 1);
        rows.filter(|row| !row.is_empty())
    };
    // Comments are short where the other rows are not; in a file with Anki's lines all of them are.
    let widest = all()
        .take(LOOKED_AT)
        .map(|row| row.filled())
        .max()
        .unwrap_or(0);
    // Above the first row `# ` begins one, whatever signs are in it.
    let first = all().find(|row| !row.is_hash).map_or(0, |row| row.line);
    // A title, or a few words about the list, stand alone above a row that names the columns.
    let mut filled = all().take(10).filter(|row| row.filled() > 1);
    let named = filled.next();
    let named = named.filter(|row| columns::is_whole(&columns::by_names(&row.cells)));
    let named = named.map_or(0, |row| row.line);
    let is_comment = |row: &Row<'_>| {
        let is_above = row.line < first && row.cells[0].starts_with("# ");
        row.line < named
            || row.is_hash && (head.is_anki || row.filled() < widest.min(2) || is_above)
    };
    let sample: Vec<Vec<String>> = all()
        .filter(|row| !is_comment(row))
        .take(LOOKED_AT)
        .map(|row| row.cells.iter().map(|c| c.trim().to_owned()).collect())
        .collect();
    if let ([_], None) = (sample.as_slice(), &options.columns) {
        on_one_line(body, options)?;
    }
    let plan = plan(&sample, &head, options)?;
    let choices = plan
        .columns
        .iter()
        .filter(|c| matches!(c, Column::Choice(_)));
    let choices = choices.count();
    if choices > 0 && !plan.columns.contains(&Column::Back) {
        return Err(format!(
            "its columns are a question and {choices} options, and none says which option is right; name that column `answer`, or say `{} --columns {}` with `back` for it",
            options.command,
            Column::list(&plan.columns)
        ));
    }
    let mut header = plan.has_header;
    let mut rows = Vec::new();
    for row in all() {
        let is_comment = is_comment(&row);
        if is_comment || !std::mem::take(&mut header) {
            rows.push((row, is_comment));
        }
    }
    let read = |(mut row, is_comment): (Row<'_>, bool)| {
        let (line, is_open) = (row.line, row.is_open);
        let place = format!("line {line}");
        let mut part = Draft::default();
        if is_comment {
            let text = row.cells.iter().map(|c| c.trim_matches(['#', ' ']));
            part.lose(
                Thing::Comment,
                "",
                place,
                &text.collect::<Vec<_>>().join(" "),
            );
            return (line, is_open, part);
        }
        let mut extras = Extras::default();
        if cells == Cells::Html {
            for cell in row.cells.iter_mut().filter(|cell| cell.contains("swot-")) {
                extras::take(cell.to_mut(), &mut extras);
            }
        }
        let reader = Reader {
            row: &row,
            plan: &plan,
            head: &head,
            cells,
            place,
        };
        match reader.note(&mut part) {
            Ok(mut note) => {
                extras.give(&mut note, &mut part);
                part.notes.push(note);
            }
            Err(why) => {
                let shown = row.cells.iter().map(|c| c.trim()).find(|c| !c.is_empty());
                let left = Left::new(reader.place, shown.unwrap_or(""), why);
                part.left.push(left);
            }
        }
        (line, is_open, part)
    };
    let read = |rows: Vec<_>| rows.into_iter().map(read).collect::<Vec<_>>();
    let (mut of_guid, mut count) = (HashMap::new(), 0);
    parallel::each(parallel::portions(rows), read, |parts| {
        count += parts.len();
        tell(count);
        for (line, is_open, mut part) in parts {
            for note in &part.notes {
                let mut mend = |why| {
                    let left = Left::new(note.place.clone(), note.body.front(), why);
                    part.mended.push(left);
                };
                if !note.guid.is_empty() {
                    let first = *of_guid.entry(note.guid.clone()).or_insert(line);
                    if first != line {
                        mend(format!(
                            "its guid is that of line {first} too: both are cards now"
                        ));
                    }
                }
                if is_open {
                    mend(
                        "a quotation mark in it is never closed: it was taken as it stands".into(),
                    );
                }
            }
            draft.add(part);
        }
    });
    if options.columns.is_none() {
        draft.remarks.extend(told(&plan, &draft));
    }
    draft.title = head
        .deck
        .filter(|d| !d.is_empty())
        .map(|d| d.split("::").next().unwrap_or("").to_owned());
    Ok(draft)
}

/// Whether most rows are not rows but lines `Q: ...` and `A: ...`.
fn is_questions(text: &str) -> bool {
    let lines = || {
        text.lines()
            .filter(|l| !l.trim().is_empty())
            .take(LOOKED_AT)
    };
    let asked = lines().filter(|l| l.starts_with("Q:")).count();
    let answered = lines().filter(|l| l.starts_with("A:")).count();
    asked > 0 && answered > 0 && (asked + answered) * 10 >= lines().count() * 3
}

/// How the columns were taken and what the first card is, with the way to take them otherwise.
fn told(plan: &Plan, draft: &Draft) -> Vec<String> {
    let Some(first) = draft.notes.first() else {
        return Vec::new();
    };
    let columns: Vec<String> = plan
        .columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let name = match plan.names.get(i).filter(|n| !n.is_empty()) {
                Some(name) => format!("`{}`", short(name)),
                None => (i + 1).to_string(),
            };
            match column {
                Column::Unknown | Column::Skip => format!("{name} is not taken"),
                column => format!("{name} is {}", column.word()),
            }
        })
        .collect();
    let (who, other) = match (plan.has_header, plan.names.is_empty()) {
        (true, _) => ("the first row names the columns", "no"),
        (false, false) => ("its line `#columns:` names the columns", "yes"),
        (false, true) => ("no row names the columns", "yes"),
    };
    // As it will be: without marks, and what no deck holds.
    let shown = |text: &str| {
        let text = Text::new(&markup::plain(text).replace(crate::study::text::is_bidi, ""));
        short(&text)
    };
    let answer = match shown(&first.body.back()) {
        answer if answer.is_empty() => answer,
        answer => format!(", answer `{answer}`"),
    };
    vec![
        format!("{who}: {}", columns.join(", ")),
        format!("the first card: `{}`{answer}", shown(first.body.front())),
        format!(
            "to take it otherwise: --columns {}, --header {other}",
            Column::list(&plan.columns)
        ),
    ]
}

fn plan(sample: &[Vec<String>], head: &Head, options: &Options) -> Result<Plan, String> {
    let width = sample.iter().map(Vec::len).max().unwrap_or(0);
    let Some((row, below)) = sample.split_first() else {
        return Err("it holds no rows".into());
    };
    let ask = |why: &str, columns: Option<&[Column]>| {
        let columns = columns.map_or(String::new(), |c| format!(" --columns {}", Column::list(c)));
        format!(
            "whether its first row (`{}`) names the columns or is a card cannot be told: {why}. Say which it is: `{} {columns} --header yes` or `{} {columns} --header no`",
            short(&row.join(" | ")), options.command, options.command
        )
        .replace("  ", " ")
    };
    let is_alone = |columns: &[Column]| {
        columns
            .iter()
            .filter(|c| !matches!(c, Column::Skip | Column::Unknown))
            .count()
            == 1
    };
    if let Some(said) = &options.columns {
        let is_cloze = said.contains(&Column::Front) && is_alone(said);
        if !columns::is_whole(said) && !is_cloze {
            return Err("--columns names no front, or no back; a card needs both".into());
        }
        let has_header = match (options.header, columns::first(row, below)) {
            (Some(said), _) => said,
            (None, First::Names(_)) => true,
            (None, First::Card) => false,
            (None, First::Unclear(why)) => return Err(ask(&why, Some(said))),
        };
        let names = if has_header { row.clone() } else { Vec::new() };
        return Ok(Plan {
            columns: said.clone(),
            names,
            has_header,
        });
    }
    if let Some(names) = &head.columns {
        let mut columns = columns::by_names(names);
        columns.resize(columns.len().max(width), Column::Unknown);
        place(&mut columns, head);
        fill(&mut columns);
        let repeats = row.iter().zip(names).all(|(cell, name)| cell == name);
        let has_header = options.header.unwrap_or(repeats);
        return Ok(Plan {
            columns,
            names: names.clone(),
            has_header,
        });
    }
    let first = match options.header {
        Some(true) => {
            let columns = columns::by_names(row);
            if !columns::is_whole(&columns) && columns.len() != 2 {
                let mut proposed = vec![Column::Skip; width];
                fill(&mut proposed);
                return Err(format!(
                    "its header (`{}`) names no front and back that are known here; say what the columns are, such as `{} --header yes --columns {}`",
                    short(&row.join(" | ")),
                    options.command,
                    Column::list(&proposed)
                ));
            }
            First::Names(columns)
        }
        Some(false) => First::Card,
        None if head.is_anki => match columns::first(row, below) {
            First::Names(columns) => First::Names(columns),
            _ => First::Card,
        },
        None => columns::first(row, below),
    };
    match first {
        First::Unclear(why) => Err(ask(&why, None)),
        First::Names(mut columns) => {
            columns.resize(columns.len().max(width), Column::Unknown);
            place(&mut columns, head);
            fill(&mut columns);
            Ok(Plan {
                columns,
                names: row.clone(),
                has_header: true,
            })
        }
        First::Card => {
            let mut columns = vec![Column::Unknown; width];
            place(&mut columns, head);
            // A column that is empty throughout holds nothing that could be front or back.
            let holds = |i: usize| {
                sample
                    .iter()
                    .any(|row| row.get(i).is_some_and(|c| !c.is_empty()))
            };
            let free: Vec<usize> = (0..width)
                .filter(|i| columns[*i] == Column::Unknown && holds(*i))
                .collect();
            let numbers = free.first().is_some_and(|i| {
                sample.len() > 1
                    && sample
                        .iter()
                        .all(|row| row.get(*i).is_some_and(|c| columns::is_number(c)))
            });
            let filled = sample
                .iter()
                .filter(|row| row.iter().filter(|c| !c.is_empty()).count() > 1);
            if filled.count() == 0
                && !sample
                    .iter()
                    .any(|row| row.iter().any(|c| c.contains("{{c")))
            {
                return Err(single(sample, options));
            }
            let unsaid = options.header.is_none() && !head.is_anki;
            if unsaid && (free.len() > 3 && wide(sample) > 3 || free.len() > 2 && numbers) {
                let mut proposed = vec![Column::Skip; width];
                fill(&mut proposed);
                return Err(ask(
                    &format!(
                        "no name of a column is known in it, and which of the {width} columns are front and back is not said"
                    ),
                    Some(&proposed),
                ));
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

/// One word a cell, or several where one is like `a::b`.
fn holds_tags(sample: &[Vec<String>], at: usize) -> bool {
    let cells: Vec<&String> = sample
        .iter()
        .filter_map(|row| row.get(at))
        .filter(|c| !c.is_empty())
        .collect();
    let is_marked = cells.iter().any(|c| c.contains("::"));
    let is_tags = |cell: &&String| {
        !cell.ends_with(['.', '?', '!'])
            && !cell.contains('<')
            && (is_marked || cell.split_whitespace().count() == 1)
    };
    !cells.is_empty() && cells.iter().all(is_tags)
}

/// Refuses a list of cards on one line, as Quizlet copies it: `a,b;c,d`. As a row it would be one card of the first two.
fn on_one_line(body: &str, options: &Options) -> Result<(), String> {
    let cards: Vec<&str> = body.trim().split_terminator(';').collect();
    let is_between = |mark: &&str| cards.iter().all(|card| card.matches(*mark).count() == 1);
    let between = ["\t", " - ", " – ", " = ", ": ", ", ", ","]
        .into_iter()
        .find(is_between)
        .filter(|_| cards.len() > 1);
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
fn single(sample: &[Vec<String>], options: &Options) -> String {
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
            "its rows have one cell (`{}`), and a card needs a front and a back; where another sign parts them, name it with --separator, or for lists with --format quizlet --between",
            short(cells.first().map_or("", |c| c.as_str()))
        ),
    }
}

/// One row on its way to a note.
struct Reader<'a> {
    row: &'a Row<'a>,
    plan: &'a Plan,
    head: &'a Head,
    cells: Cells,
    place: String,
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
            Cells::Html => draft.markdown(&self.place, cell),
        }
    }

    fn texts(&self, column: Column, draft: &mut Draft) -> String {
        let texts: Vec<String> = self
            .raw(column)
            .map(|cell| self.text(cell, draft))
            .collect();
        texts.join("\n\n")
    }

    /// As it is typed, without marks.
    fn plain(&self, cell: &str) -> String {
        match self.cells {
            Cells::Plain => cell.to_owned(),
            Cells::Markdown => markup::plain(cell),
            Cells::Html => html::to_plain(cell),
        }
    }

    fn note(&self, draft: &mut Draft) -> Result<Note, String> {
        let media_before = draft.media.len();
        let front = self.texts(Column::Front, draft);
        let back = self.texts(Column::Back, draft);
        let why = self.texts(Column::Why, draft);
        let hint = self.texts(Column::Hint, draft);
        let source = self.texts(Column::Source, draft);
        let showed_media = draft.media.len() > media_before;
        let nothing = |what: &str| match showed_media {
            true => format!("its {what} is only a picture or a sound"),
            false => format!("it has no {what}"),
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
            let answer = self
                .raw(Column::Back)
                .map(|cell| self.plain(cell))
                .collect::<Vec<_>>();
            Body::Typed {
                question: front,
                answer: answer.join(" "),
                accept: Vec::new(),
            }
        } else {
            let reversed = match look {
                Asks::BothWays => true,
                Asks::PerhapsBothWays => !self.one(Column::Unknown).is_empty(),
                _ => is_yes(self.one(Column::Reversed)),
            };
            Body::Basic {
                front,
                back,
                reversed,
            }
        };
        let took_unknown = look == Asks::PerhapsBothWays;
        self.lose_rest(took_unknown, draft);
        let asked = self.one(Column::Id);
        let guid = if asked.is_empty() {
            self.one(Column::Guid)
        } else {
            asked
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
        for (column, cell) in columns.iter().zip(&self.row.cells) {
            let cell = cells::fuse(cell).trim();
            if cell.is_empty() || !is_option(column) {
                continue;
            }
            let choice = Choice {
                text: self.text(cell, draft),
                ..Choice::default()
            };
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
            if wrong.is_empty() {
                return Ok(Vec::new());
            }
            let right = Choice {
                text: self.text(right, draft),
                is_right: true,
                ..Choice::default()
            };
            return Ok(std::iter::once(right).chain(wrong).collect());
        }
        for at in which(&options, &self.plain(right))? {
            options[at].2.is_right = true;
        }
        Ok(options
            .into_iter()
            .map(|(_, _, choice)| choice)
            .chain(wrong)
            .collect())
    }

    /// Cells that no place was found for.
    fn lose_rest(&self, took_unknown: bool, draft: &mut Draft) {
        for (i, cell) in self.row.cells.iter().enumerate() {
            let column = self.plan.columns.get(i);
            let is_lost = match column {
                None | Some(Column::Unknown | Column::Skip) => true,
                Some(Column::Reversed) => !is_yes(cell) && !is_no(cell),
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

/// The options that an answer names: by letter or number, or by their words; never by a guess.
fn which(options: &[(char, String, Choice)], answer: &str) -> Result<Vec<usize>, String> {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let by_text = |answer: &str| options.iter().position(|(_, text, _)| same(text, answer));
    // Options without a mark of their own are counted.
    let by_mark = |answer: &str| {
        let said = columns::mark(answer)?;
        options
            .iter()
            .enumerate()
            .position(|(i, (mark, _, _))| match mark {
                '?' => [u32::from('a'), u32::from('1')].contains(&(u32::from(said) - i as u32)),
                mark => *mark == said,
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
    match one(answer) {
        Ok(at) => Ok(vec![at]),
        Err(why) => {
            let parts: Vec<&str> = answer.split([',', ';', '&', '|']).map(str::trim).collect();
            let found: Result<Vec<usize>, String> = parts.iter().map(|part| one(part)).collect();
            match found {
                Ok(found) if parts.len() > 1 => Ok(found),
                _ => Err(why),
            }
        }
    }
}

fn is_yes(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "1" | "y" | "yes" | "true" | "x" | "ja" | "oui" | "sí" | "si"
    )
}

fn is_no(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "" | "0" | "n" | "no" | "false" | "-" | "nein" | "non"
    )
}

/// `{{c1::`
fn has_number(text: &str) -> bool {
    text.match_indices("{{c").any(|(at, _)| {
        let behind = text[at + 3..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
        behind.len() < text.len() - at - 3 && behind.starts_with("::")
    })
}

/// How a note type asks, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Asks {
    Basic,
    BothWays,
    PerhapsBothWays,
    Typed,
    Cloze,
    Unknown,
}

impl Asks {
    /// By Anki's own names in its more usual languages; others are judged by their fields.
    fn told(notetype: &str) -> Asks {
        let name = notetype.to_lowercase();
        let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let reversed = [
            "revers",
            "invers",
            "invert",
            "richtungen",
            "umgekehrt",
            "odwr",
            "обратн",
            "反向",
            "反转",
            "逆",
            "omgekeerd",
        ];
        let optional = [
            "optional",
            "option",
            "opcional",
            "facolt",
            "wahlweise",
            "необязат",
            "可选",
            "任意",
        ];
        let typed = [
            "type in", "typed", "eintipp", "eingabe", "eingeben", "saisi", "escrib", "digit",
            "wpis", "ввод", "输入", "入力",
        ];
        let plain = [
            "basic",
            "einfach",
            "basique",
            "básico",
            "basico",
            "base",
            "basis",
            "podstawow",
            "простая",
            "основн",
            "基础",
            "基本",
        ];
        if holds(&["cloze", "lückentext"]) {
            Asks::Cloze
        } else if holds(&reversed) {
            if holds(&optional) {
                Asks::PerhapsBothWays
            } else {
                Asks::BothWays
            }
        } else if holds(&typed) {
            Asks::Typed
        } else if plain.contains(&name.as_str()) {
            Asks::Basic
        } else {
            Asks::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::exchange::item::{Item, Look};
    use proptest::prelude::*;

    fn draft(text: &str) -> Draft {
        read(text, &Options::default(), &mut |_| {}).unwrap()
    }

    fn pairs(draft: &Draft) -> Vec<(String, String)> {
        let of = |n: &Note| (n.body.front().to_owned(), n.body.back().into_owned());
        draft.notes.iter().map(of).collect()
    }

    fn both(front: &str, back: &str) -> (String, String) {
        (front.into(), back.into())
    }

    #[test]
    fn header_names_say_what_the_columns_are() {
        let found = draft("Tags,Answer,Question,Colour\n\"a, b\",winner,Who?,red\n,,Nothing,\n");
        assert_eq!(pairs(&found), [both("Who?", "winner")]);
        assert_eq!(found.notes[0].tags, ["a", "b"]);
        assert_eq!(
            found.left,
            [Left::new("line 3", "Nothing", "it has no answer")]
        );
        assert!(found.remarks[0].contains("Colour"), "{:?}", found.remarks);
    }

    #[test]
    fn without_a_header_the_first_two_columns_are_front_and_back() {
        let found = draft("Who?;winner;x::y z\nWhat?;\"a; b\";\n");
        assert_eq!(
            pairs(&found),
            [both("Who?", "winner"), both("What?", "a; b")]
        );
        assert_eq!(found.notes[0].tags, ["x::y", "z"]);
        assert!(found.remarks[0].contains("1 is front, 2 is back, 3 is tags"));
    }

    #[test]
    fn anki_s_header_lines_are_obeyed() {
        let text = "#separator:tab\n#html:true\n#deck column:1\n#tags column:4\n#notetype:Basic (and reversed card)\nA::B\t<b>x</b>\ty<br>z\tt1 t2\n";
        let found = draft(text);
        let note = &found.notes[0];
        assert_eq!(
            note.body,
            Body::Basic {
                front: "**x**".into(),
                back: "y\\\nz".into(),
                reversed: true
            }
        );
        assert_eq!(
            (
                note.deck.join("/"),
                note.tags.join("/"),
                note.place.as_str()
            ),
            ("A/B".into(), "t1/t2".into(), "line 6")
        );
        let why = read("#deck column:zero\na,b", &Options::default(), &mut |_| {}).unwrap_err();
        assert!(why.contains("counted from 1"), "{why}");
    }

    #[test]
    fn gaps_make_a_cloze_note_and_an_apostrophe_before_a_formula_goes() {
        let found = draft("front,back\n{{c1::Lead}} time,why\n'=1+1,'@x\n");
        assert_eq!(found.notes[0].body, Body::Cloze("{{c1::Lead}} time".into()));
        assert_eq!(found.notes[0].why, "why");
        assert_eq!(pairs(&found)[1], both("\\=1+1", "@x"));
    }

    /// Blanks are one where HTML is shown.
    fn plain(text: &str) -> String {
        markup::plain(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn there_and_back(texts: [&str; 4], separator: u8) {
        let texts = texts.map(markup::from_plain);
        let item = Item {
            guid: "d/c".into(),
            look: Look::Basic,
            deck: vec!["D".into()],
            front: texts[0].clone(),
            back: texts[1].clone(),
            why: texts[2].clone(),
            hint: texts[3].clone(),
            ..Item::default()
        };
        let written = write(&[item], separator, false).unwrap();
        let found = draft(std::str::from_utf8(&written).unwrap());
        let note = &found.notes[0];
        let came = [note.body.front(), &note.body.back(), &note.why, &note.hint];
        assert_eq!(came.map(plain), texts.each_ref().map(|t| plain(t)));
    }

    #[test]
    fn lone_quotes_and_a_formula_come_back() {
        there_and_back(["\"", "\"", "a", "=1+\t1"], b',');
        there_and_back(["\"", "\"", "a", "=1+\t1"], b'\t');
    }

    proptest! {
        /// A row goes out and comes back as it was, whatever it holds, defused or not.
        #[test]
        fn a_row_comes_back_as_it_was(texts in prop::array::uniform4("[a-z\"',;=+@\t <>&#-]{1,12}"), tab in any::<bool>()) {
            let marked = texts.each_ref().map(|t| markup::from_plain(t));
            prop_assume!(marked.iter().all(|t| !t.is_empty() && !t.contains('\n') && !markup::is_list_item(t)));
            there_and_back(texts.each_ref().map(String::as_str), if tab { b'\t' } else { b',' });
        }
    }
}

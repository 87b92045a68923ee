//! CSV and TSV: rows of cells, with a header of column names or with Anki's `#` lines. Written with both guids and ids, so
//! that a second import elsewhere updates instead of doubling.

use super::draft::{Body, Draft, Left, Note};
use super::item::{Item, Look};
use super::{cells, html, markup};

/// What the cells of a file hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// Shown as it stands.
    Plain,
    Html,
    Markdown,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Guessed where nothing is said.
    pub cells: Option<Cells>,
    pub separator: Option<u8>,
}

/// What a column is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Front,
    Back,
    Tags,
    Deck,
    Why,
    Hint,
    Source,
    Id,
    /// As `Id`, but only `deck/card` is one of ours.
    Guid,
    Notetype,
    Reversed,
    Unknown,
}

impl Column {
    fn named(header: &str) -> Column {
        let name: String = header.trim().to_lowercase();
        match name.as_str() {
            "front" | "question" | "term" | "prompt" | "q" | "text" | "word" | "sentence" => {
                Column::Front
            }
            "back" | "answer" | "definition" | "meaning" | "a" | "response" | "translation" => {
                Column::Back
            }
            "tags" | "tag" | "labels" => Column::Tags,
            "deck" | "concept" | "chapter" | "category" | "topic" | "section" => Column::Deck,
            "why" | "explanation" | "extra" | "back extra" | "note" | "notes" | "comment" => {
                Column::Why
            }
            "hint" => Column::Hint,
            "source" | "reference" => Column::Source,
            "id" | "key" => Column::Id,
            "guid" => Column::Guid,
            "notetype" | "note type" | "type" | "kind" | "model" => Column::Notetype,
            "reversed" | "reverse" | "both ways" => Column::Reversed,
            _ => Column::Unknown,
        }
    }
}

/// Anki's `#key:value` lines at the head of a file.
#[derive(Debug, Default)]
struct Head {
    separator: Option<u8>,
    html: Option<bool>,
    columns: Option<Vec<String>>,
    tags: Vec<String>,
    deck: Option<String>,
    notetype: Option<String>,
    /// Column numbers from 0.
    at: Vec<(usize, Column)>,
    lines: usize,
}

fn head(text: &str) -> Result<(Head, &str), String> {
    let mut head = Head::default();
    let mut rest = text;
    while let Some(line) = rest
        .strip_prefix('#')
        .map(|r| r.split('\n').next().unwrap_or(""))
    {
        let Some((key, value)) = line.split_once(':') else {
            break;
        };
        let (key, value) = (key.trim().to_lowercase(), value.trim());
        let mut column = |what: Column| -> Result<(), String> {
            let number: usize = value
                .parse()
                .ok()
                .filter(|n| (1..=1_000).contains(n))
                .ok_or_else(|| {
                    format!("`#{key}:{value}` names no column; columns are counted from 1")
                })?;
            head.at.push((number - 1, what));
            Ok(())
        };
        match key.as_str() {
            "separator" => head.separator = Some(separator(value)?),
            "html" => head.html = Some(value.eq_ignore_ascii_case("true")),
            "columns" => {
                head.columns = Some(columns(
                    value,
                    head.separator.unwrap_or_else(|| guess(value)),
                ))
            }
            "tags" => head.tags = value.split_whitespace().map(str::to_owned).collect(),
            "deck" => head.deck = Some(value.to_owned()),
            "notetype" => head.notetype = Some(value.to_owned()),
            "deck column" => column(Column::Deck)?,
            "tags column" => column(Column::Tags)?,
            "notetype column" => column(Column::Notetype)?,
            "guid column" => column(Column::Guid)?,
            _ => {}
        }
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        head.lines += 1;
    }
    Ok((head, rest))
}

fn separator(value: &str) -> Result<u8, String> {
    Ok(match value.to_lowercase().as_str() {
        "tab" | "\\t" => b'\t',
        "comma" => b',',
        "semicolon" => b';',
        "pipe" => b'|',
        "colon" => b':',
        "space" => b' ',
        one if one.len() == 1 => one.as_bytes()[0],
        _ => {
            return Err(format!(
                "`#separator:{value}` is none; write tab, comma, semicolon, pipe, colon or space"
            ));
        }
    })
}

fn columns(value: &str, separator: u8) -> Vec<String> {
    let mut reader = reader(value, separator);
    let record = reader
        .records()
        .next()
        .and_then(Result::ok)
        .unwrap_or_default();
    record.iter().map(|c| c.trim().to_owned()).collect()
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

/// The mark that parts the cells of the first line.
fn guess(text: &str) -> u8 {
    let line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b',', 0), (b';', 0), (b'|', 0)];
    for c in line.bytes() {
        if c == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some((_, n)) = counts.iter_mut().find(|(m, _)| *m == c) {
            *n += 1;
        }
    }
    // A tab is never part of a text; a comma often is.
    if counts[0].1 > 0 {
        return b'\t';
    }
    counts
        .iter()
        .rev()
        .max_by_key(|(_, n)| *n)
        .map_or(b',', |(m, _)| *m)
}

pub fn read(text: &str, options: Options, tell: &mut dyn FnMut(usize)) -> Result<Draft, String> {
    let (head, body) = head(text)?;
    if body.trim().is_empty() {
        return Err("it holds no rows".into());
    }
    let separator = options
        .separator
        .or(head.separator)
        .unwrap_or_else(|| guess(body));
    let mut draft = Draft::default();
    let cells = options.cells.unwrap_or(match head.html {
        Some(true) => Cells::Html,
        Some(false) => Cells::Plain,
        None if html::looks_like_html(body) => {
            draft.remarks.push("the cells hold HTML tags and were read as HTML; --cells plain takes them as they stand".into());
            Cells::Html
        }
        None => Cells::Plain,
    });
    let mut reader = reader(body, separator);
    let mut record = csv::StringRecord::new();
    let mut layout: Option<Vec<Column>> = head
        .columns
        .as_ref()
        .map(|names| names.iter().map(|n| Column::named(n)).collect());
    let mut row = 0;
    let mut links = 0;
    while reader.read_record(&mut record).map_err(|e| e.to_string())? {
        let line = head.lines + record.position().map_or(0, |p| p.line() as usize);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if layout.is_none() {
            let named: Vec<Column> = record.iter().map(Column::named).collect();
            let is_header = head.columns.is_none()
                && named.contains(&Column::Front)
                && (named.contains(&Column::Back) || named.len() == 1)
                && head.at.is_empty();
            layout = Some(if is_header {
                let unknown: Vec<&str> = record
                    .iter()
                    .zip(&named)
                    .filter(|(_, c)| **c == Column::Unknown)
                    .map(|(h, _)| h)
                    .collect();
                if !unknown.is_empty() {
                    draft
                        .remarks
                        .push(format!("columns not used: {}", unknown.join(", ")));
                }
                named
            } else {
                Vec::new()
            });
            if is_header {
                continue;
            }
        }
        row += 1;
        if row % 1_000 == 0 {
            tell(row);
        }
        let layout = layout.get_or_insert_default();
        if row == 1 {
            complete(layout, record.len(), &head, &mut draft.remarks);
        }
        let note = note(&record, layout, &head, cells, line, &mut draft, &mut links);
        if let Some(note) = note {
            draft.notes.push(note);
        }
    }
    if links > 0 {
        draft.remarks.push(format!(
            "{links} links kept their words and lost their addresses"
        ));
    }
    draft.title = head
        .deck
        .filter(|d| !d.is_empty())
        .map(|d| d.split("::").next().unwrap_or("").to_owned());
    Ok(draft)
}

/// Fills in what the header does not say: `#... column` lines, and a front and a back in the free columns, in order.
fn complete(layout: &mut Vec<Column>, width: usize, head: &Head, remarks: &mut Vec<String>) {
    if layout.len() < width {
        layout.resize(width, Column::Unknown);
    }
    for (at, column) in &head.at {
        if let Some(place) = layout.get_mut(*at) {
            *place = *column;
        }
    }
    let named = layout.contains(&Column::Front) && layout.contains(&Column::Back);
    if named {
        return;
    }
    let mut wanted = [Column::Front, Column::Back]
        .into_iter()
        .filter(|c| !layout.contains(c))
        .collect::<Vec<_>>()
        .into_iter();
    let mut taken = Vec::new();
    for (i, place) in layout.iter_mut().enumerate() {
        if *place == Column::Unknown
            && let Some(column) = wanted.next()
        {
            *place = column;
            taken.push(format!(
                "column {} is the {}",
                i + 1,
                if column == Column::Front {
                    "front"
                } else {
                    "back"
                }
            ));
        }
    }
    // Where nothing is named at all, a third column nearly always holds tags.
    if head.columns.is_none()
        && head.at.is_empty()
        && layout.len() == 3
        && layout[2] == Column::Unknown
    {
        layout[2] = Column::Tags;
        taken.push("column 3 the tags".into());
    }
    if head.columns.is_none() && head.at.is_empty() && !taken.is_empty() {
        remarks.push(format!("no header names the columns: {}", taken.join(", ")));
    }
}

fn note(
    record: &csv::StringRecord,
    layout: &[Column],
    head: &Head,
    cells: Cells,
    line: usize,
    draft: &mut Draft,
    links: &mut usize,
) -> Option<Note> {
    let place = format!("line {line}");
    let raw = |column: Column| -> &str {
        let at = layout.iter().position(|c| *c == column);
        at.and_then(|at| record.get(at))
            .map_or("", |cell| cells::fuse(cell).trim())
    };
    let media_before = draft.media.len();
    let mut convert = |cell: &str| match cells {
        Cells::Plain => markup::from_plain(cell),
        Cells::Markdown => cell.to_owned(),
        Cells::Html => {
            let found = html::to_markdown(cell);
            *links += found.links;
            for name in found.media {
                if !draft.media.contains(&name) {
                    draft.media.push(name);
                }
            }
            found.text
        }
    };
    let (front, back) = (convert(raw(Column::Front)), convert(raw(Column::Back)));
    let (why, hint, source) = (
        convert(raw(Column::Why)),
        convert(raw(Column::Hint)),
        convert(raw(Column::Source)),
    );
    let showed_media = draft.media.len() > media_before;
    let notetype = match raw(Column::Notetype) {
        "" => head.notetype.clone().unwrap_or_default(),
        named => named.to_owned(),
    }
    .to_lowercase();
    let is_cloze = notetype.contains("cloze") || notetype.is_empty() && front.contains("{{c1::");
    let mut left = |why: &str| {
        let shown = if front.is_empty() {
            record.get(0).unwrap_or("")
        } else {
            &front
        };
        draft.left.push(Left::new(place.clone(), shown, why));
        None::<Note>
    };
    if front.is_empty() {
        return left(if showed_media {
            "its question is only a picture or a sound"
        } else {
            "it has no question"
        });
    }
    if back.is_empty() && !is_cloze {
        return left(if showed_media {
            "its answer is only a picture or a sound"
        } else {
            "it has no answer"
        });
    }
    let yes = |cell: &str| {
        matches!(
            cell.to_lowercase().as_str(),
            "1" | "y" | "yes" | "true" | "x"
        )
    };
    let mut explained = why;
    let body = if is_cloze {
        explained = [back, explained]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n");
        Body::Cloze(front)
    } else if notetype.contains("type in") || notetype == "typed" {
        Body::Typed {
            question: front,
            answer: back,
        }
    } else {
        let reversed = yes(raw(Column::Reversed))
            || notetype.contains("reversed") && !notetype.contains("optional");
        Body::Basic {
            front,
            back,
            reversed,
        }
    };
    let deck = match raw(Column::Deck) {
        "" => head.deck.as_deref().unwrap_or(""),
        named => named,
    };
    let asked = raw(Column::Id);
    let guid = if asked.is_empty() {
        raw(Column::Guid)
    } else {
        asked
    };
    let id = match guid.split_once('/') {
        Some((_, card)) => card,
        None => asked,
    };
    let tags = raw(Column::Tags)
        .split([' ', ',', ';'])
        .filter(|t| !t.is_empty())
        .map(str::to_owned);
    Some(Note {
        place,
        id: Some(id.to_owned()).filter(|id| crate::study::key::is_id(id)),
        guid: guid.to_owned(),
        deck: deck
            .split("::")
            .map(str::trim)
            .filter(|d| !d.is_empty())
            .map(str::to_owned)
            .collect(),
        body,
        tags: head.tags.iter().cloned().chain(tags).collect(),
        why: explained,
        hint,
        source,
        progress: Vec::new(),
    })
}

/// Rows with Anki's header lines. `raw` leaves formulas as they are, for machines.
pub fn write(items: &[Item], separator: u8, raw: bool) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let name = if separator == b'\t' { "Tab" } else { "Comma" };
    let mark = if separator == b'\t' { "\t" } else { "," };
    let names = [
        "guid", "notetype", "deck", "front", "back", "tags", "why", "hint", "source",
    ];
    out.extend_from_slice(
        format!(
            "#separator:{name}\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n#columns:{}\n",
            names.join(mark)
        )
        .as_bytes(),
    );
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .from_writer(&mut out);
    for item in items {
        let tags = item.tags.join(" ");
        let deck = item.deck.join("::");
        let (front, back) = (item.front_html(), item.back_html());
        let row = [
            item.guid.as_str(),
            item.look.notetype(),
            &deck,
            &front,
            if item.look == Look::Cloze { "" } else { &back },
            &tags,
            &markup::to_html(&item.why),
            &markup::to_html(&item.hint),
            &markup::to_html(&item.source),
        ];
        let cells = row.map(|cell| {
            if raw {
                cell.into()
            } else {
                cells::defuse(cell)
            }
        });
        writer
            .write_record(cells.iter().map(|c| c.as_bytes()))
            .map_err(|e| e.to_string())?;
    }
    writer.flush().map_err(|e| e.to_string())?;
    drop(writer);
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    fn draft(text: &str) -> Draft {
        read(text, Options::default(), &mut |_| {}).unwrap()
    }

    fn pairs(draft: &Draft) -> Vec<(&str, &str)> {
        draft
            .notes
            .iter()
            .map(|n| (n.body.front(), n.body.back()))
            .collect()
    }

    #[test]
    fn header_names_say_what_the_columns_are() {
        let found = draft("Tags,Answer,Question,Colour\n\"a, b\",winner,Who?,red\n,,Nothing,\n");
        assert_eq!(pairs(&found), [("Who?", "winner")]);
        assert_eq!(found.notes[0].tags, ["a", "b"]);
        assert_eq!(
            found.left,
            [Left::new("line 3", "Nothing", "it has no answer")]
        );
        assert!(found.remarks[0].contains("Colour"), "{:?}", found.remarks);
    }

    #[test]
    fn without_a_header_the_first_two_columns_are_front_and_back() {
        let found = draft("Who?;winner;x y\nWhat?;\"a; b\";\n");
        assert_eq!(pairs(&found), [("Who?", "winner"), ("What?", "a; b")]);
        assert_eq!(found.notes[0].tags, ["x", "y"]);
        assert!(found.remarks[0].contains("column 1 is the front"));
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
        let why = read("#deck column:zero\na,b", Options::default(), &mut |_| {}).unwrap_err();
        assert!(why.contains("counted from 1"), "{why}");
    }

    #[test]
    fn gaps_make_a_cloze_note_and_an_apostrophe_before_a_formula_goes() {
        let found = draft("front,back\n{{c1::Lead}} time,why\n'=1+1,'@x\n");
        assert_eq!(found.notes[0].body, Body::Cloze("{{c1::Lead}} time".into()));
        assert_eq!(found.notes[0].why, "why");
        assert_eq!(pairs(&found)[1], ("\\=1+1", "@x"));
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
        let came = [note.body.front(), note.body.back(), &note.why, &note.hint];
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

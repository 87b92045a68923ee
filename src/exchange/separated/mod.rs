//! CSV and TSV: rows of cells, with a header of column names or with Anki's `#` lines. Written with both guids and ids, so
//! that a second import elsewhere updates instead of doubling.

mod asks;
mod head;
mod plan;
mod row;
mod write;

use super::columns::{self, Column};
use super::draft::{Draft, Thing, short};
use super::extras::{self, Extras};
use super::format::{Cells, Options, Tell};
use super::{gift, html, markdown, markup};
use crate::files::rows::{self, Row, Rows};
use crate::parallel;
use crate::study::text::{Text, count};
use head::{head, separator};
use plan::{Plan, on_one_line, plan};
use row::Reader;
pub use row::which;
use std::collections::HashMap;
pub use write::write;

/// Rows looked at to tell what the columns are.
const LOOKED_AT: usize = 200;

/// Moodle's questions come as .txt too, and no table has such lines.
pub fn read_txt(text: &str, options: &Options<'_>, tell: Tell<'_>) -> Result<Draft, String> {
    let told = (!options.are_for_table())
        .then(|| gift::told(text))
        .flatten();
    told.map_or_else(|| read(text, options, tell), Ok)
}

/// `tell` gets the number of rows read so far. The error is a sentence about the file, which it calls "it".
pub fn read(text: &str, options: &Options<'_>, tell: Tell<'_>) -> Result<Draft, String> {
    let mut draft = Draft::default();
    let said = options.separator.map(separator).transpose()?;
    let columns = options.columns.map(Column::of_list).transpose()?;
    let (head, body) = head(text, &mut draft)?;
    if body.trim().is_empty() {
        return Err("it holds no rows".into());
    }
    let separator = said.or(head.padding).or(head.separator);
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
    let widest = all().take(LOOKED_AT).map(|row| row.filled()).max();
    let widest = widest.unwrap_or(0);
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
    let is_said = head.is_anki || options.columns.is_some() || options.separator.is_some();
    if sample.len() == 1 && !is_said && !body.contains('"') {
        on_one_line(body, options)?;
    }
    let plan = plan(&sample, &head, options, columns)?;
    let is_choice = |c: &&Column| matches!(c, Column::Choice(_));
    let choices = plan.columns.iter().filter(is_choice).count();
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
    let zero = counts_from_zero(rows.iter().map(|(row, _)| row), &plan);
    if let Some(line) = zero {
        draft.remarks.push(format!(
            "its answers count the options from 0, as line {line} does: `0` is the first"
        ));
    }
    let read = |(mut row, is_comment): (Row<'_>, bool)| {
        let (line, is_open) = (row.line, row.is_open);
        let place = format!("line {line}");
        let mut part = Draft::default();
        if is_comment {
            let cells = row.cells.iter().map(|c| c.trim_matches(['#', ' ']));
            let text = cells.collect::<Vec<_>>().join(" ");
            part.lose_line(Thing::Comment, line, &text);
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
            is_guessed: options.cells.is_none() && head.html.is_none(),
            from_zero: zero.is_some(),
            place,
        };
        match reader.note(&mut part) {
            Ok(mut note) => {
                extras.give(&mut note, &mut part);
                part.notes.push(note);
            }
            Err(why) => {
                let shown = row.cells.iter().map(|c| c.trim()).find(|c| !c.is_empty());
                part.leave(reader.place, shown.unwrap_or(""), why);
            }
        }
        (line, is_open, part)
    };
    let read = |rows: Vec<_>| rows.into_iter().map(read).collect::<Vec<_>>();
    let (mut of_guid, mut done) = (HashMap::new(), 0);
    parallel::each(parallel::portions(rows), read, |parts| {
        done += parts.len();
        tell(count(done, "row", "rows"));
        for (line, is_open, mut part) in parts {
            for note in &part.notes {
                let mut mend = |why| part.mended.push(note.told(why));
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
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    let lines: Vec<&str> = lines.take(LOOKED_AT).collect();
    let of = |mark: &str| lines.iter().filter(|l| l.starts_with(mark)).count();
    let (asked, answered) = (of("Q:"), of("A:"));
    asked > 0 && answered > 0 && (asked + answered) * 10 >= lines.len() * 3
}

/// The line of an answer `0` that can only be a key, where no answer counts beyond the options when counted from 0.
fn counts_from_zero<'r>(rows: impl Iterator<Item = &'r Row<'r>>, plan: &Plan) -> Option<usize> {
    let is_option = |c: &Column| matches!(c, Column::Choice(_));
    if !plan.columns.iter().any(is_option) || plan.columns.contains(&Column::Choice('0')) {
        return None;
    }
    let is_zero = |option: &&str| {
        option.starts_with('0')
            || option.contains('0') && !option.contains(|c| ('1'..='9').contains(&c))
    };
    let mut zero = None;
    for row in rows {
        let cells = || plan.columns.iter().zip(row.cells.iter().map(|c| c.trim()));
        let filled = cells().filter(|(column, cell)| is_option(column) && !cell.is_empty());
        let filled: Vec<&str> = filled.map(|(_, cell)| cell).collect();
        let said = cells().filter(|(c, cell)| **c == Column::Back && !filled.contains(cell));
        for (_, cell) in said {
            let parts = cell.split([',', ';', '&', '|']).map(str::trim);
            let key = |part: &str| part.parse().ok().filter(|_| !filled.contains(&part));
            let keys: Option<Vec<usize>> = parts.map(key).collect();
            // `0,5` and `-1, 0` are amounts, and so may a 0 be without options, or beside `0 %`.
            let is_key = |key: &usize| *key <= filled.len();
            let keys = keys.filter(|keys| filled.len() > 1 && keys.iter().all(is_key));
            let keys = keys.unwrap_or_default();
            if keys.contains(&filled.len()) {
                return None;
            }
            if keys.contains(&0) && !filled.iter().any(is_zero) {
                zero = zero.or(Some(row.line));
            }
        }
    }
    zero
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::draft::{Body, Left, Note};
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
    fn options_are_told_by_their_answers_where_their_names_are_not_known() {
        let rows = "\nWho?;ann;bob;cy;C\nWhat?;d;e;f;a\n";
        for header in [
            "Soru;A Şıkkı;B Şıkkı;C Şıkkı;Doğru Cevap",
            "Frage;Ding A;Ding B;Ding C;Lösung",
            "Kérdés;A válasz;B válasz;C válasz;Helyes válasz",
        ] {
            let found = draft(&format!("{header}{rows}"));
            assert_eq!(
                pairs(&found),
                [both("Who?", "cy"), both("What?", "d")],
                "{header}"
            );
        }
        let found = draft("질문;사물1;사물2;정답\nWho?;ann;bob;bob\n");
        assert_eq!(pairs(&found), [both("Who?", "bob")]);
        let found = draft("Вопрос;А;Б;В;Ответ\nWho?;ann;bob;cy;В\n");
        assert_eq!(pairs(&found), [both("Who?", "cy")]);
        let found = draft("Frage;Wahl 1;Wahl 2;Lösung\nWho?;ann;bob;Bob\n");
        assert_eq!(pairs(&found), [both("Who?", "bob")]);
        // What is no option stays what it was.
        let found = draft("Frage;Bild 1;Bild 2;Lösung\nWho?;ann;bob;cy\nHow many?;x;y;7\n");
        assert_eq!(pairs(&found), [both("Who?", "cy"), both("How many?", "7")]);
        for asked in [
            "Frage;Ding A;Ding B;Lösung\nWho?;ann;bob;2\n",
            // A number may be an amount.
            "질문;사물1;사물2;정답\nWho?;ann;bob;2\n",
            "Question;Picture 1;Picture 2;Answer\nMoons?;a;b;1\nLegs?;c;d;2\n",
            "Front,Back,Image 1,Image 2\nq,1,x.png,\nr,2,,y.png\ns,1,,\n",
            "Frage;Ding 1;Ding 2;Lösung\nWho?;ann;bob;B\n",
            "question,choices,answer\nWho?,\"['ann', 'bob']\",1\n",
            "question,things,answer\nWho?,\"['ann', 'bob']\",1\n",
        ] {
            let why = read(asked, &Options::default(), &mut |_| {}).unwrap_err();
            assert!(why.contains("letters or numbers of options"), "{why}");
        }
        // Parts of cards that are no options, a column that is empty throughout, and a cell that holds one thing.
        for (sound, answers) in [
            (
                "Question,Hint A,Hint B,Answer\nGrade?,school,top,A\nBlood?,x,y,B\n",
                ["A", "B"],
            ),
            (
                "Question,Example 1,Example 2,Answer\n1+1?,a,b,2\n1?,a,b,1\n",
                ["2", "1"],
            ),
            (
                "Question,A note,B note,Answer\nGrade?,school,top,A\nBlood?,x,y,B\n",
                ["A", "B"],
            ),
            (
                "Frage,Ding A,Ding B,Lösung\nNote?,ann,,A\nBlut?,bob,,B\n",
                ["A", "B"],
            ),
            (
                "Question,Choice,Answer\nIs x a vowel?,hard,A\nZ?,easy,B\n",
                ["A", "B"],
            ),
            (
                "question,context,answer\nHow many?,[see map],2\nWho?,[see text],1\n",
                ["2", "1"],
            ),
        ] {
            let found = pairs(&draft(sound));
            let backs: Vec<&str> = found.iter().map(|(_, back)| back.as_str()).collect();
            assert_eq!(backs, answers, "{sound}");
        }
    }

    #[test]
    fn one_key_of_0_counts_all_options_from_0() {
        for header in [
            "option1;option2;option3",
            "A;B;C",
            "option_0;option_1;option_2",
        ] {
            let found = draft(&format!(
                "question;{header};answer\nWho?;ann;bob;cy;0\nWhat?;d;e;f;2\n"
            ));
            assert_eq!(
                pairs(&found),
                [both("Who?", "ann"), both("What?", "f")],
                "{header}"
            );
        }
        // Of three options the third is 3: the 0 is a slip. An option may be a number.
        let header = "question;option1;option2;option3;answer\n";
        let found = draft(&format!("{header}Who?;ann;bob;cy;0\nWhat?;d;e;f;3\n"));
        assert_eq!(
            (pairs(&found), found.left.len()),
            (vec![both("What?", "f")], 1)
        );
        let found = draft(&format!("{header}How many?;0;5;8;0\nWhat?;d;e;f;2\n"));
        assert_eq!(pairs(&found), [both("How many?", "0"), both("What?", "e")]);
        // An amount is no key.
        for amount in [
            "H?;0,5;1,5;2,5;0,5",
            "H?;0.2;1.5;2.5;0,2",
            "H?;;;;0",
            "H?;-1;1;2;-1, 0",
            "H?;<b>0</b>;5;6;0",
            "H?;0 %;5 %;8 %;0",
        ] {
            let found = draft(&format!("{header}{amount}\nWhat?;d;e;f;2\n"));
            assert_eq!(pairs(&found).last(), Some(&both("What?", "e")), "{amount}");
        }
    }

    #[test]
    fn cards_on_one_line_are_asked_about() {
        let asks = |text: &str| {
            let read = read(text, &Options::default(), &mut |_| {});
            read.err().filter(|why| why.contains("cards on one line"))
        };
        for (text, between) in [
            ("SKU,stock;VMI,vendor", ","),
            ("SKU,stock;VMI,vendor managed, inventory;ABC,class", ","),
            (
                "SKU - stock keeping; VMI - vendor - managed; ABC - class",
                " - ",
            ),
            ("SKU\tstock;VMI\tvendor; managed;ABC\tclass", "\\t"),
        ] {
            let why = asks(text).unwrap_or_else(|| panic!("{text}"));
            assert!(why.contains(&format!("--between \"{between}\"")), "{why}");
        }
        for card in [
            "Who?;ann, bob",
            "Who?,ann; bob",
            "Who?;ann",
            "Who, and when?;ann, bob, cy;tag",
        ] {
            assert_eq!(asks(card), None, "{card}");
        }
    }

    #[test]
    fn a_line_end_in_a_cell_is_one_where_nobody_said_that_cells_are_html() {
        let cells = "front,back\nWhat?,<b>this</b>\nWhich?,\"one\ntwo\"\n";
        assert_eq!(pairs(&draft(cells))[1], both("Which?", "one\\\ntwo"));
        let said = format!("#html:true\n{cells}");
        assert_eq!(pairs(&draft(&said))[1], both("Which?", "one two"));
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

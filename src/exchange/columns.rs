//! What the columns of a table are: decided by their names in common languages, by the user, or not at all.

use crate::deck_file::names::{self, folded};
use crate::study::text::QUESTION_MARKS;
use std::borrow::Cow;
use std::mem::discriminant;

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Front,
    Back,
    /// One of several options to choose from, by its letter or number; `?` if it has none.
    Choice(char),
    /// A wrong option.
    Wrong,
    Tags,
    Deck,
    Why,
    Hint,
    Source,
    Id,
    /// Like `Id`, but only `deck/card` is one of ours.
    Guid,
    Notetype,
    Reversed,
    Skip,
    Unknown,
}

/// Words before the letter or number of an option.
#[rustfmt::skip]
const OPTIONS: &[&str] = &[
    "option", "opt", "choice", "answer", "answer option", "alternative", "antwort", "antwortoption", "réponse", "choix",
    "proposition", "respuesta", "opción", "opcion", "alternativa", "risposta", "opzione", "scelta", "resposta", "opção", "antwoord",
    "optie", "keuze", "odpowiedź", "odpowiedz", "opcja", "svar", "alternativ", "вариант", "ответ", "选项", "選択肢",
    "answer choice", "auswahl", "auswahlmöglichkeit", "antwortmöglichkeit", "svarmulighed", "svaralternativ", "svarsalternativ", "vaihtoehto",
    "možnost", "možnosť", "wariant", "lehetőség", "variantă", "varianta", "seçenek", "şık", "вариант ответа", "варіант", "επιλογή", "選項",
    "보기", "선택지", "lựa chọn", "đáp án", "pilihan", "opsi", "خيار", "letra",
];
/// Languages, as they head the columns of vocabulary lists.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "arabic", "العربية", "chinese", "中文", "czech", "čeština", "danish", "dansk", "dutch", "nederlands", "english", "englisch",
    "anglais", "inglés", "inglese", "inglês", "engels", "finnish", "suomi", "french", "französisch", "français", "francés",
    "german", "deutsch", "allemand", "alemán", "tedesco", "alemão", "greek", "ελληνικά", "hebrew", "עברית", "hindi", "हिन्दी",
    "hungarian", "magyar", "italian", "italienisch", "italiano", "italien", "japanese", "日本語", "korean", "한국어", "latin", "latein",
    "norwegian", "norsk", "polish", "polnisch", "polski", "portuguese", "português", "romanian", "română", "russian", "russisch",
    "русский", "spanish", "spanisch", "español", "espagnol", "spagnolo", "swedish", "svenska", "thai", "ไทย", "turkish", "türkçe",
    "ukrainian", "українська", "vietnamese", "tiếng việt",
];

/// Whether a row begins with two of them.
fn are_languages(row: &[impl AsRef<str>]) -> bool {
    let is_one = |name: &String| LANGUAGES.contains(&name.as_str());
    let names: Vec<String> = row.iter().take(2).map(|c| folded(c.as_ref())).collect();
    names.len() == 2 && names.iter().all(is_one) && names[0] != names[1]
}

/// The words that `--columns` accepts: most are parts of a card, which make a column each.
#[rustfmt::skip]
const WORDS: [(&str, Column); 14] = [
    ("front", Column::Front), ("back", Column::Back), ("option", Column::Choice('?')), ("wrong", Column::Wrong), ("why", Column::Why),
    ("hint", Column::Hint), ("source", Column::Source), ("tags", Column::Tags), ("deck", Column::Deck), ("id", Column::Id),
    ("guid", Column::Guid), ("notetype", Column::Notetype), ("reversed", Column::Reversed), ("skip", Column::Skip),
];

fn of_name(name: &str) -> Column {
    let part = names::part(name).unwrap_or_default();
    let known = WORDS.iter().find(|(word, _)| *word == part);
    known.map_or(Column::Unknown, |(_, column)| *column)
}

/// The letter or number at the end of `Option B`, `answer 2`, `B`, and the word before it.
fn lettered(name: &str) -> Option<(&str, char)> {
    let last = name.chars().next_back()?;
    let before = &name[..name.len() - last.len_utf8()];
    let stem = before.trim_end();
    // Where letters have no small form, `a` stands apart from them without a blank.
    let is_apart = stem.ends_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let alone = stem.is_empty() || stem.len() < before.len() || last.is_ascii_digit() || is_apart;
    (alone && is_mark(last)).then_some((stem, last))
}

/// Whether it may be what an option is called by.
fn is_mark(c: char) -> bool {
    matches!(c, 'a'..='h' | '0'..='9' | 'а'..='з')
}

impl Column {
    /// By the whole cell. Single letters become options only if the other columns confirm it.
    pub fn named(cell: &str) -> Column {
        // `Question #` counts the questions.
        if cell.trim_end().ends_with(" #") {
            return Column::Unknown;
        }
        let name = folded(cell);
        if name.chars().count() == 1 {
            return of_name(&name);
        }
        if let Some((stem, mark)) = lettered(&name) {
            if OPTIONS.contains(&stem) {
                return Column::Choice(mark);
            }
            if of_name(stem) == Column::Wrong {
                return Column::Wrong;
            }
        }
        of_name(&name)
    }

    /// A short name with exactly one known word in it: `English word`.
    fn near(cell: &str) -> Column {
        let words: Vec<String> = folded(cell)
            .split(' ')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
            .filter(|word| word.chars().count() > 1)
            .collect();
        if words.len() > 3 || cell.contains(['!', '.']) || cell.contains(QUESTION_MARKS) {
            return Column::Unknown;
        }
        let mut found = words
            .iter()
            .map(|w| of_name(w))
            .filter(|c| *c != Column::Unknown);
        match (found.next(), found.next()) {
            (Some(column), None) => column,
            _ => Column::Unknown,
        }
    }

    /// As `--columns` lists them.
    pub fn of_list(list: &str) -> Result<Vec<Column>, String> {
        let known = |word: &str| {
            let unknown = || {
                let (word, words) = (word.trim(), WORDS.map(|(word, _)| word).join(", "));
                format!("`{word}` is no word for a column; write {words}")
            };
            Column::said(word).ok_or_else(unknown)
        };
        list.split(',').map(known).collect()
    }

    /// By a word of `--columns`.
    fn said(word: &str) -> Option<Column> {
        Some(match folded(word).as_str() {
            "option" | "choice" => Column::Choice('?'),
            "skip" | "ignore" | "none" | "" => Column::Skip,
            name => match of_name(name) {
                Column::Unknown => return None,
                column => column,
            },
        })
    }

    pub fn word(self) -> &'static str {
        let is_its = |(_, of): &&(&str, Column)| discriminant(of) == discriminant(&self);
        WORDS.iter().find(is_its).map_or("skip", |(word, _)| word)
    }

    /// The columns in the form of `--columns`.
    pub fn list(columns: &[Column]) -> String {
        let words: Vec<&str> = columns.iter().map(|c| c.word()).collect();
        words.join(",")
    }
}

/// The columns by the names in a row, as far as they are known.
pub fn by_names(cells: &[impl AsRef<str>]) -> Vec<Column> {
    let mut columns: Vec<Column> = cells.iter().map(|c| Column::named(c.as_ref())).collect();
    let is_of_choice = |c: &Column| matches!(c, Column::Choice(_) | Column::Wrong);
    // Templates of quizzes say more: `Answer 3 (Optional)`, `Answer 2 - max 75 characters`.
    let mut cut = columns.clone();
    for (i, cell) in cells.iter().enumerate() {
        let name = cell.as_ref().split(['(', '\n']).next().unwrap_or("");
        let name = name.split(" - ").next().unwrap_or("");
        let column = Column::named(name);
        if cut[i] == Column::Unknown && (is_of_choice(&column) || !cut.contains(&column)) {
            cut[i] = column;
        }
    }
    if cut.iter().any(is_of_choice) {
        columns = cut;
    }
    let letters: Vec<Option<char>> = cells.iter().map(|cell| letter(cell.as_ref())).collect();
    // Two consecutive letters or numbers are options, whatever else the letters may mean.
    let first = |mark: char| letters.contains(&Some(mark));
    if first('a') && first('b') || first('1') && first('2') {
        for (column, letter) in columns.iter_mut().zip(&letters) {
            if let Some(mark) = letter {
                *column = Column::Choice(*mark);
            }
        }
    }
    // Beside options the key is the answer.
    let is_option = |c: &Column| matches!(c, Column::Choice(_));
    if columns.iter().any(is_option) && !columns.contains(&Column::Back) {
        let mut named = columns.iter_mut().zip(cells);
        if let Some((column, _)) = named.find(|(_, cell)| folded(cell.as_ref()) == "key") {
            *column = Column::Back;
        }
    }
    // A single one is an answer with a number.
    if columns.iter().filter(|c| is_option(c)).count() == 1 {
        let is_free = !columns.contains(&Column::Back);
        for column in columns.iter_mut().filter(|c| is_option(c)) {
            *column = if is_free {
                Column::Back
            } else {
                Column::Unknown
            };
        }
    }
    // Where no column is an answer, and none might be, an explanation is the answer to a term.
    let answers = |c: &Column| is_option(c) || matches!(c, Column::Back | Column::Unknown);
    if columns.contains(&Column::Front) && !columns.iter().any(answers) {
        for column in columns.iter_mut().filter(|c| **c == Column::Why) {
            *column = Column::Back;
        }
    }
    // `Name` is a question only to an answer: beside a city or an address it is a person's.
    let unknown = columns.iter().filter(|c| **c == Column::Unknown).count();
    if let Some(at) = cells.iter().position(is_of_name)
        && unknown == 1
        && columns.contains(&Column::Back)
        && !columns.contains(&Column::Front)
    {
        columns[at] = Column::Front;
    }
    by_first(columns)
}

/// Whether it heads a column of names, of things or of persons.
fn is_of_name(cell: &impl AsRef<str>) -> bool {
    folded(cell.as_ref()) == "name"
}

fn letter(cell: &str) -> Option<char> {
    let name = folded(cell);
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(mark), None) if is_mark(mark) => Some(mark),
        _ => None,
    }
}

/// The letter or number named by an answer: `B`, `(2)`, `Option C`.
pub fn mark(answer: &str) -> Option<char> {
    let name = folded(answer);
    letter(&name).or_else(|| {
        let (stem, mark) = lettered(&name)?;
        OPTIONS.contains(&stem).then_some(mark)
    })
}

/// Columns whose names are one name but for a letter or number that counts up: `A şıkkı`, `B şıkkı`; with that sign.
/// None whose name is that of another part of a card.
pub fn counted(cells: &[impl AsRef<str>]) -> Vec<(usize, char)> {
    // A quiz has few columns, and short names: each is compared with each.
    let names = cells.iter().take(40).map(|cell| folded(cell.as_ref()));
    let names = names.map(|name| name.chars().take(60).collect());
    let names: Vec<Vec<char>> = names.collect();
    for name in &names {
        for (at, first) in name.iter().enumerate() {
            if !['a', '0', '1', 'а'].contains(first) {
                continue;
            }
            let of = |mark: char| {
                let mut name = name.clone();
                name[at] = mark;
                Some((names.iter().position(|n| *n == name)?, mark))
            };
            let found: Vec<_> = (*first..).map_while(of).collect();
            // `Hint 1` and `Example 2` are no options, whatever the answers are.
            let is_other = |(at, _): &(usize, char)| {
                use Column::{Back, Choice, Unknown, Wrong};
                let near = Column::near(cells[*at].as_ref());
                !matches!(near, Unknown | Back | Choice(_) | Wrong)
            };
            if found.len() > 1 && !found.iter().any(is_other) {
                return found;
            }
        }
    }
    Vec::new()
}

/// Whether it names a column that holds all options of a question.
pub fn is_of_options(name: &str) -> bool {
    OPTIONS.contains(&folded(name).trim_end_matches('s'))
}

/// Whether the columns make cards: question and answer, or a question with gaps.
pub fn is_whole(columns: &[Column]) -> bool {
    columns.contains(&Column::Front)
        && (columns.contains(&Column::Back)
            || columns.iter().any(|c| matches!(c, Column::Choice(_))))
}

/// The role of the first row.
#[derive(Debug, PartialEq)]
pub enum First {
    /// It names the columns.
    Names(Vec<Column>),
    Card,
    /// Uncertain, with the reason.
    Unclear(Cow<'static, str>),
}

/// Decided by names in the row, otherwise by how it differs from the rows below.
pub fn first(row: &[impl AsRef<str>], below: &[Vec<String>]) -> First {
    let named = by_names(row);
    let known = |c: &Column| !matches!(c, Column::Unknown | Column::Skip);
    if is_whole(&named) {
        return First::Names(named);
    }
    let counted = counted(row);
    let near = |but_counted: bool| -> Vec<Column> {
        let named = row.iter().zip(&named).enumerate();
        let near = named.map(|(i, (cell, column))| match column {
            Column::Unknown if but_counted && counted.iter().any(|(at, _)| *at == i) => *column,
            Column::Unknown => Column::near(cell.as_ref()),
            column => *column,
        });
        near.collect()
    };
    // `A válasz` and `B válasz` are no answers beside `Helyes válasz`.
    let near = [near(true), near(false)]
        .into_iter()
        .find(|near| is_whole(near));
    if let Some(near) = near
        && row.iter().all(|cell| is_name(cell.as_ref()))
    {
        return First::Names(by_first(near));
    }
    if row.len() == 1 {
        return if named[0] == Column::Front {
            First::Names(named)
        } else {
            First::Card
        };
    }
    let is_part = |c: &Column| matches!(c, Column::Front | Column::Back);
    if are_languages(row)
        && !named.iter().any(is_part)
        && !below.iter().any(|row| are_languages(row))
    {
        // A list of words in two languages: the first is the question for the second.
        let mut columns = named;
        columns[..2].copy_from_slice(&[Column::Front, Column::Back]);
        return First::Names(by_first(columns));
    }
    if named.iter().any(known) || are_languages(row) || row.iter().any(is_of_name) {
        return First::Unclear(
            "some of its words name columns, and no front and back can be told by them".into(),
        );
    }
    if differs(row, below) {
        return First::Unclear(
            "it is short like names of columns, and the rows below are not".into(),
        );
    }
    First::Card
}

/// Of several columns with one meaning the first keeps it, unless several may have it.
fn by_first(mut columns: Vec<Column>) -> Vec<Column> {
    use Column::{Choice, Hint, Skip, Source, Tags, Why, Wrong};
    for i in 1..columns.len() {
        let may_repeat = matches!(
            columns[i],
            Choice(_) | Wrong | Tags | Why | Hint | Source | Skip
        );
        if !may_repeat && columns[..i].contains(&columns[i]) {
            columns[i] = Column::Unknown;
        }
    }
    columns
}

/// Short, and without anything that a name does not have.
fn is_name(cell: &str) -> bool {
    let words = cell.split_whitespace().count();
    let is_none =
        |c: char| ".!<{:".contains(c) || QUESTION_MARKS.contains(&c) || c.is_ascii_digit();
    words <= 3 && !cell.contains(is_none)
}

fn differs(row: &[impl AsRef<str>], below: &[Vec<String>]) -> bool {
    if below.len() < 2
        || !row
            .iter()
            .all(|cell| is_name(cell.as_ref()) && !is_number(cell.as_ref()))
    {
        return false;
    }
    row.iter().enumerate().any(|(i, cell)| {
        let cells: Vec<&str> = below
            .iter()
            .filter_map(|r| r.get(i))
            .map(|c| c.trim())
            .filter(|c| !c.is_empty())
            .collect();
        if cells.len() < 2 || cell.as_ref().trim().is_empty() {
            return false;
        }
        let name = cell.as_ref().chars().count();
        let sentences = cells.iter().all(|c| {
            c.chars().count() > 2 * name && c.split_whitespace().count() >= 4
                || c.ends_with(['.', '。'])
                || c.ends_with(QUESTION_MARKS)
        });
        sentences || cells.iter().all(|c| is_number(c))
    })
}

/// Digits, points, commas and hyphens alone.
pub fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty()
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(header: &str) -> String {
        let cells: Vec<&str> = header.split(',').collect();
        match first(&cells, &[]) {
            First::Names(columns) => Column::list(&columns),
            First::Card => "card".into(),
            First::Unclear(_) => "unclear".into(),
        }
    }

    #[test]
    fn columns_are_told_by_whole_names_in_many_languages() {
        for (header, columns) in [
            ("front,back", "front,back"),
            ("Q,A", "front,back"),
            (
                "question,A,B,C,D,answer",
                "front,option,option,option,option,back",
            ),
            (
                "Question,Answer 1,Answer 2,Answer 3,Time limit (sec),Correct answer(s)",
                "front,option,option,option,skip,back",
            ),
            ("question,correct,wrong 1,wrong_2", "front,back,wrong,wrong"),
            (
                "questionText,optionA,optionB,opt_C,correctAnswer",
                "front,option,option,option,back",
            ),
            (
                "题目,选项A,选项B,选项C,答案",
                "front,option,option,option,back",
            ),
            (
                "question,option_0,option_1,answer",
                "front,option,option,back",
            ),
            (
                "Kérdés,A válasz,B válasz,Helyes válasz",
                "front,skip,skip,back",
            ),
            (
                "Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,Time limit (sec) – 5 or 10,Correct answer(s) - choose at least one",
                "front,option,option,skip,back",
            ),
            (
                "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2 (Optional)",
                "front,back,wrong,wrong",
            ),
            (
                "Question #,Question Text,Answer 1,Answer 2\n(Optional),Correct Answer(s)\n(Only include Answer #)",
                "skip,front,option,option,back",
            ),
            ("Ön yüz,Arka yüz", "front,back"),
            ("Pitanje,Odgovor", "front,back"),
            ("id,pregunta,respuesta,tema", "id,front,back,deck"),
            ("English,Deutsch", "front,back"),
            ("English,Deutsch,Wortart,Beispiel", "front,back,skip,why"),
            ("English,German,Answer", "unclear"),
            ("English,gate", "card"),
            ("Frage;Antwort", "card"),
            ("Frage,Antwort,Hinweis", "front,back,hint"),
            ("Вопрос,Ответ", "front,back"),
            ("問題,答え", "front,back"),
            ("Begriff,Erklärung", "front,back"),
            ("Term,Definition,Example,Picture", "front,back,why,skip"),
            ("English word,German translation", "front,back"),
            ("front,back,back", "front,back,skip"),
            ("Name,Answer,Tags", "front,back,tags"),
            ("Name,Definition", "front,back"),
            ("Definition,Name", "back,front"),
            ("Name,Term,Definition", "skip,front,back"),
            ("Name,Email,Answer", "unclear"),
            ("Name,Notes", "unclear"),
            ("Name,Email", "unclear"),
            ("A,B", "unclear"),
            ("time,note", "unclear"),
            ("answer,Antwort", "unclear"),
            ("gate,way in", "card"),
            ("name tag,badge", "card"),
            ("front 0,back 0", "card"),
            ("What is the answer?,A reply", "card"),
            ("back door,Hintertür", "card"),
        ] {
            assert_eq!(told(header), columns, "{header}");
        }
        assert_eq!(Column::said("Front"), Some(Column::Front));
        assert_eq!(Column::said("colour"), None);
    }

    #[test]
    fn a_first_row_unlike_the_others_is_asked_about() {
        let below = |rows: &[[&str; 2]]| -> Vec<Vec<String>> {
            rows.iter()
                .map(|r| r.iter().map(|c| (*c).to_owned()).collect())
                .collect()
        };
        let rows = below(&[
            ["Mikä on portti?", "Sisäänkäynti."],
            ["Mikä on piha?", "Odotuspaikka."],
        ]);
        assert!(matches!(
            first(&["Asia", "Selitys"], &rows),
            First::Unclear(_)
        ));
        let rows = below(&[["Irish", "stew"], ["Latin", "Greek"]]);
        assert!(matches!(
            first(&["Turkish", "French"], &rows),
            First::Unclear(_)
        ));
        let rows = below(&[["gate", "way in"], ["yard", "wait"]]);
        assert_eq!(first(&["dock", "door"], &rows), First::Card);
    }
}

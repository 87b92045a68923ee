//! What a file says about itself in Anki's `#` lines.

use crate::exchange::columns::Column;
use crate::exchange::draft::{Draft, Thing};
use crate::files::rows::{self, Rows};

/// Anki's `#key:value` lines at the head of a file.
#[derive(Debug, Default)]
pub struct Head {
    pub separator: Option<u8>,
    /// What a spreadsheet filled its lines up with: the mark that parts the cells now.
    pub padding: Option<u8>,
    pub html: Option<bool>,
    pub columns: Option<Vec<String>>,
    pub tags: Vec<String>,
    pub deck: Option<String>,
    pub notetype: Option<String>,
    /// Column numbers from 0.
    pub at: Vec<(usize, Column)>,
    pub lines: usize,
    /// Whether there are any.
    pub is_anki: bool,
}

const MARKS: [char; 4] = [',', ';', '\t', '|'];

/// What the lines before the rows say, and the rest.
pub fn head<'a>(text: &'a str, draft: &mut Draft) -> Result<(Head, &'a str), String> {
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
                draft.lose_line(Thing::Comment, head.lines + 1, line);
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

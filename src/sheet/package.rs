//! What the library for workbooks does not tell, from the texts in the package: hidden rows and columns of .xlsx and .ods, and the merged cells and
//! currencies of .ods. The sheet was read before; what is not found here is not told.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Longer texts are not examined.
const LONGEST: u64 = 1 << 28;
/// No spreadsheet has more lines.
const MOST_LINES: usize = 1 << 20;

/// A cell of a sheet that is merged over several lines, by the sheet's column and its first and last line.
pub struct Merged {
    pub column: usize,
    pub first: u32,
    pub last: u32,
}

#[derive(Default)]
pub struct Package {
    /// The lines of hidden rows.
    pub hidden: BTreeSet<u32>,
    /// Hidden columns, by the first and the last, counted from 0.
    pub hidden_columns: Vec<(usize, usize)>,
    pub merged: Vec<Merged>,
    pub currencies: BTreeSet<String>,
}

type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

impl Package {
    /// What cannot be read is absent.
    pub fn read(bytes: &[u8], sheet: &str) -> Self {
        let zip = ZipArchive::new(Cursor::new(bytes)).ok();
        let read = |mut zip: Zip| match text(&mut zip, "content.xml") {
            Some(content) => of_ods(&content, sheet),
            None => of_xlsx(&mut zip, sheet),
        };
        zip.and_then(read).unwrap_or_default()
    }
}

fn text(zip: &mut Zip, path: &str) -> Option<String> {
    let file = zip.by_name(path).ok()?;
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// What stands between `<` and `>`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<')
        .filter_map(|part| part.split_once('>').map(|(tag, _)| tag))
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut parts = tag.split('"');
    let mut pairs = std::iter::from_fn(|| Some((parts.next()?, parts.next()?)));
    let is_it = |before: &str| {
        let front = before.strip_suffix('=').and_then(|b| b.strip_suffix(name));
        front.is_some_and(|front| front.ends_with(char::is_whitespace))
    };
    pairs.find_map(|(before, value)| is_it(before).then_some(value))
}

fn is_named(tag: &str, attribute_name: &str, name: &str) -> bool {
    attribute(tag, attribute_name)
        .is_some_and(|value| html_escape::decode_html_entities(value) == name)
}

fn of_xlsx(zip: &mut Zip, sheet: &str) -> Option<Package> {
    let book = text(zip, "xl/workbook.xml")?;
    let its = tags(&book).find(|tag| tag.starts_with("sheet ") && is_named(tag, "name", sheet))?;
    let id = attribute(its, "r:id")?;
    let relations = text(zip, "xl/_rels/workbook.xml.rels")?;
    let target = tags(&relations).find(|tag| attribute(tag, "Id") == Some(id))?;
    let path = match attribute(target, "Target")? {
        path if path.starts_with('/') => path[1..].to_owned(),
        path => format!("xl/{path}"),
    };
    let rows = text(zip, &path)?;
    let mut found = Package::default();
    // Nearly all tags are those of cells.
    let of_lines = tags(&rows).filter(|tag| tag.starts_with("row ") || tag.starts_with("col "));
    for tag in of_lines.filter(|tag| matches!(attribute(tag, "hidden"), Some("1" | "true"))) {
        let number =
            |name: &str| attribute(tag, name).and_then(|number| number.parse::<u32>().ok());
        if tag.starts_with("row ") {
            found.hidden.extend(number("r"));
        } else if let (Some(first @ 1..), Some(last @ 1..)) = (number("min"), number("max")) {
            let columns = (first as usize - 1, last as usize - 1);
            found.hidden_columns.push(columns);
        }
    }
    Some(found)
}

fn of_ods(content: &str, sheet: &str) -> Option<Package> {
    let mut found = Package::default();
    let (mut line, mut next_line, mut column) = (0, 1, 0);
    let is_hidden = |tag| {
        matches!(
            attribute(tag, "table:visibility"),
            Some("collapse" | "filter")
        )
    };
    let its = |tag: &&str| tag.starts_with("table:table ") && is_named(tag, "table:name", sheet);
    let tags = tags(content).skip_while(|tag| !its(tag)).skip(1);
    for tag in tags.take_while(|tag| *tag != "/table:table") {
        let number = |name: &str| -> usize {
            let number = attribute(tag, name).and_then(|number| number.parse().ok());
            number.unwrap_or(1).clamp(1, MOST_LINES)
        };
        match tag.split([' ', '/']).next()? {
            "table:table-column" => {
                let next = column + number("table:number-columns-repeated");
                if is_hidden(tag) {
                    found.hidden_columns.push((column, next - 1));
                }
                column = next;
            }
            "table:table-row" => {
                line = next_line;
                next_line += number("table:number-rows-repeated") as u32;
                next_line = next_line.min(MOST_LINES as u32 + 1);
                column = 0;
                if is_hidden(tag) {
                    // Behind the last row such a one may be repeated to the end of the sheet.
                    found
                        .hidden
                        .extend((line..next_line).take(usize::from(u16::MAX)));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let spanned = number("table:number-rows-spanned") as u32;
                if spanned > 1 {
                    found.merged.push(Merged {
                        column,
                        first: line,
                        last: line + spanned - 1,
                    });
                }
                let currency = attribute(tag, "office:currency");
                found.currencies.extend(currency.map(str::to_owned));
                column += number("table:number-columns-repeated");
            }
            _ => {}
        }
    }
    Some(found)
}

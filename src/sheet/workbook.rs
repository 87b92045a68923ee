//! The sheets of a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) as grids: numbers as numbers, dates as dates.

use super::grid::Grid;
use super::package::{Merged, Package};
use crate::calculators::numbers::currency_named;
use crate::files::unpack::RATIO;
use calamine::{
    Data, NumberFormat, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs,
};
use std::fmt::Display;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// The first number of the formats that a workbook defines itself.
const FIRST_OWN_FORMAT: u32 = 164;

/// Most cells of a sheet, empty ones between others included.
const MOST_CELLS: usize = 1 << 27;

/// Bytes that any package may unpack to.
const MOST_BYTES: u64 = 256 << 20;

/// A cell that holds something, by its row and column, counted from 0.
struct Placed {
    place: (u32, u32),
    text: String,
    is_number: bool,
}

impl Placed {
    /// With a per cent sign or a currency where the format of a number shows one.
    fn new(place: (u32, u32), cell: Data, format: Option<&NumberFormat>) -> Self {
        Placed {
            place,
            is_number: matches!(cell, Data::Int(_) | Data::Float(_)),
            text: shown(&cell, format).unwrap_or_else(|| text(cell)),
        }
    }
}

/// Whether the file is a workbook: these begin as a zip archive or as an OLE file.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Refuses a package that unpacks to more than `most` bytes and far more than its size: the library knows no limit.
pub fn check_size(bytes: &[u8], most: u64) -> Result<(), String> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(());
    };
    let mut left = (bytes.len() as u64 * RATIO).max(most);
    for place in 0..zip.len() {
        // The library tells what is damaged.
        let entry = zip.by_index(place).map(|entry| entry.take(left + 1));
        let unpacked = entry.map(|mut entry| io::copy(&mut entry, &mut io::sink()));
        left = left.checked_sub(unpacked.map_or(0, Result::unwrap_or_default)).ok_or(
            "it unpacks to a hundred times its size and more: such a file is made to do harm; save what you need of it as .csv",
        )?;
    }
    Ok(())
}

pub struct Workbook<'b> {
    bytes: &'b [u8],
    sheets: Sheets<Cursor<&'b [u8]>>,
    /// The names of the visible sheets.
    pub names: Vec<String>,
    /// The names of hidden ones.
    pub hidden: Vec<String>,
}

impl<'b> Workbook<'b> {
    /// The error is a sentence about the workbook, which it calls "it".
    pub fn open(bytes: &'b [u8]) -> Result<Self, String> {
        check_size(bytes, MOST_BYTES)?;
        let sheets = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| {
            "it is no workbook that can be read (.xlsx, .xlsb, .xls or .ods without a password)"
                .to_owned()
        })?;
        let with_cells = sheets.sheets_metadata().iter();
        let with_cells = with_cells.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let (shown, hidden): (Vec<_>, Vec<_>) =
            with_cells.partition(|sheet| sheet.visible == SheetVisible::Visible);
        let [names, hidden] = [shown, hidden].map(|sheets| -> Vec<String> {
            sheets.iter().map(|sheet| sheet.name.clone()).collect()
        });
        if names.is_empty() {
            Err("it holds no sheet with cells".into())
        } else {
            Ok(Workbook {
                bytes,
                sheets,
                names,
                hidden,
            })
        }
    }

    /// The visible sheet of this name or number.
    pub fn named(&self, wanted: &str) -> Result<String, String> {
        let is_it = |name: &&String| name.to_lowercase() == wanted.to_lowercase();
        let number = wanted.parse::<usize>().ok();
        let numbered = || self.names.get(number?.checked_sub(1)?);
        let mut names = self.names.iter();
        let name = names.clone().find(|name| *name == wanted);
        let name = name.or_else(|| names.find(is_it)).or_else(numbered);
        name.cloned().ok_or_else(|| {
            let listed = self.names.join(", ");
            match self.hidden.iter().find(is_it) {
                Some(_) => format!(
                    "the sheet `{wanted}` is hidden, and hidden sheets are not read; show it in the spreadsheet and save the file; \
                     there are {listed}"
                ),
                None => format!("there is no sheet `{wanted}`; there are {listed}"),
            }
        })
    }

    pub fn grid(&mut self, name: &str) -> Result<Grid, String> {
        let cells = self.cells(name)?;
        let columns = || cells.iter().map(|cell| cell.place.1 as usize);
        let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
        let rows = cells.chunk_by(|one, other| one.place.0 == other.place.0);
        let width = right - left + 1;
        if rows.clone().count().saturating_mul(width) > MOST_CELLS {
            return Err(format!(
                "the sheet `{name}` holds {width} columns: delete what stands outside the table"
            ));
        }
        let mut grid = Grid::default();
        grid.left = left;
        for row in rows {
            let mut texts = vec![""; width];
            let mut typed = vec![false; width];
            for cell in row {
                let at = cell.place.1 as usize - left;
                texts[at] = &cell.text;
                typed[at] = cell.is_number;
            }
            grid.add(row[0].place.0 + 1, texts.into_iter());
            grid.mark_typed(typed.into_iter());
        }
        Ok(grid)
    }

    /// The cells of a sheet that hold something, row by row. A range of calamine has all cells of the box around them, which a stray
    /// one in the last corner of the sheet makes larger than any memory.
    fn cells(&mut self, name: &str) -> Result<Vec<Placed>, String> {
        let named = |e: &dyn Display| format!("the sheet `{name}` cannot be read: {e}");
        let mut cells: Vec<Placed> = Vec::new();
        let mut add = |place, cell: Data, format: Option<&NumberFormat>| {
            if cell != Data::Empty {
                cells.push(Placed::new(place, cell, format));
            }
        };
        match &mut self.sheets {
            // Formats are known of .xlsx only.
            Sheets::Xlsx(book) => {
                let mut read = book.worksheet_cells_reader(name).map_err(|e| named(&e))?;
                while let Some((cell, style)) =
                    read.next_cell_with_style_id().map_err(|e| named(&e))?
                {
                    let style = read.styles().get(style);
                    let format = style.and_then(|style| style.number_format.as_ref());
                    add(cell.get_position(), cell.get_value().clone().into(), format);
                }
            }
            Sheets::Xlsb(book) => {
                let mut read = book.worksheet_cells_reader(name).map_err(|e| named(&e))?;
                while let Some(cell) = read.next_cell().map_err(|e| named(&e))? {
                    add(cell.get_position(), cell.get_value().clone().into(), None);
                }
            }
            others => {
                let range = others.worksheet_range(name).map_err(|e| named(&e))?;
                let (row, column) = range.start().unwrap_or_default();
                for (down, right, cell) in range.used_cells() {
                    let place = (row + down as u32, column + right as u32);
                    add(place, cell.clone(), None);
                }
            }
        }
        // A program may write the cells in any order.
        cells.sort_by_key(|cell| cell.place);
        Ok(cells)
    }

    pub fn package(&self, name: &str) -> Package {
        Package::read(self.bytes, name)
    }

    /// The cells of a sheet that are merged over several lines, where the library tells: not in .xlsb and .ods.
    pub fn merged(&mut self, name: &str) -> Result<Vec<Merged>, String> {
        let named = |e: &dyn Display| format!("the sheet `{name}` cannot be read: {e}");
        let merged = match &mut self.sheets {
            Sheets::Xlsx(book) => book
                .merge_cells_by_sheet_name(name)
                .map_err(|e| named(&e))?,
            Sheets::Xls(book) => book
                .merge_cells_by_sheet_name(name)
                .map_err(|e| named(&e))?,
            Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
        };
        let merged = merged.into_iter().filter(|m| m.start.0 < m.end.0);
        let merged = merged.map(|m| Merged {
            column: m.start.1 as usize,
            first: m.start.0 + 1,
            last: m.end.0 + 1,
        });
        Ok(merged.collect())
    }
}

/// A number with the per cent sign or the currency of its format, as the spreadsheet shows it.
fn shown(cell: &Data, format: Option<&NumberFormat>) -> Option<String> {
    let format = format?;
    let value = match cell {
        Data::Int(value) => *value as f64,
        Data::Float(value) => *value,
        _ => return None,
    };
    let (quoted, code) = sections(&format.format_code);
    if code.contains('%') {
        // Rounded, so that 0.07 is 7 and not 7.000000000000001.
        return Some(format!("{}%", (value * 1e14).round() / 1e12));
    }
    // What a built-in format shows depends on the country of the machine.
    let is_own = format.format_id.is_none_or(|id| id >= FIRST_OWN_FORMAT);
    let signs = quoted.iter().map(|sign| sign.trim());
    let sign = signs
        .filter(|_| is_own)
        .find(|s| currency_named(s).is_some())?;
    Some(format!("{value} {sign}"))
}

/// Of a format's first section: its literal texts, among them the currency in `[$€-407]`, and what is left, the code.
fn sections(format: &str) -> (Vec<String>, String) {
    let (mut quoted, mut code) = (Vec::new(), String::new());
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => quoted.push(chars.by_ref().take_while(|c| *c != '"').collect()),
            '\\' => quoted.extend(chars.next().map(String::from)),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let sign = inside.strip_prefix('$').map(|sign| sign.split('-').next());
                quoted.extend(sign.flatten().map(str::to_owned));
            }
            '_' | '*' => drop(chars.next()),
            c if !c.is_ascii_alphanumeric()
                && currency_named(c.encode_utf8(&mut [0; 4])).is_some() =>
            {
                quoted.push(c.to_string());
            }
            c => code.push(c),
        }
    }
    (quoted, code)
}

fn text(cell: Data) -> String {
    match cell {
        Data::String(text) => text,
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

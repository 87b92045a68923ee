//! The sheets of a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) as grids: numbers as numbers, dates as dates.

use super::grid::{Grid, Merged};
use calamine::{Data, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};
use std::fmt::Display;
use std::io::Cursor;

/// Whether the file is a workbook: these begin as a zip archive or as an OLE file.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

pub struct Workbook<'b> {
    sheets: Sheets<Cursor<&'b [u8]>>,
    /// The names of the visible sheets.
    pub names: Vec<String>,
}

impl<'b> Workbook<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, String> {
        let sheets = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| {
            "it is no workbook that can be read (.xlsx, .xlsb, .xls or .ods without a password)"
                .to_owned()
        })?;
        let shown = sheets.sheets_metadata().iter().filter(|sheet| {
            sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
        });
        let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
        match names.is_empty() {
            true => Err("it holds no sheet with cells".into()),
            false => Ok(Workbook { sheets, names }),
        }
    }

    pub fn grid(&mut self, name: &str) -> Result<Grid, String> {
        let range = self
            .sheets
            .worksheet_range(name)
            .map_err(|e| format!("the sheet `{name}` cannot be read: {e}"))?;
        let (first, left) = range.start().unwrap_or_default();
        let mut grid = Grid::default();
        grid.left = left as usize;
        for (row, cells) in range.rows().enumerate() {
            let texts: Vec<String> = cells.iter().map(text).collect();
            grid.add(first + row as u32 + 1, texts.iter().map(String::as_str));
            grid.mark_typed(cells.iter().map(is_number));
        }
        Ok(grid)
    }

    /// The cells of a sheet that are merged over several lines, where the format tells: not in .xlsb and .ods.
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

fn is_number(cell: &Data) -> bool {
    matches!(cell, Data::Int(_) | Data::Float(_))
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Int(value) => value.to_string(),
        Data::Float(value) => value.to_string(),
        Data::String(text) => text.clone(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(span) => span.as_f64().to_string(),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(fault) => fault.to_string(),
        Data::Empty => String::new(),
    }
}

//! CSV and TSV with Anki's header lines. What Anki's own note types have no field for stands in front and back, marked.

use crate::exchange::cells;
use crate::exchange::item::{Item, Look};
use crate::study::text::defuse;
use std::borrow::Cow;

/// `raw` leaves formulas as they are, for machines.
pub fn write(items: &[Item], separator: u8, raw: bool) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let name = if separator == b'\t' { "Tab" } else { "Comma" };
    let mark = if separator == b'\t' { "\t" } else { "," };
    let names = ["guid", "notetype", "deck", "front", "back", "tags"];
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
        let (tags, deck) = (item.tags.join(" "), item.nested().join("::"));
        let (front, back) = sides(item);
        let text = |cell| {
            if raw {
                Cow::Borrowed(cell)
            } else {
                defuse(cell)
            }
        };
        let row = [
            text(&item.guid),
            text(item.look.notetype()),
            text(&deck),
            cells::defuse_html(&front, raw),
            cells::defuse_html(&back, raw),
            text(&tags),
        ];
        writer
            .write_record(row.iter().map(|cell| cell.as_bytes()))
            .map_err(|e| e.to_string())?;
    }
    writer.flush().map_err(|e| e.to_string())?;
    drop(writer);
    Ok(out)
}

/// A side that Anki asks has its extras folded together; what is typed is compared whole and has none.
fn sides(item: &Item) -> (String, String) {
    let (front, back) = (item.front_html() + &item.hint_folded(), item.back_html());
    match item.look {
        Look::Basic => (front, back + &item.extras_open()),
        Look::Cloze => (front, item.extras_open()),
        Look::Reversed => (front, back + &item.extras_folded()),
        Look::Typed => (front + &item.extras_folded(), back),
    }
}

//! Workbooks as LibreOffice, XlsxWriter and xlwt save them: each has the sheets About, Items, Orders, Customers and a
//! hidden one, title rows, formats of money, dates with a time of day, and a total that a formula sums up.
use super::found::{Change, Options, Sheet};
use super::package::Package;
use super::workbook::check_size;
use crate::calculators::{Input, find};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const FILES: [&str; 6] = [
    "libreoffice.xlsx",
    "libreoffice.xls",
    "libreoffice.ods",
    "libreoffice-1904.ods",
    "xlsxwriter-1904.xlsx",
    "xlwt-1904.xls",
];

fn read(file: &str, calculator: &str, sheet: Option<&str>) -> Result<Sheet, String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbooks");
    let options = Options {
        sheet: sheet.map(str::to_owned),
        ..Options::default()
    };
    super::read(
        &folder.join(file),
        find(calculator).unwrap().layouts,
        &options,
    )
}

fn answer(sheet: &Sheet, calculator: &str, request: &Value) -> Value {
    let input = Input::with_table(request, &sheet.table);
    find(calculator).unwrap().answer(&input).unwrap().value()
}

#[test]
fn workbooks_of_real_programs_give_one_result() {
    for file in FILES {
        let items = read(file, "abc", None).unwrap();
        let ids: Vec<&str> = items
            .table
            .texts("id")
            .unwrap()
            .iter()
            .map(String::as_str)
            .collect();
        assert_eq!(ids, ["bolts", "nuts", "pins", "washers"], "{file}");
        assert_eq!(
            **items.table.numbers("value").unwrap(),
            [12400.5, 1250.0, 999.25, 75.0],
            "{file}"
        );
        let kinds: Vec<&str> = items.findings.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, ["sheet", "title_lines", "totals"], "{file}");
        assert_eq!(
            answer(&items, "abc", &json!({}))["total"],
            json!(14724.75),
            "{file}"
        );

        let orders = read(file, "rfm", None).unwrap();
        let days = ["2025-12-31", "2026-02-05", "2026-02-14", "2024-02-29"];
        assert_eq!(**orders.table.texts("date").unwrap(), days, "{file}");
        let rows = &answer(&orders, "rfm", &json!({}))["rows"];
        assert_eq!(rows[0]["monetary"], json!(1000.0), "{file}");
        assert_eq!(rows[2]["recency_days"], json!(717.0), "{file}");

        let customers = read(file, "cost_to_serve", Some("customers")).unwrap();
        let totals = &answer(
            &customers,
            "cost_to_serve",
            &json!({"rates": {"orders": 40}}),
        )["totals"];
        assert_eq!(totals["cost_to_serve"], json!(3480.0), "{file}");
        assert_eq!(totals["net"], json!(40370.25), "{file}");
    }
}

#[test]
fn a_sheet_whose_columns_are_known_by_their_names_goes_before_one_whose_are_not() {
    let first = |sheet| read("summary-first.xlsx", "abc", sheet).unwrap().table;
    assert_eq!(first(None).texts("id").unwrap()[0], "Ost");
    assert_eq!(first(Some("Summary")).texts("id").unwrap()[0], "North");
}

/// The hidden sheet is none of them.
#[test]
fn another_sheet_is_taken_by_its_name_its_number_or_the_way_that_is_offered() {
    for file in FILES {
        let shown = read(file, "abc", None).unwrap();
        let ways = &shown.findings[0].ways;
        let offered: Vec<&Change> = ways.iter().map(|way| &way.change).collect();
        let sheets = ["About", "Orders", "Customers"].map(|name| Change::Sheet(Some(name.into())));
        assert_eq!(offered, sheets.each_ref(), "{file}");
        for sheet in ["Customers", "customers", "4"] {
            let taken = read(file, "abc", Some(sheet)).unwrap();
            assert_eq!(taken.table.texts("id").unwrap()[0], "Ost", "{file} {sheet}");
        }
        for none in ["Old", "5", "0"] {
            let why = read(file, "abc", Some(none)).unwrap_err();
            assert!(
                why.contains("there are About, Items, Orders, Customers"),
                "{file}: {why}"
            );
            let is_hidden = why.contains("is hidden, and hidden sheets are not read");
            assert_eq!(is_hidden, none == "Old", "{file}: {why}");
        }
    }
}

#[test]
fn formats_of_cells_tell_currencies_and_per_cents() {
    let why = read("currencies.xlsx", "abc", None).unwrap_err();
    assert!(
        why.contains("two currencies, USD (`10 $` in line 2) and EUR (`20 €` in line 3)"),
        "{why}"
    );
    let why = read("percents.xlsx", "cost_to_serve", None).unwrap_err();
    assert!(
        why.contains("column `gross margin` holds per cents (`7%` in line 2)"),
        "{why}"
    );
}

/// A range around all cells of the sheet would be larger than any memory.
#[test]
fn a_stray_cell_in_the_last_corner_does_no_harm() {
    let far = read("far-cell.xlsx", "abc", None).unwrap();
    assert_eq!(**far.table.numbers("value").unwrap(), [100.0, 50.5]);
}

/// As openpyxl and odfpy write them.
#[test]
fn what_a_sheet_hides_is_told() {
    let told = |sheet: &Sheet, kind: &str| -> Vec<String> {
        let found = sheet.findings.iter().filter(|one| one.kind == kind);
        found.map(ToString::to_string).collect()
    };
    let hidden = read("hidden.xlsx", "abc", None).unwrap();
    let rows = hidden.findings.iter().find(|one| one.kind == "hidden");
    assert_eq!(rows.unwrap().rows, [2]);
    assert_eq!(
        told(&hidden, "hidden"),
        [
            "hidden in the sheet, and counted as the others are: row 2 (line 4); delete what does not belong",
            "column `Revenue` is hidden in the sheet, and is read: name another if it is not meant"
        ]
    );
    let ods = read("merged-hidden.ods", "rfm", None).unwrap();
    assert_eq!(**ods.table.texts("id").unwrap(), ["Ost", "Ost", "West"]);
    let kinds: Vec<&str> = ods.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, ["merged", "hidden", "currencies"]);
    assert!(told(&ods, "hidden")[0].contains("row 3 (line 4)"));
    assert!(told(&ods, "currencies")[0].contains("(EUR, USD)"));
}

/// An .ods of one sheet with these rows, and with an entry of so many spaces.
fn ods(rows: &str, spaces: usize) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        ("spaces", &" ".repeat(spaces)),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_unpacks_to_far_more_than_its_size_is_refused() {
    for (spaces, is_read) in [(100 << 10, true), (2 << 20, false)] {
        let refused = check_size(&ods("", spaces), 1 << 20);
        assert_eq!(refused.is_ok(), is_read, "{spaces}");
        let why = "it unpacks to a hundred times its size";
        assert!(is_read || refused.unwrap_err().starts_with(why));
    }
    assert_eq!(check_size(b"\xd0\xcf\x11\xe0", 0), Ok(()));
}

/// The greatest numbers, and none, where a sheet says how often something is repeated.
#[test]
fn absurd_repetitions_do_no_harm() {
    let row = |name: &str, value: &str, hidden: &str, attributes: &str| {
        format!(
            r#"<table:table-row {hidden}><table:table-cell office:value-type="string" {attributes}><text:p>{name}</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell></table:table-row>"#
        )
    };
    let hidden = r#"table:visibility="collapse""#;
    let last = row("b", "20", hidden, "");
    let table = [row("item", "value", "", ""), row("a", "10", "", ""), last].concat();
    let hides = |many: &str| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{many}" {hidden}></table:table-row>"#
        )
    };
    let columns = |many: &str| {
        format!(r#"<table:table-column table:number-columns-repeated="{many}" {hidden}/>"#)
    };
    let spanned = |of: &str, many: &str| {
        let of = format!(r#"table:number-{of}="{many}""#);
        table.replacen("<table:table-cell", &format!("<table:table-cell {of}"), 1)
    };
    for (rows, hidden_lines) in [
        (table.clone(), 1),
        (columns("0") + &table, 1),
        (columns("18446744073709551615") + &table, 1),
        (spanned("rows-spanned", "4294967295"), 1),
        (spanned("columns-repeated", "18446744073709551615"), 1),
        (hides("4294967295").repeat(2) + &table, 65_535),
        (hides("65535").repeat(100) + &table, 1 << 20),
    ] {
        let found = Package::read(&ods(&rows, 0), "S");
        assert_eq!(found.hidden.len(), hidden_lines, "{rows:.200}");
    }
}

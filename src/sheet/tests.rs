//! Files as people bring them, and what must be read in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;
use crate::calculators::dates::Order;
use crate::calculators::numbers::Style;
use crate::calculators::{ALL, find};
use proptest::prelude::*;

fn abc(text: &str, wanted: &[(&str, &str)]) -> Result<Sheet, String> {
    let wanted: Vec<(String, String)> = wanted
        .iter()
        .map(|(k, h)| ((*k).into(), (*h).into()))
        .collect();
    let options = Options {
        columns: wanted,
        ..Options::default()
    };
    parse(text.as_bytes(), find("abc").unwrap().layouts, &options)
}

#[test]
fn a_spreadsheet_s_file_with_decimal_commas_is_read() {
    let sheet = abc(
        "\u{feff}Kunde;Customer;Revenue\r\n1;Aldous;€ 1.234,50\r\n2;\"Birch; Clinics\";99,5\r\n",
        &[],
    )
    .unwrap();
    assert_eq!(**sheet.table.numbers("value").unwrap(), [1234.5, 99.5]);
    assert_eq!(&sheet.table.texts("id").unwrap()[1], "Birch; Clinics");
    assert_eq!(sheet.ignored, ["Kunde"]);
    assert!(sheet.guess().contains("value = `Revenue`"));
}

#[test]
fn columns_may_be_named() {
    let sheet = abc("a,b,c\nx,1,2\n", &[("id", "a"), ("value", "C")]).unwrap();
    assert_eq!(**sheet.table.numbers("value").unwrap(), [2.0]);
    assert!(
        abc("a,b,c\nx,1,2\n", &[("id", "zz")])
            .unwrap_err()
            .contains("zz")
    );
    assert!(abc("a,b,c\nx,1,2\n", &[]).unwrap_err().contains("--id"));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), header in any::<bool>()) {
        let mut text = if header { b"id,date,amount,value\n".to_vec() } else { Vec::new() };
        text.extend(bytes);
        for calculator in ALL {
            let _ = parse(&text, calculator.layouts, &Options::default());
        }
    }

    #[test]
    fn tables_made_of_odd_cells_are_answered_or_refused(
        cells in prop::collection::vec(prop::sample::select(vec!["a", "b", "", "1", "-2,5", "1.000", "12 %", "2026-01-31", "x\"", "\"q;\"", "1e9", "NaN", "\n"]), 0..30),
        mark in prop::sample::select(vec![",", ";", "\t"]),
    ) {
        for calculator in ALL {
            for layout in calculator.layouts {
                let mut text: String = layout.columns.iter().map(|c| c.key).collect::<Vec<_>>().join(mark);
                for (nth, cell) in cells.iter().enumerate() {
                    text.push_str(if nth % layout.columns.len() == 0 { "\n" } else { mark });
                    text.push_str(cell);
                }
                if let Ok(sheet) = parse(text.as_bytes(), calculator.layouts, &Options::default()) {
                    let request = serde_json::json!({});
                    let input = crate::calculators::Input::with_table(&request, &sheet.table);
                    let answers = calculator.answer(&input).is_ok();
                    prop_assert_eq!(answers, calculator.outcome(&input).is_ok());
                }
            }
        }
    }
}

fn of(calculator: &str, bytes: &[u8], options: &Options) -> Result<Sheet, String> {
    parse(bytes, find(calculator).unwrap().layouts, options)
}

/// `A 1200; B 3.5` where the rows are these, then the kinds of findings after a bar.
fn shown(sheet: &Sheet, columns: &[&str]) -> String {
    let rows = (0..sheet.rows).map(|row| {
        let cells = columns.iter().map(|key| match sheet.table.numbers(key) {
            Some(numbers) => numbers[row].to_string(),
            None => sheet.table.texts(key).unwrap()[row].clone(),
        });
        cells.collect::<Vec<_>>().join(" ")
    });
    let kinds: Vec<&str> = sheet.findings.iter().map(|finding| finding.kind).collect();
    format!(
        "{} | {}",
        rows.collect::<Vec<_>>().join("; "),
        kinds.join(" ")
    )
    .trim()
    .to_owned()
}

/// Each: the file, and its rows with the kinds of findings, or a part of the refusal behind `!`.
fn all_read(calculator: &str, columns: &[&str], cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (file, expected) in cases {
        let seen = match of(calculator, file.as_bytes(), &Options::default()) {
            Ok(sheet) => shown(&sheet, columns),
            Err(why) => format!("!{why}"),
        };
        let is_right = match expected.strip_prefix('!') {
            Some(part) => seen.starts_with('!') && seen.contains(part),
            None => seen == *expected,
        };
        if !is_right {
            wrong.push(format!(
                "{file:?}\n  expected {expected}\n  but      {seen}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn one_style_of_numbers_is_decided_for_the_whole_file() {
    all_read(
        "abc",
        &["id", "value"],
        &[
            (
                "id;value\nA;1.234\nB;2.500\nC;999\n",
                "A 1234; B 2500; C 999 | decimal",
            ),
            (
                "id;value\nA;1.234,0\nB;2.500\nC;999\n",
                "A 1234; B 2500; C 999 |",
            ),
            ("id;value\nA;0.250\nB;2.500\n", "A 0.25; B 2.5 |"),
            ("id;value\nA;1.25\nB;2.500\n", "A 1.25; B 2.5 |"),
            ("id;value\nA;1.234.567\nB;2.500\n", "A 1234567; B 2500 |"),
            ("id;value\nA;12,50\nB;2.500\n", "A 12.5; B 2500 |"),
            ("id;value\nA;1,234\nB;2,500\n", "A 1.234; B 2.5 | decimal"),
            ("id,value\nA,1.234\nB,2.500\n", "A 1.234; B 2.5 | decimal"),
            (
                "id,value\nA,\"1,234\"\nB,\"2,500\"\n",
                "A 1234; B 2500 | decimal",
            ),
            (
                "id,value\nA,\"1,234.50\"\nB,\"2,500\"\n",
                "A 1234.5; B 2500 |",
            ),
            ("id,value\nA,\"1,5\"\nB,\"2,500\"\n", "A 1.5; B 2.5 |"),
            ("id\tvalue\nA\t1.234,5\nB\t1.000\n", "A 1234.5; B 1000 |"),
            ("id\tvalue\nA\t1,234\nB\t7\n", "A 1234; B 7 | decimal"),
            ("id|value\nA|1.5\nB|1.000\n", "A 1.5; B 1 |"),
            ("id;value\nA;1 234,5\nB;2 500\n", "A 1234.5; B 2500 |"),
            (
                "id;value\nA;1\u{a0}234\nB;2\u{202f}500,25\n",
                "A 1234; B 2500.25 |",
            ),
            ("id;value\nA;1'234.50\nB;2'500\n", "A 1234.5; B 2500 |"),
            ("id;value\nA;1’234,50\nB;2’500\n", "A 1234.5; B 2500 |"),
            (
                "id,value\nA,\"1,23,456\"\nB,\"2,500\"\n",
                "A 123456; B 2500 |",
            ),
            ("id,value\nA,\"12,34,567.5\"\nB,3\n", "A 1234567.5; B 3 |"),
            ("id;value\nA;,5\nB;2.500\n", "A 0.5; B 2500 |"),
            ("id;value\nA;.5\nB;2.500\n", "A 0.5; B 2.5 |"),
            ("id;value\nA;5\nB;7\n", "A 5; B 7 |"),
            (
                "id;value\nA;1.50\nB;2,50\n",
                "!--decimal point or --decimal comma",
            ),
            (
                "id;value;weight\nA;1.500;2,5\nB;2.000;3,75\n",
                "A 1500; B 2000 |",
            ),
            (
                "id;value;weight\nA;1.500;2.5\nB;2.000;3.75\n",
                "A 1.5; B 2 |",
            ),
            ("id;value;version\nA;1,50;1.2\nB;2,00;1.3\n", "A 1.5; B 2 |"),
            ("id;value\nA;1.234 k\nB;2,5 k\n", "A 1234000; B 2500 |"),
            ("id;value\nA;12 %\nB;2,5 %\n", "A 0.12; B 0.025 |"),
            ("id,value\nA,1e3\nB,2.5E2\n", "A 1000; B 250 |"),
            ("id,value\nA,=\"0012\"\nB,7\n", "A 12; B 7 |"),
        ],
    );
    all_read(
        "abc",
        &["id", "qty", "unit_cost"],
        &[
            (
                "item;qty;unit_cost\nA;1.500;2,50\nB;10;1,00\n",
                "A 1500 2.5; B 10 1 |",
            ),
            (
                "item;qty;unit_cost\nA;1.500;2.50\nB;10;1.00\n",
                "A 1.5 2.5; B 10 1 |",
            ),
            ("item,qty,unit_cost\nA,\"1,500\",2.50\n", "A 1500 2.5 |"),
            (
                "item;qty;unit_cost\nA;3;1.250\nB;4;2.000\n",
                "A 3 1250; B 4 2000 | decimal",
            ),
        ],
    );
}

#[test]
fn the_last_row_tells_as_much_as_the_first() {
    let rows: String = (0..100_000)
        .map(|row| format!("C{row};1.{:03}\n", row % 1000))
        .collect();
    let sheet = abc(&format!("id;value\n{rows}Z;5.000,50\n"), &[]).unwrap();
    assert_eq!((sheet.rows, sheet.findings.len()), (100_001, 0));
    assert_eq!(sheet.table.numbers("value").unwrap()[7], 1007.0);
    assert_eq!(sheet.table.numbers("value").unwrap()[100_000], 5000.5);
}

#[test]
fn the_other_reading_is_offered_and_taken() {
    let file = b"id;value\nA;1.234\nB;2.500\n";
    let sheet = of("abc", file, &Options::default()).unwrap();
    assert_eq!(
        sheet.findings[0].to_string(),
        "`1.234` in line 2 is read as 1234; --decimal point reads it as 1.234"
    );
    let options = Options {
        decimal: Some(Style::Point),
        ..Options::default()
    };
    assert_eq!(
        shown(&of("abc", file, &options).unwrap(), &["id", "value"]),
        "A 1.234; B 2.5 |"
    );
}

#[test]
fn totals_are_no_customers() {
    let mut cases: Vec<(String, &str)> = Vec::new();
    for name in [
        "Total",
        "TOTAL",
        "Total:",
        "Grand total",
        "Grand Total",
        "Gesamt",
        "Summe",
        "Gesamtergebnis",
        "Total general",
        "Total général",
        "Totale",
        "Totaal",
        "Suma",
        "Razem",
        "Celkem",
        "Összesen",
        "Yhteensä",
        "Summa",
        "I alt",
        "Итого",
        "Всего",
        "合計",
        "总计",
        "합계",
        "Toplam",
        "Total geral",
        "Total (EUR)",
        "Total 2025",
        "** Total **",
        "Insgesamt",
        "∑",
    ] {
        cases.push((
            format!("customer,value\nA,10\nB,20\n{name},30\n"),
            "A 10; B 20 | totals",
        ));
    }
    for (file, expected) in [
        (
            "customer,value\nA,10\nB,20\n\nTotal,30\n",
            "A 10; B 20 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nTotal,31\n",
            "A 10; B 20 | totals",
        ),
        (
            "customer,value\nTotal,30\nA,10\nB,20\n",
            "A 10; B 20 | totals",
        ),
        (
            "customer,value\nTotal,99\nA,10\nB,20\n",
            "Total 99; A 10; B 20 | maybe_total",
        ),
        (
            "customer,value\nA,10\nB,20\nC,70\nD,1\n,101\n",
            "A 10; B 20; C 70; D 1 | totals",
        ),
        (
            "customer,value\n1001,10\n1002,20\n1003,70\n1004,1\nAllemaal,101\n",
            "1001 10; 1002 20; 1003 70; 1004 1 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nC,5\nKoko,35\n",
            "A 10; B 20; C 5; Koko 35 | maybe_total",
        ),
        (
            "customer,value\nA,10\nB,20\nTotal Energies,7\n",
            "A 10; B 20; Total Energies 7 |",
        ),
        (
            "customer,value\nShell,10\nTotal Energies,7\nB,20\n",
            "Shell 10; Total Energies 7; B 20 |",
        ),
        (
            "customer,value\nA,10\nB,20\nSubtotal,30\nC,5\nD,6\nSubtotal,11\nTotal,41\n",
            "A 10; B 20; C 5; D 6 | totals",
        ),
        (
            "customer,value\nA,10\nNorth Total,10\nB,20\nC,5\nSouth Total,25\nGrand Total,35\n",
            "A 10; B 20; C 5 | totals",
        ),
        (
            "customer;value\nA;10\nB;20\nZwischensumme;30\nC;5\nGesamt;35\n",
            "A 10; B 20; C 5 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nTotal,30\nAverage,15\n",
            "A 10; B 20 | totals",
        ),
        (
            "region,customer,value\nN,A,10\nN,B,20\nTotal,,30\n",
            "A 10; B 20 | totals",
        ),
        ("customer,value\nA,10\nB,10\nC,10\n", "A 10; B 10; C 10 |"),
        (
            "customer,value\nA,10\nB,20\nTotal,30\nPrinted on 1 May\n",
            "A 10; B 20 | totals notes",
        ),
        (
            "customer,value\nA,10\nB,20\nTotal,\n",
            "A 10; B 20 | totals",
        ),
    ] {
        cases.push((file.to_owned(), expected));
    }
    let cases: Vec<(&str, &str)> = cases
        .iter()
        .map(|(file, seen)| (file.as_str(), *seen))
        .collect();
    all_read("abc", &["id", "value"], &cases);
    let keep = Options {
        keep_totals: true,
        ..Options::default()
    };
    let sheet = of("abc", b"customer,value\nA,10\nTotal,10\n", &keep).unwrap();
    assert_eq!(shown(&sheet, &["id", "value"]), "A 10; Total 10 |");
    let sheet = of(
        "abc",
        b"customer,value\nA,10\nB,5\n\nTotal,15\n",
        &Options::default(),
    )
    .unwrap();
    assert_eq!(
        sheet.findings[0].to_string(),
        "left out: row 3 (line 5), `Total`, the sum of rows above; --keep-totals counts them as rows"
    );
}

#[test]
fn what_stands_around_a_table_is_told_apart_from_it() {
    all_read(
        "abc",
        &["id", "value"],
        &[
            (
                "Revenue by customer,\nFirst quarter,\n\ncustomer,revenue\nOst,400\nWest,250\n",
                "Ost 400; West 250 | title_lines",
            ),
            (
                "sep=;\ncustomer;revenue\nOst;400\nWest;250\n",
                "Ost 400; West 250 | separator",
            ),
            (
                "\"sep=,\"\r\ncustomer,revenue\r\nOst,400\r\n",
                "Ost 400 | separator",
            ),
            (
                "Sales report\nFrom;01.01.2025\nTo;31.12.2025\n\nCustomer;Revenue\nOst;4,50\n",
                "Ost 4.5 | title_lines",
            ),
            (
                "customer,revenue\n\nOst,400\n,\nWest,250\n",
                "Ost 400; West 250 |",
            ),
            (
                "customer,revenue\nOst,400\ncustomer,revenue\nWest,250\n",
                "Ost 400; West 250 | repeated_header",
            ),
            ("customer,revenue\n--------,-------\nOst,400\n", "Ost 400 |"),
            (
                "customer,revenue\nOst,400\nWest,250\n\nSource: the ledger, all regions, net\n",
                "Ost 400; West 250 | notes",
            ),
            (
                "customer,revenue\nOst,400\nWest,250\n* without returns\n",
                "Ost 400; West 250 | notes",
            ),
            (
                "customer,revenue,\nOst,400,\nWest,250,\n",
                "Ost 400; West 250 |",
            ),
            ("customer,revenue\nOst,1,5\nWest,2,5\n", "!needs quotes"),
            ("customer,revenue\nOst,400\nWest,1,5\n", "!needs quotes"),
            ("", "!empty"),
            ("customer,revenue\n", "|"),
            ("Kunde;Betrag x\nA;1\n", "!its columns are Kunde, Betrag x"),
        ],
    );
}

#[test]
fn rows_without_a_number_are_left_out_once_and_many_refuse_the_file() {
    all_read(
        "abc",
        &["id", "value"],
        &[
            (
                "customer,revenue\nA,1\nB,n/a\nC,\nD,4\n",
                "A 1; D 4 | left_out",
            ),
            (
                "customer,revenue\nA,1\nB,much\nC,3\n",
                "A 1; C 3 | left_out",
            ),
            ("customer,revenue\nA,1\n,2\nC,4\n", "A 1; C 4 | left_out"),
            (
                "customer,revenue\nA,x\nB,y\nC,z\nD,u\nE,5\n",
                "!4 of 5 rows",
            ),
            (
                "customer,revenue\nA,x\n",
                "!row 1 (line 2), column `revenue`: `x` is not a number",
            ),
            (
                "customer,revenue\nA,1\nB,#REF!\nC,-\nD,2\n",
                "A 1; D 2 | left_out",
            ),
        ],
    );
    let sheet = abc("customer,revenue\nA,1\nB,2\nC,?\nD,4\n\nE,soon\nF,3\n", &[]).unwrap();
    assert_eq!(
        sheet.findings[0].to_string(),
        "left out: rows 3, 5 (no number)"
    );
    assert_eq!(
        (&*sheet.findings[0].rows, &*sheet.lines),
        (&[3, 5][..], &[2, 3, 5, 8][..])
    );
}

#[test]
fn money_is_read_and_two_currencies_are_not_added_up() {
    let mut cases: Vec<(String, String)> = Vec::new();
    for written in [
        "€4",
        "4 €",
        "$4",
        "4$",
        "US$ 4",
        "R$ 4",
        "Rs. 4",
        "Rs 4",
        "5 kr",
        "kr 4",
        "4 zł",
        "4 Kč",
        "4 Ft",
        "4 lei",
        "CHF 4",
        "4 CHF",
        "Fr. 4",
        "4 EUR",
        "eur 4",
        "SEK 4",
        "ZAR 4",
        "₹ 4",
        "₺4",
        "¥4",
        "4 元",
        "A$4",
        "4.-",
        "4 руб.",
    ] {
        let value = if written.starts_with('5') { 5 } else { 4 };
        cases.push((
            format!("id;value\nA;{written}\nB;7\n"),
            format!("A {value}; B 7 |"),
        ));
    }
    for (file, expected) in [
        ("id;value\nA;(1.234,50)\nB;7,5\n", "A -1234.5; B 7.5 |"),
        ("id;value\nA;1.234,50-\nB;7,5\n", "A -1234.5; B 7.5 |"),
        ("id,value\nA,\"1,234-\"\nB,7.5\n", "A -1234; B 7.5 |"),
        ("id,value\nA,\"-$1,234.00\"\nB,$7.5\n", "A -1234; B 7.5 |"),
        ("id,value\nA,\"($1,234.00)\"\nB,$7.5\n", "A -1234; B 7.5 |"),
        ("id;value\nA;12,--\nB;7,50\n", "A 12; B 7.5 |"),
        (
            "customer,revenue\nOst,€900\nWest,$1000\nNord,CHF 200\n",
            "!two currencies, EUR (`€900` in line 2) and USD",
        ),
        (
            "customer,revenue\nOst,900 EUR\nWest,900 USD\n",
            "!two currencies",
        ),
        (
            "customer,revenue\nOst,900 €\nWest,900 EUR\n",
            "Ost 900; West 900 |",
        ),
        (
            "customer,revenue\nOst,900 kr\nWest,900 SEK\n",
            "Ost 900; West 900 |",
        ),
        (
            "customer,revenue\nOst,C$9\nWest,$9\n",
            "!two currencies, CAD",
        ),
        (
            "customer,revenue,currency\nOst,9,EUR\nWest,9,USD\n",
            "!column `currency` holds two currencies",
        ),
        (
            "customer,revenue,currency\nOst,9,EUR\nWest,9,EUR\n",
            "Ost 9; West 9 |",
        ),
    ] {
        cases.push((file.to_owned(), expected.to_owned()));
    }
    let cases: Vec<(&str, &str)> = cases
        .iter()
        .map(|(file, seen)| (file.as_str(), seen.as_str()))
        .collect();
    all_read("abc", &["id", "value"], &cases);
}

#[test]
fn a_column_of_dates_tells_its_order_or_is_refused() {
    let rows = |dates: &[&str]| {
        let rows: String = dates.iter().map(|date| format!("A;{date};10\n")).collect();
        format!("customer;date;amount\n{rows}")
    };
    for (dates, expected) in [
        (
            &["2025-12-31", "2026-01-02 08:30:00"][..],
            "2025-12-31; 2026-01-02 |",
        ),
        (&["31.12.2025", "05.02.2026"], "2025-12-31; 2026-02-05 |"),
        (&["31/12/2025", "5/2/2026"], "2025-12-31; 2026-02-05 |"),
        (&["12/31/2025", "2/5/2026"], "2025-12-31; 2026-02-05 |"),
        (&["31-Dec-2025", "5-Feb-26"], "2025-12-31; 2026-02-05 |"),
        (&["2026/02/05"], "2026-02-05 |"),
        (&["46022", "46058"], "2025-12-31; 2026-02-05 |"),
        (&["20251231"], "2025-12-31 |"),
        (&["5/2/2026", "6/2/2026"], "!--date-format dmy"),
        (&["5/5/2026", "6/6/2026"], "2026-05-05; 2026-06-06 |"),
        (
            &["13/1/2026", "1/13/2026", "2/3/2026"],
            "!has the day first in `13/1/2026` (line 2)",
        ),
        (&["31.12.2025", "never"], "2025-12-31 | left_out"),
        (&["31.12.2025 23:59", "1.1.26"], "2025-12-31; 2026-01-01 |"),
        (&["2025-12-31T23:59:00Z"], "2025-12-31 |"),
    ] {
        all_read("rfm", &["date"], &[(&rows(dates), expected)]);
    }
    let order = Options {
        date_order: Some(Order::Month),
        ..Options::default()
    };
    let sheet = of("rfm", rows(&["5/2/2026"]).as_bytes(), &order).unwrap();
    assert_eq!(shown(&sheet, &["date"]), "2026-05-02 |");
}

#[test]
fn texts_of_any_encoding_are_read() {
    let text = "Kunde;Customer;Revenue\nx;Müller;1,5\n";
    let utf_16 = |text: &str, swap: bool| -> Vec<u8> {
        let bytes = |unit: u16| {
            if swap {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        text.encode_utf16().flat_map(bytes).collect()
    };
    let latin: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
    let marked = format!("\u{feff}{text}");
    for (bytes, kinds) in [
        (text.as_bytes().to_vec(), ""),
        (marked.as_bytes().to_vec(), ""),
        (utf_16(&marked, false), ""),
        (utf_16(&marked, true), ""),
        (utf_16(text, false), "encoding"),
        (utf_16(text, true), "encoding"),
        (latin.clone(), "encoding"),
    ] {
        let sheet = of("abc", &bytes, &Options::default()).unwrap();
        let expected = format!("Müller 1.5 | {kinds}");
        assert_eq!(shown(&sheet, &["id", "value"]), expected.trim());
    }
    let greek = Options {
        encoding: Some("iso-8859-7".into()),
        ..Options::default()
    };
    let sheet = of("abc", b"customer;value\n\xc1;1\n", &greek).unwrap();
    assert_eq!(sheet.table.texts("id").unwrap()[0], "Α");
    let utf_8 = Options {
        encoding: Some("utf-8".into()),
        ..Options::default()
    };
    assert!(of("abc", &latin, &utf_8).unwrap_err().contains("line 2"));
    let none = Options {
        encoding: Some("klingon".into()),
        ..Options::default()
    };
    assert!(of("abc", b"a,b", &none).unwrap_err().contains("klingon"));
    assert!(of("abc", b"\0\0\0\0", &Options::default()).is_err());
}

//! Files as people bring them, and what must be read in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;
use crate::calculators::dates::Order;
use crate::calculators::numbers::{self, Style};
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

/// The rows such as `A 1200; B 3.5`, then the kinds of findings after a bar.
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

/// Each case: the file, and either its rows with the kinds of findings, or after `!` a part of the refusal.
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
                "id\tvalue\tweight\nA\t1.500\t2,5\nB\t2.000\t3,75\n",
                "A 1500; B 2000 | decimal",
            ),
            // A point in a column that is not read may stand in a time, a version, a period or a telephone number.
            (
                "id;value;Periode\nA;1.234;01.2026\nB;2.500;02.2026\n",
                "A 1234; B 2500 | decimal",
            ),
            (
                "id;value;time\nA;1.234;10.30\nB;2.500;11.15\n",
                "A 1234; B 2500 | decimal",
            ),
            ("id;value\nA;1'234\nB;2.500\n", "A 1234; B 2.5 | decimal"),
            ("id;value\nA;1’234\nB;2,5\n", "A 1234; B 2.5 |"),
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
        "Сумма",
        "Всього",
        "Übertrag",
        "Carried forward",
        "À reporter",
        "Report",
        "Total revenue",
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
            "A 10; B 20 | totals total_differs",
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
            "customer,value\nA,10\nB,20\nTotal,30\nCount,2\nAverage,15\n",
            "A 10; B 20 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nC,60\nAnzahl,3\nMittelwert,30\nMax,60\nMedian,20\n",
            "A 10; B 20; C 60 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nMax,17\n",
            "A 10; B 20; Max 17 |",
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
        // Carried to the next page, and a customer of that name.
        (
            "customer,value\nA,10\nB,20\nÜbertrag,30\nÜbertrag,30\nC,5\nSumme,35\n",
            "A 10; B 20; C 5 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nReport,30\nReport,30\nC,5\nTotal,35\n",
            "A 10; B 20; C 5 | totals",
        ),
        (
            "customer,value\nReport,10\nB,20\nReport,7\n",
            "Report 10; B 20; Report 7 |",
        ),
        // What stands below a total: by its name, or because the total of all rows ends the table.
        (
            "customer,value\nA,10\nB,20\nTotal,30\nVAT 19 %,5.7\nGrand total incl. VAT,35.7\n",
            "A 10; B 20 | totals below_total",
        ),
        (
            "customer,value\nA,10\nB,20\nTotal revenue,30\nof which export,12\n",
            "A 10; B 20 | totals below_total",
        ),
        (
            "customer;value\nA;10\nB;20\nSumme;30\ndavon Export;12\nUmsatz je Kopf;15\nVorjahr;28\n",
            "A 10; B 20 | totals below_total",
        ),
        (
            "customer,value\nA,10\nB,20\nSubtotal,30\nShipping,5\nVAT,7\nTotal,42\n",
            "A 10; B 20 | totals below_total",
        ),
        (
            "customer,value\nA,10\nB,20\nTotal,60\nVAT,12\n",
            "A 10; B 20 | totals below_total total_differs",
        ),
        (
            "customer,value\nA,10\nB,20\nC,40\nMean,23.33\nStdDev,12.47\n",
            "A 10; B 20; C 40 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nC,40\nSTDEV,15.28\n",
            "A 10; B 20; C 40 | totals",
        ),
        // Another group or block follows a total, and customers may be called like what stands below one.
        (
            "customer,value\nA,10\nB,20\nTotal,30\nC,5\nD,6\nTotal,11\n",
            "A 10; B 20; C 5; D 6 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nTotal,30\n\ncustomer,value\nC,5\nD,6\n",
            "A 10; B 20; C 5; D 6 | repeated_header totals",
        ),
        (
            "customer,value\nA,10\nB,20\nSubtotal,30\nC,5\nBudget,6\nSubtotal,11\nTotal,41\n",
            "A 10; B 20; C 5; Budget 6 | totals",
        ),
        ("customer,value\nA,10\nBudget,6\n", "A 10; Budget 6 |"),
        // Subtotals above their rows, as in a compact pivot: left out where the total shows that they count twice.
        (
            "customer,value\nNorth,30\nA,10\nB,20\nSouth,15\nC,7\nD,8\nGrand Total,45\n",
            "A 10; B 20; C 7; D 8 | totals totals",
        ),
        (
            "customer,value\nGrand Total,45\nNorth,30\nA,10\nB,20\nSouth,15\nC,7\nD,8\n",
            "A 10; B 20; C 7; D 8 | totals totals",
        ),
        (
            "customer,value\nEU,60\nDE,30\nA,10\nB,20\nFR,30\nC,30\nUS,8\nNY,8\nE,8\nTotal,68\n",
            "A 10; B 20; C 30; E 8 | totals totals",
        ),
        (
            "customer,value\nNorth,30\nA,10\nB,20\nSouth,15\nC,7\nD,8\n",
            "North 30; A 10; B 20; South 15; C 7; D 8 | maybe_total",
        ),
        (
            "customer,value\nNorth,30\nA,10\nB,20\nC,15\nTotal,90\n",
            "North 30; A 10; B 20; C 15 | totals total_differs",
        ),
        // A total above its rows that is called so in part, or is the sum of all others.
        (
            "customer,value\nAll customers,70\nA,10\nB,20\nC,40\n",
            "A 10; B 20; C 40 | totals",
        ),
        (
            "customer,value\nWorld,70\nA,10\nB,20\nC,40\n",
            "World 70; A 10; B 20; C 40 | maybe_total",
        ),
        // Subtotals below their rows without a word that tells.
        (
            "customer,value\nA,10\nB,20\nNorth,30\nC,7\nD,8\nSouth,15\nGrand Total,45\n",
            "A 10; B 20; C 7; D 8 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nNorth,30\nC,7\nD,8\nSouth,15\n",
            "A 10; B 20; North 30; C 7; D 8; South 15 | maybe_total",
        ),
        // A total of a part does not end the table.
        (
            "customer,value\nA,10\nB,20\nNorth Total,30\nC,5\nD,6\n",
            "A 10; B 20; C 5; D 6 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nNet,30\nVAT 20%,6\nGross,36\n",
            "A 10; B 20 | totals below_total",
        ),
        (
            "customer,value\nHertz,10\nNetto,20\nAvis,5\n",
            "Hertz 10; Netto 20; Avis 5 |",
        ),
        // Averages and counts of groups.
        (
            "customer,value\nA,10\nB,20\nNorth Average,15\nC,5\nD,7\nSouth Average,6\nGrand Average,10.5\n",
            "A 10; B 20; C 5; D 7 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nAverage,15\nC,5\nD,8\nAverage,6.5\n",
            "A 10; B 20; C 5; D 8 | totals",
        ),
        (
            "customer,value\nA,10\nB,20\nNorth Count,2\nC,5\nD,7\nE,9\nSouth Count,3\nGrand Count,5\n",
            "A 10; B 20; C 5; D 7; E 9 | totals",
        ),
        (
            "item,value\nBlood Count,10\nHead Count,20\nB,15\n",
            "Blood Count 10; Head Count 20; B 15 |",
        ),
        (
            "customer,value\nA,10\nB,20\nC,40\n3 customers,70\n",
            "A 10; B 20; C 40; 3 customers 70 | maybe_total",
        ),
        // Rounded for show.
        (
            "customer,value\nA,10.33\nB,20.33\nC,7.33\nNorth Total,38\nD,5.5\nE,6.25\nSouth Total,11.8\nTotal,49.7\n",
            "A 10.33; B 20.33; C 7.33; D 5.5; E 6.25 | totals",
        ),
        (
            "customer,value\nA,120\nB,133\nC,149\nTotal,403\n",
            "A 120; B 133; C 149 | totals",
        ),
        (
            "customer,value\nA,10\n,20\nTotal,30\n",
            "A 10 | totals left_out total_differs",
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
    let outline =
        "customer,value\nA,10\nNorth Total,10\nB,20\nC,5\nSouth Total,25\nGrand Total,35\n";
    let sheet = of("abc", outline.as_bytes(), &Options::default()).unwrap();
    assert_eq!(
        sheet.findings[0].sentence,
        "left out: rows 2, 5, 6, totals: `North Total`, `South Total`, `Grand Total`"
    );
}

/// In a series or a distribution one number is easily the sum of those before it: only a name makes it a total there.
#[test]
fn without_a_column_of_names_no_row_is_left_out_for_its_sum() {
    for (calculator, columns, file, expected) in [
        (
            "forecast",
            &["actual"][..],
            "month,actual\nJan,100\nFeb,200\nMar,300\nApr,600\nMay,500\n",
            "100; 200; 300; 600; 500 |",
        ),
        (
            "forecast",
            &["actual"],
            "month,actual\nJan,100\nFeb,200\nMar,300\n",
            "100; 200; 300 |",
        ),
        (
            "forecast",
            &["actual"],
            "month,actual\nJan,100\nFeb,200\nTotal,300\n",
            "100; 200 | totals",
        ),
        (
            "forecast",
            &["actual"],
            "year,month,actual\n2025,Jan,100\n2025,Feb,200\n2025,Total,300\n",
            "100; 200 | totals",
        ),
        (
            "forecast",
            &["actual"],
            "month,actual\nJan,100\nFeb,200\n,300\n",
            "100; 200; 300 | maybe_total",
        ),
        (
            "forecast",
            &["actual"],
            "month,actual\nJan,100\nFeb,110\nMar,120\nQ1,330\nApr,100\nMay,90\nJun,95\nQ2,285\n",
            "100; 110; 120; 330; 100; 90; 95; 285 | maybe_total",
        ),
        (
            "forecast",
            &["actual"],
            "month,region,actual\nJan,all,100\nFeb,all,200\nMar,all,300\n",
            "100; 200; 300 |",
        ),
        (
            "planning_grid",
            &["gross"],
            "week,gross,scheduled\n1,20,0\n2,30,0\n3,50,0\n4,10,0\n",
            "20; 30; 50; 10 |",
        ),
        (
            "planning_grid",
            &["gross"],
            "site,gross\nA,20\nA,30\nA,50\n,10\n,10\n,20\n",
            "20; 30; 50; 10; 10; 20 |",
        ),
        (
            "newsvendor",
            &["demand", "chance"],
            "demand,chance\n10,0.2\n20,0.3\n30,0.5\n",
            "10 0.2; 20 0.3; 30 0.5 |",
        ),
        (
            "chargeable_weight",
            &["pieces", "gross"],
            "pieces,length,width,height,gross\n1,10,20,30,5\n2,10,20,30,5\n3,20,40,60,10\n",
            "1 5; 2 5; 3 10 |",
        ),
    ] {
        all_read(calculator, columns, &[(file, expected)]);
    }
}

/// A row left out in between would move the periods after it.
#[test]
fn periods_in_order_have_no_holes() {
    for (calculator, columns, file, expected) in [
        (
            "forecast",
            &["actual"][..],
            "month,actual\nJan,10\nFeb,20\nMar,\nApr,40\nTotal,70\n",
            "!row 3 (line 4), column `actual`: there is no number, and the rows are periods in order",
        ),
        (
            "forecast",
            &["actual"],
            "month,actual\nJan,\nFeb,20\nMar,30\nApr,\nMay,\n",
            "20; 30 | left_out",
        ),
        (
            "forecast",
            &["actual"],
            "month,actual\nJan,10\nFeb,closed\nMar,30\n",
            "!`closed` is not a number, and the rows are periods in order",
        ),
        (
            "forecast",
            &["actual"],
            "actual\n10\n\n30\n",
            "!line 3 is empty, and the rows are periods in order",
        ),
        (
            "forecast",
            &["actual"],
            "month,actual\nJan,10\n\nFeb,30\n",
            "10; 30 |",
        ),
        (
            "forecast_error",
            &["actual", "forecast"],
            "actual,forecast\n10,\n12,11\n13,12\n,12\n",
            "12 11; 13 12 | left_out",
        ),
        (
            "forecast_error",
            &["actual", "forecast"],
            "actual,forecast\n10,9\n12,\n13,12\n",
            "!write 0 there if nothing was, or delete the row",
        ),
        (
            "sales_and_operations",
            &["demand"],
            "month,demand\nJan,100\nFeb,n/a\nMar,300\nTotal,400\n",
            "!row 2 (line 3), column `demand`",
        ),
        (
            "sales_and_operations",
            &["demand"],
            "month,demand\nJan,\nFeb,200\nMar,300\n",
            "!row 1 (line 2), column `demand`",
        ),
        // In a planning grid an empty cell is 0.
        (
            "planning_grid",
            &["forecast", "orders"],
            "period,forecast,orders\n1,10,5\n2,10,\n3,,8\n4,10,2\n",
            "10 5; 10 NaN; 0 8; 10 2 | empty_is_zero",
        ),
        (
            "planning_grid",
            &["gross"],
            "period,gross\n1,\n2,5\n3,\n4,20\n5,\n",
            "0; 5; 0; 20 | empty_is_zero left_out",
        ),
        (
            "planning_grid",
            &["gross"],
            "period,gross,scheduled\n1,10,0\n2,,5\n3,x,0\n4,20,0\n",
            "!`x` is not a number, and the rows are periods in order",
        ),
        (
            "planning_grid",
            &["gross"],
            "period,gross,scheduled\n1,10,0\n2,,x\n3,20,0\n",
            "!`x` is not a number, and the rows are periods in order",
        ),
    ] {
        all_read(calculator, columns, &[(file, expected)]);
    }
    let layout = &find("forecast").unwrap().layouts[0];
    let rows = [vec!["10"], vec![""], vec!["30"], vec![""]];
    let refused = typed(&["actual"], &rows, layout, &Options::default()).unwrap_err();
    assert!(refused.why.starts_with("row 2 is empty"), "{}", refused.why);
}

/// What a person typed is a row, whatever it sums up to; only a name makes it a total.
#[test]
fn a_typed_row_is_left_out_by_its_name_only() {
    let rows = |calculator: &str, keys: &[&str], rows: &[&[&str]]| {
        let layout = &find(calculator).unwrap().layouts[0];
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
        let sheet = typed(keys, &rows, layout, &Options::default()).unwrap();
        shown(&sheet, keys)
    };
    let series: &[&[&str]] = &[&["100"], &["200"], &["300"], &["250"]];
    assert_eq!(
        rows("forecast", &["actual"], series),
        "100; 200; 300; 250 |"
    );
    let items: &[&[&str]] = &[
        &["1001", "10"],
        &["1002", "20"],
        &["1003", "70"],
        &["1004", "1"],
        &["Koko", "101"],
    ];
    assert_eq!(
        rows("abc", &["id", "value"], items),
        "1001 10; 1002 20; 1003 70; 1004 1; Koko 101 | maybe_total"
    );
    let total: &[&[&str]] = &[&["A", "10"], &["B", "20"], &["Total", "30"]];
    assert_eq!(rows("abc", &["id", "value"], total), "A 10; B 20 | totals");
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
            // A second line of the header.
            (
                "customer,revenue\n,TEUR\nOst,400\nWest,250\n",
                "Ost 400000; West 250000 | two_lines unit",
            ),
            (
                "customer,revenue,\n,2024,2025\nOst,400,5\nWest,250,6\n",
                "Ost 400; West 250 | two_lines",
            ),
            ("customer,revenue\n,2024\nOst,400\n", "Ost 400 | left_out"),
            ("customer,revenue\n,n/a\nOst,400\n", "Ost 400 | left_out"),
            (
                "customer,city,revenue\nOst,X,n/a\nWest,Y,250\n",
                "West 250 | left_out",
            ),
            ("customer,revenue\nOst,1,5\nWest,2,5\n", "!needs quotes"),
            ("customer,revenue\nOst,400\nWest,1,5\n", "!needs quotes"),
            ("", "!empty"),
            ("customer,revenue\n", "|"),
            (
                "Kunde;Betrag x\nA;1\n",
                "!its columns are `Kunde`, `Betrag x`",
            ),
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
                "customer,revenue\nA,10\n,20\n,30\nB,4\n,5\n,6\n,8\nC,9\n",
                "!row 2 (line 3), column `customer`: there is no name; 5 of 8 rows are so; write the name into each row",
            ),
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

/// The cells of a real cell of several lines stay together.
#[test]
fn a_quote_that_is_never_closed_swallows_no_row() {
    all_read(
        "abc",
        &["id", "value"],
        &[
            (
                "id;value\nA;10\nD 12\";40\n\"E;50\nF;60\n",
                "A 10; D 12\" 40; \"E 50; F 60 | open_quote",
            ),
            (
                "id,note,value\nA,ok,10\nB,\"broken ,20\nC,ok,30\nE,\"fine\",50\n",
                "A 10; B 20; C 30; E 50 | open_quote",
            ),
            (
                "id;value\r\nA;10\r\n\"C GmbH;30\r\nD;40\r\nF \"x\";60\r\nG;70\r\n",
                "A 10; \"C GmbH 30; D 40; F \"x\" 60; G 70 | open_quote",
            ),
            // Two marks too many make a pair.
            (
                "id,value\nA,10\n\"B,20\nC,30\nD\",40\nE,55\n",
                "A 10; B,20 C,30 D 40; E 55 | quoted_rows",
            ),
            (
                "id;note;value\nA;x;10\nB;\"broken;20\nC;fine\";30\nE;y;50\n",
                "A 10; B 30; E 50 | quoted_rows",
            ),
            (
                "id,address,value\nA,\"Main St, Floor 2\n10115, Berlin\",10\nB,\"Hill\n5\",20\n",
                "A 10; B 20 |",
            ),
            // Each row in quotes as a whole.
            (
                "\"id;value\"\r\n\r\n\"A;10\"\r\n\"\"\"B;C\"\";20\"\r\n",
                "A 10; B;C 20 |",
            ),
            (
                "id,value\r\"A\rB\",1\r\"C \"\"x\"\"\", 2\r",
                "A B 1; C \"x\" 2 |",
            ),
        ],
    );
}

#[test]
fn a_per_cent_sign_among_amounts_is_told() {
    all_read(
        "abc",
        &["id", "value"],
        &[
            (
                "id,value\nA,10\nB,12 %\nC,7\n",
                "A 10; B 0.12; C 7 | percent",
            ),
            ("id,value\nA,10 %\nB,12%\n", "A 0.1; B 0.12 |"),
            ("id,value\nA,€(5)\nB,(€6)\nC,9-\n", "A -5; B -6; C -9 |"),
        ],
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
        "Rs 4/-",
        "R 4",
        "S/ 4",
        "S/. 4",
        "KSh 4",
        "4 KWD",
        "৳4",
        "DM 4",
        "4 руб.",
        "4 US$",
        "4 R$",
        "4 A$",
        "4 NZ$",
        "$U 4",
        "4 $U",
        "Fr 4",
        "CHF 4.--",
        "4:-",
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
        (
            &["2.3.2026", "1/13/2026", "4/5/2026"],
            "2026-03-02; 2026-01-13; 2026-04-05 |",
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

/// Customers with their orders, spend and days since the last purchase.
fn rfm(file: &str) -> String {
    let sheet = of("rfm", file.as_bytes(), &Options::default()).unwrap();
    let request = serde_json::json!({});
    let input = crate::calculators::Input::with_table(&request, &sheet.table);
    let result = find("rfm").unwrap().answer(&input).unwrap().value();
    let row = |row: &serde_json::Value| {
        let id = row["id"].as_str().unwrap();
        format!(
            "{id} {} {} {}",
            row["frequency"], row["monetary"], row["recency_days"]
        )
    };
    result["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(row)
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn lines_are_not_orders_and_refunds_are_no_purchases() {
    for (file, expected) in [
        (
            "customer,date,amount\nOst,2026-01-05,200\nOst,2026-03-20,-200\nWest,2026-03-01,150\nSued,2026-03-19,-60\n",
            "Ost 1.0 0.0 75.0; West 1.0 150.0 20.0",
        ),
        (
            "order,customer,date,amount\n1,Ost,2026-03-01,10\n1,Ost,2026-03-01,20\n2,West,2026-03-02,60\n",
            "Ost 1.0 30.0 2.0; West 1.0 60.0 1.0",
        ),
        (
            "Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID\n536365,85123A,6,12/31/2025 8:26,2.50,17850\n\
          536365,71053,2,12/31/2025 8:26,3.00,17850\nC536379,D,-1,1/1/2026 9:41,27.50,14527\n536380,22,1,1/1/2026 9:41,30,14527\n",
            "17850 1.0 21.0 2.0; 14527 1.0 2.5 1.0",
        ),
        (
            "customer,date,price\nOst,2026-03-01,10\n",
            "Ost 1.0 10.0 1.0",
        ),
        (
            "customer;date;amount;status\nOst;2026-03-01;10;shipped\nOst;2026-03-02;20;Cancelled\nOst;2026-03-03;4;Credit note\n",
            "Ost 1.0 6.0 3.0",
        ),
        // A shop gives the total of an order in the first of its lines only.
        (
            "Name,customer,Total,date,Lineitem name\n#1,Ost,10,2026-03-01,a\n#1,Ost,,2026-03-01,b\n#1,Ost,,2026-03-01,c\n\
             #2,West,20,2026-03-02,a\n#2,West,,2026-03-02,b\n#3,Ost,5,2026-03-02,a\n#3,Ost,,2026-03-02,b\n",
            "Ost 2.0 15.0 1.0; West 1.0 20.0 1.0",
        ),
        (
            "Name,Email,Financial Status,Total,Created at,Lineitem name\n#1,a@x.org,paid,10,2026-03-01 10:00:00 +0100,a\n\
             #1,a@x.org,,,2026-03-01 10:00:00 +0100,b\n#2,b@x.org,refunded,20,2026-03-02 10:00:00 +0100,a\n\
             #3,b@x.org,paid,30,2026-03-02 11:00:00 +0100,a\n",
            "a@x.org 1.0 10.0 2.0; b@x.org 1.0 30.0 1.0",
        ),
        // A column that marks what was cancelled with a yes, a number or a day.
        (
            "customer,date,amount,Cancelled\nOst,2026-03-01,10,0\nOst,2026-03-05,10,1\nWest,2026-03-02,20,0\n",
            "Ost 1.0 10.0 5.0; West 1.0 20.0 4.0",
        ),
        (
            "customer,date,amount,Canceled\nOst,2026-03-01,10,nein\nOst,2026-03-05,10,ja\nWest,2026-03-02,20,nein\n",
            "Ost 1.0 10.0 5.0; West 1.0 20.0 4.0",
        ),
        (
            "customer,date,amount,Cancelled\nOst,2026-03-01,10,\nOst,2026-03-05,10,2026-03-06\nWest,2026-03-02,20,\n",
            "Ost 1.0 10.0 5.0; West 1.0 20.0 4.0",
        ),
        (
            "customer,order date,order status,order amount\nOst,2026-03-01,paid,10\nOst,2026-03-01,paid,5\n",
            "Ost 2.0 15.0 1.0",
        ),
    ] {
        assert_eq!(rfm(file), expected, "{file}");
    }
}

/// A minimal workbook with one sheet of these cells.
fn xlsx(rows: &[Vec<Cell>]) -> Vec<u8> {
    xlsx_merged(rows, &[])
}

/// The same with merged cells, such as `A2:A4`.
fn xlsx_merged(rows: &[Vec<Cell>], merged: &[&str]) -> Vec<u8> {
    let merged: String = merged
        .iter()
        .map(|cells| format!("<mergeCell ref=\"{cells}\"/>"))
        .collect();
    let merged = match merged.as_str() {
        "" => String::new(),
        merged => format!("<mergeCells>{merged}</mergeCells>"),
    };
    let column = |at: usize| char::from(b'A' + at as u8);
    let cell = |row: usize, at: usize, cell: &Cell| match cell {
        Cell::Text(text) => format!(
            "<c r=\"{}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>",
            column(at)
        ),
        Cell::Number(number) => format!("<c r=\"{}{row}\"><v>{number}</v></c>", column(at)),
        Cell::Day(_, serial) => format!("<c r=\"{}{row}\" s=\"1\"><v>{serial}</v></c>", column(at)),
    };
    let rows: String = (1..)
        .zip(rows)
        .map(|(row, cells)| {
            let cells: String = cells
                .iter()
                .enumerate()
                .map(|(at, one)| cell(row, at, one))
                .collect();
            format!("<row r=\"{row}\">{cells}</row>")
        })
        .collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    zipped(&[
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"a\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Year\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"a\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData>{merged}</worksheet>"
            ),
        ),
    ])
}

fn ods(rows: &[Vec<Cell>]) -> Vec<u8> {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ),
        Cell::Number(number) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
        ),
        Cell::Day(day, _) => format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>{day}</text:p></table:table-cell>"
        ),
    };
    let rows: String = rows
        .iter()
        .map(|cells| {
            format!(
                "<table:table-row>{}</table:table-row>",
                cells.iter().map(cell).collect::<String>()
            )
        })
        .collect();
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[
        ("mimetype", mimetype.to_owned()),
        (
            "META-INF/manifest.xml",
            format!(
                "<manifest:manifest xmlns:manifest=\"{names}:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{mimetype}\"/></manifest:manifest>"
            ),
        ),
        (
            "content.xml",
            format!(
                "<office:document-content xmlns:office=\"{names}:office:1.0\" xmlns:table=\"{names}:table:1.0\" xmlns:text=\"{names}:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"Year\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}

fn zipped(files: &[(&str, String)]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        archive.start_file(*name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

enum Cell {
    Text(&'static str),
    Number(f64),
    /// A day, and the number that a spreadsheet has for it.
    Day(&'static str, u32),
}

/// A text with these separators; days are written as `day` says.
fn csv(rows: &[Vec<Cell>], separator: &str, group: &str, decimal: &str, day: &str) -> Vec<u8> {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => (*text).to_owned(),
        Cell::Number(number) => regional(*number, group, decimal),
        Cell::Day(text, _) => {
            let day = day.replace("yyyy", &text[..4]).replace("mm", &text[5..7]);
            day.replace("dd", &text[8..])
        }
    };
    let row = |cells: &Vec<Cell>| {
        cells
            .iter()
            .map(|one| format!("\"{}\"", cell(one)))
            .collect::<Vec<_>>()
            .join(separator)
    };
    rows.iter()
        .map(row)
        .collect::<Vec<_>>()
        .join("\r\n")
        .into_bytes()
}

/// With two decimals, groups of three digits parted.
fn regional(number: f64, group: &str, decimal: &str) -> String {
    let text = numbers::money(number);
    text.replace(',', "G")
        .replace('.', decimal)
        .replace('G', group)
}

/// Names and dates go into each row of their merged cells, numbers and headers do not.
#[test]
fn merged_names_stand_in_each_of_their_rows() {
    use Cell::{Number, Text};
    let rows = vec![
        vec![Text("Sales"), Text(""), Text("")],
        vec![Text("Customer"), Text("Revenue"), Text("Region")],
        vec![Text("Ost"), Number(5.0), Text("N")],
        vec![Text(""), Number(6.0), Text("")],
        vec![Text(""), Number(7.0), Text("")],
        vec![Text("West"), Number(9.0), Text("S")],
        vec![Text(""), Text(""), Text("S")],
        vec![Text("Nord"), Number(1.0), Text("S")],
        vec![Text(""), Number(2.0), Text("S")],
    ];
    let file = xlsx_merged(&rows, &["A1:C1", "A3:A5", "B6:B7", "A6:A7"]);
    let sheet = of("abc", &file, &Options::default()).unwrap();
    assert_eq!(
        shown(&sheet, &["id", "value"]),
        "Ost 5; Ost 6; Ost 7; West 9; Nord 1 | merged title_lines left_out left_out"
    );
    let merged = &sheet.findings[0];
    assert_eq!(merged.rows, [2, 3, 5]);
    assert!(
        merged.sentence.contains("`Ost` in line 4"),
        "{}",
        merged.sentence
    );
}

#[test]
fn a_workbook_and_its_texts_in_five_styles_give_the_same_result() {
    use Cell::{Day, Number, Text};
    let abc = vec![
        vec![Text("Customer"), Text("Revenue")],
        vec![Text("Ost"), Number(12400.5)],
        vec![Text("West"), Number(1250.0)],
        vec![Text("Nord"), Number(999.25)],
        vec![Text("Total"), Number(14649.75)],
    ];
    let rfm = vec![
        vec![Text("Customer"), Text("Date"), Text("Amount")],
        vec![Text("Ost"), Day("2025-12-31", 46022), Number(1200.0)],
        vec![Text("West"), Day("2026-02-05", 46058), Number(12.5)],
        vec![Text("Ost"), Day("2026-02-14", 46067), Number(-200.0)],
    ];
    let served = vec![
        vec![
            Text("Customer"),
            Text("Revenue"),
            Text("COGS"),
            Text("orders"),
        ],
        vec![
            Text("Ost"),
            Number(120_000.0),
            Number(80_500.5),
            Number(24.0),
        ],
        vec![Text("West"), Number(9_000.0), Number(7_250.0), Number(60.0)],
    ];
    let rates = serde_json::json!({"rates": {"orders": 40}});
    for (name, request, rows) in [
        ("abc", serde_json::json!({}), abc),
        ("rfm", serde_json::json!({}), rfm),
        ("cost_to_serve", rates, served),
    ] {
        let files = [
            xlsx(&rows),
            ods(&rows),
            csv(&rows, ",", ",", ".", "mm/dd/yyyy"),
            csv(&rows, ";", ".", ",", "dd.mm.yyyy"),
            csv(&rows, ";", "\u{202f}", ",", "dd/mm/yyyy"),
            csv(&rows, "\t", "'", ".", "yyyy-mm-dd"),
            csv(&rows, ",", "", ".", "yyyy/mm/dd"),
        ];
        let calculator = find(name).unwrap();
        let answers = files.iter().map(|file| {
            let sheet = of(name, file, &Options::default()).unwrap();
            let input = crate::calculators::Input::with_table(&request, &sheet.table);
            calculator.answer(&input).unwrap().value().to_string()
        });
        let answers: Vec<String> = answers.collect();
        for answer in &answers[1..] {
            assert_eq!(answer, &answers[0], "{name}");
        }
    }
}

proptest! {
    #[test]
    fn random_numbers_in_a_regional_style_read_back_or_are_told(
        cents in prop::collection::vec(0..500_000_000i64, 1..12),
        decimals in prop::sample::select(vec![0u32, 1, 2, 3]),
        style in prop::sample::select(vec![
            (",", ",", "."), (";", ".", ","), (";", ",", "."), (";", "\u{a0}", ","), (";", "\u{202f}", ","), (";", " ", ","),
            (";", "'", "."), (";", "’", ","), ("\t", ",", "."), ("\t", ".", ","), ("\t", "", ","), ("\t", "", "."),
            (",", "", "."), (";", "", ","), (";", "", "."), ("|", ".", ","), ("|", ",", "."), (",", " ", "."), (",", ".", ","),
            (",", "'", "."),
        ]),
        has_total in any::<bool>(),
    ) {
        let (separator, group, decimal) = style;
        let scale = 10f64.powi(decimals as i32);
        let values: Vec<f64> = cents.iter().map(|cents| (cents % 10i64.pow(4 + decimals)) as f64 / scale).collect();
        let written = |value: f64| {
            let text = numbers::grouped(value, decimals as usize);
            text.replace(',', "G").replace('.', decimal).replace('G', group)
        };
        let mut file = format!("customer{separator}value\n");
        for (row, value) in values.iter().enumerate() {
            file.push_str(&format!("C{row}{separator}\"{}\"\n", written(*value)));
        }
        if has_total {
            let sum = cents.iter().map(|cents| cents % 10i64.pow(4 + decimals)).sum::<i64>() as f64 / scale;
            file.push_str(&format!("Total{separator}\"{}\"\n", written(sum)));
        }
        if let Ok(sheet) = of("abc", file.as_bytes(), &Options::default()) {
            let told = sheet.findings.iter().any(|finding| matches!(finding.kind, "decimal" | "left_out"));
            if !told {
                prop_assert_eq!(&**sheet.table.numbers("value").unwrap(), &values, "{}", file);
            }
        }
    }
}

/// Every decision reported has a way to the other reading, and that reading has a way back.
#[test]
fn a_finding_has_a_way_that_reads_the_other_way() {
    let layouts = find("abc").unwrap().layouts;
    let values = |sheet: &Sheet| sheet.table.numbers("value").unwrap().to_vec();
    for (text, kind, first, other) in [
        (
            &b"id;value\nA;1.234\nB;2.500"[..],
            "decimal",
            [1234.0, 2500.0],
            vec![1.234, 2.5],
        ),
        (
            b"id,value\nA,10\nB,20\nTotal,30",
            "totals",
            [10.0, 20.0],
            vec![10.0, 20.0, 30.0],
        ),
        (
            b"id,value\nZo\xeb,10\nB,20",
            "encoding",
            [10.0, 20.0],
            vec![10.0, 20.0],
        ),
    ] {
        let options = Options::default();
        let sheet = parse(text, layouts, &options).unwrap();
        assert_eq!(values(&sheet), first);
        let finding = sheet.findings.iter().find(|f| f.kind == kind).unwrap();
        let options = options.with(&finding.ways[0].change);
        assert_eq!(values(&parse(text, layouts, &options).unwrap()), other);
        let said = options.said();
        assert_eq!(said.len(), 1);
        assert_eq!(options.with(&said[0].ways[0].change), Options::default());
    }
    let days = b"customer,date,amount\nA,02/03/2026,5\nB,04/05/2026,7";
    let layouts = find("rfm").unwrap().layouts;
    let refused = load_bytes(days, layouts, &Options::default()).unwrap_err();
    assert_eq!(refused.ways.len(), 2);
    for way in &refused.ways {
        assert!(parse(days, layouts, &Options::default().with(&way.change)).is_ok());
    }
}

/// Each case: calculator, a number column, the file, then its numbers with the kinds of findings, or a part of the refusal.
#[test]
fn amounts_in_other_units_are_converted_told_or_refused() {
    for (calculator, column, file, expected) in [
        (
            "chargeable_weight",
            "length",
            "pieces;length (m);width (m);height (m);gross (kg)\n10;1,2;0,8;1,0;150\n",
            "120 | unit unit unit",
        ),
        (
            "chargeable_weight",
            "gross",
            "pieces;length_mm;width_mm;height_mm;weight in t\n10;1200;800;1000;0,15\n",
            "150 | unit unit unit unit",
        ),
        (
            "chargeable_weight",
            "length",
            "pieces,length (in),width (in),height (in),gross (lb)\n10,48,32,40,330\n",
            "48 | unit unit unit unit",
        ),
        (
            "chargeable_weight",
            "length",
            "pieces,length (cm),width,height,weight kg\n10,48,32,40,330\n",
            "48 |",
        ),
        (
            "rfm",
            "recency_days",
            "customer;recency (weeks);frequency;monetary (TEUR)\nA;5;3;12\n",
            "35 | unit unit",
        ),
        (
            "rfm",
            "monetary",
            "customer;recency days;frequency;monetary k€\nA;5;3;12\n",
            "12000 | unit",
        ),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue (k EUR);cogs (EUR);orders\nA;100;60000;4\n",
            "100000 | unit",
        ),
        (
            "abc",
            "value",
            "id,revenue in millions\nA,2\n",
            "2000000 | unit",
        ),
        ("abc", "value", "id,Revenue T (new)\nA,2\n", "2 |"),
        (
            "newsvendor",
            "chance",
            "demand,chance %\n10,20\n20,80\n",
            "20; 80 |",
        ),
        ("abc", "value", "id,sales £000\nA,2\n", "2000 | unit"),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue with 19 % VAT (in 000s);gross margin MEUR\nA;2;1\n",
            "2000 | unit unit",
        ),
        (
            "chargeable_weight",
            "length",
            "pieces,length,width,height,gross\n,mm,mm,mm,kg\n10,1200,800,1000,150\n",
            "120 | two_lines unit unit unit",
        ),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue;gross margin;orders\nA;1000;40%;4\nB;2000;35%;6\n",
            "!column `gross margin` holds per cents (`40%` in line 2)",
        ),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue;gross margin %;orders\nA;1000;40;4\n",
            "!column `gross margin %` holds per cents",
        ),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue;cogs;discounts\nA;1000;500;5 %\nB;2000;700;10 %\n",
            "!column `discounts` holds per cents",
        ),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue;cogs\nA;€ 1000;$ 500\n",
            "!columns `revenue` and `cogs` hold two currencies, EUR (`€ 1000` in line 2) and USD (`$ 500` in line 2)",
        ),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue EUR;cogs USD\nA;1000;500\n",
            "!two currencies, EUR (`revenue EUR` in line 1) and USD",
        ),
        (
            "cost_to_serve",
            "revenue",
            "customer;revenue A$;cogs (AUD)\nA;A$ 1000;500\n",
            "1000 |",
        ),
    ] {
        all_read(calculator, &[column], &[(file, expected)]);
    }
    let file = "customer;revenue;cogs;margin rate;orders\nA;100;60;40%;3\nB;200;150;25%;4\n";
    let sheet = of("cost_to_serve", file.as_bytes(), &Options::default()).unwrap();
    assert_eq!(sheet.ignored, ["margin rate"], "per cents drive no cost");
}

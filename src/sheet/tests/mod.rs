//! Files as people bring them, and what must be read in them.
mod amounts;
mod doubts;
mod formats;
mod periods;
mod totals;

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

/// Reads cases from a text: after a line with a calculator and the columns to show, if any, one case a line, the file with ` / ` between
/// its lines, and what [`each_read`] expects of it. A `#` begins a comment.
fn all_read(cases: &str) {
    let mut parts = cases.split("\n[").skip(1).peekable();
    assert!(parts.peek().is_some(), "no case");
    for part in parts {
        let (head, lines) = part.split_once("]\n").unwrap();
        let (calculator, columns) = head.split_once(": ").unwrap_or((head, ""));
        let lines = lines
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with("# "));
        let cases: Vec<(String, &str)> = lines
            .map(|line| line.rsplit_once(" => ").unwrap())
            .map(|(file, expected)| (file.replace(" / ", "\n") + "\n", expected))
            .collect();
        let columns: Vec<&str> = columns.split(' ').collect();
        each_read(calculator, &columns, &cases);
    }
}

/// Each case: the file, and its rows with the kinds of findings; or after `!` a part of the refusal; or after `?` the kind of a finding
/// with a part of what it says, nothing where there must be none.
fn each_read(calculator: &str, columns: &[&str], cases: &[(impl AsRef<str>, impl AsRef<str>)]) {
    let mut wrong = Vec::new();
    for (file, expected) in cases {
        let (file, expected) = (file.as_ref(), expected.as_ref());
        let seen = match of(calculator, file.as_bytes(), &Options::default()) {
            Ok(sheet) if expected.starts_with('?') => {
                let told = sheet.findings.iter();
                let told = told.map(|one| format!("? {}: {}", one.kind, one.sentence));
                told.collect::<Vec<_>>().join("\n")
            }
            Ok(sheet) => shown(&sheet, columns),
            Err(why) => format!("!{why}"),
        };
        let is_right = match (expected.chars().next(), expected.split_once(": ")) {
            (Some('!'), _) => seen.starts_with('!') && seen.contains(&expected[1..]),
            (Some('?'), None) => seen.is_empty(),
            (Some('?'), Some((kind, part))) => seen.lines().any(|told| {
                let told = told
                    .strip_prefix(kind)
                    .and_then(|told| told.strip_prefix(": "));
                told.is_some_and(|told| told.contains(part))
            }),
            _ => seen == expected,
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
fn what_stands_around_a_table_is_told_apart_from_it() {
    all_read(
        r#"
[abc: id value]
Revenue by customer, / First quarter, /  / customer,revenue / Ost,400 / West,250 => Ost 400; West 250 | title_lines
sep=; / customer;revenue / Ost;400 / West;250 => Ost 400; West 250 | separator
Sales report / From;01.01.2025 / To;31.12.2025 /  / Customer;Revenue / Ost;4,50 => Ost 4.5 | title_lines
customer,revenue /  / Ost,400 / , / West,250 => Ost 400; West 250 |
customer,revenue / Ost,400 / customer,revenue / West,250 => Ost 400; West 250 | repeated_header
customer,revenue / --------,------- / Ost,400 => Ost 400 |
customer,revenue / Ost,400 / West,250 /  / Source: the ledger, all regions, net => Ost 400; West 250 | notes
customer,revenue / Ost,400 / West,250 / * without returns => Ost 400; West 250 | notes
customer,revenue, / Ost,400, / West,250, => Ost 400; West 250 |
# A second line of the header.
customer,revenue / ,TEUR / Ost,400 / West,250 => Ost 400000; West 250000 | two_lines unit
customer,revenue, / ,2024,2025 / Ost,400,5 / West,250,6 => Ost 400; West 250 | two_lines rival
customer,revenue / ,2024 / Ost,400 => Ost 400 | left_out
customer,revenue / ,n/a / Ost,400 => Ost 400 | left_out
customer,city,revenue / Ost,X,n/a / West,Y,250 => West 250 | left_out
customer,revenue / Ost,1,5 / West,2,5 => !needs quotes
customer,revenue / Ost,400 / West,1,5 => !needs quotes
customer,revenue => |
# A pivot without a name above its first column.
Sales by customer, / ,Total / Ost,400 / West,250 / Total,650 => Ost 400; West 250 | no_name title_lines totals
id,name,revenue / 7,Bolt,5 / 8,Bolt,6 => 7 5; 8 6 |
# An empty column holds no names.
Email,Contact name,revenue / ,Ost,400 / ,West,250 => Ost 400; West 250 |
Kunde;Betrag x / A;1 => !its columns are `Kunde`, `Betrag x`
# Another table beside it, parted by an empty column.
Customer;Revenue;;Product;Sales / A;100;;P1;70 / B;50;;P2;80 / C;10;;P3;20 => A 100; B 50; C 10 | other_table
Customer;Revenue;;Product;Sales / A;100;;P1;70 / B;50;;P2;80 / ;;;P3;20 / ;;;P4;5 / ;;;P5;5 => A 100; B 50 | other_table
Customer;Revenue;;Product;Qty / A;100;;P1;70 / B;50;;P2;80 / ;;;P3;20 / ;;;P4;5 / ;;;P5;5 => A 100; B 50 | other_table
Product;Margin;;Region;Total / P1;100;;N;7 / P2;50;;S;8 => P1 100; P2 50 | other_table
Customer;Sales;;Value / A;100;;1 / B;50;;2 => A 100; B 50 | other_table
Sales;; / Region;Share;;Customer;Revenue / N;5;;A;100 / S;6;;B;50 => A 100; B 50 | title_lines
# Empty columns for looks, and what is no table of the kind.
Customer;;Revenue / A;;100 / B;;50 => A 100; B 50 |
Customer;Sales rank;;Revenue / A;1;;100 / B;2;;50 => A 100; B 50 |
Customer;Revenue;;Comment / A;100;;late / B;50;;early => A 100; B 50 |
[cost_to_serve: id revenue cogs]
Customer;Revenue;;COGS;;Orders / A;100;;60;;3 / B;50;;20;;4 => A 100 60; B 50 20 |
Customer;Revenue;COGS;;Contact;Orders / A;100;60;;Ann;3 / B;50;20;;Bo;4 => A 100 60; B 50 20 |
Customer;Revenue;COGS;;Item;Orders / A;100;60;;P1;3 / B;50;20;;P2;4 => A 100 60; B 50 20 | other_table
[rfm: id date amount]
Customer;Date;Amount;;Order no;Qty / A;2026-01-05;10;;INV-1;2 / B;2026-01-06;30;;INV-3;1 => A 2026-01-05 10; B 2026-01-06 30 |
Buyer;Date;Price;;Customer;Order date;Amount / A;2026-01-05;100;;X;2025-01-01;5 / B;2026-01-06;50;;Y;2025-02-01;6 => A 2026-01-05 100; B 2026-01-06 50 | other_table
"#,
    );
    each_read(
        "abc",
        &["id", "value"],
        &[
            (
                "\"sep=,\"\r\ncustomer,revenue\r\nOst,400\r\n",
                "Ost 400 | separator",
            ),
            ("", "!empty"),
        ],
    );
}

#[test]
fn rows_without_a_number_are_left_out_once_and_many_refuse_the_file() {
    all_read(
        r#"
[abc: id value]
customer,revenue / A,1 / B,n/a / C, / D,4 => A 1; D 4 | left_out
customer,revenue / A,1 / B,much / C,3 => A 1; C 3 | left_out
customer,revenue / A,1 / ,2 / C,4 => A 1; C 4 | left_out
customer,revenue / A,10 / ,20 / ,30 / B,4 / ,5 / ,6 / ,8 / C,9 => !row 2 (line 3), column `customer`: there is no name; 5 of 8 rows are so; write the name into each row
customer,revenue / A,x / B,y / C,z / D,u / E,5 => !4 of 5 rows
customer,revenue / A,x => !row 1 (line 2), column `revenue`: `x` is not a number
customer,revenue / A,1 / B,#REF! / C,- / D,2 => A 1; D 2 | left_out
# Why it is no number.
Kunde;Betrag / A;5,00 S / B;7,50 H => !`5,00 S` is not a number; 2 of 2 rows are so
customer,revenue / A,5-Jan / B,2-Mar / C,3-Apr / D,4-May / E,5 => !`5-Jan` is not a number, and a spreadsheet may have made a day of it
customer,sales time,sales value / A,2 h,5 / B,3 h,6 => A 5; B 6 |
customer,sales time,revenue / A,"5.25 s",10 / B,"6.50 s",12 => A 10; B 12 |
customer,revenue / A,2 S / B,3 L => !`2 S` is not a number; 2 of 2 rows are so
[abc]
customer,revenue / A,5-Jan / B,12 => ? left_out: (no number: `5-Jan` in line 2, and a spreadsheet may have made a day of it
"#,
    );
    let sheet = abc("customer,revenue\nA,1\nB,2\nC,?\nD,4\n\nE,soon\nF,3\n", &[]).unwrap();
    assert_eq!(
        sheet.findings[0].to_string(),
        "left out: rows 3, 5 (no number: `soon` in line 7)"
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
        r#"
[abc: id value]
id;value / A;10 / D 12";40 / "E;50 / F;60 => A 10; D 12" 40; "E 50; F 60 | open_quote
id,note,value / A,ok,10 / B,"broken ,20 / C,ok,30 / E,"fine",50 => A 10; B 20; C 30; E 50 | open_quote
# Two marks too many make a pair.
id,value / A,10 / "B,20 / C,30 / D",40 / E,55 => A 10; B,20 C,30 D 40; E 55 | quoted_rows
id;note;value / A;x;10 / B;"broken;20 / C;fine";30 / E;y;50 => A 10; B 30; E 50 | quoted_rows
id,address,value / A,"Main St, Floor 2 / 10115, Berlin",10 / B,"Hill / 5",20 => A 10; B 20 |
# Each row in quotes as a whole.
"#,
    );
    each_read(
        "abc",
        &["id", "value"],
        &[
            (
                "id;value\r\nA;10\r\n\"C GmbH;30\r\nD;40\r\nF \"x\";60\r\nG;70\r\n",
                "A 10; \"C GmbH 30; D 40; F \"x\" 60; G 70 | open_quote",
            ),
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
    // Headers that are not understood may be so for a wrong guess.
    let unknown = b"\xca\xeb\xe8;\xd1\xf3\xec\nA;1\n";
    let layouts = find("abc").unwrap().layouts;
    let refused = load_bytes(unknown, layouts, &Options::default()).unwrap_err();
    assert!(refused.why.contains("read as windows-1252") && refused.why.contains("windows-1251"));
    assert_eq!(refused.ways.len(), ENCODINGS.len());
}

/// Each is known by the names of its columns; where they are those of none, the guess is told.
#[test]
fn the_encoding_is_the_one_in_which_the_columns_are_known() {
    for (name, text) in [
        ("shift_jis", "得意先名,売上金額\n東京商事,5\nｱｲｳ,6\n"),
        ("euc-jp", "顧客,売上\n東京商事,5\nカナ,6\n"),
        ("gb18030", "客户,销售额\n北京科技,5\n上海贸易,6\n"),
        ("big5", "客戶,銷售額\n台北,5\n高雄,6\n"),
        ("euc-kr", "고객,매출\n서울상사,5\n부산,6\n"),
        ("windows-1250", "Klient;Wartość netto\nŻółw;5\nŚwierk;6\n"),
        ("windows-1251", "Клиент;Сумма\nРомашка;5\nЛютик;6\n"),
        ("windows-1252", "Kunde;Umsatz\nMüller;5\nÖßÄ;6\n"),
        (
            "windows-1252",
            "Désignation;Montant HT\nÉlectricité;5\nHôpital;6\n",
        ),
        ("windows-1252", "Customer;Sales\n“Best” – Ltd;5\nCafé;6\n"),
        // A header that is not known has the first guess only where it is known in none.
        ("shift_jis", "商品名,Amount\n東京商事,5\nｱｲｳ,6\n"),
        ("gb18030", "产品名称,Total\n北京科技,5\n上海贸易,6\n"),
        ("windows-1251", "Товар;Sales\nРомашка;5\nЛютик;6\n"),
        ("macintosh", "Désignation;Total\nÉlectricité;5\nHôpital;6\n"),
        ("windows-1252", "Région;Total\nÎle-de-France;5\nCorse;6\n"),
    ] {
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
        let sheet = of("abc", &encoding.encode(text).0, &Options::default()).unwrap();
        let ids = sheet.table.texts("id").unwrap();
        assert!(
            ids.iter().all(|id| text.contains(id.as_str())),
            "{name}: {ids:?}"
        );
        let told = &sheet.findings[0];
        assert!(
            told.sentence.contains(&format!("read as {name}")),
            "{name}: {told}"
        );
    }
}

/// Periods side by side, as text-books print them.
#[test]
fn periods_that_stand_as_columns_are_refused_with_what_to_write() {
    all_read(
        r#"
[forecast: actual]
Item,Jan,Feb / A,10,20 / B,1,2 => !`Jan` and `Feb` are periods: write the sum of each row
Item,2025,2026 / Total demand,1,2 => !are periods: write
Item,Jan,Feb / Demand A,10,20 / Demand B,1,2 => !are periods: write
P&L,2024,2025,YoY % / Sales,100,110,10% => !are periods: write
month,actual / Demand,10 / Sales,20 => 10; 20 |
[newsvendor: demand chance]
Demand,100,200 / Probability,40%,60% => !needed are demand and chance
[abc: id value]
Customer,A,B / Sales,10,20 => !needed are id and value
Étiquettes de lignes;Betrag x / A;5 / Total général;5 => !needed are id and value
Customer,Jan,Feb / A,10,20 / Total,10,20 => !`Jan` and `Feb` are periods: write the sum
Customer,Phone 1,Phone 2 / A,10,20 => !needed are id and value
Customer,P1,P2 / A,10,20 => !needed are id and value
[rfm: id date amount]
Customer,Q1 25,Q2 25,Q3 25 / A,10,20,30 => !needed are
"#,
    );
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

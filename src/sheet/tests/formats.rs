//! The same table as a workbook and as texts in several styles.
use super::*;

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

/// Values that would give another number or another customer if taken as they look.
#[test]
fn files_of_real_programs_are_read_or_refused_in_words() {
    all_read(
        r#"
[abc: id value]
# A star alone is a name; in SAP's lists it marks a subtotal.
|Kunde|Customer|Revenue| / |1|* Ost|5| => * Ost 5 |
----------------- / |Customer|Revenue| / ----------------- / |10001|12.500,00| / |10001 B|2.500,00| / |* 10001|15.000,00| / |10002|750,50| / |* 10002|750,50| / |** North|15.750,50| / |10003|1,00| / |* 10003|1,00| / |** South|1,00| / |*** |15.751,50| / ----------------- => 10001 12500; 10001 B 2500; 10002 750.5; 10003 1 | totals
item;value / A;300.— / B;1'250.50 => A 300; B 1250.5 |
item,value / "West / Hall",5 => West Hall 5 |
customer  amount / A         5 => !its columns seem to be parted by blanks, which are no separators, as in `customer  amount`
<html><body><table><tr><td>Customer</td></tr></table></body></html> => !a web page
<?xml version="1.0"?> / <Workbook></Workbook> => !a file of XML
Wer,Wieviel   (EUR) / 1,2 => !its columns are `Wer`, `Wieviel   (EUR)`; needed are
,Wer,Wieviel / ,1,2 => !its columns are `Wer`, `Wieviel`;
"#,
    );
    // `sales-channel` holds no amounts.
    let market = "buyer-email\tpurchase-date\tsales-channel\ttotal-price\na@m.de\t2025-11-02\tShop.de\t20.00\n";
    each_read("rfm", &["amount"], &[(market, "20 |")]);
}

/// Exports of Lexware, DATEV, SAP, Sage, Holded, 1C and freee.
#[test]
fn headers_in_other_languages_are_understood() {
    all_read(
        r#"
[rfm: id date amount]
Kunden-Nr.;Kunde;Belegdatum;Beleg-Nr.;Belegart;Betrag / 10;A;03.11.2026;R1;Rechnung;1.250,00 / 11;B;04.11.2026;R2;Rechnung;83,50 => 10 2026-11-03 1250; 11 2026-11-04 83.5 |
Lieferdatum;Rechnungsdatum;Debitor;Bruttobetrag;Nettobetrag / 13.01.2026;03.01.2026;A;11,90;10,00 => A 2026-01-03 10 |
Date,Customer Name,Gross Sales,Discounts,Net Sales,Fees / 2026-01-01,A,12,-2,10,-1 => A 2026-01-01 10 |
Buchungsdatum;Belegdatum;Debitor;Umsatz (EUR) / 13.01.2026;03.01.2026;A;11,90 => A 2026-01-13 11.9 | rival
Fälligkeitsdatum;Kunde;Betrag / 13.01.2026;A;11,90 => !needed are id and date
Date d'échéance;Date de facture;N° facture;Nom du client;Montant HT;TVA;Total TTC / 13/02/2026;13/01/2026;F1;A;10,00;2,00;12,00 => A 2026-01-13 10 |
Fecha de la factura;Fecha vencimiento;Nº factura;Cliente;Base imponible;IVA;Total / 13/01/2026;13/02/2026;F1;A;10,00;2,10;12,10 => A 2026-01-13 10 |
Дата;Номер документа;Контрагент;Сумма, руб. / 13.01.2026;1;A;10,00 => A 2026-01-13 10 |
Date d'échéance;Date pièce client;Client;Montant / 13/02/2026;14/01/2026;A;10 => A 2026-01-14 10 |
ID,Consumer name,Date,Amount / 1,A,2026-01-14,10 => A 2026-01-14 10 |
Customer,Last purchase,Total / A,2026-01-14,10 => A 2026-01-14 10 |
Customer,Joined date,Last order date,Total / A,2020-01-01,2026-01-14,10 => A 2026-01-14 10 |
Customer,First order date,Last order date,Total / A,2020-01-01,2026-01-14,10 => A 2026-01-14 10 |
Company,Partner,Date,Amount / DE01,A,2026-01-14,10 / DE01,B,2026-01-15,20 => A 2026-01-14 10; B 2026-01-15 20 |
Contact,Company,Date,Amount / Ann,A,2026-01-14,10 / Ann,B,2026-01-15,20 => A 2026-01-14 10; B 2026-01-15 20 |
Created,Invoice date,Customer,Amount / 2026-01-01,2026-01-14,A,10 => A 2026-01-14 10 |
Datum,Date,Kunde,Customer,Amount / 2026-01-01,2026-01-14,B,A,10 => A 2026-01-14 10 |
User,Account name,Order date,Amount / B,A,2026-01-14,10 => A 2026-01-14 10 |
ID,User ID,Date,Amount / 1,A,2026-01-14,10 => A 2026-01-14 10 |
Menge;Preis pro Stück;Kunde;Datum;Betrag / 2;5;A;2026-01-14;10 => A 2026-01-14 10 |
客户,日期,金额 / A,2026年1月14日,10 => A 2026-01-14 10 |
고객명,주문일,금액 / A,2026. 1. 14.,10원 => A 2026-01-14 10 |
Cliente;Data emissão;Valor total / A;14/01/2026;R$ 1.250,50 => A 2026-01-14 1250.5 |
Ragione sociale;Data fattura;Imponibile;IVA;Totale / A;14/01/2026;10,50;2;12,50 => A 2026-01-14 10.5 |
Müşteri;Tarih;Tutar / A;14.01.2026;10,50 => A 2026-01-14 10.5 |
Kundnamn;Fakturadatum;Belopp / A;2026-01-14;10,50 => A 2026-01-14 10.5 |
Kontrahent;Data sprzedaży;Wartość netto / A;14.01.2026;10,50 => A 2026-01-14 10.5 |
Customer;Date;Amount / A;Jan-26;5 => !a month is no day: write the first of each
Customer;Date;Amount / A;202601;5 => !a month is no day
# Weekdays that begin as a month does, and months that are others elsewhere.
Customer;Date;Amount / A;mardi 6 janvier 2026;5 / B;martes, 6 de enero de 2026;5 / C;maandag 5 januari 2026;5 => A 2026-01-06 5; B 2026-01-06 5; C 2026-01-05 5 |
Customer;Date;Amount / A;mar 13/01/2026;5 / B;Marți 5 mai 2026;5 / C;segunda-feira, 5 de janeiro de 2026;5 => A 2026-01-13 5; B 2026-05-05 5; C 2026-01-05 5 |
Customer;Date;Amount / A;mar 5 2026;5 / B;Mar. 6, 2026;5 => A 2026-03-05 5; B 2026-03-06 5 |
Customer;Date;Amount / A;5. marraskuuta 2026;5 / B;12. lokakuuta 2026;5 / C;5. maaliskuuta 2026;5 => A 2026-11-05 5; B 2026-10-12 5; C 2026-03-05 5 |
Customer;Date;Amount / A;15. listopada 2026.;5 / B;2. lipnja 2026.;5 => A 2026-10-15 5; B 2026-06-02 5 |
Customer;Date;Amount / A;15. lis 2026;5 / B;2. srp 2026;5 / C;3. ruj 2026;5 => A 2026-10-15 5; B 2026-07-02 5; C 2026-09-03 5 |
Customer;Date;Amount / A;15. lis 2026;5 / B;2. lip 2026;5 => A 2026-11-15 5; B 2026-07-02 5 | months
Customer;Date;Amount / A;15 lis 2026;5 / B;2 lip 2026;5 / C;3 wrz 2026;5 => A 2026-11-15 5; B 2026-07-02 5; C 2026-09-03 5 |
Customer;Date;Amount / A;15. listopad 2026;5 / B;2. srpen 2026;5 / C;1. července 2026;5 / D;1. června 2026;5 => A 2026-11-15 5; B 2026-08-02 5; C 2026-07-01 5; D 2026-06-01 5 |
Customer;Date;Amount / A;126005;5 => !write numbers like 1200
取引日,管理番号,取引先,金額（円）,状態 / 2026/11/03,1,A,1250,完了 => A 2026-11-03 1250 |
[abc: id value]
Supplier name,Item name,Customer contact,Total / A,B,C,5 => C 5 |
Artikelnummer;Bezeichnung;Menge;EK-Preis;Umsatz netto;DB % / A-1;Schraube;12;0,02;480,00;50,0 / A-2;Bohrer;3;1;20,00;9,0 / Gesamtsumme;;15;;500,00; => A-1 480; A-2 20 | totals
Kunde;Umsatz TEUR / A;1,5 => A 1500 | unit
Kunde;Umsatzsteuer / A;1,5 => !needed are id and value
Item,Total w/ Disc.,Profit / A,10,6 => A 6 | rival
Item,Cost of sales,Profit / A,4,6 => A 6 | rival
Famille article;Article réf. interne;Total TVA;Total / A;B;1;5 => B 5 |
# The net amount before the gross one, in whatever order.
Item,Gross Amount (incl voids),Gross Amount,Net Amount / A,12,11,10 => A 10 |
Désignation;Quantite;CA HT / A;2;10,50 / B;3;7,25 / Total général;5;17,75 => A 10.5; B 7.25 | totals
Номенклатура;Количество;Выручка / A;2;10,50 / B;3;7,25 / Итого;5;17,75 => A 10.5; B 7.25 | totals
商品名,数量,売上高 / A,2,10 / B,3,7 / 合計,5,17 => A 10; B 7 | totals
# An English name comes before whatever a header means in another language, and a count of customers is no customer.
Account name,Tiers,Total / A,gold,5 => A 5 |
Customer,CA,NY,TX,Total / A,1,2,3,6 => A 6 |
Employee name,Designation,Sales / A,clerk,5 => A 5 |
Désignation;Quantité;Montant / A;2;5 => A 5 |
Employee name,Réf,Wert,Sales / A,7,1,5 => A 5 |
Supplier name,Buyer,Spend / A,B,5 => A 5 |
Supplier name,Buyer ID,Spend / A,B,5 => A 5 |
Supplier name,Client code,Spend / A,B,5 => A 5 |
Item,Value,Umsatz,Revenue / A,1,2,3 => A 1 |
Item,Umsatz,Revenue / A,2,3 => A 3 |
Item,Total cost / A,5 => A 5 |
Campaign name,Account name,Spend / A,B,5 => A 5 |
Contact,Company,Total / B,A,5 => B 5 | rival
Supplier,Contact,Total spend / B,A,5 => B 5 | rival
Model,Dealer,Revenue / B,A,5 => B 5 | rival
Sales rep,Contact,Amount / B,A,5 => B 5 | rival
# What no header names is the first column with another word in each row.
Region,Sales / North,5 / South,7 => North 5; South 7 |
No.,Company,Country,Revenue / 1,A,DE,5 / 2,B,FR,7 / 3,C,FR,8 => A 5; B 7; C 8 |
Supplier,Category,Spend / A,x,5 / B,x,7 => A 5; B 7 |
Date,Region,Sales / 2026-01-31,North,5 / 2026-02-28,South,7 => North 5; South 7 |
(Parent) ASIN,Title,Ordered Product Sales / B01,Bolt,5 / B02,Nut,7 => B01 5; B02 7 | rival
Country,Month,Sales / DE,Jan,5 / DE,Feb,7 => Jan 5; Feb 7 |
Country,City,Sales / DE,Bonn,5 / FR,Nice,7 / FR,Nice,8 => !needed are id and value
Sales,Comment / 5, / 7, / 8,returned => !needed are id and value
# But not that of a group, a rank or a remark where another column can, and what is doubtful is told.
Tier,Firm,Revenue / Gold,A,5 / Silver,B,7 => A 5; B 7 |
City,Comment,Sales / Ulm,late,5 / Bonn,new,7 => Ulm 5; Bonn 7 |
Class,Sales / A,5 / B,7 => A 5; B 7 |
Comment,City,Sales / late,Ulm,5 / new,Ulm,7 => late 5; new 7 | rival
Status,Shop,Sales / open,Ulm,5 / closed,Ulm,7 => open 5; closed 7 | rival
Address,Store,Sales / 12 High St,A,5 / 7 Low Rd,B,7 => 12 High St 5; 7 Low Rd 7 | rival
Debtor,Town,Sales / 10023,Ulm,5 / 10024,Bonn,7 => Ulm 5; Bonn 7 | rival
Date,Shop,Sales / 2026-01-31,Ulm,5 / 2026-01-31,Bonn,7 => Ulm 5; Bonn 7 |
Region,Sales,Margin / North,5,1 / South,7,2 => North 5; South 7 |
# A name of a column that is a part of another word.
Partner type,Partner,Sales / Gold,A,5 / Silver,B,7 => A 5; B 7 |
Number,Partner,Total / INV/1,A,5 / INV/2,B,7 / INV/3,A,8 => A 5; B 7; A 8 |
Partner level,Partner,Net revenue / Gold,A,5 / Gold,B,7 => A 5; B 7 |
Item description,Party,Sales / Nut,A,5 / Bolt,B,7 => Nut 5; Bolt 7 |
Firm,Postcode,Sales / A,10115,5 / B,10115,7 => A 5; B 7 |
Partname,Discount,Sales / A,1,5 / B,2,7 => A 5; B 7 |
# An empty column is none.
Customer,Sales,Total / A,,5 / B,,7 => A 5; B 7 |
Invoice,Invoice date,Company,Amount / 1,2025-01-05,A,5 => A 5 |
Buyer,Amount / A,5 => A 5 |
Item No,Item name,Value / 1,A,5 => A 5 |
Item number,SKU,Description,Sales / 1,AB-1,x,5 => AB-1 5 |
Company,Customer,Total / DE01,A,5 => A 5 |
Company code,Part description,Value / DE01,A,5 => A 5 |
# A code is no amount, what is open is no sale, and a weight is no sum of money.
Customer,Sales rep,Net / A,17,5 => A 5 | rival
Customer,Salesperson,Invoice sales / A,17,5 => A 5 | rival
Customer,Sales area,Order value / A,17,5 => A 5 |
Customer,Sales area,Sales Europe / A,17,5 => A 5 | rival
Customer,Total weight,Invoice total / A,17,5 => A 5 | rival
Customer,Amount due,Invoice amount / A,0,5 => A 5 | rival
Customer,Open amount / A,3 => A 3 | beside
# But only at the end.
Customer Name,Document Total,Tax / A,5,1 => A 5 |
Customer,Team revenue,Revenue bonus / A,5,1 => A 5 | rival
Product,Region sales,Sales target / A,5,1 => A 5 |
Product,Total region North and South,Total North / A,5,1 => A 5 | rival
Client,Billable hours amount,Expense amount / A,5,1 => A 5 | rival
Department,Item number,Sales / Tools,A,5 => A 5 |
Country code,Part name,Sales / DE,A,5 => A 5 |
Partner,Untaxed Amount,Tax,Total / A,5,1,6 => A 5 |
# A total with taxes beside the amount without them.
Customer,Subtotal,Tax,Total / A,5,1,6 => A 6 | rival
Customer,Total,VAT,Net / A,6,1,5 => A 6 | rival
Customer,Total,Net / A,6,5 => A 6 |
Customer,Sales,Returns,Net sales / A,6,1,5 => A 6 | rival
Customer,Net items sold,Total / A,3,5 => A 5 |
Customer,Sales,Net profit / A,6,5 => A 6 |
# Pivot tables.
Zeilenbeschriftungen;Mittelwert von Umsatz;Summe von Umsatz / A;2;5 / B;3;6 / Gesamtergebnis;2,5;11 => A 5; B 6 | totals
Zeilenbeschriftungen;Mittelwert von Umsatz / A;2 => !needed are id and value
Zeilenbeschriftungen;Summe von Kundennr;Summe von Umsatz / A;11;100 / B;22;200 / Gesamtergebnis;33;300 => A 100; B 200 | totals
Summe von Kunde;Kunde;Umsatz / 7;A;5 => A 5 |
Kunde;Summe von Artikel;Summe von Betrag / A;7;5 => A 5 |
Étiquettes de lignes;Somme de CA / A;5 / B;6 / Total général;11 => A 5; B 6 | totals
Etykiety wierszy;Suma z Wartość netto / A;5 / B;6 / Suma końcowa;11 => A 5; B 6 | totals
Region;Kunden;Umsatz / A;120;5 => A 5 |
Region,Customers,Revenue / North,12,5 / South,7,4 => North 5; South 4 |
Vendeur;Clients;CA HT / A;12;5 => A 5 |
Customers,Name,Revenue / 12,A,5 => A 5 |
Customers,Revenue / 10023,5 => 10023 5 |
Customers,Currency,Revenue / 10023,EUR,5 / 10024,EUR,6 => 10023 5; 10024 6 |
Customers,Comment,Revenue / 10023,new,5 / 10024,,6 => 10023 5; 10024 6 |
Customer,Amount (debit/credit) / A,5 / B,-6 => A 5; B -6 |
Name,Credit sales,Debit notes / A,5,1 => A 5 |
Customer,Debit EUR,Credit EUR / A,5, / B,,6 => !are two sides of one amount
Customers,City,Revenue / 10023,Bonn,5 / 10024,Ulm,6 => 10023 5; 10024 6 |
Customer class,City,Revenue / 1,Bonn,5 / 2,Ulm,6 => 1 5; 2 6 |
Item,Description,Qty,Net,Gross,Total value / A,x,1,2.5,3,100 => A 100 |
Item,Net,Invoice amount / A,3,5 => A 5 |
Date,Debit account,Credit account,Amount / 2026-01-01,1200,4400,5 => 1200 5 |
Customer,Debit amount,Credit amount / A,5, / B,,6 => !are two sides of one amount
Item,Average sales,Total sales / A,3,5 => A 5 |
Item,Gross (kg),Net (kg) / A,3,5 => !needed are id and value
[abc: id qty unit_cost]
Artikel;Jahresverbrauch;Verbrauch;Preis / A;1;2;3,5 => A 2 3.5 |
Producto;Unidades;Precio unitario / A;2;3,5 => A 2 3.5 |
[rfm: id date qty unit_price]
Date;Code client;Quantité;Prix unitaire HT / 13/01/2026;A;2;5,50 => A 2026-01-13 2 5.5 |
[cost_to_serve: id revenue cogs discounts receivable_days]
Debitor;Umsatz;Wareneinsatz;Rabatte;Aufträge;Zahlungsziel (Tage) / A;100,5;60;5;12;30 => A 100.5 60 5 30 |
[forecast: actual]
Monat;Absatz / 2026-01;10 / 2026-02;12 => 10; 12 |
Mois;Ventes / 2026-01;10 / 2026-02;12 => 10; 12 |
月,売上 / 2026-01,10 / 2026-02,12 => 10; 12 |
Month,Cumulative demand,Demand / 1,10,5 / 2,12,2 => 5; 2 |
Monat;Absatzmenge / 1;10 / 2;12 => 10; 12 |
Mois;Quantité vendue / 1;10 / 2;12 => 10; 12 |
Miesiąc;Sprzedaż / 1;10 / 2;12 => 10; 12 |
Month,Sales (USD),Sales (units) / 1,10,5 / 2,12,2 => 5; 2 | rival
Month,Sales (USD) / 1,10 / 2,12 => 10; 12 |
Miesiąc;Sprzedaż;Ilość / 1;90;10 / 2;99;12 => 10; 12 |
Miesiąc;Sprzedaż zł;Sprzedaż szt. / 1;90;10 / 2;99;12 => 10; 12 | rival
Mois;Ventes;Clients / 1;10;3 / 2;12;4 => 10; 12 |
Month,Channel sales,Sales returns / Jan,100,3 / Feb,110,4 => 100; 110 | rival
[forecast_error: actual forecast]
Month,Actual demand region,Region forecast,Forecast budget / 1,10,12,3 / 2,20,22,4 => 10 12; 20 22 | rival
[forecast_error: actual forecast]
Plant,Month,Actual,Planned / 1,Jan,10,11 / 1,Feb,12,11 => 10 11; 12 11 |
[planning_grid: gross scheduled]
Woche;Bruttobedarf;Geplante Zugänge / 1;30;0 / 2;40;60 => 30 0; 40 60 |
[planning_grid: site gross]
Plant,Week,Gross requirements / A,1,30 / B,1,30 => A 30; B 30 |
Warehouse region,Week,Gross requirements / North,1,10 / North,2,20 / South,1,5 => North 10; North 20; South 5 |
[newsvendor: demand chance]
Demand,Frequency / 10,5 / 20,12 => 10 5; 20 12 |
[price_break: from price]
Up to qty,From qty,Price / 99,1,5 / 999,100,4.8 => 1 5; 100 4.8 |
Qty,Unit price / 1,5 / 100,4.8 => 1 5; 100 4.8 |
Min Qty,Unit price / 1,5 / 100,4.8 => 1 5; 100 4.8 |
Quantity,Price / 1-99,5 / 100 – 499,4.8 / 500+,4.5 => 1 5; 100 4.8; 500 4.5 |
Quantity,Price / 1 to 999,5 / "1,000 to 1,999",4.8 => 1 5; 1000 4.8 |
Menge;Preis / 10-999;5 / 1.000-4.999;4 / ab 5.000;3 => 10 5; 1000 4; 5000 3 |
Quantity,Price / 1-99,5 / 100-499,4 / 500 or more,3 => 1 5; 100 4; 500 3 |
Quantity,Price / 0.5-0.9,5 / 1.5-4.9,4 / >=5,3 => 0.5 5; 1.5 4; 5 3 |
Quantity,Price / 1-99,5 / 5-Oct,4 / 11-20,3 => 1 5; 11 3 | left_out
Quantity,Price / -5,5 / 100,4.8 => -5 5; 100 4.8 |
Quantity,Price / under 100,5 / 100,4.8 => 100 4.8 | left_out
Ab Menge;Bis Menge;Stückpreis / 1;99;5,00 / 100;;4,80 => 1 5; 100 4.8 |
Desde;Hasta;Precio unitario / 1;99;5,00 / 100;;4,80 => 1 5; 100 4.8 |
[fill_rates: order ordered shipped]
Auftragsnr.;Bestellte Menge;Gelieferte Menge / 1;10;8 => 1 10 8 |
Sales document;Order quantity;Delivered quantity / 1;10;8 => 1 10 8 |
Sales Order,Line,Order Qty,Shipped Qty / 1,10,10,8 => 1 10 8 |
SO Number,Item,Qty Ordered,Qty Shipped,Backorder / 1,A,10,8,2 => 1 10 8 |
PO Number,Item,Qty ordered,Undelivered,Qty received / 1,A,10,2,8 => 1 10 8 |
Item,Qty ordered,Backorder,Qty shipped / A,10,2,8 => !needed are order
Zamówienie;Ilość zamówiona;Ilość dostarczona / 1;10;8 => 1 10 8 |
[sales_and_operations: demand days]
Monat;Bedarf;Arbeitstage / 1;900;22 / 2;700;18 => 900 22; 700 18 |
Mois;Demande;Jours ouvrés / 1;900;22 / 2;700;18 => 900 22; 700 18 |
Mes;Demanda;Días / 1;900;22 / 2;700;18 => 900 22; 700 18 |
[cost_to_serve: id revenue Orders]
Customer,Revenue,Orders,Year,ZIP / A,100,3,2025,10115 => A 100 3 |
Company,Revenue,Orders,Fiscal year,Customer since / A,100,3,2025,2001 => A 100 3 |
Customer,Revenue,Orders,Orders per year,Phone orders / A,100,3,9,4 => A 100 3 |
[cost_to_serve: id revenue Phone]
Customer,Revenue,Orders (no.),Phone,Web / A,100,3,7,4 => A 100 7 |
[chargeable_weight: pieces length gross]
Anzahl;Länge (m);Breite (m);Höhe (m);Gewicht (kg) / 2;1,00;0,80;0,60;150 => 2 100 150 | unit unit unit
No. of packages,L,W,H,Weight / 2,100,80,60,150 => 2 100 150 |
[time_driven: name minutes volume]
Vorgang;Dauer (Std);Anzahl / A;2;10 => A 120 10 | unit
"#,
    );
    // A rate drives no cost.
    let rate = b"customer,revenue,discount rate,calls\nA,5,0.2,3\n";
    let sheet = of("cost_to_serve", rate, &Options::default()).unwrap();
    assert_eq!(sheet.ignored, ["discount rate"]);
}

//! Totals among the rows of a file.
use super::*;

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
        "Grand total USD",
        "総合計",
        "合　計",
        "売上合計",
        "総売上",
        "합 계",
        "合计（元）",
        "Yekun",
        "Összes",
        "Alle Kunden",
        "Wszyscy klienci",
        "Rechnungssumme",
    ] {
        cases.push((
            format!("customer,value\nA,10\nB,20\n{name},30\n"),
            "A 10; B 20 | totals",
        ));
    }
    all_read(
        r#"
[abc: id value]
customer,value / A,10 / B,20 /  / Total,30 => A 10; B 20 | totals
customer,value / A,10 / B,20 / Total,31 => A 10; B 20 | totals total_differs
customer,value / Total,30 / A,10 / B,20 => A 10; B 20 | totals
customer,value / Total,99 / A,10 / B,20 => Total 99; A 10; B 20 | maybe_total
customer,value / A,10 / B,20 / C,70 / D,1 / ,101 => A 10; B 20; C 70; D 1 | totals
customer,value / 1001,10 / 1002,20 / 1003,70 / 1004,1 / Allemaal,101 => 1001 10; 1002 20; 1003 70; 1004 1 | totals
customer,value / A,10 / B,20 / C,5 / Koko,35 => A 10; B 20; C 5; Koko 35 | maybe_total
customer,value / A,10 / B,20 / Total Energies,7 => A 10; B 20; Total Energies 7 |
customer,value / Shell,10 / Total Energies,7 / B,20 => Shell 10; Total Energies 7; B 20 |
customer,value / A,10 / B,20 / Subtotal,30 / C,5 / D,6 / Subtotal,11 / Total,41 => A 10; B 20; C 5; D 6 | totals
customer,value / A,10 / North Total,10 / B,20 / C,5 / South Total,25 / Grand Total,35 => A 10; B 20; C 5 | totals
customer;value / A;10 / B;20 / Zwischensumme;30 / C;5 / Gesamt;35 => A 10; B 20; C 5 | totals
customer,value / A,10 / B,20 / Total,30 / Average,15 => A 10; B 20 | totals
customer,value / A,10 / B,20 / Total,30 / Count,2 / Average,15 => A 10; B 20 | totals
customer,value / A,10 / B,20 / C,60 / Anzahl,3 / Mittelwert,30 / Max,60 / Median,20 => A 10; B 20; C 60 | totals
customer,value / A,10 / B,20 / Max,17 => A 10; B 20; Max 17 |
region,customer,value / N,A,10 / N,B,20 / Total,,30 => A 10; B 20 | totals
customer,value / A,10 / B,10 / C,10 => A 10; B 10; C 10 |
customer,value / A,10 / B,20 / Total,30 / Printed on 1 May => A 10; B 20 | totals notes
customer,value / A,10 / B,20 / Total, => A 10; B 20 | totals
# Carried to the next page, and a customer of that name.
customer,value / A,10 / B,20 / Übertrag,30 / Übertrag,30 / C,5 / Summe,35 => A 10; B 20; C 5 | totals
customer,value / A,10 / B,20 / Report,30 / Report,30 / C,5 / Total,35 => A 10; B 20; C 5 | totals
customer,value / Report,10 / B,20 / Report,7 => Report 10; B 20; Report 7 |
# A currency, a year, net or gross beside a total are no name, though the numbers are no sum.
customer,value / A,100 / B,k.A. / C,20 / Total EUR,200 => A 100; C 20 | totals left_out total_differs
customer,value / A,100 / B,k.A. / C,20 / Gesamtsumme netto,200 => A 100; C 20 | totals left_out total_differs
customer,value / A,100 / B,20 / Total HT 2026,200 => A 100; B 20 | totals total_differs
customer,value / A,100 / B,20 / Celkem bez DPH,200 => A 100; B 20 | totals total_differs
customer,value / A,100 / B,20 / Grand total of customers,200 => A 100; B 20 | totals total_differs
customer,value / A,100 / B,20 / 合 計,200 => A 100; B 20 | totals total_differs
# Towns, people and what is sold may be called like a total.
customer,value / A,20 / B,5 / Minden,10 => A 20; B 5; Minden 10 |
customer,value / A,100 / Todos,60 / Alla,50 => A 100; Todos 60; Alla 50 |
customer,value / A,100 / B,60 / Total Pen,50 => A 100; B 60; Total Pen 50 |
customer,value / A,10 / B,20 / Totally Toys,30 => A 10; B 20; Totally Toys 30 | maybe_total
customer,value / A,10 / B,20 / 腕時計,50 => A 10; B 20; 腕時計 50 |
# What is a total in part, and more than all others together.
customer,value / A,100 / B,20 / Summe Debitoren,200 => A 100; B 20; Summe Debitoren 200 | maybe_total
customer,value / A,100 / B,20 / Итого по клиентам,200 => A 100; B 20; Итого по клиентам 200 | maybe_total
customer,value / A,100 / B,20 / 売上総計,200 => A 100; B 20; 売上総計 200 | maybe_total
customer,value / A,100 / Totalenergies,200 / B,20 => A 100; Totalenergies 200; B 20 |
customer,value / A,100 / B,20 / 山田設計,30 => A 100; B 20; 山田設計 30 |
# A subtotal that is right proves nothing of the total.
customer,deal,value / A,Opp1,100 / ,Opp2,50 / Subtotal,,150 / B,Opp3,70 / Subtotal,,70 / Total,,220 => A 100; B 70 | totals left_out total_differs
# What stands below a total: by its name, or because the total of all rows ends the table.
customer,value / A,10 / B,20 / Total,30 / VAT 19 %,5.7 / Grand total incl. VAT,35.7 => A 10; B 20 | totals below_total
customer,value / A,10 / B,20 / Total revenue,30 / of which export,12 => A 10; B 20 | totals below_total
customer;value / A;10 / B;20 / Summe;30 / davon Export;12 / Umsatz je Kopf;15 / Vorjahr;28 => A 10; B 20 | totals below_total
customer,value / A,10 / B,20 / Subtotal,30 / Shipping,5 / VAT,7 / Total,42 => A 10; B 20 | totals below_total
customer,value / A,10 / B,20 / Total,60 / VAT,12 => A 10; B 20 | totals below_total total_differs
customer,value / A,10 / B,20 / C,40 / Mean,23.33 / StdDev,12.47 => A 10; B 20; C 40 | totals
customer,value / A,10 / B,20 / C,40 / STDEV,15.28 => A 10; B 20; C 40 | totals
# Another group or block follows a total, and customers may be called like what stands below one.
customer,value / A,10 / B,20 / Total,30 / C,5 / D,6 / Total,11 => A 10; B 20; C 5; D 6 | totals
customer,value / A,10 / B,20 / Total,30 /  / customer,value / C,5 / D,6 => A 10; B 20; C 5; D 6 | repeated_header totals
customer,value / A,10 / B,20 / Subtotal,30 / C,5 / Budget,6 / Subtotal,11 / Total,41 => A 10; B 20; C 5; Budget 6 | totals
customer,value / A,10 / Budget,6 => A 10; Budget 6 |
# Subtotals above their rows, as in a compact pivot: left out where the total shows that they count twice.
customer,value / North,30 / A,10 / B,20 / South,15 / C,7 / D,8 / Grand Total,45 => A 10; B 20; C 7; D 8 | totals totals
customer,value / Grand Total,45 / North,30 / A,10 / B,20 / South,15 / C,7 / D,8 => A 10; B 20; C 7; D 8 | totals totals
customer,value / EU,60 / DE,30 / A,10 / B,20 / FR,30 / C,30 / US,8 / NY,8 / E,8 / Total,68 => A 10; B 20; C 30; E 8 | totals totals
customer,value / North,30 / A,10 / B,20 / South,15 / C,7 / D,8 => North 30; A 10; B 20; South 15; C 7; D 8 | maybe_total
customer,value / North,30 / A,10 / B,20 / C,15 / Total,90 => North 30; A 10; B 20; C 15 | totals total_differs
# A total above its rows that is called so in part, or is the sum of all others.
customer,value / All customers,70 / A,10 / B,20 / C,40 => A 10; B 20; C 40 | totals
customer,value / World,70 / A,10 / B,20 / C,40 => World 70; A 10; B 20; C 40 | maybe_total
# Subtotals below their rows without a word that tells.
customer,value / A,10 / B,20 / North,30 / C,7 / D,8 / South,15 / Grand Total,45 => A 10; B 20; C 7; D 8 | totals
customer,value / A,10 / B,20 / North,30 / C,7 / D,8 / South,15 => A 10; B 20; North 30; C 7; D 8; South 15 | maybe_total
# A total of a part does not end the table.
customer,value / A,10 / B,20 / North Total,30 / C,5 / D,6 => A 10; B 20; C 5; D 6 | totals
customer,value / A,10 / B,20 / Net,30 / VAT 20%,6 / Gross,36 => A 10; B 20 | totals below_total
customer,value / Hertz,10 / Netto,20 / Avis,5 => Hertz 10; Netto 20; Avis 5 |
# As QuickBooks writes a customer with those below it: a heading without a number, and a total of that name.
customer,value / A,10 / Freeman, / Ocean View,20 / Twin Lane,5 / Total Freeman,25 / B,7 / TOTAL,42 => A 10; Ocean View 20; Twin Lane 5; B 7 | totals left_out
# Averages and counts of groups.
customer,value / A,10 / B,20 / North Average,15 / C,5 / D,7 / South Average,6 / Grand Average,10.5 => A 10; B 20; C 5; D 7 | totals
customer,value / A,10 / B,20 / Average,15 / C,5 / D,8 / Average,6.5 => A 10; B 20; C 5; D 8 | totals
customer,value / A,10 / B,20 / North Count,2 / C,5 / D,7 / E,9 / South Count,3 / Grand Count,5 => A 10; B 20; C 5; D 7; E 9 | totals
item,value / Blood Count,10 / Head Count,20 / B,15 => Blood Count 10; Head Count 20; B 15 |
customer,value / A,10 / B,20 / C,40 / 3 customers,70 => A 10; B 20; C 40; 3 customers 70 | maybe_total
# Rounded for show.
customer,value / A,10.33 / B,20.33 / C,7.33 / North Total,38 / D,5.5 / E,6.25 / South Total,11.8 / Total,49.7 => A 10.33; B 20.33; C 7.33; D 5.5; E 6.25 | totals
customer,value / A,120 / B,133 / C,149 / Total,403 => A 120; B 133; C 149 | totals
customer,value / A,10 / ,20 / Total,30 => A 10 | totals left_out total_differs
"#,
    );
    each_read("abc", &["id", "value"], &cases);
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
        "left out: rows 2, 5, 6, `North Total`, `South Total`, `Grand Total`, which are made of other rows"
    );
}

/// In a series or a distribution one number is easily the sum of those before it: only a name makes it a total there.
#[test]
fn without_a_column_of_names_no_row_is_left_out_for_its_sum() {
    all_read(
        r#"
[forecast: actual]
month,actual / Jan,100 / Feb,200 / Mar,300 / Apr,600 / May,500 => 100; 200; 300; 600; 500 |
month,actual / Jan,100 / Feb,200 / Mar,300 => 100; 200; 300 |
month,actual / Jan,100 / Feb,200 / Total,300 => 100; 200 | totals
year,month,actual / 2025,Jan,100 / 2025,Feb,200 / 2025,Total,300 => 100; 200 | totals
month,actual / Jan,100 / Feb,200 / ,300 => 100; 200; 300 | maybe_total
month,actual / Jan,100 / Feb,110 / Mar,120 / Q1,330 / Apr,100 / May,90 / Jun,95 / Q2,285 => 100; 110; 120; 330; 100; 90; 95; 285 | maybe_total periods
month,actual / Jan,100 / Feb,200 / Mar,50 / Total,350 / Stock at the end,40 => 100; 200; 50 | totals below_total
month,actual / Jan,100 / Feb,200 / YTD,300 => 100; 200 | totals
month,actual / 2025-11,10 / 2025-12,20 / 2025 Total,30 / 2026-01,30 / 2026-02,40 => 10; 20; 30; 40 | totals
month,region,actual / Jan,all,100 / Feb,all,200 / Mar,all,300 => 100; 200; 300 |
month,actual / Jan 25,10 / Feb 25,12 / Mar 25,9 / Total,31 / Budget 2026,80 / Stock at end,90 => 10; 12; 9 | totals below_total
week,actual / 1,10 / 2,12 / 3,9 / Total,31 / 2024,80 => 10; 12; 9 | totals below_total
year,actual / 2023,10 / 2024,12 / 2025,9 / Total,31 / Budget 2026,80 => 10; 12; 9 | totals below_total
week,actual / Week 1,10 / Week 2,12 / Total,22 / Week 3,8 / Week 4,7 => 10; 12; 8; 7 | totals
month,actual / Nov,10 / Dec,12 / Total,22 / Jan,8 / Feb,7 => 10; 12; 8; 7 | totals
Year,actual / 2022,10 / 2023,20 / 2024,25 / 2026 YTD,12 => 10; 20; 25 | totals
[planning_grid: gross]
week,gross,scheduled / 1,20,0 / 2,30,0 / 3,50,0 / 4,10,0 => 20; 30; 50; 10 |
site,gross / A,20 / A,30 / A,50 / ,10 / ,10 / ,20 => 20; 30; 50; 10; 10; 20 |
[newsvendor: demand chance]
demand,chance / 10,0.2 / 20,0.3 / 30,0.5 => 10 0.2; 20 0.3; 30 0.5 |
[chargeable_weight: pieces gross]
pieces,length,width,height,gross / 1,10,20,30,5 / 2,10,20,30,5 / 3,20,40,60,10 => 1 5; 2 5; 3 10 |
"#,
    );
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

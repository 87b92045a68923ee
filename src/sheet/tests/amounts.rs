//! Numbers, the money and the units that they are in.
use super::*;

#[test]
fn one_style_of_numbers_is_decided_for_the_whole_file() {
    all_read(
        r#"
[abc: id value]
id;value / A;1.234 / B;2.500 / C;999 => A 1234; B 2500; C 999 | decimal
id;value / A;1.234,0 / B;2.500 / C;999 => A 1234; B 2500; C 999 |
id;value / A;0.250 / B;2.500 => A 0.25; B 2.5 |
id;value / A;1.25 / B;2.500 => A 1.25; B 2.5 |
id;value / A;1.234.567 / B;2.500 => A 1234567; B 2500 |
id;value / A;12,50 / B;2.500 => A 12.5; B 2500 |
id;value / A;1,234 / B;2,500 => A 1.234; B 2.5 | decimal
id,value / A,1.234 / B,2.500 => A 1.234; B 2.5 | decimal
id,value / A,"1,234" / B,"2,500" => A 1234; B 2500 | decimal
id,value / A,"1,234.50" / B,"2,500" => A 1234.5; B 2500 |
id,value / A,"1,5" / B,"2,500" => A 1.5; B 2.5 |
id|value / A|1.5 / B|1.000 => A 1.5; B 1 |
id;value / A;1 234,5 / B;2 500 => A 1234.5; B 2500 |
id;value / A;1'234.50 / B;2'500 => A 1234.5; B 2500 |
id;value / A;1’234,50 / B;2’500 => A 1234.5; B 2500 |
id,value / A,"1,23,456" / B,"2,500" => A 123456; B 2500 |
id,value / A,"12,34,567.5" / B,3 => A 1234567.5; B 3 |
id;value / A;,5 / B;2.500 => A 0.5; B 2500 |
id;value / A;.5 / B;2.500 => A 0.5; B 2.5 |
id;value / A;5 / B;7 => A 5; B 7 |
id;value / A;1.50 / B;2,50 => !--decimal point or --decimal comma
# A point in a column that is not read may stand in a time, a version, a period or a telephone number.
id;value;Periode / A;1.234;01.2026 / B;2.500;02.2026 => A 1234; B 2500 | decimal
id;value;time / A;1.234;10.30 / B;2.500;11.15 => A 1234; B 2500 | decimal
id;value / A;1'234 / B;2.500 => A 1234; B 2.5 | decimal
id;value / A;1’234 / B;2,5 => A 1234; B 2.5 |
id;value;version / A;1,50;1.2 / B;2,00;1.3 => A 1.5; B 2 |
id;value / A;1.234 k / B;2,5 k => A 1234000; B 2500 |
id;value / A;12 % / B;2,5 % => A 0.12; B 0.025 |
id,value / A,1e3 / B,2.5E2 => A 1000; B 250 |
id;value / A;1,5E+05 / B;2,5E3 => A 150000; B 2500 |
id;value / A;1.234e+05 / B;4.567E+04 => A 123400; B 45670 |
id;value / A;1,234E+05 / B;4,567E+04 => A 123400; B 45670 |
id,value / A,1.234E+05 / B,4.567E+04 => A 123400; B 45670 |
id,value / A,١٬٢٣٤٫٥ / B,२०० / C,۷ => A 1234.5; B 200; C 7 |
id,金額 / 第１店,１２３ / B,１，２３４，５６７円 => 第１店 123; B 1234567 |
id,value / A,১২ / B,๑๒ => A 12; B 12 |
id,value / A,="0012" / B,7 => A 12; B 7 |
"#,
    );
    each_read(
        "abc",
        &["id", "value"],
        &[
            ("id\tvalue\nA\t1.234,5\nB\t1.000\n", "A 1234.5; B 1000 |"),
            ("id\tvalue\nA\t1,234\nB\t7\n", "A 1234; B 7 | decimal"),
            (
                "id;value\nA;1\u{a0}234\nB;2\u{202f}500,25\n",
                "A 1234; B 2500.25 |",
            ),
            (
                "id\tvalue\tweight\nA\t1.500\t2,5\nB\t2.000\t3,75\n",
                "A 1500; B 2000 | decimal",
            ),
        ],
    );
    all_read(
        r#"
[abc: id qty unit_cost]
item;qty;unit_cost / A;1.500;2,50 / B;10;1,00 => A 1500 2.5; B 10 1 |
item;qty;unit_cost / A;1.500;2.50 / B;10;1.00 => A 1.5 2.5; B 10 1 |
item,qty,unit_cost / A,"1,500",2.50 => A 1500 2.5 |
item;qty;unit_cost / A;3;1.250 / B;4;2.000 => A 3 1250; B 4 2000 | decimal
"#,
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
fn a_per_cent_sign_among_amounts_is_told() {
    all_read(
        r#"
[abc: id value]
id,value / A,10 / B,12 % / C,7 => A 10; B 0.12; C 7 | percent
id,value / A,10 % / B,12% => A 0.1; B 0.12 |
id,value / A,€(5) / B,(€6) / C,9- => A -5; B -6; C -9 |
"#,
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
    all_read(
        r#"
[abc: id value]
id;value / A;(1.234,50) / B;7,5 => A -1234.5; B 7.5 |
id;value / A;1.234,50- / B;7,5 => A -1234.5; B 7.5 |
id,value / A,"1,234-" / B,7.5 => A -1234; B 7.5 |
id,value / A,"-$1,234.00" / B,$7.5 => A -1234; B 7.5 |
id,value / A,"($1,234.00)" / B,$7.5 => A -1234; B 7.5 |
id;value / A;12,-- / B;7,50 => A 12; B 7.5 |
customer,revenue / Ost,€900 / West,$1000 / Nord,CHF 200 => !two currencies, EUR (`€900` in line 2) and USD
customer,revenue / Ost,900 EUR / West,900 USD => !two currencies
customer,revenue / Ost,900 € / West,900 EUR => Ost 900; West 900 |
customer,revenue / Ost,900 kr / West,900 SEK => Ost 900; West 900 |
customer,revenue / Ost,C$9 / West,$9 => !two currencies, CAD
customer,revenue,currency / Ost,9,EUR / West,9,USD => !column `currency` holds two currencies
customer,revenue,currency / Ost,9,EUR / West,9,EUR => Ost 9; West 9 |
"#,
    );
    each_read("abc", &["id", "value"], &cases);
}

#[test]
fn scales_of_many_languages_are_known() {
    all_read(
        r#"
[abc: value]
item;Sales (Rs. Lakhs) / A;2 => 200000 | unit
item;Revenue (₹ Cr) / A;2 => 20000000 | unit
item;Sales (Lacs) / A;2 => 200000 | unit
Cliente;Ventas (miles de €) / A;2 => 2000 | unit
Kontrahent;Przychód (tys. zł) / A;2 => 2000 | unit
Клиент;Выручка, тыс. руб. / A;2 => 2000 | unit
Müşteri;Ciro (bin TL) / A;2 => 2000 | unit
Cliente;Receita (R$ mil) / A;2 => 2000 | unit
Cliente;Ventas (mil €) / A;2 => 2 | unit
Cliente;Fatturato (migliaia) / A;2 => 2000 | unit
고객;매출(백만원) / A;2 => 2000000 | unit
고객;매출액(천원) / A;2 => 2000 | unit
Kund;Omsättning (tkr) / A;2 => 2000 | unit
item;Sales (t.kr.) / A;2 => 2000 | unit
Client;CA (k€) / A;2 => 2000 | unit
Client;CA (M€) / A;2 => 2000000 | unit
item;Sales (1000 €) / A;2 => 2000 | unit
item;Sales in 1000 USD / A;2 => 2000 | unit
Klant;Sales x 1.000 / A;2 => 2000 | unit
item;Sales /1000 / A;2 => 2000 | unit
item;Sales (hundreds) / A;2 => 200 | unit
item;Sales over 1000 EUR / A;2 => 2 |
item;Sales (miles) / A;2 => 2 |
item;Sales Cr (INR) / A;2 => 2 |
item;Bin value (EUR) / A;2 => 2 |
item;Sales (INR) Cr / A;2 => 2 |
item;Mil Spec value (GBP) / A;2 => 2 |
item;Value per bag x 1000 / A;2 => 2 |
item;Value/1000 pcs / A;2 => 2 |
item;Value (c) / A;2 => 2 |
item;Revenue (TIS) / A;2 => 2 |
"#,
    );
}

/// Each case: calculator, a number column, the file, then its numbers with the kinds of findings, or a part of the refusal.
#[test]
fn amounts_in_other_units_are_converted_told_or_refused() {
    for (calculator, column, file, expected) in [
        ("abc", "value", "商品名,金額（千円）\nA,2\n", "2000 | unit"),
        (
            "abc",
            "unit_cost",
            "item,qty,unit price (cents)\nA,10,1999\n",
            "19.99 | unit",
        ),
        (
            "abc",
            "unit_cost",
            "item,qty,unit cost (p)\nA,10,250\n",
            "2.5 | unit",
        ),
        ("abc", "value", "item,value in per cent\nA,10\n", "10 |"),
        (
            "time_driven",
            "minutes",
            "activity,minutes,volume\nA,2 m,3\nB,3,4\n",
            "3 | left_out",
        ),
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
        ("abc", "value", "id,sales (₹ lakh)\nA,2\n", "200000 | unit"),
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
        each_read(calculator, &[column], &[(file, expected)]);
    }
    let file = "customer;revenue;cogs;margin rate;orders\nA;100;60;40%;3\nB;200;150;25%;4\n";
    let sheet = of("cost_to_serve", file.as_bytes(), &Options::default()).unwrap();
    assert_eq!(sheet.ignored, ["margin rate"], "per cents drive no cost");
    let file = "customer,customer no,revenue,cogs,orders\nA,7001,100,60,3\nB,7002,200,150,4\n";
    let sheet = of("cost_to_serve", file.as_bytes(), &Options::default()).unwrap();
    assert_eq!(
        sheet.ignored,
        ["customer no"],
        "numbers of customers drive no cost"
    );
}

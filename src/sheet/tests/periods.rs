//! Dates, periods in order and purchases.
use super::*;

/// A row left out in between would move the periods after it.
#[test]
fn periods_in_order_have_no_holes() {
    all_read(
        r#"
[forecast: actual]
month,actual / Jan,10 / Feb,20 / Mar, / Apr,40 / Total,70 => !row 3 (line 4), column `actual`: there is no number, and the rows are periods in order
month,actual / Jan, / Feb,20 / Mar,30 / Apr, / May, => 20; 30 | left_out
month,actual / Jan,10 / Feb,closed / Mar,30 => !`closed` is not a number, and the rows are periods in order
actual / 10 /  / 30 => !line 3 is empty, and the rows are periods in order
month,actual / Jan,10 /  / Feb,30 => 10; 30 |
[forecast_error: actual forecast]
actual,forecast / 10, / 12,11 / 13,12 / ,12 => 12 11; 13 12 | left_out
actual,forecast / 10,9 / 12, / 13,12 => !write 0 there if nothing was, or delete the row
[sales_and_operations: demand]
month,demand / Jan,100 / Feb,n/a / Mar,300 / Total,400 => !row 2 (line 3), column `demand`
month,demand / Jan, / Feb,200 / Mar,300 => !row 1 (line 2), column `demand`
# In a planning grid an empty cell is 0.
[planning_grid: forecast orders]
period,forecast,orders / 1,10,5 / 2,10, / 3,,8 / 4,10,2 => 10 5; 10 NaN; 0 8; 10 2 | empty_is_zero
[planning_grid: gross]
period,gross / 1, / 2,5 / 3, / 4,20 / 5, => 0; 5; 0; 20 | empty_is_zero left_out
period,gross,scheduled / 1,10,0 / 2,,5 / 3,x,0 / 4,20,0 => !`x` is not a number, and the rows are periods in order
period,gross,scheduled / 1,10,0 / 2,,x / 3,20,0 => !`x` is not a number, and the rows are periods in order
"#,
    );
    let layout = &find("forecast").unwrap().layouts[0];
    let rows = [vec!["10"], vec![""], vec!["30"], vec![""]];
    let refused = typed(&["actual"], &rows, layout, &Options::default()).unwrap_err();
    assert!(refused.why.starts_with("row 2 is empty"), "{}", refused.why);
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
            "!has the day first in `13/1/2026` in line 2",
        ),
        (
            &["2.3.2026", "1/13/2026", "4/5/2026"],
            "2026-03-02; 2026-01-13; 2026-04-05 |",
        ),
        (&["31.12.2025", "never"], "2025-12-31 | left_out"),
        (&["31.12.2025 23:59", "1.1.26"], "2025-12-31; 2026-01-01 |"),
        (&["2025-12-31T23:59:00Z"], "2025-12-31 |"),
    ] {
        each_read("rfm", &["date"], &[(&rows(dates), expected)]);
    }
    let order = Options {
        date_order: Some(Order::Month),
        ..Options::default()
    };
    let sheet = of("rfm", rows(&["5/2/2026"]).as_bytes(), &order).unwrap();
    assert_eq!(shown(&sheet, &["date"]), "2026-05-02 |");
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
        // The `id` of a payment is not that of its customer, and a card that was declined paid nothing.
        (
            "id,Created at,Amount,Status,Customer ID\nch_1,2026-01-04,49,Paid,A\nch_2,2026-01-09,99,Failed,B\nch_3,2026-01-10,5,Paid,A\n\
             ch_4,2026-01-11,7,Paid,B\n",
            "A 2.0 54.0 2.0; B 1.0 7.0 1.0",
        ),
        // A status that cancels the sale is no further refund.
        (
            "Email,Created at,Total,Financial Status\na@x.org,2025-11-02 10:12:33 +0100,55,paid\n\
             b@x.org,2025-11-05 08:00:00 +0100,100,refunded\nb@x.org,2025-11-06 08:00:00 +0100,30,paid\n",
            "a@x.org 1.0 55.0 5.0; b@x.org 1.0 30.0 1.0",
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

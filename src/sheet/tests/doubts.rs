//! What may be wrong though every cell can be read, and what is told of it: `? kind: a part of the sentence`.
use super::*;

#[test]
fn what_may_be_wrong_is_told() {
    all_read(
        r#"
[abc]
id,value / A,50% / B,2 => ? percent: `50%` in line 2
item;value / A;12 m / B;7 => ? scaled: `12 m` in line 2 is read as millions
item;value / A;1,5k / B;7 => ? scaled: read as thousands
item;value / 4,00567E+12;5 / B;7 => ? cut_ids: `4,00567E+12` in line 2
part;value / 2-Mar;5 / AB-12;8 / X-9;3 => ? day_ids: made a day of `2-Mar` in line 2
part;value / Mrz 05;5 / AB-12;8 => ? day_ids: `Mrz 05`
customer,value / Meier AG,5 / B,6 / MEIER  ag,8 => ? alike: `Meier AG` in line 2 and `MEIER  ag` in line 4 count as two
item,value / 00123,5 / 123,6 / 7,8 => ? alike: `00123` in line 2 and `123` in line 3
customer;value;sign / A;5;+ / B;7;- / C;9;+ => ? debit_credit: (`+` in line 2, `-` in line 3)
item,qty,unit_cost,price unit / A,5,2,1 / B,7,300,100 => ? price_unit: for how many units a price is (`100` in line 3)
order,customer,value,state / 1,A,5,paid / 2,B,6,Draft => ? reversed: `Draft` in line 3
customer;revenue 2025;revenue 2026 / A;100;90 / B;50;150 => ? rival: column `revenue 2025` was read, and `revenue 2026` would do as well
customer,gross sales 2025,gross sales 2026 / A,12,10 / B,6,5 => ? rival: `gross sales 2026` would do as well
customer,revenue / A,1 / B,2 /  / supplier,spend / C,7 => ? other_table: line 5 seems to name the columns of another table (`supplier`, `spend`)
customer,cumulative revenue / A,10 / B,30 => ? beside: column `cumulative revenue` is read as `Value`
customer,avg order value / A,10 / B,30 => ? beside: column `avg order value` is read
customer,value / A,5 / All others,60 => ? rest: `All others` in line 3 stands for several
customer,value / A,5 / Others,60 / B,7 => ? rest: `Others` in line 3
item,qty,price per 1000 / A,5,2 => ? of_all: read as `Unit cost`, and its header tells what it is counted by
item,qty,price per 1.000 pcs / A,5,2 => ? of_all: its header tells what it is counted by
item,qty,price per metric ton / A,5,2 => ? of_all: its header tells what it is counted by
item,qty,unit price EUR/100 / A,5,2 => ? of_all: column `unit price EUR/100`
Revenue in TEUR /  / customer,revenue / A,5 / B,6 => ? unit: `Revenue in TEUR` in line 1 tells of thousands or more
customer,Revenue 2026 000s / A,5 / B,6 => ? unit: column `Revenue 2026 000s`: its numbers are taken times 1000
customer,Sales 2025 000 EUR / A,5 / B,6 => ? unit: its numbers are taken times 1000
Revenue 2026 ('000) /  / customer,revenue / A,5 / B,6 => ? unit: tells of thousands or more
All amounts in T EUR /  / customer,revenue / A,5 / B,6 => ? unit: tells of thousands or more
customer,revenue / A,5 / B,6 /  / All amounts in thousands => ? unit: `All amounts in thousands` in line 5
customer,value / José  Ruiz,5 / jose ruiz,6 => ? alike: `José  Ruiz` in line 2 and `jose ruiz` in line 3 count as two
customer,revenue / A,1 / B,2 /  / product,revenue / C,7 => ? other_table: line 5 seems to name the columns of another table (`product`, `revenue`)
item;value;Soll/Haben / A;119;S / B;7;H / C;5;S => ? debit_credit: `S` in line 2, `H` in line 3
item,value,DR/CR / A,119,CR / B,7,DR => ? debit_credit: `CR` in line 2
item,value,収支区分 / A,119,収入 / B,7,支出 => ? debit_credit: `支出` in line 3
item,value,stage / A,119,Closed Won / B,7,Closed Lost => ? reversed: `Closed Lost` in line 3
order,customer,value,payment / 1,A,5,Paid / 2,B,6,Reversed => ? reversed: `Reversed` in line 3
customer,value,Deleted / A,5, / B,6,X / C,7, => ? reversed: `X` in line 3
item,value,type / A,119,Debit / B,7,Credit => ? debit_credit: `Credit` in line 3
order,customer,value,state / 1,A,5,paid / 2,B,6,Cancelled => ? reversed: row 2 (line 3) counts
order,customer,value,type / 1,A,5,Invoice / 2,B,6,Credit Memo => ? reversed: `Credit Memo` in line 3
customer,value,type / A,5,Sales invoice / B,6,Sales credit note => ? reversed: `Sales credit note` in line 3
customer,value,is_cancelled / A,5,no / B,6,yes / C,9,no => ? reversed: `yes` in line 3, and row 2 (line 3) counts
customer,value,cancel status / A,5,active / B,6,cancelled => ? reversed: has `cancelled` in line 3
Name,Total,Cancelled at / #1001,5, / #1002,6,2026-05-01 => ? reversed: `2026-05-01` in line 3
customer,value,returned qty / A,5,0 / B,6,2 / C,9,0 => ? reversed: `2` in line 3
customer,value,Document currency / A,5,EUR / B,6,USD => ? currencies: column `Document currency` has several currencies (`EUR` in line 2, `USD` in line 3)
customer;value; / A;5;EUR / B;6;USD / C;6; => ? currencies: column `3` has several
customer;value;Währung / A;5;Euro / B;6;Schweizer Franken => ? currencies: (`Euro` in line 2, `Schweizer Franken` in line 3)
customer;value;Land/Währung / A;5;DE EUR / B;6;CH CHF => ? currencies: `CH CHF` in line 3
customer,value,Cur / A,5,EUR (€) / B,6,USD ($) => ? currencies: column `Cur` has several
customer,value,通貨 / A,5,円 / B,6,ドル => ? currencies: `ドル` in line 3
customer,value,Refund / A,100,100 / B,80,30 / C,60,20 => ? paid_back: column `Refund` tells what was paid back (`100` in line 2), and it is not taken off `value`
customer,value,Belegart / A,100,Rechnung / A,100,Sammelgutschrift => ? reversed: `Sammelgutschrift` in line 3
customer;revenue;revenue / A;10;20 / B;5;6 => ? same_name: `revenue` is the name of column 2 and again of 3
customer;revenue;;comment / A;10;99;x / B;20;98;y => ? no_name: column 3 has no name and is not read, though it holds figures such as `99` in line 2
[rfm]
customer,customer id,date,amount / Meier,1,2026-01-01,10 / Meier,2,2026-01-02,20 / West,3,2026-01-03,5 => ? numbered: `Meier` `1` in line 2 and `Meier` `2` in line 3
customer;Customer-Nr.;date;amount / Ost;1;2026-01-01;10 / Ost AG;1;2026-01-02;20 => ? numbered: `Ost` `1` in line 2 and `Ost AG` `1` in line 3
customer,date,amount / A,2026-01-01,5 / B,2026-01-02,7 / C,2026-01-03,8 / A,2026-01-01,5 / B,2026-01-02,7 / C,2026-01-03,8 => ? repeated: the rows from line 5 on repeat those from line 2 on
customer;date;amount / A;31.01.2026;10 / B;28.02.2026;20 / C;01.03.2026;20 / D;31.12.2062;30 / E;01.02.2026;1 => ? odd_dates: `31.12.2062` in line 5 is taken as the day 2062-12-31
customer,date,amount / A,2026-05-01,10 / B,13/01/2026,20 / C,2026-02-07,20 => ? turned_days: none is after the 12th (`2026-05-01` in line 2), and of those that are texts all are (`13/01/2026` in line 3)
customer,start date,end date,amount / A,2026-01-01,2026-12-31,5 => ? rival: column `start date` was read, and `end date` would do as well
customer,date,amount / A,0025-01-15,5 / B,2025-02-03,6 => ? odd_dates: the day 0025-01-15
customer,date,amount / A,1900-01-01,5 / B,2025-02-03,6 => ? odd_dates: line 2
customer,date,amount / A,9999-12-31,5 / B,2025-02-03,6 => ? odd_dates: line 2
customer,date,amount / A,15/01/2568,5 / B,03/02/2568,6 => ? odd_dates: 2568
customer;date;amount;Storno / A;01.02.2026;10,00; / B;02.02.2026;20,00;X / B;13.02.2026;5,00; => ? reversed: `X` in line 3
customer,date,amount,fate / A,2025-01-15,5,returned / B,2025-02-03,6, => ? reversed: row 1 (line 2)
Doc. no.,customer,date,amount / 1,A,2026-01-01,10 / 1,A,2026-01-01,20 / 2,A,2026-01-01,5 / 3,B,2026-01-02,20 => ? order_lines: `Doc. no.` has the same for several rows of one customer and day, as `1` in line 3
Company,Contact,Date,Amount / A,Ann,2026-01-01,5 / B,Bo,2026-01-02,6 => ? rival: column `Company` was read, and `Contact` would do as well
Company,Debtor,Date,Amount / DE01,A,2026-01-01,5 / DE01,B,2026-01-02,6 => ? rival: `Debtor` would do as well
customer po,date,amount / 7,2026-01-01,5 / 8,2026-01-02,6 => ? beside: column `customer po` is read as `Customer`
id,who,date,amount / 1,A,2026-01-01,5 / 2,A,2026-01-02,5 / 3,A,2026-01-03,5 / 4,A,2026-01-04,5 / 5,A,2026-01-05,5 / 6,A,2026-01-06,5 / 7,A,2026-01-07,5 / 8,A,2026-01-08,5 / 9,A,2026-01-09,5 / 10,A,2026-01-10,5 => ? once: column `id` has something else in each row
Payment method name,date,amount / A,2026-01-01,5 => ? beside: column `Payment method name` is read as `Customer`
user id,date,total,selling fees / A,2026-01-01,9,-1 / A,2026-01-02,8,-1 => ? after_fees: `selling fees` stands beside it
account,date,amount,type / A,2026-01-01,5,SI / B,2026-01-02,6,SC / B,2026-01-03,6,SR / A,2026-01-03,6,cancelled => ? status: column `type`: rows with `SC`, `SI`, `SR` all count as sales
customer,date,amount,Billing type / A,2026-01-01,5,F2 / B,2026-01-02,6,F2 / A,2026-01-03,5,G2 => ? status: column `Billing type`: rows with `F2`, `G2` all count as sales
customer,date,amount,Bizonylat típusa / A,2026-01-01,5,számla / B,2026-01-02,6,számla / A,2026-01-03,5,egyéb => ? status: rows with `egyéb`, `számla`
Customer,Date,Order Total,Order Refund Amount / A,2026-01-05,100,100 / B,2026-01-06,80,30 => ? paid_back: not taken off `Order Total`
Kunde;Datum;Menge;Preis;Erstattung / A;2026-01-05;1;100;100 / B;2026-01-06;2;80;0 => ? paid_back: not taken off `Preis`
order,customer,date,order total / 1,A,2026-01-01,30 / 1,A,2026-01-01,30 / 2,B,2026-01-02,6 => ? order_totals: column `order total` has the same in all lines of an order, as `30` in line 3
invoice no,customer,date,amount / 1,A,2026-01-01,30 / 1,A,2026-01-01,30 / 2,B,2026-01-02,6 / 2,B,2026-01-02,6 => ? order_totals: as `30` in line 3
customer,last order date,orders,total spent / A,2026-01-01,3,30 / B,2026-01-02,1,6 => ? purchases: column `orders` seems to count purchases (`3` in line 2)
customer_id,date,amount / 0,2026-01-01,5 / 0,2026-01-02,6 / 7,2026-01-03,6 => ? guests: `0` in line 2
buyer name;date;amount / Guest;2026-01-01;5 / Walk-in customer;2026-01-02;6 / Ost;2026-01-03;6 => ? guests: `Guest` in line 2
First Name,Last Name,Date,Amount / Ann,Lee,2026-01-01,5 / Ann,Roe,2026-01-02,6 => ? half_names: `Ann Lee` and `Ann Roe` count as one
Order ID,Date,First Name (Billing),Last Name (Billing),Order Total / 1,2026-01-05,Ann,A,100 / 2,2026-01-06,Ann,B,80 => ? half_names: `Ann A` and `Ann B` count as one
Name;Vorname;Datum;Betrag / Lee;Ann;2026-01-01;5 / Lee;Bo;2026-01-02;6 => ? half_names: column `Name` has a part of the names
Date,Name,Gross,Fee,Net / 2026-01-01,A,10,-1,9 / 2026-01-02,B,20,-1,19 => ? rival: column `Gross` was read, and `Net` would do as well
[price_break]
quantity up to,price / 99,10 / 499,9 => ? beside: column `quantity up to` is read as `From`
[forecast]
Month,Sales / 2026-01,10 / 2026-02,12 / 2026-03 (to date),3 => ? periods: `2026-03 (to date)` in line 4 is no period as `2026-01` is
Month,Sales / 2026-01 (Jan),10 / 2026-02 (Feb),12 / 2026-04 (Apr),14 / 2026-05 (May),15 => ? periods: `2026-02 (Feb)` is followed by `2026-04 (Apr)`
Month,Sales / Jan 26,10 / Feb 26,12 / Mar 26*,3 => ? periods: `Mar 26*` in line 4 is no period
Month,Sales / Jan,10 / Feb,25 / Q1,36 / Apr,4 => ? periods: `Q1` in line 4 is no period as `Jan` is
Month,Sales / Opening stock,50 / Jan,10 / Feb,25 => ? periods: `Opening stock` in line 2 is no period
Month,Sales YTD / Jan,5 / Feb,6 / Mar,7 => ? beside: column `Sales YTD` is read as `Actual`
Month,Cumulative sales / Jan,5 / Feb,6 / Mar,7 => ? beside: column `Cumulative sales` is read as `Actual`
Month,Sales,Type / Jan,5,Actual / Feb,6,Actual / Mar,7,Forecast => ? plans: (`Actual` in line 2, `Forecast` in line 4)
Mes;Demanda;Tipo / 2026-09;100;Real / 2026-10;110;Real / 2026-11;120;Previsto => ? plans: (`Real` in line 2, `Previsto` in line 4)
Month,Sales,Version / Jan,5,Actuals / Feb,6,Actuals / Mar,7,Budget 2026 => ? plans: (`Actuals` in line 2, `Budget 2026` in line 4)
月,売上,区分 / 1月,5,実績 / 2月,6,予測 => ? plans: (`実績` in line 2, `予測` in line 3)
Month,Demand,UoM / Jan,10,EA / Feb,20,EA / Mar,2,CS / Apr,30,EA => ? units: has `CS` in line 4 beside `EA`
Woche;Menge / KW 48/25;10 / KW 49/25;12 / KW 51/25;14 / KW 52/25;15 => ? periods: `KW 49/25` is followed by `KW 51/25`
Period,Sales / FY25-P09,10 / FY25-P10,10 / FY25-P12,12 => ? periods: `FY25-P10` is followed by `FY25-P12`
Mes;Ventas / 1;10 / 2;12 / 4;14 / 5;15 => ? periods: `2` is followed by `4`
月;売上 / 1月;10 / 2月;12 / 4月;14 => ? periods: `2月` is followed by `4月`
Month,Sales / 2025-03,100 / 2025-02,110 / 2025-01,120 => ? periods: `2025-03` is followed by `2025-02` in line 3, and the rows are taken as periods in order as they stand; turn the rows round
Month,Sales / Dec,100 / Nov,110 / Oct,120 => ? periods: turn the rows round
Month,Sales / Nov,100 / Dec,110 / Jan,120 / Mar,120 => ? periods: `Jan` is followed by `Mar` in line 5, and the rows are taken as periods in order as they stand; keep one series
Item,Month,Sales / A,Jan,100 / A,Feb,110 / B,Jan,120 / B,Feb,3 => ? periods: `Feb` is followed by `Jan` in line 4
Day,Sales / 31.01.2025,100 / 28.02.2025,110 / 31.03.2025,110 / 31.05.2025,120 => ? periods: `31.03.2025` is followed by `31.05.2025` in line 5
Month,Sales / 2025-01,100 / 2025-02,110 / 2025-02,120 => ? periods: `2025-02` is followed by `2025-02` in line 4, and the rows are taken as periods in order as they stand; keep
Week,Sales / 2025-W51,1 / 2025-W52,2 / 2026-W01,2 / 2026-W03,2 => ? periods: `2026-W01` is followed by `2026-W03` in line 5
FY,Sales / FY22,1 / FY23,2 / FY25,2 / FY26,2 => ? periods: `FY23` is followed by `FY25` in line 4
Year,Sales / 2025,1 / 2024,2 / 2023,2 => ? periods: turn the rows round
Quarter,Sales / 1Q25,1 / 2Q25,2 / 4Q25,2 / 1Q26,2 => ? periods: `2Q25` is followed by `4Q25`
Period,Sales / 202511,1 / 202512,2 / 202601,2 / 202604,2 / 202605,2 => ? periods: `202601` is followed by `202604`
[fill_rates]
Order,Line,Ordered,Shipped / 1,1,10,4 / 1,1,10,6 / 2,1,5,5 => ? deliveries: lines 2 and 3 may be two deliveries of one line of order `1`
[chargeable_weight]
Pieces,Length,Width,Height,Weight,Unit / 1,120,80,100,150,cm / 1,48,32,40,330,in => ? units: column `Unit` has `in` in line 3, and the numbers are read in cm
Pieces,Length,Width,Height,Weight,Weight unit / 1,120,80,100,150,kg / 1,120,80,100,330,lb => ? units: `lb` in line 3, and the numbers are read in kg
Pieces,Length,Width,Height,Total weight / 10,120,80,100,1500 => ? of_all: column `Total weight` is read as `Gross each`
[cost_to_serve]
customer,revenue,gross margin / A,100,0.4 / B,200,0.3 => ? other_kind: column `gross margin` holds numbers between 0 and 1
customer,revenue,condition / A,5,storniert / B,6,void / C,7,ok => ? reversed: rows 1, 2 count
customer,net sales,cogs,discounts / A,90,50,10 => ? other_kind: column `discounts` is taken off a revenue that is net
Kunde;Nettoumsatz;COGS;Discounts / A;90;50;10 => ? other_kind: column `Discounts` is taken off a revenue that is net
Kunde;Umsatz netto;COGS;Discounts / A;90;50;10 => ? other_kind: column `Discounts` is taken off a revenue that is net
customer,revenue,cogs,discount / A,1000,600,0.05 / B,500,300,0.1 / C,500,300,0 => ? other_kind: column `discount` holds numbers between 0 and 1
customer,revenue,cogs,direct costs / A,1000,600,0.05 / B,500,300,0.1 => ? other_kind: column `direct costs` holds numbers between 0 and 1
customer,revenue after discounts,cogs,discounts / A,1000,600,50 => ? other_kind: taken off a revenue that is net
customer;revenue;orders;orders / A;10;1;4 / B;5;2;6 => ? same_name: column 3 was read
[newsvendor]
Demand,Chance / 10,0.2 / 20,0.7 / 30,1.0 => ? other_kind: column `Chance` rises to 1
[mode_choice]
mode,freight per kg,lot,transit,lead / sea,1,10,30,40 => ? of_all: column `freight per kg` is read as `Freight a unit`
mode,annual freight,lot,transit,lead / sea,1,10,30,40 => ? of_all: its header tells of a total
[prioritise]
customer,profit,growth / A,5,2 / Weight,60,40 => ? rest: `Weight` in line 3
[time_driven]
Activity,Total time,Quantity / Order,400,10 => ? of_all: column `Total time` is read as `Minutes each`
[planning_grid]
Period,Gross requirements / PD,5 / 1,20 / 2,30 => ? periods: `PD` in line 2 is no period as `1` is
Week,gross / 5,100 / 6,110 / 8,120 => ? periods: `6` is followed by `8` in line 4
"#,
    );
}

#[test]
fn what_is_usual_is_not_told() {
    all_read(
        r#"
[abc]
item,value,share / A,50,10% / B,2,5% => ?
,item,value / 0,A,5 / 1,B,7 => ?
item,value, / A,5, / B,7,x => ?
item,value,unit / A,119,m / B,7,k => ?
item,value,DR/CR / A,-119,CR / B,7,DR => ?
item,value,size / A,119,S / B,7,M / C,9,H => ?
item,value,type / A,119,Invoice / B,-7,Credit note => ?
item,value,cancelled / A,119,no / B,7,0 / C,9, / D,3,FALSE / E,4,- => ?
item,value,Active / A,119,Y / B,7,N => ?
item,value,cancellation policy / A,119,flexible / B,7,strict => ?
item,value,paid / A,119,credit / B,7,cash => ?
item,value (EUR),original currency / A,119,EUR / B,7,USD => ?
item,value,currency / A,119,EUR / B,7,Euro / C,7,€ => ?
item,value,Valuta / A,119,05.01.2026 / B,7,06.01.2026 => ?
item,value,Divisão / A,119,Norte / B,7,Sul => ?
item,value,Multi-currency / A,119,Yes / B,7,No => ?
item,value,Non-refundable / A,119,5 / B,7,6 => ?
item,value,Returns (pcs) / A,119,5 / B,7,6 => ?
item,sales less returns,Returns / A,119,5 / B,7,6 => ?
item,value,Product line / A,119,Credit note paper / B,7,Pens => ?
item,value,Contact / A,119,Avoir Anna / B,7,Bo => ?
Item;Amount;;Revenue / A;1;;100 / B;2;;50 => ? other_table: `Revenue`
item,value,return date / A,119, / B,7,2026-05-01 => ?
item,net sales,returns / A,119,0 / B,7,2 => ?
item,value,state / A,119,NC / B,7,CN => ?
item,value,payment / A,119,credit card / B,7,return customer => ?
item,qty,unit_cost,per / A,5,2,1 / B,7,3,1 => ?
item,qty,unit_cost,uom / A,5,2,pcs / B,7,3,box => ?
item,value,size unit / A,5,m / B,7,in => ?
item,value,Quote / A,5,Q-17 / B,7, => ?
customer,customer id,value / A,1,5 / B,2,6 => ?
part,value / A-1,5 / A1,6 / May,6 => ?
item,value,Direction / A,119,in / B,7,out => ?
customer,value,Lifecycle / A,119,lost / B,7,active => ?
customer,date,subtotal,shipping fee,total / A,2026-01-01,8,1,9 / A,2026-01-02,7,1,8 => ?
customer,date,amount / A,2026-01-01,5 / B,2026-01-02,5 / C,2026-01-03,5 / D,2026-01-04,5 / E,2026-01-05,5 / F,2026-01-06,5 / G,2026-01-07,5 / H,2026-01-08,5 / I,2026-01-09,5 / J,2026-01-10,5 => ?
Product group,value / A,5 / B,6 => ?
customer,Sales YTD / A,5 / B,6 => ?
item,qty,Annual average unit price / A,5,2 / B,7,3 => ?
item,qty,Unit price 10/2026 / A,5,2 / B,7,3 => ?
item,qty,Unit price 01/10/2026 / A,5,2 / B,7,3 => ?
item,qty,price per unit to dealer / A,5,2 / B,7,3 => ?
item;Menge (kg);Preis/kg / A;5;2 / B;7;3 => ?
SKU,Average inventory value / A,5 / B,6 => ?
month,value,id / Jan 25,5,a / Feb 25,6,b => ?
customer,margin,margin rate / A,10,(5%) / B,20,10% => ?
customer,net revenue,gross revenue / A,10,12 / B,5,6 => ?
customer,gross revenue,net revenue / A,12,10 / B,6,5 => ?
customer,revenue,revenue comment / A,1,x / B,2,y => ?
month,item,value / Mar,A,5 / Jan,B,7 => ?
item,value,country / A,119,DEU / B,7,USA / C,7,ALL => ?
item,value,grade / A,119,SEK / B,7,NOK / C,7,X1 / D,7,X2 => ?
item,value,side / A,119,S / B,7,S => ?
item,value,note / E12,119,credit card / 4E5,7, => ?
customer,value / か,5 / が,6 => ?
customer,value / Кий,5 / Кии,6 => ?
part,value / KAS-12,5 / ARA-05,6 / X-2,7 => ?
customer,value,note / A,5,x /  / B,6,y => ?
customer,value / NESCAFÉ®,5 / Ñandú,6 / SÃO,7 / CÂMARA,8 => ?
Report 000123 /  / customer,revenue / A,5 / B,6 => ? title_lines: passed over
[abc: id value]
Customers over 10,000 EUR /  / customer;revenue / A;5 / B;6 => A 5; B 6 | title_lines
Umsatz EUR M. Meier /  / customer;revenue / A;5 / B;6 => A 5; B 6 | title_lines
Plant T EUR /  / customer;revenue / A;5 / B;6 => A 5; B 6 | title_lines
customer;revenue / A;5 / B;6 /  / Credit limit 5,000 => A 5; B 6 | notes
customer;revenue / A;5 / B;6 /  / Rows 1 - 2 of 12 000 => A 5; B 6 | notes
[rfm]
Customer name,Product name,Date,Amount / A,X,2026-01-01,5 / A,Y,2026-01-02,6 => ?
Company,Country,Date,Amount / A,DE,2026-01-01,5 / B,DE,2026-01-02,6 => ?
Date,Buyer,Amount / 2026-01-01,A,5 / 2026-01-02,B,6 => ?
Number,Partner,Date,Untaxed amount,Total,Company / INV1,A,2026-01-01,5,6,My firm / INV2,B,2026-01-02,6,7,My firm => ?
Name,Contact first name,Date,Amount / Acme,Ann,2026-01-01,5 / Acme,Bo,2026-01-02,6 => ?
First name,Last name,Date,Amount / Ann,Lee,2026-01-01,5 / Bo,Lee,2026-01-02,6 => ?
customer,date,amount,size,sku / A,2025-01-15,5,4,x1 / A,2025-01-15,6,4,x2 / B,2025-02-03,6,4,x1 => ?
customer,date,amount / A,2026-01-05,10 / B,13/02/2026,20 / C,2026-03-17,20 => ?
order,customer,date,amount / 1,A,2026-01-01,30 / 1,A,2026-01-01,30 / 2,B,2026-01-02,6 => ?
order,customer,date,order total / 1,A,2026-01-01,30 / 1,A,2026-01-01,20 / 2,B,2026-01-02,6 / 2,B,2026-01-02,6 => ?
order,customer,date,order total / 1,A,2026-01-01,30 / 2,B,2026-01-02,6 => ?
customer,order date,ship date,amount / A,2026-01-05,2026-01-06,10 => ?
customer,Sale Date,Date Shipped,Paid On Date,amount / A,2026-01-05,2026-01-06,2026-01-07,10 => ?
customer,date,amount,status / A,2026-01-01,5,Quote accepted / B,2026-01-02,6,Failed delivery / C,2026-01-03,7,paid => ? status: column `status`: rows with `Failed delivery`, `Quote accepted`, `paid` all count as sales
customer,date,amount,status / A,2026-01-01,5,Sales Order / B,2026-01-02,6,Quotation Sent / C,2026-01-03,7,Draft => ?
customer,date,amount,status / A,2025-01-15,5,paid / B,2025-01-16,6,paid / C,2025-01-16,6,cancelled => ?
customer,date,amount,customer type / A,2025-01-15,5,B2B / B,2025-01-16,6,B2B / C,2025-01-16,6,B2C => ?
customer,date,amount,doc kind type / A,2025-01-15,5,F2 / B,2025-01-16,6,F2 / A,2025-01-16,-6,G2 => ?
customer,customer id,date,amount / A,1,2015-01-05,5 / B,2,2026-01-05,5 / A,1,2026-01-05,5 / A,1,2026-01-05,5 => ?
customer,date,amount,status / A,2025-01-15,5,refunded / B,1999-02-03,6,paid => ?
customer,date,amount,tipo,estado / A,2026-01-05,10,B2B,anulado / B,2026-01-06,20,B2C,pagado / C,2026-01-07,20,B2B,pagado => ?
Kunde;Datum;Betrag;Auftragsart;Auftragsstatus / A;2026-01-05;10;Termin;storniert / B;2026-01-06;20;Sofort;storniert / C;2026-01-07;20;Termin;storniert => ?
customer,date,amount,tipo / A,2026-01-05,10,Abono / B,2026-01-06,20,Semilla => ? reversed: `Abono`
Klient;Data sprzedaży;Kwota / A;5 lis 2026;10 / B;6 lis 2026;20 => ?
[forecast]
Month,Demand,Unit price / Jan,10,2.50 / Feb,12,2.60 => ?
Month,Demand,Business unit / Jan,10,North / Feb,12,South => ?
Month,Demand,UoM / Jan,10,EA / Feb,12,Each / Mar,14,pcs => ?
Month,Demand,Class / Jan,10,A / Feb,12,F => ?
Month,Demand,Tariff / Jan,10,Budget / Feb,12,Plan B => ?
Week,Demand / 01/12,10 / 01/19,11 / 01/26,12 / 02/02,13 => ?
Day,Demand / 06-28,10 / 06-29,11 / 06-30,12 / 07-01,13 => ?
Season,Demand / 08/09,10 / 09/10,11 / 12/13,12 / 13/14,13 => ?
Week,Demand / 25W51,10 / 25W52,11 / 26W01,12 => ?
Week,Demand / P10 W44,10 / P11 W45,11 / P11 W46,12 => ?
Trimestre,Demand / T3 2024,9 / T4 2024,10 / T1 2025,11 => ?
Week,Sales / KW 52/2025,1 / KW 1/2026,2 / KW 2/2026,3 => ?
Month,Weather,Sales / Jan,cold,1 / Feb,may rain,2 / Mar,March wind,3 => ?
Year,Sales / 2024,1 / 2025,2 / 2026,3 => ?
Year,Quarter,Month,Sales / 2025,4,Nov,1 / 2025,4,Dec,2 / 2026,1,Jan,3 => ?
Season,Year,Sales / Spring,2025,1 / Fall,2025,2 / Spring,2026,3 => ?
Half,Sales / 2025 H1,1 / 2025 H2,2 / 2026 H1,3 => ?
Fiscal year,Sales / 2024/25,1 / 2025/26,2 / 2026/27,3 => ?
Month,Sku,Sales / Nov,4711,1 / Dec,12,2 / Jan,88,3 => ?
Month,Sales / Nov,1 / Dec,2 / Jan,3 / Feb,2 => ?
Day,Sales / 2025-01-02,1 / 2025-01-03,2 / 2025-01-06,3 / 2025-01-07,2 => ?
Quarter,Price,Sales / Q3 2025,5,1 / Q4 2025,4,2 / Q1 2026,6,3 => ?
Day,Sales / 31/01/2025,1 / 28/02/2025,2 / 31/03/2025,3 => ?
Week,Sales / 51,1 / 52,2 / 1,3 / 2,2 => ?
[fill_rates]
Order,SKU,Ordered,Shipped / 1,A,10,4 / 1,B,10,6 => ?
Order,Ordered,Shipped / 1,10,4 / 1,10,6 => ?
Order,Item Group,Line,Ordered,Shipped / 1,Tools,1,10,4 / 1,Tools,2,10,6 => ?
[chargeable_weight]
Pieces,Length,Width,Height,Weight,Unit / 1,120,80,100,150,cm / 1,48,32,40,33,cm => ?
Pieces,Length,Width,Height,Gross weight / 10,120,80,100,150 => ?
Pieces,Length,Width,Height,Gross weight per carton / 2,6,2,1,8 / 1,5,2,1,9 => ?
[cost_to_serve]
customer,gross sales,cogs,discounts / A,100,50,10 => ?
customer,sales before discounts,cogs,discounts / A,100,50,10 / B,100,50,0 => ?
[mode_choice]
mode,freight per unit,lot,transit,lead / sea,1,10,30,40 => ?
mode,freight EUR/pc,lot,transit,lead / sea,1,10,30,40 => ?
[newsvendor]
Demand,Chance / 10,0.2 / 20,0.3 / 30,0.5 => ?
[planning_grid]
site,week,gross / A,1,5 / A,2,6 / B,1,5 / B,2,7 => ?
"#,
    );
}

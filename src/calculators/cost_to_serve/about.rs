//! Declaration of cost to serve: fields, table, an example.

use crate::calculators::frame::*;

pub static COST_TO_SERVE: Calculator = Calculator {
    name: "cost_to_serve",
    title: "Cost to serve",
    purpose: "Which customers pay for their service?",
    formula: "net = revenue - discounts - cost of goods - sum(quantity x rate) - direct - capital charge",
    source: "Kaplan & Cooper, Cost & Effect; Christopher, Logistics and Supply Chain Management",
    fields: &[
        Field::new("rates", "Driver unit costs", Kind::Pairs)
            .help("Such as: orders 40, lines 3.5, drops 75.")
            .optional(),
        Field::rate("capital_rate", "Capital cost a year")
            .help("Charged on the money a customer owes.")
            .or(0.0),
        Field::days("days_per_year", "Days in a year")
            .help("360 where the house counts so.")
            .within(1.0, 366.0)
            .or(365.0),
    ],
    lists: &["pools", "customers", "thresholds"],
    layouts: &[Layout::of("customers", COLUMNS).with_rest("driver")],
    example: r#"{"rates": {"orders": 40, "lines": 3, "drops": 75}, "customers": [
        {"id": "Aldous Foods", "revenue": 180000, "cogs": 135000, "drivers": {"orders": 24, "lines": 300, "drops": 20}},
        {"id": "Birch Clinics", "revenue": 90000, "cogs": 67500, "drivers": {"orders": 60, "lines": 560, "drops": 58}},
        {"id": "Calder Motors", "revenue": 60000, "cogs": 51000, "drivers": {"orders": 55, "lines": 400, "drops": 60}},
        {"id": "Denby Schools", "revenue": 120000, "cogs": 84000, "drivers": {"orders": 12, "lines": 140, "drops": 12}}]}"#,
    result: "rates; rows: id revenue net_revenue gross_margin gross_margin_pct activities by_driver direct capital \
        cost_to_serve cost_to_serve_pct net net_pct cost_per_order margin_per_order quadrant; totals.revenue; \
        totals.net_revenue; totals.gross_margin; totals.gross_margin_pct; totals.activities; totals.direct; \
        totals.capital; totals.cost_to_serve; totals.cost_to_serve_pct; totals.net; totals.net_pct; unused_capacity; \
        unused_total; whale.rows; whale.n; whale.total; whale.peak; whale.peak_pct; whale.customers_at_peak; \
        whale.customers_at_peak_share; whale.profitable; whale.break_even; whale.unprofitable; whale.erosion; \
        whale.erosion_pct; whale.erosion_of_peak; thresholds.revenue; thresholds.cost_pct",
    work: super::work,
};

pub(super) const COLUMNS: &[Column] = &[
    CUSTOMER, REVENUE, COGS, MARGIN, DISCOUNTS, DIRECT, DAYS, CAPITAL,
];
const REVENUE: Column = Column::number(
    "revenue",
    "Revenue",
    "sales; net sales; turnover; sales value",
)
.at_least(0.0);
const COGS: Column = Column::number(
    "cogs",
    "Cost of goods",
    "cost of goods sold; cost of sales; product cost",
)
.at_least(0.0)
.optional();
const MARGIN: Column = Column::number("gross_margin", "Gross margin", "gross profit").optional();
const DISCOUNTS: Column = Column::number(
    "discounts",
    "Discounts",
    "discount; rebates; rebate; allowances",
)
.at_least(0.0)
.optional();
const DIRECT: Column = Column::number("direct", "Direct cost", "direct costs; other direct cost")
    .at_least(0.0)
    .in_parts()
    .optional();
const DAYS: Column = Column::number(
    "receivable_days",
    "Days to pay",
    "payment days; dso; days outstanding",
)
.counted_in("days")
.at_least(0.0)
.optional();
const CAPITAL: Column = Column::number(
    "capital",
    "Capital tied up",
    "receivables; capital employed",
)
.at_least(0.0)
.optional();

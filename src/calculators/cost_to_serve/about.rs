//! What cost to serve says about itself: its fields, the table it reads, an example.

use super::UNBOUNDED;
use crate::calculators::{About, Column, Field, Holds, IfEmpty, Kind, Layout};

pub(super) static ABOUT: About = About {
    name: "cost_to_serve",
    title: "Cost to serve",
    purpose: "Which customers pay for their service?",
    formula: "net = revenue - discounts - cost of goods - sum(quantity x rate) - direct - capital charge",
    source: "Kaplan & Cooper, Cost & Effect; Christopher, Logistics and Supply Chain Management",
    fields: &[
        Field {
            key: "rates",
            label: "Driver unit costs",
            kind: Kind::Pairs,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "Such as: orders 40, lines 3.5, drops 75.",
        },
        Field {
            key: "capital_rate",
            label: "Capital cost a year",
            kind: Kind::Rate,
            range: (0.0, 1.0),
            default: IfEmpty::Number(0.0),
            help: "Charged on the money a customer owes.",
        },
        Field {
            key: "days_per_year",
            label: "Days in a year",
            kind: Kind::Days,
            range: (1.0, 366.0),
            default: IfEmpty::Number(365.0),
            help: "360 where the house counts so.",
        },
    ],
    layouts: &[Layout {
        name: "customers",
        columns: &[
            ID,
            REVENUE,
            COGS,
            GROSS_MARGIN,
            DISCOUNTS,
            DIRECT,
            RECEIVABLE_DAYS,
            CAPITAL,
        ],
        rest: Some("driver"),
    }],
    example: r#"{"rates": {"orders": 40, "lines": 3, "drops": 75}, "customers": [
        {"id": "Aldous Foods", "revenue": 180000, "cogs": 135000, "drivers": {"orders": 24, "lines": 300, "drops": 20}},
        {"id": "Birch Clinics", "revenue": 90000, "cogs": 67500, "drivers": {"orders": 60, "lines": 560, "drops": 58}},
        {"id": "Calder Motors", "revenue": 60000, "cogs": 51000, "drivers": {"orders": 55, "lines": 400, "drops": 60}},
        {"id": "Denby Schools", "revenue": 120000, "cogs": 84000, "drivers": {"orders": 12, "lines": 140, "drops": 12}}]}"#,
};

const fn number(
    key: &'static str,
    label: &'static str,
    needed: bool,
    synonyms: &'static [&'static str],
) -> Column {
    Column {
        key,
        label,
        holds: Holds::Number,
        needed,
        synonyms,
    }
}

const ID: Column = Column {
    key: "id",
    label: "Customer",
    holds: Holds::Text,
    needed: true,
    synonyms: &[
        "customer",
        "customer id",
        "customer name",
        "name",
        "account",
        "client",
        "ship to",
        "sold to",
    ],
};
const REVENUE: Column = number(
    "revenue",
    "Revenue",
    true,
    &["sales", "net sales", "turnover", "sales value"],
);
const COGS: Column = number(
    "cogs",
    "Cost of goods",
    false,
    &["cost of goods sold", "cost of sales", "product cost"],
);
const GROSS_MARGIN: Column = number("gross_margin", "Gross margin", false, &["gross profit"]);
const DISCOUNTS: Column = number(
    "discounts",
    "Discounts",
    false,
    &["discount", "rebates", "rebate", "allowances"],
);
const DIRECT: Column = number(
    "direct",
    "Direct cost",
    false,
    &["direct costs", "other direct cost"],
);
const RECEIVABLE_DAYS: Column = number(
    "receivable_days",
    "Days to pay",
    false,
    &["payment days", "dso", "days outstanding"],
);
const CAPITAL: Column = number(
    "capital",
    "Capital tied up",
    false,
    &["receivables", "capital employed"],
);

//! What RFM says about itself: its fields, the tables it reads, an example.

use super::{METHODS, UNBOUNDED};
use crate::calculators::{About, Column, Field, Holds, IfEmpty, Kind, Layout};

pub(super) static ABOUT: About = About {
    name: "rfm",
    title: "RFM scores",
    purpose: "Who buys well, and who drifts away?",
    formula: "score = 1 + floor(bins x number strictly worse / n)",
    source: "Hughes, Strategic Database Marketing",
    fields: &[
        Field {
            key: "method",
            label: "Scores",
            kind: Kind::Choice(METHODS),
            range: (0.0, 0.0),
            default: IfEmpty::Word("rank"),
            help: "rank: by the share of customers that do worse, ties alike. ntile: equal numbers. cuts: your own bands.",
        },
        Field {
            key: "bins",
            label: "Bands",
            kind: Kind::Whole,
            range: (2.0, 9.0),
            default: IfEmpty::Number(5.0),
            help: "How many scores there are.",
        },
        Field {
            key: "as_of",
            label: "As of",
            kind: Kind::Date,
            range: (0.0, 0.0),
            default: IfEmpty::Empty,
            help: "The day the recency counts from; the day after the last transaction where it is empty.",
        },
        Field {
            key: "recency_cuts",
            label: "Recency cuts",
            kind: Kind::Numbers,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "For cuts: days, rising; a value on a cut is in the band above, such as 31, 61, 121, 241.",
        },
        Field {
            key: "frequency_cuts",
            label: "Frequency cuts",
            kind: Kind::Numbers,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "For cuts: orders, rising, such as 2, 4, 7, 12.",
        },
        Field {
            key: "monetary_cuts",
            label: "Monetary cuts",
            kind: Kind::Numbers,
            range: (f64::NEG_INFINITY, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "For cuts: spend, rising, such as 250, 500, 1000, 2500.",
        },
        Field {
            key: "weights",
            label: "Weights of R, F and M",
            kind: Kind::Numbers,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Numbers(&[1.0, 1.0, 1.0]),
            help: "For the weighted score.",
        },
    ],
    layouts: &[
        Layout {
            name: "transactions",
            columns: &[ID, DATE, AMOUNT],
            rest: None,
        },
        Layout {
            name: "customers",
            columns: &[ID, RECENCY, FREQUENCY, MONETARY],
            rest: None,
        },
    ],
    example: r#"{"customers": [{"id": "Aldous Foods", "recency_days": 4, "frequency": 22, "monetary": 18400},
        {"id": "Birch Clinics", "recency_days": 12, "frequency": 9, "monetary": 5200},
        {"id": "Calder Motors", "recency_days": 200, "frequency": 15, "monetary": 9100},
        {"id": "Denby Schools", "recency_days": 45, "frequency": 3, "monetary": 1250},
        {"id": "Elmhurst Hotels", "recency_days": 320, "frequency": 1, "monetary": 300}]}"#,
};

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
        "user id",
        "email",
    ],
};
const DATE: Column = Column {
    key: "date",
    label: "Date",
    holds: Holds::Date,
    needed: true,
    synonyms: &[
        "order date",
        "invoice date",
        "transaction date",
        "purchase date",
        "day",
    ],
};
const AMOUNT: Column = Column {
    key: "amount",
    label: "Amount",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "value",
        "sales",
        "total",
        "order value",
        "revenue",
        "price",
        "net amount",
    ],
};
const RECENCY: Column = Column {
    key: "recency_days",
    label: "Days since",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "recency",
        "days since last order",
        "days since last purchase",
    ],
};
const FREQUENCY: Column = Column {
    key: "frequency",
    label: "Orders",
    holds: Holds::Number,
    needed: true,
    synonyms: &["orders", "purchases", "transactions", "number of orders"],
};
const MONETARY: Column = Column {
    key: "monetary",
    label: "Spend",
    holds: Holds::Number,
    needed: true,
    synonyms: &["spend", "total spend", "monetary value", "sales", "revenue"],
};

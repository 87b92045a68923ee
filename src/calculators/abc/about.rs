//! What the ABC split says about itself: its fields, the tables it reads, an example.

use super::{BOUNDARIES, MODES, NON_POSITIVE, TIES};
use crate::calculators::{About, Column, Field, Holds, IfEmpty, Kind, Layout};

pub(super) static ABOUT: About = About {
    name: "abc",
    title: "ABC split",
    purpose: "Which few carry most of the value?",
    formula: "share = value / total; class by the running share against the cuts",
    source: "Dickie (1951); Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains",
    fields: &[
        Field {
            key: "mode",
            label: "Cut by",
            kind: Kind::Choice(MODES),
            range: (0.0, 0.0),
            default: IfEmpty::Word("value"),
            help: "By running share of the value, or by number of items.",
        },
        Field {
            key: "cuts",
            label: "Cuts",
            kind: Kind::Rates,
            range: (0.0, 1.0),
            default: IfEmpty::Numbers(&[0.8, 0.95]),
            help: "Where A ends, where B ends ... By count the usual cuts are 20 % and 50 %.",
        },
        Field {
            key: "boundary",
            label: "Item crossing a cut",
            kind: Kind::Choice(BOUNDARIES),
            range: (0.0, 0.0),
            default: IfEmpty::Word("include"),
            help: "include: it belongs to the higher class. exclude: to the lower.",
        },
        Field {
            key: "ties",
            label: "Equal values",
            kind: Kind::Choice(TIES),
            range: (0.0, 0.0),
            default: IfEmpty::Word("order"),
            help: "order: each by its own place. together: all in the class of the first of them.",
        },
        Field {
            key: "non_positive",
            label: "Non-positive values",
            kind: Kind::Choice(NON_POSITIVE),
            range: (0.0, 0.0),
            default: IfEmpty::Word("last"),
            help: "last: into the last class, adding nothing to the total. error: refuse them.",
        },
    ],
    layouts: &[
        Layout {
            name: "items",
            columns: &[ID, VALUE],
            rest: None,
        },
        Layout {
            name: "items by quantity and cost",
            columns: &[ID, QTY, UNIT_COST],
            rest: None,
        },
    ],
    example: r#"{"items": [{"id": "Aldous Foods", "value": 210}, {"id": "Birch Clinics", "value": 150},
        {"id": "Calder Motors", "value": 120}, {"id": "Denby Schools", "value": 42}, {"id": "Elmhurst Hotels", "value": 27},
        {"id": "Fenwick Print", "value": 21}, {"id": "Garth Bakery", "value": 18}, {"id": "Hollis Marine", "value": 12}]}"#,
};

const ID: Column = Column {
    key: "id",
    label: "Item",
    holds: Holds::Text,
    needed: true,
    synonyms: &[
        "customer",
        "customer id",
        "customer name",
        "name",
        "item id",
        "sku",
        "product",
        "material",
        "article",
        "part",
        "part number",
        "account",
        "client",
        "code",
    ],
};
const VALUE: Column = Column {
    key: "value",
    label: "Value",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "annual value",
        "usage value",
        "annual usage value",
        "sales",
        "revenue",
        "turnover",
        "net sales",
        "amount",
        "total",
        "profit",
        "margin",
        "spend",
    ],
};
const QTY: Column = Column {
    key: "qty",
    label: "Quantity",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "quantity",
        "annual demand",
        "demand",
        "annual usage",
        "usage",
        "units",
        "volume",
    ],
};
const UNIT_COST: Column = Column {
    key: "unit_cost",
    label: "Unit cost",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "unit price",
        "price",
        "cost",
        "cost per unit",
        "price per unit",
    ],
};

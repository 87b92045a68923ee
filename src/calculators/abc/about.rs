//! Declaration of the ABC split: fields, tables, an example.

use crate::calculators::frame::*;
use crate::calculators::table::customers;

pub static ABC: Calculator = Calculator {
    name: "abc",
    title: "ABC split",
    purpose: "Which few carry most of the value?",
    formula: "share = value / total; class by the running share against the cuts",
    source: "Dickie (1951); Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains",
    fields: &[
        Field::choice("mode", "Cut by", &["value", "count"])
            .help("By running share of the value, or by number of items."),
        Field::new("cuts", "Cuts", Kind::Rates)
            .help("Where A ends, where B ends ... By count the usual cuts are 20 % and 50 %.")
            .within(0.0, 1.0)
            .or_numbers(&[0.8, 0.95]),
        Field::choice("boundary", "Item crossing a cut", &["include", "exclude"])
            .help("include: it belongs to the higher class. exclude: to the lower."),
        Field::choice("ties", "Equal values", &["order", "together"])
            .help("order: each by its own place. together: all in the class of the first of them."),
        Field::choice("non_positive", "Non-positive values", &["last", "error"])
            .help("last: into the last class, adding nothing to the total. error: refuse them."),
    ],
    lists: &["items"],
    layouts: &[
        Layout::of("items", &[ID, VALUE]),
        Layout::of("items by quantity and cost", &[ID, QTY, UNIT_COST]),
    ],
    example: r#"{"items": [{"id": "Aldous Foods", "value": 210}, {"id": "Birch Clinics", "value": 150},
        {"id": "Calder Motors", "value": 120}, {"id": "Denby Schools", "value": 42}, {"id": "Elmhurst Hotels", "value": 27},
        {"id": "Fenwick Print", "value": 21}, {"id": "Garth Bakery", "value": 18}, {"id": "Hollis Marine", "value": 12}]}"#,
    result: "n; total; rows: rank id value share cum_share cum_items class; classes; gini; hhi; items_for_80pct; \
        items_for_80pct_share; top20pct_items; top20pct_value_share",
    work: super::work,
};

/// What the rows of a request may hold.
pub(super) const COLUMNS: &[Column] = &[ID, VALUE.optional(), QTY.optional(), UNIT_COST.optional()];
/// The name of an item, which is often a customer.
const ID: Column = Column {
    label: "Item",
    synonyms: concat!(
        customers!(),
        "; item id; sku; product; material; article; part; part number; code"
    ),
    ..CUSTOMER
};
const VALUE: Column = Column::number(
    "value",
    "Value",
    "annual value; usage value; annual usage value; sales; revenue; turnover; net sales; amount; total; profit; margin; spend",
)
.counted_in(SHARE);
const QTY: Column = Column::number(
    "qty",
    "Quantity",
    "quantity; annual demand; demand; annual usage; usage; units; volume",
);
const UNIT_COST: Column = Column::number(
    "unit_cost",
    "Unit cost",
    "unit price; price; cost; cost per unit; price per unit",
)
.at_least(0.0);

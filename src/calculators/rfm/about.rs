//! Declaration of RFM: fields, tables, an example.

use crate::calculators::frame::*;

pub static RFM: Calculator = Calculator {
    name: "rfm",
    title: "RFM scores",
    purpose: "Who buys well, and who drifts away?",
    formula: "score = 1 + floor(bins x number strictly worse / n)",
    source: "Hughes, Strategic Database Marketing",
    fields: &[
        Field::choice("method", "Scores", &["rank", "ntile", "cuts"])
            .help("rank: by the share of customers that do worse, ties alike. ntile: equal numbers. cuts: your own bands."),
        Field::whole("bins", "Bands")
            .help("How many scores there are.")
            .within(2.0, 9.0)
            .or(5.0),
        Field::new("as_of", "As of", Kind::Date)
            .help("The day the recency counts from; the day after the last transaction where it is empty.")
            .optional(),
        Field::new("recency_cuts", "Recency cuts", Kind::Numbers)
            .help("For cuts: days, rising; a value on a cut is in the band above, such as 31, 61, 121, 241.")
            .optional(),
        Field::new("frequency_cuts", "Frequency cuts", Kind::Numbers)
            .help("For cuts: orders, rising, such as 2, 4, 7, 12.")
            .optional(),
        Field::new("monetary_cuts", "Monetary cuts", Kind::Numbers)
            .help("For cuts: spend, rising, such as 250, 500, 1000, 2500.")
            .within(f64::NEG_INFINITY, f64::INFINITY)
            .optional(),
        Field::new("weights", "Weights of R, F and M", Kind::Numbers)
            .help("For the weighted score.")
            .or_numbers(&[1.0, 1.0, 1.0]),
    ],
    lists: &["customers", "transactions"],
    layouts: &[
        Layout::of("transactions", &[CUSTOMER, DATE, AMOUNT, ORDER, STATUS]),
        Layout::of("invoice lines", &[CUSTOMER, DATE, QTY, UNIT_PRICE, ORDER, STATUS]),
        Layout::of("sales by their price", &[CUSTOMER, DATE, PRICE, ORDER, STATUS]),
        Layout::of("customers", SCORED),
    ],
    example: r#"{"customers": [{"id": "Aldous Foods", "recency_days": 4, "frequency": 22, "monetary": 18400},
        {"id": "Birch Clinics", "recency_days": 12, "frequency": 9, "monetary": 5200},
        {"id": "Calder Motors", "recency_days": 200, "frequency": 15, "monetary": 9100},
        {"id": "Denby Schools", "recency_days": 45, "frequency": 3, "monetary": 1250},
        {"id": "Elmhurst Hotels", "recency_days": 320, "frequency": 1, "monetary": 300}]}"#,
    result: "n; as_of; rows: id recency_days frequency monetary r f m rfm sum weighted segment; thresholds.recency; \
        thresholds.frequency; thresholds.monetary; segments",
    work: super::work,
};

/// What a purchase of a request may hold, and one of a file.
pub(super) const TRANSACTIONS: &[Column] = &[CUSTOMER, DATE, AMOUNT, ORDER];
pub(super) const PURCHASES: &[Column] = &[
    CUSTOMER,
    DATE,
    AMOUNT.optional(),
    QTY.optional(),
    UNIT_PRICE.optional(),
    ORDER,
    STATUS,
];
const DATE: Column = Column {
    holds: Holds::Date,
    ..Column::text(
        "date",
        "Date",
        "order date; invoice date; transaction date; purchase date; created at; day",
    )
};
const AMOUNT: Column = Column::number(
    "amount",
    "Amount",
    "value; sales; total; order value; revenue; net amount",
);
/// Without a quantity, the price of a sale is its amount.
const PRICE: Column = Column::number("amount", "Amount", "price");
const QTY: Column = Column::number("qty", "Quantity", "quantity; units; pieces");
const UNIT_PRICE: Column = Column::number(
    "unit_price",
    "Unit price",
    "price; price each; price per unit",
);
/// Lines with the same number are one order.
const ORDER: Column = Column::text(
    "order",
    "Order",
    "order no; order nr; order number; order id; order ref; sales order; invoice; invoice no; invoice nr; invoice number; \
    invoice id; document no; document number; receipt; receipt no; receipt number; bill no; transaction id; transaction no; \
    transaction number",
)
.whole()
.optional();
/// Whether an order is valid, was cancelled, or is a credit.
const STATUS: Column = Column::text(
    "status",
    "Status",
    "state; order status; invoice status; financial status; payment status; item status; type; transaction type; document type; \
    cancelled; canceled",
)
.whole()
.optional();
/// Columns for customers whose purchases are summed up already.
pub(super) const SCORED: &[Column] = &[CUSTOMER, RECENCY, FREQUENCY, MONETARY];
const RECENCY: Column = Column::number(
    "recency_days",
    "Days since",
    "recency; days since last order; days since last purchase",
)
.counted_in("days")
.at_least(0.0);
const FREQUENCY: Column = Column::number(
    "frequency",
    "Orders",
    "orders; purchases; transactions; number of orders",
)
.at_least(0.0);
const MONETARY: Column = Column::number(
    "monetary",
    "Spend",
    "spend; total spend; monetary value; sales; revenue; total",
);

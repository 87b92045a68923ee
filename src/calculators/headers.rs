//! Which header of a table names which column of a calculator, by its words.

use super::numbers::currency_named;
use super::table::{CUSTOMER, Column, Holds, Layout};
use super::translated::{fold, is_sum, meant};

/// For each column of a layout, the header that it is, in the order of the names that the column has: first headers with the same
/// name, then those that contain one, last those that tell something else about it; a net amount before the gross one, but `Net`
/// behind `Gross` where the fees of a payment are taken off. Each header is used once. The columns of the keys given have their place.
pub fn guess(headers: &[String], layout: &Layout, given: &[(&str, usize)]) -> Vec<Option<usize>> {
    // Tables may have thousands of columns: what a header says is worked out once.
    let said: Vec<Said> = headers.iter().map(|header| Said::of(header)).collect();
    let fits = layout.columns.iter().map(|column| {
        let names = names_of(column);
        let fits = said.iter().map(|said| fit_of(column, &names, said));
        fits.collect()
    });
    let fits: Vec<Vec<Option<(Match, usize)>>> = fits.collect();
    let of_given = |column: &Column| Some(given.iter().find(|(key, _)| *key == column.key)?.1);
    let mut guessed: Vec<Option<usize>> = layout.columns.iter().map(of_given).collect();
    let is_after_fees = headers.iter().any(|header| is_one_of(header, FEES));
    for stage in [Match::Whole, Match::Part, Match::Doubtful, Match::Beside] {
        for (place, column) in layout.columns.iter().enumerate() {
            // What is not needed is rather left out.
            if guessed[place].is_some() || stage == Match::Beside && !column.needed {
                continue;
            }
            let free = (0..headers.len()).filter(|header| !guessed.contains(&Some(*header)));
            let found = free.filter_map(|header| {
                let (_, nth) = fits[place][header].filter(|(found, _)| *found == stage)?;
                let name = &headers[header];
                let is_payment = is_after_fees && is_one_of(name, "gross; net");
                // Of `Sales (EUR)` and `Sales (units)`, or `Umsatz` and `Menge`, what is counted in units is the latter.
                let is_counted = is_one_of("units", column.synonyms);
                let is_value = is_counted && tells_value(name);
                let may_be_value =
                    is_counted && said[header].means.iter().any(|one| one == "turnover");
                Some((
                    is_value,
                    may_be_value,
                    nth,
                    is_gross(name) != is_payment,
                    header,
                ))
            });
            guessed[place] = found.min().map(|(.., header)| header);
        }
    }
    guessed
}

/// How a header names a column, the best way first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Match {
    Whole,
    Part,
    /// It may tell something else, as `Sales area` and `Company` do.
    Doubtful,
    /// It tells something else about what it names.
    Beside,
}

/// What a header says, whichever column it is compared with.
struct Said<'h> {
    header: &'h str,
    folded: String,
    /// `folded` without [`OTHER_WORDS`].
    bare: String,
    means: &'static [String],
    /// As in a pivot table: the header of numbers, whatever they are of.
    is_sum: bool,
}

impl<'h> Said<'h> {
    fn of(header: &'h str) -> Self {
        let words = header.split(|c: char| !c.is_alphanumeric());
        let bare = words.filter(|word| !is_one_of(word, OTHER_WORDS)).map(fold);
        Said {
            header,
            folded: fold(header),
            bare: bare.collect(),
            means: meant(header),
            is_sum: is_sum(header),
        }
    }
}

/// The names of a column, as [`fold`] writes them.
fn names_of(column: &Column) -> Vec<String> {
    let names = [column.key, column.label].into_iter();
    let names = names.chain(column.synonyms.split("; ")).map(fold);
    names.filter(|name| !name.is_empty()).collect()
}

/// How a header fits a column, and how good the name is by which it does: the lower the better.
pub fn fit(column: &Column, header: &str) -> Option<(Match, usize)> {
    fit_of(column, &names_of(column), &Said::of(header))
}

fn fit_of(column: &Column, names: &[String], said: &Said) -> Option<(Match, usize)> {
    let (header, folded) = (said.header, &said.folded);
    if said.is_sum && column.holds != Holds::Number {
        return None;
    }
    // `Sales %` and `Net (kg)` are no amounts, but a chance is the same in per cent.
    let may_be_whole = !is_money(column) || !header.contains('%') && !has_word(header, WEIGHTS);
    // Ranks of English names are so far apart that those of what a header means have room between two of them.
    let apart = names.len() + 1;
    let place = |name: &str| names.iter().position(|one| one == name);
    if let Some(nth) = place(folded).filter(|_| may_be_whole) {
        // An `id` beside a column of customers by any better name than `name` is that of an order or a payment.
        let name = place("name").filter(|_| column.key == "id");
        let rank = match (name, folded.as_str()) {
            (Some(name), "id") => apart * (name + 1) - 1,
            (Some(name), "userid") => apart * (name + 1) - 2,
            _ => apart * (nth + 1),
        };
        return Some((Match::Whole, rank));
    }
    let meant = names.iter().position(|name| said.means.contains(name));
    if let Some(nth) = meant.filter(|_| may_be_whole) {
        // Behind all English names. But `Total` is a word of other languages too, often with taxes.
        let behind = place("total").unwrap_or(names.len());
        return Some((Match::Whole, apart * behind + 1 + nth));
    }
    // Behind all other names: the first may be weights, the second the position in an order, the last whoever else is named.
    let is_customer = column.label == CUSTOMER.label;
    let late = [
        (is_money(column) && may_be_whole, "gross; net", Match::Part),
        (
            column.label == "Item",
            "itemnumber; itemno; itemdescription",
            Match::Part,
        ),
        (is_customer, CONTACTS, Match::Doubtful),
        // Of items, these alone: a company may be that of all rows.
        (
            place("customer").is_some(),
            "partner; party",
            Match::Doubtful,
        ),
    ];
    let late = late.into_iter().filter(|(is_so, ..)| *is_so);
    let mut late = late.filter_map(|(_, list, found)| {
        let nth = list.split("; ").position(|one| one == folded)?;
        // Two weights are equally good; of whom else is named the first is best.
        let nth = if found == Match::Doubtful { nth } else { 0 };
        Some((found, names.len() + nth))
    });
    if let Some(found) = late.next() {
        return Some(found);
    }
    let is_part = |name: &str| {
        let mut words = OTHER_WORDS.split("; ");
        folded.contains(name) && (said.bare.contains(name) || words.any(|word| name.contains(word)))
    };
    let parts = names.iter().enumerate();
    let mut parts =
        parts.filter(|(nth, name)| !column.whole && *nth != 1 && name.len() > 3 && is_part(name));
    let (nth, _) = parts.next()?;
    let found = match tells_else(column, header) {
        true => Match::Beside,
        false if may_tell_else(column, header) => Match::Doubtful,
        false => Match::Part,
    };
    Some((found, nth))
}

/// Whether a column takes amounts of money, by its names.
pub fn is_money(column: &Column) -> bool {
    column.key == "revenue" || is_one_of("revenue", column.synonyms)
}

/// Headers of people and firms, who are the customers of a table that names no others.
const CONTACTS: &str = "partner; party; company; buyer; dealer; reseller; contact";

/// Words that a name of a column is a part of by chance, as `part` is of `partner`.
const OTHER_WORDS: &str = "partner; partners; party; parties; counterparty; particulars; department; departments; plant; plants; model; \
    models; leader; backorder; backorders; backordered; reorder; unshipped; undelivered; unfilled; unfulfilled; stockout; stockouts; \
    discount; discounts; account; accounts; country; county; postcode; zipcode";

/// Words at the end of a header that numbers something, as `Sales Record Number` does.
pub const NUMBERS: &str = "number; no; nr; id; code; nummer";

/// Words of headers of what a payment provider keeps.
pub const FEES: &str = "fee; fees";

/// Words of headers of groups, or of people who look after them.
const GROUPS: &str = "group; category; segment; type; manager; groupe; famille; catégorie; grupo; familia; categoría";

/// Units of headers that are no amounts of money.
const WEIGHTS: &str = "kg; kgs; lb; lbs; cbm";

/// Words of headers of ratios and ranks, which are no amounts.
pub const RATIOS: &str = "%; percent; pct; share; rate; ratio; rank; growth; taux";

/// Whether a header tells a ratio, a rank, a group or the number of what the column holds, or a quantity or a part, such as the tax,
/// where it holds money.
fn tells_else(column: &Column, header: &str) -> bool {
    const ORDERS: &str = "po; order";
    // As in `Payment method name`: no customers, though they may be items.
    const OTHER_NAMES: &str = "product; item; method; deal; opportunity; campaign; event; device";
    // As in `Currency code`.
    const OTHER_CODES: &str = "country; currency; region; tax; vat; postal; zip; tariff; commodity; language; department; since";
    // Of a stock, that of another time.
    const OTHER_TIMES: &str = "projected; ending; closing";
    const QUANTITIES: &str = "qty; quantity; count; orders; units; volume; \
        unités; pièces; commandes; unidades; pedidos";
    const PARTS: &str = "tax; vat; shipping; freight; discount; refund; refunded; fee; fees; tva; taxes; remise; frais; \
        iva; descuento; envío";
    // Of amounts, what is no sum of them.
    const OTHER_AMOUNTS: &str = "average; avg; mean; median; max; maximum; min; minimum; forecast; budget; target; planned; expected; \
        durchschnitt; moyenne; moyen; prévu; promedio; previsto";
    const RUNNING_SUMS: &str = "cumulative; cum; running; kumuliert; cumulé; acumulado";
    // Of a step of prices, its end.
    const UPPER_ENDS: &str = "to; max; maximum; bis; until";
    // Of these an average is an amount.
    const STOCKS: &str = "inventory; stock; annual";
    // As in `total excl. tax`.
    const BESIDE: &str = "excl; incl; ex; inc; with; without; before; after";
    // Days of something else: what happens to an order later, and to a customer before the last one.
    const OTHER_DAYS: &str = "shipped; ship; paid; due; delivered; delivery; payment; updated; modified; update; birth; expiry; expiration; \
        registration; joined; join; signup; first; échéance; livraison; paiement; règlement; expédition; naissance";
    let has = |list: &str| has_word(header, list);
    // As in `with 19 % VAT`; and a `freight rate` is a rate where one is asked for.
    let is_beside = has(BESIDE) && has(PARTS);
    let is_asked_for = |word: &str| {
        is_one_of(word, column.synonyms)
            || column.label.eq_ignore_ascii_case(word)
            || is_beside && word == "%"
    };
    let is_other = |word: &str| has(word) && !is_asked_for(word);
    let has_other = |list: &str| list.split("; ").any(is_other);
    let last = last_word(header);
    let of_kind = match column.holds {
        Holds::Text => {
            column.key != "order" && has(ORDERS)
                || column.key == "id" && has_other(OTHER_CODES)
                || column.label == CUSTOMER.label && has_other(OTHER_NAMES)
        }
        Holds::Date => has(OTHER_DAYS),
        Holds::Number => {
            is_one_of(last, NUMBERS)
                || has_other(RUNNING_SUMS)
                // Elsewhere it is what was sold this year.
                || column.key == "actual" && has("ytd")
                || column.key == "from" && has(UPPER_ENDS)
                || is_one_of("stock", column.synonyms) && has(OTHER_TIMES)
        }
    };
    let is_money = is_money(column);
    of_kind
        || has_other(RATIOS)
        || has_other(GROUPS)
        || is_money
            && (has(QUANTITIES)
                || has(WEIGHTS)
                || has_other(OTHER_AMOUNTS) && !has(STOCKS)
                || has(PARTS) && !has(BESIDE))
}

/// Whether a header ends with who or where, an error or a quantity, or tells what is not paid, where sums of money are needed. Another
/// column is taken rather, and told.
fn may_tell_else(column: &Column, header: &str) -> bool {
    // As in `Sales area`, which often has a number.
    const ENDS: &str = "rep; representative; person; agent; employee; office; area; district; org; organization; organisation; channel; \
        territory; team; region; document; doc; salesperson; salesman; salesrep; accuracy; error; bias; variance; deviation; \
        weight; items; pieces; pallets; cartons; boxes; hours; visits";
    const UNPAID: &str = "due; open; outstanding; overdue; unpaid; remaining";
    column.needed
        && is_money(column)
        && (is_one_of(last_word(header), ENDS) || has_word(header, UNPAID))
}

/// The last word of a header; empty if it has none.
fn last_word(header: &str) -> &str {
    let mut words = header.rsplit(|c: char| !c.is_alphanumeric());
    words.find(|word| !word.is_empty()).unwrap_or_default()
}

/// Whether a header tells of money.
fn tells_value(header: &str) -> bool {
    let mut words = header.split(|c: char| c.is_whitespace() || "()[]".contains(c));
    has_word(header, "value; amount; revenue; turnover")
        || words.any(|word| currency_named(word).is_some())
}

/// Whether a header is that of amounts with taxes or before discounts.
pub fn is_gross(header: &str) -> bool {
    const WORDS: &str = "gross; brutto; brut; bruto; lordo; incl; inc; inkl; including; ttc";
    let folded = fold(header);
    has_word(header, WORDS) || folded.starts_with("brutto") || folded.starts_with("税込")
}

/// Whether a header tells of an amount without what is taken off it.
pub fn is_net(header: &str) -> bool {
    has_word(header, "net; netto; nett; neto; netos; neta; netas; netta")
        || fold(header).starts_with("netto")
}

/// Whether a header is that of amounts from which discounts are off: net ones, or `Revenue after discounts`.
pub fn is_discounted(header: &str) -> bool {
    const WITHOUT: &str = "after; less; excl; excluding; ex; without; minus; nach; ohne; exkl; abzgl; abzüglich; après; hors; sans; moins; \
        después; sin; menos; após; sem; dopo; senza; na; zonder; po; bez; sonrası; после; без; за; efter; uden; utan; jälkeen; discounted";
    const DISCOUNTS: [&str; 13] = [
        "discount", "rebat", "rabat", "nachl", "remise", "descuent", "descont", "sconto", "sconti",
        "korting", "iskonto", "скид", "割引",
    ];
    let folded = fold(header);
    let tells = DISCOUNTS.iter().any(|stem| folded.contains(&fold(stem)));
    is_net(header) || tells && (has_word(header, WITHOUT) || folded.contains('後'))
}

/// Whether a column of money would do with the amounts below this header, and these are without taxes or what was given back.
pub fn is_untaxed(column: &Column, header: &str) -> bool {
    is_money(column)
        && matches!(fit(column, header), Some((Match::Whole | Match::Part, _)))
        && (is_one_of(&fold(header), "subtotal")
            || is_net(header) && !has_word(header, "profit; margin"))
}

/// Whether a header is that of a group, a rank or a remark: what stands below it names no row where another column can.
pub fn names_no_row(header: &str) -> bool {
    const OTHERS: &str =
        "class; level; status; tier; comment; comments; note; notes; remark; remarks";
    has_word(header, GROUPS) || has_word(header, OTHERS)
}

/// Whether a header is that of numbers that drive no cost: rates, years, codes of places. A count may be called `Orders (no.)`, or
/// `Phone` beside `Web`.
pub fn drives_nothing(header: &str) -> bool {
    const OTHERS: &str = "fiscal year; calendar year; customer since; since; zip; zip code; zipcode; plz; postcode; postal code";
    has_word(header, RATIOS) || is_one_of(header, YEARS) || is_one_of(header, OTHERS)
}

/// Headers of years.
pub const YEARS: &str = "year; fy; jahr; année; año; anno; fiscal";

/// Whether a list of words in lower case, parted by `;`, has this one.
pub fn is_one_of(word: &str, list: &str) -> bool {
    let word = word.to_lowercase();
    list.split("; ").any(|one| one == word)
}

/// Whether a header has one of these words, or a per cent sign that is among them.
pub fn has_word(header: &str, list: &str) -> bool {
    let mut words = header.split(|c: char| !c.is_alphanumeric());
    words.any(|word| is_one_of(word, list)) || header.contains('%') && is_one_of("%", list)
}

/// The first layout with all required columns, and their headers.
pub fn guess_layout<'l>(
    headers: &[String],
    layouts: &'l [Layout],
) -> Option<(&'l Layout, Vec<Option<usize>>)> {
    layouts.iter().find_map(|layout| {
        let guessed = guess(headers, layout, &[]);
        layout.is_complete(&guessed).then_some((layout, guessed))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUTS: [Layout; 2] = [
        Layout::of(
            "items",
            &[CUSTOMER, Column::number("value", "Value", "sales; revenue")],
        ),
        Layout::of("days", &[Column::text("date", "Date", "")]),
    ];

    fn headers(text: &str) -> Vec<String> {
        text.split(',').map(String::from).collect()
    }

    #[test]
    fn headers_are_recognised_by_name_then_by_part() {
        let (layout, guessed) =
            guess_layout(&headers("Region,Customer No.,Net sales (EUR)"), &LAYOUTS).unwrap();
        assert_eq!(layout.name, "items");
        assert_eq!(guessed, [Some(1), Some(2)]);
        let (_, guessed) = guess_layout(
            &headers("sales 2024,Sales,customer group,CUSTOMER"),
            &LAYOUTS,
        )
        .unwrap();
        assert_eq!(guessed, [Some(3), Some(1)]);
        for (text, expected) in [
            ("Account,Customer,Revenue,Sales", [Some(1), Some(3)]),
            ("customer,Share of sales,Sales amount", [Some(0), Some(2)]),
            (
                "customer,Sales rank,Sales qty,Sales value",
                [Some(0), Some(3)],
            ),
            ("customer,Sales qty", [Some(0), Some(1)]),
            (
                "customer,Sales Record Number,Sales total",
                [Some(0), Some(2)],
            ),
            ("id,Customer ID,Sales", [Some(1), Some(2)]),
            (
                "customer,sales_tax_total,shipping_sales,order_sales",
                [Some(0), Some(3)],
            ),
            ("customer,sales excl. tax", [Some(0), Some(1)]),
            ("id,Customer name,Sales", [Some(1), Some(2)]),
            ("id,name,Sales", [Some(0), Some(2)]),
            ("ID,Bill-to Name,Sales", [Some(1), Some(2)]),
            ("id,user_id,Sales", [Some(1), Some(2)]),
            ("Name,Account,Sales", [Some(0), Some(2)]),
            ("ID,Account,Sales", [Some(0), Some(2)]),
            (
                "customer,Sales growth ex acquisitions,Net sales",
                [Some(0), Some(2)],
            ),
            ("User ID,Full name,Sales", [Some(0), Some(2)]),
            ("Buyer user ID,Full name,Sales", [Some(1), Some(2)]),
            ("Customer PO,Client name,Sales", [Some(1), Some(2)]),
            (
                "Account manager,Customer group,Customer no,Revenue",
                [Some(2), Some(3)],
            ),
        ] {
            let guessed = guess(&headers(text), &LAYOUTS[0], &[]);
            assert_eq!(guessed, expected, "{text}");
        }
        // A column that is given takes no other header.
        let given = guess(&headers("Title,Customer sales"), &LAYOUTS[0], &[("id", 0)]);
        assert_eq!(given, [Some(0), Some(1)]);
        assert_eq!(
            guess_layout(&headers("date"), &LAYOUTS).unwrap().0.name,
            "days"
        );
        assert!(guess_layout(&headers("a,b"), &LAYOUTS).is_none());
        // Where a column is not needed, one that tells of something else is not taken.
        let stock = [Column::units("on_hand", "On hand", "stock").optional()];
        let stock = Layout::of("stock", Box::leak(Box::new(stock)));
        let guessed = guess(&headers("Projected on hand,Stock on hand"), &stock, &[]);
        assert_eq!(guessed, [Some(1)]);
        assert_eq!(guess(&headers("Projected on hand"), &stock, &[]), [None]);
    }
}

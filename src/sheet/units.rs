//! What amounts are counted in: the units, currencies and per cents that headers and cells name. A unit that is known is converted,
//! and told; amounts of two currencies and per cents in the place of amounts are refused.

use super::cells::is_nothing;
use super::found::Finding;
use super::view::{Column, Read};
use crate::calculators::headers::{has_word, is_one_of};
use crate::calculators::numbers;
use crate::calculators::table::{Holds, SHARE};
use crate::calculators::translated::fold;

/// Units by the unit of a column, with their factor. Inches and pounds are not converted: a divisor or a rate beside the table may be
/// made for them.
const UNITS: &[(&str, f64, &str)] = &[
    ("cm", 0.1, "mm; millimetres; millimeters"),
    ("cm", 1.0, "cm; centimetres; centimeters"),
    ("cm", 10.0, "dm"),
    ("cm", 100.0, "m; metre; metres; meter; meters"),
    ("in", 1.0, "in; inch; inches; zoll; ft; feet"),
    ("kg", 0.001, "g; gr; gram; grams; gramm"),
    ("kg", 1.0, "kg; kgs; kilo; kilos; kilograms"),
    ("kg", 1e3, "t; to; tonne; tonnes; tonnen"),
    ("lb", 1.0, "lb; lbs; pound; pounds; oz; ounces"),
    ("days", 1.0 / 24.0, HOURS),
    ("days", 1.0, DAYS),
    ("days", 7.0, "wk; wks; week; weeks; wochen"),
    ("days", 365.25 / 12.0, "month; months; mths; monate"),
    ("days", 365.25, "year; years; yr; yrs; jahre"),
    ("minutes", 1.0 / 60.0, "s; sec; secs; seconds; sekunden"),
    ("minutes", 1.0, "min; mins; minute; minutes; minuten"),
    ("minutes", 60.0, HOURS),
    ("minutes", 1440.0, DAYS),
];
const HOURS: &str = "h; hr; hrs; hour; hours; std; stunden";
const DAYS: &str = "d; day; days; tage; tagen";
const PER_CENT: &str = "%; percent; pct; prozent";
/// Scales of amounts that headers have beside those of [`numbers::SCALES`]: `in thousands`, `(T EUR)`.
const SCALES: [(f64, &str); 7] = [
    (1e2, "hundreds"),
    (
        1e3,
        "t; thousands; tausend; 000; 000s; milliers; milhares; migliaia; duizend; duizenden; tusen; tusinder; tuhatta; tys; tysiące; tis; \
         tisíce; tisoč; tisuća; tkr; tdkk; ezer; mii; хил; тис; χιλ; ribu; nghìn; ngàn; ألف; אלפי; พัน; 千; 천",
    ),
    (1e4, "만"),
    (1e5, "lakhs; lac; lacs; लाख"),
    (
        1e6,
        "millions; millionen; millones; milhões; milioni; miljoenen; miljoner; miljoonaa; milyon; juta; triệu; mm; mkr; εκατ; مليون; \
         ล้าน; 百万; 백만",
    ),
    (1e7, "crores; करोड़; 천만"),
    (1e8, "억"),
];
/// Of these, what may be something else where no currency stands beside it.
const SHORT_SCALES: &str = "tis; tys; ezer; mii";
/// In some languages a `mil` is a thousand, in others a million.
const MIL: [(f64, &str); 2] = [
    (
        1e3,
        "BRL; MXN; ARS; CLP; COP; PEN; UYU; BOB; PYG; DOP; CRC; GTQ",
    ),
    (
        1e6,
        "CZK; PLN; RON; HUF; SEK; NOK; DKK; CHF; GBP; INR; rupees; CAD; AUD; NZD",
    ),
];
/// Hundredths of a currency, as a header names them in brackets or last; the short ones in brackets only.
const CENTS: &str = "cents; pence; pennies; groszy; grosze; øre; öre; haléře; haléřů; kuruş; céntimos; centimos; centavos; centimes; \
    centesimi; rappen; paise; копеек; копейки";
const SHORT_CENTS: &str = "cent; ct; cts; p; коп; sen; minor";
/// Words of headers of amounts of money, of which a [`SHORT_CENTS`] is no piece, carat or gram.
const MONEY: &str = "price; prices; cost; costs; value; amount; revenue; turnover; sales; spend; fee; preis; preise; kosten; wert; \
    betrag; umsatz; prix; coût; montant; precio; importe; preço; valor; prezzo; costo; importo; prijs; cena; koszt; pris; цена; сумма";
/// Headers of a column of currencies, in letters only.
const CURRENCIES: &str = "currency; currencycode; ccy; curr; cur; crcy; fx; währung; waehrung; wkz; whg; devise; moneda; divisa; valuta; \
    moeda; waluta; měna; валюта; döviz; dövizcinsi; parabirimi; valuutta; pénznem; 通貨; 通貨コード; 货币; 币种; 貨幣; 幣別; 통화";
/// What longer ones have in them, as [`fold`] writes it.
const OF_CURRENCIES: &str = "currenc; wahrung; waehrung; moneda; divisa; valut; waluta; валют; doviz; parabirimi; penznem; 通貨; 货币; \
    币种; 幣";

/// Whether a header is that of a column of currencies.
pub fn is_currency(header: &str) -> bool {
    let letters: String = header.chars().filter(|c| c.is_alphanumeric()).collect();
    is_one_of(&letters, CURRENCIES)
}

/// Whether a header may be one, as `Land/Währung` is, and `Divisão` is none.
pub fn says_currency(header: &str) -> bool {
    let folded = fold(header);
    OF_CURRENCIES
        .split("; ")
        .any(|one| folded.contains(&fold(one)))
}

/// The currency that a cell names among other words: `EUR - Euro`, `USD ($)`.
pub fn currency_within(cell: &str) -> Option<&'static str> {
    words(cell)
        .iter()
        .find_map(currency)
        .map(|(found, _)| found)
}

/// A word of a header. Signs of currencies belong to the letters beside them, as in `US$` or `k€`.
#[derive(Clone, Copy)]
struct Word<'h> {
    text: &'h str,
    in_brackets: bool,
}

fn words(header: &str) -> Vec<Word<'_>> {
    let is_inside = |c: char| {
        c.is_alphanumeric() || numbers::currency_named(c.encode_utf8(&mut [0; 4])).is_some()
    };
    // In `over 10,000 EUR` and `12 000` is one number, and not a word for thousands; in `2026 000s` is a year.
    let parts_number = |at: usize, c: char| {
        let is_digit = |c: &char| c.is_ascii_digit();
        let before = header[..at].chars().rev().take(4).take_while(is_digit);
        let behind = header[at + c.len_utf8()..].chars();
        (matches!(c, '.' | ',') || c.is_whitespace())
            && (1..=3).contains(&before.count())
            && behind.take(4).take_while(is_digit).count() == 3
    };
    let (mut words, mut start, mut in_brackets) = (Vec::new(), None, false);
    for (at, c) in header.char_indices().chain([(header.len(), ' ')]) {
        if is_inside(c) || at < header.len() && parts_number(at, c) {
            start = start.or(Some(at));
            continue;
        }
        if let Some(start) = start.take() {
            words.push(Word {
                text: &header[start..at],
                in_brackets,
            });
        }
        match c {
            '(' | '[' | '（' => in_brackets = true,
            ')' | ']' | '）' => in_brackets = false,
            // Not the rate of a tax, as in `price with 19 % VAT`.
            '%' if !header[..at]
                .trim_end()
                .ends_with(|c: char| c.is_ascii_digit()) =>
            {
                words.push(Word {
                    text: "%",
                    in_brackets,
                })
            }
            _ => {}
        }
    }
    words
}

/// The unit that a header names: in brackets or as its last word.
fn unit<'h>(words: &[Word<'h>], of: &str) -> Option<(&'static str, f64, &'h str)> {
    let last = words.len().checked_sub(1)?;
    // A single letter alone is the name of the column, as `H` is.
    let is_named = |word: &str| last > 0 || word.len() > 1;
    let named = words.iter().enumerate();
    let mut named = named.filter(|(nth, w)| w.in_brackets || *nth == last && is_named(w.text));
    named.find_map(|(_, word)| {
        let known = UNITS
            .iter()
            .filter(|(.., names)| is_one_of(word.text, names));
        // Hours are a unit of days and of minutes.
        let (base, factor, _) = known.max_by_key(|(base, ..)| *base == of)?;
        Some((*base, *factor, word.text))
    })
}

/// Whether a cell names a unit of what this unit measures, but not this one: `in` and `mm` where `cm` is read.
pub fn is_another(cell: &str, read: &str) -> bool {
    const ALIKE: [[&str; 2]; 2] = [["cm", "in"], ["kg", "lb"]];
    let of_cell = UNITS.iter().filter(|(.., names)| is_one_of(cell, names));
    let is_alike = |base: &str| {
        base == read
            || ALIKE
                .iter()
                .any(|pair| pair.contains(&base) && pair.contains(&read))
    };
    let mut alike = of_cell.filter(|(base, ..)| is_alike(base)).peekable();
    alike.peek().is_some() && alike.all(|(base, factor, _)| *base != read || *factor != 1.0)
}

/// Whether a header names the currency of its amounts.
pub fn names_currency(header: &str) -> bool {
    words(header).iter().any(|word| currency(word).is_some())
}

/// The currency that a word names, and its scale: `EUR`, `US$`, `TEUR`, `k€`.
fn currency(word: &Word) -> Option<(&'static str, f64)> {
    let named = |text: &str| {
        let is_sign = !text.chars().any(|c| c.is_ascii_alphanumeric()) || text.ends_with('$');
        let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        (is_sign || is_code || text.eq_ignore_ascii_case("euro"))
            .then(|| numbers::currency_named(text))?
    };
    let text = word.text;
    let lower = text.to_ascii_lowercase();
    let scaled = |factor: f64, name: &str| {
        let behind = lower
            .strip_prefix(name)
            .map(|rest| &text[text.len() - rest.len()..]);
        let before = lower.strip_suffix(name).map(|rest| &text[..rest.len()]);
        let rest = [behind, before].into_iter().flatten();
        rest.filter_map(named).map(|found| (found, factor)).next()
    };
    named(text)
        .map(|found| (found, 1.0))
        .or_else(|| scales().find_map(|(name, factor)| scaled(factor, &name.to_lowercase())))
}

fn scales() -> impl Iterator<Item = (&'static str, f64)> {
    let of_headers = SCALES.iter();
    let of_headers =
        of_headers.flat_map(|(factor, names)| names.split("; ").map(|name| (name, *factor)));
    numbers::SCALES.iter().copied().chain(of_headers)
}

/// What the header says of how many of an amount's units are one of its own.
#[derive(Clone, Copy, PartialEq)]
enum Scale {
    Times(f64),
    /// Thousands in some languages, millions in others.
    Either,
}

/// The scale of a header: `k EUR`, `TEUR`, `in millions`. In a title a single letter beside a currency may be the initial of a name or
/// a plant.
fn scale(words: &[Word], in_title: bool) -> Option<Scale> {
    if let Some((_, factor)) = words
        .iter()
        .filter_map(currency)
        .find(|(_, factor)| *factor > 1.0)
    {
        return Some(Scale::Times(factor));
    }
    let named = |nth: usize| {
        let beside = [nth.checked_sub(1), Some(nth + 1)];
        let mut beside = beside.iter().flatten().filter_map(|&at| words.get(at));
        let Word { text, in_brackets } = words[nth];
        let is_said = in_brackets || nth > 0 && words[nth - 1].text.eq_ignore_ascii_case("in");
        // Among other words `kr` may be none.
        let is_money = |word: &Word| currency(word).is_some() || !in_title && money(word).is_some();
        let by_currency = (is_said || !in_title || text.len() > 1) && beside.any(is_money);
        let is_phrase = text.starts_with("000")
            || is_one_of(text, "tkr; mkr; lakhs; crores; тыс")
            || is_said
                && (text.len() > 2 || text.eq_ignore_ascii_case("k"))
                && !is_one_of(text, SHORT_SCALES);
        let lower = text.to_lowercase();
        let mut scales = scales().filter(|_| by_currency || is_phrase);
        let found = scales.find(|(name, _)| name.to_lowercase() == lower);
        let found = found.map(|(_, factor)| Scale::Times(factor));
        found.or_else(|| ambiguous(words, nth).filter(|_| !in_title))
    };
    (0..words.len()).find_map(named)
}

/// The currency that a word of a header may name beside a scale: `kr`, `zł` too.
fn money(word: &Word) -> Option<&'static str> {
    let named = || numbers::currency_named(word.text);
    currency(word).map(|(found, _)| found).or_else(named)
}

/// A word that is a scale only beside others, as in `(miles de €)`, `(₹ Cr)`, `x 1.000` and `(1000 €)`, but not in `over 1000 EUR`.
fn ambiguous(words: &[Word], nth: usize) -> Option<Scale> {
    let word = words[nth];
    let before = |back: usize| words.get(nth.checked_sub(back)?);
    let is_behind = |back, list| before(back).is_some_and(|word| is_one_of(word.text, list));
    let is_behind_money = before(1).and_then(money).is_some();
    let next = words.get(nth + 1);
    let is_before_money = next.and_then(money).is_some();
    let is_said = word.in_brackets || is_behind(1, "in; en");
    let is_first = !before(1).is_some_and(|word| word.in_brackets);
    let of = words.iter().find_map(money);
    let digits: String = word.text.chars().filter(char::is_ascii_digit).collect();
    let factor = match &*word.text.to_lowercase() {
        // Not as in `Mil Spec value (USD)`.
        "mil" if word.in_brackets || is_behind_money || is_before_money => {
            let mut lists = MIL.iter();
            let known = lists.find(|(_, of_list)| of_list.split("; ").any(|one| Some(one) == of));
            return of.map(|_| known.map_or(Scale::Either, |(factor, _)| Scale::Times(*factor)));
        }
        "bin" if of == Some("TRY") => 1e3,
        "miles" if is_said && (is_before_money || next.is_some_and(|next| next.text == "de")) => {
            1e3
        }
        // In `Amount (Rs.) Cr` it is a side of an account.
        "cr" if matches!(of, Some("INR" | "rupees"))
            && (is_said || is_behind_money && is_first) =>
        {
            1e7
        }
        text if !text.starts_with('1') || text.contains(char::is_alphabetic) => return None,
        // Of `Unit cost bag x 1000` it is the pack.
        _ if is_behind(1, "in; en")
            || nth == 2 && is_behind(1, "x") && !is_one_of(words[0].text, PRICES)
            || is_behind_money && is_behind(2, "in; en; x")
            || word.in_brackets && is_first && is_before_money =>
        {
            match &*digits {
                "1000" => 1e3,
                "1000000" => 1e6,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(Scale::Times(factor))
}

/// Words of headers of prices.
const PRICES: &str =
    "price; cost; rate; fee; charge; tariff; preis; prix; precio; prezzo; prijs; cena; pris";

/// Thousands behind a stroke at the end, as in `Sales /1000`, where a price would be that of as many.
fn divided(name: &str) -> Option<f64> {
    let (front, back) = name.rsplit_once('/')?;
    let back = back.trim_end_matches([')', ' ']);
    let is_thousand = matches!(back.trim(), "1000" | "1.000" | "1,000");
    (is_thousand && !has_word(front, PRICES)).then_some(1e3)
}

/// The part of an amount's unit that is one of the header's, where it counts in cents.
fn cents(words: &[Word]) -> Option<f64> {
    let is_money = words
        .iter()
        .any(|word| is_one_of(word.text, MONEY) || currency(word).is_some());
    let named = |nth: usize| {
        let Word { text, in_brackets } = words[nth];
        // `per cent` is a rate.
        let is_rate = nth > 0 && is_one_of(words[nth - 1].text, "per");
        let is_last = nth > 0 && nth + 1 == words.len();
        let is_cent = (in_brackets || is_last) && is_one_of(text, CENTS)
            || in_brackets && is_money && is_one_of(text, SHORT_CENTS);
        // A capital letter numbers something.
        let is_letter = text.len() == 1 && text.chars().all(char::is_uppercase);
        is_cent && !is_rate && !is_letter
    };
    (0..words.len()).any(named).then_some(0.01)
}

/// A scale that is told above or below the table, of which no column is the right one for certain.
pub fn of_titles(read: &Read, notes: usize) -> Option<Finding> {
    let grid = read.grid;
    let mut rows = (0..read.header.row).chain(read.rows[notes..].iter().copied());
    let (row, cell) = rows.find_map(|row| {
        let mut cells = grid.filled(row);
        Some((row, cells.find(|cell| scale(&words(cell), true).is_some())?))
    })?;
    let sentence = format!(
        "`{cell}` in line {} tells of thousands or more, and numbers are taken as they stand: write it into the header of the column, as \
         in `Revenue (TEUR)`, to have them multiplied",
        grid.line(row)
    );
    Some(Finding::new("unit", sentence))
}

/// Converts a column's numbers to the unit that it is read in.
pub fn convert(name: &str, column: &mut Column) -> Option<Finding> {
    let wanted = column.unit.filter(|_| column.holds == Holds::Number)?;
    let words = words(name);
    let (factor, says) = if matches!(wanted, "" | SHARE) {
        let factor = match scale(&words, false) {
            Some(Scale::Times(factor)) => factor,
            Some(Scale::Either) => {
                let sentence = format!(
                    "column `{name}` says `mil`, which is a thousand in some languages and a million in others: its numbers are taken as \
                     they stand; write `thousand` or `million` to have them multiplied"
                );
                return Some(Finding::new("unit", sentence));
            }
            None => cents(&words)
                .or_else(|| divided(name).filter(|_| !column.key.starts_with("unit_")))?,
        };
        let times = numbers::plain(factor);
        (
            factor,
            format!("its numbers are taken times {times}, as its header says"),
        )
    } else {
        let (base, factor, said) = unit(&words, wanted)?;
        if base != wanted {
            let sentence = format!(
                "column `{name}` is read in {wanted}, and its header says `{said}`: taken as it stands; convert it, or give the fields \
                 beside the table in `{said}` too"
            );
            return Some(Finding::new("unit", sentence));
        }
        let times = numbers::plain(factor);
        (
            factor,
            format!("converted from {said} to {wanted}, times {times}"),
        )
    };
    if factor == 1.0 {
        return None;
    }
    // What is divided has the nearest number: 1999 cents are 19.99.
    let convert = |number: f64| {
        if factor < 1.0 {
            number / (1.0 / factor)
        } else {
            number * factor
        }
    };
    let numbers = column.numbers.iter_mut();
    numbers.for_each(|number| *number = convert(*number));
    let told = Finding::new("unit", format!("column `{name}`: {says}"));
    Some(told.or("name the column without its unit to have it taken as it stands".into()))
}

/// An error if amounts are in two currencies, or per cents where amounts are needed.
pub fn check(read: &Read) -> Result<(), String> {
    for column in read
        .of_numbers()
        .filter(|c| c.unit.is_some_and(|unit| unit != SHARE))
    {
        let name = read.name(column.at);
        let filled = read.find(column.at, |cell| !is_nothing(cell));
        let in_header = words(name)
            .iter()
            .any(|word| is_one_of(word.text, PER_CENT));
        let is_share = |place: &usize| read.cell(*place, column.at).contains('%');
        if let Some(first) = filled.first()
            && (in_header || filled.iter().all(is_share))
        {
            return Err(format!(
                "column `{name}` holds per cents ({}), and amounts are needed; write amounts, or delete the column or name another",
                read.quoted(*first, column.at)
            ));
        }
    }
    let grid = read.grid;
    let in_cells = |at: usize, named: fn(&str) -> Option<&'static str>| {
        let rows = read.kept().map(|place| read.rows[place]);
        rows.filter_map(move |row| Some((named(grid.cell(row, at))?, (row, at))))
    };
    let amounts = read.of_numbers().flat_map(|column| {
        let of_header = words(read.name(column.at)).iter().find_map(currency);
        let of_header = of_header.map(|(found, _)| (found, (read.header.row, column.at)));
        of_header
            .into_iter()
            .chain(in_cells(column.at, numbers::currency))
    });
    let is_of_currencies = |at: &usize| {
        let name = read.name(*at).chars().filter(|c| c.is_alphanumeric());
        is_one_of(&name.collect::<String>(), CURRENCIES)
    };
    let mut named = (0..read.header.names.len()).filter(is_of_currencies);
    let named = || named.find_map(|at| two_currencies(in_cells(at, numbers::currency_named)));
    let Some([(one, at_one), (other, at_other)]) = two_currencies(amounts).or_else(named) else {
        return Ok(());
    };
    let [first, second] = [at_one, at_other].map(|(_, at)| read.name(at));
    let columns = if at_one.1 == at_other.1 {
        format!("column `{first}` holds")
    } else {
        format!("columns `{first}` and `{second}` hold")
    };
    let quoted = |(row, at)| format!("`{}` in line {}", grid.cell(row, at), grid.line(row));
    Err(format!(
        "{columns} two currencies, {one} ({}) and {other} ({}), which have no common sum; convert them, or keep the rows of one",
        quoted(at_one),
        quoted(at_other)
    ))
}

/// The first of these currencies, and the first other one that cannot be the same, each with its place.
pub fn two_currencies<N: AsRef<str>, P>(
    mut found: impl Iterator<Item = (N, P)>,
) -> Option<[(N, P); 2]> {
    let first = found.next()?;
    let is_other = |other: &N| !numbers::may_be_one_currency(first.0.as_ref(), other.as_ref());
    let other = found.find(|(other, _)| is_other(other))?;
    Some([first, other])
}

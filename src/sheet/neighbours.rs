//! Doubts about columns that are not read, for what stands in them against what is read beside them.

use super::cells::{NAMED, is_nothing};
use super::found::Finding;
use super::units;
use super::view::{Column, Read};
use crate::calculators::headers::{NUMBERS, RATIOS, has_word, is_money, is_net, is_one_of};
use crate::calculators::messages::first_of;
use crate::calculators::numbers::{self, is_number};
use crate::calculators::rfm::{self, is_cancelled, is_refund, is_reversed};
use crate::calculators::table::{Holds, RowOrder};
use crate::calculators::translated::fold;
use std::collections::BTreeSet;

/// `Budget` of `Budget 2026`, and nothing of `Plan B`.
fn only_word(cell: &str) -> &str {
    let mut words = cell
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    if words.next().is_none() { first } else { "" }
}

/// Pairs of marks for debit and credit.
const SIDES: &str = "+/-; s/h; d/c; dr/cr; db/cr; debit/credit; soll/haben; income/expense; einnahme/ausgabe; recette/dépense; \
    ingreso/gasto; приход/расход; 収入/支出";
/// Words for what was, and for what was meant to be.
const WAS: &str = "actual; actuals; act; ist; real; reel; réel; réalisé; reale; consuntivo; effettivo; werkelijk; realisatie; realizado; \
    rzeczywiste; wykonanie; факт; skutečnost; gerçekleşen; utfall; toteuma; 実績; 实际; 實際; 실적";
const MEANT: &str = "plan; planned; planung; budget; forecast; fc; fcst; prognose; previsto; prevista; previsión; prevision; presupuesto; \
    prévision; prévu; previsione; preventivo; previsão; orçamento; orçado; begroting; prognoza; plán; rozpočet; план; прогноз; \
    bütçe; tahmin; prognos; ennuste; 予測; 予算; 計画; 预测; 预算; 计划; 예측; 예산; 계획";
/// Headers of a column that tells how many units a price is for, in letters only.
const PRICE_UNITS: &str = "per; priceunit; pricingunit; priceper; preiseinheit; peinh";
/// Headers of a column that counts purchases.
const PURCHASES: &str = "orders; total orders; orders count; order count; number of orders; no. of orders; # orders; purchases; \
    number of purchases; transactions; invoices; aufträge; bestellungen; anzahl bestellungen; commandes; nombre de commandes; pedidos";
/// Words of headers of a column of units.
const UNITS: &str = "unit; units; uom; einheit; me; mengeneinheit; unité; unidad; unidade; unità; udm; jm; jedn; eenheid; enhet; yksikkö; \
    ед; единица; birim; jednotka; mj; 単位; 单位; 單位; 단위";
/// Words of headers of units that measure nothing.
const NO_MEASURES: &str = "business; org; organisation; organization; operating; strategic; production; storage; price; cost; value; per; name; id";
/// Names of one piece.
const PIECES: &str =
    "pc; pce; ea; each; piece; st; stk; stck; stück; un; und; u; szt; ks; db; adet; шт; 個; 个; 개";
/// Words of headers that tell what kind of document a row is, or what became of it, but for those in which one of [`OTHERS`] begins.
const KINDS: &str = "type; types; typ; typu; tip; tipi; tipo; típus; típusa; tyyppi; soort; art; druh; rodzaj; vrsta; slag; laji; jenis; \
    türü; tür; тип; вид; τύπος; نوع; סוג; doctype; txntype; belegart; vorgangsart; buchungsart; status; statut; stav; stan; stato; \
    situação; durum; durumu; tila; állapot; статус; состояние; стан; κατάσταση; حالة";
/// The same in scripts without blanks, anywhere in a header.
const KINDS_WITHIN: &str = "区分; 種別; 種類; 类型; 類型; 类别; 類別; 状态; 狀態; 状況; ステータス; 상태; 구분; 유형; 종류";
const OTHERS: &str = "custom; client; klient; kund; cliente; member; user; account; konto; prod; item; artic; artik; materi; pay; pag; płat; \
    plat; zahl; card; kart; ship; versand; liefer; deliver; fulfil; price; preis; store; shop; business; company; firma; tax; device; \
    channel; contact; address; email; market; müşteri; ödeme; клиент; контраг; товар; оплат; достав; 顧客; 得意先; 商品; 支払; 客户; \
    产品; 付款; 支付; 고객; 상품; 결제";
/// So many words a column of kinds may have.
const FEW: usize = 8;
/// What headers of amounts that were paid back have in them, as [`fold`] writes it.
const PAID_BACK: &str = "refund; returns; returned; returnamount; returnvalue; erstatt; retoure; ruckgabe; rucksendung; gutschrift; \
    creditnote; creditmemo; chargeback; rembours; reembols; devoluc; devoluz; rimbors; zwrot; dobropis; vratk; iadetutar; iadeler; \
    aterbetal; kreditnot; kreditfaktur; creditnota; возврат; 返品; 返金; 退款; 退货; 환불; 반품";
/// Words of headers of what is counted or told of a return, and is no amount.
const COUNTED: &str = "qty; quantity; count; units; pieces; items; orders; date; day; days; reason; policy; window; on; by; menge; anzahl; \
    stück; datum; tage; quantité; nombre; cantidad; fecha; liczba; ilość; adet; количество; кол; pcs; stk; szt; st; ea";
/// Words of headers of amounts from which something is off.
const OFF: &str = "after; less; excl; net; minus; before; nach; abzgl; ohne; après; hors; sin; sem; senza; na; po; bez; после";
/// What headers of names of products and people have in them, which may be called like a return.
const CALLED: &str = "prod; item; artic; artik; contact; customer name; client; kund; name; sales rep; kateg; categ; descr; bezeich";
impl Read<'_> {
    /// What a column that is not read tells.
    pub fn unread(&self, at: usize) -> impl Iterator<Item = Finding> {
        let doubts = [
            self.sides(at),
            self.plans(at),
            self.price_units(at),
            self.units(at),
            self.paid_back(at)
                .or_else(|| self.reversed(at))
                .or_else(|| self.kinds(at)),
            self.currencies(at),
            self.orders(at),
            self.purchases(at),
            self.nameless(at),
        ];
        doubts.into_iter().flatten()
    }

    /// Figures under an empty header, which are not read. At the left edge they usually count the rows.
    fn nameless(&self, at: usize) -> Option<Finding> {
        let figures = self.find(at, is_number);
        let first = *figures.first()?;
        let sentence = format!(
            "column {} has no name and is not read, though it holds figures such as {}; name it in line {} to use it",
            at + 1,
            self.quoted(first, at),
            self.grid.line(self.header.row)
        );
        (at > 0 && self.name(at).is_empty()).then(|| Finding::new("no_name", sentence))
    }

    /// A debit or credit column beside amounts without a sign.
    fn sides(&self, at: usize) -> Option<Finding> {
        let pair = self.pair(at, SIDES).filter(|_| !self.are_signed())?;
        let says = format!(
            " tells debits from credits ({pair}), and the amounts have no minus: all are counted as they stand; write those \
             that lessen the others with a minus",
        );
        Some(self.doubt("debit_credit", at, &says))
    }

    /// A number of purchases beside the day of each row, which counts as one.
    fn purchases(&self, at: usize) -> Option<Finding> {
        self.needed(Holds::Date)?;
        let is_many = |cell: &str| cell.parse::<u32>().is_ok_and(|count| count > 1);
        let many = self.find(at, is_many);
        let says = format!(
            " seems to count purchases ({}), and each row counts as one: give rows for each purchase, or write the days since the last \
             one below `Days since`",
            self.quoted(*many.first()?, at)
        );
        let is_count = is_one_of(self.name(at), PURCHASES);
        is_count.then(|| self.doubt("purchases", at, &says).at(&many))
    }

    /// Rows of a plan among those of what was.
    fn plans(&self, at: usize) -> Option<Finding> {
        let is_of = |cell: &str, list: &str| is_one_of(only_word(cell), list);
        let first = |list: &str| self.find(at, |cell| is_of(cell, list)).first().copied();
        let (was, meant) = (first(WAS)?, first(MEANT)?);
        let is_other = |cell: &str| !cell.is_empty() && !is_of(cell, WAS) && !is_of(cell, MEANT);
        let says = format!(
            " tells plans from what was ({}, {}), and all rows count: keep those of one",
            self.quoted(was.min(meant), at),
            self.quoted(was.max(meant), at)
        );
        let are_all = self.find(at, is_other).is_empty();
        are_all.then(|| self.doubt("plans", at, &says))
    }

    /// Prices for so many units, beside quantities that are multiplied with them.
    fn price_units(&self, at: usize) -> Option<Finding> {
        let letters = self.name(at).chars().filter(|c| c.is_alphabetic());
        let is_price = |column: &Column| matches!(&*column.key, "unit_cost" | "unit_price");
        if !is_one_of(&letters.collect::<String>(), PRICE_UNITS)
            || !self.columns.iter().any(is_price)
        {
            return None;
        }
        let others = self.find(at, |cell| is_number(cell) && cell != "1");
        let says = format!(
            " tells for how many units a price is ({}), and prices are taken as those of one: divide them",
            self.quoted(*others.first()?, at)
        );
        Some(self.doubt("price_unit", at, &says).at(&others))
    }

    /// A column of units that are not those in which the numbers beside it are read, or that differ within one series.
    fn units(&self, at: usize) -> Option<Finding> {
        if !has_word(self.name(at), UNITS) {
            return None;
        }
        let is_unit =
            |cell: &str| !is_nothing(cell) && !cell.contains(|c: char| c.is_ascii_digit());
        let unit = |place: &usize| {
            let name = self.cell(*place, at).to_lowercase();
            let one = name.trim_end_matches(['.', 's']);
            if is_one_of(&name, PIECES) || is_one_of(one, PIECES) {
                "pc".to_owned()
            } else {
                one.to_owned()
            }
        };
        let is_measure = !has_word(self.name(at), NO_MEASURES);
        let is_series = self.header.layout.order != RowOrder::Free && is_measure;
        let named = if is_series {
            self.find(at, is_unit)
        } else {
            Vec::new()
        };
        if let Some(other) = named.iter().find(|place| unit(place) != unit(&named[0])) {
            let says = format!(
                " has {} beside `{}`, and the numbers are taken as of one unit: convert them",
                self.quoted(*other, at),
                self.cell(named[0], at)
            );
            return Some(self.doubt("units", at, &says).at(&[*other]));
        }
        let wanted = |cell: &str| {
            let mut read = self.columns.iter().filter_map(|column| column.unit);
            read.find(|unit| units::is_another(cell, unit))
        };
        let others = self.find(at, |cell| wanted(cell).is_some());
        let first = *others.first()?;
        let says = format!(
            " has {}, and the numbers are read in {}: convert them",
            self.quoted(first, at),
            wanted(self.cell(first, at))?
        );
        Some(self.doubt("units", at, &says).at(&others))
    }

    fn are_signed(&self) -> bool {
        let mut numbers = self.of_numbers().flat_map(|column| &column.numbers);
        numbers.any(|number| *number < 0.0)
    }

    /// The first two rows with a pair of words, in a column that has no others.
    fn pair(&self, at: usize, pairs: &str) -> Option<String> {
        let word = |place: usize| self.cell(place, at).to_lowercase();
        let filled = || {
            self.kept()
                .filter(|place| !self.cell(*place, at).is_empty())
        };
        let is_of = |(one, other): &(&str, &str)| {
            filled()
                .map(word)
                .all(|word| [*one, *other].contains(&&*word))
        };
        let mut pairs = pairs.split("; ").filter_map(|pair| pair.split_once('/'));
        pairs.find(is_of)?;
        let first = filled().next()?;
        let other = filled().find(|place| word(*place) != word(first))?;
        Some(format!(
            "{}, {}",
            self.quoted(first, at),
            self.quoted(other, at)
        ))
    }

    /// The rows that a column called cancelled or returned marks with a yes, an X or a day, unless it says the same in words.
    pub fn marks(&self, at: usize) -> Option<Vec<usize>> {
        let name = self.name(at);
        let mut words = name.split(|c: char| !c.is_alphanumeric());
        if !words.any(is_cancelled) || !self.find_told(at, is_reversed).is_empty() {
            return None;
        }
        let is_no = |cell: &str| {
            is_nothing(cell) || rfm::said(cell) == Some(false) || cell.parse() == Ok(0.0)
        };
        // A column with something in each row, such as a cancellation policy, marks none of them.
        let marked = self.find(at, |cell| !is_no(cell));
        (marked.len() < self.kept().count()).then_some(marked)
    }

    /// A column that marks some rows as cancelled, refunded or credit notes, though they are counted.
    fn reversed(&self, at: usize) -> Option<Finding> {
        let of = self.name(at).to_lowercase();
        let is_called = CALLED.split("; ").any(|stem| of.contains(stem));
        if is_called && !has_word(&of, KINDS) && self.marks(at).is_none() {
            return None;
        }
        // A credit note with a negative amount is already correct; `credit` alone may be a way to pay.
        let signed = self.are_signed();
        let gives_back =
            |cell: &str| !signed && is_refund(cell) && !cell.eq_ignore_ascii_case("credit");
        let said = self.find_told(at, |cell| is_reversed(cell) || gives_back(cell));
        let reversed = if said.is_empty() {
            self.marks(at)?
        } else {
            said
        };
        let says = format!(
            " has {}, and {} count{} as the others do; delete what is no sale",
            self.quoted(*reversed.first()?, at),
            self.named(&reversed),
            if reversed.len() == 1 { "s" } else { "" }
        );
        let told = self.doubt("reversed", at, &says).at(&reversed);
        let mut columns = self.header.layout.columns.iter();
        Some(if columns.any(|column| column.key == "status") {
            told.or(format!("--status `{}` heeds it", self.name(at)))
        } else {
            told
        })
    }

    /// Amounts that were paid back, beside those that are read, of which they are not taken off.
    fn paid_back(&self, at: usize) -> Option<Finding> {
        let mut layout = self.header.layout.columns.iter();
        let amounts = layout.find_map(|of| {
            let mut read = self.columns.iter();
            let is_amount = is_money(of) || matches!(of.key, "amount" | "unit_price");
            read.find(|column| is_amount && column.key == of.key)
        })?;
        let (name, read) = (self.name(at), self.name(amounts.at));
        let folded = fold(name);
        let is_back = |header: &str| PAID_BACK.split("; ").any(|stem| header.contains(stem));
        let is_amount = is_back(&folded)
            && !folded.contains("refundab")
            && !has_word(name, OFF)
            && !has_word(name, COUNTED)
            && !has_word(name, RATIOS)
            && !has_word(name, NUMBERS);
        let is_off = has_word(read, OFF) && is_back(&fold(read));
        if !is_amount || is_off || is_net(read) || self.are_signed() {
            return None;
        }
        // A 1 marks a row, as a yes does.
        let is_none = |cell: &str| is_nothing(cell) || !cell.contains(|c| ('1'..='9').contains(&c));
        let paid = self.find(at, |cell| !is_none(cell));
        let first = *paid.first()?;
        let are_amounts = paid.iter().all(|place| is_number(self.cell(*place, at)))
            && paid.iter().any(|place| self.cell(*place, at) != "1");
        let says = format!(
            " tells what was paid back ({}), and it is not taken off `{read}`: take it off there",
            self.quoted(first, at)
        );
        let told = self.doubt("paid_back", at, &says).at(&paid);
        let other = format!("--{} NAME takes a column from which it is off", amounts.key);
        are_amounts.then(|| told.or(other))
    }

    /// A few words for the kinds of rows that count as sales alike: one that is not known may mean that they are none.
    fn kinds(&self, at: usize) -> Option<Finding> {
        self.needed(Holds::Date)?;
        if self.columns.iter().any(|column| column.key == "status") {
            return None;
        }
        let name = self.name(at).to_lowercase();
        let has = |list: &str| list.split("; ").any(|stem| name.contains(stem));
        if !has_word(&name, KINDS) && !has(KINDS_WITHIN) || has(OTHERS) || self.are_signed() {
            return None;
        }
        let filled = self.find(at, |cell| !is_nothing(cell));
        let words: BTreeSet<&str> = filled.iter().map(|place| self.cell(*place, at)).collect();
        let are_few = (2..=FEW).contains(&words.len()) && words.len() < filled.len();
        let are_words = words.iter().all(|word| word.contains(char::is_alphabetic));
        let words = first_of(words.iter().map(|word| format!("`{word}`")), NAMED);
        let says = format!(": rows with {words} all count as sales; delete those that are none");
        (are_few && are_words).then(|| self.doubt("status", at, &says))
    }

    /// A column of currencies by what stands in it, of which there are several. A header with a currency tells that amounts are
    /// converted.
    fn currencies(&self, at: usize) -> Option<Finding> {
        let mut amounts = self.of_numbers().map(|column| self.name(column.at));
        if amounts.any(units::names_currency) {
            return None;
        }
        let is_known = |cell: &str| {
            numbers::currency_named(cell).is_some() || units::currency_within(cell).is_some()
        };
        let is_said = units::is_currency(self.name(at))
            || units::says_currency(self.name(at)) && !self.find(at, is_known).is_empty();
        let named = |place: usize| {
            let cell = self.cell(place, at);
            let is_code = cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase());
            let is_sign = !cell.contains(char::is_alphanumeric);
            let known = || numbers::currency_named(cell).map(str::to_owned);
            if is_said && !cell.contains(|c: char| c.is_numeric()) {
                // Words that are not known are those of different ones.
                let within = || units::currency_within(cell).map(str::to_owned);
                return known().or_else(within).or_else(|| Some(fold(cell)));
            }
            (is_code || is_sign).then(known)?
        };
        let filled = self.find(at, |cell| !is_nothing(cell));
        let coded = filled
            .iter()
            .filter_map(|place| Some((named(*place)?, *place)));
        let [(_, first), (_, other)] = units::two_currencies(coded.clone())?;
        if coded.count() * 2 <= filled.len() {
            return None;
        }
        let says = format!(
            " has several currencies ({}, {}), and the amounts are added up as they stand: convert them, or keep the rows of one",
            self.quoted(first, at),
            self.quoted(other, at)
        );
        Some(self.doubt("currencies", at, &says))
    }
}

//! Finds totals and subtotals of reports, which are not data rows.

use super::grid::Grid;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A row that is, or may be, a total.
pub struct Total {
    /// Index among the rows examined.
    pub row: usize,
    pub name: String,
    /// Whether its name is that of a total of all rows.
    pub is_grand: bool,
    pub why: Why,
}

impl Total {
    pub fn is_out(&self) -> bool {
        !matches!(self.why, Why::MayBeSum | Why::MayBeSumBelow | Why::NoSum)
    }
}

/// Why a row is left out, or why it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Left out: the sum of rows above, or of all others.
    Sum,
    /// Left out: a total or a statistic by its name and place.
    Named,
    /// Left out: the sum of rows below it, in an outline.
    SumBelow,
    /// Left out: it stands below the total, as a tax or a budget does.
    Below,
    /// Kept: its numbers are sums, but its name could be that of a customer.
    MayBeSum,
    /// Kept: its numbers are the sum of the rows below it, and no total tells whether the rows are an outline.
    MayBeSumBelow,
    /// Kept: its name is that of a total, but its numbers are not sums and other rows follow.
    NoSum,
}

/// The rows in which totals are looked for.
pub struct Rows<'r> {
    pub grid: &'r Grid,
    pub rows: &'r [usize],
    /// The columns of numbers, NaN where a cell is empty or no number.
    pub columns: &'r [&'r [f64]],
    /// The column of names, without which no row is left out for its sums alone: in a series one number is easily the sum of those
    /// before it.
    pub id: Option<usize>,
    /// Which rows have all the values that they need.
    pub usable: &'r [bool],
    /// Whether a person typed the rows one by one: they are left out by their names only.
    pub are_typed: bool,
    /// Whether each row needs a date, which no row below a total has.
    pub are_dated: bool,
    /// The row of the grid in which the header stands for the last time.
    pub last_header: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Total,
    Subtotal,
    /// A count, an average, a maximum: such rows stand below a total.
    Statistic,
    /// Together with another word, as in `North Total`.
    Partly,
    /// Carried to the next page, if it is a sum.
    Carried,
    /// A tax, a budget, a part of the total: such rows stand right below a total.
    Below,
    Not,
}

const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "grand totals",
    "overall",
    "overall total",
    "total general",
    "total général",
    "sum",
    "sums",
    "all",
    "summe",
    "summen",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "gesamtbetrag",
    "ergebnis",
    "endsumme",
    "insgesamt",
    "totale",
    "totale complessivo",
    "totale generale",
    "totaal",
    "eindtotaal",
    "algemeen totaal",
    "totales",
    "suma",
    "suma total",
    "total geral",
    "soma",
    "somme",
    "ensemble",
    "ogółem",
    "razem",
    "suma końcowa",
    "łącznie",
    "podsumowanie",
    "totaux",
    "gesamtumsatz",
    "t o t a l",
    "总和",
    "celkem",
    "celkový součet",
    "součet",
    "spolu",
    "összesen",
    "végösszeg",
    "yhteensä",
    "loppusumma",
    "summa",
    "totalsumma",
    "totalt",
    "i alt",
    "hovedtotal",
    "sammenlagt",
    "toplam",
    "genel toplam",
    "итого",
    "всего",
    "общий итог",
    "итог",
    "разом",
    "общо",
    "ukupno",
    "skupaj",
    "kokku",
    "kopā",
    "iš viso",
    "σύνολο",
    "συνολο",
    "γενικό σύνολο",
    "合計",
    "総計",
    "合计",
    "总计",
    "總計",
    "합계",
    "총합계",
    "tổng",
    "tổng cộng",
    "รวม",
    "الإجمالي",
    "المجموع",
    "סהכ",
    "סך הכל",
    "jumlah",
    "total umum",
    "कुल",
    "Σ",
    "∑",
    "сумма",
    "общая сумма",
    "всього",
    "усього",
    "сума",
    "загалом",
    "збир",
    "вкупно",
    "samtals",
    "alls",
    "somma",
    "sommatoria",
    "tot",
    "összeg",
    "mindösszesen",
    "viso",
    "bendra suma",
    "pavisam",
    "totali",
    "celkovo",
    "сукупно",
];

const SUBTOTALS: &[&str] = &[
    "subtotal",
    "subtotals",
    "sub total",
    "sous total",
    "zwischensumme",
    "teilsumme",
    "teilergebnis",
    "subtotale",
    "subtotaal",
    "subtotales",
    "delsumma",
    "delsum",
    "mezisoučet",
    "medzisúčet",
    "suma częściowa",
    "podsuma",
    "ara toplam",
    "részösszeg",
    "välisumma",
    "промежуточный итог",
    "подытог",
    "小計",
    "小计",
    "소계",
    "übertrag",
    "carried forward",
    "brought forward",
    "carry forward",
    "c f",
    "b f",
    "à reporter",
    "report à nouveau",
    "riporto",
    "a riportare",
    "suma y sigue",
    "suma anterior",
    "do przeniesienia",
    "z przeniesienia",
];

const STATISTICS: &[&str] = &[
    "average",
    "avg",
    "mean",
    "mittelwert",
    "durchschnitt",
    "moyenne",
    "media",
    "promedio",
    "gemiddelde",
    "średnia",
    "medel",
    "genomsnitt",
    "gennemsnit",
    "průměr",
    "média",
    "平均",
    "среднее",
    "count",
    "number of customers",
    "number of items",
    "number of rows",
    "customers",
    "items",
    "rows",
    "anzahl",
    "nombre",
    "número",
    "numero",
    "aantal",
    "antal",
    "antall",
    "liczba",
    "počet",
    "количество",
    "件数",
    "max",
    "maximum",
    "min",
    "minimum",
    "median",
    "médiane",
    "mediana",
    "std",
    "std dev",
    "standard deviation",
    "standardabweichung",
    "variance",
    "varianz",
    "stdev",
    "stddev",
    "std deviation",
    "st dev",
    "sd",
    "écart type",
    "desviación estándar",
    "deviazione standard",
    "desvio padrão",
    "standaardafwijking",
    "odchylenie standardowe",
    "стандартное отклонение",
    "ø",
    "mittel",
    "schnitt",
    "średnio",
    "gjennomsnitt",
    "keskiarvo",
    "átlag",
    "ortalama",
    "среднее значение",
    "максимум",
    "минимум",
    "медиана",
];

/// A sum that is carried to the next page, where its numbers are a sum: elsewhere the word may be the name of something.
const CARRIED: &[&str] = &["report", "reports"];

/// What stands below a total and is no row of the table: taxes, comparisons, parts of the total.
const BELOW: &[&str] = &[
    "vat",
    "tax",
    "taxes",
    "sales tax",
    "gst",
    "hst",
    "mwst",
    "zzgl mwst",
    "ust",
    "zzgl ust",
    "mehrwertsteuer",
    "umsatzsteuer",
    "tva",
    "iva",
    "btw",
    "moms",
    "mva",
    "dph",
    "áfa",
    "kdv",
    "ндс",
    "пдв",
    "shipping",
    "freight",
    "versand",
    "versandkosten",
    "fracht",
    "discount",
    "rabatt",
    "skonto",
    "remise",
    "descuento",
    "rounding",
    "rundung",
    "arrondi",
    "budget",
    "plan",
    "target",
    "ziel",
    "soll",
    "objectif",
    "objetivo",
    "forecast",
    "prognose",
    "growth",
    "wachstum",
    "croissance",
    "crecimiento",
    "change",
    "veränderung",
    "difference",
    "differenz",
    "abweichung",
    "écart",
    "diferencia",
    "prior year",
    "previous year",
    "last year",
    "vorjahr",
    "année précédente",
    "año anterior",
];

/// Words that begin the name of a part of a total, as in `of which export`.
const PARTS: &[&str] = &[
    "of which",
    "thereof",
    "including",
    "davon",
    "darunter",
    "dont",
    "di cui",
    "waarvan",
    "w tym",
    "в том числе",
];

/// The names as [`folded`] writes them.
static NAMES: LazyLock<HashMap<String, Named>> = LazyLock::new(|| {
    let lists = [
        (TOTALS, Named::Total),
        (SUBTOTALS, Named::Subtotal),
        (STATISTICS, Named::Statistic),
        (CARRIED, Named::Carried),
        (BELOW, Named::Below),
    ];
    let all = lists
        .iter()
        .flat_map(|(names, kind)| names.iter().map(|name| (folded(name), *kind)));
    all.collect()
});

/// In lower case, without accents, numbers and brackets.
fn folded(name: &str) -> String {
    let mut depth = 0;
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ if depth > 0 => {}
            _ if c.is_alphabetic() || c == '∑' => text.extend(c.to_lowercase()),
            // A vowel sign is part of its letter.
            '\u{900}'..='\u{e7f}' => text.push(c),
            '\'' | '’' | '"' | '״' => {}
            _ if text.is_empty() || text.ends_with(' ') => {}
            _ => text.push(' '),
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn named(name: &str) -> Named {
    if name.is_empty() || name.len() > 80 {
        return Named::Not;
    }
    let text = folded(name);
    if let Some(kind) = NAMES.get(&text) {
        return *kind;
    }
    let begins = |part: &&str| text.starts_with(*part) && text[part.len()..].starts_with(' ');
    if PARTS.iter().any(begins) {
        return Named::Below;
    }
    // One or two words at either end may be the word for a total.
    let ends = [
        text.split_once(' ').map(|(word, _)| word),
        text.rsplit_once(' ').map(|(_, word)| word),
        text.match_indices(' ').nth(1).map(|(at, _)| &text[..at]),
        text.rmatch_indices(' ')
            .nth(1)
            .map(|(at, _)| &text[at + 1..]),
    ];
    let found = ends
        .into_iter()
        .flatten()
        .find_map(|words| NAMES.get(words));
    match found {
        Some(Named::Subtotal) => Named::Subtotal,
        Some(Named::Total) => Named::Partly,
        _ => Named::Not,
    }
}

/// Sums of the rows so far.
#[derive(Clone)]
struct Sums {
    of: Vec<f64>,
    rows: usize,
}

impl Sums {
    fn none(columns: &[&[f64]]) -> Self {
        Sums {
            of: vec![0.0; columns.len()],
            rows: 0,
        }
    }

    fn add(&mut self, columns: &[&[f64]], row: usize) {
        self.rows += 1;
        for (sum, column) in self.of.iter_mut().zip(columns) {
            if column[row].is_finite() {
                *sum += column[row];
            }
        }
    }

    /// Whether the row has numbers and each is the sum of its column.
    fn are(&self, columns: &[&[f64]], row: usize) -> bool {
        let mut any = false;
        let all = self.of.iter().zip(columns).all(|(sum, column)| {
            let value = column[row];
            any |= value.is_finite() && value != 0.0;
            value.is_nan() || (value - sum).abs() <= 1e-6 * sum.abs().max(value.abs())
        });
        any && all && self.rows > 0
    }

    fn less(&self, columns: &[&[f64]], row: usize) -> Sums {
        let of = self
            .of
            .iter()
            .zip(columns)
            .map(|(sum, column)| match column[row].is_finite() {
                true => sum - column[row],
                false => *sum,
            });
        Sums {
            of: of.collect(),
            rows: self.rows.saturating_sub(1),
        }
    }
}

/// Whether the value is the mean, count, maximum, minimum, median or standard deviation of the rows above.
fn is_statistic(above: &[usize], column: &[f64], value: f64) -> bool {
    let mut numbers: Vec<f64> = above.iter().map(|&row| column[row]).collect();
    numbers.retain(|number| number.is_finite());
    numbers.sort_unstable_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (numbers.first(), numbers.last()) else {
        return false;
    };
    let count = numbers.len();
    let mean = numbers.iter().sum::<f64>() / count as f64;
    let middle = f64::midpoint(numbers[(count - 1) / 2], numbers[count / 2]);
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    let deviation = (squares / count as f64).sqrt();
    let of_sample = (squares / (count as f64 - 1.0)).sqrt();
    [
        mean,
        count as f64,
        least,
        most,
        middle,
        deviation,
        of_sample,
    ]
    .iter()
    .any(|shown| (value - shown).abs() <= 0.01 * shown.abs())
}

/// A head of an outline, or the total of all: its numbers, and what of them the rows below have not used up.
struct Open {
    of: Vec<f64>,
    left: Vec<f64>,
    rows: usize,
}

impl Open {
    fn new(of: Vec<f64>) -> Self {
        let left = of.clone();
        Open { of, left, rows: 0 }
    }

    fn is_used_up(&self) -> bool {
        let near = |(of, left): (&f64, &f64)| left.is_nan() || left.abs() <= 1e-6 * of.abs();
        self.of.iter().zip(&self.left).all(near)
    }
}

impl Rows<'_> {
    fn id_of(&self, row: usize) -> &str {
        self.id.map_or("", |at| self.grid.cell(self.rows[row], at))
    }

    fn is_nameless(&self, row: usize) -> bool {
        matches!(self.id_of(row), "" | "-" | "*")
    }

    /// What the row is called, and what that means. Without an id any of its cells may be the name.
    fn name_of(&self, row: usize) -> (&str, Named) {
        if !self.is_nameless(row) {
            return (self.id_of(row), named(self.id_of(row)));
        }
        let is_word = |cell: &&str| cell.chars().any(|c| c.is_alphabetic() || "Σ∑".contains(c));
        let mut words = self.grid.cells(self.rows[row]).filter(is_word);
        let first = words.next().unwrap_or_default();
        std::iter::once(first)
            .chain(words)
            .map(|cell| (cell, named(cell)))
            .find(|(_, kind)| *kind != Named::Not)
            .unwrap_or((first, Named::Not))
    }

    fn filled(&self, row: usize) -> usize {
        self.grid.filled(self.rows[row]).count()
    }

    /// Whether the row has fewer cells than others: a total has no date and no order number.
    fn is_bare(&self, row: usize) -> bool {
        row > 0 && self.filled(row) < self.filled(row - 1)
            || self.id.is_some() && self.filled(row) <= 1 + self.columns.len()
    }

    /// Whether stars stand before its name: SAP marks a subtotal with one, and the next level with two.
    fn is_starred(&self, row: usize) -> bool {
        let name = self.id_of(row);
        let behind = name.trim_start_matches('*');
        behind.len() < name.len() && (behind.is_empty() || behind.starts_with(' '))
    }

    /// Whether the table ends with this total of all rows above it, so that what follows is a tax, a budget, a part of it. The table
    /// goes on if a header, dates or a total of the rows in between say so, or if more rows follow than stand above.
    fn ends_at(&self, total: usize, above: usize, kinds: &[Named]) -> bool {
        let below = total + 1..kinds.len();
        let is_plain = |row: &usize| {
            self.usable[*row] && !matches!(kinds[*row], Named::Total | Named::Subtotal)
        };
        let plain = below.clone().filter(is_plain).count();
        if plain == 0
            || plain > above.max(FEW_BELOW)
            || self.are_dated
            || self.last_header > self.rows[total]
        {
            return false;
        }
        let mut between = Sums::none(self.columns);
        !below.into_iter().any(|row| {
            let is_total = matches!(kinds[row], Named::Total | Named::Subtotal | Named::Partly)
                && between.are(self.columns, row);
            if is_plain(&row) {
                between.add(self.columns, row);
            }
            is_total
        })
    }

    /// The heads of an outline, in which each head is the sum of the rows below it, down to the next head: a compact pivot. All rows
    /// are at the same depth, and the uppermost heads sum up to the total, if there is one. Without it, two heads at least have
    /// several rows each.
    fn heads(&self, rows: &[usize], total: Option<usize>, depth: usize) -> Option<Vec<usize>> {
        let numbers = |row: usize| self.columns.iter().map(move |column| column[row]);
        let root = match total {
            Some(row) => numbers(row).collect(),
            None => vec![f64::NAN; self.columns.len()],
        };
        if total.is_some() && !root.iter().any(|number| number.abs() > 0.0) {
            return None;
        }
        let (mut open, mut heads, mut wide) = (vec![Open::new(root)], Vec::new(), 0);
        for &row in rows {
            if let Some(above) = open.last_mut() {
                above.rows += 1;
                for (left, number) in above.left.iter_mut().zip(numbers(row)) {
                    *left -= if number.is_nan() { 0.0 } else { number };
                }
            }
            let is_something = numbers(row).any(|number| number.abs() > 0.0);
            if open.len() < depth && is_something {
                open.push(Open::new(numbers(row).collect()));
                heads.push(row);
                continue;
            }
            while open.len() > 1 && open.last().is_some_and(Open::is_used_up) {
                wide += usize::from(open.pop().is_some_and(|head| head.rows > 1));
            }
        }
        let is_outline = open.len() == 1 && open[0].is_used_up() && !heads.is_empty();
        (is_outline && (total.is_some() || wide > 1)).then_some(heads)
    }
}

/// At most this many rows, or as many as stand above it, are taken as what follows a total.
const FEW_BELOW: usize = 5;
/// The most levels of an outline, the total counted in.
const DEEPEST: usize = 5;

/// Finds rows that are totals of the rows above them, or of all other rows.
pub fn find(table: &Rows) -> Vec<Total> {
    let (columns, usable) = (table.columns, table.usable);
    let (names, kinds): (Vec<&str>, Vec<Named>) =
        (0..table.rows.len()).map(|row| table.name_of(row)).unzip();
    let last_plain = (0..kinds.len()).rev().find(|&row| {
        usable[row] && matches!(kinds[row], Named::Not | Named::Partly | Named::Carried)
    });
    // Where every row is called a total, the word is no name of a row: `all` in a column of regions.
    if last_plain.is_none() {
        return Vec::new();
    }
    let mut stars = false;
    let coded = (0..kinds.len())
        .filter(|&row| usable[row] && Some(row) != last_plain)
        .all(|row| table.id_of(row).bytes().any(|b| b.is_ascii_digit()));
    let (mut all, mut group) = (Sums::none(columns), Sums::none(columns));
    let mut found: Vec<Total> = Vec::new();
    let partly = kinds.iter().filter(|kind| **kind == Named::Partly).count();
    let by_sums = table.id.is_some() && !table.are_typed;
    for row in 0..kinds.len() {
        let kind = kinds[row];
        let is_tail = last_plain.is_none_or(|last| row >= last);
        let behind_all = last_plain.is_some_and(|last| row > last);
        let (of_all, of_group) = (all.are(columns, row), group.are(columns, row));
        let is_sum = of_all || of_group;
        let no_other_could = coded && !table.id_of(row).bytes().any(|b| b.is_ascii_digit());
        let left_out = if is_sum { Why::Sum } else { Why::Named };
        let why = match kind {
            Named::Total | Named::Subtotal if behind_all || is_sum => left_out,
            Named::Subtotal => left_out,
            Named::Statistic if behind_all => {
                let told = !found.is_empty() || {
                    let above: Vec<usize> = (0..row).filter(|&above| usable[above]).collect();
                    columns.iter().all(|column| {
                        column[row].is_nan() || is_statistic(&above, column, column[row])
                    })
                };
                if !told {
                    all.add(columns, row);
                    continue;
                }
                left_out
            }
            Named::Partly if of_group && (group.rows > 1 || partly > 1) => left_out,
            Named::Partly if of_all && is_tail && all.rows > 1 => left_out,
            Named::Carried if is_sum && all.rows > 1 => left_out,
            Named::Below if behind_all && group.rows == 0 && found.iter().any(Total::is_out) => {
                Why::Below
            }
            _ if table.is_starred(row) && (is_sum || stars) => {
                stars = true;
                left_out
            }
            _ if by_sums && is_sum && table.is_nameless(row) && all.rows >= 2 => left_out,
            _ if by_sums && of_all && is_tail && no_other_could && all.rows >= 4 => left_out,
            Named::Total => Why::NoSum,
            _ if of_all && is_tail && table.is_bare(row) && all.rows >= 2 && usable[row] => {
                Why::MayBeSum
            }
            _ => {
                if usable[row] {
                    all.add(columns, row);
                    group.add(columns, row);
                }
                continue;
            }
        };
        let total = Total {
            row,
            name: names[row].to_owned(),
            is_grand: kind == Named::Total,
            why,
        };
        let is_total = matches!(kind, Named::Total | Named::Partly) && why == Why::Sum;
        let is_end = is_total && of_all && all.rows > 1 && !table.are_typed;
        if total.is_out() {
            group = Sums::none(columns);
        } else {
            all.add(columns, row);
            group.add(columns, row);
        }
        found.push(total);
        if is_end && table.ends_at(row, all.rows, &kinds) {
            let below = row + 1..kinds.len();
            found.extend(below.map(|row| Total {
                row,
                name: names[row].to_owned(),
                is_grand: false,
                why: match kinds[row] {
                    Named::Total | Named::Subtotal | Named::Statistic => Why::Named,
                    _ => Why::Below,
                },
            }));
            break;
        }
    }
    // A total may also stand above its rows.
    for total in &mut found {
        if total.why == Why::NoSum && all.less(columns, total.row).are(columns, total.row) {
            total.why = Why::Sum;
        }
    }
    if !table.are_typed {
        outline(table, &names, &mut found);
    }
    found
}

/// Adds the heads of an outline. They are left out if a total by its name shows that they count twice.
fn outline(table: &Rows, names: &[&str], found: &mut Vec<Total>) {
    let total = found
        .iter()
        .position(|total| total.is_grand && matches!(total.why, Why::Named | Why::NoSum));
    if total.is_none() && (table.id.is_none() || found.iter().any(Total::is_out)) {
        return;
    }
    let mut plain: Vec<bool> = table.usable.to_vec();
    for (nth, other) in found.iter().enumerate() {
        plain[other.row] &= !other.is_out() && Some(nth) != total;
    }
    let plain: Vec<usize> = (0..plain.len()).filter(|row| plain[*row]).collect();
    let row = total.map(|total| found[total].row);
    let Some(heads) = (2..=DEEPEST).find_map(|depth| table.heads(&plain, row, depth)) else {
        return;
    };
    let why = match total {
        Some(total) => {
            found[total].why = Why::Sum;
            Why::SumBelow
        }
        None => Why::MayBeSumBelow,
    };
    found.retain(|total| !heads.contains(&total.row));
    found.extend(heads.into_iter().map(|row| Total {
        row,
        name: names[row].to_owned(),
        is_grand: false,
        why,
    }));
    found.sort_by_key(|total| total.row);
}

//! What headers mean that are in other languages, or are never a part of a longer one.

use super::numbers::currency_named;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// For each header as [`fold`] writes it, the columns that it means.
static MEANINGS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut meanings: HashMap<String, Vec<String>> = HashMap::new();
    let lines = include_str!("headers.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    for (columns, headers) in lines.filter_map(|line| line.split_once(": ")) {
        for header in headers.split("; ") {
            let means = meanings.entry(fold(header)).or_default();
            means.extend(columns.split(", ").map(fold));
        }
    }
    meanings
});

/// How spreadsheets begin the header of a sum in a pivot table, before the header of what they add.
const SUM_OF: &str = "Summe von ; Summe - ; Somme de ; Somme - ; Suma de ; Suma - ; Suma z ; Somma di ; Soma de ; Som van ; Summa av ; \
    Сумма по полю ; 合計 / ; 求和项:";

/// The columns that a header of the list means, each by one of its names as [`fold`] writes them.
pub fn meant(header: &str) -> &'static [String] {
    // No header of the list is so long, and what stands in a first row may be a whole text.
    if header.len() > 200 {
        return &[];
    }
    // Without their accents these are English words, for a title and for a part.
    let core = core(header);
    // A `DB %` is a rate.
    if header.contains('%') || header.is_ascii() && matches!(&*core, "designation" | "piece") {
        return &[];
    }
    let found = MEANINGS.get(&fold(header)).or_else(|| MEANINGS.get(&core));
    // A pivot table says `Summe von Umsatz`.
    let summed = || summed(header).map(meant).unwrap_or_default();
    found.map_or_else(summed, Vec::as_slice)
}

/// What a header of a pivot table says that it sums up.
fn summed(header: &str) -> Option<&str> {
    SUM_OF
        .split("; ")
        .find_map(|begin| header.strip_prefix(begin))
}

/// Whether a header is that of a sum in a pivot table.
pub fn is_sum(header: &str) -> bool {
    header.starts_with("Sum of ") || summed(header).is_some()
}

/// Letters and digits only, in lower case and without accents, which some programs leave out.
pub fn fold(header: &str) -> String {
    let letters = header.nfkd().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What a header says without what may stand beside any: a word for a number, articles, a currency, a scale, a unit of days, a year.
fn core(header: &str) -> String {
    const BESIDE: &str = "n; no; nr; num; nº; number; numéro; numero; número; nummer; id; code; codigo; código; код; de; du; d; \
        des; del; la; le; les; l; der; die; das; in; en; k; t; std; h; min; kg; m; cm; mm; stk; szt; tsd; mio; mln; млн; tys; tis; тыс; тис; miles; \
        milhares; migliaia; mil; bin; lakh; lakhs; crores; r; tage; tagen; jours; dias; días; дней";
    let header: String = header.nfc().flat_map(char::to_lowercase).collect();
    let is_beside = |word: &&str| {
        let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let unscaled = word.strip_prefix(['t', 'k', 'm']).unwrap_or(
            word.trim_start_matches(['千', '万', '百', '億', '亿', '천', '만', '백', '억']),
        );
        let is_money = [*word, unscaled]
            .iter()
            .any(|word| currency_named(word).is_some());
        is_year || BESIDE.split("; ").any(|one| one == *word) || is_money
    };
    let words = header.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !is_beside(word)).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calculators::ALL;

    /// Each column that the list names is one, and no header of it may mean two columns of a table.
    #[test]
    fn each_header_means_one_column_of_a_table() {
        let mut unknown: Vec<&String> = MEANINGS.values().flatten().collect();
        for layout in ALL.iter().flat_map(|calculator| calculator.layouts) {
            let names = layout.columns.iter().map(|column| {
                let synonyms = column.synonyms.split("; ");
                let names = [column.key, column.label].into_iter().chain(synonyms);
                names.map(fold).collect::<Vec<String>>()
            });
            let names: Vec<Vec<String>> = names.collect();
            unknown.retain(|name| !names.iter().flatten().any(|one| one == *name));
            for header in MEANINGS.keys() {
                let means = names
                    .iter()
                    .filter(|names| meant(header).iter().any(|meant| names.contains(meant)));
                assert!(means.count() < 2, "{}: {header}", layout.name);
            }
        }
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(!MEANINGS.contains_key(""));
    }
}

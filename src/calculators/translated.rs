//! What headers mean that are in other languages, or are never a part of a longer one.

use super::numbers::currency_named;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// For each header as [`core`] writes it, the columns that it means.
static MEANINGS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut meanings: HashMap<String, Vec<String>> = HashMap::new();
    let lines = include_str!("headers.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    for (columns, headers) in lines.filter_map(|line| line.split_once(": ")) {
        for header in headers.split("; ") {
            let means = meanings.entry(core(header)).or_default();
            means.extend(columns.split(", ").map(fold));
        }
    }
    meanings
});

/// Which of a column's names, as [`fold`] writes them, a header of the list means.
pub fn meant(header: &str, names: &[String]) -> Option<usize> {
    let means = MEANINGS.get(&core(header))?;
    // A `DB %` is a rate.
    let is_meant = |name: &String| !header.contains('%') && means.contains(name);
    names.iter().position(is_meant)
}

/// Letters and digits only, in lower case and without accents, which some programs leave out.
pub fn fold(header: &str) -> String {
    let letters = header.nfkd().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What a header says without what may stand beside any: a word for a number, articles, a currency, a scale, a unit of days, a year.
fn core(header: &str) -> String {
    const BESIDE: &str = "n no nr num nº № number numero nummer id code codigo код de du d des del la le les l der die das in en k t \
        std h min kg cm stk tsd mio tage tagen jours dias дней";
    let header: String = header.nfc().collect();
    let words = header.split(|c: char| !c.is_alphanumeric()).map(fold);
    let is_beside = |word: &String| {
        let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let is_listed = BESIDE.split(' ').any(|one| fold(one) == *word);
        is_year || is_listed || currency_named(word.strip_prefix('t').unwrap_or(word)).is_some()
    };
    words.filter(|word| !is_beside(word)).collect()
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
                let means = names.iter().filter(|names| meant(header, names).is_some());
                assert!(means.count() < 2, "{}: {header}", layout.name);
            }
        }
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(!MEANINGS.contains_key(""));
    }
}

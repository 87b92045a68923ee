//! Words, sentences and syllables of English texts, for the warnings.

use crate::study::kinds::written;
use crate::study::text::QUESTION_MARKS;
use std::borrow::Cow;

/// Without Markdown's invisible markup, which most texts have none of.
pub fn bare<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if text.contains('*') || text.contains('`') {
        text.replace(['*', '`'], "").into()
    } else {
        text
    }
}

/// The words of a text in lower case, a blank between each two.
pub fn plain(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in written(text) {
        line.push_str(word);
        line.push(' ');
    }
    line.pop();
    line.to_lowercase()
}

/// Words: anything between blanks with a letter or digit in it.
pub fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|token| token.trim_matches(|c: char| !c.is_alphanumeric() && c != '%'))
        .filter(|token| token.contains(|c: char| c.is_alphanumeric()))
}

/// How many `tokens` there are; where no blanks part words, two characters count as one, and so does a run of katakana.
pub fn count(text: &str) -> usize {
    let is_token = |word: &&str| word.contains(char::is_alphanumeric);
    let unparted = |c: &char| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{309f}' | '\u{3400}'..='\u{9fff}');
    let is_katakana = |c: char| matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}');
    let words = |word: &str| {
        if word.is_ascii() {
            return 1;
        }
        let runs = word
            .split(|c| !is_katakana(c))
            .filter(|run| !run.is_empty());
        (word.chars().filter(unparted).count() / 2 + runs.count()).max(1)
    };
    text.split_whitespace().filter(is_token).map(words).sum()
}

const NO_END: &[&str] = &[
    "e.g.", "i.e.", "vs.", "cf.", "approx.", "no.", "mr.", "mrs.", "ms.", "dr.", "st.", "al.",
    "inc.", "ltd.", "co.",
];

/// Sentences with their full stops. A line end ends a sentence, except inside a paragraph; table rows are not sentences.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for block in blocks(text) {
        let mut start = 0;
        for (i, c) in block.char_indices() {
            let is_wide = matches!(c, '\u{3002}' | '\u{ff1f}' | '\u{ff01}');
            if !is_wide && !matches!(c, '.' | '?' | '!') {
                continue;
            }
            let end = i + c.len_utf8();
            let rest =
                block[end..].trim_start_matches(['"', '\'', ')', '*', '\u{201d}', '\u{2019}']);
            let last = block[start..end]
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default()
                .trim_start_matches(['(', '"', '\''])
                .to_lowercase();
            if (is_wide || rest.is_empty() || rest.starts_with(char::is_whitespace))
                && !NO_END.contains(&last.as_str())
            {
                let end = block.len() - rest.len();
                found.push(block[start..end].trim());
                start = end;
            }
        }
        found.push(block[start.min(block.len())..].trim());
    }
    found.retain(|sentence| sentence.contains(|c: char| c.is_alphanumeric()));
    found
}

/// Paragraphs, items of lists and headings, without tables.
fn blocks(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let head = line.trim_start();
        let row = head.starts_with('|');
        let item = head.starts_with(['-', '#', '>'])
            || head.starts_with("* ")
            || head
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with(". ");
        if row || item || head.is_empty() {
            found.push(&text[start..at]);
            start = at;
        }
        at += line.len();
        if row {
            start = at;
        }
    }
    found.push(&text[start..]);
    found.retain(|block| !block.trim().is_empty());
    found
}

/// Japanese, Chinese and Korean ask with a last word, too, and a full stop behind it; so does Japanese where it bids.
pub fn is_question(sentence: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric() && !QUESTION_MARKS.contains(&c);
    let end = sentence.trim_end_matches(is_sign);
    let asking = ["か", "吗", "呢", "까", "なさい", "ください"];
    end.ends_with(QUESTION_MARKS) || asking.iter().any(|word| end.ends_with(word))
}

/// Whether there is a place for the answer: `___`, `...`.
pub fn has_gap(text: &str) -> bool {
    text.contains("__") || text.contains("...") || text.contains('\u{2026}')
}

/// Number of vowel groups, without a silent `e` at the end.
pub fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0;
    let mut inside = false;
    for c in word.chars() {
        groups += usize::from(is_vowel(c) && !inside);
        inside = is_vowel(c);
    }
    let before_e = |word: &str| word.chars().rev().nth(1).is_some_and(|c| !is_vowel(c));
    let silent = word.ends_with('e') && !word.ends_with("le") && before_e(&word)
        || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded")
        || word.ends_with("es")
            && !["ses", "zes", "ches", "shes", "xes", "ges", "ces"]
                .iter()
                .any(|ending| word.ends_with(ending))
            // The `e` is spoken in `tables`, but not in `sales`.
            && !(word.ends_with("les") && word.chars().rev().nth(3).is_some_and(|c| !is_vowel(c)));
    (groups - usize::from(silent && groups > 1)).max(1)
}

/// Words without a content of their own.
pub const FUNCTION: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "without", "into",
    "over", "under", "between", "about", "as", "than", "then", "and", "or", "but", "nor", "so",
    "if", "when", "while", "where", "which", "who", "whom", "whose", "what", "that", "this",
    "these", "those", "it", "its", "they", "them", "their", "he", "she", "his", "her", "we", "our",
    "us", "you", "your", "i", "is", "are", "was", "were", "be", "been", "being", "am", "do",
    "does", "did", "done", "has", "have", "had", "will", "would", "shall", "should", "can",
    "could", "may", "might", "must", "there", "here", "also", "too", "very", "such", "each",
    "both", "some", "any",
];

/// The word without its most common endings, so that `orders` and `ordered` become `order`.
pub fn stem(word: &str) -> String {
    let word = word.trim_end_matches("'s").trim_end_matches('\'');
    for (ending, instead) in [
        ("ies", "y"),
        ("ied", "y"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("ly", ""),
        ("s", ""),
        ("e", ""),
    ] {
        if let Some(base) = word.strip_suffix(ending)
            && base.len() >= 3
            && !(ending == "s" && base.ends_with('s'))
        {
            return format!("{base}{instead}");
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        assert_eq!(
            sentences(
                "Margin is 2.5 EUR, e.g. for gloves. Why? (Say so.)\n- one\n- two\n| a | b |\nlast"
            ),
            [
                "Margin is 2.5 EUR, e.g. for gloves.",
                "Why?",
                "(Say so.)",
                "- one",
                "- two",
                "last"
            ]
        );
        for (sentence, asks) in [
            ("Which is it?", true),
            ("Is it (\"so\"?)", true),
            ("Why? It is.", false),
            ("安全在庫とは何ですか。", true),
            ("什么是安全库存呢。", true),
            ("安全在庫です。", false),
            ("「のむ」を漢字で書きなさい。", true),
        ] {
            assert_eq!(is_question(sentence), asks, "{sentence}");
        }
    }

    #[test]
    fn words_are_counted_where_no_blanks_part_them() {
        for (text, words) in [
            ("Which is it?", 3),
            ("Lager für Öl", 3),
            ("全体最適", 2),
            ("サプライチェーンマネジメント", 1),
            ("サプライ・チェーンの全体最適", 4),
        ] {
            assert_eq!(count(text), words, "{text}");
        }
    }

    #[test]
    fn syllables_are_counted_as_spoken() {
        for (word, count) in [
            ("cost", 1),
            ("service", 2),
            ("customer", 3),
            ("profitable", 4),
            ("inventory", 4),
            ("segmentation", 4),
            ("sales", 1),
            ("prices", 2),
            ("shipped", 1),
            ("loaded", 2),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }
}

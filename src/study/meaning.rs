//! Reduces a text to what it says, to tell whether two texts say the same. Apart from a list of short English words it works for
//! any language.

use super::markdown;

/// Punctuation, quotes and list marks: they separate words and have no meaning of their own.
const PARTING: &str =
    ".,;:!?\"'`´()[]{}…‥·•¿¡‘’“”„‚«»‹›、。，；：！？（）【】「」『』–—―‐‑\u{e000}";

/// Signs of formulas: near one, brackets and a single `-` have a meaning too.
const FORMULA: &str = "<>≤≥=≠≈+±×÷*/^√−→←↔⇒";

/// English words of two letters: at the start of a sentence their capital letter has no meaning.
const SHORT_WORDS: &[&str] = &[
    "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no",
    "of", "on", "or", "so", "to", "up", "us", "we",
];

/// The words and signs of a text with lines and lists, in lower case where the case says nothing: `What is the Gate?` is
/// `what is the gate`, but `M` is not `m`, `>` is not `<`, and `a - b` is not `a + b`.
pub fn meaning(text: &str) -> Vec<String> {
    tokens(&markdown::line(text))
}

/// The words and signs of a text on one line, an option or an answer: `- 5 %` is no item of a list there.
pub fn meaning_of_line(text: &str) -> Vec<String> {
    meaning(&markdown::inline(text))
}

fn tokens(text: &str) -> Vec<String> {
    let mut chars: Vec<char> = Vec::with_capacity(text.len());
    chars.extend(text.chars().map(one_sign));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == ' ';
    let is_formula = chars.iter().any(|c| !is_plain(*c) && FORMULA.contains(*c));
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied().unwrap_or(' ');
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    let end = |word: &mut String, tokens: &mut Vec<String>| {
        if !word.is_empty() {
            tokens.push(word.clone());
            word.clear();
        }
    };
    for (i, &c) in chars.iter().enumerate() {
        if c.is_ascii_alphabetic() {
            word.push(c);
            continue;
        }
        let (before, next) = (at(i.checked_sub(1)), at(Some(i + 1)));
        let between = |is: fn(char) -> bool| is(before) && is(next);
        let digit = |c: char| c.is_ascii_digit();
        let in_number = matches!(c, '.' | ',') && between(digit);
        let thousands = c == ','
            && in_number
            && (1..=3).all(|n| digit(at(Some(i + n))))
            && !digit(at(Some(i + 4)));
        // Asked last: nearly every character is a letter or a blank.
        let is_sign = || match c {
            '-' => !between(char::is_alphabetic),
            ':' => between(digit),
            '!' => next == '=' || digit(before) || before.is_whitespace() && next.is_alphabetic(),
            '(' | ')' | '[' | ']' | '{' | '}' => is_formula,
            c => !PARTING.contains(c),
        };
        if c.is_alphanumeric()
            || in_number && !thousands
            || c == '\'' && between(char::is_alphabetic)
        {
            word.push(c);
        } else if thousands {
        } else if c.is_whitespace() || !is_sign() {
            end(&mut word, &mut tokens);
        } else {
            end(&mut word, &mut tokens);
            tokens.push(c.into());
        }
    }
    end(&mut word, &mut tokens);
    let (is_first_of_many, mut behind_number) = (tokens.len() > 1, false);
    let fold = |(i, token): (usize, String)| {
        let is_number = token.starts_with(|c: char| c.is_ascii_digit());
        let is_unit = std::mem::replace(&mut behind_number, is_number);
        if token.bytes().all(|b| b.is_ascii_lowercase()) {
            return token;
        }
        folded(&token, is_unit, i == 0 && is_first_of_many)
    };
    tokens.into_iter().enumerate().map(fold).collect()
}

/// One character for several that look alike.
fn one_sign(c: char) -> char {
    match c {
        '\u{2212}' | '\u{ff0d}' => '-',
        '\u{ff1c}' => '<',
        '\u{ff1e}' => '>',
        '\u{ff1d}' => '=',
        '\u{ff0b}' => '+',
        '\u{ff05}' => '%',
        '\u{d7}' => '×',
        '\u{2019}' => '\'',
        c => c,
    }
}

/// In lower case, except where the case has a meaning: in a single letter, in a symbol (`mW`, `MW`, `Pa`), in a unit.
fn folded(token: &str, is_unit: bool, opens: bool) -> String {
    let lower = token.to_lowercase();
    let mut letters = token.chars();
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    let rest_is_lower = letters.all(|c| !c.is_uppercase());
    let is_word = match token.chars().count() {
        1 => token == "A" && opens,
        2 => SHORT_WORDS.contains(&lower.as_str()) && first_is_capital && rest_is_lower,
        3 => rest_is_lower || token.chars().all(char::is_uppercase),
        4 => rest_is_lower || token.chars().skip(1).all(char::is_uppercase),
        _ => true,
    };
    // `10 MWh` and `10 mwh` differ, `10 Days` and `10 days` do not.
    let is_unit = is_unit
        && token.chars().count() <= 3
        && !(first_is_capital && rest_is_lower && lower.len() == 3);
    if is_word && !is_unit {
        lower
    } else {
        token.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_make_another_meaning_and_looks_do_not() {
        for (a, b, same) in [
            ("demand > supply", "demand < supply", false),
            ("demand → supply", "demand ← supply", false),
            ("demand -> supply", "demand <- supply", false),
            ("stock + orders", "stock - orders", false),
            ("stock * orders", "stock orders", false),
            ("stock - orders", "stock − orders", true),
            ("(a + b) / c", "a + b / c", false),
            ("Is x = 5?", "Is x = -5?", false),
            ("2*3", "2+3", false),
            ("a != b", "a = b", false),
            ("5!", "5", false),
            ("1:2", "12", false),
            ("M", "m", false),
            ("MW", "mW", false),
            ("Pa", "PA", false),
            ("5 MB", "5 Mb", false),
            ("5 m", "5 M", false),
            ("5 €", "5 $", false),
            ("C#", "C", false),
            ("C++", "C", false),
            ("i++", "i--", false),
            ("10-20", "10 20", false),
            ("0.5", "05", false),
            ("1.5", "1 5", false),
            ("~5", "5", false),
            ("5 %", "5%", true),
            ("1,200 EUR", "1200 EUR", true),
            ("What is the Gate?", "what is  the gate", true),
            ("No", "no", true),
            ("A gate", "a gate", true),
            ("ALWAYS", "always", true),
            ("SKU", "sku", true),
            ("**Cross-docking** is what?", "cross docking: is what", true),
            ("a &lt; b", "A < B.", false),
            ("a &lt; b", "a < b.", true),
            ("the customer’s order", "the customer's order", true),
        ] {
            assert_eq!(
                meaning(a) == meaning(b),
                same,
                "{a} / {b}: {:?} {:?}",
                meaning(a),
                meaning(b)
            );
        }
        assert_eq!(meaning_of_line("- 5 %"), ["-", "5", "%"]);
    }
}

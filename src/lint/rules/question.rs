//! W04 to W06, W15 to W17: how a question is asked.

use super::english::{bare, count, has_gap, is_question, plain, sentences, tokens};
use crate::lint::rule::Offer;
use crate::lint::thresholds::Thresholds;
use crate::study::fault::{Fault, Place};
use crate::study::kinds::{Card, Role, Way, words, written};
use crate::study::text;
use std::borrow::Cow;

/// The question as the learner reads it, and its field. The text of a `Problem` is written by the program.
fn front(card: &Card) -> Option<(Cow<'_, str>, Place)> {
    card.question().map(|text| (bare(text.text), text.place))
}

/// Whether one of the words begins the sentence.
fn opens(sentence: &str, words: &[&str]) -> bool {
    let first = written(sentence).next().map(str::to_lowercase);
    first.is_some_and(|first| words.contains(&first.as_str()))
}

#[rustfmt::skip]
const IMPERATIVES: &[&str] = &[
    "add", "allocate", "answer", "apply", "arrange", "assess", "assign", "build", "calculate", "check", "choose", "cite",
    "classify", "combine", "compare", "complete", "compute", "contrast", "convert", "correct", "count", "decide", "define",
    "derive", "describe", "determine", "distinguish", "divide", "draw", "enter", "estimate", "evaluate", "expand", "explain",
    "express", "fill", "find", "finish", "forecast", "give", "group", "identify", "interpret", "judge", "label", "list", "mark",
    "match", "measure", "mention", "multiply", "name", "order", "outline", "pick", "place", "point", "predict", "propose", "prove",
    "put", "quote", "rank", "read", "recall", "recommend", "reorder", "restate", "rewrite", "round", "say", "score", "select", "set", "show",
    "simplify", "sketch", "solve", "sort", "spell", "split", "state", "subtract", "suggest", "summarise", "summarize", "take",
    "tell", "think", "trace", "translate", "turn", "type", "use", "value", "verify", "weigh", "work", "write", "discuss",
];

/// W04. One sentence of the front must be a question, or begin with an imperative (also after a phrase and a comma). Multiple
/// choice is checked by W05; a cloze has its gap; a card asked both ways may have a term as its front.
pub fn asks_nothing(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    let has_gap_or_options = matches!(card.way(), Way::Complete(_)) || card.way().offers_options();
    if has_gap_or_options || card.is_reversed() {
        return;
    }
    let Some((front, field)) = front(card) else {
        return;
    };
    let orders = |phrase: &str| opens(phrase, IMPERATIVES);
    let asks = |sentence: &&str| is_question(sentence) || sentence.split([',', ':']).any(orders);
    if !front.trim().is_empty() && !has_gap(&front) && !sentences(&front).iter().any(asks) {
        let help =
            "end it with `?`, leave a gap `___`, or begin with a verb such as Name or Compute";
        faults.push(Fault::new("W04", "the front asks nothing", help).placed(field));
    }
}

/// W29: `1. Order`, `2. Deliver`, `3. Pay`, or `Step 1: Order`, which are to be put in order. Numbers and letters with a colon
/// (`A: few items`), and letters that the question speaks of, are names.
pub fn numbered(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    let texts = card.texts();
    let items: Vec<&str> = texts
        .iter()
        .filter(|text| text.role == Role::Answer && matches!(card.way(), Way::Arrange))
        .map(|text| text.text.trim_start_matches('('))
        .collect();
    let asked = card.front().to_lowercase();
    let mut classes = ["class", "klass", "abc"].iter();
    let has_classes = classes.any(|name| asked.contains(name));
    let is_numbered = |(place, item): (usize, &&str)| {
        let (before, after) = item.split_at_checked(5).unwrap_or_default();
        let (item, ends) = if before.eq_ignore_ascii_case("step ") {
            (after, &['.', ')', ':'][..])
        } else {
            (*item, &['.', ')'][..])
        };
        let (mark, rest) = item.split_once(ends).unwrap_or_default();
        let letter = ('a'..='z').nth(place).map(String::from);
        let is_name = has_classes || place > 0 && written(card.front()).any(|word| word == mark);
        let is_letter = !is_name && letter == Some(mark.to_lowercase());
        let is_mark = is_letter || mark == (place + 1).to_string();
        is_mark && !rest.starts_with(|c: char| c.is_ascii_digit())
    };
    if items.len() > 2 && items.iter().enumerate().all(is_numbered) {
        let message = "the items carry numbers or letters, which tell the order";
        let help = "take them out: the order is that of the list";
        faults.push(Fault::new("W29", message, help).at_item("items", 0));
    }
}

/// W05: length of a multiple-choice question, and whether it asks something.
pub fn stem(&Offer { card, limits, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    let question = card.front();
    if question.is_blank() {
        return;
    }
    let mut tell =
        |message: String, help| faults.push(Fault::new("W05", message, help).at("question"));
    if !has_gap(question) && !sentences(question).into_iter().any(is_question) {
        let message = "the stem has neither a question mark nor a gap";
        tell(message.into(), "write it as a question");
    }
    let words = count(question);
    if (words as f64) < limits.stem_words_least {
        let words = text::count(words, "word", "words");
        tell(
            format!("the stem has only {words}"),
            "put the whole matter into the stem",
        );
    } else if words as f64 > limits.stem_words_most {
        tell(
            format!("the stem has {words} words"),
            "leave out what the answer does not need",
        );
    }
}

/// The sentences that ask: with a question mark or a gap, otherwise the last one.
fn asking(question: &str) -> Vec<String> {
    let stem = bare(question);
    let sentences = sentences(&stem);
    let asking = sentences.iter().filter(|s| is_question(s));
    let with_gap = sentences.iter().filter(|s| has_gap(s));
    let mut found: Vec<String> = asking.chain(with_gap).map(|s| s.to_string()).collect();
    if found.is_empty() {
        found.extend(sentences.last().map(|s| s.to_string()));
    }
    found
}

const SEEKS: &[&str] = &["which", "what", "who", "whom", "whose", "where"];
/// Words that begin a subordinate clause: a negation there belongs to the subject, not to the question.
const OPENS: &[&str] = &[
    "if", "when", "that", "because", "although", "though", "since", "while", "unless", "whether",
    "so", "but", "and", "or", "than", "as", "who", "which", "whose", "where", "after", "before",
    "rather", "to",
];
#[rustfmt::skip]
const JUDGES: &[&str] = &[
    "likely", "important", "suitable", "appropriate", "useful", "relevant", "effective", "true", "correct", "accurate", "probable",
    "plausible", "consistent", "typical", "helpful", "fitting",
];
const NEGATIONS: &[&str] = &[
    "not", "cannot", "never", "no", "none", "nobody", "nothing", "neither", "without", "except",
];

fn is_not(word: &str) -> bool {
    word == "not" || word == "cannot" || word.ends_with("n't")
}

/// W06. A small `not` counts if it negates what is asked for (`Which ... does not ...`), but not in the description of the
/// situation, after a comma or in a subordinate clause. `least` counts if it reverses a judgement, `at least` never. A double
/// negative is two negations in one clause of the asking sentence.
pub fn negative(&Offer { card, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    for sentence in asking(card.front()) {
        if let Some(word) = small_negative(&sentence) {
            let message = format!("`{word}` turns the question round, in small letters");
            let help = format!("ask for what holds, or write {}", word.to_uppercase());
            return faults.push(Fault::new("W06", message, help).at("question"));
        }
        if twice_negative(&sentence) {
            let help = "ask for what holds, without the two negations";
            return faults.push(Fault::new("W06", "a double negative", help).at("question"));
        }
    }
}

fn small_negative(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let is_sign = |c: char| !c.is_alphanumeric() && c != '\'';
    let plain = |i: usize| words.get(i).map(|word| word.trim_matches(is_sign));
    let lower = |i: usize| plain(i).unwrap_or_default().to_lowercase();
    let seeks = (0..words.len()).find(|i| SEEKS.contains(&lower(*i).as_str()));
    let in_question = |at: usize| {
        seeks.is_some_and(|from| {
            from < at
                && (from + 1..at).all(|i| !OPENS.contains(&lower(i).as_str()))
                && (from..at).all(|i| !words[i].ends_with([',', ';', ':']))
        })
    };
    (0..words.len()).find_map(|i| {
        let word = plain(i)?;
        if word != word.to_lowercase() {
            return None;
        }
        let next = lower(i + 1);
        let before = if i == 0 { String::new() } else { lower(i - 1) };
        let found = match word {
            "except" => true,
            "least" if before == "at" => false,
            "least" => {
                in_question(i)
                    && (JUDGES.contains(&next.as_str())
                        || before != "the" && i + 1 < words.len() && is_verb_to_be(&before))
            }
            word if is_not(word) => in_question(i) && next != "only",
            _ => false,
        };
        found.then(|| word.to_owned())
    })
}

fn is_verb_to_be(word: &str) -> bool {
    matches!(
        word,
        "is" | "are" | "was" | "were" | "be" | "seems" | "looks"
    )
}

fn twice_negative(sentence: &str) -> bool {
    let mut found = 0;
    for token in sentence.split_whitespace() {
        let word = words(token).concat();
        if OPENS.contains(&word.as_str()) && word != "to" {
            found = 0;
        }
        found += usize::from(NEGATIONS.contains(&word.as_str()) || word.ends_with("n't"));
        if found == 2 {
            return true;
        }
        if token.ends_with([',', ';', ':']) {
            found = 0;
        }
    }
    false
}

#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "often", "usually", "several", "sometimes", "frequently", "generally", "rarely", "seldom", "occasionally", "mostly", "numerous",
];

/// W15, for the question and the right options of a multiple-choice card. `how often` and `more often` compare and are not vague.
pub fn vague(&Offer { card, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    for piece in card.texts() {
        if !matches!(piece.role, Role::Question | Role::Answer) {
            continue;
        }
        let words = words(&piece.text);
        let compares = |before: &str| {
            matches!(
                before,
                "how" | "more" | "less" | "as" | "so" | "most" | "least" | "too"
            )
        };
        let found = words.iter().enumerate().find(|(i, word)| {
            VAGUE.contains(&word.as_str()) && !(*i > 0 && compares(&words[i - 1]))
        });
        if let Some((_, word)) = found {
            let help = "say how many, how often or in which share, or leave the word out";
            let fault = Fault::new("W15", format!("`{word}` is a vague count"), help);
            return faults.push(fault.placed(piece.place));
        }
    }
}

const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "would", "will",
    "has", "have", "had", "may", "must", "might", "shall",
];

/// W16. A question that begins with an auxiliary verb is answered by yes or no, unless it offers two alternatives (`or`), also
/// asks for the reason, or has options that say more than yes and no.
pub fn closed(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    if matches!(card.way(), Way::Complete(_)) {
        return;
    }
    let Some((front, field)) = front(card) else {
        return;
    };
    let mut tell = |message, help| {
        faults.push(Fault::new("W16", message, help).placed(field.clone()));
    };
    let all = plain(&front);
    if all.contains("what about") || all.contains("how about") {
        let help = "ask for one thing that can be right or wrong";
        return tell("`what about` leaves open what is asked", help);
    }
    let sentences = sentences(&front);
    if sentences
        .iter()
        .any(|sentence| opens(sentence, &["discuss"]))
    {
        let message = "`discuss` has no answer that could be right or wrong";
        return tell(message, "ask for one thing");
    }
    let sought = sentences.into_iter().rfind(|s| is_question(s));
    let is_sign = |text: &str| matches!(&*plain(text), "yes" | "no" | "true" | "false");
    let bare_answer = match card.way() {
        Way::Choose(options) => options.iter().any(|o| is_sign(o.text())),
        way => way.is_said(),
    };
    let open = ["or", "why", "how", "which", "what", "who", "when", "where"];
    // German asks what with `was`: `Was bedeutet ...?`
    let is_german = |question: &str| {
        let subjects = [
            "the", "a", "an", "it", "this", "that", "there", "he", "she", "they",
        ];
        let is_verb =
            |word: &str| word.starts_with(char::is_lowercase) && !subjects.contains(&word);
        opens(question, &["was"]) && written(question).nth(1).is_some_and(is_verb)
    };
    let yes_or_no = sought.is_some_and(|question| {
        opens(question, AUXILIARIES)
            && !is_german(question)
            && !plain(question).split(' ').any(|word| open.contains(&word))
    });
    if bare_answer && (yes_or_no || all.contains("true or false") || all.contains("yes or no")) {
        let message = "a question of yes or no is half answered by guessing";
        tell(message, "ask which, what, why or how much");
    }
}

const POINTERS: &[&str] = &[
    "it", "its", "this", "these", "they", "their", "it's", "they're",
];

/// Expressions of time such as `this year` refer to nothing that would have to be named before.
const TIMES: &[&str] = &[
    "year", "month", "week", "quarter", "season", "spring", "summer", "autumn", "winter",
    "morning", "time",
];

/// `It rains`, `it is late`: `it` stands for no thing there.
#[rustfmt::skip]
const WEATHER_AND_TIME: &[&str] = &[
    "rains", "rained", "raining", "rain", "snows", "snowed", "snowing", "snow", "hails", "freezes", "freezing", "thunders", "late", "early", "noon",
    "midnight", "dark", "cold", "hot", "warm", "windy", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
];

/// `It takes two days to ...`, `it seems that ...`: what `it` stands for follows.
const IMPERSONAL: &[&str] = &[
    "takes", "took", "seems", "appears", "follows", "happens", "turns", "pays",
];

/// Whether the `it` that begins these words stands for nothing that has a name.
fn is_impersonal(words: &[&str]) -> bool {
    let second = words.get(1).copied().unwrap_or_default();
    let mut near = words.iter().skip(1).take(3);
    let verb = words[0] == "it's"
        || matches!(
            second,
            "is" | "was" | "has" | "had" | "will" | "may" | "starts" | "started" | "gets" | "keeps"
        );
    let weather = WEATHER_AND_TIME.contains(&second)
        || verb && near.any(|word| WEATHER_AND_TIME.contains(word));
    let rest = words.get(2..).unwrap_or_default();
    let follows = rest.iter().any(|word| matches!(*word, "to" | "that"));
    weather || IMPERSONAL.contains(&second) && follows && !rest.contains(&"it")
}

/// W17: a front that refers to something that was not named.
pub fn pointer(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    let Some((front, field)) = front(card) else {
        return;
    };
    let lower = front.to_lowercase();
    let Some(first) = tokens(&lower).next().filter(|w| POINTERS.contains(w)) else {
        return;
    };
    let words: Vec<&str> = tokens(&lower).collect();
    let is_named = words.get(1).is_some_and(|second| TIMES.contains(second))
        || matches!(first, "it" | "it's") && is_impersonal(&words);
    if !is_named {
        let message = format!("the front begins with `{first}`, and nothing says what that is");
        faults.push(Fault::new("W17", message, "name the thing").placed(field));
    }
}

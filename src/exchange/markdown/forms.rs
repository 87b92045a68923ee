//! What a line of a Markdown file is by its form: a heading, a question, a card on one line, a property.

use super::lines::mark;
use crate::deck_file::names;
use crate::exchange::draft::{Draft, Thing};
use crate::exchange::markup::{is_list_item, without_list_mark};
use crate::study::text::QUESTION_MARKS;

/// Whether a question in another dress seems to begin at a line of an answer: `P: Why?` above `R: So.`, `Q2. Why` above
/// `A2. So`, a paragraph that asks in its first line, `Why? >> So`, a term with `: meaning` below it.
pub fn seems_asked(lines: &[&str], at: usize) -> bool {
    let bare = |line: &&'_ str| line.trim_matches(['*', '_', ' ', '\t']).to_owned();
    let is_question = |line: &str| line.ends_with(QUESTION_MARKS);
    let line = bare(&lines[at]);
    if line.is_empty() {
        return false;
    }
    let is_first = at == 0 || lines[at - 1].trim().is_empty();
    let below = lines.get(at + 1).map(bare).unwrap_or_default();
    let next = lines[at + 1..].iter().map(bare).find(|l| !l.is_empty());
    let labels = label(&line).zip(next.as_deref().and_then(label));
    let are_letters =
        |(one, other): &(&str, &str)| one.chars().count() == 1 && other.chars().count() == 1;
    let words = labels
        .as_ref()
        .map(|(asked, answered)| (&*asked.0, &*answered.0));
    let letters = words.filter(are_letters);
    // Items of one list ask and say in turn: `a) Why?` and `b) So?`, `**Cost:** ...` and `**Time:** ...`.
    let are_in_turn = letters.is_some_and(|(one, other)| {
        let number = |word: &str| word.chars().next().map_or(0, u32::from);
        number(one) + 1 == number(other)
    });
    let indent = |line: &str| line.len() - line.trim_start().len();
    let are_items = || {
        let is_item = |i: &usize| {
            let line = lines[*i].trim_start();
            is_list_item(line) || line.starts_with("**") && !line.ends_with("**")
        };
        [at, at + 1].iter().all(is_item) && indent(lines[at]) == indent(lines[at + 1])
    };
    let is_labelled = words.is_some_and(|(asked, answered)| {
        let is_colon = labels.as_ref().is_some_and(|(asked, _)| asked.1);
        let are_parts =
            names::part(asked) == Some("front") && names::part(answered) == Some("back");
        let differ = asked != answered && (is_colon || letters.is_some());
        are_parts && (is_first || is_question(&line)) || differ && is_question(&line)
    });
    let signs = || {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_sign = |word: &str| !word.contains(char::is_alphanumeric);
        !line.starts_with('|') && words.windows(3).any(|w| is_question(w[0]) && is_sign(w[1]))
    };
    let asks = || is_question(&line) && !below.is_empty() && !is_question(&below) && !are_items();
    !are_in_turn
        && (is_labelled
            || below.starts_with(": ")
            || is_first && (asks() || !line.contains('`') && signs()))
}

/// The word that a line begins with and a sign or a number ends, in lower case, and whether the sign is a colon: `Q2. Why?`,
/// `[Q] Why?`, `Q - Why?`.
pub fn label(line: &str) -> Option<(String, bool)> {
    let line = line.trim_start_matches(['*', '_', '[', '(', '<', '>', '#', ' ']);
    let word = &line[..line.find(|c: char| !c.is_alphabetic())?];
    let number = line[word.len()..].trim_start_matches([' ', '#']);
    let behind = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_marked = behind.len() < number.len()
        || behind.starts_with([
            '.', ':', '：', ')', ']', '>', '|', '/', '–', '—', '、', '*', '_',
        ])
        // `Front-end` is a word.
        || behind.starts_with("- ");
    (!word.is_empty() && is_marked).then(|| (word.to_lowercase(), behind.starts_with([':', '：'])))
}

/// Whether a list of boxes is in it of which one is ticked.
pub fn has_ticked_box(text: &str) -> bool {
    let mut is_code = false;
    let ticked = |line: &str| {
        is_code ^= line.trim_start().starts_with("```");
        let item = without_list_mark(line.trim());
        !is_code && (item.starts_with("[x] ") || item.starts_with("[X] "))
    };
    text.lines().any(ticked)
}

/// The question without a `Q:` of its own, as in `**Q: Why?**`. `Q1:` may be a quarter.
pub fn unmarked(question: &str) -> &str {
    let own = mark(question).filter(|mark| mark.letter == 'Q' && !mark.is_numbered);
    own.map_or(question, |mark| mark.rest)
}

/// `Hint: ...`: one of the labels of a card's other parts, without the emphasis that makes it one.
pub fn is_plain_label(line: &str) -> bool {
    let label = line.split_once(": ").map(|(label, _)| label);
    label.is_some_and(|label| matches!(label, "Hint" | "Tags" | "Source"))
}

/// Without the blanks that all lines of an item begin with.
pub fn dedented(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let indents = lines.map(|line| line.len() - line.trim_start_matches(' ').len());
    let indent = indents.min().unwrap_or(0);
    let lines = text.lines().map(|line| line.get(indent..).unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

/// Lines of `---` ... `---` or `+++` ... `+++` at the beginning of a file: their number, and the title in them.
pub fn front_matter(text: &str, draft: &mut Draft) -> (usize, Option<String>) {
    let mut lines = text.lines();
    let Some(fence @ ("---" | "+++")) = lines.next().map(str::trim_end) else {
        return (0, None);
    };
    let Some(length) = lines.clone().position(|l| l.trim_end() == fence) else {
        return (0, None);
    };
    let mut title = None;
    for (i, line) in lines
        .take(length)
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
    {
        let parted = line
            .split_once(['=', ':'])
            .map(|(key, value)| (key.trim().to_lowercase(), value));
        match parted {
            Some((key, value)) if matches!(key.as_str(), "title" | "name") => {
                title = Some(value.trim().trim_matches(['"', '\'']).to_owned());
            }
            _ => draft.lose_line(Thing::Setting, i + 2, line),
        }
    }
    (length + 2, title)
}

/// `====` or `----` below a line: the level of the heading that the line is. Three `-` part cards.
pub fn underlined(line: &str) -> Option<usize> {
    let is_of = |mark: char| line.chars().all(|c| c == mark);
    match line.len() {
        3.. if is_of('=') => Some(1),
        4.. if is_of('-') => Some(2),
        _ => None,
    }
}

/// A property of Logseq, `card-repeats:: 4`: its name and value.
pub fn property(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim_start_matches(['-', '*', ' ']).split_once(":: ")?;
    let mut names = "id collapsed title tags alias type public icon deck".split(' ');
    let is_of_card = name.starts_with("card-") || name.starts_with("logseq.");
    let is_known = is_of_card && !name.contains(' ') || names.any(|known| known == name);
    is_known.then_some((name, value))
}

/// `---`, `*****`, `___`.
pub fn is_rule(line: &str) -> bool {
    let first = line.chars().next().filter(|c| matches!(c, '-' | '*' | '_'));
    first.is_some_and(|first| line.len() >= 3 && line.chars().all(|c| c == first))
}

/// What makes a line a question where nothing in the file is marked as one; the strongest first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub enum Asks {
    Heading,
    Emphasis,
    Number,
    Bullet,
}

/// `**Why?**`, `**Why?** Because.`, `1. Why?`, `- Why?`: the question, and what stands behind it on its line. What is
/// indented belongs to an item above.
pub fn asks(line: &str) -> Option<(Asks, &str, &str)> {
    let inner = without_list_mark(line);
    let emphasised = |mark: &&str| {
        let (words, rest) = inner.strip_prefix(*mark)?.split_once(*mark)?;
        let question = without_list_mark(words.trim_matches(['*', '_', ' ']));
        Some((
            question,
            rest.trim_start_matches(['*', '_', ':', '\\']).trim(),
        ))
    };
    let is_asked = |(words, _): &(&str, &str)| words.ends_with(QUESTION_MARKS);
    let emphasised = ["**", "__", "*", "_"].iter().find_map(emphasised);
    let emphasised = emphasised.filter(is_asked);
    let form = match inner.len() < line.len() {
        true if line.starts_with(['-', '*', '+']) => Asks::Bullet,
        true => Asks::Number,
        false if emphasised.is_some() => Asks::Emphasis,
        false => return None,
    };
    let (question, rest) = emphasised.or(Some((inner, ""))).filter(is_asked)?;
    Some((form, unmarked(question), rest))
}

/// Its level, 1 to 6, and its text; `None` for another line.
pub fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let title = line[level..]
        .strip_prefix(' ')?
        .trim()
        .trim_end_matches('#')
        .trim();
    ((1..=6).contains(&level) && !title.is_empty()).then_some((level, title))
}

/// A line of tags only; with the deck for Obsidian's `#flashcards/deck`.
pub fn tag_line(line: &str) -> Option<Option<Vec<String>>> {
    let is_tag = |word: &str| {
        word.strip_prefix('#')
            .is_some_and(|t| t.starts_with(char::is_alphabetic))
    };
    if !line.split_whitespace().all(is_tag) {
        return None;
    }
    let path = line.strip_prefix("#flashcards");
    let path = path.filter(|path| path.is_empty() || path.starts_with('/'));
    Some(path.map(|path| {
        let names = path.split('/').filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    }))
}

/// The line without its list marker; `None` for a checklist item.
fn unlisted(line: &str) -> Option<&str> {
    let text = without_list_mark(line);
    let is_box = ["[ ]", "[x]", "[X]"]
        .iter()
        .any(|mark| text.starts_with(mark));
    (!is_box || text.len() == line.len()).then_some(text)
}

/// `front :: back`. With blanks around them the colons always separate; without blanks only if they occur once. Returns both
/// sides, whether it is asked both ways, and whether there were blanks.
pub fn pair(line: &str) -> Option<(&str, &str, bool, bool)> {
    let line = unlisted(line)?;
    if line.starts_with(['|', '>']) {
        return None;
    }
    let open = outside_code(line);
    for (mark, reversed) in [
        (" ::: ", true),
        (" :: ", false),
        (":::", true),
        ("::", false),
    ] {
        let mut found = line.match_indices(mark).filter(|(at, _)| open[*at]);
        let Some((at, _)) = found.next() else {
            continue;
        };
        let spaced = mark.starts_with(' ');
        if !spaced && found.next().is_some() {
            return None;
        }
        let (front, back) = (line[..at].trim(), line[at + mark.len()..].trim());
        return (!front.is_empty() && !back.is_empty()).then_some((front, back, reversed, spaced));
    }
    None
}

/// `| front | back |`, which is not the head of its table, as [`pair`] returns it.
pub fn row<'l>(line: &'l str, next: &str) -> Option<(&'l str, &'l str, bool, bool)> {
    let rules = |line: &str| line.trim_matches(['|', '-', ':', ' ']).is_empty();
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let bars = inner.match_indices('|');
    let mut bars = bars.filter(|(at, _)| !inner[..*at].ends_with('\\'));
    let (Some((at, _)), None) = (bars.next(), bars.next()) else {
        return None;
    };
    let (front, back) = (inner[..at].trim(), inner[at + 1..].trim());
    let is_head = next.starts_with('|') && rules(next);
    let is_whole = !front.is_empty() && !back.is_empty() && !rules(line) && !is_head;
    is_whole.then_some((front, back, false, true))
}

/// For each byte, whether it is outside `code` and {{gaps}}.
fn outside_code(line: &str) -> Vec<bool> {
    let mut open = vec![true; line.len()];
    let (mut code, mut depth) = (false, 0usize);
    let bytes = line.as_bytes();
    for (i, b) in bytes.iter().enumerate() {
        match b {
            b'`' => code = !code,
            b'{' if bytes.get(i + 1) == Some(&b'{') => depth += 1,
            b'}' if i > 0 && bytes[i - 1] == b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        open[i] = !code && depth == 0;
    }
    open
}

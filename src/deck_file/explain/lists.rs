//! Texts, lists and pairs as they were meant.

use super::numbers::as_number;
use crate::deck_file::names;
use crate::deck_file::syntax::{self, Node, TEXTS};
use crate::study::fault::Fault;

/// Longest value repeated in a proposal, in characters.
pub const LONGEST: usize = 160;

pub fn fits(written: &str) -> bool {
    !written.is_empty() && written.len() <= LONGEST && !written.contains('\n')
}

/// What stands around a text where it is meant alone.
#[rustfmt::skip]
const AROUND: [(&str, &str); 7] = [
    ("[\"", "\"]"), ("(\"", "\")"), ("Some(\"", "\")"), ("f\"", "\""), ("u\"", "\""), ("b\"", "\""), ("@\"", "\""),
];

/// The value as a text: `'x'` and `x` become `"x"`.
pub fn as_text(written: &str) -> Option<String> {
    let plain = written.trim();
    let plain = AROUND
        .iter()
        .find_map(|(open, close)| plain.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(plain);
    let inner = ['\'', '`']
        .iter()
        .find_map(|quote| plain.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(plain);
    (fits(inner) && !inner.contains(['"', '(', '[', '\\'])).then(|| format!("\"{inner}\""))
}

/// As [`as_text`], of a value that may be a text already.
pub fn quoted(written: &str) -> Option<String> {
    if written.starts_with('"') {
        Some(written.to_owned())
    } else {
        as_text(written)
    }
}

/// The value as a list: `("a", "b")`, `"a"` and `a` can become lists.
pub fn as_list(text: &str, piece: &Node, field: &str, entry: Option<&Node>) -> Option<String> {
    let entry = entry?;
    let written = |node: &Node| text[node.value.clone()].trim();
    if pair_of(text, piece, field).is_some() {
        let inner = entry.inner.clone().map(|inner| text[inner].trim());
        return pairs(text, piece, entry).or_else(|| {
            let single = inner.filter(|inner| !inner.starts_with('('));
            single.map(|inner| format!("[({inner})]"))
        });
    }
    if entry.entries.iter().any(|item| item.label.is_some()) {
        let drawn = |item: &Node| {
            let (name, numbers) = (item.name(text)?, written(item));
            let is_list = field == "draw" && numbers.starts_with('[');
            is_list.then(|| format!("Pick(\"{}\", {numbers})", name.trim_matches('"')))
        };
        let drawn = entry.entries.iter().map(drawn).collect::<Option<Vec<_>>>();
        let drawn = drawn.map(|drawn| format!("[{}]", drawn.join(", ")));
        return drawn.or_else(|| texts(text, piece, entry));
    }
    if let Some(inner) = entry.inner.clone().filter(|_| entry.head.is_none()) {
        let inner = text[inner].trim();
        return fits(inner).then(|| format!("[{inner}]"));
    }
    let written = written(entry);
    let inside = written.trim_matches('"');
    let is_plain = |part: &str| !part.is_empty() && !part.contains(['"', '\\', '(', '.', '?']);
    for mark in [", ", "; "] {
        let parts: Vec<&str> = inside.split(mark).map(str::trim).collect();
        if written.starts_with('"') && parts.len() > 1 && parts.iter().all(|part| is_plain(part)) {
            let list = format!("[\"{}\"]", parts.join("\", \""));
            return fits(&list).then_some(list);
        }
    }
    let words: Vec<&str> = written.split_whitespace().collect();
    let line = words.join(" ");
    // `#a #b`, or a line for each item with a mark before it.
    let marked = ["#", "- ", "* "].iter().find_map(|mark| {
        let between = format!(" {mark}");
        Some(line.strip_prefix(mark)?.replace(&between, "\n"))
    });
    if let Some(marked) = marked {
        let items = marked.lines().map(|item| quoted(item.trim()));
        let list = format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(", "));
        return fits(&list).then_some(list);
    }
    let item = match written.starts_with('"') || entry.inner.is_some() {
        true => joined(written, "\", \"").unwrap_or(written.to_owned()),
        false if written.starts_with(|c: char| c.is_ascii_digit()) => written.to_owned(),
        false => as_text(written)?,
    };
    fits(&item).then(|| format!("[{item}]"))
}

/// `"a " + "b"`: the texts as one, with `beside` between those that no sign joins.
pub fn joined(written: &str, beside: &str) -> Option<String> {
    let mut whole = String::new();
    let mut last = None;
    let texts = syntax::texts(written);
    for (_, span) in &texts {
        let inner = written[span.clone()].strip_prefix('"')?.strip_suffix('"')?;
        match last.map(|last| written[last..span.start].trim()) {
            None => {}
            // A comma parts what belongs into two texts.
            Some(",") if beside.is_empty() => return None,
            Some("" | ",") => whole += beside,
            Some(sign) if syntax::joins_texts(sign) => {}
            Some(_) => return None,
        }
        whole += inner;
        last = Some(span.end);
    }
    (texts.len() > 1).then(|| format!("\"{whole}\""))
}

/// `[a, b]`, `[1: "a"]`, `[(1, "a")]`, `{"a": true}` where a list of texts is meant: its items as texts.
pub fn texts(text: &str, piece: &Node, list: &Node) -> Option<String> {
    let field = list.name(text)?;
    if !TEXTS.contains(&field) || pair_of(text, piece, field).is_some() {
        return None;
    }
    let meant = |item: &Node| {
        let name = item.name(text);
        // What has a name before its brackets, such as `floor(a)`, is a formula.
        let value = values(text, item).last().copied();
        let value = value.filter(|_| item.head.is_none());
        let value = value.unwrap_or(text[item.value.clone()].trim());
        let mut words = [value, name.unwrap_or(value)].into_iter();
        quoted(words.find(|words| words.starts_with('"')).unwrap_or(value))
    };
    let items: Vec<String> = list.entries.iter().map(meant).collect::<Option<_>>()?;
    let list = format!("[{}]", items.join(", "));
    (list.len() <= 3 * LONGEST && !list.contains('\n')).then_some(list)
}

/// `topics: ["x"]` where `topic: "x"` is meant: the only text of the list.
pub fn single<'t>(text: &'t str, entry: &Node, meant: &str) -> Option<&'t str> {
    let takes_text = matches!(
        meant,
        "topic" | "author" | "source" | "title" | "exhibit" | "id"
    );
    let items = values(text, entry);
    let is_list = entry.head.is_none() && entry.inner.is_some();
    let only = items.first().filter(|item| item.starts_with('"'))?;
    (takes_text && is_list && items.len() == 1).then_some(*only)
}

/// `tags: "a", "b"`: the entry and those after it without names.
pub fn scattered(text: &str, piece: &Node, entry: Option<&Node>) -> Option<String> {
    let entry = entry?;
    let rest = nameless_behind(piece, entry);
    if rest.is_empty() || entry.inner.is_some() {
        return None;
    }
    let items = std::iter::once(entry).chain(rest);
    let items = items.map(|item| quoted(text[item.value.clone()].trim()));
    let items: Vec<String> = items.collect::<Option<_>>()?;
    Some(format!("[{}]", items.join(", ")))
}

/// The entries directly after `entry` without names.
pub fn nameless_behind<'n>(piece: &'n Node, entry: &Node) -> Vec<&'n Node> {
    let at = piece.place_of(entry).map_or(usize::MAX, |at| at + 1);
    let behind = piece.entries.iter().skip(at);
    behind
        .take_while(|e| e.label.is_none() && (e.head.is_none() || e.inner.is_none()))
        .collect()
}

/// An example of a pair for the field, if its list is one of pairs.
fn pair_of(text: &str, piece: &Node, field: &str) -> Option<(&'static str, &'static str)> {
    Some(match field {
        "lint_ignore" => ("\"W04\"", "\"why it does not hold here\""),
        "mistakes" if piece.kind(text) == "Generated" => {
            ("\"a * b\"", "\"which mistake leads there\"")
        }
        "mistakes" => ("25", "\"which mistake leads there\""),
        "named" => ("\"name\"", "\"a * b\""),
        "pairs" => ("\"left\"", "\"right\""),
        "exhibits" => ("\"name\"", "\"its table\""),
        "also" if piece.kind(text) == "Cloze" => {
            ("\"what the gap hides\"", "\"what is right there too\"")
        }
        _ => return None,
    })
}

/// What stands in the brackets of an item, without names.
pub fn values<'t>(text: &'t str, item: &Node) -> Vec<&'t str> {
    let written = item.entries.iter().map(|e| text[e.value.clone()].trim());
    written.filter(|value| !value.is_empty()).collect()
}

/// The pair meant by an item in whatever brackets, with or without names for its parts; only its first two parts are taken.
fn one_pair(text: &str, piece: &Node, field: &str, item: &Node) -> Option<String> {
    let (_, example) = pair_of(text, piece, field)?;
    let mut parts = values(text, item);
    // `{"week": "..."}`
    if let [only] = item.entries.as_slice() {
        parts.splice(0..0, only.name(text));
    }
    let (head, behind) = (*parts.first()?, parts.get(1).copied());
    let is_numeric = field == "mistakes" && piece.kind(text) != "Generated";
    if let Some(number) = behind.filter(|_| is_numeric && as_number(head).is_none())
        && let Some(number) = as_number(number)
    {
        return Some(format!("({number}, {head})"));
    }
    let second = match behind {
        Some(text) if text.starts_with(['"', 'r']) => text.to_owned(),
        Some(other) => as_text(other)?,
        None => example.to_owned(),
    };
    let first = first_of(text, piece, field, head);
    Some(format!("({first}, {second})"))
}

/// `left: ["a", "b"], right: ["c", "d"]` of a Matching card: the two lists that are its sides, its pairs, and what
/// else is to be done.
pub fn sides<'n>(text: &str, piece: &'n Node) -> Option<(Vec<&'n Node>, String, String)> {
    let is_other = |name: &str| {
        let part = names::folded(name);
        let part = names::part(part.trim_end_matches('s'));
        matches!(name, "formerly" | "link" | "lint_ignore")
            || matches!(part, Some("tags" | "source"))
    };
    let is_side = |part: &&Node| {
        part.name(text).is_some_and(|name| !is_other(name)) && part.entries.len() > 1
    };
    let sides: Vec<&Node> = piece.entries.iter().filter(is_side).collect();
    let [left, right] = *sides else { return None };
    let pairs = zipped(text, left, right).filter(|_| piece.kind(text) == "Matching")?;
    let names = sides.iter().filter_map(|side| side.name(text));
    let names: Vec<String> = names
        .filter(|name| *name != "pairs")
        .map(|name| format!("`{name}`"))
        .collect();
    let behind = format!(", and take {} out", names.join(" and "));
    Some((sides, pairs, behind))
}

/// Two lists of equally many texts as one list of pairs.
fn zipped(text: &str, left: &Node, right: &Node) -> Option<String> {
    let sides = [values(text, left), values(text, right)];
    let are_texts = sides.iter().flatten().all(|value| value.starts_with('"'));
    let pairs = sides[0].iter().zip(&sides[1]);
    let pairs: Vec<String> = pairs.map(|(a, b)| format!("({a}, {b})")).collect();
    let list = format!("[{}]", pairs.join(", "));
    (are_texts && sides[0].len() == sides[1].len() && list.len() <= 3 * LONGEST).then_some(list)
}

/// The list of pairs meant by two lists, by a flat list, or by a single pair without a list.
pub fn pairs(text: &str, piece: &Node, list: &Node) -> Option<String> {
    let field = list.name(text)?;
    let (_, second) = pair_of(text, piece, field)?;
    let first_of = |written: &str| first_of(text, piece, field, written);
    let written = |node: &Node| text[node.value.clone()].trim().to_owned();
    // `[["a", "b", "c"], ["d", "e", "f"]]`
    if let [left, right] = list.entries.as_slice()
        && left.entries.len() > 2 - usize::from(left.label.is_some())
        && let Some(pairs) = zipped(text, left, right)
    {
        return Some(pairs);
    }
    let mut items = Vec::new();
    let mut entries = list.entries.iter().peekable();
    // `named: "total = a * b"`, `pairs: ["a - b"]`
    let marks: &[&str] = match field {
        "named" => &["="],
        "pairs" => &[" -> ", " = ", " - ", ": "],
        _ => &[],
    };
    let split = |first: &str| {
        let words = first.trim_matches('"');
        let (one, other) = marks.iter().find_map(|mark| words.split_once(mark))?;
        Some(format!("(\"{}\", \"{}\")", one.trim(), other.trim()))
    };
    if list.inner.is_none() {
        let single = || format!("({}, {second})", first_of(&written(list)));
        let single = split(&written(list)).unwrap_or_else(single);
        return Some(format!("[{single}]"));
    }
    if list.entries.is_empty() {
        let inner = text[list.inner.clone()?].trim();
        return fits(inner).then(|| format!("[({inner})]"));
    }
    // A text that holds both of a pair, as all others in the list do.
    let mut all = list.entries.iter();
    let splits = field == "named"
        || all.all(|entry| entry.label.is_none() && split(&written(entry)).is_some());
    while let Some(entry) = entries.next() {
        if entry.inner.is_some() {
            items.push(one_pair(text, piece, field, entry)?);
            continue;
        }
        let first = entry.name(text).map(str::to_owned);
        let first = first.unwrap_or_else(|| written(entry));
        if let Some(pair) = split(&first).filter(|_| splits) {
            items.push(pair);
            continue;
        }
        let own = entry.label.is_some().then(|| {
            let own = written(entry);
            match own {
                _ if !fits(&own) => "\"...\"".to_owned(),
                own if own.ends_with(['"', '#']) => own,
                own => as_text(&own).unwrap_or_else(|| format!("\"{own}\"")),
            }
        });
        let next = entries.peek().filter(|next| {
            let next = written(next);
            next.starts_with('"')
                && !is_code(&next)
                && next.trim_matches('"').parse::<f64>().is_err()
        });
        let reason = own.or_else(|| next.map(|next| written(next)));
        if next.is_some() && entry.label.is_none() {
            entries.next();
        }
        let reason = reason.unwrap_or_else(|| second.to_owned());
        items.push(format!("({}, {reason})", first_of(&first)));
    }
    let list = format!("[{}]", items.join(", "));
    (list.len() <= 3 * LONGEST && !list.contains('\n')).then_some(list)
}

fn is_code(written: &str) -> bool {
    let code = written.trim_matches('"');
    code.len() == 3 && code.starts_with(['W', 'E']) && code[1..].bytes().all(|b| b.is_ascii_digit())
}

fn first_of(text: &str, piece: &Node, field: &str, written: &str) -> String {
    let bare = written.trim_matches(['"', '\'', '`']);
    let number = || as_number(bare).unwrap_or_else(|| "25".to_owned());
    match field {
        "mistakes" if piece.kind(text) != "Generated" => number(),
        _ if written.starts_with(['"', 'r']) && written.ends_with(['"', '#']) => written.to_owned(),
        _ => format!("\"{bare}\""),
    }
}

/// `lint_ignore: ["W04"]`, `mistakes: ["6", "..."]`: pairs without their brackets, or in others. A long list is told item by item.
pub fn pair(text: &str, piece: &Node, list: &Node, item: &Node) -> Option<Fault> {
    let field = list.name(text)?;
    let (first, second) = pair_of(text, piece, field)?;
    let message = format!("each item of `{field}` is a pair in round brackets");
    if let Some((_, pairs, behind)) = sides(text, piece).filter(|_| field == "pairs") {
        let help = format!("write `{field}: {pairs}`{behind}");
        return Some(Fault::unreadable(message, help));
    }
    let parts = values(text, item);
    let in_brackets = item.inner.is_some() && !std::ptr::eq(list, item);
    let single = || one_pair(text, piece, field, item).filter(|pair| fits(pair));
    let pairs = pairs(text, piece, list);
    let is_whole = pairs.as_ref().is_some_and(|pairs| {
        let mut parts = list.entries.iter().flat_map(|item| values(text, item));
        parts.all(|part| pairs.contains(part))
    });
    let help = match pairs {
        // Nothing is dropped without saying so.
        _ if in_brackets && parts.len() > 2 && !is_whole => format!(
            "write `{}`, with two parts, and put the others into one of the two",
            single().unwrap_or_else(|| format!("({first}, {second})"))
        ),
        Some(pairs) => format!("write `{field}: {pairs}`"),
        None if in_brackets => single().map_or_else(
            || {
                let brackets = "put `(` before its first part and `)` behind the second";
                format!("{brackets}, with no other bracket and no name: ({first}, {second})")
            },
            |pair| format!("write `{pair}`"),
        ),
        None => format!("write `{field}: [({first}, {second})]`"),
    };
    Some(Fault::unreadable(message, help))
}

/// `mistakes: [(during, "...")]`: a pair as it should be, but for the quotes of a text in it.
pub fn unquoted_pair(text: &str, piece: &Node, path: &[&Node]) -> Option<Fault> {
    let [list, item] = path else { return None };
    item.inner.as_ref()?;
    let fault = pair(text, piece, list, item)?;
    let message = "a text in this pair has no double quotes";
    Some(Fault::unreadable(message, fault.help))
}

/// `right: "The safety stock"` in a case of `cases`: the option by its text and not by its number.
pub fn right_by_name(text: &str, cases: &Node, part: &Node) -> Option<Fault> {
    let written = text[part.value.clone()].trim();
    if part.name(text) != Some("right") {
        return None;
    }
    let options = cases
        .field(text, "options")
        .map_or(&[][..], |list| &list.entries);
    let is_meant = |option: &Node| {
        let first = values(text, option).first().copied();
        let words = first.unwrap_or(&text[option.value.clone()]);
        words.trim_matches('"') == written.trim_matches('"')
    };
    let number = options.iter().position(is_meant).map(|i| i + 1);
    let number = number.or_else(|| as_number(written)?.split('.').next()?.parse().ok());
    let help = match number {
        Some(number) => format!("write `right: {number}`"),
        None => "write `right: 1` for the first of `options`, `right: 2` for the second".to_owned(),
    };
    let message = "`right` is the number of the option that is right in this case";
    Some(Fault::unreadable(message, help))
}

/// An item of a list of pairs that is none by its brackets, the names in it, or the number of its parts.
pub fn odd_pair(text: &str, piece: &Node, path: &[&Node]) -> Option<Fault> {
    let [list, item] = path else { return None };
    let opening = item.inner.clone()?.start - 1;
    let is_pair = item.head.is_none()
        && text[opening..].starts_with('(')
        && item.entries.iter().all(|part| part.label.is_none())
        && values(text, item).len() == 2;
    if is_pair {
        return None;
    }
    pair(text, piece, list, item)
}

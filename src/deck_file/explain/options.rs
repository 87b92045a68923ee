//! Options of a choice as they were meant, whatever their form.

use super::lists::{LONGEST, fits, quoted, sides};
use crate::deck_file::names;
use crate::deck_file::syntax::Node;
use crate::study::fault::Fault;

/// `Right: "..."`, `("...", true)`, `"..."`: an option written in another form.
pub fn option(text: &str, entry: &Node) -> Option<Fault> {
    if entry.name(text) == Some("options") {
        // It is told with the list that it should be.
        return None;
    }
    let written = text[entry.value.clone()].trim();
    let meant = plain_options(text, entry).filter(|_| !is_option(text, entry));
    let mut message = "an option must say whether it is right";
    let help = match meant.as_deref() {
        Some([one]) if one.is_right.is_some() => {
            format!("write `{}`", one.written(one.is_right == Some(true)))
        }
        Some([Meant { words, .. }]) if fits(words) => format!(
            "write `Wrong({words}, because: \"...\")`, or Right({words}) if it is the right one"
        ),
        // `Wrong("a", because "b")`
        None if written.contains(", because \"") => {
            format!(
                "write `{}`",
                written.replace(", because \"", ", because: \"")
            )
        }
        // `Right(a)`, `Wrong("a", because: ["b"])`
        None if is_option(text, entry) => {
            message = "the texts of an option stand in double quotes";
            let parts = entry.entries.iter();
            let parts = parts.map(|part| quoted(text[part.value.clone()].trim()));
            let parts: Vec<String> = parts.collect::<Option<_>>()?;
            let (words, because) = match parts.as_slice() {
                [words] => (words, None),
                [words, because] if entry.kind(text) == "Wrong" => (words, Some(because.as_str())),
                _ => return None,
            };
            let is_right = None;
            let plain = Meant {
                is_right,
                words,
                because,
            };
            let plain = plain.written(entry.kind(text) == "Right");
            fits(&plain).then(|| format!("write `{plain}`"))?
        }
        _ => return None,
    };
    Some(Fault::unreadable(message, help))
}

/// The parts of a card that are told with the list that they should be: what says which options are right, and the sides of its
/// pairs.
pub fn told_with_list<'n>(text: &str, piece: &'n Node) -> Vec<&'n Node> {
    let said = piece.entries.iter();
    let said = said.filter(|part| says_of_options(text, part) && options(text, piece).is_some());
    let sides = sides(text, piece).map(|(sides, ..)| sides);
    said.chain(sides.into_iter().flatten()).collect()
}

fn says_of_options(text: &str, part: &Node) -> bool {
    says_right(part.name(text).unwrap_or(part.kind(text))).is_some()
}

/// What a word of whatever language says of an option: that it is right, that it is wrong, or nothing.
pub fn says_right(word: &str) -> Option<bool> {
    let word = names::folded(word);
    // `wrong_2`
    match word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ') {
        // A letter names an option.
        letter if letter.chars().count() == 1 => None,
        "right" | "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        word => match names::part(word)? {
            "back" => Some(true),
            "wrong" => Some(false),
            _ => None,
        },
    }
}

/// An option as it was meant, whatever its form.
#[derive(Clone, Copy, Default)]
struct Meant<'t> {
    is_right: Option<bool>,
    words: &'t str,
    because: Option<&'t str>,
}

impl Meant<'_> {
    fn written(&self, is_right: bool) -> String {
        match (is_right, self.because) {
            (true, _) => format!("Right({})", self.words),
            (false, None) => format!("Wrong({})", self.words),
            (false, Some(why)) => format!("Wrong({}, because: {why})", self.words),
        }
    }
}

/// `options: ["a", "b", "c"], right: 2`, `options: {"a": true, "b": false}`, `right: "a", wrong: ["b", "c"]`, `Right("a"), Wrong("b")`
/// without a list: the options as they were meant, if all of them have another form, and what else is to be done.
pub fn options(text: &str, piece: &Node) -> Option<(String, String)> {
    let field = piece.field(text, "options");
    let list = field.filter(|field| field.head.is_none() && field.inner.is_some());
    let is_bare = |part: &Node| field.is_some() && list.is_none() && part.label.is_none();
    let said = piece.entries.iter();
    let said = said.filter(|part| says_of_options(text, part) || is_bare(part));
    let said: Vec<&Node> = said.collect();
    let items: Vec<&Node> = match list {
        Some(list) => list.entries.iter().collect(),
        None => field.into_iter().chain(said.iter().copied()).collect(),
    };
    if list.is_some() && items.iter().any(|item| is_option(text, item)) {
        return None;
    }
    let meant = items.iter().map(|item| plain_options(text, item));
    let mut meant: Vec<Meant> = meant.collect::<Option<Vec<_>>>()?.concat();
    let is_said = field.is_some() || meant.iter().any(|option| option.is_right == Some(false));
    if meant.len() < 2 - usize::from(field.is_some()) || !is_said {
        return None;
    }
    // `right: "a", options: ["b", "c"]`
    let right = list.and(said.first().copied());
    let right = right.map_or("", |field| {
        text[field.value.clone()].trim_matches(['[', ']'])
    });
    let is_there = |option: &Meant| option.is_right == Some(true) || option.words == right;
    if right.len() > 6 && right.starts_with('"') && !meant.iter().any(is_there) {
        let mut first = Meant::default();
        (first.is_right, first.words) = (Some(true), right);
        meant.insert(0, first);
    }
    let by_mark = meant.iter().any(|option| option.is_right == Some(true));
    let by_field = said.iter().find(|part| part.label.is_some());
    let by_field = by_field.and_then(|field| {
        let said = text[field.value.clone()].trim_matches(['"', '[', ']', ')', '.']);
        let mut texts = meant.iter().map(|option| option.words.trim_matches('"'));
        texts.position(|text| text == said).or_else(|| {
            let letter =
                |c: char| Some(c.to_ascii_uppercase() as usize).filter(|_| said.len() == 1);
            match said.parse::<usize>() {
                Ok(number) => number.checked_sub(1),
                Err(_) => letter(said.chars().next()?)?.checked_sub('A' as usize),
            }
        })
    });
    let right = by_field.filter(|right| *right < meant.len());
    // Who says why an option is chosen in error has told that it is wrong.
    let without_reason = meant.iter().position(|option| option.because.is_none());
    let taken = right
        .or(without_reason)
        .unwrap_or(usize::from(meant.len() == 1));
    let is_case = piece.kind(text) == "Cases";
    let is_right = |i: usize, option: &Meant| {
        if by_mark {
            option.is_right == Some(true)
        } else {
            option.is_right != Some(false) && i == taken
        }
    };
    let written = meant.iter().enumerate().map(|(i, option)| {
        let is_right = is_right(i, option);
        match (is_case, option.because) {
            (false, _) => option.written(is_right),
            (true, None) => format!("Option({})", option.words),
            (true, Some(when)) => format!("Option({}, when: {when})", option.words),
        }
    });
    let written = written.collect::<Vec<_>>().join(", ");
    let mut behind = String::new();
    if !is_case && !by_mark && right.is_none() {
        behind += ", with `Right` before the one that is right";
    }
    if meant.len() == 1 {
        behind += ", and the other options behind it";
    }
    let names = said.iter().map(|part| match part.name(text) {
        Some(name) => format!("`{name}`"),
        None => "those outside of the list".to_owned(),
    });
    let mut names: Vec<String> = names.collect();
    names.dedup();
    let mut all = meant.iter().enumerate();
    if all.any(|(i, option)| is_right(i, option) && option.because.is_some()) {
        behind += ", and say in `why` what makes the right one right";
    }
    if !names.is_empty() {
        behind += &format!(", and take {} out", names.join(" and "));
    }
    let fits = written.len() <= 4 * LONGEST && !written.contains('\n');
    fits.then(|| (format!("[{written}]"), behind))
}

/// Whether it is an option in the form that it should have.
pub fn is_option(text: &str, entry: &Node) -> bool {
    let is_named = entry.kind(text) == "Right" || entry.kind(text) == "Wrong";
    is_named && entry.label.is_none() && entry.inner.is_some()
}

/// The options that an entry stands for in whatever form: one, or several of one name.
fn plain_options<'t>(text: &'t str, entry: &Node) -> Option<Vec<Meant<'t>>> {
    // `{"Wait": false}`
    if let [only] = entry.entries.as_slice()
        && only.label.is_some()
        && entry.label.is_none()
        && entry.head.is_none()
    {
        return plain_options(text, only);
    }
    let name = entry.name(text).filter(|name| *name != "options");
    let name = name.or(Some(entry.kind(text)).filter(|kind| !kind.is_empty()));
    let is_right = name.and_then(says_right);
    let is_list = text[entry.value.clone()].trim().starts_with('[');
    let items = match entry.entries.as_slice() {
        items if is_list && entry.label.is_some() => items,
        _ => std::slice::from_ref(entry),
    };
    let options = items.iter().map(|item| {
        let mut option = one_option(text, item)?;
        match name.filter(|_| is_right.is_none()) {
            // `A: "Wait"`, `"text": "Wait"`
            Some(key)
                if entry.head.is_none()
                    && (is_mark(key.trim_matches('"'))
                        || names::part(&names::folded(key)) == Some("front")) => {}
            // `"Wait": false`, `"Wait": "it is early"`
            Some(key) if key.starts_with('"') => {
                let says = says_right(option.words);
                option.is_right = option.is_right.or(says);
                option.because = Some(option.words).filter(|_| says.is_none());
                option.words = key;
            }
            Some(_) => return None,
            None => option.is_right = is_right.or(option.is_right),
        }
        option.words.starts_with('"').then_some(option)
    });
    options.collect()
}

/// `A`, `b)`, `12.`
fn is_mark(key: &str) -> bool {
    let key = key.trim_end_matches(['.', ')']);
    key.len() == 1 || key.parse::<u8>().is_ok()
}

/// The first text in the brackets, the second as the reason, and whichever part says that it is right.
fn one_option<'t>(text: &'t str, item: &Node) -> Option<Meant<'t>> {
    let (mut is_right, mut texts) = (None, Vec::new());
    for part in &item.entries {
        let value = text[part.value.clone()].trim();
        let name = part.name(text).and_then(says_right);
        match says_right(value) {
            Some(says)
                if name.is_some()
                    || !texts.is_empty() && (part.label.is_none() || !value.starts_with('"')) =>
            {
                is_right = Some(says == name.unwrap_or(true));
            }
            _ => texts.extend(Some(value).filter(|value| value.starts_with('"'))),
        }
    }
    if item.inner.is_none() {
        // `Wrong "a"`
        let head = item.head.clone().filter(|head| head.end < item.value.end);
        let from = head.map_or(item.value.start, |head| head.end);
        texts.push(text[from..item.value.end].trim());
    }
    let (words, because) = (*texts.first()?, texts.get(1).copied());
    Some(Meant {
        is_right,
        words,
        because,
    })
}

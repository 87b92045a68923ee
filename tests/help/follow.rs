//! Somebody who knows no better than the help, and does as it says.

use super::read;
use swotter::deck_file::Diagnostic;

fn byte(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = &text[start..];
    start
        + rest
            .char_indices()
            .nth(column - 1)
            .map_or(rest.len(), |(i, _)| i)
}

pub fn marked(text: &str, found: &Diagnostic) -> std::ops::Range<usize> {
    byte(text, found.line, found.column)..byte(text, found.end_line, found.end_column)
}

/// What stands between the first back-ticks behind the word.
fn proposal<'a>(help: &'a str, word: &str) -> Option<&'a str> {
    let rest = &help[help.find(&format!("{word} `"))? + word.len() + 2..];
    rest.split('`').next()
}

/// The text as somebody makes it who knows no better than the help; none where the help proposes no text.
pub fn followed(text: &str, found: &Diagnostic) -> Option<String> {
    let span = marked(text, found);
    let (before, at, after) = (&text[..span.start], &text[span.clone()], &text[span.end..]);
    let help = found.help.as_str();
    let put = |new: &str| Some(format!("{before}{new}{after}"));
    if let Some(new) = proposal(help, "did you mean") {
        // A formula in a text: the name that the message tells of, wherever it stands there.
        let wrong = found.message.split('`').nth(3);
        let Some(wrong) = wrong.filter(|_| found.message.contains("nothing gives")) else {
            return put(new);
        };
        let mut words: Vec<String> = vec![String::new()];
        for c in at.chars() {
            if !c.is_alphanumeric() {
                words.extend([c.into(), String::new()]);
            } else if let Some(word) = words.last_mut() {
                word.push(c);
            }
        }
        let words = words
            .iter()
            .map(|word| if word == wrong { new } else { word });
        return put(&words.collect::<String>());
    }
    if let Some(new) = help.strip_prefix("did you mean \"") {
        return put(&format!("\"{}\"", new.split('"').next().unwrap()));
    }
    if let Some(rest) = help.strip_prefix("add \"") {
        // `add "deck/a" to `link` of `deck/b``: into its list, or as a field behind its id.
        let (item, rest) = rest.split_once("\" to `")?;
        let (field, rest) = rest.split_once("` of `")?;
        let name = rest.split('`').next()?.rsplit('/').next()?;
        let id = format!("id: \"{name}\"");
        let from = text.find(&id)? + id.len();
        let until = text[from..].find("id: ").map_or(text.len(), |i| from + i);
        let list = format!("{field}: [");
        let (at, new) = match text[from..until].find(&list) {
            Some(i) => (from + i + list.len(), format!("\"{item}\", ")),
            None => (from, format!(", {list}\"{item}\"]")),
        };
        return Some(format!("{}{new}{}", &text[..at], &text[at..]));
    }
    if help.starts_with("take it out") {
        return put("");
    }
    if help.starts_with("put an ordinary space") {
        return put(" ");
    }
    if help.starts_with("begin it with `//`") {
        let lines: Vec<String> = at
            .split('\n')
            .map(|line| {
                let note = line.trim_start();
                let mark = note.find(' ').unwrap_or(note.len());
                format!("{}//{}", &line[..line.len() - note.len()], &note[mark..])
            })
            .collect();
        return put(&lines.join("\n"));
    }
    if help.starts_with("write \" instead") {
        let mut letters = at.chars();
        letters.next();
        letters.next_back();
        return put(&format!("\"{}\"", letters.as_str()));
    }
    if help.starts_with("write it without them") {
        return put(at.trim_matches('"'));
    }
    if help.ends_with("where it closes") {
        let mut signs = help.split('`').skip(1).step_by(2);
        let (open, close) = (signs.next().unwrap(), signs.next().unwrap());
        let closing = after.find('}').unwrap();
        let (inner, behind) = (&after[..closing], &after[closing + 1..]);
        return Some(format!("{before}{open}{inner}{close}{behind}"));
    }
    if help.starts_with("put a `,`") {
        return put(&format!("{at},"));
    }
    if let Some(new) = proposal(help, "add") {
        // Into the brackets of what is marked.
        let open = after.find('(').unwrap() + 1;
        return Some(format!(
            "{before}{at}{}{new}, {}",
            &after[..open],
            &after[open..]
        ));
    }
    if let Some(new) = proposal(help, "write") {
        let label = new.split_once(": ").map(|(label, _)| label);
        let field = label.filter(|l| l.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        let Some(label) = field else {
            return put(new);
        };
        // The whole field, whatever part of it is marked.
        let start = before.rfind(&format!("{label}:"))?;
        let value = start + label.len() + 1;
        let end = value_end(text, value).max(span.end);
        return Some(format!("{}{new}{}", &text[..start], &text[end..]));
    }
    None
}

/// Where the value ends that begins at a byte: at the comma, or the closing bracket, outside of its own brackets and quotes.
fn value_end(text: &str, from: usize) -> usize {
    let (mut depth, mut quoted) = (0i32, false);
    for (i, c) in text[from..].char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return from + i,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return from + i,
            _ => {}
        }
    }
    text.len()
}

/// Applies the help again and again; everything that proposes text must be gone by its own proposal.
pub fn mends(text: &str) -> Result<usize, String> {
    let mut text = text.to_owned();
    let mut applied = 0;
    for _ in 0..40 {
        let found = read(&text);
        let Some((fault, better)) = found.iter().find_map(|d| Some((d, followed(&text, d)?)))
        else {
            break;
        };
        applied += 1;
        let after = read(&better);
        let same = |list: &[Diagnostic]| {
            list.iter()
                .filter(|d| (&d.code, &d.message) == (&fault.code, &fault.message))
                .count()
        };
        if same(&after) >= same(&found) {
            let line = better.lines().nth(fault.line - 1).unwrap_or_default();
            return Err(format!(
                "still there: {} {} / {}\n{line}",
                fault.code, fault.message, fault.help
            ));
        }
        text = better;
    }
    Ok(applied)
}

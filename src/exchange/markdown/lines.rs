//! The lines of a Markdown file: which are code, without comments; and its texts without what no card holds.

use crate::exchange::draft::{Draft, Left, Thing};
use crate::exchange::html;

pub struct Line {
    pub number: usize,
    pub text: String,
    /// Within a fence, or the fence itself.
    pub is_code: bool,
}

/// The lines behind the first `skipped`. Comments are cut out and told.
pub fn of(text: &str, skipped: usize, draft: &mut Draft) -> Vec<Line> {
    let all: Vec<&str> = text.lines().collect();
    let last_close = all.iter().rposition(|l| l.contains("-->"));
    let mut lines = Vec::new();
    let mut fence: Option<(u8, usize)> = None;
    // The shortest fence of each sort that is never closed.
    let mut never = [usize::MAX; 2];
    let mut comment: Option<(usize, String)> = None;
    for (i, line) in all.iter().enumerate().skip(skipped) {
        let number = i + 1;
        let mut put = |text: String, is_code| {
            lines.push(Line {
                number,
                text,
                is_code,
            })
        };
        if let Some((begun, mut inside)) = comment.take() {
            match line.split_once("-->") {
                Some((end, rest)) => {
                    inside.push_str(end);
                    tell(draft, begun, &inside);
                    let (rest, opened) =
                        without_comments(rest, number, last_close >= Some(i), draft);
                    comment = opened;
                    put(rest, false);
                }
                None => {
                    inside.push_str(line);
                    inside.push('\n');
                    comment = Some((begun, inside));
                }
            }
            continue;
        }
        let run = fence_run(line);
        if let Some((mark, length)) = fence {
            if run.is_some_and(|(m, n, bare)| m == mark && n >= length && bare) {
                fence = None;
            }
            put((*line).to_owned(), true);
            continue;
        }
        // A fence may begin on the line of `A:`.
        let behind_mark = mark(line.trim()).map(|(_, rest)| rest);
        let opens = run.or_else(|| fence_run(behind_mark?));
        if let Some((mark, length, _)) = opens {
            let shortest = &mut never[usize::from(mark == b'~')];
            let closes = |l: &&str| {
                fence_run(l).is_some_and(|(m, n, bare)| m == mark && n >= length && bare)
            };
            if length < *shortest && all[i + 1..].iter().any(closes) {
                fence = Some((mark, length));
                put((*line).to_owned(), run.is_some());
                continue;
            }
            *shortest = length.min(*shortest);
            let place = format!("line {number}");
            let why = "a fence of code that is never closed: what follows was read as text";
            draft.mended.push(Left::new(place, line, why));
            if run.is_some() {
                continue;
            }
        }
        let (text, opened) = without_comments(line, number, last_close > Some(i), draft);
        comment = opened;
        put(text, false);
    }
    if let Some((begun, inside)) = comment {
        tell(draft, begun, &inside);
    }
    lines
}

/// `Q:`, `A:` or `C:`, also in bold and with the wide colon of Chinese and Japanese: the letter, and what follows.
pub fn mark(line: &str) -> Option<(char, &str)> {
    let bare = line.strip_prefix("**").unwrap_or(line);
    let is_bold = bare.len() < line.len();
    let mut letters = bare.chars();
    let letter = letters.next().filter(|c| matches!(c, 'Q' | 'A' | 'C'))?;
    let rest = letters.as_str();
    let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix('：'))?;
    let rest = match is_bold {
        true => rest.strip_prefix("**")?,
        false => rest,
    };
    Some((letter, rest.trim()))
}

/// The mark of a fence, how often, and whether nothing follows it.
fn fence_run(line: &str) -> Option<(u8, usize, bool)> {
    let line = line.trim();
    let mark = *line
        .as_bytes()
        .first()
        .filter(|b| matches!(b, b'`' | b'~'))?;
    let length = line.bytes().take_while(|b| *b == mark).count();
    let rest = &line[length..];
    (length >= 3 && !(mark == b'`' && rest.contains('`'))).then_some((
        mark,
        length,
        rest.is_empty(),
    ))
}

type Opened = Option<(usize, String)>;

/// The line without comments; one that goes on below is handed back. `closes` is whether any ends further down.
fn without_comments(
    line: &str,
    number: usize,
    closes: bool,
    draft: &mut Draft,
) -> (String, Opened) {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("<!--") {
        if rest[..at].matches('`').count() % 2 == 1 {
            // Within code on one line it is text.
            out.push_str(&rest[..at + 4]);
            rest = &rest[at + 4..];
            continue;
        }
        let inside = &rest[at + 4..];
        match inside.find("-->") {
            Some(end) => {
                out.push_str(&rest[..at]);
                tell(draft, number, &inside[..end]);
                rest = &inside[end + 3..];
            }
            None if closes => {
                out.push_str(&rest[..at]);
                return (out, Some((number, format!("{inside}\n"))));
            }
            None => break,
        }
    }
    out.push_str(rest);
    (out, None)
}

fn tell(draft: &mut Draft, line: usize, inside: &str) {
    let inside = inside.trim();
    let is_schedule =
        inside.starts_with("SR:") || inside.starts_with("ANKI") || inside.starts_with("ID:");
    let thing = if is_schedule {
        Thing::Schedule
    } else {
        Thing::Comment
    };
    if !inside.is_empty() {
        draft.lose(thing, "", format!("line {line}"), inside);
    }
}

/// The text without pictures, addresses of links and tags of HTML, each of which is told. Code stays as it is.
pub fn tidy(text: &str, place: &str, draft: &mut Draft) -> String {
    if !text.contains(['[', '<']) {
        return text.trim().to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    let mut tags = false;
    while let Some(at) = rest.find(['[', '<', '`', '\\', '!']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let near = near(rest);
        let taken = match rest.as_bytes()[0] {
            b'`' => code(near),
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'!' if rest.starts_with("![") => {
                if let Some((name, length)) = picture(near) {
                    draft.media.insert(name);
                    rest = &rest[length..];
                    if out.is_empty() || out.ends_with(char::is_whitespace) {
                        rest = rest.trim_start_matches(' ');
                    }
                    continue;
                }
                1
            }
            b'[' => {
                if let Some((words, address, length)) = link(near) {
                    draft.lose(Thing::Link, "", place, address);
                    out.push_str(words);
                    rest = &rest[length..];
                    continue;
                }
                1
            }
            b'<' => {
                let media = draft.media.len();
                if let Some((length, shown)) = tag(near, draft) {
                    tags |= shown.is_empty() && draft.media.len() == media;
                    out.push_str(shown);
                    rest = &rest[length..];
                    continue;
                }
                1
            }
            _ => 1,
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out.push_str(rest);
    if tags {
        let why = "tags of HTML in it are left out, their words stay";
        draft.mended.push(Left::new(place, text, why));
    }
    out.trim().to_owned()
}

/// As far as a link, a tag or code may reach, so that no text takes longer than others of its length.
fn near(text: &str) -> &str {
    let mut end = text.len().min(8_192);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// How long the code is that begins here: as many back-ticks close it as open it.
pub(super) fn code(text: &str) -> usize {
    let ticks = text.bytes().take_while(|b| *b == b'`').count();
    let fence = &text[..ticks];
    let mut from = ticks;
    while let Some(at) = text[from..].find(fence) {
        let start = from + at;
        let run = text[start..].bytes().take_while(|b| *b == b'`').count();
        if run == ticks {
            return start + ticks;
        }
        from = start + run;
    }
    ticks
}

/// `![words](file)` or `![[file]]`.
fn picture(text: &str) -> Option<(String, usize)> {
    if let Some(inside) = text.strip_prefix("![[") {
        let end = inside.find("]]")?;
        let name = inside[..end].split('|').next().unwrap_or("");
        return Some((name.to_owned(), end + 5));
    }
    let (words, address, length) = link(&text[1..])?;
    let name = if address.is_empty() { words } else { address };
    Some((name.to_owned(), length + 1))
}

/// `[words](address "title")` or `[[page|words]]`: words, address and length.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    if let Some(inside) = text.strip_prefix("[[") {
        let end = inside.find("]]")?;
        let page = &inside[..end];
        let words = page.rsplit('|').next().unwrap_or(page);
        return (!page.contains(['[', '\n']) && !page.is_empty()).then_some((words, page, end + 4));
    }
    let (mut depth, mut is_escaped) = (0, false);
    let end = text.bytes().enumerate().find_map(|(i, b)| {
        let is_sign = is_escaped;
        is_escaped = b == b'\\' && !is_sign;
        match b {
            b'[' if !is_sign => depth += 1,
            b']' if !is_sign => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(i)
    })?;
    let behind = text[end + 1..].strip_prefix('(')?;
    let close = behind.find(')')?;
    let address = behind[..close].split([' ', '\n']).next().unwrap_or("");
    Some((
        &text[1..end],
        address.trim_matches(['<', '>']),
        end + close + 3,
    ))
}

/// A tag of HTML: its length, and what is shown for it.
fn tag(text: &str, draft: &mut Draft) -> Option<(usize, &'static str)> {
    let length = html::tag_length(text)?;
    let whole = &text[..length];
    draft.media.extend(html::to_markdown(whole).media);
    let name = whole[1..].trim_start_matches('/');
    Some((
        length,
        if name.get(..2).is_some_and(|n| n.eq_ignore_ascii_case("br")) {
            "\\\n"
        } else {
            ""
        },
    ))
}

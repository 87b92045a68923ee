//! The lines of a Markdown file without comments, and which are code; and texts without what cards cannot have.

use crate::deck_file::syntax::char_at;
use crate::exchange::draft::{Draft, Left, Thing};
use crate::exchange::html;
use crate::exchange::markup::without_list_mark;

pub struct Line {
    pub number: usize,
    pub text: String,
    /// Inside a code fence, or the fence itself.
    pub is_code: bool,
    /// A scheduling mark stood in it: a card ends there.
    pub ends_card: bool,
}

/// The lines after the first `skipped`. Comments are removed and reported.
pub fn of(text: &str, skipped: usize, draft: &mut Draft) -> Vec<Line> {
    let all: Vec<&str> = text.lines().collect();
    let last = COMMENTS.map(|(_, close)| all.iter().rposition(|l| l.contains(close)));
    let mut lines = Vec::new();
    let mut fence: Option<(u8, usize)> = None;
    // The shortest fence of each sort that is never closed.
    let mut never = [usize::MAX; 2];
    let mut comment: Option<Open> = None;
    for (i, line) in all.iter().enumerate().skip(skipped) {
        let number = i + 1;
        let closes = last.map(|l| l > Some(i));
        let mut put = |text: String, is_code| {
            lines.push(Line {
                number,
                text,
                is_code,
                ends_card: false,
            })
        };
        if let Some(mut open) = comment.take() {
            let (_, close) = COMMENTS[open.sort];
            match line.split_once(close) {
                Some((end, rest)) => {
                    open.inside.push_str(end);
                    tell(draft, open.line, &open.inside);
                    let (rest, opened) = without_comments(rest, number, &closes, draft);
                    comment = opened;
                    put(without_anchor(rest, number, draft), false);
                }
                None => {
                    open.inside.push_str(line);
                    open.inside.push('\n');
                    comment = Some(open);
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
        // A fence may begin on the line of `A:`, or of an item.
        let line_mark = mark(line.trim());
        let behind = line_mark.map_or(without_list_mark(line.trim()), |mark| mark.rest);
        let opens = run.or_else(|| fence_run(behind));
        if let Some((mark, length, _)) = opens {
            let shortest = &mut never[usize::from(mark == b'~')];
            let ends = |l: &&str| {
                fence_run(l).is_some_and(|(m, n, bare)| m == mark && n >= length && bare)
            };
            if length < *shortest && all[i + 1..].iter().any(ends) {
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
        let before = draft.lost.len();
        let (text, opened) = without_comments(line, number, &closes, draft);
        comment = opened;
        put(without_anchor(text, number, draft), false);
        if let Some(line) = lines.last_mut() {
            let mut lost = draft.lost[before..].iter();
            line.ends_card = lost.any(|loss| loss.thing == Thing::Schedule);
        }
    }
    if let Some(open) = comment {
        tell(draft, open.line, &open.inside);
    }
    lines
}

/// The mark that begins a line.
pub struct Mark<'a> {
    pub letter: char,
    pub rest: &'a str,
    /// `Q1:`, `A1:`.
    pub is_numbered: bool,
    /// In a list, or a whole word, or a small letter, or apart from its colon: with another meaning where no question waits for it.
    pub is_loose: bool,
}

/// `Q:`, `A:` or `C:`, also emphasised (`**Q:**`, `*Q*:`), in a list, with a number, as a word, with a blank before the colon as
/// in French, and with the wide colon of Chinese and Japanese.
pub fn mark(line: &str) -> Option<Mark<'_>> {
    const WORDS: &str = "Question Answer Frage Antwort Cloze Q A C question answer q a";
    let listed = without_list_mark(line);
    let emphasis = ["**", "__", "*", "_"]
        .into_iter()
        .find(|mark| listed.starts_with(mark));
    let bare = &listed[emphasis.map_or(0, str::len)..];
    let word = WORDS.split(' ').find(|word| bare.starts_with(word))?;
    let letter = match word.chars().next()?.to_ascii_uppercase() {
        'F' => 'Q',
        letter => letter,
    };
    let behind = &bare[word.len()..];
    let rest = behind
        .trim_start_matches([' ', '#'])
        .trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = behind.trim_start_matches([' ', '#']).len() > rest.len();
    let behind_number = if is_numbered && letter != 'C' {
        rest
    } else {
        behind
    };
    // The emphasis ends before the colon or behind it.
    let closed = emphasis.and_then(|mark| behind_number.strip_prefix(mark));
    let behind_word = closed.unwrap_or(behind_number);
    let colon = behind_word.trim_start_matches(' ');
    // `Question::Answer` is a card on one line.
    let rest = colon
        .strip_prefix(':')
        .filter(|rest| !rest.starts_with(':'));
    let rest = rest.or_else(|| colon.strip_prefix('：'))?;
    let rest = match emphasis {
        Some(mark) if closed.is_none() => rest.strip_prefix(mark)?,
        _ => rest,
    };
    let is_apart = closed.is_some() || colon.len() < behind_word.len();
    Some(Mark {
        letter,
        rest: rest.trim(),
        // `Question 1:` is no quarter.
        is_numbered: is_numbered && (letter == 'A' || word.len() == 1),
        is_loose: listed.len() < line.len() || is_apart || !matches!(word, "Q" | "A" | "C"),
    })
}

/// The line without the name that Obsidian gives it for links: ` ^a1b2c3` at its end.
fn without_anchor(line: String, number: usize, draft: &mut Draft) -> String {
    let trimmed = line.trim_end();
    let Some((text, name)) = trimmed.rsplit_once('^') else {
        return line;
    };
    let is_apart = text.is_empty() || text.ends_with([' ', '\t']);
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // `2 ^3` and `x ^n` are powers.
    let is_power = name.len() < 2 || name.len() < 4 && name.bytes().all(|b| b.is_ascii_digit());
    let in_code = text.matches('`').count() % 2 == 1 || text.matches('$').count() % 2 == 1;
    if !is_apart || !is_name || is_power || in_code {
        return line;
    }
    draft.lose_line(Thing::Anchor, number, &trimmed[text.len()..]);
    text.trim_end().to_owned()
}

/// The character of a fence, its length, and whether nothing follows it.
fn fence_run(line: &str) -> Option<(u8, usize, bool)> {
    let line = line.trim();
    let mark = *line
        .as_bytes()
        .first()
        .filter(|b| matches!(b, b'`' | b'~'))?;
    let length = line.bytes().take_while(|b| *b == mark).count();
    let rest = &line[length..];
    (length >= 3 && !rest.contains(char::from(mark))).then_some((mark, length, rest.is_empty()))
}

/// Comments of HTML and of Obsidian: what begins one, and what ends it.
const COMMENTS: [(&str, &str); 2] = [("<!--", "-->"), ("%%", "%%")];

/// A comment that goes on below.
struct Open {
    sort: usize,
    line: usize,
    inside: String,
}

/// The line without comments; one that goes on below is handed back. `closes` is whether any of a sort ends further down.
fn without_comments(
    line: &str,
    number: usize,
    closes: &[bool; 2],
    draft: &mut Draft,
) -> (String, Option<Open>) {
    let mut out = String::new();
    let mut rest = line;
    let first = |text: &str| {
        let found = COMMENTS.iter().enumerate();
        let found = found.filter_map(|(sort, (open, _))| Some((text.find(open)?, sort)));
        found.min()
    };
    while let Some((at, sort)) = first(rest) {
        let (open, close) = COMMENTS[sort];
        let inside = &rest[at + open.len()..];
        let end = inside.find(close);
        let before = format!("{out}{}", &rest[..at]);
        if before.matches('`').count() % 2 == 1 || end.is_none() && !closes[sort] {
            // Within code on one line it is text, and so is one that never ends.
            out.push_str(&rest[..at + open.len()]);
            rest = inside;
            continue;
        }
        out = before;
        let Some(end) = end else {
            let inside = format!("{inside}\n");
            let open = Open {
                sort,
                line: number,
                inside,
            };
            return (out, Some(open));
        };
        tell(draft, number, &inside[..end]);
        rest = &inside[end + close.len()..];
    }
    out.push_str(rest);
    (out, None)
}

fn tell(draft: &mut Draft, line: usize, inside: &str) {
    let inside = inside.trim();
    let is_schedule = ["SR:", "ANKI", "ID:"]
        .iter()
        .any(|mark| inside.starts_with(mark));
    let thing = if is_schedule {
        Thing::Schedule
    } else {
        Thing::Comment
    };
    if !inside.is_empty() {
        draft.lose_line(thing, line, inside);
    }
}

/// The text without pictures, addresses of links and HTML tags, each of which is reported. Code stays as it is.
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
                    draft.miss(place, Some(name));
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
                if let Some((length, shown)) = tag(near, place, draft) {
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

/// The longest text in which the end of a link, tag or code is looked for, so that the time stays linear.
fn near(text: &str) -> &str {
    &text[..char_at(text, 8_192).start]
}

/// The length of the code that begins here: it is closed by as many backticks as open it.
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

/// An HTML tag: its length, and what is shown for it.
fn tag(text: &str, place: &str, draft: &mut Draft) -> Option<(usize, &'static str)> {
    let length = html::tag_length(text)?;
    let whole = &text[..length];
    draft.miss(place, html::to_markdown(whole).media);
    let name = whole[1..].trim_start_matches('/').to_ascii_lowercase();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let shown = match &name[..end.unwrap_or(name.len())] {
        "br" => "\\\n",
        name if html::strikes(name) => "~~",
        _ => "",
    };
    Some((length, shown))
}

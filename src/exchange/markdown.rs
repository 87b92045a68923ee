//! Markdown notes: `Q:` / `A:` / `C:` blocks, and `front :: back` or `front ::: back` (both ways) on a line. Headings
//! become concepts. What it writes it reads again.

use super::draft::{Body, Draft, Left, Note};
use super::item::{Item, Look};
use crate::study::kinds::words;
use std::fmt::Write as _;

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Question,
    Answer,
    Cloze,
}

/// The block being read.
struct Block {
    line: usize,
    part: Part,
    question: String,
    answer: String,
}

pub fn read(text: &str) -> Draft {
    let mut draft = Draft::default();
    let mut headings: Vec<(usize, String)> = Vec::new();
    let mut block: Option<Block> = None;
    let mut fence = false;
    let mut skip = front_matter(text);
    for (i, line) in text.lines().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let number = i + 1;
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fence = !fence;
        } else if !fence {
            if let Some((part, rest)) = marked(trimmed) {
                match (&mut block, part) {
                    (Some(b), Part::Answer) if b.part == Part::Question => {
                        b.part = Part::Answer;
                        b.answer = rest.to_owned();
                    }
                    (_, Part::Answer) => {
                        close(&mut block, &headings, &mut draft);
                        draft.left.push(Left::new(
                            format!("line {number}"),
                            rest,
                            "an `A:` without a `Q:` before it",
                        ));
                    }
                    (_, part) => {
                        close(&mut block, &headings, &mut draft);
                        block = Some(Block {
                            line: number,
                            part,
                            question: rest.to_owned(),
                            answer: String::new(),
                        });
                    }
                }
                continue;
            }
            if let Some((level, title)) = heading(trimmed) {
                close(&mut block, &headings, &mut draft);
                headings.retain(|(l, _)| *l < level);
                headings.push((level, title.to_owned()));
                continue;
            }
            if matches!(trimmed, "---" | "***" | "___") {
                close(&mut block, &headings, &mut draft);
                continue;
            }
            if block.is_none() {
                if let Some((front, back, reversed)) = pair(trimmed) {
                    draft.notes.push(Note {
                        place: format!("line {number}"),
                        deck: path(&headings),
                        body: Body::Basic {
                            front: front.into(),
                            back: back.into(),
                            reversed,
                        },
                        ..Note::default()
                    });
                }
                continue;
            }
        }
        if let Some(b) = &mut block {
            let part = if b.part == Part::Answer {
                &mut b.answer
            } else {
                &mut b.question
            };
            part.push('\n');
            part.push_str(line.trim_end());
        }
    }
    close(&mut block, &headings, &mut draft);
    draft
}

/// Lines of `---` ... `---` at the head of a file.
fn front_matter(text: &str) -> usize {
    let mut lines = text.lines();
    if lines.next() != Some("---") {
        return 0;
    }
    lines.position(|l| l == "---").map_or(0, |at| at + 2)
}

fn marked(line: &str) -> Option<(Part, &str)> {
    [
        ("Q:", Part::Question),
        ("A:", Part::Answer),
        ("C:", Part::Cloze),
    ]
    .into_iter()
    .find_map(|(mark, part)| Some((part, line.strip_prefix(mark)?.trim())))
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let title = line[level..]
        .strip_prefix(' ')?
        .trim()
        .trim_end_matches('#')
        .trim();
    ((1..=6).contains(&level) && !title.is_empty()).then_some((level, title))
}

fn path(headings: &[(usize, String)]) -> Vec<String> {
    headings.iter().map(|(_, title)| title.clone()).collect()
}

/// `front :: back`. Between blanks the colons always part; without blanks only where they stand once.
fn pair(line: &str) -> Option<(&str, &str, bool)> {
    let line = line
        .strip_prefix("- ")
        .or_else(|| line.strip_prefix("* "))
        .unwrap_or(line);
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
        if !mark.starts_with(' ') && found.next().is_some() {
            return None;
        }
        let (front, back) = (line[..at].trim(), line[at + mark.len()..].trim());
        return (!front.is_empty() && !back.is_empty()).then_some((front, back, reversed));
    }
    None
}

/// Which bytes stand neither in `code` nor in {{gaps}}.
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

fn close(block: &mut Option<Block>, headings: &[(usize, String)], draft: &mut Draft) {
    let Some(block) = block.take() else { return };
    let place = format!("line {}", block.line);
    let (question, answer) = (block.question.trim(), block.answer.trim());
    let body = match block.part {
        Part::Cloze => {
            let text = gaps(question);
            if !text.contains("{{") {
                draft.left.push(Left::new(
                    place,
                    question,
                    "a `C:` without a gap; write the hidden words in [ and ]",
                ));
                return;
            }
            Body::Cloze(text)
        }
        _ if question.is_empty() || answer.is_empty() => {
            let what = if question.is_empty() {
                "question"
            } else {
                "answer"
            };
            draft.left.push(Left::new(
                place,
                &format!("{question}{answer}"),
                format!("it has no {what}"),
            ));
            return;
        }
        _ => Body::Basic {
            front: lines(question),
            back: lines(answer),
            reversed: false,
        },
    };
    draft.notes.push(Note {
        place,
        deck: path(headings),
        body,
        ..Note::default()
    });
}

/// Trims lines at their ends, keeps their breaks as Markdown has them.
fn lines(text: &str) -> String {
    text.to_owned()
}

/// `[hidden]` is a gap, `\[` a bracket, `[words](address)` a link whose words stay.
fn gaps(text: &str) -> String {
    if text.contains("{{") {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', '\\', '`']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (taken, written) = match rest.as_bytes()[0] {
            b'\\' => {
                let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                let escaped = &rest[..length];
                (
                    length,
                    if matches!(escaped, "\\[" | "\\]") {
                        escaped[1..].to_owned()
                    } else {
                        escaped.to_owned()
                    },
                )
            }
            b'`' => {
                let length = rest[1..].find('`').map_or(rest.len(), |end| end + 2);
                (length, rest[..length].to_owned())
            }
            _ => match closing(rest) {
                None => (1, "[".to_owned()),
                Some(end) => {
                    let inner = rest[1..end].replace("\\[", "[").replace("\\]", "]");
                    let behind = &rest[end + 1..];
                    if behind.starts_with('(')
                        && let Some(address) = behind.find(')')
                    {
                        (end + 1 + address + 1, inner)
                    } else if words(&inner).is_empty() {
                        (end + 1, rest[..=end].to_owned())
                    } else {
                        (end + 1, format!("{{{{{inner}}}}}"))
                    }
                }
            },
        };
        out.push_str(&written);
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}

fn closing(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (1..bytes.len()).find(|i| bytes[*i] == b']' && bytes[i - 1] != b'\\')
}

/// Headings, and below them `Q:` / `A:` and `C:` blocks; a pair that is asked both ways on one line.
pub fn write(title: &str, items: &[Item]) -> String {
    let mut out = format!("# {title}\n");
    let mut deck: &[String] = &[];
    for item in items {
        if item.deck != deck {
            deck = &item.deck;
            if let Some(last) = deck.get(1) {
                let _ = write!(out, "\n## {last}\n");
            }
        }
        out.push('\n');
        let extra = item.extra();
        match item.look {
            Look::Cloze => {
                let _ = writeln!(out, "C: {}", item.front);
            }
            Look::Reversed if is_one_line(item) => {
                let _ = writeln!(out, "{} ::: {}", item.front, item.back);
            }
            _ => {
                let back = if extra.is_empty() {
                    item.back.clone()
                } else {
                    format!("{}\n\n{extra}", item.back)
                };
                let _ = write!(out, "Q: {}\n\nA: {back}\n", item.front);
                if item.look == Look::Reversed {
                    let _ = write!(out, "\nQ: {}\n\nA: {}\n", item.back, item.front);
                }
            }
        }
    }
    out
}

fn is_one_line(item: &Item) -> bool {
    [&item.front, &item.back]
        .iter()
        .all(|t| !t.contains('\n') && !t.contains("::") && !t.starts_with(['#', '-', '*', '`']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_pairs_and_headings_are_read() {
        let found = read(
            "---\ntitle: x\n---\n# Top\n## Sub\nQ: What wins?\nmore\nA: A winner.\n\n- one\n- two\n---\n\nprose: nothing\nVMI :: vendor managed\nterm ::: meaning\n`a::b` stays prose\nC: A [qualifier] and [a \\[b\\]] x\n# Next\nC: none\nA: alone\n```\nx :: y\n```\n",
        );
        let bodies: Vec<&Body> = found.notes.iter().map(|n| &n.body).collect();
        let basic = |front: &str, back: &str, reversed| Body::Basic {
            front: front.into(),
            back: back.into(),
            reversed,
        };
        assert_eq!(
            bodies,
            [
                &basic("What wins?\nmore", "A winner.\n\n- one\n- two", false),
                &basic("VMI", "vendor managed", false),
                &basic("term", "meaning", true),
                &Body::Cloze("A {{qualifier}} and {{a [b]}} x".into()),
            ]
        );
        assert_eq!(found.notes[0].deck, ["Top", "Sub"]);
        assert_eq!(found.notes[0].place, "line 6");
        let left: Vec<&str> = found.left.iter().map(|l| l.place.as_str()).collect();
        assert_eq!(left, ["line 20", "line 21"]);
    }

    proptest! {
        #[test]
        fn whatever_the_text_it_is_read(text in "(Q:|A:|C:|::|:::|#|`|\\[|\\]|\\\\|\\{\\{|\\}\\}|---|[a-zé ]|\n){0,60}") {
            let found = read(&text);
            prop_assert!(found.notes.iter().all(|n| !n.body.front().trim().is_empty()));
        }
    }
}

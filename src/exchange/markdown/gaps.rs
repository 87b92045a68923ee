//! Hidden words of a cloze, as other programs mark them.

use crate::study::kinds::words;

/// Obsidian's `==hidden==` as gaps.
pub fn highlights(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("==")
        && let Some((inside, after)) = behind.split_once("==")
    {
        out.push_str(before);
        if words(inside).is_empty() {
            out.push_str(&format!("=={inside}=="));
        } else {
            out.push_str(&format!("{{{{{inside}}}}}"));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// `[hidden]` is a gap, `\[` a bracket, `[words](address)` a link whose words are kept.
pub fn gaps(text: &str) -> String {
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
                let is_bracket = matches!(&rest[..length], "\\[" | "\\]");
                (length, rest[usize::from(is_bracket)..length].to_owned())
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

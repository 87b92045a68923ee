//! Inserts or replaces parts of an author's text and leaves everything else as it is; nothing is parsed and printed again.

use super::lexer::{Lexer, Token};
use super::syntax::{Node, Span};

/// Replaces the text at `at`; an empty range inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    pub at: Span,
    pub text: String,
}

impl Splice {
    pub fn insertion(at: usize, text: String) -> Splice {
        Splice { at: at..at, text }
    }
}

/// The text with the changes made. They may come in any order and must not overlap; of two insertions at one place the first
/// given comes first.
pub fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut sorted: Vec<&Splice> = splices.iter().collect();
    sorted.sort_by_key(|s| s.at.start);
    let mut out =
        String::with_capacity(text.len() + splices.iter().map(|s| s.text.len()).sum::<usize>());
    let mut done = 0;
    for splice in sorted {
        out.push_str(&text[done..splice.at.start]);
        out.push_str(&splice.text);
        done = splice.at.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The line end in use around `at`.
pub fn line_end(text: &str, at: usize) -> &'static str {
    let ahead = text[at..].find('\n').map(|i| at + i);
    match ahead.or_else(|| text[..at].rfind('\n')) {
        Some(i) if text[..i].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The text before `at` on its line.
fn before_on_line(text: &str, at: usize) -> &str {
    &text[text[..at].rfind('\n').map_or(0, |i| i + 1)..at]
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t'))
}

/// The blanks before `at`, if nothing else comes before it on its line.
fn indent_of(text: &str, at: usize) -> Option<&str> {
    Some(before_on_line(text, at)).filter(|before| is_blank(before))
}

/// The blanks at the beginning of the line of `at`.
pub fn line_indent(text: &str, at: usize) -> &str {
    let line = before_on_line(text, at);
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The end of the line of `at`, if only blanks and a `//` comment follow on it.
fn rest_is_comment(text: &str, at: usize) -> Option<usize> {
    let newline = at + text[at..].find('\n')?;
    let end = newline - usize::from(text[at..newline].ends_with('\r'));
    let rest = text[at..end].trim_start_matches([' ', '\t']);
    (rest.is_empty() || rest.starts_with("//")).then_some(end)
}

/// The text token that a field or an item consists of, without a comment before it. `None` if it is not a text.
pub fn text_token(text: &str, node: &Node) -> Option<Span> {
    let base = node.value.start;
    match Lexer::new(&text[node.value.clone()]).token() {
        Ok(Some((Token::Text, span))) => Some(base + span.start..base + span.end),
        _ => None,
    }
}

/// Inserts `field`, such as `id: "x"`, as the first field of a struct, in the layout of the others.
pub fn first_field(text: &str, node: &Node, field: &str) -> Option<Splice> {
    let open = node.inner.clone()?.start;
    if let Some(end) = rest_is_comment(text, open) {
        let indent = match node
            .entries
            .first()
            .and_then(|f| indent_of(text, f.whole().start))
        {
            Some(indent) => indent.to_owned(),
            None => format!("{}    ", line_indent(text, open)),
        };
        let line_end = line_end(text, end);
        return Some(Splice::insertion(
            end,
            format!("{line_end}{indent}{field},"),
        ));
    }
    let blanks = text[open..].len() - text[open..].trim_start_matches([' ', '\t']).len();
    Some(Splice::insertion(open + blanks, format!("{field}, ")))
}

/// Inserts `field` after the field `after` of the same struct, on a separate line if that one has one.
pub fn field_behind(text: &str, after: &Node, field: &str) -> Splice {
    let end = after.value.end;
    let comma = text[end..].starts_with(',');
    let behind = end + usize::from(comma);
    if let (Some(indent), Some(line), true) = (
        indent_of(text, after.whole().start),
        rest_is_comment(text, behind),
        comma,
    ) {
        let line_end = line_end(text, line);
        return Splice::insertion(line, format!("{line_end}{indent}{field},"));
    }
    Splice::insertion(end, format!(", {field}"))
}

/// Appends an item to a list.
pub fn last_item(text: &str, list: &Node, item: &str) -> Option<Splice> {
    let inner = list.inner.clone()?;
    Some(match list.entries.last() {
        Some(last) => {
            let end = last.value.end;
            match indent_of(text, last.value.start) {
                Some(indent) => {
                    let line_end = line_end(text, end);
                    Splice::insertion(end, format!(",{line_end}{indent}{item}"))
                }
                None => Splice::insertion(end, format!(", {item}")),
            }
        }
        None => Splice::insertion(inner.start, item.to_owned()),
    })
}

/// Appends a struct to a list, on separate lines. `item` writes it, given an indent and a line end, with a comma and a line end
/// after it.
pub fn last_struct(
    text: &str,
    list: &Node,
    item: impl FnOnce(&str, &str) -> String,
) -> Option<Splice> {
    let inner = list.inner.clone()?;
    let line_end = line_end(text, inner.end);
    let outer = line_indent(text, list.whole().start);
    let last = list.entries.last().map(|last| last.value.clone());
    let beside = last.clone().and_then(|last| indent_of(text, last.start));
    let indent = beside.map_or_else(|| format!("{outer}    "), str::to_owned);
    let item = item(&indent, line_end);
    let from = last.clone().map_or(inner.start, |last| last.end);
    let rest = &text[from..inner.end];
    let has_comma = last.is_none() || rest.trim_start().starts_with(',');
    // If the bracket has its own line, comments after the last item stay with that item.
    if has_comma && let Some(blanks) = indent_of(text, inner.end) {
        return Some(Splice::insertion(inner.end - blanks.len(), item));
    }
    let comma = if has_comma { "" } else { "," };
    let item = item.trim_end();
    let close = if rest.contains('\n') {
        String::new()
    } else {
        format!("{line_end}{outer}")
    };
    let at = from + usize::from(rest.starts_with(','));
    Some(Splice::insertion(
        at,
        format!("{comma}{line_end}{item}{close}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::syntax;
    use super::*;

    fn with_id(text: &str) -> String {
        let syntax = syntax::read(text, 3);
        spliced(
            text,
            &[first_field(text, &syntax.top[0], "id: \"x\"").unwrap()],
        )
    }

    #[test]
    fn a_first_field_takes_the_layout_of_the_others() {
        for (text, wanted) in [
            ("Basic(front: \"a\")", "Basic(id: \"x\", front: \"a\")"),
            ("Basic( front: \"a\" )", "Basic( id: \"x\", front: \"a\" )"),
            (
                "Basic(\n  front: \"a\",\n)",
                "Basic(\n  id: \"x\",\n  front: \"a\",\n)",
            ),
            (
                "Basic( // why\r\n\t// more\r\n\tfront: \"a\")",
                "Basic( // why\r\n\tid: \"x\",\r\n\t// more\r\n\tfront: \"a\")",
            ),
            (
                "Basic(/* a\n */ front: \"a\")",
                "Basic(id: \"x\", /* a\n */ front: \"a\")",
            ),
            ("  Basic(\n)", "  Basic(\n      id: \"x\",\n)"),
        ] {
            assert_eq!(with_id(text), wanted);
        }
    }

    #[test]
    fn a_field_behind_another_and_an_item_behind_others_keep_lines_and_comments() {
        let add = |text: &str| {
            let syntax = syntax::read(text, 3);
            let node = &syntax.top[0];
            let splice = match node.field(text, "formerly") {
                Some(list) => last_item(text, list, "\"n\"").unwrap(),
                None => field_behind(text, node.field(text, "id").unwrap(), "formerly: [\"n\"]"),
            };
            spliced(text, &[splice])
        };
        for (text, wanted) in [
            ("B(id: \"a\")", "B(id: \"a\", formerly: [\"n\"])"),
            (
                "B(id: \"a\", f: 1)",
                "B(id: \"a\", formerly: [\"n\"], f: 1)",
            ),
            (
                "B(\n id: \"a\", // stable\n f: 1)",
                "B(\n id: \"a\", // stable\n formerly: [\"n\"],\n f: 1)",
            ),
            ("B(formerly: [])", "B(formerly: [\"n\"])"),
            ("B(formerly: [\"m\", ])", "B(formerly: [\"m\", \"n\", ])"),
            (
                "B(formerly: [\n  \"m\",\n ])",
                "B(formerly: [\n  \"m\",\n  \"n\",\n ])",
            ),
        ] {
            assert_eq!(add(text), wanted);
        }
    }
}

//! Changes to an author's file: bytes put in, or in place of others, and everything else left as it was.
//!
//! It never parses and prints again, never writes over a file that was changed meanwhile, and writes only what a command
//! was asked to write.

use super::disk;
use super::lexer::{Lexer, Token};
use super::syntax::{Node, Span};
use crate::files::{self, Pending, ReadError};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Text to stand where `at` is now; an empty `at` is an insertion.
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

/// The text with the splices in it. They may come in any order and must not overlap; of two insertions at one place the
/// first given stands first.
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

/// What stands before `at` on its line.
fn before_on_line(text: &str, at: usize) -> &str {
    &text[text[..at].rfind('\n').map_or(0, |i| i + 1)..at]
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t'))
}

/// The blanks before `at`, where nothing else stands before it on its line.
pub fn indent_of(text: &str, at: usize) -> Option<&str> {
    Some(before_on_line(text, at)).filter(|before| is_blank(before))
}

/// The blanks with which the line of `at` begins.
pub fn line_indent(text: &str, at: usize) -> &str {
    let line = before_on_line(text, at);
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Where the line of `at` ends, if nothing but blanks and a `//` comment follow on it.
fn rest_is_comment(text: &str, at: usize) -> Option<usize> {
    let newline = at + text[at..].find('\n')?;
    let end = newline - usize::from(text[at..newline].ends_with('\r'));
    let rest = text[at..end].trim_start_matches([' ', '\t']);
    (rest.is_empty() || rest.starts_with("//")).then_some(end)
}

/// The one text that a field or an item is, without a comment that stands before it. Absent where it is no text.
pub fn text_token(text: &str, node: &Node) -> Option<Span> {
    let base = node.value.start;
    match Lexer::new(&text[node.value.clone()]).token() {
        Ok(Some((Token::Text, span))) => Some(base + span.start..base + span.end),
        _ => None,
    }
}

/// `field`, such as `id: "x"`, as the first of a struct's fields, in the layout that the others have.
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

/// `field` behind the field `after` of the same struct: on a line of its own where that one has one.
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

/// One more item at the end of a list.
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

#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error("{path} cannot be read: {why}")]
    Unread { path: String, why: ReadError },
    #[error("{path} is not UTF-8; save it as UTF-8 first")]
    NotUtf8 { path: String },
    #[error(
        "{path} was changed by somebody else meanwhile; nothing was written to it; run the command again"
    )]
    Changed { path: String },
    #[error("{path} is read-only; nothing was written")]
    ReadOnly { path: String },
    #[error("{path} exists already; nothing was written; choose another name")]
    Exists { path: String },
    #[error("{path} cannot be written: {why}; nothing was changed in it")]
    Unwritten { path: String, why: io::Error },
}

/// A file as it was read, by a command that means to replace it.
#[derive(Debug)]
pub struct Original {
    /// As it was named.
    shown: String,
    /// Behind links: a link stays a link.
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Original {
    /// Refused where the file is larger than `most` bytes.
    pub fn open(path: &Path, most: u64) -> Result<Original, EditError> {
        let shown = path.display().to_string();
        let unread = |why| EditError::Unread {
            path: shown.clone(),
            why,
        };
        let path = fs::canonicalize(path).map_err(|e| unread(e.into()))?;
        let bytes = files::read(&path, most).map_err(unread)?;
        Ok(Original { shown, path, bytes })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Writes what is to be there beside the file, durable, with the file's mode.
    pub fn prepare(self, bytes: &[u8]) -> Result<Prepared, EditError> {
        let unwritten = |why| EditError::Unwritten {
            path: self.shown.clone(),
            why,
        };
        let permissions = fs::metadata(&self.path).map_err(unwritten)?.permissions();
        if permissions.readonly() {
            return Err(EditError::ReadOnly { path: self.shown });
        }
        let pending = Pending::write(&self.path, bytes).map_err(unwritten)?;
        Ok(Prepared {
            original: self,
            pending,
        })
    }
}

const MARK: &str = "\u{feff}";

/// A deck file that a command means to change.
#[derive(Debug)]
pub struct DeckFile {
    original: Original,
    text: String,
}

impl DeckFile {
    pub fn open(path: &Path) -> Result<DeckFile, EditError> {
        let original = Original::open(path, disk::LARGEST)?;
        match super::parse::decode(original.bytes.clone()) {
            Ok(text) => Ok(DeckFile { original, text }),
            Err(_) => Err(EditError::NotUtf8 {
                path: original.shown,
            }),
        }
    }

    /// As it was named.
    pub fn shown(&self) -> &str {
        &self.original.shown
    }

    /// Without its byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The new text, with the byte order mark that the file has.
    pub fn prepare(self, text: &str) -> Result<Prepared, EditError> {
        let has_mark = self.original.bytes.starts_with(MARK.as_bytes());
        let bytes = [if has_mark { MARK } else { "" }, text].concat();
        self.original.prepare(bytes.as_bytes())
    }
}

/// What is to be there, beside its file; dropped, it is gone.
#[derive(Debug)]
pub struct Prepared {
    original: Original,
    pending: Pending,
}

impl Prepared {
    /// Puts it in the file's place, unless the file is no longer as it was read.
    pub fn commit(self) -> Result<(), EditError> {
        let Original { shown, path, bytes } = self.original;
        let now = files::read(&path, bytes.len() as u64);
        if now.map_or(true, |now| now != bytes) {
            return Err(EditError::Changed { path: shown });
        }
        self.pending
            .replace()
            .map_err(|why| EditError::Unwritten { path: shown, why })
    }
}

/// Every file or none, as far as a disk can promise it: all new texts are durable before the first is put in place.
pub fn save_all(changes: Vec<(DeckFile, String)>) -> Result<(), EditError> {
    let prepared: Result<Vec<Prepared>, EditError> = changes
        .into_iter()
        .map(|(file, text)| file.prepare(&text))
        .collect();
    prepared?.into_iter().try_for_each(Prepared::commit)
}

/// A new file, durable; one that is there already stays.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), EditError> {
    let placed = Pending::write(path, bytes).and_then(Pending::create);
    let path = path.display().to_string();
    placed.map_err(|why| match why.kind() {
        io::ErrorKind::AlreadyExists => EditError::Exists { path },
        _ => EditError::Unwritten { path, why },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
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

    #[test]
    fn a_file_changed_meanwhile_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deck.ron");
        fs::write(&path, "one").unwrap();
        let prepared = DeckFile::open(&path).unwrap().prepare("two").unwrap();
        fs::write(&path, "mine").unwrap();
        let error = prepared.commit().unwrap_err();
        assert!(matches!(error, EditError::Changed { .. }), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn mode_link_and_byte_order_mark_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (
            folder.path().join("deck.ron"),
            folder.path().join("link.ron"),
        );
        fs::write(&path, "\u{feff}one\r\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        let file = DeckFile::open(&link).unwrap();
        assert_eq!(file.text(), "one\r\n");
        file.prepare("two\r\n").unwrap().commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}two\r\n");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_new_file_never_replaces_one_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deck.ron");
        create(&path, b"one").unwrap();
        assert!(matches!(
            create(&path, b"two").unwrap_err(),
            EditError::Exists { .. }
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}

//! Writes values in RON as an author would.

use crate::study::kinds::Tolerance;
use std::fmt::Write as _;
use std::ops::Deref;

/// A text: plain if possible, raw if it has lines, quotes or backslashes.
pub fn text(text: &str) -> String {
    if !text.bytes().any(|b| matches!(b, b'"' | b'\\' | b'\n')) {
        return ["\"", text, "\""].concat();
    }
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}

/// A list of texts on one line.
pub fn texts<T: Deref<Target = str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|t| text(t)).collect();
    format!("[{}]", texts.join(", "))
}

pub fn tolerance(tolerance: Tolerance) -> String {
    match tolerance {
        Tolerance::Exact => "Exact".to_owned(),
        Tolerance::Absolute(room) => format!("Absolute({room})"),
        Tolerance::Percent(percent) => format!("Percent({percent})"),
    }
}

/// The lines of a text behind this indent, each with this line end.
pub fn indented(text: &str, indent: &str, line_end: &str) -> String {
    text.lines()
        .map(|line| format!("{indent}{line}{line_end}"))
        .collect()
}

/// A struct with one field a line, all after `indent`, and a comma at the end.
pub fn structure(indent: &str, name: &str, fields: &[(&str, String)]) -> String {
    let mut out = format!("{indent}{name}(\n");
    for (name, value) in fields {
        let _ = writeln!(out, "{indent}    {name}: {value},");
    }
    out + indent + "),\n"
}

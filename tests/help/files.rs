//! Whole files: their encoding, and decks with a slip as they were met.

use super::GOOD;
use super::follow::mends;
use swotter::deck_file::Diagnostic;
use swotter::lint::Settings;

#[test]
fn other_encodings_and_line_ends_are_named_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deck.ron");
    let check = |bytes: Vec<u8>| {
        std::fs::write(&path, bytes).unwrap();
        swotter::lint::check(std::slice::from_ref(&path), &Settings::default())
    };
    let utf16 = |mark: bool, unit: fn(u16) -> [u8; 2]| {
        let mark = mark.then_some(0xfeff);
        let units = mark.into_iter().chain(GOOD.encode_utf16());
        units.flat_map(unit).collect::<Vec<u8>>()
    };
    let utf32 = |mark: bool, unit: fn(u32) -> [u8; 4]| {
        let mark = mark.then_some('\u{feff}');
        let letters = mark.into_iter().chain(GOOD.chars());
        letters.flat_map(|c| unit(c.into())).collect::<Vec<u8>>()
    };
    for (bytes, says) in [
        (utf16(true, u16::to_le_bytes), "UTF-16"),
        (utf16(true, u16::to_be_bytes), "UTF-16"),
        (utf16(false, u16::to_le_bytes), "UTF-16"),
        (utf32(true, u32::to_le_bytes), "UTF-32"),
        (utf32(true, u32::to_be_bytes), "UTF-32"),
        (utf32(false, u32::to_le_bytes), "UTF-32"),
        (
            b"\x1f\x8b\x08\0\0\0\0\0\x02\xff\xb3\xc8\xee\x99\n\x95".to_vec(),
            "gzip",
        ),
        (
            b"PK\x03\x04\x14\0\0\0\x08\0deck.ron\xff\x01".to_vec(),
            "ZIP archive",
        ),
        (
            b"GIF89a\x01\x02\x01\x02\x80\xff\x07\x05!".to_vec(),
            "no text",
        ),
        (GOOD.replace('\n', "\r").into_bytes(), "CR alone"),
    ] {
        let found = check(bytes);
        assert_eq!(found.len(), 1, "{says}: {found:#?}");
        assert!(found[0].message.contains(says), "{found:#?}");
        assert_eq!((found[0].code.as_str(), found[0].line), ("E14", 1));
    }
    // What stands all through a file is told a few times, and the last says how often.
    let spaces = GOOD.replace("    ", "\u{a0}\u{a0}\u{a0}\u{a0}");
    let found = check(spaces.into_bytes());
    assert_eq!(found.len(), 5, "{found:#?}");
    assert!(
        found[4].message.ends_with("more in this file"),
        "{found:#?}"
    );
    assert_eq!(
        check(format!("\u{feff}{}", GOOD.replace('\n', "\r\n")).into_bytes()),
        []
    );
}

macro_rules! told {
    ($($name:literal: $($code:literal $line:literal $says:literal),*;)+) => {
        &[$(($name, &[$(($code, $line, $says)),*])),+]
    };
}

/// Decks with a slip each, as they were met: code, line and a part of the message of all that is said.
type Said = (&'static str, usize, &'static str);
const MISTAKES: &[(&str, &[Said])] = told! {
    "00-good.ron":;
    "03-nbsp-between.ron": "E00" 23 "a no-break space (U+00A0)";
    "04-nbsp-after-comma.ron": "E00" 11 "a no-break space (U+00A0)";
    "06-working-wrong.ron": "W32" 72 "`9 / 1.5` is 6, not 7", "W32" 72 "the working ends at 42, and the answer is 36";
    "07-answer-disagrees-working.ron": "W32" 72 "the working ends at 36, and the answer is 35";
    "11-cloze-single-brace.ron": "E09" 35 "in brackets that are no double braces";
    "14-lint-ignore-str.ron": "E00" 30 "each item of `lint_ignore` is a pair";
    "15-num-deccomma.ron": "E00" 69 "`36,5` is written with a decimal comma";
    "17-right-bool.ron": "E00" 42 "must say whether it is right";
    "20-tol-percent-sign.ron": "E00" 81 "`tolerance` must say of what kind it is";
    "21-tol-2pct.ron": "E00" 81 "`tolerance` must say of what kind it is";
    "24-mistakes-strings.ron": "E00" 73 "each item of `mistakes` is a pair";
    "25-pick-name.ron": "E00" 95 "`Pick` takes a name and a list of numbers";
    "28-utf16.ron": "E14" 1 "saved as UTF-16";
    "33-semicolon.ron": "E00" 22 "`;` stands where `,` belongs";
    "37-tags-paren.ron": "E00" 30 "`tags` must be a list in square brackets";
    "41-extra-paren.ron": "E00" 65 "one `)` too many";
    "44-hash-comment.ron": "E00" 59 "a comment does not begin with `#`";
    "46-working-wrong.ron": "W32" 72 "`9 / 1.5` is 6, not 7";
    "48-gen-brace-name.ron": "E12" 100 "nothing gives `door` a number";
    "54-nbsp.ron": "E00" 69 "a no-break space (U+00A0)";
    "55-schema-string.ron": "E00" 2 "`schema` must be a number";
    "64-single-quotes.ron": "E00" 22 "in double quotes, not in `'`";
    "70-fullwidth-comma.ron": "E00" 22 "stands where `,` belongs";
    "80-asn-of-the-guide.ron":;
    "good.ron":;
    "heading3.ron": "W30" 23 "a heading deeper than ##";
    "html.ron": "W30" 23 "`<b>` is HTML";
    "image.ron": "W30" 23 "`door.png` is a picture";
    "rellink.ron": "W30" 23 "`page.md` is a link";
};

#[test]
fn each_deck_with_a_slip_is_told_of_that_slip_and_of_nothing_else() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decks/mistakes");
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(
        files,
        MISTAKES.iter().map(|(name, _)| *name).collect::<Vec<_>>()
    );
    for (name, expected) in MISTAKES {
        let mut found = swotter::lint::check(&[folder.join(name)], &Settings::default());
        // They are older than the rule that counts the answers of a drawn problem.
        found.retain(|d| d.code != "W34");
        let said = |(d, (code, line, says)): (&Diagnostic, &Said)| {
            d.code == *code && d.line == *line && d.message.contains(says)
        };
        let as_expected = found.len() == expected.len() && found.iter().zip(*expected).all(said);
        assert!(as_expected, "{name}: {found:#?}");
        if let Ok(text) = std::fs::read_to_string(folder.join(name)) {
            mends(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        }
    }
}

//! Files and requests as no sane program writes them: good ones with bytes changed, lost, doubled and put in.
//!
//! Never a panic, never a hang, never a control character in what is said about them. A usual run takes a few
//! hundred of each; `SWOT_CASES=1000000 cargo test --release --test fuzz deck_text` goes on for longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};
use swotter::calculators::{self, ALL, Input};
use swotter::deck_file::diagnostic::{self, Lines};
use swotter::deck_file::{self, ParsedDeck};
use swotter::settings::Settings;
use swotter::{exchange, lint, sheet};

/// Pieces that mean something to one of the readers.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    "r#\"",
    "/*",
    "//",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    ":",
    "%",
    "€",
    "#",
    "-",
    "1e999",
    "NaN",
    "0",
    "-1",
    "1.234,56",
    "31/12/2026",
    "null",
    "true",
    "\\u{1b}",
    "\\u001b",
    "\u{1b}[2J",
    "\u{9b}",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "\u{1f600}",
    "é",
    "Some(",
    "Basic(",
    "id",
];

#[derive(Debug, Clone)]
enum Damage {
    Put(&'static str),
    Lose(usize),
    Double(usize),
    Byte(u8),
    End,
}

fn damages() -> impl Strategy<Value = Vec<(Index, Damage)>> {
    let damage = prop_oneof![
        6 => proptest::sample::select(WORDS).prop_map(Damage::Put),
        3 => (1..40usize).prop_map(Damage::Lose),
        2 => (1..200usize).prop_map(Damage::Double),
        3 => any::<u8>().prop_map(Damage::Byte),
        1 => Just(Damage::End),
    ];
    proptest::collection::vec((any::<Index>(), damage), 0..8)
}

fn damaged(sound: &[u8], damages: &[(Index, Damage)]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for (at, damage) in damages {
        let at = at.index(bytes.len() + 1);
        let until = |n: usize| (at + n).min(bytes.len());
        match *damage {
            Damage::Put(word) => drop(bytes.splice(at..at, word.bytes())),
            Damage::Lose(n) => drop(bytes.drain(at..until(n))),
            Damage::Double(n) => {
                let piece = bytes[at..until(n)].to_vec();
                bytes.splice(at..at, piece);
            }
            Damage::Byte(byte) => {
                if let Some(old) = bytes.get_mut(at) {
                    *old = byte;
                }
            }
            Damage::End => bytes.truncate(at),
        }
    }
    bytes
}

/// Longer than any reader takes on a busy machine.
const HANGS: Duration = Duration::from_secs(10);

/// Gives damaged copies of the sound inputs, or bytes at random, to a reader that returns all that it says.
fn fuzz(usual: u32, sound: &[Vec<u8>], read: impl Fn(usize, &[u8]) -> Vec<String>) {
    let cases = std::env::var("SWOT_CASES").ok();
    let cases = cases.and_then(|n| n.parse().ok()).unwrap_or(usual);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let inputs = (
        0..sound.len(),
        prop_oneof![
            9 => damages().prop_map(Ok),
            1 => proptest::collection::vec(any::<u8>(), 0..400).prop_map(Err),
        ],
    );
    let ran = runner.run(&inputs, |(which, change)| {
        let bytes = match change {
            Ok(damages) => damaged(&sound[which], &damages),
            Err(noise) => noise,
        };
        let begun = Instant::now();
        let said = read(which, &bytes);
        prop_assert!(begun.elapsed() < HANGS, "{:?}", begun.elapsed());
        for text in said {
            let control = |c: char| c.is_control() && c != '\n' && c != '\t';
            prop_assert!(!text.contains(control), "{text:?} of {bytes:?}");
        }
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
}

/// A message as the command line prints it: every one goes through this door.
fn printed(message: &str) -> String {
    swotter::study::text::clean(message).into_owned()
}

fn bytes_of(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

#[test]
fn deck_text_of_any_kind_is_read_or_refused() {
    let deck = "Deck(schema: 1, id: \"d\", title: \"A deck\", concepts: [
    Concept(id: \"c\", title: \"C\", topic: \"t\", summary: \"Read *me*.\", cards: [
        Basic(id: \"a\", front: \"What is first?\", back: \"Alpha\", reversed: true),
        Cloze(id: \"b\", text: \"A {{gap}} is filled.\"),
        Typed(id: \"t\", question: \"Which dock?\", answer: \"north\"),
        MultipleChoice(id: \"m\", question: \"Which?\", why: \"So.\",
            options: [Right(\"North\"), Wrong(\"South\", because: \"No.\")]),
    ]),
])";
    fuzz(300, &[bytes_of(deck)], |_, bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut deck = ParsedDeck::read("fuzzed.ron", text);
        let style = diagnostic::Style::default();
        lint::check_deck(&mut deck, &lint::Settings::default());
        let given = deck_file::ids::give(&deck.text);
        let mut said: Vec<String> = given
            .err()
            .map(|e| printed(&e.to_string()))
            .into_iter()
            .collect();
        for found in deck.diagnostics() {
            let source = Lines::new(&deck.text);
            said.push(diagnostic::draw(&found, Some(&source), style));
        }
        said
    });
}

#[test]
fn a_table_of_any_kind_is_read_or_refused() {
    let tables = [
        "item;value\nA;1.234,50\nB;20 %\nC;€ 3\nTotal;1.257,50\n",
        "customer,date,amount,order\nx,2026-01-31,10.5,1\ny,2026-02-01,-3,2\n",
        "sep=\t\nid\trevenue\tcogs\nA\t10\t5\nB\t20\t8\n",
    ]
    .map(bytes_of);
    let options = sheet::Options::default();
    fuzz(300, &tables, |_, bytes| {
        let mut said = Vec::new();
        for calculator in ALL.iter().filter(|c| !c.layouts.is_empty()) {
            match sheet::parse(bytes, calculator.layouts, &options) {
                Err(why) => said.push(printed(&why)),
                Ok(sheet) => {
                    let request = serde_json::json!({});
                    let input = Input::with_table(&request, &sheet.table);
                    if let Err(refusal) = calculator.answer(&input) {
                        said.push(printed(&refusal.message));
                    }
                }
            }
        }
        said
    });
}

fn zipped(database: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("collection.anki2", options).unwrap();
    zip.write_all(database).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_package_of_any_kind_is_read_or_refused() {
    let deck = "Deck(schema: 1, id: \"d\", title: \"D\", concepts: [Concept(id: \"c\", title: \"C\", cards: [
        Basic(id: \"a\", front: \"What is first?\", back: \"Alpha\")])])";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fuzzed.apkg");
    let parsed = ParsedDeck::read("d.ron", deck.into()).deck.unwrap();
    let items = exchange::items(
        parsed
            .cards()
            .map(|(concept, card)| (&parsed, concept, card)),
    );
    let sound = exchange::apkg::write(&items, 1_700_000_000).unwrap();
    let calendar = exchange::Calendar {
        offset: &|_| 0,
        rollover: 4,
    };
    let mut database = Vec::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(&sound)).unwrap();
    let mut inner = zip.by_name("collection.anki2").unwrap();
    inner.read_to_end(&mut database).unwrap();
    drop(inner);
    fuzz(200, &[sound.clone(), database], |which, bytes| {
        // Checksums of the archive would hide every change of the database in it.
        let package = match which {
            0 => bytes.to_vec(),
            _ => zipped(bytes),
        };
        std::fs::write(&file, package).unwrap();
        imported(exchange::apkg::read(&file, Some(&calendar), &mut |_| ()))
    });
}

/// Reads a text in the format of this word.
fn read(bytes: &[u8], word: &str) -> Result<exchange::Draft, String> {
    let format = exchange::FORMATS
        .iter()
        .find(|f| f.words.contains(&word))
        .unwrap();
    let exchange::Read::Text(read) = format.read else {
        panic!("{word} is no text");
    };
    exchange::read(bytes, None, |text| {
        read(text, &exchange::Options::default(), &mut |_| ())
    })
}

/// What an import says and writes.
fn imported(draft: Result<exchange::Draft, String>) -> Vec<String> {
    match draft.and_then(|d| exchange::assemble(d, "d", "D", "fuzzed", &mut |_| ())) {
        Err(why) => vec![printed(&why)],
        Ok(import) => {
            let notes = import.left.into_iter().chain(import.mended);
            let told = notes.flat_map(|l| [l.why, l.what]);
            let lost = import.lost.into_iter().flat_map(|l| [l.of, l.what]);
            let files = import.files.into_iter().map(|f| f.text);
            files.chain(told).chain(lost).collect()
        }
    }
}

#[test]
fn notes_in_markdown_of_any_kind_are_read_or_refused() {
    let notes = "---\ntitle: x\n---\n# Top\nQ: What wins?\nA: A **winner**, [so](http://x.org) ![](p.png)\n\n```\nx :: y\n```\nVMI ::: vendor <!--SR:!1-->\n\n\
        C: A [gap] and `[0]`\n\nAsked\n??\nbelow <b>it</b>\n\n#flashcards/a\n==marked== words\n";
    let ours = "# D\n\n## C\n\nQ: One?\n\nA: Two.\n\nVMI ::: vendor managed\n\nC: A {{c1::gap}}.\n";
    fuzz(400, &[bytes_of(notes), bytes_of(ours)], |_, bytes| {
        imported(read(bytes, "markdown"))
    });
}

#[test]
fn questions_in_gift_of_any_kind_are_read_or_refused() {
    let questions = "// [tag:a] note\n$CATEGORY: $course$/Top//x/Sub\n\n::d/one::[html]Which <b>door</b>?{\n=[html]a \\= b\n~%-50%c#no\\: never\n####so\n}\n\n\
        How many?{#=25:0.5 =%0%400:2#upside ~#no}\n\nTwo {=two =2 =%50%t*} is 2.\n\nIs it?{T#a#b}\n\nMatch.{=a -> b =c -> d}\n\nEssay.{}\n";
    fuzz(400, &[bytes_of(questions)], |_, bytes| {
        imported(read(bytes, "gift"))
    });
}

#[test]
fn tables_of_cards_of_any_kind_are_read_or_refused() {
    let tables = [
        "#separator:Comma,,,\n#html:true,,,\n#deck column:1\n# a comment\nA::B,<b>x</b>,\"y, z\",t\n",
        "question,A,B,C,D,answer\nWhich?,one,two,three,four,\"A, B\"\nWhat?,1,2,3,4,2\n",
        "front\tback\thint\n{{c1::gap}} here\twhy\t\n\"open\tx\n'=1+1\t&lt;b&gt; http://x.org\n",
    ];
    fuzz(400, &tables.map(bytes_of), |_, bytes| {
        imported(read(bytes, "csv"))
    });
}

#[test]
fn a_request_of_any_kind_is_answered_or_refused() {
    let requests: Vec<Vec<u8>> = ALL.iter().map(|c| bytes_of(c.example)).collect();
    fuzz(600, &requests, |which, bytes| {
        let text = String::from_utf8_lossy(bytes);
        let answer = calculators::request::read(&text)
            .and_then(|request| ALL[which].answer(&Input::new(&request)));
        match answer {
            Err(refusal) => vec![printed(&refusal.message)],
            // Results go out as JSON, which escapes at its own door (`cli/out.rs`).
            Ok(_) => Vec::new(),
        }
    });
}

#[test]
fn settings_of_any_kind_are_read_or_refused() {
    let settings = "(new_per_day: 3, new_per_deck: {\"d\": 2}, rollover: 4, grades: 6, theme: dark, symbols: ascii,
        mouse: true, keys: {\"undo\": [\"u\", \"Ctrl-y\"]}, colours: {\"accent\": \"#3a7d44\"}, lint: {\"basic_answer_words\": 25})";
    fuzz(
        600,
        &[bytes_of(settings)],
        |_, bytes| match Settings::parse(&String::from_utf8_lossy(bytes)) {
            Err((.., why)) => vec![printed(&why)],
            Ok(_) => Vec::new(),
        },
    );
}

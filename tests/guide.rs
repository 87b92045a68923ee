//! The author's guide does what it says: its decks load without a fault, it shows every field, and its commands run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod home;

use ron::error::Error;
use ron::extensions::Extensions;
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use swotter::deck_file::ParsedDeck;
use swotter::deck_file::diagnostic::{self, Lines};
use swotter::lint::{RULES, Thresholds};
use swotter::lint::{Settings, check_all};
use swotter::shelf::{Sources, source};
use swotter::study::deck::TOPICS;
use swotter::study::kinds::KINDS;

const GUIDE: &str = include_str!("../content/README.md");

fn blocks(language: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut rest = GUIDE;
    let fence = format!("\n```{language}\n");
    while let Some((_, after)) = rest.split_once(&fence) {
        let (block, after) = after.split_once("\n```").expect("the block is closed");
        found.push(block);
        rest = after;
    }
    found
}

/// A block as a whole deck: cards by themselves get one around them.
fn deck(block: &str, with: &str) -> String {
    if block.starts_with("Deck(") {
        return block.to_owned();
    }
    format!(
        "Deck(schema: 1, id: \"warehouse-basics\", title: \"T\", concepts: [Concept(id: \"c\", title: \"C\", topic: \"warehousing\", cards: [\n{with}{block}\n])])"
    )
}

fn faults(text: String) -> Vec<String> {
    let volumes = check_all(
        vec![ParsedDeck::read("guide.ron", text)],
        &Settings::default(),
    );
    let found = volumes.iter().flat_map(ParsedDeck::diagnostics);
    found
        .filter(|d| d.code.starts_with('E'))
        .map(|d| format!("{}: {} {}", d.line, d.code, d.message))
        .collect()
}

#[test]
fn every_deck_and_card_in_the_guide_is_without_fault() {
    let blocks = blocks("ron");
    assert!(blocks.len() >= 12, "{} blocks", blocks.len());
    for block in blocks {
        // What the guide's cards refer to.
        let other = "Basic(id: \"fast-movers-place\", front: \"Where?\", back: \"Near.\", link: [\"dock-to-stock\"]),\n";
        let with = if block.contains("link:") { other } else { "" };
        assert_eq!(
            faults(deck(block, with)),
            Vec::<String>::new(),
            "in\n{block}"
        );
    }
}

/// The fields that the reader knows at the place of an unknown one.
fn fields(text: &str) -> &'static [&'static str] {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    match options
        .from_str::<swotter::study::Deck>(text)
        .unwrap_err()
        .code
    {
        Error::NoSuchStructField { expected, .. } => expected,
        other => panic!("{other}"),
    }
}

#[test]
fn every_field_and_kind_of_the_format_has_an_example() {
    let examples = blocks("ron").join("\n");
    let concept = |inner: &str| {
        format!("Deck(schema: 1, id: \"d\", title: \"T\", concepts: [Concept({inner})])")
    };
    let card = |kind: &str| concept(&format!("id: \"c\", title: \"C\", cards: [{kind}(zzz: 1)]"));
    let mut wanted: BTreeSet<&str> = fields("Deck(zzz: 1)").iter().copied().collect();
    wanted.extend(fields("Deck(blueprint: [Module(zzz: 1)])"));
    wanted.extend(fields(&concept("zzz: 1")));
    for kind in KINDS {
        assert!(
            examples.contains(&format!("{kind}(")),
            "no example of {kind}"
        );
        assert!(
            GUIDE.contains(&format!("**{kind}**")),
            "no word about {kind}"
        );
        wanted.extend(fields(&card(kind)));
    }
    assert!(wanted.len() > 40, "{wanted:?}");
    for field in wanted {
        assert!(
            examples.contains(&format!("{field}:")),
            "no example of the field `{field}`"
        );
    }
    for variant in [
        "Range(",
        "Pick(",
        "Rows(",
        "Exact",
        "Absolute(",
        "Percent(",
        "Fold",
        "Right(",
        "Wrong(",
    ] {
        assert!(examples.contains(variant), "no example of {variant}");
    }
    for topic in TOPICS {
        assert!(
            GUIDE.replace('\n', " ").contains(topic),
            "the topic {topic}"
        );
    }
    for maker in swotter::calculators::problem_makers::MAKERS {
        assert!(
            GUIDE.contains(&format!("`{}`", maker.name)),
            "the maker {}",
            maker.name
        );
    }
}

#[test]
fn every_command_in_the_guide_runs_in_its_order() {
    let home = tempfile::tempdir().unwrap();
    let work = home.path().join("work");
    std::fs::create_dir(&work).unwrap();
    let mut run = 0;
    for line in blocks("sh").iter().flat_map(|block| block.lines()) {
        // Where the output goes is the shell's affair.
        let command = line.split(" > ").next().unwrap_or(line);
        let words: Vec<&str> = command.split_whitespace().collect();
        match words[..] {
            // It stays until somebody ends it.
            ["swot", "check", "--watch", ..] => continue,
            ["cp", from, to] => {
                std::fs::copy(work.join(from), work.join(to)).unwrap();
                continue;
            }
            ["swot", ..] => {}
            _ => panic!("what is `{line}`?"),
        }
        let output = Command::new(env!("CARGO_BIN_EXE_swot"))
            .env_clear()
            .envs(home::home(home.path()))
            .env("SWOT_DATA_DIR", home.path().join("data"))
            .env("SWOT_NOW", "2026-11-21T09:00:00+01:00[Europe/Paris]")
            .current_dir(&work)
            .args(&words[1..])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(
            output.status.success(),
            "{line}\n{}",
            String::from_utf8_lossy(&said)
        );
        run += 1;
    }
    assert!(run >= 15, "{run} commands");
}

#[test]
fn the_guide_is_no_deck_and_its_example_of_a_fault_is_what_the_program_draws() {
    let decks = source::find(&Sources::default());
    assert!(decks.len() >= 3);
    for deck in decks {
        assert_eq!(deck.path.extension().unwrap(), "ron");
        let file = std::path::Path::new("content").join(&deck.path);
        let (compiled_in, text) = (deck.bytes().unwrap(), std::fs::read(file).unwrap());
        assert!(compiled_in == text && deck.fingerprint.size == text.len() as u64);
    }
    let picture = blocks("text")[0];
    let card = "MultipleChoice(id: \"x\", question: \"Which one?\", why: \"w\",\n                options: [Right(\"a\"), Wrong(\"b\", because: \"no\")])";
    let text = format!(
        "Deck(\nschema: 1,\nid: \"d\",\ntitle: \"T\",\nconcepts: [\nConcept(\nid: \"c\",\ntitle: \"C\",\ntopic: \"supply\",\n\n\ncards: [\n{card},\n],\n),\n],\n)\n"
    );
    let volumes = check_all(
        vec![ParsedDeck::read("my-deck.ron", text.clone())],
        &Settings::default(),
    );
    let found = volumes[0]
        .diagnostics()
        .into_iter()
        .find(|d| d.code == "E05")
        .unwrap();
    let drawn = diagnostic::draw(&found, Some(&Lines::new(&text)), Default::default());
    assert_eq!(drawn.trim_end(), picture.trim_end());
}

#[test]
fn a_card_of_each_kind_in_the_guide_can_be_asked() {
    for block in blocks("ron") {
        let parsed = ParsedDeck::read("guide.ron", deck(block, ""));
        for (_, card) in parsed.deck.unwrap().cards() {
            for part in card.parts() {
                assert!(!card.face(&part, 7).prompt.is_blank());
                assert!(
                    !card.reveal(&part, 7).expected.is_blank(),
                    "{}",
                    card.common().id
                );
            }
        }
    }
}

/// Rows of tables whose first column is a code: the code and the rest of the row.
fn told() -> Vec<(&'static str, &'static str)> {
    let rows = GUIDE.lines().filter_map(|line| {
        let (code, rest) = line.strip_prefix("| ")?.split_once(" | ")?;
        let number = code.strip_prefix(['E', 'W'])?;
        number.parse::<u8>().is_ok().then_some((code, rest))
    });
    rows.collect()
}

#[test]
fn the_guide_tells_what_every_code_means() {
    let told = told();
    let mut wanted: Vec<&str> = RULES.iter().flat_map(|rule| rule.codes).copied().collect();
    wanted.push("E00");
    wanted.sort_unstable();
    wanted.dedup();
    let mut codes: Vec<&str> = told.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    assert_eq!(codes, wanted);
    for rule in RULES.iter().filter(|rule| rule.codes.len() == 1) {
        let code = rule.codes[0];
        let (_, row) = told.iter().find(|(of, _)| *of == code).unwrap();
        assert!(
            code.starts_with('E') || row.contains(rule.title),
            "{code} says `{row}`, the rule `{}`",
            rule.title
        );
    }
}

#[test]
fn the_guide_lists_every_threshold_with_its_default() {
    for (name, default) in Thresholds::DEFAULTS {
        assert!(
            told()
                .iter()
                .any(|(_, row)| row.contains(&format!("`{name}` = {default}"))),
            "`{name}` = {default}"
        );
    }
    let example = GUIDE.split("\n    lint: {").nth(1).unwrap();
    let example = format!("(lint: {{{})", example.split(",\n)").next().unwrap());
    let settings = swotter::settings::Settings::parse(&example).unwrap();
    assert!(Thresholds::set(&settings.lint).is_ok() && settings.lint.len() == 2);
}

//! Exports are read back: what comes is what went, or the report says what does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use swotter::exchange::{self, Body, Draft, FORMATS, Item, Look, Note, Read, apkg};
use swotter::study::deck::{Card, Common, Concept, Deck, Exhibit};
use swotter::study::kinds::{
    Basic, Case, CaseOption, Cases, Choice, Cloze, Folding, Matching, MultipleChoice, Numeric,
    Ordering, Term, Tolerance, Typed, Way,
};
use swotter::study::markdown::{inline, text};
use swotter::study::text::Text;
use swotter::tui::theme::{Glyphs, Symbols};
use swotter::tui::widgets::markdown;

/// A line with every mark that a format could take for its own.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-zé]{1,6}",
        1 => prop::sample::select(vec![
            "**bold words**", "*slanted*", "`co de`", "``a`b``", "2*3*4", "2**3", "\\*", "5 < 6", "<b>x</b>", "<br>", "&lt;", "&amp;lt;",
            "::", ":::", "a::b", "->", "=1+1", "'=1", "+x", "@x", "Q: x", "**Why:** y", "Why: y", "?", "#tag", "[x]", "[[x]]", "[a](b)", "![a](b)",
            "{x}", "~", "%%", "^a1b2", "Answer: x", "A1: x", "%50%", "\"", "'", ",", ";", "|", "<!-- c -->", "==y==", "_z_", "a_b_c", "$x$", "\\", "x\\\ny", "<div class=\"swot-why\">w</div>",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..6).prop_map(|words| words.join(" "))
}

fn markdown() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        6 => line(),
        1 => prop::collection::vec(line(), 2..4).prop_map(|lines| lines.iter().map(|l| format!("- {l}\n")).collect()),
        1 => prop::collection::vec(line(), 2..4).prop_map(|lines| lines.iter().enumerate().map(|(i, l)| format!("{}. {l}\n", i + 1)).collect()),
        1 => "[a-z]{1,4}".prop_map(|w| format!("| a | b |\n| --- | --- |\n| {w} | `x` |\n")),
        1 => "[a-z:]{1,6}".prop_map(|w| format!("```\n{w}  x\nQ: y\n```\n")),
        1 => prop::collection::vec(line(), 2..3).prop_map(|lines| lines.join("\n")),
    ];
    prop::collection::vec(block, 1..3).prop_map(|blocks| blocks.join("\n\n"))
}

/// What a card says beside, often nothing.
fn common() -> impl Strategy<Value = Common> {
    let maybe = || prop_oneof![Just(String::new()), markdown()];
    (
        maybe(),
        maybe(),
        maybe(),
        prop::collection::vec("[a-z-]{1,5}", 0..3),
        prop_oneof![4 => Just(String::new()), 1 => markdown()],
    )
        .prop_map(|(why, hint, source, tags, exhibit)| {
            let mut once = tags;
            once.sort();
            once.dedup();
            Common {
                why: Text::new(&why),
                hint: Text::new(&hint),
                source: Text::new(&source),
                tags: once,
                exhibit: Exhibit {
                    name: "e".into(),
                    text: Text::new(&exhibit),
                },
                ..Common::default()
            }
        })
}

fn card() -> impl Strategy<Value = Card> {
    let plain = "[a-z*%.#_<>&=+@'1-]{1,12}( [a-z*]{1,4})?";
    let back = prop_oneof![9 => markdown(), 1 => Just(String::new())];
    prop_oneof![
        (
            markdown(),
            back,
            markdown(),
            prop::collection::vec("[a-z]{1,8}", 0..3),
            any::<bool>(),
            common()
        )
            .prop_map(
                |(front, back, more, also, reversed, common)| Card::Basic(Basic {
                    front: Text::new(&front),
                    // Now and then an answer that begins with its question.
                    back: Text::new(&if back.is_empty() {
                        format!("{front}\n\n{more}")
                    } else {
                        back
                    }),
                    also: also.iter().map(|text| Text::new(text)).collect(),
                    reversed,
                    common
                })
            ),
        (
            "[a-z ]{1,9}",
            "[a-zé*<&]{1,6}",
            "[a-z ]{0,6}",
            "[a-z :]{1,9}",
            prop::collection::vec("[a-z]{1,8}", 0..3),
            common()
        )
            .prop_map(|(a, gap, hint, b, also, common)| Card::Cloze(Cloze {
                text: Text::new(&format!(
                    "x{a} {{{{{gap}{}{hint}}}}} {b}",
                    if hint.trim().is_empty() { "" } else { "::" }
                )),
                also: also
                    .iter()
                    .map(|other| (Text::new(&gap), Text::new(other)))
                    .collect(),
                common
            })),
        (
            markdown(),
            plain,
            prop::collection::vec(plain, 0..3),
            any::<bool>(),
            common()
        )
            .prop_map(
                |(question, answer, accept, keep, common)| Card::Typed(Typed {
                    question: Text::new(&question),
                    answer: Text::new(answer.trim()),
                    accept: accept.iter().map(|text| Text::new(text.trim())).collect(),
                    case: if keep { Folding::Keep } else { Folding::Fold },
                    accents: Folding::Fold,
                    signs: Folding::Fold,
                    common
                })
            ),
        choice(),
        number(),
        term(),
        matching(),
        (markdown(), prop::collection::vec(line(), 3..6), common()).prop_map(
            |(question, items, common)| Card::Ordering(Ordering {
                question: Text::new(&question),
                items: items.iter().map(|item| Text::new(item)).collect(),
                common
            })
        ),
        (markdown(), prop::collection::vec(line(), 3..5), common()).prop_map(
            |(question, options, common)| {
                let case = |i: usize| Case {
                    id: format!("case-{i}"),
                    text: Text::new(&format!("Case {i} of them")),
                    right: i,
                    why: Text::default(),
                    formerly: Vec::new(),
                };
                Card::Cases(Cases {
                    question: Text::new(&question),
                    cases: (1..=options.len()).map(case).collect(),
                    options: options
                        .iter()
                        .enumerate()
                        .map(|(i, text)| {
                            CaseOption(Text::new(&format!("{i} {text}")), Text::new(text))
                        })
                        .collect(),
                    common,
                })
            }
        ),
    ]
}

fn term() -> impl Strategy<Value = Card> {
    let article = prop::sample::select(vec!["", "a", "an", "the"]);
    let question = prop_oneof![2 => Just(String::new()), 1 => markdown()];
    let also = prop::collection::vec("[a-z*-]{1,8}", 0..3);
    (
        "[a-zé*<&-]{1,9}( [a-z]{1,4})?",
        article,
        markdown(),
        also,
        question,
        common(),
    )
        .prop_map(|(term, article, meaning, also, question, common)| {
            Card::Term(Term {
                term: Text::new(&term),
                article: Text::new(article),
                meaning: Text::new(&meaning),
                also: also.iter().map(|other| Text::new(other)).collect(),
                question: Text::new(&question),
                common,
            })
        })
}

fn matching() -> impl Strategy<Value = Card> {
    let pairs = prop::collection::vec((line(), line()), 2..6);
    (markdown(), pairs, common()).prop_map(|(question, pairs, common)| {
        let pairs = pairs.iter().enumerate();
        let pair = |(i, (left, right)): (usize, &(String, String))| {
            (
                Text::new(&format!("{left} {i}")),
                Text::new(&format!("{right} {i}")),
            )
        };
        Card::Matching(Matching {
            question: Text::new(&question),
            pairs: pairs.map(pair).collect(),
            common,
        })
    })
}

/// Options that differ, several of them right now and then.
fn choice() -> impl Strategy<Value = Card> {
    let reason = prop_oneof![1 => Just(String::new()), 3 => markdown()];
    let options = prop::collection::vec((line(), reason), 3..6);
    (markdown(), options, 1..3_usize, common()).prop_map(|(question, options, rights, common)| {
        let option = |(i, (text, reason)): (usize, &(String, String))| {
            let text = Text::new(&format!("{text} {i}"));
            if i < rights {
                Choice::Right(text)
            } else {
                Choice::Wrong(text, Text::new(reason))
            }
        };
        Card::MultipleChoice(MultipleChoice {
            question: Text::new(&question),
            options: options.iter().enumerate().map(option).collect(),
            common,
        })
    })
}

fn number() -> impl Strategy<Value = Card> {
    let amount =
        || (-9_999..9_999_i32, 0..4_i32).prop_map(|(n, places)| f64::from(n) / 10_f64.powi(places));
    let tolerance = prop_oneof![
        Just(Tolerance::Exact),
        (1..500_u32).prop_map(|n| Tolerance::Absolute(f64::from(n) / 100.0)),
        (1..200_u32).prop_map(|n| Tolerance::Percent(f64::from(n) / 10.0)),
    ];
    let unit = prop::sample::select(vec![
        "",
        "%",
        "EUR",
        "EUR a year",
        "m*2",
        "<b>",
        "units/day",
    ]);
    let slips = prop::collection::vec((amount(), markdown()), 0..3);
    let working = prop::collection::vec(line(), 0..4);
    (
        markdown(),
        amount(),
        unit,
        tolerance,
        working,
        slips,
        common(),
    )
        .prop_map(
            |(question, answer, unit, tolerance, working, mistakes, common)| {
                let texts = |lines: Vec<String>| lines.iter().map(|line| Text::new(line)).collect();
                Card::Numeric(Numeric {
                    question: Text::new(&question),
                    answer: Some(answer),
                    unit: Some(Text::new(unit)),
                    tolerance: Some(tolerance),
                    working: texts(working),
                    mistakes: mistakes
                        .into_iter()
                        .map(|(wrong, why)| (wrong, Text::new(&why)))
                        .collect(),
                    common,
                })
            },
        )
}

fn deck() -> impl Strategy<Value = Deck> {
    let title = "[A-Z][a-z=+]{1,5}( [a-z]{1,4})?";
    (
        title,
        prop::collection::vec((title, prop::collection::vec(card(), 1..4)), 1..3),
    )
        .prop_map(|(title, concepts)| {
            let mut number = 0;
            let concepts = concepts.into_iter().enumerate().map(|(n, (name, cards))| {
                let cards = cards.into_iter().map(|mut card| {
                    number += 1;
                    card.common_mut().id = format!("card-{number}");
                    card
                });
                concept(&format!("c{n}"), &format!("{name} {n}"), cards.collect())
            });
            let concepts = concepts.collect();
            Deck {
                concepts,
                ..empty(&title)
            }
        })
}

fn empty(title: &str) -> Deck {
    let text = format!("Deck(schema: 1, id: \"d\", title: {title:?})");
    ron::from_str(&text).unwrap()
}

fn concept(id: &str, title: &str, cards: Vec<Card>) -> Concept {
    let text = format!("Concept(id: {id:?}, title: {title:?})");
    Concept {
        cards,
        ..ron::from_str(&text).unwrap()
    }
}

/// What a reader sees, whatever the blanks.
fn seen(markdown: &str) -> String {
    text(markdown)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// An item as its reader sees it, and the note that came of it.
fn same(item: &Item, note: &Note, typed: bool) {
    let (look, front, back) = match &note.body {
        Body::Basic {
            front,
            back,
            reversed,
        } => (
            if *reversed {
                Look::Reversed
            } else {
                Look::Basic
            },
            front.clone(),
            back.clone(),
        ),
        Body::Cloze(text) => (Look::Cloze, text.clone(), String::new()),
        Body::Typed {
            question, answer, ..
        } => (Look::Typed, question.clone(), answer.clone()),
        other => panic!("{other:?}"),
    };
    let wanted = if item.look == Look::Typed && !typed {
        Look::Basic
    } else {
        item.look
    };
    assert_eq!(look, wanted, "{item:?}");
    assert_eq!(seen(&front), seen(&item.front), "front of {item:?}");
    if look == Look::Typed {
        assert_eq!(back, item.back);
    } else if item.look == Look::Typed {
        assert_eq!(seen(&back), item.back);
    } else {
        assert_eq!(seen(&back), seen(&item.back), "back of {item:?}");
    }
    assert_eq!(seen(&note.why), seen(&item.why), "why of {item:?}");
    assert_eq!(seen(&note.hint), seen(&item.hint), "hint of {item:?}");
    assert_eq!(seen(&note.source), seen(&item.source), "source of {item:?}");
    assert_eq!(note.tags, item.tags);
}

fn all_same(items: &[Item], draft: &Draft, typed: bool) {
    assert_eq!(draft.left, []);
    assert_eq!(items.len(), draft.notes.len(), "{:?}", draft.notes);
    for (item, note) in items.iter().zip(&draft.notes) {
        if typed {
            assert_eq!(item.guid, note.guid);
            assert_eq!(item.nested(), note.deck);
        }
        same(item, note, typed);
    }
}

/// A card, and the note that came of its GIFT question. What is not the same there, the report names.
fn same_question(card: &Card, note: &Note, remarks: &[&str]) {
    let is_told = |what: &str| {
        assert!(
            remarks.iter().any(|r| r.contains(what)),
            "{what}: {remarks:?}"
        )
    };
    let exhibit = &card.common().exhibit;
    let front = exhibit.above(card.front());
    assert_eq!(seen(note.body.front()), seen(&front), "{card:?}");
    if !exhibit.text.is_blank() {
        is_told("exhibit");
    }
    match (card.way(), &note.body) {
        (Way::Choose(options), Body::Choice { options: read, .. }) => {
            let written: Vec<_> = options
                .iter()
                .map(|o| {
                    (
                        seen(&inline(o.text())),
                        o.is_right(),
                        o.because().map_or(String::new(), |b| seen(b)),
                    )
                })
                .collect();
            let read: Vec<_> = read
                .iter()
                .map(|o| (seen(&o.text), o.is_right, seen(&o.because)))
                .collect();
            assert_eq!(read, written, "{card:?}");
        }
        (Way::Type(typed), Body::Typed { answer, accept, .. }) => {
            assert_eq!(answer, &*typed.answer);
            let mut wanted: Vec<&str> = typed.accept.iter().map(|text| &**text).collect();
            let before = wanted.len();
            wanted.retain(|text| !text.contains("->"));
            if wanted.len() < before {
                is_told("`->`");
            }
            // What is accepted twice comes back once.
            let mut met = std::collections::HashSet::new();
            wanted.retain(|text| met.insert(*text));
            assert_eq!(accept, &wanted, "{card:?}");
            if typed.case == Folding::Keep {
                is_told("capitals");
            }
        }
        (
            Way::Compute(expected),
            Body::Number {
                answer,
                unit,
                tolerance,
                working,
                mistakes,
                ..
            },
        ) => {
            assert_eq!((*answer, unit.as_str()), (expected.value, &*expected.unit));
            let room = match expected.tolerance {
                Tolerance::Percent(percent) => {
                    is_told("per cent");
                    percent * expected.value.abs() / 100.0
                }
                Tolerance::Absolute(room) => room,
                Tolerance::Exact => 0.0,
            };
            let read = match tolerance {
                Tolerance::Exact => 0.0,
                Tolerance::Absolute(room) => *room,
                Tolerance::Percent(_) => panic!("{tolerance:?}"),
            };
            assert!((read - room).abs() < 1e-9, "{read} {room}");
            let steps: Vec<String> = working.iter().map(|step| seen(step)).collect();
            let wanted: Vec<String> = expected
                .working
                .iter()
                .map(|step| seen(&inline(step)))
                .collect();
            assert_eq!(steps, wanted, "{card:?}");
            let slips: Vec<_> = mistakes
                .iter()
                .map(|(wrong, why)| (*wrong, seen(why)))
                .collect();
            let wanted: Vec<_> = expected
                .mistakes
                .iter()
                .map(|(wrong, why)| (*wrong, seen(why)))
                .collect();
            assert_eq!(slips, wanted, "{card:?}");
        }
        (Way::Match(wanted), Body::Pairs { pairs, .. }) => {
            let plain = |text: &str| seen(&inline(text));
            let wanted = wanted
                .iter()
                .map(|(left, right)| (plain(left), plain(right)));
            let pairs = pairs
                .iter()
                .map(|(left, right)| (plain(left), plain(right)));
            assert_eq!(
                pairs.collect::<Vec<_>>(),
                wanted.collect::<Vec<_>>(),
                "{card:?}"
            );
        }
        (_, other) => panic!("{card:?} became {other:?}"),
    }
    let common = card.common();
    assert_eq!(
        [&*note.why, &note.hint, &note.source].map(seen),
        [&*common.why, &common.hint, &common.source].map(seen),
        "{card:?}"
    );
    if !common.hint.is_blank() {
        is_told("hint");
    }
    if note.tags != common.tags {
        is_told("a tag");
    }
}

fn items(deck: &Deck) -> Vec<Item> {
    exchange::items(deck.cards().map(|(concept, card)| (deck, concept, card)))
}

/// Read again in the format of this word.
fn read(written: &[u8], word: &str) -> Draft {
    let format = FORMATS.iter().find(|f| f.words.contains(&word)).unwrap();
    let Read::Text(read) = format.read else {
        panic!("{word} is no text");
    };
    let draft = exchange::read(written, None, |text| {
        read(text, &exchange::Options::default(), &mut |_| {})
    });
    draft.unwrap()
}

/// The text of a page without its tags.
fn untagged(html: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for c in html.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => out.push(c),
            _ => {}
        }
    }
    html_escape::decode_html_entities(&out).into_owned()
}

/// Letters and signs in their order, without blanks and the marks of lists, tables and code that each output draws in its way.
fn signs(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_whitespace()
                && !"\u{e000}`\u{2022}|-\u{2500}\u{253c}\u{2502}.0123456789".contains(*c)
        })
        .collect()
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("SWOT_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases.unwrap_or(64))
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn rows_come_back_as_they_went(deck in deck(), tab in any::<bool>(), raw in any::<bool>()) {
        let items = items(&deck);
        let bytes = exchange::separated(&items, if tab { b'\t' } else { b',' }, raw).unwrap();
        let draft = read(&bytes, "csv");
        all_same(&items, &draft, true);
    }

    #[test]
    fn a_text_reads_the_same_on_the_screen_in_plain_in_anki_and_on_paper(written in markdown()) {
        let written = Text::new(&written);
        let screen: String = markdown::wrap(&written, 60, &Glyphs::new(Symbols::Braille)).iter().map(|line| line.to_string() + "\n").collect();
        let card = Card::Basic(Basic { front: written.clone(), back: "x".into(), also: Vec::new(), reversed: false, common: Common::default() });
        let deck = Deck { concepts: vec![concept("c", "C", vec![card])], ..empty("D") };
        let cards: Vec<_> = deck.cards().map(|(concept, card)| (&deck, concept, card)).collect();
        let page = exchange::sheet(&cards, 1);
        let field = items(&deck)[0].front_html();
        prop_assert!(page.contains(&field), "{page}");
        let wanted = signs(&text(&written));
        prop_assert_eq!(&signs(&screen), &wanted);
        prop_assert_eq!(&signs(&untagged(&field)), &wanted);
    }

    #[test]
    fn a_package_comes_back_as_it_went(deck in deck()) {
        let items = items(&deck);
        let bytes = apkg::write(&items, 1_790_000_000).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let draft = apkg::read(file.path(), None, &mut |_| {}).unwrap();
        all_same(&items, &draft, true);
    }

    #[test]
    fn questions_of_moodle_come_back_as_they_went(deck in deck()) {
        let cards: Vec<_> = deck.cards().map(|(concept, card)| (&deck, concept, card)).collect();
        let (written, left, remarks) = exchange::gift(cards.iter().copied());
        let draft = read(written.as_bytes(), "gift");
        prop_assert_eq!(&draft.left, &[], "{}", written);
        prop_assert_eq!(&draft.lost, &[], "{}", written);
        let mut notes = draft.notes.iter();
        for (_, concept, card) in cards {
            let apart = card.apart();
            for card in if apart.is_empty() { vec![card.clone()] } else { apart } {
                let key = format!("d/{}", card.common().id);
                if let Some(left) = left.iter().find(|left| left.place == key) {
                    let has_no_question = matches!(card.way(), Way::Recall | Way::Complete(_) | Way::Arrange);
                    prop_assert!(has_no_question || left.why.contains("cannot escape"), "{:?}", left);
                    continue;
                }
                let of_card: Vec<&str> = remarks.iter().filter(|(of, _)| *of == key).map(|(_, what)| *what).collect();
                let note = notes.next().unwrap();
                prop_assert_eq!((&note.guid, &note.deck), (&key, &vec![deck.title.to_string(), concept.title.to_string()]));
                same_question(&card, note, &of_card);
            }
        }
        prop_assert!(notes.next().is_none());
    }

    #[test]
    fn markdown_comes_back_as_it_went(deck in deck()) {
        let items = items(&deck);
        let written = exchange::markdown(&deck.title, &items);
        let draft = read(written.as_bytes(), "markdown");
        all_same(&items, &draft, false);
    }
}

const CLASS: &str = r#"Deck(schema: 1, id: "class", version: "0.1.0", title: "Class", concepts: [Concept(id: "yard", title: "Yard",
    exhibits: [("week", "| day | trucks |\n| --- | --- |\n| Monday | 40 |")],
    cards: [
        Basic(id: "zebra", front: "What is a gate?", back: "the way in", also: ["the entrance", "a door in a fence"], why: "One goes in there."),
        Cloze(id: "middle", text: "Trucks come in by the {{gate}} and wait in the {{yard}}.", also: [("yard", "waiting place")]),
        Cloze(id: "lone", text: "Goods leave by the {{dock}}.", also: [("dock", "door (for trucks)")]),
        Cloze(id: "stages", text: "{{c1::Make}}, {{c2::Source}}, {{c3::Deliver}}"),
        Term(id: "apple", term: "detention", meaning: "a charge for a truck that is kept too long", also: ["demurrage"]),
        Cases(id: "side", question: "Which way does it go?", options: [("inbound", "It comes in."), ("outbound", "It goes out."), ("internal", "It stays.")],
            cases: [(id: "steel", text: "Steel for the plant", right: 1), (id: "cars", text: "Cars for dealers", right: 2), (id: "pump", text: "A pump for the next hall", right: 3)]),
        Matching(id: "pairs", question: "What belongs to what?", pairs: [("gate", "papers"), ("dock", "leveller"), ("yard", "trailers"), ("rack", "pallets")]),
        Numeric(id: "busy", question: "How many trucks came on Monday?", answer: 40, unit: "trucks", tolerance: Exact, exhibit: "week", why: "See the table."),
    ])])"#;

fn run(folder: &std::path::Path, arguments: &[&str]) -> String {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_swot"))
        .args(arguments)
        .args(["--no-builtin", "--data-dir", "data"])
        .current_dir(folder)
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    said
}

/// What the property tests read as drafts, here as a deck file made of it.
#[test]
fn other_right_answers_exhibits_and_the_order_of_cards_come_back() {
    for (format, file) in [
        ("apkg", "c.apkg"),
        ("csv", "c.csv"),
        ("tsv", "c.tsv"),
        ("markdown", "c.md"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("class.ron"), CLASS).unwrap();
        let said = run(
            folder.path(),
            &["export", "class.ron", "--format", format, "--out", file],
        );
        assert!(
            said.contains("the exhibit is written into the question"),
            "{said}"
        );
        run(folder.path(), &["import", file, "--out", "back.ron"]);
        let back = std::fs::read_to_string(folder.path().join("back.ron")).unwrap();
        for part in [
            r#"also: ["the entrance", "a door in a fence"]"#,
            r#"why: "One goes in there.""#,
            r#"also: [("yard", "waiting place")]"#,
            r#"also: [("dock", "door (for trucks)")]"#,
            "demurrage",
            "Cars for dealers",
            "- gate: papers",
            "| Monday | 40 |",
        ] {
            assert!(back.contains(part), "{format}: {part}\n{back}");
        }
        let places = [
            "What is a gate?",
            "Trucks come in",
            "Goods leave",
            "detention",
            "Steel",
            "Cars",
            "belongs",
            "Monday",
        ];
        let places = places.map(|part| back.find(part).unwrap());
        assert!(places.is_sorted(), "{format}: {places:?}\n{back}");
        run(folder.path(), &["check", "back.ron"]);
    }
}

#[test]
fn a_file_in_a_folder_and_a_deck_are_exported_together() {
    let folder = tempfile::tempdir().unwrap();
    let other = CLASS.replace("id: \"class\"", "id: \"other\"");
    for (room, file, deck) in [
        ("mine", "class.ron", CLASS),
        ("data/decks", "o.ron", &*other),
    ] {
        let room = folder.path().join(room);
        std::fs::create_dir_all(&room).unwrap();
        std::fs::write(room.join(file), deck).unwrap();
    }
    let to = ["--format", "csv", "--out", "c.csv"];
    let said = run(
        folder.path(),
        &[&["export", "mine/class.ron", "other"], &to[..]].concat(),
    );
    assert!(said.contains("16 of 16 cards"), "{said}");
}

#[test]
fn a_study_sheet_shows_both_sides_of_a_term_every_case_all_pairs_and_exhibits() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("class.ron"), CLASS).unwrap();
    run(
        folder.path(),
        &[
            "export",
            "class.ron",
            "--format",
            "html",
            "--out",
            "sheet.html",
        ],
    );
    let sheet = untagged(&std::fs::read_to_string(folder.path().join("sheet.html")).unwrap());
    for part in [
        "What is detention?",
        "a charge for a truck that is kept too long",
        "Which term: a charge for a truck that is kept too long?",
        "Also right: demurrage",
        "Also right: waiting place (for yard)",
        "[ ... ], Source, Deliver",
        "Steel for the plant",
        "Cars for dealers",
        "It goes out.",
        "gate: papers",
        "dock: leveller",
        "Monday",
    ] {
        assert!(sheet.contains(part), "{part}\n{sheet}");
    }
}

/// Authors write the right option first; with one order for all cards it would stand at one place in all.
#[test]
fn the_right_option_stands_at_every_place_and_one_seed_gives_one_paper() {
    let folder = tempfile::tempdir().unwrap();
    let cards: Vec<String> = (0..24)
        .map(|n| format!("MultipleChoice(id: \"m{n}\", question: \"Which is it in row {n}?\", options: [Right(\"right {n}\"), Wrong(\"one\", because: \"No.\"), Wrong(\"two\", because: \"No.\"), Wrong(\"three\", because: \"No.\")], why: \"So it is.\")"))
        .collect();
    let deck = format!(
        "Deck(schema: 1, id: \"d\", title: \"D\", concepts: [Concept(id: \"c\", title: \"C\", source: \"S\", cards: [{}])])",
        cards.join(",")
    );
    std::fs::write(folder.path().join("d.ron"), deck).unwrap();
    let export = |arguments: &[&str], out: &str| {
        let all = [&["export", "d.ron", "--out", out, "--format"], arguments].concat();
        run(folder.path(), &all);
        std::fs::read_to_string(folder.path().join(out)).unwrap()
    };
    let paper = export(&["html", "--quiz", "24"], "paper.html");
    assert_eq!(export(&["html", "--quiz", "24"], "again.html"), paper);
    let (_, key) = paper.split_once("class=\"key\"").unwrap();
    let keys = ["A right", "B right", "C right", "D right"].map(|one| key.matches(one).count());
    assert_eq!(keys.iter().sum::<usize>(), 24);
    assert!(keys.iter().all(|n| (2..=12).contains(n)), "{keys:?}");
    let table = export(&["csv"], "d.csv");
    let places: std::collections::BTreeSet<usize> = table
        .split("Which is it")
        .skip(1)
        .filter_map(|row| row.split("<li>").position(|one| one.starts_with("right")))
        .collect();
    assert_eq!(places.len(), 4, "{places:?}\n{table}");
}

/// A browser shows the paper on several pages, the key on one of its own.
#[test]
fn a_browser_prints_the_paper_and_its_key() {
    use std::process::Command;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let swot = |more: &[&str], out: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_swot"))
            .args([
                "export",
                "cpim-customer-segments",
                "--format",
                "html",
                "--out",
                out,
            ])
            .args(more)
            .current_dir(folder.path())
            .env("SWOT_DATA_DIR", at("data"))
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
        std::fs::read_to_string(at(out)).unwrap()
    };
    let paper = swot(&["--quiz", "30"], "paper.html");
    assert_eq!(swot(&["--quiz", "30"], "again.html"), paper);
    assert_ne!(swot(&["--quiz", "30", "--seed", "2"], "other.html"), paper);
    let (asked, key) = paper.split_once("<section class=\"key\">").unwrap();
    for part in [asked, key] {
        assert_eq!(part.matches("<span class=\"number\">").count(), 30);
    }
    assert!(!asked.contains("class=\"why\"") && key.contains("class=\"why\""));
    assert!(
        !paper.contains("<script") && !paper.contains("http"),
        "one file, without scripts"
    );
    let browser = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| {
            Command::new(name)
                .arg("--version")
                .output()
                .is_ok_and(|run| run.status.success())
        });
    let Some(browser) = browser else {
        eprintln!("SKIPPED: no chromium here; install it to print the paper");
        return;
    };
    let run = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("--user-data-dir={}", at("profile").display()))
        .arg(at("paper.html"))
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&run.stdout);
    assert_eq!(
        shown.matches("<span class=\"number\">").count(),
        60,
        "{shown}"
    );
    // What a browser makes of it is what was written: nothing is closed in the wrong place.
    assert_eq!(
        signs(&untagged(shown.split("<main>").nth(1).unwrap())),
        signs(&untagged(paper.split("<main>").nth(1).unwrap()))
    );
}

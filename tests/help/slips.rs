//! Slips of the pen, one at a time in a good deck.

use super::follow::{marked, mends};
use super::{GOOD, read, told};
use swotter::deck_file::Diagnostic;
use swotter::study::fault::Severity;

/// Where a card can be put in front of the others.
const CARDS: &str = "            cards: [\n";
const PAIR: &str = "a pair in round brackets";

macro_rules! matching {
    ($pairs:literal) => {
        concat!(
            "            cards: [\n",
            r#"Matching(id: "sides", question: "Which side lies across from which of these?", pairs: ["#,
            $pairs,
            r#"], why: "A compass."),"#
        )
    };
}

macro_rules! cases {
    ($right:literal) => {
        concat!(
            "            cards: [\n",
            r#"Cases(id: "doors", question: "What helps?", options: [Option("Wait", when: "it is early"), Option("Ship it", when: "it is late"), Option("Ask", when: "nobody knows")], cases: ["#,
            r#"Case(id: "a", text: "At six.", right: 1, why: "Early."), Case(id: "b", text: "At nine.", "#,
            $right,
            r#", why: "Late."), Case(id: "c", text: "Who knows.", right: 3, why: "Unclear.")]),"#
        )
    };
}

macro_rules! slips {
    ($($good:expr => { $($bad:expr => $says:expr, $place:expr;)+ })+) => {
        &[$($(($good, $bad, $says, $place),)+)+]
    };
}

/// Slips of the pen in a good deck: what was meant, what is written, a part of the message, and what is marked.
const SLIPS: &[(&str, &str, &str, &str)] = slips! {
    // Signs of the format.
    r#"fix?","# => {
        r#"fix?";"# => "`;` stands where `,`", ";";
        "fix?\"\u{ff0c}" => "stands where `,`", "\u{ff0c}";
        "fix?\"\u{3001}" => "stands where `,`", "\u{3001}";
        "fix?\"\u{60c}" => "stands where `,`", "\u{60c}";
        r#"fix?"."# => "`.` stands where `,`", ".";
    }
    "answer: 36," => {
        "answer: 36;" => "`;` stands where `,`", ";";
        "answer = 36," => "`=` stands where `:`", "=";
        "answer\u{ff1a} 36," => "stands where `:`", "\u{ff1a}";
        "answer => 36," => "`=>` stands where `:`", "=>";
    }
    "Absolute(0.5)" => {
        "Absolute\u{ff08}0.5\u{ff09}" => "stands where `(`", "\u{ff08}";
    }
    "answer: 36," => {
        r#""answer": 36,"# => "in quotes", r#""answer""#;
    }
    // Quotes.
    r#""What does a dock appointment fix?""# => {
        r##"#"What does a dock appointment fix?"#"## => "begins with `r`", "#\"";
        r#""What does a " . "dock appointment fix?""# => "goes on where a comma", r#""What does a ""#;
        r#"f"What does a dock appointment fix?""# => "must be a text", "f\"";
        r#"("What does a dock appointment fix?")"# => "must be a text", "(";
        "'What does a dock appointment fix?'" => "double quotes", "'What does a dock appointment fix?'";
        "'What does a dock's appointment fix?'" => "double quotes", "'What does a dock's appointment fix?'";
        "`What does a dock appointment fix?`" => "double quotes", "`What does a dock appointment fix?`";
        "\u{ab}What does a dock appointment fix?\u{bb}" => "typographic", "\u{ab}What";
        "\u{2018}What does a dock appointment fix?\u{2019}" => "typographic", "\u{2018}What";
        "\u{ff02}What does a dock appointment fix?\u{ff02}" => "typographic", "\u{ff02}What";
    }
    // Comments.
    "                Cloze(" => {
        "                # the word itself\n                # and more\n                Cloze(" =>
            "comment does not begin with `#`", "# the word";
    }
    "answer: 36," => {
        "answer: 36, # trucks" => "comment does not begin with `#`", "# trucks";
    }
    "                Cloze(" => {
        "                -- the word itself\n                Cloze(" => "comment does not begin with `--`", "-- the word";
    }
    // What nobody sees.
    "answer: 36," => {
        "answer:\u{a0}36," => "no-break space (U+00A0)", "\u{a0}";
        "\u{a0}answer: 36," => "no-break space (U+00A0)", "\u{a0}";
        "answer: 36,\u{a0}" => "no-break space (U+00A0)", "\u{a0}";
        "answer: 36\u{202f}," => "no-break space (U+202F)", "\u{202f}";
        "answer:\u{3000}36," => "space of another width (U+3000)", "\u{3000}";
        "answer:\u{200b} 36," => "invisible mark (U+200B)", "\u{200b}";
        "\u{feff}answer: 36," => "invisible mark (U+FEFF)", "\u{feff}";
        "answer: 36\u{ad}," => "invisible mark (U+00AD)", "\u{ad}";
    }
    // Brackets.
    "                ),\n                Numeric(" => {
        "                )),\n                Numeric(" => "one `)` too many", ")";
    }
    "tolerance: Absolute(0.5)," => {
        "tolerance: Absolute(0.5))," => "closes `Numeric` before its field `working`", ")";
    }
    r#"accept: ["crossdocking", "cross docking"],"# => {
        r#"accept: ["crossdocking", "cross docking"]],"# => "one `]` too many", "]";
    }
    r#"Right("Give appointments by the hour"),"# => {
        r#"Right("Give appointments by the hour")),"# => "one `)` too many", ")";
    }
    r#"why: "Nothing leaves before it was checked in.",
                ),"# => {
        r#"why: "Nothing leaves before it was checked in.",
                ],"# => "this `]` closes the `(`", "]";
        r#"why: "Nothing leaves before it was checked in.",
                },"# => "this `}` closes the `(`", "}";
    }
    "tolerance: Absolute(0.5)" => {
        "tolerance: Absolute{0.5}" => "curly brackets", "{";
    }
    // Numbers.
    "answer: 36," => {
        "answer: 3O," => "must be a number", "3O";
        "answer: 36,5," => "decimal comma", "36,5";
        "answer: 1,200," => "thousands separators", "1,200";
        r#"answer: "36","# => "must be a number", r#""36""#;
        r#"answer: "36 trucks","# => "must be a number", r#""36 trucks""#;
        r#"answer: "1.200,5","# => "must be a number", r#""1.200,5""#;
    }
    "schema: 1," => {
        r#"schema: "1","# => "must be a number", r#""1""#;
        r#"schema: "1.0","# => "must be a number", r#""1.0""#;
    }
    "tolerance: Absolute(0.5)" => {
        "tolerance: 2%" => "of what kind", "2%";
        "tolerance: 0.5" => "of what kind", "0.5";
        r#"tolerance: "2%""# => "of what kind", r#""2%""#;
        "tolerance: Percent(2%)" => "of what kind", "Percent(2%)";
        r#"tolerance: Percent("2%")"# => "of what kind", r#"Percent("2%")"#;
        "tolerance: Absolute(0,5)" => "of what kind", "Absolute(0,5)";
        r#"tolerance: "Exact""# => "of what kind", r#""Exact""#;
        "tolerance: percent(2)" => "cannot be `percent`", "percent";
    }
    // Fields of other shapes.
    "reversed: true," => {
        r#"tags: ("yard", "dock"),"# => "a list in square brackets", r#"("yard", "dock")"#;
        r#"tags: "yard","# => "a list in square brackets", r#""yard""#;
        "tags: yard," => "a list in square brackets", "yard";
        r#"reversed: "true","# => "true or false", r#""true""#;
        "reversed: yes," => "true or false", "yes";
        r#"reversed: true, lint_ignore: ["W04"],"# => "is a pair", r#""W04""#;
        r#"reversed: true, lint_ignore: "W04","# => "list in square brackets", r#""W04""#;
        "reversed: true, lint_ignore: [W04]," => "is a pair", "W04";
        r#"reversed: true, lint_ignore: ("W04", "it is a term"),"# => "list in square brackets", r#"("W04""#;
        r#"reversed: true, lint_ignore: ["W04", "it is a term"],"# => "is a pair", r#""W04""#;
        r#"reversed: true, lint_ignore: [["W04", "it is a term"]],"# => "is a pair", r#"["W04""#;
        r#"reversed: true, lint_ignore: [("W04")],"# => "is a pair", r#"("W04")"#;
    }
    r#"(6, "That is one door."), (54,"# => {
        r#""6", "That is one door.", (54,"# => "is a pair", r#""6""#;
        r#"("6", "That is one door."), (54,"# => "is a pair", r#"("6""#;
    }
    r#"Pick("hours", [8, 9, 10])"# => {
        r#"Pick(name: "hours", from: [8, 9, 10])"# => "`Pick` takes", "Pick(name";
        r#"Pick("hours", (8, 9, 10))"# => "`Pick` takes", r#"Pick("hours", ("#;
        "Pick(hours, [8, 9, 10])" => "`Pick` takes", "Pick(hours";
    }
    r#"Range(name: "doors", from: 4, to: 12, step: 1)"# => {
        r#"Range("doors", 4, 12, 1)"# => "`Range` names its parts", r#"Range("doors""#;
    }
    r#"Right("Give appointments by the hour"),"# => {
        r#"Right: "Give appointments by the hour","# => "whether it is right", r#"Right: "Give"#;
    }
    r#"Wrong("Build two more doors", because: "Doors stand idle already."),"# => {
        r#""Build two more doors","# => "whether it is right", r#""Build"#;
    }
    r#"Right("Give appointments by the hour"),"# => {
        r#"("Give appointments by the hour", true),"# => "whether it is right", r#"("Give"#;
    }
    "unit: \"trucks\",\n                    tolerance: Exact,\n                    working: [\"9" => {
        "unit: trucks,\n                    tolerance: Exact,\n                    working: [\"9" => "double quotes", "trucks";
    }
    "answer: 36," => {
        "answer: 36 trucks," => "must be a number", "36 trucks";
        "answer: 1 200," => "must be a number", "1 200";
        "answer: 1/2," => "must be a number", "1/2";
    }
    "schema: 1," => {
        "schema: 1.0," => "must be a number", "1.0";
    }
    "reversed: true," => {
        "rev: 1.5," => "must be a number", "1.5";
        r#"bloom: "Apply","# => "`bloom` is", r#""Apply""#;
    }
    r#"accept: ["crossdocking", "cross docking"]"# => {
        r#"accept: "crossdocking", "cross docking""# => "a list in square brackets", r#""crossdocking""#;
        r#"accept: {"crossdocking", "cross docking"}"# => "curly brackets stand where square", "{";
    }
    r#"(6, "That is one door."), (54,"# => {
        r#"(6: "That is one door."), (54,"# => "`:` stands where `,`", ":";
        r#"("That is one door.", 6), (54,"# => "is a pair", r#"("That"#;
    }
    r#"Range(name: "doors", from: 4, to: 12, step: 1)"# => {
        r#"Range(name: "doors", from: 12, to: 4, step: 1)"# => "holds no number", "Range(";
        r#"Range(name: "doors", from: 4, to: 12, step: 0)"# => "holds no number", "Range(";
        r#"Range(name: "doors", from: 4, to: 12)"# => "has no `step`", "Range";
    }
    r#"Pick("hours", [8, 9, 10])"# => {
        r#"Pick("hours", 8, 9, 10)"# => "`Pick` takes", "Pick(";
        r#"Pick("hours": [8, 9, 10])"# => "`:` stands where `,`", ":";
    }
    r#"Wrong("Build two more doors", because:"# => {
        r#"Wrong("Build two more doors", why:"# => "no `why` in an option", "why";
    }
    r#"Right("Give appointments by the hour"),"# => {
        r#"Correct("Give appointments by the hour"),"# => "is no option", "Correct";
        r#"right("Give appointments by the hour"),"# => "is no option", "right";
        r#"Right "Give appointments by the hour","# => "whether it is right", r#"Right "Give"#;
    }
    "                ),\n                Cloze(" => {
        "                )],\n                Cloze(" => "closes `cards` before", "]";
    }
    "                Basic(\n                    id: \"detention\"" => {
        "                Basic\n                    id: \"detention\"" => "not followed by its `(`", "Basic";
    }
    "Deck(\n" => {
        "deck(\n" => "begins with `deck`", "deck";
    }
    "                Basic(\n                    id: \"detention\"" => {
        "                , Basic(\n                    id: \"detention\"" => "one `,` too many", ",";
    }
    "schema: 1," => {
        "schema: 1,," => "one `,` too many", ",";
    }
    "answer: 36," => {
        "answer: 36, ; of one day" => "comment does not begin with `;`", "; of one day";
        "answer: 36,;" => "one `;` too many", ";";
    }
    r#"topics: ["docks"],"# => {
        r#"topics: ["docks"],],"# => "one `]` too many", "],\n";
    }
    r#"["per * doors == floor(per * doors)"]"# => {
        "[per * doors == floor(per * doors)]" => "a text in double quotes", "per * doors ==";
        "per >= 2" => "a list in square brackets", "per >= 2";
    }
    "MultipleChoice(\n                    id: \"trucks" => {
        "Choice(\n                    id: \"trucks" => "no kind of card", "Choice";
    }
    "answer: 36," => {
        "answer: 3.600,50," => "a decimal comma", "3.600";
        "answer: 1,200.50," => "thousands separators", "1";
    }
    r#"Pick("hours", [8, 9, 10])"# => {
        r#"Pick("hours", "8, 9, 10")"# => "`Pick` takes", "Pick(";
    }
    r#"front: "What does"# => {
        "front: What does" => "does not begin with a quote", "What does";
    }
    r#"front: "What does a dock appointment fix?""# => {
        r#"front: """What does a dock appointment fix?""""# => "not in three", r#"""""#;
        r#"front: ["What does a dock appointment fix?"]"# => "a text in double quotes", "[";
    }
    r#"id: "dock-class","# => {
        "id: dock-class," => "a text in double quotes", "dock-class";
    }
    r#"topics: ["docks"]"# => {
        r#"topics: "docks""# => "a list in square brackets", r#""docks""#;
    }
    "answer: 36," => {
        "answer: \u{ff13}\u{ff16}," => "must be a number", "\u{ff13}\u{ff16}";
    }
    r#"Pick("hours", [8, 9, 10])"# => {
        r#"Pick("hours", ["8", "9", "10"])"# => "`Pick` takes", "Pick(";
    }
    r#"named: [("per", "hours / each")]"# => {
        r#"named: ["per = hours / each"]"# => "a pair in round brackets", r#""per ="#;
    }
    r#"front: "What does"# => {
        r#"front:: "What does"# => "`::` stands where", "::";
    }
    "Deck(\n" => {
        "```ron\nDeck(\n" => "code fence", "```ron";
    }
    "    ],\n)\n" => {
        "    ],\n)\n```\n" => "code fence", "```";
    }
    "class: appointments" => {
        "caf\\u00e9: appointments" => "begins no known escape", "\\u";
    }
    // Items in other brackets, with names, or with too many parts.
    r#"mistakes: [("per", "That is one door only.")]"# => {
        r#"mistakes: [["per", "That is one door only."]]"# => "a pair in round brackets", r#"["per""#;
        r#"mistakes: [(per, "That is one door only.")]"# => "no double quotes", "(per";
        r#"mistakes: [("per", "That is one door only.", "And no more.")]"# => "a pair in round brackets", r#"("per""#;
    }
    "mistakes: [(6, " => {
        r#"mistakes: [[6, "That is one door."], (6, "# => "a pair in round brackets", "[6";
    }
    r#"named: [("per", "hours / each")]"# => {
        r#"named: [(name: "per", formula: "hours / each")]"# => "a pair in round brackets", "(name";
    }
    r#"why: "Contracts say"# => {
        r#"also: [["detention", "demurrage"]], why: "Contracts say"# => "a pair in round brackets", r#"["detention""#;
        r#"also: ["demurrage"], why: "Contracts say"# => "a pair in round brackets", r#""demurrage""#;
    }
    "            cards: [\n" => {
        "            exhibits: [[\"week\", \"| day | boxes |\\n|---|---:|\\n| Monday | 40 |\"]],\n            cards: [\n" =>
            "a pair in round brackets", r#"["week""#;
        "            exhibits: [(name: \"week\", text: r#\"A \"table\" of 3, boxes\"#)],\n            cards: [\n" =>
            "a pair in round brackets", "(name";
        "            exhibits: [\"week\", \"| day | boxes |\"],\n            cards: [\n" => "a pair in round brackets", r#""week""#;
    }
    CARDS => {
        matching!(r#"["North", "South"], ["East", "West"], ["Up", "Down"]"#) => PAIR, r#"["North"#;
        matching!(r#"Name("North", "South"), ("East", "West"), ("Up", "Down")"#) => PAIR, "Name(";
        matching!(r#"Pair(left: "North", right: "South"), ("East", "West"), ("Up", "Down")"#) => PAIR, "Pair(";
        matching!(r#"(left: "North", right: "South"), ("East", "West"), ("Up", "Down")"#) => PAIR, "(left";
        matching!(r#"("North", "South", "x"), ("East", "West"), ("Up", "Down")"#) => PAIR, r#"("North"#;
        matching!(r#"("North"), ("East", "West"), ("Up", "Down")"#) => PAIR, r#"("North"#;
        matching!(r#"("North" "South"), ("East", "West"), ("Up", "Down"), ("In", "Out")"#) => "a comma is missing", "\"";
        matching!(r#""South", "West", "Down", "Out"], left: ["North", "East", "Up", "In""#) => PAIR, r#""South"#;
        matching!(r#""North", "South", "East", "West", "Up", "Down""#) => PAIR, r#""North"#;
        matching!(r#""North - South", "East - West", "Up - Down", "In - Out""#) => PAIR, r#""North"#;
        matching!(r#"["North", "East", "Up"], ["South", "West", "Down"]"#) => PAIR, r#"["North"#;
        "            cards: [\nMatching(id: \"s\", question: \"Which?\", left: [\"N\", \"E\", \"U\"], right: [\"S\", \"W\", \"D\"])," => "no `pairs`", "Matching";
        cases!("right: \"Ship it\"") => "`right` is the number", r#""Ship it"#;
        cases!("right: \"2\"") => "`right` is the number", r#""2"#;
        cases!("right: \"Hold it back\"") => "`right` is the number", r#""Hold"#;
        cases!("right: Two") => "`right`", "Two";
        cases!("right: 2.0") => "`right`", "2.0";
    }
    "cards: [\n                Basic(" => {
        "cards:\n                Basic(" => "`cards` must be a list", "Basic";
    }
    // Quotes and brackets that are not as they begin, and texts that belong together.
    r#""What does a dock appointment fix?""# => {
        r#"What does a dock; appointment fix?""# => "does not begin with a quote", "What does a dock;";
        "\"What does a dock appointment fix?\u{201d}" => "does not end as it begins", "\u{201d}";
        r#"r#"What does a "dock" appointment fix?""# => "does not end as it begins", r#"","#;
        r##""What does a dock appointment fix?"#"## => "one `#` too many", "#";
        r###"r#"What does a dock appointment fix?"##"### => "one `#` too many", "#";
        r##"R#"What does a "dock" appointment fix?"#"## => "`R` stands where `r` belongs", "R";
        r#""What does a dock " + "appointment fix?""# => "goes on where a comma", "\"What";
        "\"What does a dock \"\n    \"appointment fix?\"" => "goes on where a comma", "\"What";
    }
    r#"front: "What does"# => {
        r#"front "What does"# => "a `:` is missing", "front";
    }
    "                Basic(\n                    id: \"dock" => {
        "                Basic[\n                    id: \"dock" => "this `[` is closed by `)`", "[";
    }
    "concepts: [" => {
        "concepts: (" => "this `(` is closed by `]`", "(";
    }
    CARDS => {
        matching!(r#""North": "South", ("East", "West"), ("Up", "Down"), ("In", "Out")"#) => PAIR, r#""North"#;
        matching!(r#""North" => "South", ("East", "West"), ("Up", "Down"), ("In", "Out")"#) => PAIR, r#""North"#;
        matching!(r#""North" -> "South", ("East", "West"), ("Up", "Down"), ("In", "Out")"#) => PAIR, r#""North"#;
    }
    r#"Right("Give appointments by the hour")"# => {
        r#""Right": "Give appointments by the hour""# => "whether it is right", r#""Right"#;
    }
    r#"accept: ["crossdocking", "cross docking"]"# => {
        r#"accept: "crossdocking, cross docking""# => "must be a list", r#""crossdocking, "#;
    }
    r#"why: "Nothing leaves before it was checked in.""# => {
        r#"why: Some("Nothing leaves before it was checked in")"# => "must be a text", "Some(";
    }
    // Names of other languages and programs.
    r#"front: "What does"# => {
        r#"frage: "What does"# => "no field `frage`", "frage";
        r#"words_asked: "What does"# => "no field `words_asked`", "words";
    }
    r#"unit: "trucks","# => {
        r#"einheit: "trucks","# => "no field `einheit`", "einheit";
    }
    r#"why: "Nothing leaves"# => {
        r#"begruendung: "Nothing leaves"# => "no field `begruendung`", "begruendung";
    }
    r#"language: "en""# => {
        r#"lang: "en""# => "no field `lang`", "lang";
    }
    "                Ordering(" => {
        "                Reihenfolge(" => "no kind of card `Reihenfolge`", "Reihenfolge";
    }
    r#"Right("Give"# => {
        r#"Richtig("Give"# => "`Richtig` is no option", "Richtig";
    }
    r#"Wrong("Build two"# => {
        r#"Falsch("Build two"# => "`Falsch` is no option", "Falsch";
    }
    // Names.
    r#"front: "What does"# => {
        r#"fornt: "What does"# => "no field `fornt`", "fornt";
    }
    "{doors} doors" => {
        "{door} doors" => "nothing gives `door`", r#""A dock has {door}"#;
    }
    r#"("per", "hours / each")"# => {
        r#"("per", "hour / each")"# => "nothing gives `hour`", r#"("per""#;
    }
    r#"answer: "per * doors""# => {
        r#"answer: "per * dors""# => "nothing gives `dors`", r#""per * dors""#;
    }
    r#"track: "CLTD""# => {
        r#"track: "CTLD""# => "no track", r#""CTLD""#;
    }
    "answer: \"cross-docking\",\n                    accept: [\"crossdocking\", \"cross docking\"]" => {
        r#"answer: ["cross-docking", "crossdocking"]"# => "must be a text", r#"["cross"#;
    }
    r#"source: "Class notes, 2026""# => {
        "source: https://example.org/notes" => "an address stands without quotes", "https";
    }
    r#"accept: ["crossdocking", "cross docking"]"# => {
        "source: https://example.org/a,b" => "an address stands without quotes", "https";
    }
    "why: \"They cross the dock.\",\n" => { "tags: #docks #trucks\n" => "must be a list", "#docks"; }
    r#"topic: "docks""# => {
        r#"topic: "dock""# => "no topic", r#""dock""#;
    }
    "MultipleChoice(\n                    id: \"trucks" => {
        "MultipelChoice(\n                    id: \"trucks" => "no kind of card", "MultipelChoice";
    }
    "unit: \"trucks\",\n                    tolerance: Exact,\n                    working: [\"9" => {
        "unit: \"trucks\",\n                    working: [\"9" => "no tolerance", "Numeric";
    }
    "                    unit: \"trucks\",\n                    tolerance: Exact,\n                    working: [\"9" => {
        "                    tolerance: Exact,\n                    working: [\"9" => "no unit", "Numeric";
    }
    // Options and lists of another form.
    concat!(
        "options: [\n                        Right(\"Give appointments by the hour\"),\n",
        "                        Wrong(\"Build two more doors\", because: \"Doors stand idle already.\"),\n",
        "                        Wrong(\"Hire a second night crew\", because: \"The queue is in the morning.\"),\n",
        "                    ],"
    ) => {
        r#"options: ["Give appointments", "Build two doors", "Hire a crew"], right: 1,"# => "each option must say", r#""Give"#;
        r#"answer: "Build two doors", options: ["Give appointments", "Build two doors", "Hire a crew"],"# => "each option must say", r#""Give"#;
        r#"options: ["Give appointments", "Build two doors", "Hire a crew"],"# => "each option must say", r#""Give"#;
        r#"options: [("Give appointments", true), ("Build two doors", false), ("Hire a crew", false)],"# => "each option must say", r#"("Give"#;
        r#"options: [Correct("Give appointments"), Incorrect("Build two doors"), Incorrect("Hire a crew")],"# => "each option must say", "Correct";
        r#"options: {"Give appointments": true, "Build two doors": false, "Hire a crew": false},"# => "each option must say", "{";
        r#"options: {"right": "Give appointments", "wrong": ["Build two doors", "Hire a crew"]},"# => "each option must say", "{";
        r#"options: {"Give appointments": "right", "Build two doors": "wrong", "Hire a crew": "wrong"},"# => "each option must say", "{";
        r#"options: [{"Give appointments": true}, {"Build two doors": false}, {"Hire a crew": false}],"# => "each option must say", "{";
        r#"options: ["Build two doors", "Hire a crew"], right: "Give appointments","# => "each option must say", r#""Build"#;
        r#"options: ["Build two doors", "Give appointments", "Hire a crew"], answer: "B)","# => "each option must say", r#""Build"#;
        r#"correct: "Give appointments", wrong_1: "Build two doors", wrong_2: "Hire a crew","# => "no `options`", "MultipleChoice";
        r#"right: "Give appointments", wrong: ["Build two doors", "Hire a crew"],"# => "no `options`", "MultipleChoice";
        r#"right: "Give appointments", wrong: [Wrong("Build two doors", because: "Idle."), Wrong("Hire a crew")],"# => "no `options`", "MultipleChoice";
        r#"Right: "Give appointments", Wrong: "Build two doors", Wrong: "Hire a crew","# => "no `options`", "MultipleChoice";
        r#"Right("Give appointments"), Wrong("Build two doors"), Wrong("Hire a crew", because: "Late."),"# => "no `options`", "MultipleChoice";
        r#"options: Right("Give appointments"), Wrong("Build two doors"), Wrong("Hire a crew"),"# => "each option must say", "Right";
        r#"options: [Right "Give appointments", Wrong "Build two doors", Wrong "Hire a crew"],"# => "each option must say", "Right";
        r#"options: [("Give appointments", Right), ("Build two doors", Wrong), ("Hire a crew", Wrong)],"# => "each option must say", "(";
        r#"options: {"A": "Give appointments", "B": "Build two doors", "C": "Hire a crew"}, answer: "B","# => "each option must say", "{";
        r#"options: [Right("Give appointments"), Wrong("Build two doors"), because: "Idle.", Wrong("Hire a crew")],"# => "`because` stands behind", "Wrong";
        r#"options: {"Give appointments": "They spread.", "Build two doors": "Idle.", "Hire a crew": "Late."},"# => "each option must say", "{";
        r#"answer: "Give appointments", distractors: ["Build two doors", "Hire a crew"],"# => "no `options`", "MultipleChoice";
    }
    r#"mistakes: [(6, "That is one door."), (54, "That multiplies doors and hours and forgets the time for each truck.")]"# => {
        r#"mistakes: {"6": "That is one door."}"# => "must be a list", "{";
        r#"mistakes: {6 => "That is one door."}"# => "must be a list", "{";
    }
    r#"named: [("per", "hours / each")]"# => {
        r#"named: {"per": "hours / each"}"# => "must be a list", "{";
        r#"named: {per: "hours / each"}"# => "must be a list", "{";
        r#"named: [{"per": "hours / each"}]"# => PAIR, "{";
        r#"named: ["per" = "hours / each"]"# => PAIR, r#""per""#;
        r#"named: [("per" = "hours / each")]"# => "`=` stands where `,`", "=";
        r#"named: "per = hours / each""# => "must be a list", r#""per"#;
    }
    "tolerance: Absolute(0.5)" => {
        "tolerance: Exact()" => "of what kind", "Exact()";
        "tolerance: Absolute(0.5)%" => "of what kind", "Absolute(0.5)%";
    }
    r#"accept: ["crossdocking", "cross docking"]"# => {
        r#"accept: ["cross" + "docking", "cross docking"]"# => "goes on where a comma", r#""cross""#;
        r#"accept: ["cross" ++ "docking", "cross docking"]"# => "goes on where a comma", r#""cross""#;
        r#"accept: ["cross" . "docking", "cross docking"]"# => "goes on where a comma", r#""cross""#;
        r#"accept: "crossdocking" "cross docking""# => "must be a list", r#""crossdocking""#;
        r#"accept: "cross" + "docking""# => "must be a list", r#""cross""#;
        "accept: [crossdocking, cross_docking]" => "each in double quotes", "crossdocking";
        r#"accept: [1: "crossdocking", 2: "cross docking"]"# => "each in double quotes", r#""crossdocking""#;
        r#"accept: [(1, "crossdocking"), (2, "cross docking")]"# => "each in double quotes", "(1";
        r#"accept: {"crossdocking": true, "cross docking": true}"# => "must be a list", "{";
    }
    r#"Range(name: "doors", from: 4, to: 12, step: 1)"# => {
        "Range(doors, 4, 12, 1)" => "`Range` names its parts", "Range(doors";
        r#"Range(id: "doors", from: 4, to: 12, step: 1)"# => "no field `id`", "id";
    }
    r#"Pick("hours", [8, 9, 10])"# => {
        "Pick(hours: [8, 9, 10])" => "`Pick` takes", "Pick(hours";
        r#"Rows([hours], [[8], [9], [10]])"# => "`Rows` takes", "Rows([";
        r#"Rows("hours", [(8), (9), (10)])"# => "`Rows` takes", "Rows(\"";
    }
    r#"Wrong("Build two more doors", because: "Doors stand idle already."),"# => {
        r#"Wrong("Build two more doors") because: "Doors stand idle already.","# => "stands behind its bracket", "Wrong(";
        r#"Wrong("Build two more doors", because "Doors stand idle already."),"# => "whether it is right", "Wrong(";
        r#"Wrong: ("Build two more doors", because: "Doors stand idle already."),"# => "one `:` too many", ":";
    }
    concat!(
        "draw: [\n                        Range(name: \"doors\", from: 4, to: 12, step: 1),\n",
        "                        Pick(\"hours\", [8, 9, 10]),\n",
        "                        Pick(\"each\", [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5]),\n                    ]",
    ) => {
        r#"draw: {"doors": [4, 5, 6, 7, 8, 9, 10, 11, 12], "hours": [8, 9, 10], "each": [0.25, 0.5, 1, 2]}"# => "must be a list", "{";
    }
    r#"topic: "docks","# => {
        r#"topic: "docks", exhibits: {"week": "| day | trucks |"},"# => "must be a list", "{";
    }
    "                Ordering(" => {
        "                Ordering: (" => "one `:` too many", ":";
        "=======\n                Ordering(" => "one `=======` too many", "=======";
        ">>>>>>> theirs\n                Ordering(" => "one `>>>>>>> theirs` too many", ">>>>>>>";
    }
    r#"answer: "cross-docking","# => {
        r#"question: "cross-docking","# => "`question` is given twice", "question";
    }
    r#"why: "They cross the dock.","# => {
        r#"why: ["They cross the dock.", "They do not stay."],"# => "must be a text", r#"["They"#;
    }
    "tolerance: Absolute(0.5)" => { "tolerance: +-0.5" => "must say of what kind", "+-0.5"; }
    r#"id: "word-moving-goods-inbound-door","# => {
        r##"id: "word-moving-goods-inbound-door", tags: #docks #trucks,"## => "must be a list", "#docks";
        "id: \"word-moving-goods-inbound-door\", tags: #todo\n[\"docks\"]," => "a comment does not begin", "#todo";
        r#"id: "word-moving-goods-inbound-door", bloom: Recall,"# => "must be a text", "Recall";
    }
    r#"topic: "docks""# => { r#"topics: ["docks"]"# => "no field `topics`", "topics"; }
    // Names and their brackets.
    r#"title: "Docks and yards, week 3","# => {
        r#"title := "Docks and yards, week 3","# => "one `=` too many", "=";
        r#"**title**: "Docks and yards, week 3","# => "signs stand around the name", "**title**";
    }
    r#"id: "dock-class","# => { r#"id "dock-class","# => "a `:` is missing", "id"; }
    "answer: 36," => { "@answer: 36," => "signs stand around the name", "@answer"; }
    "accept: [\"crossdocking\"," => {
        "accept: \"crossdocking\"," => "must be a list", "\"crossdocking\"";
        "accept: [\"crossdocking\" or" => "`or` stands where `,`", "or";
    }
    "Right(\"Give" => { "Right\"Give" => "is not followed by its `(`", "Right"; }
    "Pick(\"hours\"" => { "Pick \"hours\"" => "is not followed by its `(`", "Pick"; }
    "fix?\"," => { "fix?\";," => "one `;` too many", ";"; }
    "                Basic(\n                    id: \"detention" => {
        "                    id: \"detention" => "stands outside of any bracket", "id";
        "                Basicid: \"detention" => "`Basic` is not followed by its `(`", "Basicid";
    }
    "                MultipleChoice(\n" => { "" => "stands outside of any bracket", "id"; }
    "                Numeric(\n" => { "" => "stands outside of any bracket", "id"; }
    "                Typed(\n" => { "" => "stands outside of any bracket", "id"; }
    "        Concept(\n" => { "" => "stands outside of any bracket", "id"; }
    "                Typed(" => {
        "                ask Anna, please\n                Typed(" => "words stand where", "ask Anna";
    }
    r#"why: "They cross the dock.","# => {
        r#"why: They cross, so to say; the dock.,"# => "stands without quotes", "They cross";
    }
    CARDS => { "            cards: ,\n[" => "one `,` too many", ","; }
    CARDS => { "            questions: [\n" => "no field `questions`", "questions"; }
    "                Typed(" => {
        "                Card::Typed(" => "`Card::` stands before a name", "Card::";
        "                swot::card::Typed(" => "`swot::card::` stands before a name", "swot::";
        "                - Card::Typed(" => "a mark stands before an item", "-";
        "                - Typed(" => "a mark stands before an item", "-";
        "                Typed = (" => "one `=` too many", "=";
    }
    "                Typed(\n" => {
        "                Typed // a word\n" => "`Typed` is not followed by its `(`", "Typed";
    }
    "Right(\"Give" => { "Option::Right(\"Give" => "`Option::` stands before a name", "Option::"; }
    r#"Right("Give appointments by the hour")"# => {
        "Right(Give appointments by the hour)" => "stand in double quotes", "Right(Give";
        r#"Right(["Give appointments by the hour"])"# => "stand in double quotes", "Right([";
    }
    r#"because: "Doors stand idle already.""# => {
        "because: Doors stand idle already." => "stand in double quotes", "Wrong(\"Build";
    }
    r#"items: ["Gate check", "Docking", "#  => {
        r#"items: ["Gate check" -> "Docking", "# => "`->` stands where `,`", "->";
        r#"items: [1. "Gate check", "Docking", "# => "a mark stands before an item", "1.";
        r#"items: [a) "Gate check", "Docking", "# => "a mark stands before an item", "a)";
    }
    r#"accept: ["crossdocking", "cross docking"]"# => {
        "accept:\n- crossdocking\n- cross docking" => "must be a list", "- cross";
        r#"accept: - "crossdocking" - "cross docking""# => "must be a list", "- \"cross";
        "tags: docks, trucks" => "must be a list", "docks";
    }
    "tolerance: Absolute(0.5)," => {
        r#"mistakes: [(12 "Twice.")], tolerance: Absolute(0.5),"# => "a comma is missing", "2";
    }
    "why: \"They cross" => { "whywhy: \"They cross" => "no field `whywhy`", "whywhy"; }
};

#[test]
fn a_slip_is_named_once_where_it_is_and_its_help_mends_it() {
    assert_eq!(told(GOOD), []);
    let mut failed = Vec::new();
    for (good, bad, says, place) in SLIPS {
        assert!(GOOD.contains(good), "{good}");
        let text = GOOD.replacen(good, bad, 1);
        let found = read(&text);
        let errors: Vec<&Diagnostic> = found
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .collect();
        let most = if bad.contains('\u{ff08}') { 2 } else { 1 };
        let wrong = if errors.len() != most {
            Some(format!("{} errors: {errors:#?}", errors.len()))
        } else if !errors[0].message.contains(says) {
            Some(format!("{:#?}", errors[0]))
        } else if !text[marked(&text, errors[0]).start..].starts_with(place) {
            Some(format!("marked is {:?}", &text[marked(&text, errors[0])]))
        } else {
            match mends(&text) {
                Ok(0) => Some(format!("proposes nothing: {:#?}", errors[0])),
                Ok(_) => None,
                Err(why) => Some(why),
            }
        };
        failed.extend(wrong.map(|wrong| format!("{bad}\n  {wrong}")));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

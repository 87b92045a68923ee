//! The help of a fault, followed to the letter, mends the fault. Slips that people make are named as what they are, once, where they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use swotter::deck_file::{Diagnostic, ParsedDeck};
use swotter::lint::{Settings, check_all, check_read};
use swotter::study::fault::Severity;

const GOOD: &str = include_str!("fixtures/decks/mistakes/good.ron");

/// As a deck is read; the rules of `swot check` alone would take long.
fn read(text: &str) -> Vec<Diagnostic> {
    let mut deck = ParsedDeck::read("deck.ron", text.to_owned());
    check_read(&mut deck);
    deck.diagnostics()
}

fn told(text: &str) -> Vec<Diagnostic> {
    let decks = check_all(
        vec![ParsedDeck::read("deck.ron", text.to_owned())],
        &Settings::default(),
    );
    decks.iter().flat_map(ParsedDeck::diagnostics).collect()
}

fn byte(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = &text[start..];
    start
        + rest
            .char_indices()
            .nth(column - 1)
            .map_or(rest.len(), |(i, _)| i)
}

fn marked(text: &str, found: &Diagnostic) -> std::ops::Range<usize> {
    byte(text, found.line, found.column)..byte(text, found.end_line, found.end_column)
}

/// What stands between the first back-ticks behind the word.
fn proposal<'a>(help: &'a str, word: &str) -> Option<&'a str> {
    let rest = &help[help.find(&format!("{word} `"))? + word.len() + 2..];
    rest.split('`').next()
}

/// The text as somebody makes it who knows no better than the help; none where the help proposes no text.
fn followed(text: &str, found: &Diagnostic) -> Option<String> {
    let span = marked(text, found);
    let (before, at, after) = (&text[..span.start], &text[span.clone()], &text[span.end..]);
    let help = found.help.as_str();
    let put = |new: &str| Some(format!("{before}{new}{after}"));
    if let Some(new) = proposal(help, "did you mean") {
        // A formula in a text: the name that the message tells of, wherever it stands there.
        let wrong = found.message.split('`').nth(3);
        let Some(wrong) = wrong.filter(|_| found.message.contains("nothing gives")) else {
            return put(new);
        };
        let mut words: Vec<String> = vec![String::new()];
        for c in at.chars() {
            if !c.is_alphanumeric() {
                words.extend([c.into(), String::new()]);
            } else if let Some(word) = words.last_mut() {
                word.push(c);
            }
        }
        let words = words
            .iter()
            .map(|word| if word == wrong { new } else { word });
        return put(&words.collect::<String>());
    }
    if let Some(new) = help.strip_prefix("did you mean \"") {
        return put(&format!("\"{}\"", new.split('"').next().unwrap()));
    }
    if let Some(rest) = help.strip_prefix("add \"") {
        // `add "deck/a" to `link` of `deck/b``: into its list, or as a field behind its id.
        let (item, rest) = rest.split_once("\" to `")?;
        let (field, rest) = rest.split_once("` of `")?;
        let name = rest.split('`').next()?.rsplit('/').next()?;
        let id = format!("id: \"{name}\"");
        let from = text.find(&id)? + id.len();
        let until = text[from..].find("id: ").map_or(text.len(), |i| from + i);
        let list = format!("{field}: [");
        let (at, new) = match text[from..until].find(&list) {
            Some(i) => (from + i + list.len(), format!("\"{item}\", ")),
            None => (from, format!(", {list}\"{item}\"]")),
        };
        return Some(format!("{}{new}{}", &text[..at], &text[at..]));
    }
    if help.starts_with("take it out") {
        return put("");
    }
    if help.starts_with("put an ordinary space") {
        return put(" ");
    }
    if help.starts_with("begin it with `//`") {
        let lines: Vec<String> = at
            .split('\n')
            .map(|line| {
                let note = line.trim_start();
                let mark = note.find(' ').unwrap_or(note.len());
                format!("{}//{}", &line[..line.len() - note.len()], &note[mark..])
            })
            .collect();
        return put(&lines.join("\n"));
    }
    if help.starts_with("write \" instead") {
        let mut letters = at.chars();
        letters.next();
        letters.next_back();
        return put(&format!("\"{}\"", letters.as_str()));
    }
    if help.starts_with("write it without them") {
        return put(at.trim_matches('"'));
    }
    if help.ends_with("where it closes") {
        let mut signs = help.split('`').skip(1).step_by(2);
        let (open, close) = (signs.next().unwrap(), signs.next().unwrap());
        let closing = after.find('}').unwrap();
        let (inner, behind) = (&after[..closing], &after[closing + 1..]);
        return Some(format!("{before}{open}{inner}{close}{behind}"));
    }
    if help.starts_with("put a `,`") {
        return put(&format!("{at},"));
    }
    if let Some(new) = proposal(help, "add") {
        // Into the brackets of what is marked.
        let open = after.find('(').unwrap() + 1;
        return Some(format!(
            "{before}{at}{}{new}, {}",
            &after[..open],
            &after[open..]
        ));
    }
    if let Some(new) = proposal(help, "write") {
        let label = new.split_once(": ").map(|(label, _)| label);
        let field = label.filter(|l| l.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        let Some(label) = field else {
            return put(new);
        };
        // The whole field, whatever part of it is marked.
        let start = before.rfind(&format!("{label}:"))?;
        let value = start + label.len() + 1;
        let end = value_end(text, value).max(span.end);
        return Some(format!("{}{new}{}", &text[..start], &text[end..]));
    }
    None
}

/// Where the value ends that begins at a byte: at the comma, or the closing bracket, outside of its own brackets and quotes.
fn value_end(text: &str, from: usize) -> usize {
    let (mut depth, mut quoted) = (0i32, false);
    for (i, c) in text[from..].char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return from + i,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return from + i,
            _ => {}
        }
    }
    text.len()
}

/// Applies the help again and again; everything that proposes text must be gone by its own proposal.
fn mends(text: &str) -> Result<usize, String> {
    let mut text = text.to_owned();
    let mut applied = 0;
    for _ in 0..40 {
        let found = read(&text);
        let Some((fault, better)) = found.iter().find_map(|d| Some((d, followed(&text, d)?)))
        else {
            break;
        };
        applied += 1;
        let after = read(&better);
        let same = |list: &[Diagnostic]| {
            list.iter()
                .filter(|d| (&d.code, &d.message) == (&fault.code, &fault.message))
                .count()
        };
        if same(&after) >= same(&found) {
            let line = better.lines().nth(fault.line - 1).unwrap_or_default();
            return Err(format!(
                "still there: {} {} / {}\n{line}",
                fault.code, fault.message, fault.help
            ));
        }
        text = better;
    }
    Ok(applied)
}

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

/// Slips of the pen in a good deck: what is written, what was meant, a part of the message, and what is marked.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    // Signs of the format.
    (r#"fix?","#, r#"fix?";"#, "`;` stands where `,`", ";"),
    (
        r#"fix?","#,
        "fix?\"\u{ff0c}",
        "stands where `,`",
        "\u{ff0c}",
    ),
    (
        r#"fix?","#,
        "fix?\"\u{3001}",
        "stands where `,`",
        "\u{3001}",
    ),
    (r#"fix?","#, "fix?\"\u{60c}", "stands where `,`", "\u{60c}"),
    (r#"fix?","#, r#"fix?"."#, "`.` stands where `,`", "."),
    ("answer: 36,", "answer: 36;", "`;` stands where `,`", ";"),
    ("answer: 36,", "answer = 36,", "`=` stands where `:`", "="),
    (
        "answer: 36,",
        "answer\u{ff1a} 36,",
        "stands where `:`",
        "\u{ff1a}",
    ),
    (
        "answer: 36,",
        "answer => 36,",
        "`=>` stands where `:`",
        "=>",
    ),
    ("Percent(1)", "Percent(1)", "", ""),
    (
        "Absolute(0.5)",
        "Absolute\u{ff08}0.5\u{ff09}",
        "stands where `(`",
        "\u{ff08}",
    ),
    ("answer: 36,", "\"answer\": 36,", "in quotes", "\"answer\""),
    // Quotes.
    (
        r#""What does a dock appointment fix?""#,
        "'What does a dock appointment fix?'",
        "double quotes",
        "'What does a dock appointment fix?'",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "'What does a dock's appointment fix?'",
        "double quotes",
        "'What does a dock's appointment fix?'",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "`What does a dock appointment fix?`",
        "double quotes",
        "`What does a dock appointment fix?`",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "\u{ab}What does a dock appointment fix?\u{bb}",
        "typographic",
        "\u{ab}What",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "\u{2018}What does a dock appointment fix?\u{2019}",
        "typographic",
        "\u{2018}What",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "\u{ff02}What does a dock appointment fix?\u{ff02}",
        "typographic",
        "\u{ff02}What",
    ),
    // Comments.
    (
        "                Cloze(",
        "                # the word itself\n                # and more\n                Cloze(",
        "comment does not begin with `#`",
        "# the word",
    ),
    (
        "answer: 36,",
        "answer: 36, # trucks",
        "comment does not begin with `#`",
        "# trucks",
    ),
    (
        "                Cloze(",
        "                -- the word itself\n                Cloze(",
        "comment does not begin with `--`",
        "-- the word",
    ),
    // What nobody sees.
    (
        "answer: 36,",
        "answer:\u{a0}36,",
        "no-break space (U+00A0)",
        "\u{a0}",
    ),
    (
        "answer: 36,",
        "\u{a0}answer: 36,",
        "no-break space (U+00A0)",
        "\u{a0}",
    ),
    (
        "answer: 36,",
        "answer: 36,\u{a0}",
        "no-break space (U+00A0)",
        "\u{a0}",
    ),
    (
        "answer: 36,",
        "answer: 36\u{202f},",
        "no-break space (U+202F)",
        "\u{202f}",
    ),
    (
        "answer: 36,",
        "answer:\u{3000}36,",
        "space of another width (U+3000)",
        "\u{3000}",
    ),
    (
        "answer: 36,",
        "answer:\u{200b} 36,",
        "invisible mark (U+200B)",
        "\u{200b}",
    ),
    (
        "answer: 36,",
        "\u{feff}answer: 36,",
        "invisible mark (U+FEFF)",
        "\u{feff}",
    ),
    (
        "answer: 36,",
        "answer: 36\u{ad},",
        "invisible mark (U+00AD)",
        "\u{ad}",
    ),
    // Brackets.
    (
        "                ),\n                Numeric(",
        "                )),\n                Numeric(",
        "one `)` too many",
        ")",
    ),
    (
        "tolerance: Absolute(0.5),",
        "tolerance: Absolute(0.5)),",
        "closes `Numeric` before its field `working`",
        ")",
    ),
    (
        r#"accept: ["crossdocking", "cross docking"],"#,
        r#"accept: ["crossdocking", "cross docking"]],"#,
        "one `]` too many",
        "]",
    ),
    (
        r#"Right("Give appointments by the hour"),"#,
        r#"Right("Give appointments by the hour")),"#,
        "one `)` too many",
        ")",
    ),
    (
        r#"why: "Nothing leaves before it was checked in.",
                ),"#,
        r#"why: "Nothing leaves before it was checked in.",
                ],"#,
        "this `]` closes the `(`",
        "]",
    ),
    (
        r#"why: "Nothing leaves before it was checked in.",
                ),"#,
        r#"why: "Nothing leaves before it was checked in.",
                },"#,
        "this `}` closes the `(`",
        "}",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: Absolute{0.5}",
        "curly brackets",
        "{",
    ),
    // Numbers.
    ("answer: 36,", "answer: 36,5,", "decimal comma", "36,5"),
    (
        "answer: 36,",
        "answer: 1,200,",
        "thousands separators",
        "1,200",
    ),
    (
        "answer: 36,",
        "answer: \"36\",",
        "must be a number",
        "\"36\"",
    ),
    (
        "answer: 36,",
        "answer: \"36 trucks\",",
        "must be a number",
        "\"36 trucks\"",
    ),
    (
        "answer: 36,",
        "answer: \"1.200,5\",",
        "must be a number",
        "\"1.200,5\"",
    ),
    ("schema: 1,", "schema: \"1\",", "must be a number", "\"1\""),
    (
        "schema: 1,",
        "schema: \"1.0\",",
        "must be a number",
        "\"1.0\"",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: 2%",
        "of what kind",
        "2%",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: 0.5",
        "of what kind",
        "0.5",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: \"2%\"",
        "of what kind",
        "\"2%\"",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: Percent(2%)",
        "of what kind",
        "Percent(2%)",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: Percent(\"2%\")",
        "of what kind",
        "Percent(\"2%\")",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: Absolute(0,5)",
        "of what kind",
        "Absolute(0,5)",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: \"Exact\"",
        "of what kind",
        "\"Exact\"",
    ),
    (
        "tolerance: Absolute(0.5)",
        "tolerance: percent(2)",
        "cannot be `percent`",
        "percent",
    ),
    // Fields of other shapes.
    (
        "reversed: true,",
        "tags: (\"yard\", \"dock\"),",
        "a list in square brackets",
        "(\"yard\", \"dock\")",
    ),
    (
        "reversed: true,",
        "tags: \"yard\",",
        "a list in square brackets",
        "\"yard\"",
    ),
    (
        "reversed: true,",
        "tags: yard,",
        "a list in square brackets",
        "yard",
    ),
    (
        "reversed: true,",
        "reversed: \"true\",",
        "true or false",
        "\"true\"",
    ),
    ("reversed: true,", "reversed: yes,", "true or false", "yes"),
    (
        "reversed: true,",
        "reversed: true, lint_ignore: [\"W04\"],",
        "is a pair",
        "\"W04\"",
    ),
    (
        "reversed: true,",
        "reversed: true, lint_ignore: \"W04\",",
        "list in square brackets",
        "\"W04\"",
    ),
    (
        "reversed: true,",
        "reversed: true, lint_ignore: [W04],",
        "is a pair",
        "W04",
    ),
    (
        "reversed: true,",
        "reversed: true, lint_ignore: (\"W04\", \"it is a term\"),",
        "list in square brackets",
        "(\"W04\"",
    ),
    (
        "reversed: true,",
        "reversed: true, lint_ignore: [\"W04\", \"it is a term\"],",
        "is a pair",
        "\"W04\"",
    ),
    (
        "reversed: true,",
        "reversed: true, lint_ignore: [[\"W04\", \"it is a term\"]],",
        "is a pair",
        "[\"W04\"",
    ),
    (
        "reversed: true,",
        "reversed: true, lint_ignore: [(\"W04\")],",
        "is a pair",
        "(\"W04\")",
    ),
    (
        "(6, \"That is one door.\"), (54,",
        "\"6\", \"That is one door.\", (54,",
        "is a pair",
        "\"6\"",
    ),
    (
        "(6, \"That is one door.\"), (54,",
        "(\"6\", \"That is one door.\"), (54,",
        "is a pair",
        "(\"6\"",
    ),
    (
        "Pick(\"hours\", [8, 9, 10])",
        "Pick(name: \"hours\", from: [8, 9, 10])",
        "`Pick` takes",
        "Pick(name",
    ),
    (
        "Pick(\"hours\", [8, 9, 10])",
        "Pick(\"hours\", (8, 9, 10))",
        "`Pick` takes",
        "Pick(\"hours\", (",
    ),
    (
        "Pick(\"hours\", [8, 9, 10])",
        "Pick(hours, [8, 9, 10])",
        "`Pick` takes",
        "Pick(hours",
    ),
    (
        "Range(name: \"doors\", from: 4, to: 12, step: 1)",
        "Range(\"doors\", 4, 12, 1)",
        "`Range` names its parts",
        "Range(\"doors\"",
    ),
    (
        "Right(\"Give appointments by the hour\"),",
        "Right: \"Give appointments by the hour\",",
        "whether it is right",
        "Right: \"Give",
    ),
    (
        "Wrong(\"Build two more doors\", because: \"Doors stand idle already.\"),",
        "\"Build two more doors\",",
        "whether it is right",
        "\"Build",
    ),
    (
        "Right(\"Give appointments by the hour\"),",
        "(\"Give appointments by the hour\", true),",
        "whether it is right",
        "(\"Give",
    ),
    (
        "unit: \"trucks\",\n                    tolerance: Exact,\n                    working: [\"9",
        "unit: trucks,\n                    tolerance: Exact,\n                    working: [\"9",
        "double quotes",
        "trucks",
    ),
    ("case: Fold", "case: Fold", "", ""),
    (
        "answer: 36,",
        "answer: 36 trucks,",
        "must be a number",
        "36 trucks",
    ),
    ("answer: 36,", "answer: 1 200,", "must be a number", "1 200"),
    ("answer: 36,", "answer: 1/2,", "must be a number", "1/2"),
    ("schema: 1,", "schema: 1.0,", "must be a number", "1.0"),
    ("reversed: true,", "rev: 1.5,", "must be a number", "1.5"),
    (
        "reversed: true,",
        "bloom: \"Apply\",",
        "`bloom` is",
        "\"Apply\"",
    ),
    (
        "accept: [\"crossdocking\", \"cross docking\"]",
        "accept: \"crossdocking\", \"cross docking\"",
        "a list in square brackets",
        "\"crossdocking\"",
    ),
    (
        "accept: [\"crossdocking\", \"cross docking\"]",
        "accept: {\"crossdocking\", \"cross docking\"}",
        "curly brackets stand where square",
        "{",
    ),
    (
        "(6, \"That is one door.\"), (54,",
        "(6: \"That is one door.\"), (54,",
        "`:` stands where `,`",
        ":",
    ),
    (
        "(6, \"That is one door.\"), (54,",
        "(\"That is one door.\", 6), (54,",
        "is a pair",
        "(\"That",
    ),
    (
        "Range(name: \"doors\", from: 4, to: 12, step: 1)",
        "Range(name: \"doors\", from: 12, to: 4, step: 1)",
        "holds no number",
        "Range(",
    ),
    (
        "Range(name: \"doors\", from: 4, to: 12, step: 1)",
        "Range(name: \"doors\", from: 4, to: 12, step: 0)",
        "holds no number",
        "Range(",
    ),
    (
        "Range(name: \"doors\", from: 4, to: 12, step: 1)",
        "Range(name: \"doors\", from: 4, to: 12)",
        "has no `step`",
        "Range",
    ),
    (
        "Pick(\"hours\", [8, 9, 10])",
        "Pick(\"hours\", 8, 9, 10)",
        "`Pick` takes",
        "Pick(",
    ),
    (
        "Pick(\"hours\", [8, 9, 10])",
        "Pick(\"hours\": [8, 9, 10])",
        "`:` stands where `,`",
        ":",
    ),
    (
        "Wrong(\"Build two more doors\", because:",
        "Wrong(\"Build two more doors\", why:",
        "no `why` in an option",
        "why",
    ),
    (
        "Right(\"Give appointments by the hour\"),",
        "Correct(\"Give appointments by the hour\"),",
        "is no option",
        "Correct",
    ),
    (
        "Right(\"Give appointments by the hour\"),",
        "right(\"Give appointments by the hour\"),",
        "is no option",
        "right",
    ),
    (
        "Right(\"Give appointments by the hour\"),",
        "Right \"Give appointments by the hour\",",
        "whether it is right",
        "Right \"Give",
    ),
    (
        "                ),\n                Cloze(",
        "                )],\n                Cloze(",
        "closes `cards` before",
        "]",
    ),
    (
        "                Basic(\n                    id: \"detention\"",
        "                Basic\n                    id: \"detention\"",
        "not followed by its `(`",
        "Basic",
    ),
    ("Deck(\n", "deck(\n", "begins with `deck`", "deck"),
    (
        "                Basic(\n                    id: \"detention\"",
        "                , Basic(\n                    id: \"detention\"",
        "one `,` too many",
        ",",
    ),
    ("schema: 1,", "schema: 1,,", "one `,` too many", ","),
    (
        "answer: 36,",
        "answer: 36, ; of one day",
        "comment does not begin with `;`",
        "; of one day",
    ),
    ("answer: 36,", "answer: 36,;", "one `;` too many", ";"),
    (
        "topics: [\"docks\"],",
        "topics: [\"docks\"],],",
        "one `]` too many",
        "],\n",
    ),
    (
        "[\"per * doors == floor(per * doors)\"]",
        "[per * doors == floor(per * doors)]",
        "a text in double quotes",
        "per * doors ==",
    ),
    (
        "[\"per * doors == floor(per * doors)\"]",
        "per >= 2",
        "a list in square brackets",
        "per >= 2",
    ),
    (
        "MultipleChoice(\n                    id: \"trucks",
        "Choice(\n                    id: \"trucks",
        "no kind of card",
        "Choice",
    ),
    (
        "answer: 36,",
        "answer: 3.600,50,",
        "a decimal comma",
        "3.600",
    ),
    (
        "answer: 36,",
        "answer: 1,200.50,",
        "thousands separators",
        "1",
    ),
    (
        "Pick(\"hours\", [8, 9, 10])",
        "Pick(\"hours\", \"8, 9, 10\")",
        "`Pick` takes",
        "Pick(",
    ),
    (
        "front: \"What does",
        "front: What does",
        "does not begin with a quote",
        "What does",
    ),
    (
        "front: \"What does a dock appointment fix?\"",
        "front: \"\"\"What does a dock appointment fix?\"\"\"",
        "not in three",
        "\"\"\"",
    ),
    (
        "front: \"What does a dock appointment fix?\"",
        "front: [\"What does a dock appointment fix?\"]",
        "a text in double quotes",
        "[",
    ),
    (
        "id: \"dock-class\",",
        "id: dock-class,",
        "a text in double quotes",
        "dock-class",
    ),
    (
        "topics: [\"docks\"]",
        "topics: \"docks\"",
        "a list in square brackets",
        "\"docks\"",
    ),
    (
        "answer: 36,",
        "answer: \u{ff13}\u{ff16},",
        "must be a number",
        "\u{ff13}\u{ff16}",
    ),
    (
        "Pick(\"hours\", [8, 9, 10])",
        "Pick(\"hours\", [\"8\", \"9\", \"10\"])",
        "`Pick` takes",
        "Pick(",
    ),
    (
        "named: [(\"per\", \"hours / each\")]",
        "named: [\"per = hours / each\"]",
        "a pair in round brackets",
        "\"per =",
    ),
    (
        "front: \"What does",
        "front:: \"What does",
        "`::` stands where",
        "::",
    ),
    ("Deck(\n", "```ron\nDeck(\n", "code fence", "```ron"),
    ("    ],\n)\n", "    ],\n)\n```\n", "code fence", "```"),
    (
        "class: appointments",
        "caf\\u00e9: appointments",
        "begins no known escape",
        "\\u",
    ),
    // Items in other brackets, with names, or with too many parts.
    (
        "mistakes: [(\"per\", \"That is one door only.\")]",
        "mistakes: [[\"per\", \"That is one door only.\"]]",
        "a pair in round brackets",
        "[\"per\"",
    ),
    (
        "mistakes: [(\"per\", \"That is one door only.\")]",
        "mistakes: [(per, \"That is one door only.\")]",
        "no double quotes",
        "(per",
    ),
    (
        "mistakes: [(\"per\", \"That is one door only.\")]",
        "mistakes: [(\"per\", \"That is one door only.\", \"And no more.\")]",
        "a pair in round brackets",
        "(\"per\"",
    ),
    (
        "mistakes: [(6, ",
        "mistakes: [[6, \"That is one door.\"], (6, ",
        "a pair in round brackets",
        "[6",
    ),
    (
        "named: [(\"per\", \"hours / each\")]",
        "named: [(name: \"per\", formula: \"hours / each\")]",
        "a pair in round brackets",
        "(name",
    ),
    (
        "why: \"Contracts say",
        "also: [[\"detention\", \"demurrage\"]], why: \"Contracts say",
        "a pair in round brackets",
        "[\"detention\"",
    ),
    (
        "why: \"Contracts say",
        "also: [\"demurrage\"], why: \"Contracts say",
        "a pair in round brackets",
        "\"demurrage\"",
    ),
    (
        "            cards: [\n",
        "            exhibits: [[\"week\", \"| day | boxes |\\n|---|---:|\\n| Monday | 40 |\"]],\n            cards: [\n",
        "a pair in round brackets",
        "[\"week\"",
    ),
    (
        "            cards: [\n",
        "            exhibits: [(name: \"week\", text: r#\"A \"table\" of 3, boxes\"#)],\n            cards: [\n",
        "a pair in round brackets",
        "(name",
    ),
    (
        "            cards: [\n",
        "            exhibits: [\"week\", \"| day | boxes |\"],\n            cards: [\n",
        "a pair in round brackets",
        "\"week\"",
    ),
    (
        CARDS,
        matching!(r#"["North", "South"], ["East", "West"], ["Up", "Down"]"#),
        PAIR,
        "[\"North",
    ),
    (
        CARDS,
        matching!(r#"Name("North", "South"), ("East", "West"), ("Up", "Down")"#),
        PAIR,
        "Name(",
    ),
    (
        CARDS,
        matching!(r#"Pair(left: "North", right: "South"), ("East", "West"), ("Up", "Down")"#),
        PAIR,
        "Pair(",
    ),
    (
        CARDS,
        matching!(r#"(left: "North", right: "South"), ("East", "West"), ("Up", "Down")"#),
        PAIR,
        "(left",
    ),
    (
        CARDS,
        matching!(r#"("North", "South", "x"), ("East", "West"), ("Up", "Down")"#),
        PAIR,
        "(\"North",
    ),
    (
        CARDS,
        matching!(r#"("North"), ("East", "West"), ("Up", "Down")"#),
        PAIR,
        "(\"North",
    ),
    (
        CARDS,
        matching!(r#""North", "South", "East", "West", "Up", "Down""#),
        PAIR,
        "\"North",
    ),
    (
        CARDS,
        cases!("right: \"Ship it\""),
        "`right` is the number",
        "\"Ship it",
    ),
    (
        CARDS,
        cases!("right: \"2\""),
        "`right` is the number",
        "\"2",
    ),
    (
        CARDS,
        cases!("right: \"Hold it back\""),
        "`right` is the number",
        "\"Hold",
    ),
    (CARDS, cases!("right: Two"), "`right`", "Two"),
    (CARDS, cases!("right: 2.0"), "`right`", "2.0"),
    (
        "cards: [\n                Basic(",
        "cards:\n                Basic(",
        "`cards` must be a list",
        "Basic",
    ),
    // Quotes and brackets that are not as they begin, and texts that belong together.
    (
        r#""What does a dock appointment fix?""#,
        r#"What does a dock; appointment fix?""#,
        "does not begin with a quote",
        "What does a dock;",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "\"What does a dock appointment fix?\u{201d}",
        "does not end as it begins",
        "\u{201d}",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "r#\"What does a \"dock\" appointment fix?\"",
        "does not end as it begins",
        "\",",
    ),
    (
        r#""What does a dock appointment fix?""#,
        "\"What does a dock appointment fix?\"#",
        "one `#` too many",
        "#",
    ),
    (
        "front: \"What does",
        "front \"What does",
        "a `:` is missing",
        "front",
    ),
    (
        "                Basic(\n                    id: \"dock",
        "                Basic[\n                    id: \"dock",
        "this `[` is closed by `)`",
        "[",
    ),
    (
        "concepts: [",
        "concepts: (",
        "this `(` is closed by `]`",
        "(",
    ),
    (
        CARDS,
        matching!(r#""North": "South", ("East", "West"), ("Up", "Down"), ("In", "Out")"#),
        "two texts that belong together",
        "\"North",
    ),
    (
        CARDS,
        matching!(r#""North" => "South", ("East", "West"), ("Up", "Down"), ("In", "Out")"#),
        "two texts that belong together",
        "\"North",
    ),
    (
        CARDS,
        matching!(r#""North" -> "South", ("East", "West"), ("Up", "Down"), ("In", "Out")"#),
        "two texts that belong together",
        "\"North",
    ),
    (
        "Right(\"Give appointments by the hour\")",
        "\"Right\": \"Give appointments by the hour\"",
        "two texts that belong together",
        "\"Right",
    ),
    (
        r#"accept: ["crossdocking", "cross docking"]"#,
        r#"accept: "crossdocking, cross docking""#,
        "must be a list",
        "\"crossdocking, ",
    ),
    (
        "why: \"Nothing leaves before it was checked in.\"",
        "why: Some(\"Nothing leaves before it was checked in\")",
        "must be a text",
        "Some(",
    ),
    // Names of other languages and programs.
    (
        "front: \"What does",
        "frage: \"What does",
        "no field `frage`",
        "frage",
    ),
    (
        "front: \"What does",
        "words_asked: \"What does",
        "no field `words_asked`",
        "words",
    ),
    (
        "unit: \"trucks\",",
        "einheit: \"trucks\",",
        "no field `einheit`",
        "einheit",
    ),
    (
        "why: \"Nothing leaves",
        "begruendung: \"Nothing leaves",
        "no field `begruendung`",
        "begruendung",
    ),
    (
        "language: \"en\"",
        "lang: \"en\"",
        "no field `lang`",
        "lang",
    ),
    (
        "                Ordering(",
        "                Reihenfolge(",
        "no kind of card `Reihenfolge`",
        "Reihenfolge",
    ),
    (
        "Right(\"Give",
        "Richtig(\"Give",
        "`Richtig` is no option",
        "Richtig",
    ),
    (
        "Wrong(\"Build two",
        "Falsch(\"Build two",
        "`Falsch` is no option",
        "Falsch",
    ),
    // Names.
    (
        "front: \"What does",
        "fornt: \"What does",
        "no field `fornt`",
        "fornt",
    ),
    (
        "{doors} doors",
        "{door} doors",
        "nothing gives `door`",
        "\"A dock has {door}",
    ),
    (
        "(\"per\", \"hours / each\")",
        "(\"per\", \"hour / each\")",
        "nothing gives `hour`",
        "(\"per\"",
    ),
    (
        "answer: \"per * doors\"",
        "answer: \"per * dors\"",
        "nothing gives `dors`",
        "\"per * dors\"",
    ),
    ("track: \"CLTD\"", "track: \"CTLD\"", "no track", "\"CTLD\""),
    (
        "topic: \"docks\"",
        "topic: \"dock\"",
        "no topic",
        "\"dock\"",
    ),
    (
        "MultipleChoice(\n                    id: \"trucks",
        "MultipelChoice(\n                    id: \"trucks",
        "no kind of card",
        "MultipelChoice",
    ),
    (
        "unit: \"trucks\",\n                    tolerance: Exact,\n                    working: [\"9",
        "unit: \"trucks\",\n                    working: [\"9",
        "no tolerance",
        "Numeric",
    ),
    (
        "                    unit: \"trucks\",\n                    tolerance: Exact,\n                    working: [\"9",
        "                    tolerance: Exact,\n                    working: [\"9",
        "no unit",
        "Numeric",
    ),
];

#[test]
fn a_slip_is_named_once_where_it_is_and_its_help_mends_it() {
    assert_eq!(told(GOOD), []);
    let mut failed = Vec::new();
    for (good, bad, says, place) in SLIPS {
        if good == bad {
            continue;
        }
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

#[test]
fn one_slip_is_one_finding() {
    let question = "id: \"word-moving-goods-inbound-door\",";
    let former = |names: &str| format!("{question} formerly: [{names}],");
    for (good, bad, code, place) in [
        // A bracket of a list that is missing.
        (
            "because: \"The queue is in the morning.\"),\n                    ],",
            "because: \"The queue is in the morning.\"),".to_owned(),
            "E00",
            "[\n                        Right(\"Give",
        ),
        // What follows from an error alone is not told beside it.
        ("Right(\"Give", "Wrong(\"Give".to_owned(), "E06", "[\n"),
        (
            "{{c1::two hours::how long?}}",
            "{{}}".to_owned(),
            "E09",
            "{{}}",
        ),
        // A path of Windows in which a letter behind a backslash means something.
        (
            "source: \"Class notes, 2026\"",
            "source: \"C:\\new\"".to_owned(),
            "W28",
            "\\n",
        ),
        // Former names of cards that exist, and of two cards.
        (question, former("\"detention\""), "E01", "\"detention"),
        (
            question,
            former("\"dock-class/detention\""),
            "E01",
            "\"dock-class",
        ),
        (
            question,
            former("\"old\", \"dock-class/old\""),
            "E01",
            "\"dock-class",
        ),
        (question, former("\"old\", \"other/detention\""), "", ""),
    ] {
        assert!(GOOD.contains(good), "{good}");
        let text = GOOD.replacen(good, &bad, 1);
        let found = told(&text);
        let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
        let expected: Vec<&str> = [code].into_iter().filter(|code| !code.is_empty()).collect();
        assert_eq!(codes, expected, "{bad}: {found:#?}");
        for fault in &found {
            let marked = &text[marked(&text, fault).start..];
            assert!(marked.starts_with(place), "{bad}: {marked:.40}");
        }
    }
    // A file of another format has no slips of a deck.
    for other in [
        "{\"id\": \"x\", \"cards\": [{\"front\": \"a\", \"back\": \"b\"}]}",
        "id: x\ncards:\n  - front: a\n    back: b\n",
        "# Title\n\nQ: a\nA: b\n",
        "<?xml version=\"1.0\"?><deck/>",
    ] {
        assert_eq!(told(other).len(), 1, "{other}");
    }
}

#[test]
fn every_proposal_of_every_rule_mends_its_fault() {
    let faults = include_str!("fixtures/decks/faults.ron");
    // The deck of faults has them all at once; each is followed from the state in which it is told.
    let mut proposals = std::collections::BTreeSet::new();
    for fault in told(faults) {
        let Some(better) = followed(faults, &fault) else {
            continue;
        };
        proposals.insert(fault.code.clone());
        let same = |text: &str| {
            told(text)
                .iter()
                .filter(|d| {
                    (&d.code, &d.message, &d.card) == (&fault.code, &fault.message, &fault.card)
                })
                .count()
        };
        assert!(same(&better) < same(faults), "{fault:#?}");
    }
    // Every rule whose help says what to write; the others say what to think about.
    assert_eq!(
        proposals.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "E00", "E01", "E02", "E03", "E11", "E13", "E14", "E15", "E17", "W24"
        ]
    );
}

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

/// Decks with a slip each, as they were met: code, line and a part of the message of all that is said.
type Said = (&'static str, usize, &'static str);
const MISTAKES: &[(&str, &[Said])] = &[
    ("00-good.ron", &[]),
    (
        "03-nbsp-between.ron",
        &[("E00", 23, "a no-break space (U+00A0)")],
    ),
    (
        "04-nbsp-after-comma.ron",
        &[("E00", 11, "a no-break space (U+00A0)")],
    ),
    (
        "06-working-wrong.ron",
        &[
            ("W32", 72, "`9 / 1.5` is 6, not 7"),
            ("W32", 72, "the working ends at 42, and the answer is 36"),
        ],
    ),
    (
        "07-answer-disagrees-working.ron",
        &[("W32", 72, "the working ends at 36, and the answer is 35")],
    ),
    (
        "11-cloze-single-brace.ron",
        &[("E09", 35, "in brackets that are no double braces")],
    ),
    (
        "14-lint-ignore-str.ron",
        &[("E00", 30, "each item of `lint_ignore` is a pair")],
    ),
    (
        "15-num-deccomma.ron",
        &[("E00", 69, "`36,5` is written with a decimal comma")],
    ),
    (
        "17-right-bool.ron",
        &[("E00", 42, "must say whether it is right")],
    ),
    (
        "20-tol-percent-sign.ron",
        &[("E00", 81, "`tolerance` must say of what kind it is")],
    ),
    (
        "21-tol-2pct.ron",
        &[("E00", 81, "`tolerance` must say of what kind it is")],
    ),
    (
        "24-mistakes-strings.ron",
        &[("E00", 73, "each item of `mistakes` is a pair")],
    ),
    (
        "25-pick-name.ron",
        &[("E00", 95, "`Pick` takes a name and a list of numbers")],
    ),
    ("28-utf16.ron", &[("E14", 1, "saved as UTF-16")]),
    (
        "33-semicolon.ron",
        &[("E00", 22, "`;` stands where `,` belongs")],
    ),
    (
        "37-tags-paren.ron",
        &[("E00", 30, "`tags` must be a list in square brackets")],
    ),
    ("41-extra-paren.ron", &[("E00", 65, "one `)` too many")]),
    (
        "44-hash-comment.ron",
        &[("E00", 59, "a comment does not begin with `#`")],
    ),
    (
        "46-working-wrong.ron",
        &[("W32", 72, "`9 / 1.5` is 6, not 7")],
    ),
    (
        "48-gen-brace-name.ron",
        &[("E12", 100, "nothing gives `door` a number")],
    ),
    ("54-nbsp.ron", &[("E00", 69, "a no-break space (U+00A0)")]),
    (
        "55-schema-string.ron",
        &[("E00", 2, "`schema` must be a number")],
    ),
    (
        "64-single-quotes.ron",
        &[("E00", 22, "in double quotes, not in `'`")],
    ),
    (
        "70-fullwidth-comma.ron",
        &[("E00", 22, "stands where `,` belongs")],
    ),
    ("80-asn-of-the-guide.ron", &[]),
    ("good.ron", &[]),
    ("heading3.ron", &[("W30", 23, "a heading deeper than ##")]),
    ("html.ron", &[("W30", 23, "`<b>` is HTML")]),
    ("image.ron", &[("W30", 23, "`door.png` is a picture")]),
    ("rellink.ron", &[("W30", 23, "`page.md` is a link")]),
];

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

#[test]
fn signs_count_where_texts_are_compared() {
    let found = told(include_str!("fixtures/decks/signs.ron"));
    let errors: Vec<(&str, usize)> = found
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| (d.code.as_str(), d.line))
        .collect();
    // `05` and `5` are one number.
    assert_eq!(errors, [("E07", 7)]);
    let of = |line: usize| {
        let of = found.iter().filter(|d| d.line == line && d.code == "W29");
        of.count()
    };
    // The number of an item and a thing that is offered may stand there; a number and a letter that tell the answer may not.
    assert_eq!([15, 16, 17, 18, 19].map(of), [0, 0, 1, 0, 1], "{found:#?}");
}

#[test]
fn an_error_of_form_alone_leaves_no_card_out() {
    for (good, bad, code) in [
        (
            "Wrong(\"Hire a second night crew\", because: \"The queue is in the morning.\"),",
            "",
            "E05",
        ),
        (" Choose all that apply.", "", "E06"),
        (
            "Wrong(\"The putaway time\"",
            "Wrong(\"The count of damage\"",
            "E07",
        ),
        ("Absolute(0.5)", "Percent(30)", "E11"),
        (
            "a carrier's charge for a truck kept too long",
            "a charge that is called detention now by all",
            "W29",
        ),
    ] {
        let mut deck = ParsedDeck::read("deck.ron", GOOD.replacen(good, bad, 1));
        check_read(&mut deck);
        let codes: Vec<&str> = deck.findings.iter().map(|f| f.fault.code).collect();
        if code != "W29" {
            assert_eq!(codes, [code], "{bad}");
        }
        assert_eq!(deck.outline_fit().cards().count(), 12, "{code}");
    }
}

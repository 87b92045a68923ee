//! Markdown notes: `Q:` / `A:` / `C:` blocks, `front :: back` or `front ::: back` (both ways) on a line, and the cards of
//! Obsidian with a `?` or `??` between question and answer, and of Logseq with `#card`; without any, tables of two columns, and headings, list
//! items and words in bold that ask. Headings become concepts. Exported files can be read again.

mod forms;
mod gaps;
mod lines;
mod logseq;
mod write;

use super::draft::{Body, Draft, Left, Note, Thing};
use super::extras::take_paragraphs;
use super::markup::{is_list_item, without_list_mark};
use crate::study::text::QUESTION_MARKS;
use forms::{
    Asks, asks, dedented, front_matter, has_ticked_box, heading, is_plain_label, is_rule, label,
    pair, property, row, seems_asked, tag_line, underlined, unmarked,
};
use gaps::{gaps, highlights};
use lines::{Line, tidy};
pub use write::write;

/// What the current lines belong to.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Question,
    Answer,
    Cloze,
    /// The answer below a `?`, which ends with its paragraph.
    Below,
    /// A paragraph that belongs to no card so far.
    Text,
}

struct Block {
    line: usize,
    part: Part,
    question: String,
    answer: String,
    reversed: bool,
    /// Its lines stand in a quotation: `> Q: ...`.
    is_quoted: bool,
    /// What made its first line a question where nothing is marked.
    asked: Option<Asks>,
}

/// A heading above the lines being read.
struct Heading {
    level: usize,
    title: String,
    line: usize,
    has_cards: bool,
}

impl Block {
    fn new(line: usize, part: Part, question: &str) -> Block {
        Block {
            line,
            part,
            question: question.to_owned(),
            answer: String::new(),
            reversed: false,
            is_quoted: false,
            asked: None,
        }
    }

    /// The text that the lines being read go to.
    fn written(&self) -> &str {
        match self.part {
            Part::Answer | Part::Below => &self.answer,
            _ => &self.question,
        }
    }

    fn written_mut(&mut self) -> &mut String {
        match self.part {
            Part::Answer | Part::Below => &mut self.answer,
            _ => &mut self.question,
        }
    }

    fn add(&mut self, line: &str) {
        let text = self.written_mut();
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }

    /// Whether a card may begin in a paragraph behind it, although nothing marks its end.
    fn is_closed_by_card(&self) -> bool {
        matches!(self.part, Part::Answer | Part::Cloze)
    }

    /// The start of the last paragraph, and its line, if there is more than one.
    fn last_paragraph(&self, line: usize) -> Option<(usize, usize)> {
        let at = self.written().rfind("\n\n")? + 2;
        let last = &self.written()[at..];
        (!last.trim().is_empty()).then(|| (at, line - last.lines().count()))
    }
}

const LONE_ANSWER: &str = "an `A:` without a `Q:` before it";

/// What makes no card is told in the draft.
pub fn read(text: &str) -> Draft {
    let marked = read_as(text, false);
    let is_lone = |left: &Left| left.why == LONE_ANSWER;
    if !marked.notes.is_empty() || !marked.left.iter().all(is_lone) {
        return marked;
    }
    let mut unmarked = read_as(text, true);
    if unmarked.notes.is_empty() {
        return marked;
    }
    unmarked.remarks.insert(0, "nothing in it is marked as a card: headings, list items and words in bold that end in `?`, and lines above `Answer:`, are questions and what stands below is the answer; rows of two cells are front and back; where that is wrong, put `Q:` before each question and `A:` before its answer".into());
    unmarked
}

fn read_as(text: &str, is_unmarked: bool) -> Draft {
    let mut reader = Reader {
        is_unmarked,
        ..Reader::default()
    };
    let (skipped, title) = front_matter(text, &mut reader.draft);
    reader.draft.title = title;
    let lines = logseq::marked(lines::of(text, skipped, &mut reader.draft));
    reader.obsidian |= !reader.draft.lost.iter().all(|l| l.thing != Thing::Schedule);
    reader.obsidian |= lines
        .iter()
        .any(|l| !l.is_code && l.text.trim_start().starts_with("#flashcards"));
    reader.is_numbered = lines
        .iter()
        .any(|l| lines::mark(l.text.trim()).is_some_and(|m| m.letter == 'A' && m.is_numbered));
    for (i, line) in lines.iter().enumerate() {
        let next = lines[i + 1..].iter().find(|l| !l.text.trim().is_empty());
        reader.line(line, next.map_or("", |l| l.text.as_str()));
    }
    reader.close();
    reader.leave_headings(0);
    let Reader {
        mut draft, bare, ..
    } = reader;
    if let Some((count, line, shown)) = bare {
        draft.remarks.push(format!(
            "lines parted at `::` without blanks around it: {count}, the first is line {line} (`{shown}`)"
        ));
    }
    let tagged = |l: &&Line| !l.is_code && l.text.split_whitespace().any(|word| word == "#card");
    if let Some(line) = lines.iter().find(tagged) {
        draft.remarks.push(format!(
            "lines with `#card` that are no item of a list with an answer below it are no cards here (the first is line {}): put `Q:` before the question and `A:` before the answer below it",
            line.number
        ));
    }
    if draft.notes.is_empty() && draft.left.is_empty() {
        let mut why = "no `Q:` and `A:`, no `front :: back`, no `?` between question and answer, no heading, list item or words in bold that end in `?` and no table of two columns stand in it".to_owned();
        if lines.iter().any(|l| !l.is_code && l.text.trim() == "---") {
            why += ". Where a line `---` parts front and back, as in Mochi, put `Q:` before the front and `A:` in place of the line";
        }
        draft.remarks.push(why);
    }
    draft
}

#[derive(Default)]
struct Reader {
    draft: Draft,
    headings: Vec<Heading>,
    /// The deck that a tag of Obsidian names.
    deck: Vec<String>,
    block: Option<Block>,
    /// Whether nothing in the file is marked as a card, so that headings and tables are looked at.
    is_unmarked: bool,
    /// Whether the file is made for Obsidian.
    obsidian: bool,
    /// Whether its questions and answers have numbers. Otherwise `Q1:` may be a quarter.
    is_numbered: bool,
    /// How many lines were parted at bare colons; the first of them.
    bare: Option<(usize, usize, String)>,
}

impl Reader {
    /// `next` is the line of text behind it.
    fn line(&mut self, line: &Line, next: &str) {
        let is_outside = !next.starts_with([' ', '\t']);
        let next = next.trim();
        let mut trimmed = line.text.trim();
        let mut text = line.text.trim_end();
        if line.is_code {
            let block = self
                .block
                .get_or_insert_with(|| Block::new(line.number, Part::Text, ""));
            return block.add(text);
        }
        let quoted = trimmed.strip_prefix('>').map(str::trim);
        let is_quoted = quoted.is_some_and(|inside| {
            self.block.as_ref().is_some_and(|block| block.is_quoted)
                || self.marked(inside, "").is_some()
        });
        if let Some(inside) = quoted.filter(|_| is_quoted) {
            (trimmed, text) = (inside, inside);
        }
        if let Some((part, rest)) = self.marked(trimmed, next) {
            self.mark(part, rest, line.number);
            if let Some(block) = &mut self.block {
                block.is_quoted = is_quoted;
            }
            return;
        }
        if let Some((level, title)) = heading(trimmed) {
            self.close();
            return self.head(level, title, line.number);
        }
        if let Some(level) = underlined(trimmed)
            && let Some((title, at)) = self.take_last_line(line.number)
        {
            self.close();
            return self.head(level, &title, at);
        }
        // The answer to an item or to words in bold ends where a table or, outside of the list, a paragraph begins.
        let is_answered = lines::mark(next).is_some_and(|mark| mark.letter == 'A');
        if let Some(block) = &mut self.block
            && block.asked > Some(Asks::Heading)
        {
            if trimmed.starts_with('|') {
                self.close();
            } else if trimmed.is_empty() && is_outside && !is_answered {
                // What stands alone in its paragraph asks for the paragraphs below it.
                match block.answer.as_bytes() {
                    [] if block.asked != Some(Asks::Bullet) => block.answer.push('\n'),
                    [b'\n', ..] => {}
                    _ => return self.close(),
                }
            }
        }
        // An item of the same kind that asks nothing ends the answer to one above it whose own lines are further in.
        if let Some(block) = &self.block
            && block.asked >= Some(Asks::Number)
            && is_list_item(text)
            && !text.starts_with([' ', '\t'])
            && text.starts_with(|c: char| c.is_ascii_digit()) == (block.asked == Some(Asks::Number))
            && !block.answer.trim().is_empty()
            && block
                .answer
                .lines()
                .all(|l| l.is_empty() || l.starts_with([' ', '\t']))
        {
            self.close();
        }
        if is_rule(trimmed) {
            return self.close();
        }
        if let Some((asked, question, answer)) = asks(text).filter(|asks| self.may_ask(asks.0)) {
            self.close();
            let mut block = Block::new(line.number, Part::Answer, question);
            block.answer = answer.to_owned();
            block.asked = Some(asked);
            self.block = Some(block);
            return;
        }
        if matches!(trimmed, "?" | "??") && self.turn(trimmed == "??", line.number) {
            return;
        }
        if trimmed.is_empty() {
            // A paragraph ends; only `Q:` and `C:` blocks go on, outside of quotations.
            let ends =
                |b: &Block| b.is_quoted && !is_quoted || matches!(b.part, Part::Below | Part::Text);
            if self.block.as_ref().is_some_and(ends) && !(is_answered && self.awaits_answer()) {
                return self.close();
            }
        } else if self.is_free(trimmed) {
            if let Some(path) = tag_line(trimmed) {
                self.close();
                match path {
                    Some(path) => self.deck = path,
                    None => self.draft.lose_line(Thing::Setting, line.number, trimmed),
                }
                return;
            }
            if let Some((name, value)) = property(trimmed) {
                self.close();
                let thing = if name.starts_with("card-") {
                    Thing::Schedule
                } else {
                    Thing::Setting
                };
                let what = format!("{name}: {value}");
                return self.draft.lose_line(thing, line.number, &what);
            }
            let cells = || row(trimmed, next).filter(|_| self.is_unmarked);
            if let Some((front, back, reversed, spaced)) = pair(trimmed).or_else(cells) {
                self.close();
                if !spaced && !self.obsidian {
                    let shown = super::draft::short(trimmed);
                    self.bare.get_or_insert((0, line.number, shown)).0 += 1;
                }
                // In a table a bar that is meant has a backslash.
                let bar = if trimmed.starts_with('|') { "\\|" } else { "|" };
                let body = Body::Basic {
                    front: front.replace(bar, "|"),
                    back: back.replace(bar, "|"),
                    reversed,
                };
                return self.take(line.number, body);
            }
        }
        match &mut self.block {
            Some(block) => block.add(text),
            None if trimmed.is_empty() => {}
            None => self.block = Some(Block::new(line.number, Part::Text, text)),
        }
        let ends = |b: &Block| line.ends_card && matches!(b.part, Part::Below | Part::Text);
        if self.block.as_ref().is_some_and(ends) {
            self.close();
        }
    }

    fn head(&mut self, level: usize, title: &str, line: usize) {
        self.leave_headings(level);
        if self.is_unmarked && title.ends_with(QUESTION_MARKS) {
            let mut block = Block::new(line, Part::Answer, unmarked(without_list_mark(title)));
            block.asked = Some(Asks::Heading);
            self.block = Some(block);
            return;
        }
        self.headings.push(Heading {
            level,
            title: title.to_owned(),
            line,
            has_cards: false,
        });
    }

    /// Whether a question begins here that nothing marks. A weaker form may belong to the answer that is being read.
    fn may_ask(&self, asked: Asks) -> bool {
        let ends = |block: &Block| match block.asked {
            Some(Asks::Heading) => false,
            Some(form) => asked <= form || block.answer.ends_with('\n'),
            None => matches!(block.part, Part::Text | Part::Below),
        };
        self.is_unmarked && self.block.as_ref().is_none_or(ends)
    }

    /// A line that stands alone above this one, taken out of the block: it was a heading.
    fn take_last_line(&mut self, line: usize) -> Option<(String, usize)> {
        let block = self.block.as_mut()?;
        let is_text = block.part == Part::Text;
        if !is_text && !block.is_closed_by_card() {
            return None;
        }
        let text = block.written_mut();
        let at = match text.rfind("\n\n") {
            Some(at) => at + 2,
            None if is_text => 0,
            None => return None,
        };
        let last = text[at..].to_owned();
        if last.trim().is_empty() || last.contains('\n') {
            return None;
        }
        text.truncate(at);
        if at == 0 {
            self.block = None;
        }
        Some((last, line - 1))
    }

    /// The part that a mark begins, and what follows it. A list such as `- A: dear goods`, `- B: others` is none.
    fn marked<'l>(&self, line: &'l str, next: &str) -> Option<(Part, &'l str)> {
        let mark = lines::mark(line)?;
        let waits = self.block.as_ref().map(|block| block.part);
        let is_list = next
            .replace(['-', '*', '+', '_', ' '], "")
            .to_ascii_uppercase()
            .starts_with("B:");
        let part = match mark.letter {
            'Q' if !mark.is_numbered || self.is_numbered => Part::Question,
            'A' if is_list && self.awaits_answer() => return None,
            'A' if !mark.is_loose && !mark.is_numbered => Part::Answer,
            'A' if waits == Some(Part::Question) && !is_list => Part::Answer,
            'A' if self.awaits_answer() && without_list_mark(line) == line => Part::Answer,
            'C' if !mark.is_loose || matches!(waits, None | Some(Part::Text)) => Part::Cloze,
            _ => return None,
        };
        Some((part, mark.rest))
    }

    /// Ends the headings of this level and below; one without a card is told.
    fn leave_headings(&mut self, level: usize) {
        while let Some(heading) = self.headings.pop_if(|heading| heading.level >= level) {
            if !heading.has_cards {
                self.draft
                    .lose_line(Thing::Heading, heading.line, &heading.title);
            }
        }
    }

    /// Whether a card on one line is possible here: outside blocks, or after an empty line of an answer or a cloze.
    fn is_free(&self, line: &str) -> bool {
        match &self.block {
            None => true,
            Some(block) if block.part == Part::Text => true,
            Some(block) if block.is_closed_by_card() => {
                let (written, spaced) = (block.written(), pair(line).is_some_and(|p| p.3));
                let behind_blank = written.ends_with('\n') && !written.trim().is_empty();
                behind_blank && (spaced || self.obsidian)
            }
            Some(_) => false,
        }
    }

    /// Whether an answer can follow, although its question is not marked as one.
    fn awaits_answer(&self) -> bool {
        let awaits = |block: &Block| match block.part {
            Part::Text | Part::Below => true,
            _ if block.asked == Some(Asks::Heading) => block.answer.trim().is_empty(),
            _ => block.asked.is_some(),
        };
        self.is_unmarked && self.block.as_ref().is_some_and(awaits)
    }

    fn mark(&mut self, part: Part, rest: &str, line: usize) {
        if part == Part::Answer
            && self.awaits_answer()
            && let Some(mut block) = self.block.take()
        {
            match (block.asked, block.part) {
                (Some(form), _) => {
                    // The options of the question.
                    let between = dedented(&block.answer);
                    block.question = [block.question.trim(), between.trim()].join("\n");
                    if form != Asks::Heading {
                        (block.asked, block.part) = (None, Part::Below);
                    }
                }
                (None, Part::Text) => {
                    let question = without_list_mark(&block.question);
                    block = Block::new(block.line, Part::Below, question);
                }
                // The last line of another answer was the question, unless it is all there is.
                (None, _) => {
                    let Some(at) = block.answer.trim_end().rfind('\n') else {
                        block.add(rest);
                        self.block = Some(block);
                        return;
                    };
                    let question = block.answer.split_off(at + 1);
                    self.block = Some(block);
                    self.close();
                    let from = line - question.split('\n').count();
                    block = Block::new(from, Part::Below, without_list_mark(question.trim()));
                }
            }
            block.answer = rest.to_owned();
            self.block = Some(block);
            return;
        }
        match (&mut self.block, part) {
            (Some(b), Part::Answer) if b.part == Part::Question => {
                b.part = Part::Answer;
                b.answer = rest.to_owned();
            }
            (_, Part::Answer) => {
                let asked = self.take_asked();
                self.close();
                if let Some(question) = asked {
                    let from = line - question.split('\n').count();
                    let question = match question.trim().split_once(':') {
                        Some((word, question)) if word.chars().all(char::is_alphabetic) => question,
                        _ => question.as_str(),
                    };
                    let why = "its question has no `Q:` and stood at the end of another answer: it was taken from there";
                    self.draft
                        .mended
                        .push(Left::new(format!("line {from}"), question, why));
                    let mut block = Block::new(from, Part::Answer, question);
                    block.answer = rest.to_owned();
                    self.block = Some(block);
                    return;
                }
                self.draft.leave(format!("line {line}"), rest, LONE_ANSWER);
            }
            (_, part) => {
                self.close();
                self.block = Some(Block::new(line, part, rest));
            }
        }
    }

    /// The question of an `A:` that has none before it: the last paragraph of the answer above, or its last line behind a word
    /// such as `F:`, if it ends in `?` and holds no address, which may end so too.
    fn take_asked(&mut self) -> Option<String> {
        let block = self.block.as_mut().filter(|b| b.is_closed_by_card())?;
        let text = block.written().trim_end();
        let paragraph = text.rfind("\n\n").map(|at| at + 2);
        let line = text.rfind('\n').map(|at| at + 1);
        let line = line.filter(|at| label(&text[*at..]).is_some_and(|(_, is_colon)| is_colon));
        let at = line
            .or(paragraph)
            .filter(|at| text.ends_with(QUESTION_MARKS) && !text[*at..].contains("://"))?;
        Some(block.written_mut().split_off(at))
    }

    /// A `?` makes the paragraph before it a question.
    fn turn(&mut self, reversed: bool, line: usize) -> bool {
        let Some(block) = &mut self.block else {
            return false;
        };
        if block.part == Part::Text {
            (block.part, block.reversed) = (Part::Below, reversed);
            return true;
        }
        // The last paragraph of an answer or a cloze was a question instead.
        let last = block.last_paragraph(line);
        let Some((at, from)) = last.filter(|_| block.is_closed_by_card()) else {
            return false;
        };
        let question = block.written_mut().split_off(at);
        self.close();
        self.block = Some(Block {
            reversed,
            ..Block::new(from, Part::Below, &question)
        });
        true
    }

    fn close(&mut self) {
        let Some(block) = self.block.take() else {
            return;
        };
        let place = format!("line {}", block.line);
        let answer = dedented(&block.answer);
        let (question, answer) = (block.question.trim(), answer.trim());
        let what = match block.part {
            Part::Text => {
                if self.obsidian && !question.starts_with('|') {
                    let gaps = highlights(question);
                    if gaps.contains("{{") {
                        return self.take(block.line, Body::Cloze(gaps));
                    }
                }
                return self.draft.lose_line(Thing::Prose, block.line, question);
            }
            Part::Cloze => {
                let text = tidy(question, &place, &mut self.draft);
                let text = gaps(&text);
                if text.contains("{{") {
                    self.tell_pair(&place, question, question);
                    return self.take_tidy(block.line, Body::Cloze(text));
                }
                let why = "a `C:` without a gap; write the hidden words in [ and ]";
                return self.draft.leave(place, question, why);
            }
            _ if question.is_empty() => "question",
            _ if answer.is_empty() => "answer",
            _ => {
                if has_ticked_box(question) {
                    let why = "its question shows which box is ticked: untick it in the file, or write it as a choice in GIFT or in a table with a column for each option";
                    self.draft.mended.push(Left::new(&place, question, why));
                }
                self.tell_pair(&place, question, answer);
                let body = Body::Basic {
                    front: question.to_owned(),
                    back: answer.to_owned(),
                    reversed: block.reversed,
                };
                return self.take(block.line, body);
            }
        };
        let shown = format!("{question}{answer}");
        self.draft.leave(place, &shown, format!("it has no {what}"));
    }

    fn take(&mut self, line: usize, mut body: Body) {
        let place = format!("line {line}");
        let before = self.draft.media.len();
        for text in body.texts_mut() {
            *text = tidy(text, &place, &mut self.draft);
        }
        if body.texts_mut().any(|text| text.is_empty()) {
            let why = if self.draft.media.len() > before {
                "its question or its answer is only a picture or a sound"
            } else {
                "nothing is left of its question or its answer"
            };
            let shown = format!("{} {}", body.front(), body.back());
            return self.draft.leave(place, &shown, why);
        }
        self.take_tidy(line, body);
    }

    /// A line of an answer or a cloze that would be a card or a part of one elsewhere is told.
    fn tell_pair(&mut self, place: &str, front: &str, text: &str) {
        let mut is_code = false;
        let mut told = Vec::new();
        let lines: Vec<&str> = text.lines().collect();
        for at in 1..lines.len() {
            let line = lines[at].trim();
            is_code ^= line.starts_with("```");
            if is_code {
                continue;
            }
            let help = if pair(line).is_some_and(|(.., spaced)| spaced) {
                "an empty line above it makes it a card"
            } else if seems_asked(&lines, at) {
                "if it is a card of its own, put `Q:` before its question and `A:` before its answer"
            } else if is_plain_label(line) {
                "with its first word in bold (`**Hint:**`), in a paragraph of its own, it is what it says"
            } else {
                continue;
            };
            // The first of each sort is enough.
            if told.contains(&help) {
                continue;
            }
            told.push(help);
            let line = super::draft::short(line);
            let why = format!("its line `{line}` was taken as a part of its text; {help}");
            self.draft.mended.push(Left::new(place, front, why));
        }
    }

    fn take_tidy(&mut self, line: usize, mut body: Body) {
        let headings = self.headings.iter_mut().map(|heading| {
            heading.has_cards = true;
            heading.title.clone()
        });
        let mut note = Note {
            place: format!("line {line}"),
            deck: self.deck.iter().cloned().chain(headings).collect(),
            ..Note::default()
        };
        match &mut body {
            Body::Basic { back, reversed, .. } => *reversed |= take_paragraphs(back, &mut note),
            Body::Cloze(text) => {
                take_paragraphs(text, &mut note);
            }
            _ => {}
        }
        note.body = body;
        self.draft.notes.push(note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_pairs_and_headings_are_read() {
        let found = read(
            "---\ntitle: x\n---\n# Top\n## Sub\nQ: What wins?\nmore\nA: A winner.\n\n- one\n- two\n---\n\nprose: nothing\nVMI :: vendor managed\nterm ::: meaning\n`a::b` stays prose\nC: A [qualifier] and [a \\[b\\]] x\n# Next\nC: none\nA: alone\n```\nx :: y\n```\n",
        );
        let bodies: Vec<&Body> = found.notes.iter().map(|n| &n.body).collect();
        let basic = |front: &str, back: &str, reversed| Body::Basic {
            front: front.into(),
            back: back.into(),
            reversed,
        };
        assert_eq!(
            bodies,
            [
                &basic("What wins?\nmore", "A winner.\n\n- one\n- two", false),
                &basic("VMI", "vendor managed", false),
                &basic("term", "meaning", true),
                &Body::Cloze("A {{qualifier}} and {{a [b]}} x".into()),
            ]
        );
        assert_eq!(found.notes[0].deck, ["Top", "Sub"]);
        assert_eq!(found.notes[0].place, "line 6");
        let left: Vec<&str> = found.left.iter().map(|l| l.place.as_str()).collect();
        assert_eq!(left, ["line 20", "line 21"]);
    }

    #[test]
    fn a_question_in_another_dress_is_told() {
        let told = |between: &str| {
            let found = read(&format!(
                "Q: What is SKU?\nA: stock\n\n{between}\n\nQ: Last?\nA: end\n"
            ));
            found
                .mended
                .iter()
                .any(|m| m.why.contains("card of its own"))
        };
        for between in [
            "Q2. Who?\nA2. me",
            "Q) Who?\nA) me",
            "Q - Name two\nA - us",
            "Q.2 Who?\n\nA.2 me",
            "**Q2.** Who?\n**A2.** me",
            "[Q] Who?\n[A] me",
            "2. Who?\nme",
            "Who? >> me",
            "Who?\n: me",
            "SKU\n: stock",
            "P. ¿Quién?\nR. yo",
            "Q2 Who?\nA2 me",
            "Frage 2 - Wer?\nAntwort 2 - ich",
            "**Who?**\nme",
            "Who? -> me",
            "- Who?\n  - me",
            "P: Who?\nR: me",
        ] {
            assert!(told(between), "{between}");
        }
        for between in [
            "more",
            "a) Who?\nb) me",
            "- Who?\n- me",
            "Why?",
            "Who asks?\nWho is asked?",
            "**Cost**: how much?\n**Time**: how long",
            "- Cost: how much?\n- Time: soon",
            "It asks: who?",
            "Q - flow, A - area",
            "`a >> b` shifts",
            "x >> y means much greater",
            "for (;; ) stops",
            "| Who? | me |",
            "Front-end: the page\nBack-end: the server",
        ] {
            assert!(!told(between), "{between}");
        }
        let found = read("Q: What?\nA: stock\n\nF: Wer?\nA: ich\n");
        let bodies: Vec<&Body> = found.notes.iter().map(|n| &n.body).collect();
        assert_eq!(
            bodies,
            [&Body::basic("What?", "stock"), &Body::basic("Wer?", "ich")]
        );
        assert_eq!(
            (found.notes[1].place.as_str(), found.mended.len()),
            ("line 4", 1)
        );
        for more in ["More.", "https://a.b/?q=1?"] {
            let found = read(&format!("Q: What?\nA: stock\n\n{more}\nA: lone\n"));
            assert_eq!((found.notes.len(), found.left.len()), (1, 1));
        }
    }

    #[test]
    fn an_item_that_asks_nothing_ends_the_answer_above() {
        let found = read(
            "- What is VMI?\n\t- vendor\n- Call Bob\n- What is SKU?\n\t- unit\n- Shopping\n\t- milk\n- Which two?\n- push\n- pull\n",
        );
        let backs: Vec<_> = found
            .notes
            .iter()
            .map(|n| n.body.back().into_owned())
            .collect();
        assert_eq!(backs, ["- vendor", "- unit", "- push\n- pull"]);
        let lost: Vec<&str> = found.lost.iter().map(|l| l.what.as_str()).collect();
        assert_eq!(lost, ["- Call Bob", "- Shopping - milk"]);
        // A list of another kind is the answer.
        let found = read("1. What is needed?\n   All of:\n- one\n- two\n2. Who?\n   me\n");
        assert!(found.notes[0].body.back().ends_with("- two"), "{found:?}");
    }

    #[test]
    fn a_ticked_box_in_a_question_is_told() {
        let found = read("Q: Which?\n- [ ] a\n- [x] b\nA: b\n");
        assert!(found.mended[0].why.contains("ticked"), "{:?}", found.mended);
        for quiet in ["- [ ] a", "```\n- [x] a\n```"] {
            assert_eq!(read(&format!("Q: Which?\n{quiet}\nA: b\n")).mended, []);
        }
    }

    proptest! {
        #[test]
        fn whatever_the_text_it_is_read(text in "(Q:|A:|C:|::|:::|#|`|\\[|\\]|\\\\|\\{\\{|\\}\\}|---|[a-zé ]|\n){0,60}") {
            let found = read(&text);
            prop_assert!(found.notes.iter().all(|n| !n.body.front().trim().is_empty()));
        }
    }
}

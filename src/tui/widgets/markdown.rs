//! The Markdown of cards, wrapped: bold, italic, code, lists, tables. Links, pictures and HTML are shown as written.

use crate::calculators::numbers::currency_named;
pub use crate::study::markdown::line as plain;
use crate::study::markdown::{INLINE, inline, pieces};
use crate::tui::theme::Glyphs;
use crate::tui::widgets::width::width;
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

/// A whole text with its blocks.
pub fn wrap(markdown: &str, room: u16, glyphs: &Glyphs) -> Vec<Line<'static>> {
    lay_out(&blocks(markdown), usize::from(room).max(1), glyphs)
}

/// A text on one line (an option, an item), whatever it begins with.
pub fn wrap_inline(markdown: &str, room: u16, glyphs: &Glyphs) -> Vec<Line<'static>> {
    lay_out(&blocks(&inline(markdown)), usize::from(room).max(1), glyphs)
}

#[derive(Debug)]
enum Block {
    Words {
        flow: Flow,
        indent: usize,
        marker: String,
    },
    /// With its indent.
    Code(String, usize),
    Table(Table),
    Gap,
}

/// Cells between the columns of a table.
const GAP: usize = 2;

#[derive(Debug, Default)]
struct Table {
    alignments: Vec<Alignment>,
    head: Vec<Flow>,
    rows: Vec<Vec<Flow>>,
}

/// Marks of East Asian scripts that no line begins with.
const CLOSING: &str = "、。，．！？：；）」』】〕〉》ー々";

/// What may stand directly before a number.
const OPENING: [char; 5] = ['(', '[', '-', '+', '\u{2212}'];

/// Words, each with the styles of its parts.
#[derive(Debug, Default, Clone)]
struct Flow {
    words: Vec<Word>,
    space: bool,
    glued: bool,
}

#[derive(Debug, Default, Clone)]
struct Word {
    pieces: Vec<(String, Style)>,
    width: usize,
    space_before: bool,
    break_before: bool,
}

impl Flow {
    fn push(&mut self, text: &str, style: Style) {
        for grapheme in text.graphemes(true) {
            if grapheme.starts_with(INLINE) {
                continue;
            }
            if grapheme.chars().all(|c| c.is_whitespace() && c != '\u{a0}') {
                (self.space, self.glued) = (true, false);
                continue;
            }
            let wide = width(grapheme);
            // Between ideographs a line may break without a space, but begins with no mark that ends something.
            let glued = self.glued && (wide < 2 || CLOSING.contains(grapheme));
            match self.words.last_mut().filter(|_| glued) {
                Some(word) => {
                    word.width += wide;
                    match word.pieces.last_mut().filter(|(_, s)| *s == style) {
                        Some((piece, _)) => piece.push_str(grapheme),
                        None => word.pieces.push((grapheme.to_owned(), style)),
                    }
                }
                None => self.words.push(Word {
                    pieces: vec![(grapheme.to_owned(), style)],
                    width: wide,
                    space_before: self.space,
                    break_before: false,
                }),
            }
            (self.space, self.glued) = (false, true);
        }
    }

    fn break_line(&mut self) {
        self.words.push(Word {
            break_before: true,
            ..Word::default()
        });
        (self.space, self.glued) = (false, false);
    }

    fn width(&self) -> usize {
        self.words
            .iter()
            .map(|w| w.width + usize::from(w.space_before))
            .sum()
    }

    fn longest_word(&self) -> usize {
        self.kept(usize::MAX).into_iter().max().unwrap_or(0)
    }

    /// For each word, the cells it needs on its line, with those that stay beside it, as far as they fit on a line.
    fn kept(&self, room: usize) -> Vec<usize> {
        let texts: Vec<String> = self.words.iter().map(Word::text).collect();
        let mut kept: Vec<usize> = self.words.iter().map(|w| w.width).collect();
        let mut first = 0;
        for at in 1..texts.len() {
            let word = &self.words[at];
            let stays = !word.break_before && stay(&texts[at - 1], &texts[at]);
            let together = kept[first] + usize::from(word.space_before) + word.width;
            if stays && together <= room {
                kept[first] = together;
            } else {
                first = at;
            }
        }
        kept
    }

    /// Lines of at most `room` cells.
    fn wrap(&self, room: usize) -> Vec<Line<'static>> {
        let room = room.max(1);
        let mut lines = Vec::new();
        let mut spans: Vec<Span<'static>> = Vec::new();
        let mut used = 0;
        for (word, kept) in self.words.iter().zip(self.kept(room)) {
            let gap = usize::from(word.space_before && used > 0);
            if word.break_before || used > 0 && used + gap + kept > room {
                lines.push(Line::from(std::mem::take(&mut spans)));
                used = 0;
            }
            if word.space_before && used > 0 {
                append(&mut spans, " ", Style::new());
                used += 1;
            }
            for (piece, style) in &word.pieces {
                if used + width(piece) <= room {
                    append(&mut spans, piece, *style);
                    used += width(piece);
                    continue;
                }
                // A word longer than a line.
                for grapheme in piece.graphemes(true) {
                    let wide = width(grapheme);
                    if wide > room {
                        continue;
                    }
                    if used + wide > room {
                        lines.push(Line::from(std::mem::take(&mut spans)));
                        used = 0;
                    }
                    append(&mut spans, grapheme, *style);
                    used += wide;
                }
            }
        }
        if !spans.is_empty() || lines.is_empty() {
            lines.push(Line::from(spans));
        }
        lines
    }
}

impl Word {
    fn text(&self) -> String {
        self.pieces.iter().map(|(piece, _)| &**piece).collect()
    }
}

/// Whether no line may end between two words: `5 %`, `3 days`, `EUR 5`, `1 200`, `[ gap ]`. The word after a number is taken as
/// its unit if it begins with a letter.
fn stay(before: &str, after: &str) -> bool {
    let is_gap = before.ends_with('[') || after.starts_with(']');
    if is_gap || before == "per" && after.starts_with("cent") {
        return true;
    }
    let [before, figure] = [before, after].map(|text| text.trim_start_matches(OPENING));
    let is_number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            || currency_named(
                text.trim_end_matches(|c: char| c.is_ascii_digit() || ".,".contains(c)),
            )
            .is_some()
    };
    if figure.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = figure.bytes().take_while(u8::is_ascii_digit).count();
        let is_thousands =
            digits == 3 && before.len() <= 3 && before.bytes().all(|b| b.is_ascii_digit());
        return is_thousands || currency_named(before).is_some();
    }
    let is_unit = after.starts_with(|c: char| c.is_alphabetic() || "%\u{2030}\u{b0}".contains(c))
        || currency_named(after.trim_end_matches(['.', ',', ';', ':', ')', '?'])).is_some();
    is_unit && before.ends_with(|c: char| c.is_ascii_digit()) && is_number(before)
}

fn append(spans: &mut Vec<Span<'static>>, text: &str, style: Style) {
    match spans.last_mut().filter(|s| s.style == style) {
        Some(span) => span.content.to_mut().push_str(text),
        None => spans.push(Span::styled(text.to_owned(), style)),
    }
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in pieces(markdown) {
        reader.read(event);
    }
    reader.end_words();
    while matches!(reader.blocks.last(), Some(Block::Gap)) {
        reader.blocks.pop();
    }
    reader.blocks
}

#[derive(Debug, Default)]
struct Reader {
    blocks: Vec<Block>,
    flow: Flow,
    /// Of all open tags, each with those around it.
    styles: Vec<Style>,
    /// Open lists: the next number, or `None` for bullets.
    lists: Vec<Option<u64>>,
    marker: String,
    code: Option<String>,
    table: Option<Table>,
}

impl Reader {
    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn add_style(&mut self, modifier: Modifier) {
        self.styles.push(self.style().add_modifier(modifier));
    }

    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.flow.push(&text, self.style()),
            },
            Event::Code(code) => {
                let tick = self.style().add_modifier(Modifier::DIM);
                self.flow.push("`", tick);
                // Code is kept on one line if it fits.
                let kept = code.replace(' ', "\u{a0}");
                self.flow.push(&kept, self.style());
                self.flow.push("`", tick);
            }
            Event::SoftBreak => self.flow.push(" ", Style::new()),
            Event::HardBreak => self.flow.break_line(),
            Event::Rule => self.end_block(),
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.flow.push(&text, self.style()),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.add_style(Modifier::BOLD),
            Tag::Emphasis => self.add_style(Modifier::ITALIC),
            Tag::Heading { .. } => {
                self.end_block();
                self.add_style(Modifier::BOLD);
            }
            Tag::List(first) => {
                self.end_words();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_words();
                self.marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
            }
            Tag::CodeBlock(_) => {
                self.end_words();
                self.code = Some(String::new());
            }
            Tag::Table(alignments) => {
                self.end_words();
                self.table = Some(Table {
                    alignments,
                    ..Table::default()
                });
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => {
                self.styles.pop();
            }
            TagEnd::Heading(_) => {
                self.end_words();
                self.styles.pop();
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                self.end_words();
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::Item => self.end_words(),
            TagEnd::List(_) => {
                self.end_words();
                self.lists.pop();
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.blocks.push(Block::Code(code, 2 * self.lists.len()));
                self.gap();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.flow);
                if let Some(table) = &mut self.table {
                    match table.rows.last_mut() {
                        Some(row) => row.push(cell),
                        None => table.head.push(cell),
                    }
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.blocks.push(Block::Table(table));
                    self.gap();
                }
            }
            _ => {}
        }
    }

    fn end_words(&mut self) {
        let flow = std::mem::take(&mut self.flow);
        if flow.words.is_empty() && self.marker.is_empty() {
            return;
        }
        self.blocks.push(Block::Words {
            flow,
            indent: 2 * self.lists.len().saturating_sub(1),
            marker: std::mem::take(&mut self.marker),
        });
    }

    fn end_block(&mut self) {
        self.end_words();
        self.gap();
    }

    fn gap(&mut self) {
        if !matches!(self.blocks.last(), None | Some(Block::Gap)) {
            self.blocks.push(Block::Gap);
        }
    }
}

fn lay_out(blocks: &[Block], room: usize, glyphs: &Glyphs) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Gap => lines.push(Line::default()),
            Block::Words {
                flow,
                indent,
                marker,
            } => {
                let marker = marker.replace('•', glyphs.bullet);
                // Further paragraphs of a list item are indented to the item's text.
                let hang = (indent + width(&marker)).min(room.saturating_sub(4));
                let fits = width(&marker) <= hang;
                for (i, mut line) in flow.wrap(room - hang).into_iter().enumerate() {
                    let marker = if i == 0 && fits { &*marker } else { "" };
                    let lead = format!("{marker:>hang$}");
                    if !lead.is_empty() {
                        line.spans.insert(0, Span::raw(lead));
                    }
                    lines.push(line);
                }
            }
            Block::Code(code, indent) => {
                let lead = " ".repeat((indent + 2).min(room / 4));
                for line in code.lines() {
                    let mut rest = String::new();
                    let mut used = 0;
                    for grapheme in line.graphemes(true) {
                        if used + width(grapheme) + lead.len() > room {
                            lines.push(Line::from(format!("{lead}{rest}")));
                            rest.clear();
                            used = 0;
                        }
                        rest.push_str(grapheme);
                        used += width(grapheme);
                    }
                    lines.push(Line::from(format!("{lead}{rest}")));
                }
            }
            Block::Table(table) => table.lay_out(room, glyphs, &mut lines),
        }
    }
    lines
}

impl Table {
    /// Columns side by side if they fit, wrapped in their cells if that helps; or else turned, as a table of numbers may fit;
    /// otherwise each row as lines of its own.
    fn lay_out(&self, room: usize, glyphs: &Glyphs, lines: &mut Vec<Line<'static>>) {
        // Without names in its first column the numbers of that one would become the heads.
        let has_names = self.alignments.first() != Some(&Alignment::Right);
        let turned = self.turned();
        let fits = self.widths(room, true).map(|widths| (self, widths));
        let fits =
            fits.or_else(|| Some((&turned, turned.widths(room, false)?)).filter(|_| has_names));
        let Some((table, widths)) = fits else {
            return self.fold(room, lines);
        };
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let dim = Style::new().add_modifier(Modifier::DIM);
        table.row(&table.head, &widths, bold, lines);
        let rule: Vec<String> = widths.iter().map(|w| glyphs.rule.repeat(*w)).collect();
        lines.push(Line::from(Span::styled(rule.join(&" ".repeat(GAP)), dim)));
        for row in &table.rows {
            table.row(row, &widths, Style::new(), lines);
        }
    }

    /// With each column as a row; the new columns are aligned as the last one, which holds numbers, was.
    fn turned(&self) -> Table {
        let column = |at: usize| -> Vec<Flow> {
            let rows = std::iter::once(&self.head).chain(&self.rows);
            rows.map(|row| row.get(at).cloned().unwrap_or_default())
                .collect()
        };
        let mut columns = (0..self.head.len()).map(column);
        let head = columns.next().unwrap_or_default();
        let last = self.alignments.last().copied().unwrap_or(Alignment::Left);
        let mut alignments = vec![last; self.rows.len() + 1];
        alignments[0] = Alignment::Left;
        Table {
            alignments,
            head,
            rows: columns.collect(),
        }
    }

    /// The widths of the columns side by side; `None` if they do not fit, nor, where that is allowed, with their cells wrapped.
    fn widths(&self, room: usize, wraps: bool) -> Option<Vec<usize>> {
        let columns = self.head.len();
        let of = |column: usize, measure: fn(&Flow) -> usize| {
            std::iter::once(&self.head)
                .chain(&self.rows)
                .filter_map(|row| row.get(column))
                .map(measure)
                .max()
                .unwrap_or(0)
                .max(1)
        };
        let mut widths: Vec<usize> = (0..columns).map(|c| of(c, Flow::width)).collect();
        let gaps = GAP * columns.saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > room {
            // The widest column that can still shrink loses a cell.
            let widest = (0..columns)
                .filter(|c| wraps && widths[*c] > of(*c, Flow::longest_word).max(6))
                .max_by_key(|c| widths[*c]);
            widths[widest?] -= 1;
        }
        Some(widths)
    }

    fn row(&self, row: &[Flow], widths: &[usize], style: Style, lines: &mut Vec<Line<'static>>) {
        let cell = |(column, room): (usize, &usize)| {
            let cell = row.get(column).map(|flow| flow.wrap(*room));
            cell.unwrap_or_default()
        };
        let cells: Vec<Vec<Line<'static>>> = widths.iter().enumerate().map(cell).collect();
        for nth in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
            let mut line = Line::default();
            for (column, cell) in cells.iter().enumerate() {
                let text = cell.get(nth).cloned().unwrap_or_default();
                let missing = widths[column].saturating_sub(width(&text.to_string()));
                let right = self.alignments.get(column) == Some(&Alignment::Right);
                let lead = if column > 0 { GAP } else { 0 } + if right { missing } else { 0 };
                line.push_span(" ".repeat(lead));
                for span in text.spans {
                    line.push_span(span.patch_style(style));
                }
                if !right && column + 1 < widths.len() {
                    line.push_span(" ".repeat(missing));
                }
            }
            lines.push(line);
        }
    }

    fn fold(&self, room: usize, lines: &mut Vec<Line<'static>>) {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        for (nth, row) in self.rows.iter().enumerate() {
            if nth > 0 {
                lines.push(Line::default());
            }
            for (column, cell) in row.iter().enumerate() {
                let mut flow = Flow::default();
                if let Some(head) = self.head.get(column).filter(|h| !h.words.is_empty()) {
                    for word in &head.words {
                        let mut word = word.clone();
                        for (_, style) in &mut word.pieces {
                            *style = style.patch(bold);
                        }
                        flow.words.push(word);
                    }
                    flow.glued = true;
                    flow.push(": ", bold);
                }
                for (i, word) in cell.words.iter().enumerate() {
                    let mut word = word.clone();
                    word.space_before |= i == 0;
                    flow.words.push(word);
                }
                lines.extend(flow.wrap(room));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::markdown::strong;
    use crate::tui::theme::Symbols;
    use proptest::prelude::*;

    fn lines(markdown: &str, room: u16) -> Vec<String> {
        wrap(markdown, room, &Glyphs::new(Symbols::Braille))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn paragraphs_lists_and_emphasis_are_laid_out() {
        assert_eq!(
            lines("A **bold** word,\nthen\n\n- one thing\n- two\n\nEnd.", 12),
            [
                "A bold word,",
                "then",
                "",
                "• one thing",
                "• two",
                "",
                "End."
            ]
        );
        assert_eq!(
            lines("1. a longer item\n2. b", 12),
            ["1. a longer", "   item", "2. b"]
        );
        assert_eq!(lines("在庫とは何か。次", 12), ["在庫とは何", "か。次"]);
        let styled = wrap("a **b** c", 20, &Glyphs::new(Symbols::Braille));
        assert!(
            styled[0].spans[1]
                .style
                .add_modifier
                .contains(Modifier::BOLD)
        );
    }

    #[test]
    fn words_in_bold_stand_inside_a_word_and_in_code() {
        for (before, after) in [
            ("A ", "ban card"),
            ("", "\u{306f}\u{8cbb}"),
            ("is `", "` code"),
        ] {
            let text = format!("{before}{}{after}", strong("[ sign ]"));
            let shown = wrap(&text, 40, &Glyphs::new(Symbols::Braille));
            let plain = shown[0].to_string().replace('\u{a0}', " ");
            assert_eq!(plain, format!("{before}[ sign ]{after}"));
            let bold = shown[0]
                .spans
                .iter()
                .filter(|s| s.style.add_modifier.contains(Modifier::BOLD));
            assert!(
                bold.map(|s| &*s.content)
                    .collect::<String>()
                    .contains("sign"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_table_fits_or_folds() {
        let table = "| Class | Share |\n|---|--:|\n| A | 80 % |\n| B | 5 % |";
        assert_eq!(
            lines(table, 30),
            [
                "Class  Share",
                "─────  ─────",
                "A       80 %",
                "B        5 %"
            ]
        );
        assert_eq!(
            lines(table, 11),
            ["Class: A", "Share: 80 %", "", "Class: B", "Share: 5 %"]
        );
        let wide = "| part | mean | use | LT | on hand | due |\n|---|--:|--:|--:|--:|--:|\n| drums | 6 | 15 | 95 | 4 | 7 |";
        assert_eq!(
            lines(wide, 30),
            [
                "part     drums",
                "───────  ─────",
                "mean         6",
                "use         15",
                "LT          95",
                "on hand      4",
                "due          7"
            ]
        );
    }

    #[test]
    fn an_option_may_begin_like_a_list() {
        let glyphs = Glyphs::new(Symbols::Braille);
        for text in ["- 5 %", "1. first", "# 3", "> 4", "+ 2"] {
            let lines = wrap_inline(text, 20, &glyphs);
            assert_eq!(lines.len(), 1);
            assert_eq!(lines[0].to_string(), text);
        }
        assert_eq!(wrap_inline("**A** b", 20, &glyphs)[0].to_string(), "A b");
    }

    #[test]
    fn a_number_and_its_unit_stay_together() {
        for kept in [
            "5 %",
            "5 percent",
            "5 per cent",
            "3 days",
            "EUR 5",
            "\u{20ac} 5",
            "5 \u{20ac}",
            "(12 kg)",
            "**5** %",
            "-5 %",
            "USD 1,200.50 million",
            "1 200 kg",
            "([ gap ])",
        ] {
            let text = format!("It took about {kept}, as one could have known.");
            let plain = plain(kept);
            for room in width(&plain) as u16 + 1..60 {
                let lines = lines(&text, room);
                assert!(
                    lines.iter().any(|line| line.contains(&plain)),
                    "{room}: {lines:?}"
                );
            }
        }
        // The end of a sentence keeps no unit, and what is wider than the line is broken as usual.
        assert_eq!(lines("In 2026. Demand", 9), ["In 2026.", "Demand"]);
        assert_eq!(lines("5 kilograms", 9), ["5", "kilograms"]);
        assert_eq!(lines("1 2 3 4 5 6", 5), ["1 2 3", "4 5 6"]);
    }

    proptest! {
        #[test]
        fn no_number_is_parted_from_its_unit(
            words in prop::collection::vec("[a-z]{1,9}", 0..12),
            more in prop::collection::vec("[a-z]{1,9}", 0..12),
            kept in "(EUR [0-9]{1,4}|[0-9]{1,4} (%|kg|days|percent))",
            room in 13u16..80,
        ) {
            let text = format!("{} {kept} {}", words.join(" "), more.join(" "));
            prop_assert!(lines(&text, room).iter().any(|line| line.contains(&kept)), "{}", text);
        }

        #[test]
        fn no_line_is_wider_than_its_room_and_no_word_is_lost(text in "[ a-zäé顧客*`|\n0-9.-]{0,200}", room in 1u16..80) {
            for line in lines(&text, room) {
                prop_assert!(width(&line) <= usize::from(room).max(4), "{:?} {}", line, room);
            }
        }
    }
}

//! The contents: every concept of every deck, how well each is known, and the way to its page and its cards.

use super::{Doc, NO_DECK, Route, ways_back};
use crate::study::outlook::{Chapter, Section};
use crate::study::text::plain_letters;
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Hit, Look, NARROW, READING, below, inset};
use crate::tui::screen::{Effect, News, Now, Screen, Stale, Title};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::{count, fit, pad, pad_left, width};
use crate::tui::widgets::{bar, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;
use std::collections::HashMap;

pub struct Contents {
    chapters: Vec<Chapter>,
    /// Index among the sections found.
    cursor: Cursor,
    field: Field,
    typing: bool,
    /// The texts of each concept, by `deck/concept`; loaded when a search begins.
    texts: HashMap<String, Read>,
}

/// The texts of a concept, as written and normalised for searching.
struct Read {
    plain: String,
    folded: String,
}

impl Contents {
    pub fn new(chapters: Vec<Chapter>) -> Contents {
        Contents {
            chapters,
            cursor: Cursor::default(),
            field: Field::default(),
            typing: false,
            texts: HashMap::new(),
        }
    }

    /// The sections that contain every typed word in their titles or texts, each with its chapter.
    fn found(&self) -> Vec<(&Chapter, &Section)> {
        let words = plain_letters(self.field.text());
        let words: Vec<&str> = words.split_whitespace().collect();
        let sections = self.chapters.iter().flat_map(|chapter| {
            let sections = chapter.sections.iter();
            sections.map(move |section| (chapter, section))
        });
        if words.is_empty() {
            return sections.collect();
        }
        let holds = |(chapter, section): &(&Chapter, &Section)| {
            let title = title_of(chapter, section);
            let text = self.texts.get(&section.id);
            let text = text.map_or("", |text| text.folded.as_str());
            words
                .iter()
                .all(|word| title.contains(word) || text.contains(word))
        };
        sections.filter(holds).collect()
    }

    /// Moves the cursor to the first section whose titles contain every word, otherwise to the first one found.
    fn seek(&mut self) {
        let words = plain_letters(self.field.text());
        let is_titled = |(chapter, section): &(&Chapter, &Section)| {
            let title = title_of(chapter, section);
            words.split_whitespace().all(|word| title.contains(word))
        };
        let found = self.found();
        let at = found.iter().position(is_titled).unwrap_or(0);
        let len = found.len();
        self.cursor.set(at, len);
    }

    fn section(&self) -> Option<&Section> {
        self.found()
            .get(self.cursor.at())
            .map(|(_, section)| *section)
    }

    /// The text around the first search word that is in no title.
    fn snippet(
        &self,
        chapter: &Chapter,
        section: &Section,
        look: &Look,
        room: usize,
    ) -> Option<Vec<Span<'static>>> {
        const INDENT: usize = 8;
        let title = title_of(chapter, section);
        let sought = plain_letters(self.field.text());
        let mut sought = sought.split_whitespace();
        let sought = sought.find(|word| !title.contains(word))?;
        let text = self.texts.get(&section.id)?;
        let mut folded = text.folded.split_whitespace();
        let at = folded.position(|word| word.contains(sought))?;
        let words: Vec<&str> = text.plain.split_whitespace().collect();
        let word = *words.get(at)?;
        let room = room.saturating_sub(INDENT);
        let mut from = at;
        let mut used = width(word);
        while from > 0 && used + 1 + width(words[from - 1]) <= room / 2 {
            from -= 1;
            used += 1 + width(words[from]);
        }
        let cut = look.glyphs.cut;
        let lead = if from > 0 {
            format!("{cut} ")
        } else {
            String::new()
        };
        let before = words[from..at].iter().map(|word| format!("{word} "));
        let before = lead + &before.collect::<String>();
        let behind = words[at + 1..].iter().take(room);
        let behind: String = behind.map(|word| format!(" {word}")).collect();
        let left = room.saturating_sub(width(&before) + width(word));
        Some(vec![
            Span::raw(" ".repeat(INDENT)),
            Span::raw(before),
            Span::styled(word.to_owned(), look.theme.strong),
            Span::raw(fit(&behind, left, cut).into_owned()),
        ])
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let mut doc = Doc::default();
        let is_searched = !self.field.text().trim().is_empty();
        let found = self.found();
        let mut found = found.into_iter().enumerate().peekable();
        let mut stands_close = false;
        for chapter in &self.chapters {
            let is_of = |of: &Chapter| std::ptr::eq(of, chapter);
            let is_found = found.peek().is_some_and(|(_, (of, _))| is_of(of));
            if !is_found && (is_searched || !chapter.sections.is_empty()) {
                continue;
            }
            // Modules without a deck are listed without blank lines between them.
            let is_bare = !is_found && chapter.elsewhere.is_empty();
            if !(is_bare && stands_close) {
                doc.gap();
            }
            stands_close = is_bare;
            let mut at = doc.len();
            doc.line(head(chapter, look, room));
            while let Some((nth, (_, section))) = found.next_if(|(_, (of, _))| is_of(of)) {
                let here = nth == self.cursor.at();
                doc.hit(line(section, here, look, room), Hit::Item(nth));
                if let Some(snippet) = self.snippet(chapter, section, look, room) {
                    doc.hit(snippet, Hit::Item(nth));
                }
                if here {
                    // The first one of a chapter is shown together with the heading.
                    doc.focus = Some(at..doc.len());
                }
                at = doc.len();
            }
            if !is_searched {
                let and = if is_found { "and " } else { "" };
                for of in &chapter.elsewhere {
                    let (_, met, all) = of.known();
                    let questions = count(all, "question", "questions");
                    let told = format!("{and}{questions} in {}, {met} met", of.title);
                    doc.wrapped("        ", &told, Style::new(), look, room as u16);
                }
            }
        }
        if doc.is_empty() {
            let words = match self.chapters.is_empty() {
                true => NO_DECK,
                false if self.field.text().contains(':') => {
                    "No concept, page or card has these words. Filters such as is:new are for the list of cards, / on the home screen."
                }
                false => "No concept, page or card has these words. Esc empties the search.",
            };
            doc.wrapped("", words, Style::new(), look, room as u16);
        }
        doc
    }
}

/// The titles in which a section is searched, besides its texts.
fn title_of(chapter: &Chapter, section: &Section) -> String {
    let code = section.code.as_deref().unwrap_or_default();
    let module = chapter.module.as_deref().unwrap_or_default();
    let (title, topic) = (&section.title, &section.topic);
    let Chapter {
        title: of, track, ..
    } = chapter;
    plain_letters(&format!("{title} {code} {topic} {of} {track} {module}"))
}

/// `CPIM 1  Strategy and the supply chain       20 concepts  ███▓▓░░░░░  met 62 of 120`
fn head(chapter: &Chapter, look: &Look, room: usize) -> Vec<Span<'static>> {
    let theme = look.theme;
    let is_wide = room >= usize::from(NARROW) - 4;
    let track = match (chapter.track.as_str(), &chapter.module) {
        ("other" | "", _) => String::new(),
        (track, Some(module)) if is_wide => format!("{track} module {module}  "),
        (track, Some(module)) => format!("{track} {module}  "),
        (track, None) if chapter.title.starts_with(track) => String::new(),
        (track, None) => format!("{track}  "),
    };
    let title = track + &markdown::plain(&chapter.title);
    let (known, met, all) = chapter.known_in_all();
    let is_bare = chapter.sections.is_empty() && chapter.elsewhere.is_empty();
    let told = match is_wide {
        true if is_bare => "no deck here yet".to_owned(),
        false if is_bare => "no deck".to_owned(),
        _ if chapter.rests => "rests".to_owned(),
        _ if all == 0 => String::new(),
        true => format!("met {met} of {all}"),
        false => format!("{met}/{all}"),
    };
    let has_bar = is_wide && all > 0;
    let bar = if has_bar { 12 } else { 0 };
    let told_room = if is_wide { 16 } else { width(&told) };
    let left = room.saturating_sub(4 + bar + told_room);
    let style = if is_bare || chapter.rests {
        theme.dim
    } else {
        theme.strong
    };
    let mut spans = vec![
        Span::raw("  "),
        Span::styled(pad(&title, left, look.glyphs.cut), style),
        Span::raw("  "),
    ];
    if has_bar {
        spans.extend(bar::of_known(look, (known, met, all), 10));
        spans.push(Span::raw("  "));
    }
    let told = pad_left(&told, told_room, look.glyphs.cut);
    spans.push(Span::styled(told, theme.dim));
    spans
}

fn line(section: &Section, here: bool, look: &Look, room: usize) -> Vec<Span<'static>> {
    let theme = look.theme;
    let cut = look.glyphs.cut;
    let (sign, style) = look.lead(here);
    let wide = room >= usize::from(NARROW) - 4;
    let code = match &section.code {
        Some(code) if wide => pad(code, 6, cut),
        _ if wide => " ".repeat(6),
        _ => String::new(),
    };
    let state = match (section.met, &section.waits_for, wide) {
        (0, _, true) if section.questions == 0 => "no question".to_owned(),
        (0, ..) if section.questions == 0 => "-".to_owned(),
        (0, Some(before), true) => format!("after {}", markdown::plain(before)),
        (0, _, _) => "new".to_owned(),
        (met, _, true) => {
            let met = format!("{met} of {} met", section.questions);
            let all = [(section.known, "known"), (section.weak, "weak")];
            let more = all.into_iter().filter(|(n, _)| *n > 0);
            more.fold(met, |told, (n, word)| format!("{told}, {n} {word}"))
        }
        (met, _, false) => format!("{met}/{}", section.questions),
    };
    let column = if wide { width(&state).clamp(30, 36) } else { 8 };
    let left = room.saturating_sub(2 + width(&code) + column + 1);
    let told = match section.met {
        0 => theme.dim,
        _ => Style::new(),
    };
    vec![
        sign,
        Span::styled(code, theme.dim),
        Span::styled(pad(&markdown::plain(&section.title), left, cut), style),
        Span::styled(format!(" {}", pad_left(&state, column, cut)), told),
    ]
}

impl Screen for Contents {
    fn name(&self) -> &'static str {
        "Contents"
    }

    fn title(&self, look: &Look) -> Title {
        let taking = self.chapters.iter().filter(|chapter| !chapter.rests);
        let sums = taking.map(Chapter::known);
        let (met, all) = sums.fold((0, 0), |(met, all), (_, m, a)| (met + m, all + a));
        Title::named(look, "Contents", format!("{met} of {all} met"))
    }

    fn offers(&self) -> Vec<Offer> {
        const NONE: &str = "No concept is under the cursor.";
        let section = self.section();
        let some = section.is_some();
        let mut offers = vec![offer(Action::Go).named("read").only_if(some, NONE)];
        let asks = section.is_some_and(|section| section.questions > 0);
        let fresh = section.is_some_and(|section| section.met < section.questions);
        offers.extend([
            offer(Action::Practise)
                .named("practise")
                .only_if(asks, "This concept has no question."),
            offer(Action::NudgeUp)
                .named("its new cards today")
                .only_if(fresh, "No card of this concept is new.")
                .in_bar_if(!self.typing),
            offer(Action::Search).named("search"),
        ]);
        offers.extend(movement());
        offers.extend(ways_back(match self.field.text() {
            _ if self.typing => "to the list",
            "" => "back",
            _ => "clear",
        }));
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.then_some(&mut self.field)
    }

    fn edited(&mut self, _: Now) -> Vec<Effect> {
        self.seek();
        Vec::new()
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        match (action, self.section()) {
            (Action::Go, Some(section)) => return vec![Route::Concept(section.id.clone()).into()],
            (Action::Practise, Some(section)) => {
                return vec![Route::Practice(section.keys.clone()).into()];
            }
            (Action::NudgeUp, Some(section)) => {
                let fresh = section.questions - section.met;
                return vec![Route::study(vec![section.id.clone()], Some(fresh)).into()];
            }
            (Action::Search, _) => {
                self.typing = true;
                // All decks are read for this, once.
                if self.texts.is_empty() {
                    return vec![Effect::FetchTexts];
                }
            }
            (Action::Back, _) if self.typing => self.typing = false,
            (Action::Back, _) if !self.field.text().is_empty() => {
                self.field.clear();
                self.cursor.set(0, 1);
            }
            _ => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.found().len();
        Some((&mut self.cursor, len))
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Contents)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<Contents>().ok()?;
        self.chapters = fresh.chapters;
        let is_searched = self.typing || !self.field.text().is_empty();
        let had_texts = !std::mem::take(&mut self.texts).is_empty();
        self.cursor.set(self.cursor.at(), self.found().len());
        (had_texts && is_searched).then_some(Effect::FetchTexts)
    }

    fn hear(&mut self, news: &News, _: Now) -> Vec<Effect> {
        if let News::Texts(texts) = news {
            let read = |(id, text): (&String, &String)| {
                let plain = markdown::plain(text);
                let folded = plain_letters(&plain);
                (id.clone(), Read { plain, folded })
            };
            self.texts = texts.iter().map(read).collect();
            self.seek();
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let mut inner = inset(area, READING + 24);
        if self.typing || !self.field.text().is_empty() {
            let strong = canvas.look.theme.strong;
            self.field
                .draw_line(("/ ", ""), canvas, inner, strong, self.typing);
            inner = below(inner, if inner.height > 8 { 2 } else { 1 });
        }
        self.doc(canvas.look, inner.width.into())
            .draw(canvas, inner, &self.cursor.window);
    }
}

//! The contents: every concept of every deck, how far each is known, and the way to its page and its cards.

use super::{Doc, Route, ways_back};
use crate::study::outlook::{Chapter, Section};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Hit, Look, NARROW, READING};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::{Cursor, Window};
use crate::tui::widgets::prose;
use crate::tui::widgets::width::{count, fit, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

pub struct Contents {
    chapters: Vec<Chapter>,
    /// Counts the sections that are found.
    cursor: Cursor,
    window: Window,
    field: Field,
    typing: bool,
}

impl Contents {
    pub fn new(chapters: Vec<Chapter>) -> Contents {
        Contents {
            chapters,
            cursor: Cursor::default(),
            window: Window::default(),
            field: Field::default(),
            typing: false,
        }
    }

    /// The sections that hold every word typed, each with its chapter.
    fn found(&self) -> Vec<(&Chapter, &Section)> {
        let sections = self.chapters.iter().flat_map(|chapter| {
            chapter
                .sections
                .iter()
                .map(move |section| (chapter, section))
        });
        let holds = |(chapter, section): &(&Chapter, &Section)| {
            let code = section.code.as_deref().unwrap_or_default();
            self.field.is_in(&format!(
                "{} {code} {} {} {}",
                section.title, section.topic, chapter.title, chapter.track
            ))
        };
        sections.filter(holds).collect()
    }

    fn section(&self) -> Option<&Section> {
        self.found()
            .get(self.cursor.at())
            .map(|(_, section)| *section)
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let mut doc = Doc::default();
        let mut of: Option<&Chapter> = None;
        for (nth, (chapter, section)) in self.found().into_iter().enumerate() {
            let mut at = doc.len();
            if of != Some(chapter) {
                doc.gap();
                at = doc.len();
                doc.line(head(chapter, look, room));
                of = Some(chapter);
            }
            let here = nth == self.cursor.at();
            doc.hit(line(section, here, look, room), Hit::Item(nth));
            if here {
                // The first of a chapter is seen with its head.
                doc.focus = Some(at..doc.len());
            }
        }
        if doc.is_empty() {
            let words = match self.chapters.is_empty() {
                true => "No deck is here yet.",
                false => "No concept has these words. Esc empties the search.",
            };
            doc.line(Span::styled(words, look.theme.dim));
        }
        doc
    }
}

/// `CPIM  Customer segments            20 concepts   met 62 of 120`
fn head(chapter: &Chapter, look: &Look, room: usize) -> Vec<Span<'static>> {
    let track = match chapter.track.as_str() {
        "other" | "" => String::new(),
        track => format!("{track}  "),
    };
    let concepts = count(chapter.sections.len() as u64, "concept", "concepts");
    let (met, all) = chapter.met();
    let told = match room >= usize::from(NARROW) - 4 {
        true => format!("{concepts}   met {met} of {all}"),
        false => format!("{met}/{all}"),
    };
    let title = track + &prose::plain(&chapter.title);
    let left = room.saturating_sub(4 + width(&told));
    vec![
        Span::raw("  "),
        Span::styled(pad(&title, left, look.glyphs.cut), look.theme.strong),
        Span::styled(format!("  {told}"), look.theme.dim),
    ]
}

fn line(section: &Section, here: bool, look: &Look, room: usize) -> Vec<Span<'static>> {
    let theme = look.theme;
    let cut = look.glyphs.cut;
    let (sign, style) = match here {
        true => (look.glyphs.cursor, theme.selected),
        false => (" ", Style::new()),
    };
    let wide = room >= usize::from(NARROW) - 4;
    let code = match &section.code {
        Some(code) if wide => pad(code, 6, cut),
        _ if wide => " ".repeat(6),
        _ => String::new(),
    };
    let state = match (section.met, &section.waits_for, wide) {
        (0, ..) if section.questions == 0 => "no question".to_owned(),
        (0, Some(before), true) => format!("after {}", prose::plain(before)),
        (0, _, _) => "new".to_owned(),
        (met, _, true) => format!(
            "{met} of {} met, {} known",
            section.questions, section.known
        ),
        (met, _, false) => format!("{met}/{}", section.questions),
    };
    let column = if wide { 26 } else { 8 };
    let left = room.saturating_sub(2 + width(&code) + column + 1);
    vec![
        Span::styled(format!("{sign} "), theme.selected),
        Span::styled(code, theme.dim),
        Span::styled(pad(&prose::plain(&section.title), left, cut), style),
        Span::styled(
            format!(" {}", pad_left(&fit(&state, column, cut), column, "")),
            if section.met == 0 {
                theme.dim
            } else {
                Style::new()
            },
        ),
    ]
}

impl Screen for Contents {
    fn name(&self) -> &'static str {
        "Contents"
    }

    fn title(&self, look: &Look) -> Title {
        let sums = self.chapters.iter().map(Chapter::met);
        let (met, all) = sums.fold((0, 0), |(met, all), (m, a)| (met + m, all + a));
        Title::new(
            Span::styled("Contents", look.theme.strong),
            Span::styled(format!("{met} of {all} met"), look.theme.dim),
        )
    }

    fn offers(&self) -> Vec<Offer> {
        const NONE: &str = "No concept is under the cursor.";
        let section = self.section();
        let some = section.is_some();
        let mut offers = vec![offer(Action::Go).named("read").only_if(some, NONE)];
        if self.typing {
            offers.push(offer(Action::Back).named("to the list"));
            let moves = [Action::Up, Action::Down, Action::PageUp, Action::PageDown];
            offers.extend(moves.map(|action| offer(action).quiet()));
            return offers;
        }
        let asks = section.is_some_and(|section| section.questions > 0);
        let fresh = section.is_some_and(|section| section.met < section.questions);
        offers.extend([
            offer(Action::Practise)
                .named("practise")
                .only_if(asks, "This concept has no question."),
            offer(Action::NudgeUp)
                .named("its new cards today")
                .only_if(fresh, "No card of this concept is new."),
            offer(Action::Search).named("search"),
        ]);
        offers.extend(movement());
        offers.extend(ways_back(match self.field.text() {
            "" => "back",
            _ => "clear",
        }));
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.then_some(&mut self.field)
    }

    fn edited(&mut self, _: Now) -> Vec<Effect> {
        self.cursor.set(0, 1);
        Vec::new()
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        let len = self.found().len();
        if self.cursor.moved(action, len) {
            return Vec::new();
        }
        match (action, self.section()) {
            (Action::Go, Some(section)) => return vec![Route::Concept(section.id.clone()).into()],
            (Action::Practise, Some(section)) => {
                return vec![Route::Practice(section.keys.clone()).into()];
            }
            (Action::NudgeUp, Some(section)) => {
                let today = Route::Study {
                    selectors: vec![section.id.clone()],
                    new: Some(section.questions - section.met),
                    limit: None,
                };
                return vec![today.into()];
            }
            (Action::Search, _) => self.typing = true,
            (Action::Back, _) if self.typing => self.typing = false,
            (Action::Back, _) if !self.field.text().is_empty() => {
                self.field.clear();
                self.cursor.set(0, 1);
            }
            _ => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        if self.cursor.at() == item {
            return self.press(Action::Go, now);
        }
        self.cursor.set(item, self.found().len());
        Vec::new()
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Contents)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Vec<Effect> {
        if let Ok(fresh) = fresh.downcast::<Contents>() {
            self.chapters = fresh.chapters;
            self.cursor.set(self.cursor.at(), self.found().len());
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.look.theme;
        let mut inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2).min(READING + 6),
            ..area
        };
        if self.typing || !self.field.text().is_empty() {
            let used = canvas.text(inner.x, inner.y, inner.width, "/ ", theme.accent);
            let room = inner.width.saturating_sub(used);
            let (x, y) = (inner.x + used, inner.y);
            self.field
                .draw(canvas, x, y, room, theme.strong, self.typing);
            let gap = if inner.height > 8 { 2 } else { 1 };
            inner.y += gap;
            inner.height = inner.height.saturating_sub(gap);
        }
        self.doc(canvas.look, inner.width.into())
            .draw(canvas, inner, &self.window);
    }
}

//! The stack of screens. It turns keys into actions by the table, and draws title, message and key bar around the top screen.

use super::action::{Action, EVERYWHERE, Offer, offer};
use super::canvas::{Canvas, Hit, Look};
use super::screen::{Effect, Errand, Input, News, Now, Screen};
use super::screens::browse::Browse;
use super::screens::calculators::{CalculatorList, CalculatorScreen};
use super::screens::concept::ConceptScreen;
use super::screens::details::Details;
use super::screens::faults::Faults;
use super::screens::help::Help;
use super::screens::home::HomeScreen;
use super::screens::palette::CommandPalette;
use super::screens::preview::PreviewScreen;
use super::screens::study::Study;
use super::screens::updates::UpdatesScreen;
use super::widgets::field::Field;
use super::widgets::width::{fit, width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The smallest screen on which anything can be read.
pub const LEAST: (u16, u16) = (20, 5);

/// A sentence above the key bar, until the next key.
#[derive(Debug, Clone, PartialEq)]
struct Message {
    text: String,
    bad: bool,
}

pub struct App {
    stack: Vec<Box<dyn Screen>>,
    pub look: Look,
    message: Option<Message>,
    mouse: bool,
    six_grades: bool,
    /// Without a learner nothing is graded, and nothing can be undone.
    learner: bool,
    hits: Vec<(Rect, Hit)>,
}

impl App {
    pub fn new(look: Look, six_grades: bool, mouse: bool) -> App {
        App {
            stack: vec![Box::new(HomeScreen::default())],
            look,
            message: None,
            mouse,
            six_grades,
            learner: true,
            hits: Vec::new(),
        }
    }

    /// For an author: a deck to look over, and no learner.
    pub fn preview(look: Look, mouse: bool, screen: PreviewScreen) -> App {
        App {
            stack: vec![Box::new(screen)],
            learner: false,
            ..App::new(look, false, mouse)
        }
    }

    pub fn mouse(&self) -> bool {
        self.mouse
    }

    /// How many screens lie on each other.
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    pub fn top(&self) -> &dyn Screen {
        // The first screen is never popped.
        &**self.stack.last().unwrap_or(&self.stack[0])
    }

    fn top_mut(&mut self) -> Option<&mut Box<dyn Screen>> {
        self.stack.last_mut()
    }

    /// All that can be done now: the screen's own first, then what every screen offers.
    pub fn offers(&self) -> Vec<Offer> {
        let mut offers = self.top().offers();
        for action in EVERYWHERE {
            let of_learners = matches!(action, Action::Undo | Action::Redo);
            if of_learners && !self.learner {
                continue;
            }
            if !offers.iter().any(|o| o.action == action) {
                let offer = match action {
                    Action::Mouse if self.mouse => offer(action).named("mouse off").quiet(),
                    Action::Mouse => offer(action).named("mouse on").quiet(),
                    Action::Help => offer(action),
                    _ => offer(action).quiet(),
                };
                offers.push(offer);
            }
        }
        offers
    }

    pub fn input(&mut self, input: Input, now: Now) -> Vec<Errand> {
        let effects = match input {
            Input::Resized => return Vec::new(),
            Input::Key(stroke) => {
                if !stroke.again {
                    self.message = None;
                }
                let typed = self
                    .top_mut()
                    .and_then(|s| s.field())
                    .map(|field| field.edit(stroke));
                if typed == Some(true) {
                    self.top_mut().map(|s| s.edited(now)).unwrap_or_default()
                } else {
                    let meant = self
                        .offers()
                        .into_iter()
                        .find(|o| self.look.keys.means(o.action, stroke));
                    match meant {
                        Some(offer) if stroke.again && !offer.action.is_movement() => {
                            return Vec::new();
                        }
                        Some(offer) => self.act(&offer, now),
                        None => return Vec::new(),
                    }
                }
            }
            Input::Paste(text) => match self.top_mut().and_then(|s| s.field()) {
                Some(field) => {
                    field.paste(&text);
                    self.top_mut().map(|s| s.edited(now)).unwrap_or_default()
                }
                None => return Vec::new(),
            },
            Input::Click(x, y) => {
                let at = Position { x, y };
                let hit = self.hits.iter().rev().find(|(area, _)| area.contains(at));
                match hit.map(|(_, hit)| *hit) {
                    Some(Hit::Act(action)) => self.run(action, now),
                    Some(Hit::Item(n)) => {
                        self.message = None;
                        self.top_mut()
                            .map(|s| s.clicked(n, now))
                            .unwrap_or_default()
                    }
                    None => return Vec::new(),
                }
            }
            Input::Wheel { up } => self.run(if up { Action::Up } else { Action::Down }, now),
        };
        self.carry_out(effects, now)
    }

    fn run(&mut self, action: Action, now: Now) -> Vec<Effect> {
        match self.offers().into_iter().find(|o| o.action == action) {
            Some(offer) => self.act(&offer, now),
            None => Vec::new(),
        }
    }

    fn act(&mut self, offer: &Offer, now: Now) -> Vec<Effect> {
        if let Some(reason) = &offer.why_not {
            return vec![Effect::Say(reason.clone())];
        }
        let own = self.top().offers().iter().any(|o| o.action == offer.action);
        if own {
            return self
                .top_mut()
                .map(|s| s.press(offer.action, now))
                .unwrap_or_default();
        }
        match offer.action {
            Action::Help => vec![Effect::Help],
            Action::Palette => vec![Effect::Palette],
            Action::Undo => vec![Errand::Undo.into()],
            Action::Redo => vec![Errand::Redo.into()],
            Action::Theme => vec![Effect::Theme],
            Action::Mouse => {
                self.mouse = !self.mouse;
                let said = if self.mouse {
                    "Mouse on. Shift-drag still selects text in most terminals."
                } else {
                    "Mouse off."
                };
                vec![
                    Errand::Mouse(self.mouse).into(),
                    Effect::Say(said.to_owned()),
                ]
            }
            Action::Repaint => vec![Errand::Repaint.into()],
            Action::Stop => vec![Errand::Stop.into()],
            Action::Quit => vec![Errand::Quit.into()],
            _ => Vec::new(),
        }
    }

    /// What is left for the driver.
    fn carry_out(&mut self, effects: Vec<Effect>, now: Now) -> Vec<Errand> {
        let mut errands = Vec::new();
        for effect in effects {
            match effect {
                Effect::Errand(errand) => errands.push(errand),
                Effect::Back => errands.extend(self.pop(now)),
                Effect::Home => {
                    self.stack.truncate(1);
                    errands.extend(self.shown_again(now));
                }
                Effect::Help => {
                    let help = Help::new(self.top().name(), self.offers());
                    self.stack.push(Box::new(help));
                }
                Effect::Palette => {
                    let palette = CommandPalette::new(self.offers(), &self.look.keys);
                    self.stack.push(Box::new(palette));
                }
                Effect::Run(action) => {
                    self.stack
                        .truncate(self.stack.len().saturating_sub(1).max(1));
                    let effects = self.run(action, now);
                    errands.extend(self.carry_out(effects, now));
                }
                Effect::Theme => {
                    let next = self.look.theme.next();
                    self.say(format!("Theme: {}", next.palette.name()), false);
                    if let Err(why) = self.look.set_theme(next) {
                        self.say(why, true);
                    }
                }
                Effect::Say(text) => self.say(text, false),
                Effect::Warn(text) => self.say(text, true),
                Effect::Calculators => self.stack.push(Box::new(CalculatorList::default())),
                Effect::Calculator(name, request) => {
                    match CalculatorScreen::new(&name, request.as_ref()) {
                        Some(screen) => self.stack.push(Box::new(screen)),
                        None => self.say(format!("There is no calculator `{name}`."), true),
                    }
                }
                Effect::Updates(updates) => {
                    self.stack.push(Box::new(UpdatesScreen::new(updates)));
                }
                Effect::Faults(broken, nth) => {
                    self.stack.push(Box::new(Faults::new(broken, nth)));
                }
            }
        }
        errands
    }

    fn pop(&mut self, now: Now) -> Vec<Errand> {
        if self.stack.len() > 1 {
            self.stack.pop();
            return self.shown_again(now);
        }
        Vec::new()
    }

    fn shown_again(&mut self, now: Now) -> Vec<Errand> {
        let effects = self
            .top_mut()
            .map(|s| s.shown_again(now))
            .unwrap_or_default();
        self.carry_out(effects, now)
    }

    fn say(&mut self, text: impl Into<String>, bad: bool) {
        self.message = Some(Message {
            text: text.into(),
            bad,
        });
    }

    /// Tells every screen; some news opens one.
    pub fn news(&mut self, news: News, now: Now) -> Vec<Errand> {
        match &news {
            News::Said(text) => self.say(text.clone(), false),
            News::Reloaded(what) => self.say(what.clone(), false),
            News::Failed(why) | News::Refused(why) | News::Gone(_, why) => {
                self.say(why.clone(), true);
            }
            News::Saved(path) => self.say(format!("Saved: {path}"), false),
            News::NothingToUndo => self.say("Nothing to undo today.", false),
            News::NothingToRedo => self.say("Nothing to redo.", false),
            News::Undone(back) => {
                let what = super::screens::describe(&back.entry.change.event);
                self.say(format!("Taken back: {what}."), false);
            }
            News::Redone(back) => {
                let what = super::screens::describe(&back.entry.change.event);
                self.say(format!("Done again: {what}."), false);
            }
            _ => {}
        }
        let opened: Option<Box<dyn Screen>> = match &news {
            News::Session(session) if session.step().is_none() => {
                self.say(super::screens::home::NOTHING_TO_DO, false);
                None
            }
            News::Session(session) => {
                Some(Box::new(Study::new((**session).clone(), self.six_grades)))
            }
            News::Browse(rows, query) => Some(Box::new(Browse::new(rows.clone(), query))),
            News::Details(key, card) => Some(Box::new(Details::new(key.clone(), (**card).clone()))),
            News::Preview(preview) if !self.stack.iter().any(|s| s.name() == "Preview") => {
                Some(Box::new(PreviewScreen::new((**preview).clone(), 1, None)))
            }
            News::Concept(page) => Some(Box::new(ConceptScreen::new(page.clone()))),
            _ => None,
        };
        let mut effects = Vec::new();
        if let Some(mut screen) = opened {
            effects.extend(screen.shown_again(now));
            self.stack.push(screen);
        } else {
            for screen in &mut self.stack {
                effects.extend(screen.hear(&news, now));
            }
        }
        self.carry_out(effects, now)
    }

    /// Draws everything; what can be clicked is remembered for the next click.
    pub fn draw(&mut self, buf: &mut Buffer) -> Option<Position> {
        let area = buf.area;
        let field = self.top_mut().and_then(|s| s.field()).cloned();
        let offers = self.offers();
        let mut canvas = Canvas::new(buf, &self.look);
        if area.width < LEAST.0 || area.height < LEAST.1 {
            too_small(&mut canvas, area);
            self.hits = Vec::new();
            return None;
        }
        let top = self.stack.last()?;
        draw_title(&mut canvas, &**top, area);
        let roomy = area.height >= super::canvas::SHORT;
        let (above, below) = (1 + u16::from(roomy), 1 + u16::from(roomy));
        let body = Rect {
            y: area.y + above,
            height: area.height.saturating_sub(above + below),
            ..area
        };
        top.draw(&mut canvas, body);
        let y = area.bottom() - 1;
        let bar = Bar {
            offers: &offers,
            progress: top.progress(),
            field: field.as_ref(),
        };
        match &self.message {
            Some(message) if roomy => {
                draw_message(&mut canvas, message, area, y - 1);
                draw_bar(&mut canvas, &bar, area, y);
            }
            Some(message) => draw_message(&mut canvas, message, area, y),
            None => draw_bar(&mut canvas, &bar, area, y),
        }
        let Canvas { hits, cursor, .. } = canvas;
        self.hits = hits;
        cursor
    }
}

fn too_small(canvas: &mut Canvas<'_>, area: Rect) {
    let (wide, high) = LEAST;
    let lines = [
        format!("Needs {wide}x{high},"),
        format!("is {}x{}.", area.width, area.height),
    ];
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        canvas.text(area.x, y, area.width, &line, Style::new());
    }
}

fn draw_title(canvas: &mut Canvas<'_>, screen: &dyn Screen, area: Rect) {
    let title = screen.title(canvas.look);
    let cut = canvas.look.glyphs.cut;
    let inner = Rect {
        x: area.x + 1,
        width: area.width - 2,
        ..area
    };
    let left = width(&title.left.to_string()) as u16;
    let beside = shortened(title.right, inner.width.saturating_sub(left + 2), cut);
    let right = width(&beside.to_string()) as u16;
    let fits = right > 0 && left.saturating_add(right).saturating_add(2) <= inner.width;
    let short = right > 0 && right < inner.width / 2;
    let room = if fits || short {
        canvas.line_at_right(inner, inner.y, &beside);
        inner.width - right - 1
    } else {
        inner.width
    };
    let mut used = 0;
    for span in &title.left.spans {
        let left = usize::from(room.saturating_sub(used));
        let text = fit(&span.content, left, cut).into_owned();
        used += canvas.text(inner.x + used, inner.y, left as u16, &text, span.style);
    }
}

/// A line of a name, a sign and a place, cut to the room there is: the name gives way, then the sign with it, then all.
fn shortened(mut line: Line<'static>, room: u16, cut: &str) -> Line<'static> {
    /// Less than this of a name says nothing.
    const READABLE: usize = 12;
    let [name, sign, place] = line.spans.as_mut_slice() else {
        return line;
    };
    let room = usize::from(room);
    let place_wide = width(&place.content);
    let left = room.saturating_sub(width(&sign.content) + place_wide);
    if left >= READABLE.min(width(&name.content)) {
        name.content = fit(&name.content, left, cut).into_owned().into();
        return line;
    }
    match place_wide <= room {
        true => Line::from(place.clone()),
        false => Line::default(),
    }
}

fn draw_message(canvas: &mut Canvas<'_>, message: &Message, area: Rect, y: u16) {
    let theme = canvas.look.theme;
    let (sign, style) = if message.bad {
        ("! ", theme.warning)
    } else {
        ("", theme.strong)
    };
    let text = format!("{sign}{}", message.text);
    let room = usize::from(area.width - 2);
    let text = fit(&text, room, canvas.look.glyphs.cut).into_owned();
    canvas.text(area.x + 1, y, room as u16, &text, style);
}

/// An action in the key bar: its key, its word, and whether it can be done.
struct Entry {
    action: Action,
    key: String,
    label: String,
    possible: bool,
}

impl Entry {
    /// With the space behind it.
    fn width(&self) -> usize {
        width(&self.key) + 1 + width(&self.label) + 2
    }
}

/// Digits in a row are one entry: `1-4`. What no key leads to while a field is typed in is left out.
fn entries(offers: &[Offer], keys: &super::stroke::Keys, field: Option<&Field>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut digits: Option<(String, usize)> = None;
    for offer in offers.iter().filter(|o| o.in_bar) {
        let reaches = |stroke| field.is_none_or(|field| !field.types(stroke));
        let Some(key) = keys.first_of(offer.action, reaches) else {
            continue;
        };
        if let Action::Pick(_) = offer.action {
            if let Some((first, at)) = &digits {
                entries[*at].key = format!("{first}-{key}");
                continue;
            }
            digits = Some((key.clone(), entries.len()));
        }
        entries.push(Entry {
            action: offer.action,
            key,
            label: offer.label().to_owned(),
            possible: offer.why_not.is_none(),
        });
    }
    entries
}

/// As many of the offers as fit, most wanted first, the very first and help always. At the right what is hidden, or how
/// far the session is.
fn draw_bar(canvas: &mut Canvas<'_>, bar: &Bar<'_>, area: Rect, y: u16) {
    let theme = canvas.look.theme;
    let glyphs = canvas.look.glyphs;
    let inner = Rect {
        x: area.x + 1,
        width: area.width - 2,
        ..area
    };
    let at_right = match (canvas.hidden, bar.progress) {
        ((0, 0), Some((done, all))) if inner.width >= 36 => {
            dots(canvas.look, done, all, inner.width)
        }
        ((0, 0), _) => Line::default(),
        ((above, below), _) => {
            // Narrow, only what is still to come counts.
            let above = if inner.width >= 36 { above } else { 0 };
            let sign = |arrow: &str, n: usize| match n {
                0 => String::new(),
                n => format!(" {arrow}{n}"),
            };
            let text = sign(glyphs.up, above) + &sign(glyphs.down, below);
            Line::from(Span::styled(text.trim_start().to_owned(), theme.dim))
        }
    };
    let taken = match width(&at_right.to_string()) {
        0 => 0,
        wide => wide + 2,
    };
    let mut entries = entries(bar.offers, &canvas.look.keys, bar.field);
    let mut room = (usize::from(inner.width) + 2).saturating_sub(taken);
    let help = entries.iter().position(|e| e.action == Action::Help);
    let help = help.map(|at| entries.remove(at));
    if let (Some(first), Some(help)) = (entries.first_mut(), &help) {
        // Where even two do not fit, the first one's word is cut.
        let over = (first.width() + help.width()).saturating_sub(room);
        if over > 0 {
            let left = width(&first.label).saturating_sub(over);
            first.label = fit(&first.label, left, glyphs.cut).into_owned();
        }
    }
    room = room.saturating_sub(help.as_ref().map_or(0, Entry::width));
    let mut shown = Vec::new();
    for (nth, entry) in entries.into_iter().enumerate() {
        match room.checked_sub(entry.width()) {
            Some(rest) => room = rest,
            None if nth == 0 => room = 0,
            None => break,
        }
        shown.push(entry);
    }
    shown.extend(help);
    let mut x = inner.x;
    for entry in shown {
        let room = inner.right().saturating_sub(x);
        let (key, word) = if entry.possible {
            (theme.accent, Style::new())
        } else {
            (theme.dim, theme.dim)
        };
        let line = Line::from(vec![
            Span::styled(entry.key, key),
            Span::raw(" "),
            Span::styled(entry.label, word),
        ]);
        let used = canvas.line(x, y, room, &line);
        let place = Rect {
            x,
            y,
            width: used,
            height: 1,
        };
        canvas.hit(place, Hit::Act(entry.action));
        x = x.saturating_add(used + 2);
    }
    canvas.line_at_right(inner, y, &at_right);
}

/// What the key bar tells.
struct Bar<'a> {
    offers: &'a [Offer],
    progress: Option<(usize, usize)>,
    /// Where text goes: keys that are text are of no use for anything else.
    field: Option<&'a Field>,
}

/// `▪▪▪▫▫▫`: one mark a question where there is room, else in proportion.
fn dots(look: &Look, done: usize, all: usize, room: u16) -> Line<'static> {
    let most = usize::from(room / 6).min(20);
    let (filled, marks) = if all <= most {
        (done, all)
    } else {
        (done * most / all.max(1), most)
    };
    Line::from(vec![
        Span::styled(look.glyphs.done.repeat(filled), look.theme.accent),
        Span::styled(look.glyphs.left.repeat(marks - filled), look.theme.dim),
    ])
}

//! The stack of screens. Turns keys into actions by the table, and draws the top screen in its frame.

use super::action::{Action, EVERYWHERE, Offer, offer};
use super::canvas::{Canvas, Hit, Look, reading};
use super::frame::{LEAST, Message, draw_bar, draw_title, message_lines, too_small};
use super::key_press::{Key, KeyPress};
use super::prompt::Prompt;
use super::screen::{Effect, Input, News, Now, Screen, Stale};
use super::screens::{MEANWHILE, Route, describe};
use super::widgets::field::{Field, LONGEST};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// An open screen, and why it must be opened again when it is on top.
struct Layer {
    screen: Box<dyn Screen>,
    stale: Option<Stale>,
    /// Typed over the screen, and gets its keys.
    prompt: Option<Prompt>,
}

impl Layer {
    fn new(screen: Box<dyn Screen>) -> Layer {
        Layer {
            screen,
            stale: None,
            prompt: None,
        }
    }

    /// Answers what is asked for over the screen; `None` if nothing is.
    fn answer(&mut self, action: Action, now: Now) -> Option<Vec<Effect>> {
        let prompt = self.prompt.take()?;
        if action != Action::Go {
            return Some(Vec::new());
        }
        let told = match prompt.done() {
            Some(effect) => Ok(vec![effect]),
            None => self.screen.typed(prompt.field.text(), now),
        };
        let is_written = |effect: &Effect| {
            matches!(
                effect,
                Effect::Record(_) | Effect::Choose(_) | Effect::Set(..)
            )
        };
        // What is refused, here or where it is written, stays to be mended.
        let stays = match &told {
            Ok(effects) => effects.iter().any(is_written),
            Err(_) => true,
        };
        self.prompt = stays.then_some(prompt);
        Some(told.unwrap_or_else(|why| vec![Effect::Warn(why)]))
    }
}

pub struct App {
    stack: Vec<Layer>,
    /// Left, and not freed yet.
    gone: Vec<Layer>,
    pub look: Look,
    message: Option<Message>,
    mouse: bool,
    /// Whether there is a learner; without one nothing is graded and nothing can be undone.
    learner: bool,
    hits: Vec<(Rect, Hit)>,
    /// What was told of keys without effect.
    told_dead: Vec<&'static str>,
    /// The last key, and when it came.
    last: Option<(KeyPress, u64)>,
}

impl App {
    pub fn new(look: Look, mouse: bool, learner: bool, first: Box<dyn Screen>) -> App {
        App {
            gone: Vec::new(),
            stack: vec![Layer::new(first)],
            look,
            message: None,
            mouse,
            learner,
            hits: Vec::new(),
            told_dead: Vec::new(),
            last: None,
        }
    }

    /// Tells a key that is held down where keys answer: most terminals send it like one pressed again and again, but faster
    /// than by hand.
    pub fn held(&mut self, mut input: Input, now: Now) -> Input {
        const BY_HAND_MS: u64 = 100;
        if let Input::Key(press) = &mut input {
            let last = self.last.replace((*press, now.ms));
            let until = |at: u64| at.saturating_add(BY_HAND_MS);
            press.again |= self.top().is_answered()
                && last.is_some_and(|(key, at)| key == *press && now.ms < until(at));
        }
        input
    }

    /// Turns the mouse on or off; returns whether that is a change.
    pub fn takes_mouse(&mut self, on: bool) -> bool {
        std::mem::replace(&mut self.mouse, on) != on
    }

    /// The number of open screens.
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    fn layer(&self) -> &Layer {
        // The first screen is never removed.
        self.stack.last().unwrap_or(&self.stack[0])
    }

    pub fn top(&self) -> &dyn Screen {
        &*self.layer().screen
    }

    /// Passes something to the top screen and returns its effects.
    fn ask(&mut self, ask: impl FnOnce(&mut dyn Screen) -> Vec<Effect>) -> Vec<Effect> {
        let top = self.stack.last_mut();
        top.map(|top| ask(&mut *top.screen)).unwrap_or_default()
    }

    /// Passes what a learner did to the top screen, unless something is typed over it.
    fn pass(&mut self, ask: impl FnOnce(&mut dyn Screen) -> Vec<Effect>) -> Vec<Effect> {
        if self.layer().prompt.is_some() {
            return Vec::new();
        }
        self.ask(ask)
    }

    fn field(&mut self) -> Option<&mut Field> {
        let top = self.stack.last_mut()?;
        match &mut top.prompt {
            Some(prompt) => Some(&mut prompt.field),
            None => top.screen.field(),
        }
    }

    /// The keys of these offers that type a character where the cursor is.
    fn text_keys(&mut self, offers: &[Offer]) -> Vec<KeyPress> {
        let keys: Vec<KeyPress> = offers
            .iter()
            .flat_map(|offer| self.look.keys.of(offer.action))
            .copied()
            .collect();
        let Some(field) = self.field() else {
            return Vec::new();
        };
        keys.into_iter().filter(|key| field.types(*key)).collect()
    }

    fn own_offers(&self) -> Vec<Offer> {
        let layer = self.layer();
        let prompt = layer.prompt.as_ref();
        prompt.map_or_else(|| layer.screen.offers(), Prompt::offers)
    }

    /// All that can be done now: the screen's own first, then what every screen offers.
    pub fn offers(&self) -> Vec<Offer> {
        let mut offers = self.own_offers();
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

    /// Whether the input acts on numbers shown on the home screen: starts a session with them, or changes them.
    pub fn goes_by_numbers(&self, input: &Input) -> bool {
        const BY_NUMBERS: [Action; 4] = [
            Action::Go,
            Action::Space,
            Action::NudgeUp,
            Action::NudgeDown,
        ];
        match input {
            Input::Key(press) => BY_NUMBERS
                .iter()
                .any(|action| self.look.keys.means(*action, *press)),
            Input::Click(..) => true,
            _ => false,
        }
    }

    fn hit(&self, x: u16, y: u16) -> Option<Hit> {
        let at = Position { x, y };
        let hit = self.hits.iter().rev().find(|(area, _)| area.contains(at));
        hit.map(|(_, hit)| *hit)
    }

    /// Removes the message when the learner acts, since it counts as read then. Called before the input is handled, which may
    /// bring a new message.
    pub fn was_read(&mut self, input: &Input) {
        let was_read = match input {
            Input::Key(press) => !press.again,
            Input::Click(x, y) => matches!(self.hit(*x, *y), Some(Hit::Item(_))),
            _ => false,
        };
        if was_read {
            self.message = None;
        }
    }

    /// Handles an input; returns the effects left for the driver.
    pub fn input(&mut self, input: Input, now: Now) -> Vec<Effect> {
        let effects = match input {
            Input::Resized => return Vec::new(),
            Input::Key(press) => {
                if self.field().is_some_and(|field| field.edit(press)) {
                    self.pass(|s| s.edited(now))
                } else {
                    let offers = self.offers();
                    let means = |o: &&Offer| self.look.keys.means(o.action, press);
                    match offers.iter().find(means) {
                        Some(offer) if !press.again || offer.action.is_movement() => {
                            self.act(offer, now)
                        }
                        Some(_) => return Vec::new(),
                        None => {
                            if let Some(why) = self.why_dead(press) {
                                self.say(why, false);
                            }
                            return Vec::new();
                        }
                    }
                }
            }
            Input::Paste(text) => {
                let block = is_block(&text);
                let top = self.stack.last_mut().filter(|_| block);
                match top.and_then(|top| top.screen.pasted(&text, now)) {
                    Some(effects) => effects,
                    None => match self.field() {
                        Some(field) => {
                            if !field.paste(&text) {
                                let more = format!(
                                    "Only the first line of what was pasted fits here, up to {LONGEST} characters."
                                );
                                self.say(more, false);
                            }
                            self.pass(|s| s.edited(now))
                        }
                        None => return Vec::new(),
                    },
                }
            }
            Input::Click(x, y) => match self.hit(x, y) {
                Some(Hit::Act(action)) => self.run(action, now),
                Some(Hit::Item(n)) => self.pass(|s| s.clicked(n, now)),
                None => return Vec::new(),
            },
            Input::Wheel { up } => self.run(if up { Action::Up } else { Action::Down }, now),
        };
        self.carry_out(effects, now)
    }

    /// What to say about a key without effect here; each reason once.
    fn why_dead(&mut self, press: KeyPress) -> Option<String> {
        let c = press.text().filter(|_| !press.again)?;
        let small = c.to_lowercase().next().filter(|small| *small != c);
        let means = |c: char| {
            let press = KeyPress::new(Key::Char(c));
            self.offers()
                .iter()
                .any(|o| self.look.keys.means(o.action, press))
        };
        let told = match small {
            _ if c.is_alphabetic() && !c.is_ascii() => {
                ": the keys are Latin letters. Switch the keyboard, or set other keys in config.ron."
            }
            Some(small) if means(small) => " here. Is Caps Lock on?",
            _ => " here. HELP lists the keys that do.",
        };
        if self.told_dead.contains(&told) {
            return None;
        }
        self.told_dead.push(told);
        let told = told.replace("HELP", &self.look.keys.first(Action::Help));
        Some(format!("`{c}` does nothing{told}"))
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
        // If the screen has a label of its own for the action, it means something of its own.
        let named = offer.label.is_some() || !EVERYWHERE.contains(&offer.action);
        let own = self.own_offers().iter().any(|o| o.action == offer.action);
        if own && named {
            let top = self.stack.last_mut();
            let answered = top.and_then(|top| top.answer(offer.action, now));
            return answered.unwrap_or_else(|| self.ask(|s| s.act(offer.action, now)));
        }
        match offer.action {
            Action::Help => {
                let offers = self.offers();
                let text = self.text_keys(&offers);
                vec![Route::Help(self.top().name(), offers, text).into()]
            }
            Action::Palette => vec![Route::Palette(self.offers()).into()],
            Action::Undo => vec![Effect::Undo],
            Action::Redo => vec![Effect::Redo],
            Action::Theme => vec![Effect::Theme],
            Action::Mouse => {
                self.mouse = !self.mouse;
                let said = if self.mouse {
                    "Mouse on. Shift-drag still selects text in most terminals."
                } else {
                    "Mouse off."
                };
                vec![Effect::Mouse(self.mouse), Effect::Say(said.to_owned())]
            }
            Action::Repaint => vec![Effect::Repaint],
            Action::Stop => self.leaving(Effect::Stop),
            Action::Quit => self.leaving(Effect::Quit),
            _ => Vec::new(),
        }
    }

    /// Lets all screens save what they have before the program stops or ends.
    fn leaving(&mut self, last: Effect) -> Vec<Effect> {
        let layers = self.stack.iter_mut();
        let mut effects: Vec<Effect> = layers.flat_map(|layer| layer.screen.leaving()).collect();
        effects.push(last);
        effects
    }

    /// Carries out the effects on open screens; returns the rest for the driver.
    fn carry_out(&mut self, effects: Vec<Effect>, now: Now) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in effects {
            match effect {
                Effect::Back if self.stack.len() > 1 => {
                    self.gone.extend(self.stack.pop());
                    self.outdate();
                    left.extend(self.shown(now));
                }
                Effect::Back => {}
                Effect::Run(action) => {
                    self.stack
                        .truncate(self.stack.len().saturating_sub(1).max(1));
                    let effects = self.run(action, now);
                    left.extend(self.carry_out(effects, now));
                }
                Effect::Theme => {
                    let next = self.look.theme.next();
                    let name = next.palette.word();
                    let said = format!("Theme: {name}. The settings keep it: Space on `theme`.");
                    self.say(said, false);
                    if let Err(why) = self.look.set_theme(next) {
                        self.say(why, true);
                    }
                }
                Effect::Ask(asks) => {
                    if let Some(top) = self.stack.last_mut() {
                        top.prompt = Some(Prompt::new(asks));
                    }
                }
                Effect::Say(text) => self.say(text, false),
                Effect::Warn(text) => self.say(text, true),
                effect => left.push(effect),
            }
        }
        left
    }

    /// Frees screens that were left, once the one below is drawn: the questions of a long session take a while.
    pub fn forget(&mut self) {
        self.gone.clear();
    }

    /// Whether any screen, covered or not, must be told the time.
    pub fn ticks(&self) -> bool {
        self.stack.iter().any(|layer| layer.screen.ticks())
    }

    /// Tells the time to screens that need it.
    pub fn tick(&mut self, now: Now) -> Vec<Effect> {
        let layers = self.stack.iter_mut();
        let effects = layers.flat_map(|layer| layer.screen.tick(now)).collect();
        self.carry_out(effects, now)
    }

    fn shown(&mut self, now: Now) -> Vec<Effect> {
        let effects = self.ask(|s| s.shown(now));
        self.carry_out(effects, now)
    }

    /// Puts a screen on top.
    pub fn open(&mut self, screen: Box<dyn Screen>, now: Now) -> Vec<Effect> {
        self.stack.push(Layer::new(screen));
        self.shown(now)
    }

    /// Marks the top screen as possibly out of date.
    pub fn outdate(&mut self) {
        if let Some(top) = self.stack.last_mut() {
            top.stale = top.stale.max(Some(Stale::Covered));
        }
    }

    /// Marks all screens as possibly out of date.
    pub fn outdate_all(&mut self) {
        for layer in &mut self.stack {
            layer.stale = Some(Stale::Decks);
        }
    }

    /// The route by which the top screen must be opened again, if it must; asked once. Covered screens wait until they are on
    /// top, so that nothing is computed for a screen that nobody sees.
    pub fn to_renew(&mut self) -> Option<Route> {
        let top = self.stack.last_mut()?;
        top.screen.route(top.stale.take()?)
    }

    /// Passes the newly opened screen to the top screen, which takes over what it shows.
    pub fn renew(&mut self, fresh: Box<dyn Screen>, now: Now) -> Vec<Effect> {
        let effects = self.ask(|s| s.renew(fresh).into_iter().collect());
        self.carry_out(effects, now)
    }

    fn say(&mut self, text: impl Into<String>, bad: bool) {
        let text = text.into();
        self.message = Some(Message { text, bad });
    }

    /// Passes news to every screen.
    pub fn news(&mut self, news: News, now: Now) -> Vec<Effect> {
        match &news {
            News::Said(text) => self.say(text.clone(), false),
            News::Reloaded { told, is_bad } => self.say(told.clone(), *is_bad),
            News::Failed(why) | News::Refused(why) | News::Card(_, Err(why)) => {
                self.say(why.clone(), true);
            }
            News::NoExam => self.say("No mock exam is running here.", false),
            News::Saved(path) => self.say(format!("Saved: {path}"), false),
            News::Changed(..) => self.say(MEANWHILE, true),
            News::Undone(back) => {
                let what = describe(&back.entry.change);
                let other = if back.is_replaced {
                    "; what you answered on the other machine counts now"
                } else {
                    ""
                };
                self.say(format!("Taken back: {what}{other}."), false);
            }
            News::Redone(back) => {
                let what = describe(&back.entry.change);
                self.say(format!("Done again: {what}."), false);
            }
            _ => {}
        }
        let stale = match news {
            News::Reloaded { .. } => Some(Stale::Decks),
            News::Recorded(_)
            | News::Chosen
            | News::Changed(..)
            | News::Undone(_)
            | News::Redone(_) => Some(Stale::Log),
            _ => None,
        };
        let mut effects = Vec::new();
        for layer in &mut self.stack {
            layer.stale = layer.stale.max(stale);
            if stale == Some(Stale::Log) {
                layer.prompt = None;
            }
            effects.extend(layer.screen.hear(&news, now));
        }
        self.carry_out(effects, now)
    }

    /// Draws everything and remembers what can be clicked.
    pub fn draw(&mut self, buf: &mut Buffer) -> Option<Position> {
        let area = buf.area;
        let field = self.field().cloned();
        let offers = self.offers();
        let mut canvas = Canvas::new(buf, &self.look);
        if area.width < LEAST.0 || area.height < LEAST.1 {
            too_small(&mut canvas, area);
            self.hits = Vec::new();
            return None;
        }
        let Layer { screen, prompt, .. } = self.stack.last()?;
        let top = &**screen;
        draw_title(&mut canvas, top, area);
        let roomy = area.height >= super::canvas::SHORT;
        let (above, below) = (1 + u16::from(roomy), 1 + u16::from(roomy));
        // The last line of a message stands in the empty row above the bar, or in place of the bar; the body makes room for others.
        let message = self.message.as_ref();
        let message = message.map_or_else(Vec::new, |m| message_lines(m, &self.look, area));
        let more = message.len().saturating_sub(1) as u16;
        let mut body = Rect {
            y: area.y + above,
            height: area.height.saturating_sub(above + below + more),
            ..area
        };
        if let Some(prompt) = prompt {
            body.height = prompt.draw(&mut canvas, reading(body));
        }
        let typed_at = canvas.cursor;
        top.draw(&mut canvas, body);
        canvas.cursor = typed_at.or(canvas.cursor);
        let y = area.bottom() - 1;
        for (line, y) in message.iter().rev().zip((0..y + u16::from(!roomy)).rev()) {
            canvas.text(area.x + 1, y, area.width - 2, &line.content, line.style);
        }
        if roomy || message.is_empty() {
            draw_bar(&mut canvas, top, &offers, field.as_ref(), area);
        }
        let Canvas { hits, cursor, .. } = canvas;
        self.hits = hits;
        cursor
    }
}

/// Whether a pasted text has several lines or cells, as copied from a spreadsheet.
fn is_block(text: &str) -> bool {
    text.trim_end().contains(['\t', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::super::key_press::Keys;
    use super::super::screens::calculators::CalculatorList;
    use super::super::screens::home::HomeScreen;
    use super::super::theme::{Palette, Symbols};
    use super::*;

    #[test]
    fn a_long_message_is_shown_whole_and_covers_nothing() {
        let why = "Not saved: the disk is full; make room on it, or choose another folder for the data, then give the grade again";
        for (wide, high, lines) in [(40, 24, 4), (40, 12, 4), (80, 24, 2)] {
            let look = Look::new(Palette::Dark, Symbols::Ascii, Keys::default());
            let mut app = App::new(look, false, true, Box::new(CalculatorList::default()));
            let picture = |app: &mut App| {
                let mut buffer = Buffer::empty(Rect::new(0, 0, wide, high));
                app.draw(&mut buffer);
                let row = |y: u16| {
                    (0..wide)
                        .map(|x| buffer[(x, y)].symbol())
                        .collect::<String>()
                };
                (0..high)
                    .map(row)
                    .map(|row| row.trim().to_owned())
                    .collect::<Vec<_>>()
            };
            (0..30).for_each(|_| drop(app.act(&offer(Action::Down), Now::default())));
            let is_cursor = |row: &String| row.starts_with("> ") && !row.contains("search");
            assert!(picture(&mut app).iter().any(is_cursor));
            app.news(News::Refused(why.into()), Now::default());
            let rows = picture(&mut app);
            let end = rows.len() - usize::from(high == 24);
            assert_eq!(rows[end - lines..end].join(" "), format!("! {why}"));
            assert!(rows.iter().any(is_cursor), "{rows:#?}");
        }
    }

    #[test]
    fn nothing_is_worked_out_for_a_screen_that_is_covered() {
        let look = Look::new(Palette::Dark, Symbols::Ascii, Keys::default());
        let mut app = App::new(look, false, true, Box::new(HomeScreen::default()));
        app.open(Box::new(CalculatorList::default()), Now::default());
        let news = News::Reloaded {
            told: "read again".into(),
            is_bad: false,
        };
        app.news(news, Now::default());
        assert_eq!(app.to_renew(), None);
        app.carry_out(vec![Effect::Back], Now::default());
        assert_eq!(app.to_renew(), Some(Route::Home));
        assert_eq!(app.to_renew(), None, "once is enough");
    }
}

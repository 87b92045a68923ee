//! The table of all actions and their keys. The key bar, help, palette, documentation and `config.ron` are made from it.

use crate::study::text::capital;

/// Groups of screens that share keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Home, and all screens that show cards or pages.
    Cards,
    /// The plan, and mock exams.
    Exams,
    Calculators,
    Any,
}

/// A row of the table. `label` is for the key bar, `about` for help; a screen may replace both.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub action: Action,
    room: Room,
    /// As `config.ron` names it.
    pub name: &'static str,
    pub label: &'static str,
    pub about: &'static str,
    pub keys: &'static [&'static str],
}

/// Makes the actions and their table: the digits, then a line for each action.
macro_rules! actions {
    ($($digit:literal)*; $($room:ident $action:ident, $name:literal, $label:literal, $about:literal, $keys:expr;)*) => {
        /// Something a learner can ask a screen to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            Pick(u8),
            $($action),*
        }

        pub const TABLE: &[Row] = &[
            $(Row {
                action: Action::$action,
                room: Room::$room,
                name: $name,
                label: $label,
                about: $about,
                keys: &$keys,
            },)*
            $(Row {
                action: Action::Pick($digit),
                room: Room::Any,
                name: concat!("pick-", $digit),
                label: "pick",
                about: concat!("Pick number ", $digit),
                keys: &[stringify!($digit)],
            },)*
        ];
    };
}

actions! {
    0 1 2 3 4 5 6 7 8 9;
    Any Go, "go", "open", "Do the thing that the screen proposes", ["Enter"];
    Any Space, "space", "mark", "Show, or mark", ["Space"];
    Any Up, "up", "up", "Up", ["Up", "k"];
    Any Down, "down", "down", "Down", ["Down", "j"];
    Any Left, "left", "left", "To the left", ["Left"];
    Any Right, "right", "right", "To the right", ["Right"];
    Any Top, "top", "top", "To the top", ["Home", "g", "Ctrl-Home"];
    Any Bottom, "bottom", "bottom", "To the bottom", ["End", "G", "Ctrl-End"];
    Any PageUp, "page-up", "page up", "A page up", ["PageUp", "Ctrl-u"];
    Any PageDown, "page-down", "page down", "A page down", ["PageDown", "Ctrl-d"];
    Any Next, "next", "next", "To the next match", ["n"];
    Any Previous, "previous", "previous", "To the match before", ["N"];
    Any Focus, "focus", "commands", "Move the focus on", ["Tab"];
    Any FocusBack, "focus-back", "back", "Move the focus back", ["Shift-Tab"];
    Any MoveUp, "move-up", "move up", "Move the item up", ["K", "Shift-Up"];
    Any MoveDown, "move-down", "move down", "Move the item down", ["J", "Shift-Down"];
    Cards DontKnow, "dont-know", "don't know", "Show the answer without giving one", ["x"];
    Cards Hint, "hint", "hint", "Show the hint", ["h"];
    Cards Suspend, "suspend", "suspend", "Suspend the card: it is not asked until you bring it back", ["s"];
    Cards Bury, "bury", "bury", "Bury the card: not today", ["b"];
    Cards Flag, "flag", "flag", "Flag the card, with a reason", ["f"];
    Cards Note, "note", "note", "Write a note of your own: shown with the answer, and searched", ["a"];
    Cards Later, "later", "later", "Put the card at the back of the session", ["l"];
    Cards Edit, "edit", "edit", "Open the card's line in your editor", ["e"];
    Cards Info, "info", "info", "Details and history of the card", ["i"];
    Cards Concept, "concept", "concept", "Read the page of the concept", ["c"];
    Cards Practise, "practise", "practise", "Practise these cards; the schedule stays as it is", ["p"];
    Cards Redraw, "redraw", "draw anew", "Draw the question anew, with other numbers or in another order", ["r"];
    Cards Search, "search", "search", "Browse and search all cards", ["/"];
    Cards Contents, "contents", "contents", "All concepts, and how far each is known", ["o"];
    Cards Statistics, "statistics", "figures", "Figures about your learning: what holds, what is weak, what is ahead", ["i"];
    Cards Plan, "plan", "exam", "The plan to your exam: whether it fits, how ready you are, mock exams", ["x"];
    Exams MockExam, "mock-exam", "mock exam", "Sit a mock exam drawn from your decks", ["e"];
    Exams Mark, "mark-for-review", "mark", "Mark the question for review, or take the mark off", ["m"];
    Exams GoTo, "go-to", "go to", "Go to a question by its number", ["g"];
    Exams Pause, "pause", "pause", "Stop the clock; the question is covered meanwhile", ["p"];
    Exams Finish, "finish", "finish", "End the exam, after a question", ["f"];
    Exams FailMisses, "fail-misses", "count as failed looks", "Count the misses of questions met before as failed looks, as one undo", ["f"];
    Exams ExamDate, "exam-date", "date", "Set the day of the exam", ["d"];
    Exams Minutes, "minutes", "minutes", "Set the minutes of study a day", ["m"];
    Exams FreeDays, "free-days", "days", "Set the days of the week without study", ["w"];
    Exams Aim, "aim", "aim", "Set the share that you aim at in a mock exam", ["a"];
    Exams Weights, "weights", "weights", "Set the weights of modules in the exam", ["W"];
    Cards Decks, "decks", "decks", "Which decks take part, and for which exams", ["d"];
    Cards Calculators, "calculators", "calculators", "The business calculators", ["c"];
    Cards Settings, "settings", "settings", "Your settings: what each does, where it comes from, and another value", [","];
    Cards Changes, "changes", "what changed", "What changed in your decks since you saw them last", ["v"];
    Any NudgeUp, "nudge-up", "nudge", "A little more in this field: old and new side by side", ["+", "=", "Ctrl-Up"];
    Any NudgeDown, "nudge-down", "nudge down", "A little less in this field: old and new side by side", ["-", "Ctrl-Down"];
    Calculators Figures, "figures", "figures", "Show the form and its figures", ["f", "F2"];
    Calculators Curve, "curve", "curve", "Show the curve; again, the next one", ["c", "F3"];
    Calculators Table, "table", "table", "Show the table; again, the next one", ["b", "F4"];
    Calculators Working, "working", "working", "Show the working, step by step", ["w", "F5"];
    Calculators QuizMe, "quiz-me", "quiz me", "Hide the result and ask for it", ["z", "Ctrl-q"];
    Calculators MakeCard, "make-card", "make a card", "Make a card of these numbers, in your own deck", ["m", "Ctrl-g"];
    Calculators Load, "load", "load", "Load a table from a CSV file or a workbook", ["l", "F7", "Ctrl-o"];
    Calculators Rows, "rows", "rows", "Type a table, or change its rows", ["r", "F8"];
    Calculators NewRow, "new-row", "new row", "A new row above this one", ["Ctrl-n"];
    Calculators DeleteRow, "delete-row", "delete row", "Delete this row", ["Ctrl-x"];
    Calculators OtherColumns, "other-columns", "other columns", "Type a table of other columns", ["Ctrl-b"];
    Calculators OtherWay, "other-way", "other way", "How this was read, and how to read it otherwise", ["o", "F9"];
    Calculators Clear, "clear", "clear", "Clear the fields and the table", ["C", "Ctrl-t"];
    Calculators Sample, "sample", "sample", "Load the sample data", ["d", "F6"];
    Calculators Example, "example", "example", "Fill in the worked example", ["e", "Ctrl-x"];
    Calculators SaveResults, "save-results", "save", "Save the results as CSV or JSON", ["x", "Ctrl-s"];
    Calculators Scenarios, "scenarios", "scenarios", "Keep these numbers under a name, or open those kept", ["s", "Ctrl-n"];
    Calculators Remove, "remove", "remove", "Delete what is chosen from the list", ["Delete"];
    Any Undo, "undo", "undo", "Take back what you did last", ["u", "Ctrl-y"];
    Any Redo, "redo", "redo", "Do again what you took back", ["U", "Ctrl-r"];
    Any Copy, "copy", "copy", "Copy to the clipboard", ["y"];
    Any Theme, "theme", "theme", "Another theme: dark, light, mono", ["t"];
    Any Mouse, "mouse", "mouse", "Mouse on or off; off, the terminal selects text", ["M"];
    Any Help, "help", "help", "All keys of this screen", ["?", "F1"];
    Any Palette, "palette", "commands", "All commands, to search in", [":", "Ctrl-p"];
    Any Back, "back", "back", "Back, one step", ["Esc"];
    Any Leave, "leave", "back", "Leave this screen; on the home screen, quit", ["q"];
    Any Repaint, "repaint", "repaint", "Draw the screen anew", ["Ctrl-l"];
    Any Stop, "stop", "stop", "Back to the shell for a while; `fg` returns", ["Ctrl-z"];
    Any Quit, "quit", "quit", "Quit at once; nothing is lost", ["Ctrl-c"];
}

/// What every screen offers. The first two work even while a text field has the focus.
pub const EVERYWHERE: [Action; 9] = [
    Action::Help,
    Action::Palette,
    Action::Undo,
    Action::Redo,
    Action::Theme,
    Action::Mouse,
    Action::Repaint,
    Action::Stop,
    Action::Quit,
];

impl Action {
    pub fn row(self) -> &'static Row {
        let mut rows = TABLE.iter();
        rows.find(|row| row.action == self).unwrap_or(&TABLE[0])
    }

    pub fn named(name: &str) -> Option<Action> {
        let row = TABLE.iter().find(|row| row.name == name)?;
        Some(row.action)
    }

    /// Whether the action differs from screen to screen, so that only the screen's own label says what it does.
    fn is_general(self) -> bool {
        use Action::*;
        matches!(
            self,
            Go | Space | Pick(_) | Left | Right | Focus | FocusBack | Back | Leave
        )
    }

    /// Whether one screen may offer both. Actions with the same key in the table never occur together.
    pub fn may_meet(self, other: Action) -> bool {
        use Action::{Mouse, Redo, Theme, Undo};
        let (one, two) = (self.row().room, other.row().room);
        let mut keys = self.row().keys.iter();
        // In a calculator its own keys take precedence over those that work everywhere.
        let yields = |action, room| {
            matches!(action, Undo | Redo | Theme | Mouse) && room == Room::Calculators
        };
        !keys.any(|key| other.row().keys.contains(key))
            && !yields(self, two)
            && !yields(other, one)
            && (one == two || one == Room::Any || two == Room::Any)
    }

    /// Whether holding the key down repeats the action.
    pub fn is_movement(self) -> bool {
        use Action::*;
        matches!(
            self,
            Up | Down | Left | Right | PageUp | PageDown | Next | Previous | MoveUp | MoveDown
        )
    }
}

/// An action as a screen offers it at the moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub action: Action,
    /// Replaces the label of the table.
    pub label: Option<String>,
    /// Why it cannot be done now, as a sentence.
    pub why_not: Option<String>,
    /// Shown in the key bar.
    pub in_bar: bool,
}

impl Offer {
    pub fn label(&self) -> &str {
        let own = self.label.as_deref();
        own.unwrap_or_else(|| self.action.row().label)
    }

    /// What it does, in a sentence.
    pub fn about(&self) -> String {
        let row = self.action.row();
        match &self.label {
            Some(label) if self.action.is_general() || label != row.label => capital(label),
            _ => row.about.to_owned(),
        }
    }

    /// Sets the screen's own label for the key bar.
    pub fn named(mut self, label: impl Into<String>) -> Offer {
        self.label = Some(label.into());
        self
    }

    /// Offered, but while `condition` is false the reason `otherwise` is shown instead of doing it.
    pub fn only_if(mut self, condition: bool, otherwise: &str) -> Offer {
        if !condition {
            self.why_not = Some(otherwise.to_owned());
        }
        self
    }

    /// Works, but is not in the key bar, to leave room for others.
    pub fn quiet(mut self) -> Offer {
        self.in_bar = false;
        self
    }

    /// In the key bar only where it leads somewhere; elsewhere the key tells why not.
    pub fn in_bar_if(self, leads_somewhere: bool) -> Offer {
        if leads_somewhere { self } else { self.quiet() }
    }
}

pub fn offer(action: Action) -> Offer {
    Offer {
        action,
        label: None,
        why_not: None,
        in_bar: true,
    }
}

/// Movement in a list or a text.
pub fn movement() -> Vec<Offer> {
    use Action::*;
    [Up, Down, PageUp, PageDown, Top, Bottom]
        .map(|a| offer(a).quiet())
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_action_stands_once_in_the_table_with_a_name_a_key_and_words() {
        let mut actions = HashSet::new();
        let mut names = HashSet::new();
        for row in TABLE {
            assert!(actions.insert(row.action), "{}", row.name);
            assert!(names.insert(row.name), "{}", row.name);
            assert!(
                !row.keys.is_empty() && !row.about.is_empty() && !row.label.is_empty(),
                "{}",
                row.name
            );
            assert_eq!(Action::named(row.name), Some(row.action));
        }
    }
}

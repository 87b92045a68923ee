//! The answer being given: typed, marked, or put in order so far.

use crate::study::kinds::{Answer, Ask};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::widgets::field::Field;

#[derive(Debug, Clone)]
pub enum Draft {
    Recall,
    Text {
        field: Field,
        /// Whether letters go into the field; Tab makes them commands.
        focused: bool,
    },
    Choose {
        many: bool,
        len: usize,
        cursor: usize,
        marked: Vec<usize>,
    },
    Arrange {
        order: Vec<usize>,
        cursor: usize,
        /// Whether the item at the cursor moves with it.
        held: bool,
    },
}

impl Draft {
    pub fn new(ask: &Ask) -> Draft {
        match ask {
            Ask::Recall => Draft::Recall,
            Ask::Words | Ask::Number { .. } => Draft::Text {
                field: Field::default(),
                focused: true,
            },
            Ask::Choose { options, many } => Draft::Choose {
                many: *many,
                len: options.len(),
                cursor: 0,
                marked: Vec::new(),
            },
            Ask::Arrange { items, .. } => Draft::Arrange {
                order: (0..items.len()).collect(),
                cursor: 0,
                held: false,
            },
        }
    }

    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Draft::Text {
                field,
                focused: true,
            } => Some(field),
            _ => None,
        }
    }

    pub fn is_typing(&self) -> bool {
        matches!(self, Draft::Text { focused: true, .. })
    }

    pub fn focus(&mut self, on: bool) {
        if let Draft::Text { focused, .. } = self {
            *focused = on;
        }
    }

    /// The answer so far. `None` if nothing was typed, which means not knowing.
    pub fn answer(&self) -> Option<Answer> {
        match self {
            Draft::Recall => Some(Answer::Recalled),
            Draft::Text { field, .. } => {
                let text = field.text().trim();
                (!text.is_empty()).then(|| Answer::Typed(text.to_owned()))
            }
            Draft::Choose {
                many: false,
                cursor,
                ..
            } => Some(Answer::Chosen(vec![*cursor])),
            Draft::Choose { marked, .. } => {
                let mut marked = marked.clone();
                marked.sort_unstable();
                Some(Answer::Chosen(marked))
            }
            Draft::Arrange { order, .. } => Some(Answer::Arranged(order.clone())),
        }
    }

    /// The actions for this kind of answer.
    pub fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        match self {
            Draft::Recall => {
                offers.push(offer(Action::Go).named("show the answer"));
                offers.push(offer(Action::Space).named("show the answer").quiet());
                offers.extend(movement());
            }
            Draft::Text { field, focused } => {
                let go = if field.text().trim().is_empty() {
                    "don't know"
                } else {
                    "check"
                };
                offers.push(offer(Action::Go).named(go));
                offers.push(offer(Action::Focus).named(if *focused { "commands" } else { "type" }));
                offers.extend(movement());
            }
            Draft::Choose { many, len, .. } => {
                let word = if *many { "mark" } else { "choose" };
                for n in 1..=(*len).min(9) {
                    offers.push(offer(Action::Pick(n as u8)).named(word));
                }
                let go = offer(Action::Go).named(if *many { "check" } else { "choose" });
                offers.push(go.in_bar_if(*many));
                offers.push(offer(Action::Space).named(word).quiet());
                offers.extend(movement());
            }
            Draft::Arrange { held, .. } => {
                offers.push(offer(Action::Go).named("check"));
                offers.push(offer(Action::Space).named(if *held { "put down" } else { "take" }));
                offers.push(offer(Action::MoveUp).named("move up").quiet());
                offers.push(offer(Action::MoveDown).named("move down").quiet());
                offers.extend(movement());
            }
        }
        offers
    }

    /// What Esc does: while the field has the cursor, it leads out of it first.
    pub fn way_back(&self, label: &'static str) -> Offer {
        let typing = self.is_typing();
        let label = if typing { "commands" } else { label };
        offer(Action::Back).named(label).in_bar_if(!typing)
    }

    /// Applies an action to the answer.
    pub fn press(&mut self, action: Action) -> Pressed {
        if action == Action::Go {
            return Pressed::Given;
        }
        match self {
            Draft::Recall if action == Action::Space => Pressed::Given,
            Draft::Recall => Pressed::Not,
            Draft::Text { focused, .. } if action == Action::Focus => {
                *focused = !*focused;
                Pressed::Done
            }
            Draft::Text { .. } => Pressed::Not,
            Draft::Choose {
                many,
                len,
                cursor,
                marked,
            } => {
                let nth = match action {
                    Action::Space => *cursor,
                    Action::Pick(n) => usize::from(n).wrapping_sub(1),
                    _ => return step(cursor, *len, action),
                };
                if nth >= *len {
                    return Pressed::Done;
                }
                *cursor = nth;
                if !*many {
                    return Pressed::Given;
                }
                toggle(marked, nth);
                Pressed::Done
            }
            Draft::Arrange {
                order,
                cursor,
                held,
            } => match action {
                Action::Space => {
                    *held = !*held;
                    Pressed::Done
                }
                Action::MoveUp => shift(order, cursor, Action::Up),
                Action::MoveDown => shift(order, cursor, Action::Down),
                _ if *held => shift(order, cursor, action),
                _ => step(cursor, order.len(), action),
            },
        }
    }

    /// The nth option or item was clicked.
    pub fn clicked(&mut self, n: usize) -> Pressed {
        match self {
            Draft::Choose { .. } => self.press(Action::Pick((n + 1).min(9) as u8)),
            Draft::Arrange {
                order,
                cursor,
                held,
            } => {
                let n = n.min(order.len().saturating_sub(1));
                if *held {
                    let item = order.remove((*cursor).min(order.len().saturating_sub(1)));
                    order.insert(n.min(order.len()), item);
                }
                (*cursor, *held) = (n, !*held);
                Pressed::Done
            }
            _ => Pressed::Not,
        }
    }
}

/// The result of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// The answer is complete and to be judged.
    Given,
    Done,
    /// The action does not concern the answer.
    Not,
}

fn toggle(marked: &mut Vec<usize>, n: usize) {
    match marked.iter().position(|m| *m == n) {
        Some(at) => drop(marked.remove(at)),
        None => marked.push(n),
    }
}

/// Behind the first and the last line a movement scrolls: it does not concern the answer.
fn step(cursor: &mut usize, len: usize, action: Action) -> Pressed {
    let last = len.saturating_sub(1);
    let to = match action {
        Action::Up => cursor.saturating_sub(1),
        Action::Down => (*cursor + 1).min(last),
        Action::Top => 0,
        Action::Bottom => last,
        _ => return Pressed::Not,
    };
    if std::mem::replace(cursor, to) == to {
        Pressed::Not
    } else {
        Pressed::Done
    }
}

/// Moves the item at the cursor, and the cursor with it.
fn shift(order: &mut [usize], cursor: &mut usize, action: Action) -> Pressed {
    let from = *cursor;
    if step(cursor, order.len(), action) == Pressed::Not {
        return Pressed::Not;
    }
    if *cursor < from {
        order[*cursor..=from].rotate_right(1);
    } else if *cursor > from && *cursor < order.len() {
        order[from..=*cursor].rotate_left(1);
    }
    Pressed::Done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_taken_moves_with_the_cursor() {
        let items = ["a", "b", "c"].map(|t| t.into()).to_vec();
        let mut draft = Draft::new(&Ask::Arrange {
            items,
            beside: Vec::new(),
        });
        for action in [
            Action::Space,
            Action::Down,
            Action::Down,
            Action::Space,
            Action::Up,
        ] {
            draft.press(action);
        }
        assert_eq!(draft.answer(), Some(Answer::Arranged(vec![1, 2, 0])));
        draft.press(Action::MoveUp);
        assert_eq!(draft.answer(), Some(Answer::Arranged(vec![2, 1, 0])));
    }

    #[test]
    fn a_digit_answers_where_one_option_is_right_and_marks_where_several_are() {
        let options = ["a", "b", "c"].map(|t| t.into()).to_vec();
        let mut one = Draft::new(&Ask::Choose {
            options: options.clone(),
            many: false,
        });
        assert_eq!(one.press(Action::Pick(2)), Pressed::Given);
        assert_eq!(one.answer(), Some(Answer::Chosen(vec![1])));
        assert_eq!(
            one.press(Action::Pick(9)),
            Pressed::Done,
            "there is no ninth"
        );
        let mut many = Draft::new(&Ask::Choose {
            options,
            many: true,
        });
        for n in [3, 1, 3] {
            assert_eq!(many.press(Action::Pick(n)), Pressed::Done);
        }
        assert_eq!(many.answer(), Some(Answer::Chosen(vec![0])));
    }

    #[test]
    fn nothing_typed_is_no_answer() {
        assert_eq!(Draft::new(&Ask::Words).answer(), None);
    }
}

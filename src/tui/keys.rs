//! Converts the terminal's events to ours; nothing else in this room knows crossterm. Key releases are dropped.

use super::key_press::{Key, KeyPress};
use super::screen::Input;
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

/// `None` for events without a meaning here.
pub fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => press(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollUp => Some(Input::Wheel { up: true }),
            MouseEventKind::ScrollDown => Some(Input::Wheel { up: false }),
            _ => None,
        },
        Event::Resize(..) => Some(Input::Resized),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn press(event: KeyEvent) -> Option<KeyPress> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    let alt_gr = held(KeyModifiers::CONTROL) && held(KeyModifiers::ALT);
    let ctrl = held(KeyModifiers::CONTROL) && !alt_gr;
    let mut shift = held(KeyModifiers::SHIFT);
    let key = match event.code {
        // AltGr types signs and accents; a Latin letter means that Ctrl and Alt were held.
        KeyCode::Char(c) if held(KeyModifiers::ALT) && (!alt_gr || c.is_ascii_alphabetic()) => {
            return None;
        }
        // With Ctrl some terminals send a capital letter.
        KeyCode::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::BackTab => {
            shift = true;
            Key::Tab
        }
        KeyCode::Tab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    let shift = shift && matches!(key, Key::Tab | Key::Up | Key::Down);
    Some(KeyPress {
        key,
        ctrl,
        shift,
        again: event.kind == KeyEventKind::Repeat,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEventState;

    fn key(code: KeyCode, modifiers: KeyModifiers, kind: KeyEventKind) -> Option<String> {
        let event = KeyEvent {
            code,
            modifiers,
            kind,
            state: KeyEventState::NONE,
        };
        input(Event::Key(event)).map(|input| match input {
            Input::Key(press) => press.to_string(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_release_never_counts() {
        assert_eq!(
            key(
                KeyCode::Char('3'),
                KeyModifiers::NONE,
                KeyEventKind::Release
            ),
            None
        );
    }

    #[test]
    fn odd_keys_arrive_as_what_is_meant() {
        let press = |code, modifiers| key(code, modifiers, KeyEventKind::Press);
        assert_eq!(
            press(KeyCode::BackTab, KeyModifiers::NONE).as_deref(),
            Some("Shift-Tab")
        );
        assert_eq!(
            press(KeyCode::Char('?'), KeyModifiers::SHIFT).as_deref(),
            Some("?")
        );
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        for typed in ['@', '{', 'ą', '€', '7'] {
            let as_text = input(Event::Key(KeyEvent::new(KeyCode::Char(typed), alt_gr)));
            let Some(Input::Key(press)) = as_text else {
                panic!("{typed}");
            };
            assert_eq!(press.text(), Some(typed));
        }
        assert_eq!(press(KeyCode::Char('q'), alt_gr), None);
        assert_eq!(
            press(KeyCode::Char('P'), KeyModifiers::CONTROL).as_deref(),
            Some("Ctrl-p")
        );
        assert_eq!(press(KeyCode::Char('x'), KeyModifiers::ALT), None);
    }
}

//! The look of the screens: theme, symbols and keys, from the environment and the settings; and whether there is a terminal.

use crate::settings::{self, Settings};
use crate::tui::canvas::Look;
use crate::tui::key_press::Keys;
use crate::tui::theme::{Palette, Symbols};
use std::env;
use std::io::{self, IsTerminal};

/// An error if there is no terminal; `plain` names the command that works without one.
pub fn a_terminal_is_there(plain: &str) -> Result<(), String> {
    if env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(format!(
            "this terminal (TERM=dumb) cannot show the screens; {plain}"
        ));
    }
    for (name, is) in [
        ("stdin", io::stdin().is_terminal()),
        ("stdout", io::stdout().is_terminal()),
    ] {
        if !is {
            return Err(format!("{name} is not a terminal; {plain}"));
        }
    }
    Ok(())
}

pub fn look(settings: &Settings) -> Result<Look, String> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let palette = match settings.theme {
        _ if settings::forbids_colours() => Palette::Mono,
        settings::Theme::Dark => Palette::Dark,
        settings::Theme::Light => Palette::Light,
        settings::Theme::Mono => Palette::Mono,
        settings::Theme::Auto => set("COLORFGBG")
            .and_then(|value| Palette::from_colorfgbg(&value))
            .unwrap_or_default(),
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let symbols = match settings.symbols {
        settings::Symbols::Braille => Symbols::Braille,
        settings::Symbols::Block => Symbols::Block,
        settings::Symbols::Ascii => Symbols::Ascii,
        settings::Symbols::Auto if is_ascii(locale.as_deref(), set("TERM").as_deref()) => {
            Symbols::Ascii
        }
        settings::Symbols::Auto
            if cfg!(windows)
                && is_old_console(set("WT_SESSION").is_some(), set("TERM_PROGRAM").is_some()) =>
        {
            Symbols::Block
        }
        settings::Symbols::Auto => Symbols::Braille,
    };
    let keys = Keys::with(&settings.keys)
        .map_err(|faults| format!("config.ron, `keys`: {}", faults.join("; ")))?;
    let mut look = Look::new(palette, symbols, keys);
    look.colours = settings.colours.clone();
    look.set_theme(look.theme)
        .map_err(|why| format!("config.ron, `colours`: {why}"))?;
    Ok(look)
}

/// The Linux console has few glyphs. If no locale is set, it is no reason for ASCII; if it is not UTF-8, it is.
fn is_ascii(locale: Option<&str>, term: Option<&str>) -> bool {
    let utf8 = |locale: &str| {
        let lower = locale.to_ascii_lowercase();
        lower.contains("utf-8") || lower.contains("utf8")
    };
    term == Some("linux") || locale.is_some_and(|locale| !utf8(locale))
}

/// The old Windows console has no braille in its font. Windows Terminal and other terminals set variables that identify them.
fn is_old_console(is_windows_terminal: bool, is_named: bool) -> bool {
    !is_windows_terminal && !is_named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_console_of_windows_gets_blocks_for_braille() {
        assert!(is_old_console(false, false));
        assert!(!is_old_console(true, false));
        assert!(!is_old_console(false, true));
    }

    #[test]
    fn ascii_is_for_other_locales_and_the_linux_console() {
        assert!(!is_ascii(Some("de_DE.UTF-8"), Some("xterm")));
        assert!(!is_ascii(None, Some("xterm")));
        assert!(is_ascii(Some("C"), Some("xterm")));
        assert!(is_ascii(Some("C.utf8"), Some("linux")));
    }
}

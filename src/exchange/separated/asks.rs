//! How a note type of Anki asks.

/// How a note type asks, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Asks {
    Basic,
    BothWays,
    PerhapsBothWays,
    Typed,
    Cloze,
    Unknown,
}

const REVERSED: &str =
    "revers|invers|invert|richtungen|umgekehrt|odwr|обратн|反向|反转|逆|omgekeerd";
const OPTIONAL: &str = "optional|option|opcional|facolt|wahlweise|необязат|可选|任意";
const TYPED: &str = "type in|typed|eintipp|eingabe|eingeben|saisi|escrib|digit|wpis|ввод|输入|入力";
const PLAIN: &str =
    "basic|einfach|basique|básico|basico|base|basis|podstawow|простая|основн|基础|基本";

impl Asks {
    /// By Anki's own names in its more usual languages; others are judged by their fields.
    pub fn told(notetype: &str) -> Asks {
        let name = notetype.to_lowercase();
        let holds = |words: &str| words.split('|').any(|word| name.contains(word));
        if holds("cloze|lückentext") {
            Asks::Cloze
        } else if holds(REVERSED) && holds(OPTIONAL) {
            Asks::PerhapsBothWays
        } else if holds(REVERSED) {
            Asks::BothWays
        } else if holds(TYPED) {
            Asks::Typed
        } else if PLAIN.split('|').any(|word| name == word) {
            Asks::Basic
        } else {
            Asks::Unknown
        }
    }
}

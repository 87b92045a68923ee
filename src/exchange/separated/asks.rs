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

impl Asks {
    /// By Anki's own names in its more usual languages; others are judged by their fields.
    pub fn told(notetype: &str) -> Asks {
        let name = notetype.to_lowercase();
        let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let reversed = [
            "revers",
            "invers",
            "invert",
            "richtungen",
            "umgekehrt",
            "odwr",
            "обратн",
            "反向",
            "反转",
            "逆",
            "omgekeerd",
        ];
        let optional = [
            "optional",
            "option",
            "opcional",
            "facolt",
            "wahlweise",
            "необязат",
            "可选",
            "任意",
        ];
        let typed = [
            "type in", "typed", "eintipp", "eingabe", "eingeben", "saisi", "escrib", "digit",
            "wpis", "ввод", "输入", "入力",
        ];
        let plain = [
            "basic",
            "einfach",
            "basique",
            "básico",
            "basico",
            "base",
            "basis",
            "podstawow",
            "простая",
            "основн",
            "基础",
            "基本",
        ];
        if holds(&["cloze", "lückentext"]) {
            Asks::Cloze
        } else if holds(&reversed) {
            if holds(&optional) {
                Asks::PerhapsBothWays
            } else {
                Asks::BothWays
            }
        } else if holds(&typed) {
            Asks::Typed
        } else if plain.contains(&name.as_str()) {
            Asks::Basic
        } else {
            Asks::Unknown
        }
    }
}

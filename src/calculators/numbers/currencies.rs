//! The signs, words and codes of currencies beside amounts.

use std::sync::LazyLock;

/// Currency signs and words before or after an amount. Longer ones come before those that they contain. Shift_JIS has the yen sign
/// where other encodings have the backslash.
const SIGNS: &str = "€=EUR; Mex$=MXN; COL$=COP; US$=USD; AU$=AUD; CA$=CAD; NZ$=NZD; HK$=HKD; NT$=TWD; MX$=MXN; RD$=DOP; $U=UYU; R$=BRL; \
    A$=AUD; C$=CAD; S$=SGD; J$=JMD; E£=EGP; £=GBP; $=USD; ¥=yen or yuan; ￥=yen or yuan; 円=JPY; \\=JPY; 元=CNY; RMB=CNY; \
    ₹=INR; Rs.=rupees; Rs=rupees; ₽=RUB; руб.=RUB; руб=RUB; ₩=KRW; 원=KRW; ₺=TRY; TL=TRY; ₴=UAH; грн=UAH; ₫=VND; ₪=ILS; ฿=THB; \
    ₱=PHP; ₦=NGN; ₡=CRC; ₵=GHS; ₸=KZT; ₼=AZN; ₾=GEL; ₲=PYG; kr.=crowns; kr=crowns; zł.=PLN; zł=PLN; zl=PLN; Kč.=CZK; \
    Kč=CZK; Ft=HUF; лв.=BGN; лв=BGN; lei=RON; SFr.=CHF; SFr=CHF; Fr.=CHF; Fr=CHF; RM=MYR; Rp=IDR; Euro=EUR; euros=EUR; \
    R =ZAR; S/.=PEN; S/=PEN; B/.=PAB; Bs.=BOB; Bs=BOB; DM=DEM; den=MKD; din.=RSD; din=RSD; KSh=KES; TSh=TZS; USh=UGX; \
    ৳=BDT; сом=KGS; тг=KZT; Dollars=USD; ريال=SAR; د.إ=AED; ر.س=SAR; ج.م=EGP";

/// Currency codes, which stand before or after an amount too.
const CODES: &str = "EUR USD GBP CHF JPY CNY SEK NOK DKK ISK PLN CZK HUF RON BGN RUB UAH TRY CAD AUD NZD INR PKR BRL MXN ARS CLP COP PEN \
    ZAR EGP NGN KES MAD ILS SAR AED KRW THB IDR MYR PHP SGD HKD TWD VND PAB UYU BOB MKD RSD TZS UGX BDT JMD DOP KGS KZT \
    LKR NPR MMK KHR LAK QAR KWD BHD OMR JOD LBP IQD IRR TND DZD GHS ETB XOF XAF ZMW BWP NAD MUR GEL AMD AZN UZS BYN MDL \
    BAM HRK GTQ HNL NIO CRC PYG TTD BBD FJD MNT MOP CNH";

/// What may stand beside an amount, and the currency that it names.
pub fn currencies() -> impl Iterator<Item = (&'static str, &'static str)> {
    static ALL: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        let signs = SIGNS.split("; ").filter_map(|sign| sign.split_once('='));
        signs
            .chain(CODES.split(' ').map(|code| (code, code)))
            .collect()
    });
    ALL.iter().copied()
}

/// The currency of an amount, if a sign or code stands before or after it.
pub fn currency(text: &str) -> Option<&'static str> {
    let ends = [text.bytes().next(), text.bytes().next_back()];
    if ends.iter().flatten().all(u8::is_ascii_digit) {
        return None;
    }
    let bare = text.trim_matches(|c: char| is_space(c) || "+-−–()%".contains(c));
    without_money(bare).map(|(currency, _)| currency)
}

/// Whether two amounts may have the same currency: `kr` and `SEK` may, `€` and `$` may not.
pub fn may_be_one_currency(one: &str, other: &str) -> bool {
    let covers = |wide: &str, narrow: &str| match wide {
        "crowns" => matches!(narrow, "SEK" | "NOK" | "DKK" | "ISK"),
        "rupees" => matches!(narrow, "INR" | "PKR"),
        "yen or yuan" => matches!(narrow, "JPY" | "CNY"),
        _ => false,
    };
    one == other || covers(one, other) || covers(other, one)
}

/// The currency named by a code of three letters or a sign, as in a column of currencies.
pub fn currency_named(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let found = currencies().find(|(word, _)| word.eq_ignore_ascii_case(text));
    found.map(|(_, currency)| currency)
}

/// The currency at the beginning or end of a text, and the rest; `None` where there is none.
pub fn without_money(text: &str) -> Option<(&'static str, &str)> {
    let whole = |word: &str, beside: Option<char>| {
        let letters = word.chars().next_back().is_some_and(char::is_alphabetic);
        !letters || !beside.is_some_and(|c| c.is_alphabetic() || c == '$')
    };
    currencies().find_map(|(word, currency)| {
        let before = text
            .get(..word.len())
            .filter(|part| part.eq_ignore_ascii_case(word));
        if before.is_some() {
            let rest = text.get(word.len()..)?;
            return whole(word, rest.chars().next()).then_some((currency, rest));
        }
        let from = text.len().checked_sub(word.len())?;
        text.get(from..)
            .filter(|part| part.eq_ignore_ascii_case(word))?;
        let rest = text.get(..from)?;
        whole(word, rest.chars().next_back()).then_some((currency, rest))
    })
}

/// What may stand around a number and its currency.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

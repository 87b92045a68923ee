//! Formulas read, worked out and refused.
use super::*;
use proptest::prelude::*;

fn names(name: &str) -> Option<f64> {
    match name {
        "m" => Some(200.0),
        "r" => Some(0.8),
        "d" => Some(0.2),
        "minutes" => Some(7.0),
        "max_x" => Some(3.0),
        "e" => Some(10.0),
        "zero" => Some(0.0),
        _ => None,
    }
}

fn value(text: &str) -> f64 {
    Expression::number(text).unwrap().value(names).unwrap()
}

fn holds(text: &str) -> bool {
    Expression::condition(text).unwrap().holds(names).unwrap()
}

#[test]
fn formulas_read_as_in_a_textbook() {
    assert_eq!(
        value("m * r / (1 + d - r)"),
        200.0 * 0.8 / (1.0 + 0.2 - 0.8)
    );
    for (text, expected) in [
        ("-2^2", -4.0),
        ("2 - -2^2", 6.0),
        ("2*-3^2", -18.0),
        ("36/-3^2", -4.0),
        ("36/-3*2", -24.0),
        ("2^-2", 0.25),
        ("2^-2*3", 0.75),
        ("-(-2)^2", -4.0),
        ("(2^3)^2", 64.0),
        ("2^(3^2)", 512.0),
        ("10 - 3 + 2", 9.0),
        ("100/10*10", 100.0),
        ("100/10/10", 1.0),
        ("2+3*4^2", 50.0),
        ("1e3 + 2.5e-1 + .5 + 4.", 1004.75),
        ("2*e", 20.0),
        ("0.1+0.2", 0.1 + 0.2),
        ("max_x + 0.1 + 0.2", 3.0 + 0.1 + 0.2),
        ("0.1 * max_x * 3", 0.1 * 3.0 * 3.0),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn functions_nest_and_names_may_begin_like_them() {
    for (text, expected) in [
        ("min(5, max(2, 3)) + 4", 7.0),
        ("max(min(1, 2), min(3, 4))*2", 6.0),
        ("min((1+2)*3, minutes)", 7.0),
        ("min(minutes, max_x)^2", 9.0),
        (
            "sqrt(16) + abs(-3) + floor(2.9) + ceil(2.1) + round(2.5)",
            15.0,
        ),
        ("ln(exp(2))", 2.0),
        ("-min(-1, 2)", 1.0),
        ("2*max(1,-min(3,4)^2)", 2.0),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn conditions_compare_and_join() {
    assert!(holds("m > 0"));
    assert!(holds("m >= 200 && r < 1 || zero > 1"));
    assert!(holds("zero > 1 && zero > 2 || m == 200"));
    assert!(!holds("zero > 1 && (zero > 2 || m == 200)"));
    assert!(holds("(m - 1) * 2 != 5 && -r < 0"));
    assert!(holds("abs(m - 200) <= 0.001"));
}

#[test]
fn what_has_no_finite_value_is_an_error() {
    for text in [
        "1 / zero",
        "zero/zero",
        "sqrt(-1)",
        "ln(zero)",
        "exp(1000)",
        "min(zero/zero, 1)",
        "m/zero*zero",
    ] {
        let formula = Expression::number(text).unwrap();
        assert_eq!(formula.value(names), Err(NoValue::NotFinite), "{text}");
    }
    for text in [
        "1 / zero > 3",
        "zero/zero != 1 || m > 1",
        "m > 1 || 1/zero < 0",
    ] {
        let condition = Expression::condition(text).unwrap();
        assert_eq!(condition.holds(names), Err(NoValue::NotFinite), "{text}");
    }
    let unknown = Expression::number("m * quantity").unwrap();
    assert_eq!(unknown.names(), ["m", "quantity"]);
    assert_eq!(
        unknown.value(names),
        Err(NoValue::Unknown("quantity".into()))
    );
}

#[test]
fn faults_point_at_the_character() {
    for (text, column, part) in [
        ("", 1, "empty"),
        ("m +", 4, "stops"),
        ("m * (r + 1", 5, "never closed"),
        ("m + r)", 6, "never opened"),
        ("2 m", 3, "missing"),
        ("(m)(r)", 4, "missing"),
        ("m ** 2", 4, "stands where"),
        ("m--2 + --3", 9, "stands where"),
        ("+m", 1, "stands where"),
        ("2^3^2", 4, "two powers"),
        ("2^-3^2", 5, "two powers"),
        ("sqr(2)", 1, "no function `sqr`"),
        ("m(2)", 1, "no function `m`"),
        ("sqrt 2", 1, "write `sqrt(...)`"),
        ("min(1)", 6, "two values"),
        ("min(1, 2, 3)", 9, "two values"),
        ("sqrt(1, 2)", 7, "one value"),
        ("1,5 + 2", 2, "point"),
        ("m ÷ 2", 3, "write `/`"),
        ("größe + €", 3, "nothing"),
        ("1.2.3", 4, "missing"),
        (". + 1", 1, "not a number"),
        ("m < 3", 3, "condition"),
        ("m = 3", 3, "=="),
        ("()", 2, "missing"),
        ("{m}", 1, "round brackets"),
        ("1e999", 1, "too large"),
    ] {
        let fault = Expression::number(text).unwrap_err();
        assert!(fault.message.contains(part), "{text}: {fault}");
        assert_eq!(fault.column, column, "{text}: {fault}");
    }
    for (text, column) in [
        ("m", 1),
        ("m > 1 && r", 1),
        ("r && m > 1", 3),
        ("0 < r < 1", 7),
        ("(m > 1) * 2", 9),
        ("2 * (m > 1)", 5),
        ("-(m > 1)", 2),
        ("min(m > 1, 2) > 0", 7),
        ("(m > 1 && r) || m > 2", 12),
        ("(m > 1) > 0", 9),
    ] {
        let fault = Expression::condition(text).unwrap_err();
        assert_eq!(fault.column, column, "{text}: {fault}");
    }
}

#[test]
fn long_and_deep_formulas_are_refused_without_harm() {
    assert!(Expression::number(&"(".repeat(1_500)).is_err());
    assert!(Expression::number(&format!("{}1{}", "(".repeat(200), ")".repeat(200))).is_err());
    assert!(Expression::number(&"1+".repeat(5_000)).is_err());
    let long = format!("1{}", "+1".repeat(900));
    assert_eq!(
        Expression::number(&long).unwrap().value(names).unwrap(),
        901.0
    );
    let deep = format!("{}1{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(
        Expression::number(&deep).unwrap().value(names).unwrap(),
        1.0
    );
}

/// A formula as text, and its value computed directly.
fn formula() -> impl Strategy<Value = (String, f64)> {
    let leaf = prop_oneof![
        (0u32..100).prop_map(|n| (format!("{n}"), f64::from(n))),
        Just(("m".to_string(), 200.0)),
        Just(("minutes".to_string(), 7.0)),
    ];
    leaf.prop_recursive(5, 40, 2, |inner| {
        (inner.clone(), inner, 0..8u8).prop_map(|((a, x), (b, y), kind)| match kind {
            0 => (format!("({a})+({b})"), x + y),
            1 => (format!("({a})-({b})"), x - y),
            2 => (format!("({a})*({b})"), x * y),
            3 => (format!("({a})/({b})"), x / y),
            4 => (
                format!("min({a}, {b})"),
                if x.is_nan() || y.is_nan() {
                    f64::NAN
                } else {
                    x.min(y)
                },
            ),
            5 => (
                format!("max({a}, {b})"),
                if x.is_nan() || y.is_nan() {
                    f64::NAN
                } else {
                    x.max(y)
                },
            ),
            6 => (format!("-({a})^2"), -x.powf(2.0)),
            _ => (format!("sqrt(abs({a}))"), x.abs().sqrt()),
        })
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in "[-+*/^()<>=&|!,. a-zé0-9]{0,40}") {
        for formula in [Expression::number(&text), Expression::condition(&text)].into_iter().flatten() {
            let _ = formula.value(|_| Some(2.0));
        }
    }

    #[test]
    fn nested_formulas_have_the_value_rust_gives_them((text, expected) in formula()) {
        match Expression::number(&text) {
            Ok(formula) if expected.is_finite() => prop_assert_eq!(formula.value(names), Ok(expected + 0.0)),
            Ok(formula) => prop_assert_eq!(formula.value(names), Err(NoValue::NotFinite)),
            Err(fault) => prop_assert!(fault.message.contains("longer") || fault.message.contains("more than"), "{}", fault),
        }
    }
}

//! Chargeable weight: what a carrier bills for light but bulky goods, the greater of gross and volume weight.
//!
//! Sources: the cargo rules of IATA for 6,000 cm3 a kg; the usual divisors of parcel (5,000) and road (3,000) carriers.

use super::frame::*;

pub static CHARGEABLE_WEIGHT: Calculator = Calculator {
    name: "chargeable_weight",
    title: "Chargeable weight",
    purpose: "By weight or by volume: what is billed?",
    formula: "volume weight = pieces x length x width x height / divisor; billed is the greater",
    source: "IATA cargo rules (6,000 cm3 a kg); tariffs of parcel and road carriers",
    fields: &[
        Field::number("divisor", "Divisor")
            .help("Air 6000, parcel 5000, road 3000 cm3 a kg; 139 for inches and lb.")
            .within(0.0, 1e6)
            .above(0.0)
            .or(6_000.0),
        Field::number("step", "Rounded up to")
            .help("Of the whole consignment: 0.5 or 1.")
            .within(0.0, 1e3)
            .above(0.0)
            .or(0.5),
        Field::choice("sides", "Sides", &["as_given", "rounded_up"])
            .help("rounded_up: each side up to the next whole unit."),
    ],
    lists: &["rows"],
    layouts: &[Layout::of("rows", COLUMNS)],
    example: r#"{"rows": [{"pieces": 20, "length": 60, "width": 40, "height": 40, "gross": 8},
        {"pieces": 2, "length": 50, "width": 40, "height": 30, "gross": 38}]}"#,
    result: "",
    work,
};

const COLUMNS: &[Column] = &[
    Column::units(
        "pieces",
        "Pieces",
        "number; cartons; qty; pcs; packages; boxes",
    ),
    side("length", "Length"),
    side("width", "Width"),
    side("height", "Height"),
    Column::units("gross", "Gross each", "gross weight; weight; kg").counted_in("kg"),
];

const fn side(key: &'static str, label: &'static str) -> Column {
    Column::number(key, label, "")
        .within(0.0, 2_000.0)
        .counted_in("cm")
}

/// Gross and volume weight of each row.
fn weights(reader: &Reader, table: &Table) -> Result<Vec<(f64, f64)>, Refusal> {
    let divisor = reader.number("divisor")?;
    let up = reader.choice("sides")? == "rounded_up";
    let side = |length: f64| if up { length.ceil() } else { length };
    let [pieces, length] = [table.needed("pieces")?, table.needed("length")?];
    let [width, height] = [table.needed("width")?, table.needed("height")?];
    let gross = table.needed("gross")?;
    let rows = (0..pieces.len()).map(|i| {
        let volume = side(length[i]) * side(width[i]) * side(height[i]);
        (pieces[i] * gross[i], pieces[i] * volume / divisor)
    });
    Ok(rows.collect())
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let table = reader.rows("rows")?;
    let rows = weights(reader, &table)?;
    let (divisor, step) = (reader.number("divisor")?, reader.number("step")?);
    let gross: f64 = rows.iter().map(|(gross, _)| gross).sum();
    let volume: f64 = rows.iter().map(|(_, volume)| volume).sum();
    let greater = gross.max(volume);
    // A tiny excess from the division does not make a further step.
    let charged = (greater / step - 1e-9).ceil().max(0.0) * step;
    let figures = vec![
        Figure::quantity("chargeable", "chargeable weight", charged),
        Figure::quantity("gross", "gross, pieces x each", gross),
        Figure::quantity("volume_weight", "volume weight", volume),
        Figure::ratio("volume_to_gross", "volume to gross", ratio(volume, gross))
            .or_missing("no gross weight"),
    ];
    let added = |of: fn(&(f64, f64)) -> f64| listed(rows.iter().map(of), " + ");
    let volume_of_first = rows.first().map_or(0.0, |(_, volume)| *volume);
    let sides = ["pieces", "length", "width", "height"];
    let first = sides.map(|key| plain(table.number(key, 0).unwrap_or(0.0)));
    let filled = format!("{} / {}", first.join(" x "), plain(divisor));
    let working = vec![
        Step::of("row 1: pieces x sides / divisor", filled, volume_of_first),
        Step::of("volume weight = sum", added(|(_, volume)| *volume), volume),
        Step::of(
            "gross weight = sum of pieces x gross each",
            added(|(gross, _)| *gross),
            gross,
        ),
        Step::of(
            "billed = the greater, up to the step",
            filled!("{}, up to the next {}", greater, step),
            charged,
        ),
    ];
    let goes_by = |(gross, volume): &(f64, f64)| if volume > gross { "volume" } else { "weight" };
    let given = |key, label| GridColumn::quantities(key, label, table.or_zero(key));
    let table = Rows::of(&rows)
        .column(given("pieces", "Pieces"))
        .column(given("length", "Length"))
        .column(given("width", "Width"))
        .column(given("height", "Height"))
        .quantity("gross", "Gross", |(gross, _)| *gross)
        .quantity("volume_weight", "Volume weight", |(_, volume)| *volume)
        .column(GridColumn::words(
            "goes_by",
            "Goes by",
            rows.iter().map(goes_by),
        ))
        .grid("rows", "Consignment");
    // A hundred times lighter or heavier than its volume weight is no freight: lead is 70 times heavier.
    let is_odd = |(gross, volume): &(f64, f64)| {
        *gross > 0.0 && *volume > 0.0 && !(0.01..=100.0).contains(&(volume / gross))
    };
    let odd = rows.iter().zip(1..).filter(|(row, _)| is_odd(row));
    let odd: Vec<String> = odd.map(|(_, nth): (_, usize)| nth.to_string()).collect();
    let warning = (!odd.is_empty()).then(|| Warning::new("odd_density", odd.join(",")));
    Ok(Outcome::new(figures, working)
        .with_table(table)
        .with_warnings(warning))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    fn row(pieces: u32, sides: [f64; 3], gross: f64) -> Value {
        let [length, width, height] = sides;
        json!({"pieces": pieces, "length": length, "width": width, "height": height, "gross": gross})
    }

    fn charged(request: &Value) -> Value {
        answer("chargeable_weight", request).unwrap().value()["chargeable"].take()
    }

    /// In centimetres with a divisor of 6,000 no freight is a hundred times as light as this, or as heavy.
    #[test]
    fn sides_in_another_unit_are_told() {
        for (sides, gross, odd) in [
            ([120.0, 80.0, 100.0], 150.0, false),
            ([120.0, 80.0, 100.0], 8_000.0, false),
            ([1.2, 0.8, 1.0], 150.0, true),
            ([1200.0, 800.0, 1000.0], 150.0, true),
            ([120.0, 80.0, 100.0], 0.0, false),
        ] {
            let answer = answer(
                "chargeable_weight",
                &json!({"rows": [row(2, sides, gross)]}),
            )
            .unwrap();
            let warnings: Vec<String> = answer.warnings.iter().map(ToString::to_string).collect();
            let wanted: &[&str] = if odd { &["odd_density:1"] } else { &[] };
            assert_eq!(warnings, wanted, "{sides:?}");
        }
    }

    /// A published example of an air carrier: 30 x 45 x 65 cm, 14 kg: 14.625, billed 15.
    #[test]
    fn half_a_kilo_is_billed_up() {
        let request = json!({"rows": [row(1, [30.0, 45.0, 65.0], 14.0)]});
        assert_eq!(charged(&request), json!(15.0));
    }

    #[test]
    fn light_goods_go_by_volume_and_heavy_ones_by_weight() {
        for (row, expected) in [
            (row(20, [60.0, 40.0, 40.0], 8.0), 320.0),
            (row(2, [50.0, 40.0, 30.0], 38.0), 76.0),
            (row(6, [120.0, 30.0, 30.0], 22.0), 132.0),
        ] {
            assert_eq!(charged(&json!({"rows": [row]})), json!(expected));
        }
    }

    #[test]
    fn inches_are_rounded_up_to_whole_ones_where_the_carrier_does_so() {
        let request = json!({"divisor": 139, "step": 1, "sides": "rounded_up", "rows": [row(1, [11.1, 8.5, 6.2], 3.0)]});
        assert_eq!(charged(&request), json!(6.0));
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let one = row(1, [1.0, 1.0, 1.0], 1.0);
        for (request, code) in [
            (json!({"rows": []}), "empty"),
            (
                json!({"rows": [row(1, [2001.0, 1.0, 1.0], 1.0)]}),
                "out_of_range",
            ),
            (json!({"divisor": 0, "rows": [one]}), "out_of_range"),
            (json!({"step": -1, "rows": [one]}), "out_of_range"),
            (json!({}), "missing"),
        ] {
            assert_eq!(
                answer("chargeable_weight", &request).unwrap_err().code,
                code,
                "{request}"
            );
        }
    }
}

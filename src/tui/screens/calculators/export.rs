//! Results as the content of a file: a table or the figures as CSV, everything as JSON in the documented form.

use crate::calculators::{Calculator, Figure, Grid, Input, Reply};
use crate::study::text::defuse;

/// Numbers with all digits and a decimal point; undefined ones as empty cells.
pub fn grid_csv(grid: &Grid) -> Vec<u8> {
    let mut csv = line(grid.columns.iter().map(|column| text(&column.label)));
    for row in 0..grid.rows {
        csv += &line(grid.columns.iter().map(|column| match column.number(row) {
            Some(number) => shortest(number),
            None => text(&column.show(row)),
        }));
    }
    csv.into_bytes()
}

pub fn figures_csv(figures: &[Figure]) -> Vec<u8> {
    let mut csv = line(["figure", "value", "shown"].into_iter().map(text));
    for figure in figures {
        let value = figure.value.map_or_else(String::new, shortest);
        csv += &line([text(figure.label), value, text(&figure.show())].into_iter());
    }
    csv.into_bytes()
}

pub fn json(calculator: &Calculator, input: &Input) -> Vec<u8> {
    let reply = Reply(calculator.answer(input));
    let mut bytes = serde_json::to_vec_pretty(&reply).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The fewest digits that read back as the same number: `0.1`, or with an exponent where zeros would make it long: `1e300`.
fn shortest(number: f64) -> String {
    let plain = number.to_string();
    if plain.len() > 24 {
        format!("{number:e}")
    } else {
        plain
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(",") + "\n"
}

/// A text as a cell.
fn text(text: &str) -> String {
    let text = defuse(text);
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calculators::{self, GridColumn, Unit};
    use serde_json::Value;
    use std::sync::Arc;

    #[test]
    fn formula_looking_names_are_defused_and_numbers_stay_numbers() {
        let names = Arc::new([" =1+1", "a \"b\", c"].map(String::from).to_vec());
        let columns = vec![
            GridColumn::names("id", "Name", &names, vec![0, 1]),
            GridColumn::numbers("v", "Value", Unit::Money, vec![-1234.5, f64::NAN]),
        ];
        let grid = Grid::new("rows", "Rows", columns);
        let csv = String::from_utf8(grid_csv(&grid)).unwrap();
        assert_eq!(csv, "Name,Value\n' =1+1,-1234.5\n\"a \"\"b\"\", c\",\n");
    }

    #[test]
    fn numbers_are_written_the_shortest_way_that_reads_back_the_same() {
        for (number, written) in [
            (0.1, "0.1"),
            (1e300, "1e300"),
            (-2.5e-30, "-2.5e-30"),
            (1000.0, "1000"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            assert_eq!(shortest(number), written);
            assert_eq!(written.parse(), Ok(number));
        }
    }

    #[test]
    fn json_is_the_reply_of_the_contract() {
        for calculator in calculators::ALL {
            let request = calculators::request::read(calculator.example).unwrap();
            let bytes = json(calculator, &Input::new(&request));
            let value: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(value["ok"], Value::Bool(true), "{}", calculator.name);
        }
    }
}

use super::*;
use crate::calculators::{Axis, Marker, Unit};
use crate::tui::key_press::Keys;
use crate::tui::theme::{Palette, Symbols};
use ratatui::buffer::Buffer;

fn plot(points: Vec<(f64, f64)>) -> Plot {
    Plot {
        title: "Title",
        x: Axis::new("across", Unit::Quantity),
        y: Axis::new("up", Unit::Money),
        series: vec![Series::new("one", points)],
        cuts: Vec::new(),
        markers: Vec::new(),
        bars: Vec::new(),
    }
}

fn picture(plot: &Plot, width: u16, height: u16, symbols: Symbols) -> String {
    let look = Look::new(Palette::Dark, symbols, Keys::default());
    // The plot lies in the middle of the screen: nothing may be drawn around it.
    let mut buffer = Buffer::empty(Rect::new(0, 0, width + 6, height + 4));
    let area = Rect::new(3, 2, width, height);
    draw(&mut Canvas::new(&mut buffer, &look), area, plot);
    let mut lines = Vec::new();
    for y in 0..height + 4 {
        let mut line = String::new();
        for x in 0..width + 6 {
            let symbol = buffer[(x, y)].symbol();
            if !area.contains((x, y).into()) {
                assert_eq!(symbol, " ", "outside at {x},{y}\n{}", lines.join("\n"));
                continue;
            }
            line.push_str(symbol);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n").trim_matches('\n').to_owned()
}

#[test]
fn a_curve_stands_on_round_ticks() {
    let squares = (0..=20)
        .map(|i| (f64::from(i) / 2.0, f64::from(i * i)))
        .collect();
    insta::assert_snapshot!(picture(&plot(squares), 44, 10, Symbols::Braille));
}

#[test]
fn a_curve_in_plain_characters() {
    let squares = (0..=20)
        .map(|i| (f64::from(i) / 2.0, f64::from(i * i)))
        .collect();
    insta::assert_snapshot!(picture(&plot(squares), 44, 10, Symbols::Ascii));
}

#[test]
fn cuts_and_marks_are_named_beside_the_curve() {
    let mut plot = plot(
        (0..=10)
            .map(|i| (f64::from(i), f64::from(10 - i) - 5.0))
            .collect(),
    );
    plot.cuts = vec![
        Cut::Upright {
            label: "here".into(),
            x: 3.0,
        },
        Cut::Level {
            label: "target".into(),
            y: 2.0,
        },
    ];
    plot.markers = vec![
        Marker {
            label: "you".into(),
            x: 6.0,
            y: -1.0,
        },
        Marker {
            label: "them".into(),
            x: 6.5,
            y: -1.0,
        },
    ];
    plot.series
        .push(Series::new("level", vec![(0.0, 1.0), (10.0, 1.0)]));
    let picture = picture(&plot, 50, 13, Symbols::Block);
    for word in ["here", "target", "you", "them", "one", "level"] {
        assert!(picture.contains(word), "{word}\n{picture}");
    }
    insta::assert_snapshot!(picture);
}

#[test]
fn odd_data_is_drawn_sensibly_at_every_size() {
    let huge = f64::MAX;
    let cases: Vec<(&str, Vec<(f64, f64)>)> = vec![
        ("nothing", vec![]),
        ("no numbers", vec![(f64::NAN, 1.0), (1.0, f64::INFINITY)]),
        ("one point", vec![(3.0, 4.0)]),
        ("all equal", vec![(1.0, 5.0); 9]),
        ("level", vec![(0.0, 0.0), (1.0, 0.0)]),
        ("upright", vec![(2.0, -1.0), (2.0, 1.0)]),
        ("negative", vec![(-9.0, -100.0), (-1.0, -900.0)]),
        ("huge", vec![(-huge, -huge), (huge, huge)]),
        ("tiny", vec![(0.0, 1e-300), (1e-300, 2e-300)]),
        ("close", vec![(1e9, 1e9), (1e9 + 1e-6, 1e9 + 1e-6)]),
        ("backwards", vec![(9.0, 1.0), (1.0, 9.0), (5.0, 5.0)]),
    ];
    for (name, points) in cases {
        for loose in [false, true] {
            let mut plot = plot(points.clone());
            plot.series[0].loose = loose;
            plot.cuts = vec![
                Cut::Upright {
                    label: "a cut".into(),
                    x: 1.0,
                },
                Cut::Level {
                    label: "another".into(),
                    y: f64::NAN,
                },
            ];
            plot.markers = vec![Marker {
                label: "mark".into(),
                x: 0.5,
                y: -3.0,
            }];
            for width in (0..40).step_by(3).chain([80, 200]) {
                for height in (0..14).step_by(2).chain([3, 40]) {
                    for symbols in [Symbols::Braille, Symbols::Block, Symbols::Ascii] {
                        let picture = picture(&plot, width, height, symbols);
                        if width > 30 && height > 5 && matches!(name, "nothing" | "no numbers") {
                            assert!(picture.contains("Nothing to draw"), "{name}");
                        }
                        if symbols == Symbols::Ascii {
                            assert!(picture.is_ascii(), "{name}\n{picture}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_single_point_and_equal_values_are_seen() {
    for points in [vec![(3.0, 4.0)], vec![(3.0, 4.0); 5]] {
        let picture = picture(&plot(points), 30, 8, Symbols::Ascii);
        assert!(picture.contains(['o', '*']), "{picture}");
        assert!(picture.contains('4'), "{picture}");
    }
}

#[test]
fn points_of_different_series_are_told_apart_without_colour() {
    for loose in [false, true] {
        for symbols in [Symbols::Braille, Symbols::Block, Symbols::Ascii] {
            let mut plot = plot(vec![(1.0, 100.0)]);
            plot.series.push(Series::new("two", vec![(1.0, 90.0)]));
            plot.series.iter_mut().for_each(|s| s.loose = loose);
            let picture = picture(&plot, 40, 9, symbols);
            let (first, second) = match symbols {
                Symbols::Ascii => ("o", "x"),
                _ => ("•", "○"),
            };
            assert!(
                picture.contains(&format!("{first} one   {second} two")),
                "{picture}"
            );
            for sign in [first, second] {
                let alone = format!("{sign}\n");
                assert!(picture.contains(&alone), "{sign}\n{picture}");
            }
        }
    }
}

#[test]
fn a_single_series_says_what_stands_against_what() {
    let mut plot = plot(vec![(1.0, 1.0), (2.0, 2.0)]);
    assert!(picture(&plot, 40, 9, Symbols::Ascii).contains("up against across"));
    plot.title = "Up against across";
    assert!(!picture(&plot, 40, 9, Symbols::Ascii).contains("up against across"));
}

/// On the sizes a plot has on screens of 80, 120 and 40 columns.
#[test]
fn plots_of_odd_data_look_as_they_should() {
    let level = |y: f64| (0..=8).map(|x| (f64::from(x), y)).collect::<Vec<_>>();
    let falling = (0..=8).map(|x| (f64::from(x), -100.0 * f64::from(x) - 50.0));
    let cases = [
        ("no_data", Vec::new()),
        ("one_point", vec![(3.0, 4.0)]),
        ("all_equal", level(5.0)),
        ("all_zero", level(0.0)),
        ("negative", falling.collect()),
    ];
    for (name, points) in cases {
        let plot = plot(points);
        let mut pictures = String::new();
        for symbols in [Symbols::Braille, Symbols::Block, Symbols::Ascii] {
            for (width, height) in [(76, 11), (64, 24), (36, 8)] {
                let picture = picture(&plot, width, height, symbols);
                assert!(symbols != Symbols::Ascii || picture.is_ascii(), "{picture}");
                pictures += &format!("--- {symbols:?} {width}x{height}\n{picture}\n");
            }
        }
        insta::assert_snapshot!(format!("odd_{name}"), pictures);
    }
}

#[test]
fn a_tornado_has_a_named_row_for_each_input() {
    let plot = Plot::of_bars(
        "Title",
        Axis::new("across", Unit::Quantity),
        ["retention", "margin_rate"],
        vec![Series::piece("", [(130.0, 280.0), (166.0, 214.0)])],
    )
    .cut_at("as it is", 190.0);
    insta::assert_snapshot!(picture(&plot, 60, 6, Symbols::Braille));
    for width in 0..70 {
        for height in 0..8 {
            picture_of_any_size(&plot, width, height);
        }
    }
}

#[test]
fn pieces_of_a_bar_are_told_apart_without_colour_and_end_in_their_sum() {
    let plot = Plot::of_bars(
        "Title",
        Axis::new("across", Unit::Money),
        ["sea", "rail", "none"],
        vec![
            Series::piece("freight", [(0.0, 65.0), (0.0, 116.0), (0.0, 0.0)]),
            Series::piece("lot", [(65.0, 137.0), (116.0, 152.0), (0.0, 0.0)]),
            // Less than a cell, and nothing.
            Series::piece("safety", [(137.0, 224.0), (152.0, 152.1), (0.0, 0.0)]),
        ],
    )
    .cut_at("lowest", 152.1);
    for symbols in [Symbols::Braille, Symbols::Ascii] {
        let name = format!("pieces_{symbols:?}");
        insta::assert_snapshot!(name, picture(&plot, 60, 6, symbols));
    }
    let narrow = picture(&plot, 24, 9, Symbols::Braille);
    for name in ["█ freight", "▓ lot", "▒ safety"] {
        assert!(narrow.contains(name), "{name}\n{narrow}");
    }
    for width in 0..70 {
        for height in 0..8 {
            picture_of_any_size(&plot, width, height);
        }
    }
}

fn picture_of_any_size(plot: &Plot, width: u16, height: u16) {
    assert!(picture(plot, width, height, Symbols::Ascii).is_ascii());
}

#[test]
fn the_numbers_of_an_axis_stand_equally_far_apart_on_whole_rows() {
    for top in [2.4, 30.0, 214.0, 612.0, 3_000.0, 26_400.0] {
        let plot = plot(vec![(0.0, top / 3.0), (1.0, top)]);
        for height in 7..30 {
            let picture = picture(&plot, 60, height, Symbols::Ascii);
            let tick = |(row, line): (usize, &str)| {
                let (number, _) = line.split_once(" +")?;
                let number: f64 = number.trim().replace(',', "").parse().ok()?;
                Some((row as f64, number))
            };
            let ticks: Vec<(f64, f64)> = picture.lines().enumerate().filter_map(tick).collect();
            assert!(ticks.len() > 1, "{picture}");
            let steps: Vec<(f64, f64)> = (ticks.windows(2))
                .map(|pair| (pair[1].0 - pair[0].0, pair[0].1 - pair[1].1))
                .collect();
            let even = |step: &(f64, f64)| {
                step.0 == steps[0].0 && (step.1 - steps[0].1).abs() < 1e-9 * top
            };
            assert!(steps.iter().all(even), "{steps:?}\n{picture}");
        }
    }
}

#[test]
fn the_name_of_a_cut_line_never_stands_in_the_row_of_another() {
    let mut plot = plot(vec![(0.0, 0.6), (1.0, 0.97), (2.0, 1.0)]);
    let cut = |label: &str, y| Cut::Level {
        label: label.into(),
        y,
    };
    plot.cuts = vec![cut("lower", 0.8), cut("upper", 0.95)];
    for height in 7..24 {
        let picture = picture(&plot, 60, height, Symbols::Braille);
        let row = |name| picture.lines().position(|line| line.contains(name));
        assert!(row("upper") <= row("lower"), "{picture}");
    }
}

//! How much a review takes on the disk.

use super::*;
use crate::store::record;

/// Reviews of as many cards, each graded when it is due, most due first, with seeds and times as they come in life.
fn fill(store: &mut Store, cards: u32, reviews: u32) {
    let db = store.connection.transaction().unwrap();
    let mut queue: std::collections::BTreeMap<(Day, u32), Memory> = (0..cards)
        .map(|card| ((TODAY.plus(card / 20), card), Memory::default()))
        .collect();
    for review in 0..u64::from(reviews) {
        let ((due, card), before) = queue.pop_first().unwrap();
        let random = (review + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let quality = [1, 3, 4, 4, 4, 4, 5, 5][(random >> 61) as usize];
        let event = Event::graded(before.meant(due), Grade::new(quality).unwrap());
        let name = format!("cpim-deck-{}/what-wins-the-order-{card}", card % 50);
        let change = Change {
            seed: random,
            took_ms: 2000 + (random >> 50) as u32,
            ..Change::new(key(&name), event, due, before)
        };
        let moment = at(due, i64::from(change.took_ms) + review as i64);
        record::write(&db, "0123456789abcdef", &change, moment, None).unwrap();
        let next = change.after.schedule().unwrap().due;
        queue.insert((next, card), change.after);
    }
    db.commit().unwrap();
}

/// Bytes of the pages of a table or index.
fn size_of(store: &Store, name: &str) -> i64 {
    store
        .connection
        .query_row(
            "SELECT sum(pgsize) FROM dbstat WHERE name = ?1",
            [name],
            |row| row.get(0),
        )
        .unwrap()
}

#[test]
fn a_review_takes_at_most_a_hundred_bytes() {
    let folder = folder();
    let mut store = open(&folder);
    fill(&mut store, 2000, 20_000);
    let sizes = ["log", "log_subject", "log_day", "counted"].map(|name| size_of(&store, name));
    let all: i64 = sizes.iter().sum();
    assert!(all <= 20_000 * 100, "{sizes:?} bytes for 20,000 reviews");
    assert!(store.doctor(at(TODAY.plus(40_000), 0)).unwrap().is_sound());
}

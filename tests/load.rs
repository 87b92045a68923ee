//! What a day of study with the decks that ship asks, and how long they take to be met whole: a learner is simulated.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use swotter::deck_file::ParsedDeck;
use swotter::shelf::{Sources, source};
use swotter::study::plan::{
    Fresh, Known, Question, Work, card_of, in_order_of_prerequisites, plan, wait,
};
use swotter::study::{Day, Deck, Grade, Key, Memory, memory::Event};

fn concept_decks() -> Vec<Deck> {
    source::find(&Sources::default())
        .iter()
        .map(|source| {
            let text = String::from_utf8(source.bytes().unwrap().into_owned());
            ParsedDeck::read("deck.ron", text.unwrap()).deck.unwrap()
        })
        .filter(|deck| deck.id != "glossary")
        .collect()
}

/// A learner who does twenty new questions a day and grades most of them good, for one examination and for both at once. The
/// few days more than twenty a day would take come from cards that wait for one another.
#[test]
fn twenty_new_a_day_show_everything_without_a_day_that_asks_too_much() {
    for tracks in [
        &["CPIM", "both"][..],
        &["CLTD", "both"],
        &["CPIM", "CLTD", "both"],
    ] {
        println!("{}", tracks.join(", "));
        let mut decks = concept_decks();
        decks.retain(|deck| tracks.contains(&&*deck.track));
        let questions: usize = decks.iter().map(|deck| deck.keys().count()).sum();
        let (met, busiest) = simulate(&decks);
        let least = questions.div_ceil(20) as i32;
        assert!(
            met <= least + 4,
            "all met on day {met}, {least} at the least"
        );
        assert!(busiest <= 120, "the busiest day asks {busiest}");
    }
}

/// The day on which every card was met, and the questions of the busiest day. It prints each day's load, with minutes at
/// 12 seconds an answer and 45 for what is new, its page included.
fn simulate(decks: &[Deck]) -> (i32, usize) {
    let mut memories: BTreeMap<Key, Memory> = BTreeMap::new();
    let mut load = Vec::new();
    let questions: usize = decks.iter().map(|d| d.keys().count()).sum();
    let cards: BTreeSet<String> = decks
        .iter()
        .flat_map(|d| d.keys().map(|k| card_of(&k).into_owned()))
        .collect();
    let (mut met, mut all_met_on, mut all_asked_on) = (BTreeSet::new(), None, None);
    let days = 60 + questions.div_ceil(20) as i32;
    for day in (0..days).map(Day) {
        let memory = |key: &Key| memories.get(key).cloned().unwrap_or_default();
        let mut due = Vec::new();
        let mut fresh = Vec::new();
        for deck in decks {
            let after: Vec<(&str, &[String])> = deck
                .concepts
                .iter()
                .map(|c| (c.id.as_str(), c.after.as_slice()))
                .collect();
            let (mut new, mut waiting) = (Vec::new(), Vec::new());
            for i in in_order_of_prerequisites(&after) {
                let concept = &deck.concepts[i];
                for card in &concept.cards {
                    let parts = card.parts();
                    let key = |part: &str| Key::new(&deck.id, &card.common().id, part);
                    let further_wait = wait(&memory(&key(&parts[0])));
                    let links = card.common().link.iter();
                    let links: Vec<String> = links
                        .map(|l| swotter::study::deck::absolute(&deck.id, l))
                        .collect();
                    for (side, part) in parts.iter().enumerate() {
                        let question = Question::from(Known {
                            memory: memory(&key(part)),
                            key: key(part),
                            concept: format!("{}/{}", deck.id, concept.id),
                            links: links.clone(),
                        });
                        if question.memory.is_due(day) {
                            due.push(question)
                        } else if question.memory.is_new() && side > 0 && further_wait {
                            waiting.push(question)
                        } else if question.memory.is_new() {
                            new.push(question)
                        }
                    }
                }
            }
            fresh.push(Fresh {
                left: u32::MAX,
                questions: Box::new(new.into_iter()),
                waiting: Box::new(waiting.into_iter()),
            });
        }
        let work = Work {
            due,
            fresh: vec![(fresh, 20)],
            ..Work::default()
        };
        let plan = plan(day, work, &Default::default());
        load.push((plan.due.len(), plan.new.len()));
        let today: Vec<&Question> = plan.due.iter().chain(&plan.new).collect();
        let on: BTreeSet<String> = today.iter().map(|q| card_of(&q.key).into_owned()).collect();
        assert_eq!(on.len(), today.len(), "siblings on day {day:?}");
        let linked = |q: &&Question| q.links.iter().any(|link| on.contains(link));
        assert_eq!(
            today.iter().find(|q| linked(q)),
            None,
            "linked on day {day:?}"
        );
        for (i, question) in plan.due.iter().chain(&plan.new).enumerate() {
            met.insert(card_of(&question.key).into_owned());
            let grade = if i % 7 == 3 { Grade::HARD } else { Grade::GOOD };
            let memory = question
                .memory
                .after(&Event::graded(question.memory.meant(day), grade), day);
            memories.insert(question.key.clone(), memory);
        }
        if met.len() == cards.len() {
            all_met_on.get_or_insert(day.0 + 1);
        }
        if memories.len() == questions {
            all_asked_on.get_or_insert(day.0 + 1);
        }
    }
    println!("day  due  new  minutes");
    for (day, (due, new)) in (1..=28).zip(&load) {
        let minutes = (*due as f64 * 12.0 + *new as f64 * 45.0) / 60.0;
        println!("{day:3}  {due:3}  {new:3}  {minutes:7.0}");
    }
    let busiest = load.iter().map(|(due, new)| due + new).max().unwrap();
    let met = all_met_on.expect("every card is met");
    let asked =
        all_asked_on.expect("every question is asked two months after the last could be met");
    println!(
        "{} cards, all met on day {met}; {questions} questions, the further gaps asked too by day {asked}; \
         the busiest day asks {busiest}\n",
        cards.len()
    );
    (met, busiest)
}

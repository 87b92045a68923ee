//! What is studied today, and in which order. Decided from memories and limits alone, without clock or store.

use super::memory::MATURE_DAYS;
use super::outlook::DayAhead;
use super::{Day, Key, Memory};
use serde::{Deserialize, Serialize};
use std::borrow::{Borrow, Cow};
use std::collections::{HashMap, HashSet, VecDeque};
use std::iter::Peekable;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A question that may come today. What is known of it lies behind a pointer, for thousands are put in order at once, and stays
/// known while a session has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question(Arc<Known>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    pub key: Key,
    /// `deck/concept`.
    pub concept: String,
    /// Cards, as `deck/card`, that ask the same fact: never asked on the same day as this one.
    pub links: Vec<String>,
    pub memory: Memory,
}

impl Deref for Question {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

impl DerefMut for Question {
    fn deref_mut(&mut self) -> &mut Known {
        Arc::make_mut(&mut self.0)
    }
}

impl From<Known> for Question {
    fn from(known: Known) -> Question {
        Question(Arc::new(known))
    }
}

impl Question {
    pub fn remembered_as(mut self, memory: Memory) -> Question {
        self.memory = memory;
        self
    }
}

/// A deck's new questions, in the order in which they are introduced.
pub struct Fresh<'a> {
    /// How many new questions the deck may still introduce today.
    pub left: u32,
    pub questions: Box<dyn Iterator<Item = Question> + 'a>,
    /// Questions that come only when no deck has others left, see [`wait`].
    pub waiting: Box<dyn Iterator<Item = Question> + 'a>,
}

/// Whether further gaps and reverse sides of a card wait, judged by the memory of its first question. Until that one is mature
/// they come after all cards that were never met, since whoever answered one gap has read the whole sentence.
pub fn wait(first: &Memory) -> bool {
    first.schedule().is_none_or(|s| s.interval < MATURE_DAYS)
}

/// Today's work: due questions, then what is left of the final drill, then new ones.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub due: Vec<Question>,
    pub drill: Vec<Question>,
    /// Not due, but to be looked at because an exam is near.
    pub looks: Vec<Question>,
    pub new: Vec<Question>,
    /// Due, and left for another day because a sibling or linked card is asked today.
    pub waiting: Vec<Key>,
}

/// What may be asked today, before it is put in order.
#[derive(Default)]
pub struct Work<'a> {
    pub due: Vec<Question>,
    /// Also due; no other question can keep them waiting, nor they another one.
    pub free: Vec<Question>,
    pub drill: Vec<Question>,
    /// Questions that may be looked at, most at risk first, and how many of them to take.
    pub looks: (Vec<Question>, usize),
    /// Groups of decks with new questions, each with the number of new questions to take.
    pub fresh: Vec<(Vec<Fresh<'a>>, u32)>,
    /// Concepts whose new questions come first, by rank, lowest first.
    pub first: HashMap<String, u32>,
    /// The last day of study before an exam: siblings no longer wait for another day, but are kept as far apart as possible.
    pub is_last: bool,
}

/// `asked` holds the cards, as `deck/card`, that were graded today; their siblings and links wait for another day.
///
/// Due cards are ordered by how overdue they are, measured against their interval, and then interleaved by concept. New cards are
/// taken one concept at a time, from each deck in turn, until the group's number or the deck's own limit is reached; then the
/// questions that wait, in the same way.
pub fn plan(today: Day, work: Work<'_>, asked: &HashSet<String>) -> Plan {
    let Work {
        due,
        free,
        drill,
        looks: (looks, looked),
        fresh,
        first,
        is_last,
    } = work;
    let drilled = drill.iter().map(|question| card_of(&question.key).into());
    let mut apart = Apart {
        taken: asked.iter().cloned().chain(drilled).collect(),
    };
    let (mut come, waiting): (Vec<_>, Vec<_>) = most_overdue_first(due, today)
        .into_iter()
        .partition(|question| apart.take(question) || is_last);
    come.extend(free);
    let looks = looks.into_iter();
    let looks = looks.filter(|question| apart.take(question) || is_last);
    let looks: Vec<Question> = looks.take(looked).collect();
    let order = |questions| {
        let mixed = interleave(questions);
        if is_last { stand_apart(mixed) } else { mixed }
    };
    let lots = fresh.into_iter();
    Plan {
        due: order(most_overdue_first(come, today)),
        looks: order(looks),
        new: lots
            .flat_map(|(decks, left)| introduce(decks, left, &first, &mut apart))
            .collect(),
        waiting: waiting
            .iter()
            .map(|question| question.key.clone())
            .collect(),
        drill,
    }
}

/// The work of each of the days after today, by the same rules as [`plan`], if every day's work is done. `pool` holds all
/// questions that are not suspended and fall due by then, but for those that no other keeps waiting: `alone` says how many of
/// them fall due on each day. What a day leaves over comes on the next one, and a free day leaves over everything.
pub fn forecast(
    today: Day,
    pool: &[Question],
    alone: &[u32],
    is_free: impl Fn(Day) -> bool,
) -> Vec<DayAhead> {
    let mut ahead = Vec::with_capacity(alone.len());
    let mut left: Vec<&Question> = pool.iter().collect();
    let mut alone_left = 0;
    for (days, alone) in (1..).zip(alone) {
        let day = today.plus(days);
        alone_left += alone;
        if is_free(day) {
            ahead.push(DayAhead::free(day));
            continue;
        }
        let is_due =
            |question: &&Question| question.memory.schedule().is_some_and(|s| s.due <= day);
        let (due, later): (Vec<_>, Vec<_>) = left.into_iter().partition(is_due);
        left = later;
        let mut apart = Apart::default();
        let (asked, waiting): (Vec<_>, Vec<_>) = most_overdue_first(due, day)
            .into_iter()
            .partition(|question| apart.take(question));
        ahead.push(DayAhead {
            day,
            due: asked.len() as u32 + std::mem::take(&mut alone_left),
            waiting: waiting.len() as u32,
            free: false,
        });
        left.extend(waiting);
    }
    ahead
}

/// Those that are ordered already, a deck after the other, are ordered in less time.
pub fn most_overdue_first<T: Borrow<Question>>(due: Vec<T>, today: Day) -> Vec<T> {
    let order = due.iter().enumerate().map(|(at, due)| {
        let question: &Question = due.borrow();
        (overdue(question, today), &question.key, at)
    });
    let mut order: Vec<(f64, &Key, usize)> = order.collect();
    order.sort_by(|(a, x, _), (b, y, _)| b.total_cmp(a).then_with(|| x.cmp(y)));
    let places: Vec<usize> = order.into_iter().map(|(_, _, at)| at).collect();
    let mut due: Vec<Option<T>> = due.into_iter().map(Some).collect();
    places.into_iter().filter_map(|at| due[at].take()).collect()
}

/// Spreads siblings and linked questions of one day, with other questions between them where there are any.
fn stand_apart(questions: Vec<Question>) -> Vec<Question> {
    const BETWEEN: usize = 10;
    let links = |of: &Question, card: &str| of.links.iter().any(|link| link == card);
    arranged(questions, |ordered, waiting| {
        let near = &ordered[ordered.len().saturating_sub(BETWEEN)..];
        waiting.iter().position(|question| {
            let card = card_of(&question.key);
            near.iter().all(|other| {
                let near = card_of(&other.key);
                near != card && !links(question, &near) && !links(other, &card)
            })
        })
    })
}

/// Takes the questions one by one: the one that `next` names, of those taken and those waiting, or else the first.
fn arranged(
    questions: Vec<Question>,
    next: impl Fn(&[Question], &VecDeque<Question>) -> Option<usize>,
) -> Vec<Question> {
    let mut waiting: VecDeque<Question> = questions.into();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let at = next(&ordered, &waiting).unwrap_or(0);
        ordered.extend(waiting.remove(at));
    }
    ordered
}

/// Days late as a share of the interval: being two days late matters more after three days than after a hundred.
fn overdue(question: &Question, today: Day) -> f64 {
    question.memory.schedule().map_or(0.0, |s| {
        f64::from(today.since(s.due)) / f64::from(s.interval.max(1))
    })
}

/// Keeps siblings and linked cards on different days.
#[derive(Default)]
struct Apart {
    taken: HashSet<String, foldhash::fast::RandomState>,
}

impl Apart {
    fn take(&mut self, question: &Question) -> bool {
        self.is_free(question) && self.taken.insert(card_of(&question.key).into())
    }

    fn is_free(&self, question: &Question) -> bool {
        !self.taken.contains(&*card_of(&question.key))
            && !question.links.iter().any(|link| self.taken.contains(link))
    }
}

/// `deck/card`, whatever the part.
pub fn card_of(key: &Key) -> Cow<'_, str> {
    match key.part() {
        // Almost all keys have no part.
        "" if !key.deck().is_empty() => key.as_str().into(),
        _ => format!("{}/{}", key.deck(), key.card()).into(),
    }
}

/// Swaps a question with the next one of another concept where two of one concept would follow each other. It looks only a few
/// places ahead, so that the order by urgency is mostly kept.
fn interleave(questions: Vec<Question>) -> Vec<Question> {
    const AHEAD: usize = 10;
    arranged(questions, |ordered, waiting| {
        let last = ordered.last().map(|question| &question.concept);
        let mut ahead = waiting.iter().take(AHEAD);
        ahead.position(|question| Some(&question.concept) != last)
    })
}

fn introduce(
    fresh: Vec<Fresh<'_>>,
    mut left: u32,
    ranks: &HashMap<String, u32>,
    apart: &mut Apart,
) -> Vec<Question> {
    let mut new = Vec::new();
    let mut lefts: Vec<u32> = fresh.iter().map(|deck| deck.left).collect();
    let (first, waiting): (Vec<_>, Vec<_>) = fresh
        .into_iter()
        .map(|deck| (deck.questions.peekable(), deck.waiting.peekable()))
        .unzip();
    for mut decks in [first, waiting] {
        let mut turns: VecDeque<usize> = (0..decks.len()).collect();
        let mut had: Vec<Option<String>> = vec![None; decks.len()];
        // Decks without questions left are removed. Among equal ranks, the deck whose turn it is comes first. Without ranks no
        // deck is asked for its next question before its turn, because that may mean going through many cards already met.
        let rank = |question: &Question| ranks.get(&question.concept).copied().unwrap_or(u32::MAX);
        let ranked = if ranks.is_empty() { 1 } else { usize::MAX };
        while left > 0
            && let Some(next) = (0..turns.len().min(ranked)).min_by_key(|n| {
                let (deck, had) = (&mut decks[turns[*n]], &had[turns[*n]]);
                // Passed only now, for most decks have no second turn.
                let rest = |question: &Question| had.as_ref() == Some(&question.concept);
                while deck.next_if(rest).is_some() {}
                deck.peek().map(rank)
            })
            && let Some(turn) = turns.remove(next)
        {
            let (deck, deck_left) = (&mut decks[turn], &mut lefts[turn]);
            had[turn] = take_concept(deck, deck_left, &mut left, apart, &mut new);
            turns.extend(had[turn].is_some().then_some(turn));
        }
    }
    new
}

/// Most new questions of one concept in one session, so that they can be taken in.
const MOST_OF_A_CONCEPT: usize = 9;

/// Takes the next concept of a deck, as far as the limits allow; the rest of a large concept is left for another session. Returns
/// that concept where the deck may have more.
fn take_concept(
    questions: &mut Peekable<impl Iterator<Item = Question>>,
    deck_left: &mut u32,
    left: &mut u32,
    apart: &mut Apart,
    new: &mut Vec<Question>,
) -> Option<String> {
    let concept = questions.peek()?.concept.clone();
    let mut taken = 0;
    while *left > 0 && *deck_left > 0 {
        let next = (taken < MOST_OF_A_CONCEPT).then(|| questions.next_if(|q| q.concept == concept));
        let Some(question) = next.flatten() else {
            return Some(concept);
        };
        if apart.is_free(&question) {
            apart.taken.insert(card_of(&question.key).into());
            taken += 1;
            new.push(question);
            *left -= 1;
            *deck_left -= 1;
        }
    }
    None
}

/// Orders concepts so that each comes after those it names, and otherwise as written. A cycle is broken at the first concept met
/// again (`swot check` reports it).
pub fn in_order_of_prerequisites<'a>(concepts: &[(&'a str, &'a [String])]) -> Vec<usize> {
    // Of several with one id the first is meant.
    let ids = concepts.iter().enumerate().rev();
    let places: HashMap<&str, usize> = ids.map(|(place, (id, _))| (*id, place)).collect();
    let mut seen = vec![false; concepts.len()];
    let mut order = Vec::with_capacity(concepts.len());
    // Those begun, with how many of their prerequisites were looked at: a chain may be longer than the stack is deep.
    let mut begun = Vec::new();
    for first in 0..concepts.len() {
        begun.extend((!std::mem::replace(&mut seen[first], true)).then_some((first, 0)));
        while let Some((place, looked_at)) = begun.last_mut() {
            let Some(before) = concepts[*place].1.get(*looked_at) else {
                order.push(*place);
                begun.pop();
                continue;
            };
            *looked_at += 1;
            let place = places.get(before.as_str());
            let unseen = place.filter(|place| !std::mem::replace(&mut seen[**place], true));
            begun.extend(unseen.map(|place| (*place, 0)));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::memory::Learned;
    use crate::study::sm2::Schedule;

    fn plan(
        today: Day,
        due: Vec<Question>,
        drill: Vec<Question>,
        fresh: Vec<Fresh<'_>>,
        left: u32,
        asked: &HashSet<String>,
    ) -> Plan {
        let work = Work {
            due,
            drill,
            fresh: vec![(fresh, left)],
            ..Work::default()
        };
        super::plan(today, work, asked)
    }

    fn question(key: &str, concept: &str, links: &[&str]) -> Question {
        Question::from(Known {
            key: Key::from_text(key),
            concept: concept.into(),
            links: links.iter().map(|l| (*l).into()).collect(),
            memory: Memory::default(),
        })
    }

    fn due(key: &str, concept: &str, due: i32, interval: u32) -> Question {
        let schedule = Schedule {
            repetitions: 3,
            ease: 250,
            interval,
            due: Day(due),
        };
        let learned = Learned {
            schedule,
            introduced: Day(0),
            last: Day(0),
            seen: Day(0),
            lapses: 0,
            drill: None,
        };
        question(key, concept, &[]).remembered_as(Memory {
            learned: Some(learned),
            ..Memory::default()
        })
    }

    fn keys(questions: &[Question]) -> Vec<&str> {
        questions.iter().map(|q| q.key.as_str()).collect()
    }

    fn fresh(left: u32, questions: Vec<Question>) -> Fresh<'static> {
        Fresh {
            left,
            questions: Box::new(questions.into_iter()),
            waiting: Box::new(std::iter::empty()),
        }
    }

    #[test]
    fn the_most_overdue_for_its_interval_comes_first() {
        let plan = plan(
            Day(100),
            vec![due("d/long", "d/a", 90, 100), due("d/short", "d/b", 98, 2)],
            vec![],
            vec![],
            0,
            &HashSet::new(),
        );
        assert_eq!(keys(&plan.due), ["d/short", "d/long"]);
    }

    #[test]
    fn a_free_question_has_its_place_among_the_others() {
        let plan = |asked: &str| {
            let work = Work {
                due: vec![due("d/a", "d/1", 98, 2), due("d/b", "d/2", 90, 100)],
                free: vec![due("d/z", "d/3", 97, 6)],
                ..Work::default()
            };
            super::plan(Day(100), work, &HashSet::from([asked.to_owned()]))
        };
        assert_eq!(keys(&plan("").due), ["d/a", "d/z", "d/b"]);
        let plan = plan("d/a");
        assert_eq!(keys(&plan.due), ["d/z", "d/b"]);
        assert_eq!(plan.waiting, [Key::from_text("d/a")]);
    }

    /// What is asked on the last day before an exam, when nothing waits any longer.
    fn last_day(due: Vec<Question>) -> Plan {
        let work = Work {
            due,
            is_last: true,
            ..Work::default()
        };
        super::plan(Day(100), work, &HashSet::new())
    }

    #[test]
    fn on_the_last_day_siblings_are_asked_with_others_between_them() {
        let plan = last_day(vec![
            due("d/a", "d/1", 100, 1),
            due("d/a:reverse", "d/2", 100, 1),
            due("d/b", "d/3", 100, 1),
            due("d/c", "d/4", 100, 1),
        ]);
        assert_eq!(keys(&plan.due), ["d/a", "d/b", "d/c", "d/a:reverse"]);
        assert_eq!(plan.waiting, []);
    }

    #[test]
    fn on_the_last_day_linked_cards_stand_apart_whichever_of_the_two_names_the_other() {
        for (of_a, of_b) in [
            (vec!["d/b".to_owned()], vec![]),
            (vec![], vec!["d/a".into()]),
        ] {
            let linked = |links, mut question: Question| {
                question.links = links;
                question
            };
            let plan = last_day(vec![
                linked(of_a, due("d/a", "d/1", 100, 1)),
                linked(of_b, due("d/b", "d/2", 100, 1)),
                due("d/c", "d/3", 100, 1),
            ]);
            assert_eq!(keys(&plan.due), ["d/a", "d/c", "d/b"]);
        }
    }

    #[test]
    fn looks_are_as_many_as_asked_for_and_none_beside_its_sibling() {
        let plan_of = |is_last| {
            let looks = ["d/a:reverse", "d/b", "d/c", "d/e"].map(|k| due(k, "d/c", 200, 9));
            let work = Work {
                due: vec![due("d/a", "d/c", 100, 1), due("d/z", "d/c", 100, 1)],
                looks: (looks.into(), 2),
                is_last,
                ..Work::default()
            };
            super::plan(Day(100), work, &HashSet::from(["d/z".to_owned()]))
        };
        let plan = plan_of(false);
        assert_eq!(keys(&plan.due), ["d/a"]);
        assert_eq!(plan.waiting, [Key::from_text("d/z")]);
        assert_eq!(keys(&plan.looks), ["d/b", "d/c"]);
        let plan = plan_of(true);
        assert_eq!(keys(&plan.due), ["d/a", "d/z"]);
        assert_eq!(keys(&plan.looks), ["d/a:reverse", "d/b"]);
    }

    #[test]
    fn new_concepts_that_are_wanted_first_come_in_the_order_of_their_rank() {
        let deck = |d: &str| fresh(9, vec![question(&format!("{d}/x"), &format!("{d}/c"), &[])]);
        let work = Work {
            fresh: vec![(vec![deck("a"), deck("b"), deck("e")], 9)],
            first: HashMap::from([("e/c".to_owned(), 0), ("b/c".to_owned(), 1)]),
            ..Work::default()
        };
        let plan = super::plan(Day(0), work, &HashSet::new());
        assert_eq!(keys(&plan.new), ["e/x", "b/x", "a/x"]);
    }

    #[test]
    fn a_forecast_tells_each_day_and_what_stands_over_to_the_next() {
        let pool = vec![
            due("d/a", "d/c", 100, 1),
            due("d/a:reverse", "d/c", 101, 9),
            due("d/b", "d/c", 103, 1),
            due("d/late", "d/c", 104, 1),
            question("d/new", "d/c", &[]),
        ];
        let told = |is_free: fn(Day) -> bool| {
            let told = forecast(Day(100), &pool, &[2, 0, 1], is_free);
            told.iter().map(|d| (d.due, d.waiting)).collect::<Vec<_>>()
        };
        assert_eq!(told(|_| false), [(3, 1), (1, 0), (2, 0)]);
        assert_eq!(told(|day| day == Day(101)), [(0, 0), (3, 1), (3, 0)]);
    }

    #[test]
    fn concepts_take_turns() {
        let all = ["d/1", "d/2", "d/3"]
            .map(|k| due(k, "d/a", 100, 1))
            .into_iter()
            .chain(["d/4", "d/5"].map(|k| due(k, "d/b", 100, 1)))
            .collect();
        let plan = plan(Day(100), all, vec![], vec![], 0, &HashSet::new());
        assert_eq!(keys(&plan.due), ["d/1", "d/4", "d/2", "d/5", "d/3"]);
    }

    #[test]
    fn siblings_and_linked_cards_wait_for_another_day() {
        let questions = vec![
            question("d/a", "d/c", &[]),
            question("d/a:reverse", "d/c", &[]),
            question("d/b", "d/c", &["e/x"]),
            question("d/z", "d/c", &[]),
        ];
        let asked = HashSet::from(["e/x".to_owned()]);
        assert_eq!(
            keys(&plan(Day(0), vec![], vec![], vec![fresh(9, questions)], 9, &asked).new),
            ["d/a", "d/z"]
        );
    }

    #[test]
    fn decks_introduce_a_concept_each_in_turn_within_their_limits() {
        let deck = |d: &str| -> Vec<Question> {
            ["p", "p", "q", "q"]
                .iter()
                .enumerate()
                .map(|(i, c)| question(&format!("{d}/{i}"), &format!("{d}/{c}"), &[]))
                .collect()
        };
        let plan = plan(
            Day(0),
            vec![],
            vec![],
            vec![fresh(3, deck("a")), fresh(9, deck("b"))],
            6,
            &HashSet::new(),
        );
        assert_eq!(keys(&plan.new), ["a/0", "a/1", "b/0", "b/1", "a/2", "b/2"]);
    }

    #[test]
    fn a_session_holds_nine_new_questions_of_a_concept() {
        let mut questions: Vec<Question> = (0..12)
            .map(|i| question(&format!("d/{i}"), "d/p", &[]))
            .collect();
        questions.push(question("d/z", "d/q", &[]));
        let plan = plan(
            Day(0),
            vec![],
            vec![],
            vec![fresh(20, questions)],
            20,
            &HashSet::new(),
        );
        let keys = keys(&plan.new);
        assert_eq!((keys.len(), keys[8], keys[9]), (10, "d/8", "d/z"));
    }

    #[test]
    fn further_gaps_wait_until_no_deck_has_a_card_that_was_never_met() {
        let deck = |d: &str, left| Fresh {
            waiting: Box::new(
                vec![
                    question(&format!("{d}/a:2"), &format!("{d}/p"), &[]),
                    question(&format!("{d}/z:2"), &format!("{d}/p"), &[]),
                ]
                .into_iter(),
            ),
            ..fresh(
                left,
                vec![question(&format!("{d}/a"), &format!("{d}/p"), &[])],
            )
        };
        let plan = |left| {
            let decks = vec![deck("d", 9), deck("e", 1)];
            plan(Day(0), vec![], vec![], decks, left, &HashSet::new())
        };
        assert_eq!(keys(&plan(2).new), ["d/a", "e/a"]);
        // The sibling of a card of today waits for another day, and a deck's own limit holds for all.
        assert_eq!(keys(&plan(9).new), ["d/a", "e/a", "d/z:2"]);
    }

    #[test]
    fn a_card_is_asked_from_further_sides_once_its_first_is_mature() {
        assert!(wait(&Memory::default()));
        assert!(wait(&due("d/a", "d/c", 30, MATURE_DAYS - 1).memory));
        assert!(!wait(&due("d/a", "d/c", 30, MATURE_DAYS).memory));
    }

    #[test]
    fn prerequisites_come_first_and_cycles_end() {
        let (a, b, c) = (vec!["c".to_owned()], vec![], vec!["a".to_owned()]);
        assert_eq!(
            in_order_of_prerequisites(&[
                ("b", &b),
                ("a", &["b".to_owned()]),
                ("z", &["a".to_owned()])
            ]),
            [0, 1, 2]
        );
        assert_eq!(
            in_order_of_prerequisites(&[("z", &["y".to_owned()]), ("y", &b)]),
            [1, 0]
        );
        assert_eq!(in_order_of_prerequisites(&[("a", &a), ("c", &c)]).len(), 2);
        // Of two with one id the first is meant.
        let twins = [("z", &*a), ("c", &*b), ("c", &*b)];
        assert_eq!(in_order_of_prerequisites(&twins), [1, 0, 2]);
        // A chain as long as a deck allows, in the stack of a thread.
        let names: Vec<Vec<String>> = (0..20_000).map(|n| vec![n.to_string()]).collect();
        let chain = names
            .windows(2)
            .map(|pair| (pair[0][0].as_str(), &*pair[1]));
        let order = in_order_of_prerequisites(&chain.collect::<Vec<_>>());
        assert!(order.into_iter().eq((0..19_999).rev()));
    }
}

//! Runs work on several threads and returns the results in order.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// More threads gain little when each reads files.
const MOST: usize = 8;

/// How many items are worked on at once.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, |many| many.get().min(MOST))
}

/// Runs `work` on each item, as many at once as the machine has processors. `done` is called for each in the order of the items,
/// on the calling thread, as soon as the items before it are done too. Where no thread can be started, the calling one does it all.
pub fn each<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
    mut done: impl FnMut(R),
) {
    // Most starts of the program find one item or none, which is not worth a thread.
    if items.len() < 2 {
        return items.into_iter().map(work).for_each(done);
    }
    let threads = threads().min(items.len());
    let queue = Mutex::new(items.into_iter().enumerate());
    let (tell, results) = mpsc::channel();
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work_off = |tell: mpsc::Sender<(usize, R)>| {
        while let Some((at, item)) = next() {
            // Sending fails only if the receiver is gone, and then nobody waits for the result.
            let _ = tell.send((at, work(item)));
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            let tell = tell.clone();
            // One that the system refuses is done without.
            let _ = thread::Builder::new().spawn_scoped(scope, || work_off(tell));
        }
        drop(tell);
        let (mut early, mut awaited) = (BTreeMap::new(), 0);
        for (at, result) in results {
            early.insert(at, result);
            while let Some(result) = early.remove(&awaited) {
                done(result);
                awaited += 1;
            }
        }
        // Something is left only if there was no thread at all.
        while let Some((_, item)) = next() {
            done(work(item));
        }
    });
}

/// Does both, `aside` on a thread of its own; where none can be started, after `here`.
pub fn beside<A: Send, B>(aside: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, &aside);
        let here = here();
        let aside = thread.map_or_else(
            |_| aside(),
            |thread| thread.join().unwrap_or_else(|e| resume_unwind(e)),
        );
        (aside, here)
    })
}

/// All results, in the order of the items.
pub fn all<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let mut results = Vec::with_capacity(items.len());
    each(items, work, |result| results.push(result));
    results
}

/// Divides many small items into portions that are worth the way to another thread.
pub fn portions<T>(items: Vec<T>) -> Vec<Vec<T>> {
    const LENGTH: usize = 500;
    let mut items = items.into_iter();
    let portion = || Some(items.by_ref().take(LENGTH).collect());
    std::iter::from_fn(portion)
        .take_while(|portion: &Vec<T>| !portion.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let slow = |n: u64| {
            thread::sleep(std::time::Duration::from_micros(n * 97 % 1000));
            n * n
        };
        let expected: Vec<u64> = (0..100).map(|n| n * n).collect();
        assert_eq!(all((0..100).collect(), slow), expected);
        each(Vec::<u64>::new(), slow, |_| unreachable!());
    }

    #[test]
    fn portions_have_all_items_in_their_order() {
        for count in [0, 1, 500, 501, 1_234] {
            let items: Vec<u32> = (0..count).collect();
            let divided = portions(items.clone());
            assert_eq!(divided.concat(), items);
            assert_eq!(divided.len(), count.div_ceil(500) as usize);
        }
    }
}

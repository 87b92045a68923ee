//! Work on long lists shared out over two cores.

use std::panic::resume_unwind;
use std::thread;

/// Below so many rows a second thread costs more than it saves.
pub const LONG: usize = 50_000;

/// Both results, worked out side by side; one after the other where the system gives no more threads.
pub fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, &other);
        let first = one();
        let second = match started {
            Ok(second) => second.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => other(),
        };
        (first, second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_results_come_back_each_in_its_place() {
        let words = ["one", "other"];
        assert_eq!(
            both(|| words[0], || words[1].to_owned()),
            ("one", "other".to_owned())
        );
    }
}

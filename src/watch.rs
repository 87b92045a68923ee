//! Notices saved files by checking them again and again, which works on every disk, network drives included. A file with an
//! unchanged fingerprint is not read.

use crate::deck_file::{deck_bytes, deck_files};
use crate::hash::fnv1a;
use crate::shelf::source::Fingerprint;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Time between two checks, so that a laptop can save power.
const REST: Duration = Duration::from_secs(1);
/// A check may take one part in `SHARE` of the time, however many files there are.
const SHARE: u32 = 50;
/// Number of checks after a change in which a file is read whatever its fingerprint says, because two saves may have the same
/// time on a coarse clock.
const DISTRUST: u8 = 8;
/// How long to wait for a file that is still being written.
const SETTLE: Duration = Duration::from_millis(25);
const MOST_SETTLING: u32 = 20;

/// Deck files, and folders of them.
#[derive(Debug)]
pub struct Watch {
    paths: Vec<PathBuf>,
    seen: BTreeMap<PathBuf, Seen>,
    took: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    fingerprint: Option<Fingerprint>,
    /// Hash of the content; `None` if it cannot be read.
    hash: Option<u64>,
    distrust: u8,
}

impl Watch {
    /// Watches the files from now on.
    pub fn new(paths: &[PathBuf]) -> Watch {
        let mut watch = Watch {
            paths: paths.to_vec(),
            seen: BTreeMap::new(),
            took: Duration::ZERO,
        };
        watch.look();
        watch
    }

    /// How long to wait before the next check.
    pub fn rest(&self) -> Duration {
        REST.max(self.took * SHARE)
    }

    /// Whether the content of the files differs from the last check.
    pub fn changed(&mut self) -> bool {
        if !self.look() {
            return false;
        }
        for _ in 0..MOST_SETTLING {
            sleep(SETTLE);
            if !self.look() {
                break;
            }
        }
        true
    }

    fn look(&mut self) -> bool {
        let began = Instant::now();
        let mut seen = BTreeMap::new();
        for path in deck_files(&self.paths) {
            let now = Seen::now(&path, self.seen.get(&path));
            seen.insert(path, now);
        }
        let contents = |seen: &BTreeMap<PathBuf, Seen>| -> Vec<(PathBuf, Option<u64>)> {
            seen.iter()
                .map(|(path, s)| (path.clone(), s.hash))
                .collect()
        };
        let changed = contents(&seen) != contents(&self.seen);
        self.seen = seen;
        self.took = began.elapsed();
        changed
    }
}

impl Seen {
    fn now(path: &Path, before: Option<&Seen>) -> Seen {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file);
        let fingerprint = metadata.as_ref().map(Fingerprint::of);
        match before {
            Some(before) if before.fingerprint == fingerprint && before.distrust == 0 => *before,
            before => {
                let moved = before.is_none_or(|before| before.fingerprint != fingerprint);
                let left = before.map_or(0, |before| before.distrust.saturating_sub(1));
                Seen {
                    fingerprint,
                    hash: fingerprint
                        .and_then(|_| deck_bytes(path).ok())
                        .map(|bytes| fnv1a(&bytes)),
                    distrust: if moved { DISTRUST } else { left },
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_noticed_once_and_what_is_only_touched_never() {
        let folder = tempfile::tempdir().unwrap();
        let deck = folder.path().join("deck.ron");
        fs::write(&deck, "one").unwrap();
        for watched in [folder.path(), deck.as_path()] {
            let mut watch = Watch::new(&[watched.to_owned()]);
            assert!(!watch.changed());
            fs::write(&deck, "two").unwrap();
            assert!(watch.changed() && !watch.changed());
            // The same length and the same time as before.
            let fingerprint = fs::metadata(&deck).unwrap().modified().unwrap();
            fs::write(&deck, "owt").unwrap();
            let file = fs::File::options().append(true).open(&deck).unwrap();
            file.set_modified(fingerprint).unwrap();
            // Windows keeps no other time of the last change of a file's data.
            assert!(watch.changed() || cfg!(windows));
            file.set_modified(fingerprint + Duration::from_secs(5))
                .unwrap();
            assert!(!watch.changed() || cfg!(windows), "touched");
            drop(file);
            // As editors save: a new file replaces the old one.
            let beside = folder.path().join("deck.tmp");
            fs::write(&beside, "new").unwrap();
            fs::rename(&beside, &deck).unwrap();
            assert!(watch.changed());
            fs::remove_file(&deck).unwrap();
            assert!(watch.changed() && !watch.changed());
            fs::write(&deck, "one").unwrap();
            assert!(watch.changed());
        }
    }

    #[test]
    fn files_at_rest_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let deck = folder.path().join("deck.ron");
        fs::write(&deck, "one").unwrap();
        let mut watch = Watch::new(std::slice::from_ref(&deck));
        for _ in 0..=DISTRUST {
            watch.look();
        }
        let seen = watch.seen[&deck];
        assert_eq!(seen.distrust, 0);
        assert_eq!(
            Seen::now(
                &deck,
                Some(&Seen {
                    hash: Some(7),
                    ..seen
                })
            )
            .hash,
            Some(7)
        );
    }
}

//! The number of a row in this file: device, sequence and copy in one, so that rows of a device lie in order of their
//! sequence, and other tables can name a row shortly. It is local: another file has other numbers for the same devices.

/// Contents that one device and sequence may have.
pub const MOST_COPIES: i64 = 16;

const COPY_BITS: i64 = 4;
const DEVICE_AT: i64 = 36;
const HIGHEST_SEQ: u64 = (1 << (DEVICE_AT - COPY_BITS)) - 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub i64);

impl RowId {
    /// `device` is its number in this file, from 1. Absent where the sequence or the copy is beyond what a log can hold.
    pub fn new(device: i64, seq: u64, copy: i64) -> Option<RowId> {
        let seq = i64::try_from(seq).ok().filter(|_| seq <= HIGHEST_SEQ)?;
        let is_fit = (0..MOST_COPIES).contains(&copy) && (1..1 << 27).contains(&device);
        is_fit.then_some(RowId(
            ((device - 1) << DEVICE_AT) | (seq << COPY_BITS) | copy,
        ))
    }

    pub fn device(self) -> i64 {
        (self.0 >> DEVICE_AT) + 1
    }

    pub fn seq(self) -> u64 {
        (self.0 >> COPY_BITS).unsigned_abs() & HIGHEST_SEQ
    }

    /// Another content of the same device and sequence came first.
    pub fn is_copy(self) -> bool {
        self.0 & (MOST_COPIES - 1) != 0
    }

    /// The lowest and the highest number that rows `first` to `last` of a device can have.
    pub fn span(device: i64, first: u64, last: u64) -> [i64; 2] {
        let at = |seq: u64, copy| {
            let seq = seq.min(HIGHEST_SEQ);
            RowId::new(device, seq, copy).map_or(-1, |id| id.0)
        };
        [at(first, 0), at(last, MOST_COPIES - 1)]
    }

    /// Of all rows of a device.
    pub fn all(device: i64) -> [i64; 2] {
        RowId::span(device, 0, HIGHEST_SEQ)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_apart_as_it_was_put_together() {
        for (device, seq, copy) in [(1, 1, 0), (3, HIGHEST_SEQ, 15), (1 << 20, 70_000, 2)] {
            let id = RowId::new(device, seq, copy).unwrap();
            assert_eq!((id.device(), id.seq(), id.0 & 15), (device, seq, copy));
            let [first, last] = RowId::span(device, seq, seq);
            assert!(first <= id.0 && id.0 <= last);
        }
        assert_eq!(RowId::new(1, HIGHEST_SEQ + 1, 0), None);
        assert_eq!(RowId::new(1, 1, MOST_COPIES), None);
    }
}

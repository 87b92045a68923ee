//! The part of protobuf needed for the few messages of a package: fields by number. Lengths are always checked.

/// The value of one field. Fixed-width numbers are skipped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Other,
}

/// The fields of a message in order; ends early if the message is damaged.
pub struct Fields<'a>(pub &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let tag = self.number()?;
        let value = match tag & 7 {
            0 => Value::Number(self.number()?),
            1 => {
                self.take(8)?;
                Value::Other
            }
            2 => {
                let length = usize::try_from(self.number()?).ok()?;
                Value::Bytes(self.take(length)?)
            }
            5 => {
                self.take(4)?;
                Value::Other
            }
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

impl<'a> Fields<'a> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        if length > self.0.len() {
            self.0 = &[];
            return None;
        }
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(taken)
    }
}

/// The last value of the field, which counts.
fn value(message: &[u8], field: u64) -> Option<Value<'_>> {
    let fields = Fields(message).filter(|(f, _)| *f == field);
    fields.last().map(|(_, value)| value)
}

/// 0 if it is absent, as protobuf defines.
pub fn number(message: &[u8], field: u64) -> u64 {
    match value(message, field) {
        Some(Value::Number(number)) => number,
        _ => 0,
    }
}

/// Empty if it is absent or not UTF-8.
pub fn text(message: &[u8], field: u64) -> &str {
    match value(message, field) {
        Some(Value::Bytes(bytes)) => std::str::from_utf8(bytes).unwrap_or_default(),
        _ => "",
    }
}

/// Nested messages.
pub fn messages(message: &[u8], field: u64) -> impl Iterator<Item = &[u8]> {
    Fields(message).filter_map(move |(f, value)| match value {
        Value::Bytes(bytes) if f == field => Some(bytes),
        _ => None,
    })
}

#[cfg(test)]
pub fn field(number: u64, bytes: &[u8]) -> Vec<u8> {
    let mut out = varint(number << 3 | 2);
    out.extend(varint(bytes.len() as u64));
    out.extend_from_slice(bytes);
    out
}

#[cfg(test)]
pub fn varint(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number >= 0x80 {
        out.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_are_found_by_their_number() {
        let mut message = vec![0x08, 0xac, 0x02];
        message.extend(field(2, "é".as_bytes()));
        message.extend(field(2, b"last"));
        assert_eq!(
            (number(&message, 1), text(&message, 2), number(&message, 3)),
            (300, "last", 0)
        );
        assert_eq!(messages(&message, 2).count(), 2);
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_they_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Fields(&bytes).count() <= bytes.len());
        }
    }
}

//! The first bytes of a deflated stream (RFC 1951). Slow and small; only for looking before the leap.
//!
//! The library that reads workbooks believes numbers it finds at the start of a compressed part (see
//! `sst_guard`), and no crate in use gives access to that start. So this unpacks just the prefix.

const LENGTH_BASE: [u16; 29] =
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA: [u8; 29] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE: [u16; 30] = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
    24577,
];
const DISTANCE_EXTRA: [u8; 30] = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The first `limit` bytes that `data` unpacks to, fewer if the data ends; `None` if it is broken.
pub(super) fn prefix(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut bits = Bits { data, at: 0 };
    let mut out = Vec::with_capacity(limit);
    loop {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(&mut bits, &mut out, limit)?,
            1 => {
                let (lengths, distances) = fixed()?;
                block(&mut bits, &mut out, limit, &lengths, &distances)?;
            }
            2 => {
                let (lengths, distances) = dynamic(&mut bits)?;
                block(&mut bits, &mut out, limit, &lengths, &distances)?;
            }
            _ => return None,
        }
        if last || out.len() >= limit {
            out.truncate(limit);
            return Some(out);
        }
    }
}

struct Bits<'a> {
    data: &'a [u8],
    /// In bits.
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: u8) -> Option<u16> {
        let mut value = 0;
        for shift in 0..count {
            let byte = *self.data.get(self.at / 8)?;
            value |= u16::from(byte >> (self.at % 8) & 1) << shift;
            self.at += 1;
        }
        Some(value)
    }
}

/// A canonical Huffman code: how many codes of each length, and the symbols in order.
struct Huffman {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Huffman {
    fn new(lengths: &[u8]) -> Option<Self> {
        let mut counts = [0_u16; 16];
        for length in lengths {
            counts[usize::from(*length)] += 1;
        }
        counts[0] = 0;
        let mut left = 1_i32;
        for count in &counts[1..] {
            left = left * 2 - i32::from(*count);
            if left < 0 {
                return None;
            }
        }
        let mut symbols = Vec::with_capacity(lengths.len());
        for length in 1..16 {
            let of_length = lengths.iter().enumerate().filter(|(_, l)| **l == length);
            symbols.extend(of_length.filter_map(|(symbol, _)| u16::try_from(symbol).ok()));
        }
        Some(Self { counts, symbols })
    }

    fn read(&self, bits: &mut Bits<'_>) -> Option<u16> {
        let (mut code, mut first, mut index) = (0_i32, 0_i32, 0_i32);
        for count in &self.counts[1..] {
            code |= i32::from(bits.take(1)?);
            let count = i32::from(*count);
            if code - count < first {
                return self.symbols.get(usize::try_from(index + code - first).ok()?).copied();
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        None
    }
}

fn stored(bits: &mut Bits<'_>, out: &mut Vec<u8>, limit: usize) -> Option<()> {
    let start = bits.at.div_ceil(8);
    let header = bits.data.get(start..start + 4)?;
    let length = usize::from(u16::from_le_bytes([header[0], header[1]]));
    if [!header[0], !header[1]] != [header[2], header[3]] {
        return None;
    }
    let wanted = length.min(limit.saturating_sub(out.len()));
    out.extend_from_slice(bits.data.get(start + 4..start + 4 + wanted)?);
    bits.at = (start + 4 + length) * 8;
    Some(())
}

fn block(bits: &mut Bits<'_>, out: &mut Vec<u8>, limit: usize, lengths: &Huffman, distances: &Huffman) -> Option<()> {
    while out.len() < limit {
        let symbol = lengths.read(bits)?;
        match symbol {
            0..=255 => out.push(u8::try_from(symbol).ok()?),
            256 => break,
            _ => {
                let index = usize::from(symbol - 257);
                let length = LENGTH_BASE.get(index)? + bits.take(LENGTH_EXTRA[index])?;
                let index = usize::from(distances.read(bits)?);
                let distance = usize::from(*DISTANCE_BASE.get(index)?) + usize::from(bits.take(DISTANCE_EXTRA[index])?);
                let from = out.len().checked_sub(distance)?;
                for at in from..from + usize::from(length) {
                    out.push(out[at]);
                }
            }
        }
    }
    Some(())
}

fn fixed() -> Option<(Huffman, Huffman)> {
    let mut lengths = [8_u8; 288];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    Some((Huffman::new(&lengths)?, Huffman::new(&[5; 30])?))
}

fn dynamic(bits: &mut Bits<'_>) -> Option<(Huffman, Huffman)> {
    let literals = usize::from(bits.take(5)?) + 257;
    let distances = usize::from(bits.take(5)?) + 1;
    let codes = usize::from(bits.take(4)?) + 4;
    let mut lengths = [0_u8; 320];
    for index in &CODE_ORDER[..codes] {
        lengths[*index] = u8::try_from(bits.take(3)?).ok()?;
    }
    let code = Huffman::new(&lengths[..19])?;
    lengths = [0; 320];
    let mut at = 0;
    while at < literals + distances {
        let (value, times) = match code.read(bits)? {
            symbol @ 0..=15 => (u8::try_from(symbol).ok()?, 1),
            16 => (*lengths.get(at.checked_sub(1)?)?, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        let end = at + usize::from(times);
        lengths.get_mut(at..end)?.fill(value);
        at = end;
    }
    Some((Huffman::new(&lengths[..literals])?, Huffman::new(&lengths[literals..at])?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unpacks_all_three_kinds_of_blocks() {
        // Made with Python's zlib: stored, fixed, dynamic.
        assert_eq!(prefix(&[1, 3, 0, 0xFC, 0xFF, b'a', b'b', b'c'], 9).as_deref(), Some(&b"abc"[..]));
        assert_eq!(prefix(&[0x4B, 0x4C, 0x4A, 0x4E, 0x04, 0x23, 0x00], 99).as_deref(), Some(&b"abcabcabc"[..]));
        assert_eq!(prefix(&[0x4B, 0x4C, 0x4A, 0x4E, 0x04, 0x23, 0x00], 4).as_deref(), Some(&b"abca"[..]));
    }

    proptest! {
        #[test]
        fn never_panics(data in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = prefix(&data, 1000);
        }
    }
}

//! Turns a text file of any known encoding into checked UTF-8 with `\n` line breaks, as it is read.
//!
//! It never replaces what it cannot decode: it stops, and remembers where. It also meters how much one
//! row may take, since a quotation mark that is never closed would otherwise swallow the whole file.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::Encoding;

const CHUNK_BYTES: usize = 64 * 1024;

/// Why decoding stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Bytes that are not text, on this line.
    Malformed(u64),
    /// A NUL character on this line.
    Nul(u64),
    /// The row took more than it may.
    Budget,
}

/// A reader of UTF-8 over a file in some encoding.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts about a stream")]
pub(super) struct DecodeReader<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    input_done: bool,
    out: Vec<u8>,
    out_at: usize,
    after_cr: bool,
    ends_with_newline: bool,
    finished: bool,
    line: u64,
    budget: usize,
    pending: Option<Fault>,
    fault: Option<Fault>,
}

impl<R: Read> DecodeReader<R> {
    /// Reads `input`, which stands after its byte order mark.
    pub(super) fn new(input: R, encoding: Encoding) -> Self {
        Self {
            input,
            decoder: encoding.codec().new_decoder_without_bom_handling(),
            raw: vec![0; CHUNK_BYTES],
            raw_at: 0,
            raw_end: 0,
            input_done: false,
            out: Vec::with_capacity(CHUNK_BYTES * 3),
            out_at: 0,
            after_cr: false,
            ends_with_newline: true,
            finished: false,
            line: 1,
            budget: usize::MAX,
            pending: None,
            fault: None,
        }
    }

    /// Allows this many more bytes; reading beyond it fails with [`Fault::Budget`].
    pub(super) fn set_budget(&mut self, budget: usize) {
        self.budget = budget;
    }

    /// Why the last read failed, if it did for a reason known here.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Decodes the next piece into `out`.
    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.out_at = 0;
        if self.raw_at == self.raw_end && !self.input_done {
            self.raw_end = read_some(&mut self.input, &mut self.raw)?;
            self.raw_at = 0;
            self.input_done = self.raw_end == 0;
        }
        let source = &self.raw[self.raw_at..self.raw_end];
        self.out.resize(CHUNK_BYTES * 3 + 16, 0);
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(source, &mut self.out, self.input_done);
        self.raw_at += read;
        self.out.truncate(written);
        if let DecoderResult::Malformed(..) = result {
            self.pending = Some(Fault::Malformed(0));
        } else if result == DecoderResult::InputEmpty && self.input_done {
            self.finished = true;
        }
        self.tidy();
        Ok(())
    }

    /// Makes every line break `\n`, counts lines, stops at a NUL, ends the file with a line break.
    fn tidy(&mut self) {
        let mut kept = 0;
        for at in 0..self.out.len() {
            let byte = match self.out[at] {
                b'\n' if self.after_cr => {
                    self.after_cr = false;
                    continue;
                }
                0 => {
                    self.pending = Some(Fault::Nul(self.line));
                    break;
                }
                byte => byte,
            };
            self.after_cr = byte == b'\r';
            let byte = if self.after_cr { b'\n' } else { byte };
            self.line += u64::from(byte == b'\n');
            self.out[kept] = byte;
            kept += 1;
        }
        self.out.truncate(kept);
        if let Some(last) = self.out.last() {
            self.ends_with_newline = *last == b'\n';
        }
        if self.pending == Some(Fault::Malformed(0)) {
            self.pending = Some(Fault::Malformed(self.line));
        }
        if self.finished && !self.ends_with_newline && self.pending.is_none() {
            self.out.push(b'\n');
            self.ends_with_newline = true;
        }
    }
}

impl<R: Read> Read for DecodeReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.out_at == self.out.len() {
            // What came before the fault has been handed out; now it is its turn.
            if let Some(fault) = self.pending {
                self.fault = Some(fault);
                return Err(io::Error::new(io::ErrorKind::InvalidData, "not text"));
            }
            if self.finished {
                return Ok(0);
            }
            self.refill()?;
        }
        if self.budget == 0 {
            self.fault = Some(Fault::Budget);
            return Err(io::Error::new(io::ErrorKind::InvalidData, "row too long"));
        }
        let count = buf.len().min(self.out.len() - self.out_at).min(self.budget);
        buf[..count].copy_from_slice(&self.out[self.out_at..self.out_at + count]);
        self.out_at += count;
        self.budget -= count;
        Ok(count)
    }
}

fn read_some(input: &mut impl Read, buf: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buf) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], encoding: Encoding) -> (String, Option<Fault>) {
        let mut reader = DecodeReader::new(bytes, encoding);
        let mut out = Vec::new();
        let mut buf = [0; 7];
        loop {
            match reader.read(&mut buf) {
                Ok(0) | Err(_) => break,
                Ok(count) => out.extend_from_slice(&buf[..count]),
            }
        }
        (String::from_utf8(out).unwrap(), reader.fault())
    }

    #[test]
    fn line_breaks() {
        assert_eq!(decode(b"a\r\nb\rc\n\r\n\rd", Encoding::Utf8), ("a\nb\nc\n\n\nd\n".into(), None));
        assert_eq!(decode(b"", Encoding::Utf8), (String::new(), None));
    }

    #[test]
    fn encodings() {
        let gb = encoding_rs::GB18030.encode("编号\n张三").0.into_owned();
        assert_eq!(decode(&gb, Encoding::Gb18030), ("编号\n张三\n".into(), None));
        let utf16: Vec<u8> = "编号😀\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, Encoding::Utf16Le), ("编号😀\n".into(), None));
    }

    #[test]
    fn faults_name_their_line() {
        assert_eq!(decode(b"a\nb\xFFc\n", Encoding::Utf8), ("a\nb".into(), Some(Fault::Malformed(2))));
        assert_eq!(decode(b"a\r\nb\r\nc\0", Encoding::Utf8), ("a\nb\nc".into(), Some(Fault::Nul(3))));
        assert_eq!(decode(b"a\n\xE7\xBC", Encoding::Utf8), ("a\n".into(), Some(Fault::Malformed(2))));
        let mut long = "好".repeat(100_000).into_bytes();
        long.extend_from_slice(b"\n\xFF");
        assert_eq!(decode(&long, Encoding::Utf8).1, Some(Fault::Malformed(2)));
    }

    #[test]
    fn budget_stops_it() {
        let mut reader = DecodeReader::new(&b"abcdef"[..], Encoding::Utf8);
        reader.set_budget(4);
        let mut out = Vec::new();
        assert!(reader.read_to_end(&mut out).is_err());
        assert_eq!((out.as_slice(), reader.fault()), (&b"abcd"[..], Some(Fault::Budget)));
    }
}

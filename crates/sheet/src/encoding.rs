//! Which encoding a text file is in. Knows the four that Chinese offices produce; guesses no others.

use std::str;

/// The encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB 18030, which contains GBK and GB 2312.
    Gb18030,
}

impl Encoding {
    /// The usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    pub(super) fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Gb18030 => encoding_rs::GB18030,
        }
    }
}

/// The encoding that a byte order mark names, and the length of the mark.
pub(super) fn by_mark(start: &[u8]) -> Option<(Encoding, usize)> {
    match start {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// UTF-8 if the sample is, or nearly is; GB 18030 otherwise.
///
/// «Nearly»: text of UTF-8 with a few broken bytes would come out of the GB 18030 decoder as other
/// Chinese characters without any error. Better to say that it is broken.
pub(super) fn by_sample(sample: &[u8]) -> Encoding {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // The end of the sample may cut a character in two.
        let cut = chunks.peek().is_none() && str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        if !cut {
            bad += chunk.invalid().len();
        }
    }
    if bad == 0 || good > bad * 20 { Encoding::Utf8 } else { Encoding::Gb18030 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_utf8_from_gb18030() {
        let text = "编号,姓名\n1,张三\n".repeat(20);
        assert_eq!(by_sample(text.as_bytes()), Encoding::Utf8);
        assert_eq!(by_sample(&text.as_bytes()[..text.len() - 2]), Encoding::Utf8);
        assert_eq!(by_sample(&encoding_rs::GB18030.encode(&text).0), Encoding::Gb18030);
        assert_eq!(by_sample(b"plain"), Encoding::Utf8);
        let mut broken = text.into_bytes();
        broken[100] = 0xFF;
        assert_eq!(by_sample(&broken), Encoding::Utf8);
    }
}

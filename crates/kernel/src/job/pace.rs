//! How much a job does in one transaction: as much as takes a tenth of a second, because on SQLite everybody else who
//! writes waits meanwhile.

use std::time::Duration;

/// The size of the next chunk.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    size: usize,
    least: usize,
    most: usize,
}

impl Pace {
    const AIM: Duration = Duration::from_millis(100);

    /// Begins with this many, and never does fewer or more than these.
    #[must_use]
    pub const fn new(size: usize, least: usize, most: usize) -> Self {
        Self { size, least, most }
    }

    /// How many the next chunk has.
    #[must_use]
    pub const fn size(self) -> usize {
        self.size
    }

    /// The pace after a chunk that took this long.
    #[must_use]
    pub fn after(self, took: Duration) -> Self {
        let size = if took > Self::AIM {
            self.size / 2
        } else if took < Self::AIM / 2 {
            self.size * 2
        } else {
            self.size
        };
        Self { size: size.clamp(self.least, self.most), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_takes_a_tenth_of_a_second() {
        let after = |size: usize, ms: u64| Pace::new(size, 250, 4000).after(Duration::from_millis(ms)).size();
        for (size, ms, then) in [(500, 10, 1000), (4000, 10, 4000), (1000, 70, 1000), (1000, 400, 500), (250, 400, 250)] {
            assert_eq!(after(size, ms), then, "{size} in {ms} ms");
        }
    }
}

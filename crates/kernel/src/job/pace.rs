//! How much a job does in one transaction: as much as takes a tenth of a second while others wait for it, as happens on
//! SQLite, where one writes at a time; three times as much while nobody does, because pages that many rows share are then
//! written less often.

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
    const ALONE: Duration = Duration::from_millis(300);

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

    /// The pace after a chunk that took this long, and at whose end others waited or did not.
    #[must_use]
    pub fn after(self, took: Duration, others_wait: bool) -> Self {
        let aim = if others_wait { Self::AIM } else { Self::ALONE };
        let size = if took > aim {
            self.size / 2
        } else if took < aim / 2 {
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
    fn a_chunk_takes_a_tenth_of_a_second_while_others_wait() {
        let after = |size: usize, ms: u64, wait: bool| Pace::new(size, 250, 4000).after(Duration::from_millis(ms), wait).size();
        for (size, ms, then) in [(500, 10, 1000), (4000, 10, 4000), (1000, 70, 1000), (1000, 400, 500), (250, 400, 250)] {
            assert_eq!(after(size, ms, true), then, "{size} in {ms} ms");
        }
        for (size, ms, then) in [(500, 120, 1000), (1000, 200, 1000), (1000, 400, 500)] {
            assert_eq!(after(size, ms, false), then, "{size} in {ms} ms, alone");
        }
    }
}

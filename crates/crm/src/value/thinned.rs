//! A sample of many who come one after the other, when nobody knows yet how many they will be.

/// Every so-manieth of those who are met, so that those who are kept lie over all of them: all while they are few, and from
/// then on between half of the most there may be and the most.
#[derive(Debug)]
pub(super) struct Thinned<T> {
    most: usize,
    stride: usize,
    met: usize,
    kept: Vec<T>,
}

impl<T> Thinned<T> {
    /// At most so many.
    pub(super) fn new(most: usize) -> Self {
        Self { most: most.max(1), stride: 1, met: 0, kept: Vec::new() }
    }

    /// Meets the next one. Says whether to [`keep`](Self::keep) it.
    pub(super) fn meets(&mut self) -> bool {
        let is_wanted = self.met.is_multiple_of(self.stride);
        self.met += 1;
        is_wanted
    }

    /// Keeps the one that was met last.
    pub(super) fn keep(&mut self, one: T) {
        self.kept.push(one);
        if self.kept.len() > self.most {
            let mut place = 0;
            self.kept.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.stride *= 2;
        }
    }

    /// Those who were kept, in the order in which they were met.
    pub(super) fn kept(&self) -> &[T] {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(count: usize, most: usize) -> Vec<usize> {
        let mut thinned = Thinned::new(most);
        for one in 0..count {
            if thinned.meets() {
                thinned.keep(one);
            }
        }
        thinned.kept().to_vec()
    }

    #[test]
    fn all_while_they_are_few_then_every_so_manieth() {
        assert_eq!(of(4, 4), [0, 1, 2, 3]);
        assert_eq!(of(5, 4), [0, 2, 4]);
        assert_eq!(of(20, 4), [0, 8, 16]);
    }

    proptest! {
        #[test]
        fn those_who_are_kept_lie_over_all(count in 1_usize..3000, most in 2_usize..50) {
            let kept = of(count, most);
            prop_assert!(kept.len() <= most && (kept.len() == count || kept.len() > most / 2));
            let stride = if kept.len() > 1 { kept[1] - kept[0] } else { count };
            prop_assert!(kept.windows(2).all(|pair| pair[1] - pair[0] == stride) && count - kept[kept.len() - 1] <= stride);
        }
    }
}

//! A sample of many who come one after the other, when nobody knows yet how many they will be.

use uuid::Uuid;

/// All who are met while they are few; else a half of them, a quarter and so on, so that between about half of the most there
/// may be and the most are kept. Chance decides, and the same every time: whoever is in the sample today is in tomorrow's, though
/// others have come, and what is learned from it does not leap from day to day.
#[derive(Debug)]
pub(super) struct Thinned<T> {
    most: usize,
    halved: u32,
    kept: Vec<(Uuid, T)>,
}

impl<T> Thinned<T> {
    /// At most so many.
    pub(super) fn new(most: usize) -> Self {
        Self { most: most.max(1), halved: 0, kept: Vec::new() }
    }

    /// Whether [`keep`](Self::keep) would keep this one. The last bits of an id are random, so one in two ends with a zero, one in four
    /// with two of them.
    pub(super) fn wants(&self, id: Uuid) -> bool {
        id.as_u128().trailing_zeros() >= self.halved
    }

    /// Keeps one, if it is wanted.
    pub(super) fn keep(&mut self, id: Uuid, one: T) {
        if !self.wants(id) {
            return;
        }
        self.kept.push((id, one));
        while self.kept.len() > self.most {
            self.halved += 1;
            self.kept.retain(|(id, _)| id.as_u128().trailing_zeros() >= self.halved);
        }
    }

    /// Those who were kept, in the order in which they were met.
    pub(super) fn kept(&self) -> impl ExactSizeIterator<Item = &T> {
        self.kept.iter().map(|(_, one)| one)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(ids: &[u128], most: usize) -> Vec<u128> {
        let mut thinned = Thinned::new(most);
        for id in ids {
            thinned.keep(Uuid::from_u128(*id), *id);
        }
        thinned.kept().copied().collect()
    }

    #[test]
    fn all_while_they_are_few_then_a_half_and_a_quarter() {
        let ids: Vec<u128> = (1..=20).collect();
        assert_eq!(of(&ids[..4], 4), [1, 2, 3, 4]);
        assert_eq!(of(&ids[..5], 4), [2, 4]);
        assert_eq!(of(&ids, 4), [8, 16]);
        assert_eq!(of(&[7, 0, 9], 1), [0], "one id may be like no other");
    }

    proptest! {
        #[test]
        fn who_is_kept_hangs_on_nobody_else_but_their_number(mut ids in proptest::collection::btree_set(any::<u128>(), 1..300), most in 1_usize..50) {
            let all: Vec<u128> = ids.iter().copied().collect();
            let kept = of(&all, most);
            prop_assert!(kept.len() <= most && (all.len() > most || kept == all));
            let backwards: Vec<u128> = all.iter().rev().copied().collect();
            let mut again = of(&backwards, most);
            again.reverse();
            prop_assert_eq!(&kept, &again, "in whatever order they are met");
            // One who is not in the sample goes: the sample stays, but for those who have room again.
            if let Some(gone) = all.iter().find(|id| !kept.contains(id)) {
                ids.remove(gone);
                let without = of(&ids.into_iter().collect::<Vec<_>>(), most);
                prop_assert!(kept.iter().all(|id| without.contains(id)));
            }
        }
    }
}

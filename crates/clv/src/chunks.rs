//! Sums over many rows that come out the same to the last bit for any number of threads.
//!
//! The rows are cut into fixed chunks, whatever the number of threads; each chunk is summed in its own order, and the sums
//! of the chunks are added in the order of the chunks.

use std::ops::Add;

use rayon::prelude::*;

/// Rows in a chunk: enough work to be worth handing to a thread, few enough that a small set still uses several.
pub(crate) const ROWS: usize = 512;

/// Up to so many chunks one thread is done before others are awake.
const ALONE: usize = 4;

/// The sum over all chunks of what `of_chunk` makes of one.
pub(crate) fn sum<T: Sync, S: Add<Output = S> + Send>(rows: &[T], zero: S, of_chunk: impl Fn(&[T]) -> S + Sync) -> S {
    if rows.len() <= ALONE * ROWS {
        return rows.chunks(ROWS).map(of_chunk).fold(zero, Add::add);
    }
    let sums: Vec<S> = rows.par_chunks(ROWS).map(&of_chunk).collect();
    sums.into_iter().fold(zero, Add::add)
}

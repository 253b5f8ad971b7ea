//! Which character separates the columns of a text file.

use super::header::looks_like_value;

const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];
const SAMPLE_ROWS: usize = 100;

/// The delimiter of a decoded sample; a comma if there is none to see.
///
/// For each candidate the sample is read as a table; the one wins with which most rows have the same
/// number of columns, weighed with that number.
pub(super) fn detect(sample: &str) -> u8 {
    if let Some(named) = named_by_first_line(sample) {
        return named;
    }
    let mut best = (0, b',');
    for candidate in CANDIDATES {
        let score = score(sample, candidate);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

/// Excel writes and obeys a first line `sep=;`.
fn named_by_first_line(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?;
    let named = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    match named.as_bytes() {
        [delimiter] if CANDIDATES.contains(delimiter) => Some(*delimiter),
        _ => None,
    }
}

fn score(sample: &str, delimiter: u8) -> usize {
    let rows = read(sample, delimiter);
    let mut counts = std::collections::BTreeMap::new();
    for row in rows.iter().filter(|row| row.len() > 1) {
        *counts.entry(row.len()).or_insert(0_usize) += 1;
    }
    let Some((columns, hits)) = counts.into_iter().max_by_key(|(columns, hits)| hits * (columns - 1)) else {
        return 0;
    };
    // With the wrong delimiter the first full row tends to be data: `1,5;2,5` under `a;b`.
    let header = rows.iter().find(|row| row.len() == columns);
    let doubt = if header.is_some_and(|row| row.iter().any(|cell| looks_like_value(cell))) { 5 } else { 1 };
    hits * (columns - 1) * 100 / doubt
}

fn read(sample: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(sample.as_bytes());
    let rows = reader.records().take(SAMPLE_ROWS).filter_map(Result::ok);
    rows.map(|row| row.iter().take(super::MAX_COLUMNS).map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_it() {
        for (sample, expected) in [
            ("名称,电话\n甲,1\n乙,2\n", b','),
            ("名称\t电话\n甲,乙,丙\t1\n丁\t2\n", b'\t'),
            ("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n", b';'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("标题\n\n名称,地址\n甲,\"一|二|三\n四|五\"\n乙,丙\n", b','),
            ("sep=;\na;b\n", b';'),
            ("one column\nonly\n", b','),
            ("", b','),
        ] {
            assert_eq!(char::from(detect(sample)), char::from(expected), "{sample:?}");
        }
    }
}

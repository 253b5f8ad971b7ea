//! Which row holds the names of the columns. A guess, which callers may overrule.

use super::Row;

/// The number of the row that looks like a header, among the first rows of a file.
///
/// Skips what stands above a table: blank rows and titles, which have a cell or two where the rows of
/// the table have many. Of a table of one or two columns the first row is the header.
pub(super) fn guess(rows: &[Row]) -> Option<u64> {
    let most = rows.iter().map(Row::filled).max().filter(|most| *most > 0)?;
    let enough = if most <= 2 { 1 } else { most.div_ceil(2).max(3) };
    rows.iter().find(|row| row.filled() >= enough).map(|row| row.number)
}

/// Whether this is plainly a value and not the name of a column: a number, a date, an address.
pub(super) fn looks_like_value(text: &str) -> bool {
    let text = text.trim();
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cell;

    fn row(number: u64, cells: &[&str]) -> Row {
        Row { number, cells: cells.iter().map(|text| Cell::from(*text)).collect() }
    }

    #[test]
    fn guesses() {
        let table = [
            row(1, &["名册"]),
            row(2, &["制表：甲", "", "日期：乙"]),
            row(4, &["一", "二", "三", "四", "五", "六"]),
            row(5, &["1", "", "3", "4"]),
        ];
        assert_eq!(guess(&table), Some(4));
        assert_eq!(guess(&[row(2, &["名称"]), row(3, &["甲"])]), Some(2));
        assert_eq!(guess(&[row(1, &["名称", "电话"]), row(3, &["甲"])]), Some(1));
        assert_eq!(guess(&[row(1, &["", " "])]), None);
        assert_eq!(guess(&[]), None);
    }
}

//! Several telephone numbers in one cell, with the notes people write beside them.

use super::{Phone, fold_width};

/// The numbers of a cell, each as text for [`Phone::parse`], in the order they stand.
///
/// Splits at commas, semicolons, slashes, bars, line breaks and 或; then at spaces if what stands
/// between them are whole numbers. Drops notes such as `（老板）` or `手机：`. What cannot be read as
/// a number stays in the list as written, so that nothing goes missing unseen.
#[must_use]
pub fn split_phones(text: &str) -> Vec<String> {
    let folded = fold_width(text);
    let mut out = Vec::new();
    for piece in folded.split([',', ';', '、', '/', '|', '\n', '\r', '\\', '或', '和', '。']) {
        let piece = without_notes(piece);
        if piece.is_empty() {
            continue;
        }
        if Phone::parse(&piece).is_err()
            && let Some(parts) = at_spaces(&piece)
        {
            out.extend(parts);
            continue;
        }
        out.push(piece);
    }
    out
}

fn at_spaces(piece: &str) -> Option<Vec<String>> {
    let parts: Vec<String> = piece.split_whitespace().map(str::to_owned).collect();
    (parts.len() > 1 && parts.iter().all(|part| Phone::parse(part).is_ok())).then_some(parts)
}

/// Takes away notes in brackets, and words before and after the number.
fn without_notes(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((note, tail)) = after.split_once(')') else {
            break;
        };
        out.push_str(before);
        if note.chars().all(|c| c.is_ascii_digit() || " +-".contains(c)) || note.starts_with('转') {
            out.push('(');
            out.push_str(note);
            out.push(')');
        } else {
            out.push(' ');
        }
        rest = tail;
    }
    out.push_str(rest);
    if !out.contains(|c: char| c.is_ascii_digit()) {
        return out.trim().to_owned();
    }
    let is_edge = |c: char| !c.is_ascii_digit() && !matches!(c, '+' | '(' | ')');
    out.trim_matches(is_edge).to_owned()
}

//! Formulas as people know them from spreadsheets: `IF(面积 > 100, 租金 / 面积, 0)`. Read into a tree; what the names mean and
//! what comes out is the caller's to say.

use super::clean::narrow;

/// A formula, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A number in whole units of its last decimal, and how many decimals it has.
    Number(i64, u32),
    /// A text in quotes.
    Text(String),
    /// A name that stands alone.
    Name(String),
    /// A function with what it is given; its name in small letters.
    Call(String, Vec<Formula>),
    /// Two parts joined by an operator: `+ - * / & = <> < <= > >=`.
    Two(&'static str, Box<Formula>, Box<Formula>),
    /// The negative of a part.
    Minus(Box<Formula>),
}

/// Why a text is no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    /// Where, in characters from 1.
    pub position: usize,
    /// What was there; nothing at the end.
    pub found: String,
}

/// The most parts of a formula.
const MOST_PARTS: usize = 200;
/// How deep parentheses go.
const MOST_DEPTH: usize = 30;

impl Formula {
    /// Reads a formula; an `=` in front is allowed. Full-width signs count as the narrow ones, `！=` and `==` as spreadsheets' `<>`
    /// and `=`.
    ///
    /// # Errors
    /// Where it stops to be a formula.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        let mut reader = Reader { words: words(text)?, at: 0, parts: 0, end: text.chars().count() + 1 };
        reader.take("=");
        let formula = reader.compared(0)?;
        if reader.at < reader.words.len() { Err(reader.stop()) } else { Ok(formula) }
    }

    /// The same text with other names for some of its names.
    ///
    /// # Errors
    /// Where it stops to be made of words and signs.
    pub fn renamed(text: &str, name: impl Fn(&str) -> Option<String>) -> Result<String, FormulaError> {
        let words = words(text)?;
        let chars: Vec<char> = text.chars().collect();
        let (mut renamed, mut at) = (String::new(), 0);
        for (n, (word, position)) in words.iter().enumerate() {
            let is_called = matches!(words.get(n + 1), Some((Word::Sign("("), _)));
            let Word::Name(old) = word else { continue };
            if let Some(new) = name(old).filter(|_| !is_called) {
                renamed.extend(&chars[at..position - 1]);
                renamed.push_str(&new);
                at = position - 1 + old.chars().count();
            }
        }
        renamed.extend(&chars[at..]);
        Ok(renamed)
    }

    /// All names in it, as often as they stand there.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(name) => vec![name],
            Self::Call(_, parts) => parts.iter().flat_map(Self::names).collect(),
            Self::Two(_, one, other) => [one, other].into_iter().flat_map(|part| part.names()).collect(),
            Self::Minus(part) => part.names(),
            Self::Number(..) | Self::Text(_) => Vec::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Word {
    Number(i64, u32),
    Text(String),
    Name(String),
    Sign(&'static str),
}

/// Longer ones first.
const SIGNS: [(&str, &str); 16] = [
    ("<>", "<>"),
    ("!=", "<>"),
    ("<=", "<="),
    (">=", ">="),
    ("==", "="),
    ("=", "="),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("&", "&"),
    ("(", "("),
    (")", ")"),
    (",", ","),
];

/// What a sign means that a Chinese keyboard writes.
fn sign(c: char) -> char {
    match c {
        '、' => ',',
        '×' => '*',
        '÷' => '/',
        '“' | '”' => '"',
        other => narrow(other),
    }
}

fn words(text: &str) -> Result<Vec<(Word, usize)>, FormulaError> {
    let chars: Vec<char> = text.chars().map(sign).collect();
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(first) = chars.get(at).copied() {
        let start = at;
        let run = |from: usize, fits: fn(char) -> bool| chars[from..].iter().take_while(|c| fits(**c)).count();
        let stop = || FormulaError { position: start + 1, found: chars[start..].iter().take(10).collect() };
        let word = if first.is_whitespace() {
            at += 1;
            continue;
        } else if first.is_ascii_digit() {
            at += run(at, |c| c.is_ascii_digit() || c == '.');
            let digits: String = chars[start..at].iter().collect();
            let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
            let number = format!("{whole}{decimals}").parse().map_err(|_| stop())?;
            Word::Number(number, u32::try_from(decimals.len()).ok().filter(|n| *n <= 9).ok_or_else(stop)?)
        } else if first == '"' || first == '\'' {
            let inside = chars[at + 1..].iter().position(|c| *c == first).ok_or_else(stop)?;
            at += inside + 2;
            Word::Text(chars[start + 1..at - 1].iter().collect())
        } else if first.is_alphabetic() || first == '_' {
            at += run(at, |c| c.is_alphanumeric() || c == '_' || c == '.');
            Word::Name(chars[start..at].iter().collect())
        } else {
            let rest: String = chars[at..].iter().take(2).collect();
            let (written, meant) = SIGNS.iter().find(|(written, _)| rest.starts_with(written)).ok_or_else(stop)?;
            at += written.len();
            Word::Sign(meant)
        };
        words.push((word, start + 1));
    }
    Ok(words)
}

struct Reader {
    words: Vec<(Word, usize)>,
    at: usize,
    parts: usize,
    end: usize,
}

impl Reader {
    fn stop(&self) -> FormulaError {
        let Some((word, position)) = self.words.get(self.at) else { return FormulaError { position: self.end, found: String::new() } };
        let found = match word {
            Word::Number(number, _) => number.to_string(),
            Word::Text(text) | Word::Name(text) => text.clone(),
            Word::Sign(sign) => (*sign).to_owned(),
        };
        FormulaError { position: *position, found }
    }

    fn take(&mut self, sign: &str) -> bool {
        let is_there = matches!(self.words.get(self.at), Some((Word::Sign(found), _)) if *found == sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn one_of(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        signs.iter().copied().find(|sign| self.take(sign))
    }

    /// Operators of one rank, from the left.
    fn joined(
        &mut self,
        depth: usize,
        signs: &[&'static str],
        part: fn(&mut Self, usize) -> Result<Formula, FormulaError>,
    ) -> Result<Formula, FormulaError> {
        let mut left = part(self, depth)?;
        while let Some(sign) = self.one_of(signs) {
            let right = part(self, depth)?;
            left = Formula::Two(sign, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn compared(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        self.joined(depth, &["<>", "<=", ">=", "=", "<", ">"], Self::strung)
    }

    fn strung(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        self.joined(depth, &["&"], Self::summed)
    }

    fn summed(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        self.joined(depth, &["+", "-"], Self::multiplied)
    }

    fn multiplied(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        self.joined(depth, &["*", "/"], Self::single)
    }

    fn single(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        self.parts += 1;
        if depth > MOST_DEPTH || self.parts > MOST_PARTS {
            return Err(self.stop());
        }
        if self.take("-") {
            return Ok(Formula::Minus(Box::new(self.single(depth + 1)?)));
        }
        if self.take("(") {
            let inside = self.compared(depth + 1)?;
            return if self.take(")") { Ok(inside) } else { Err(self.stop()) };
        }
        let Some((word, _)) = self.words.get(self.at).cloned() else { return Err(self.stop()) };
        let formula = match word {
            Word::Number(number, decimals) => Formula::Number(number, decimals),
            Word::Text(text) => Formula::Text(text),
            Word::Name(name) => {
                self.at += 1;
                return if self.take("(") { self.call(&name, depth) } else { Ok(Formula::Name(name)) };
            }
            Word::Sign(_) => return Err(self.stop()),
        };
        self.at += 1;
        Ok(formula)
    }

    fn call(&mut self, name: &str, depth: usize) -> Result<Formula, FormulaError> {
        let mut given = Vec::new();
        if !self.take(")") {
            loop {
                given.push(self.compared(depth + 1)?);
                if self.take(")") {
                    break;
                }
                if !self.take(",") {
                    return Err(self.stop());
                }
            }
        }
        Ok(Formula::Call(name.to_lowercase(), given))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(formula: &Formula) -> String {
        match formula {
            Formula::Number(number, decimals) => format!("{number}e-{decimals}"),
            Formula::Text(text) => format!("{text:?}"),
            Formula::Name(name) => name.clone(),
            Formula::Call(name, given) => format!("{name}({})", given.iter().map(shown).collect::<Vec<_>>().join(" ")),
            Formula::Two(sign, one, other) => format!("[{} {sign} {}]", shown(one), shown(other)),
            Formula::Minus(part) => format!("-{}", shown(part)),
        }
    }

    #[test]
    fn formulas_are_read_as_spreadsheets_read_them() {
        for (text, tree) in [
            ("1 + 2 * 3 - 4", "[[1e-0 + [2e-0 * 3e-0]] - 4e-0]"),
            ("=租金 / 面积", "[租金 / 面积]"),
            ("IF（面积＞100，'大'，\"小\"）", "if([面积 > 100e-0] \"大\" \"小\")"),
            ("-(a + 0.25) * -b", "[-[a + 25e-2] * -b]"),
            ("a & \"-\" & b = c", "[[[a & \"-\"] & b] = c]"),
            ("value.net != 3", "[value.net <> 3e-0]"),
            ("TODAY()", "today()"),
        ] {
            assert_eq!(Formula::parse(text).map(|formula| shown(&formula)), Ok(tree.to_owned()), "{text}");
        }
        let renamed = Formula::renamed("IF(面积 > 1, '面积', 面积)", |name| (name == "面积").then(|| "mianji".to_owned()));
        assert_eq!(renamed.as_deref(), Ok("IF(mianji > 1, '面积', mianji)"));
        assert_eq!(Formula::parse("a + b(c, 1)").unwrap().names(), ["a", "c"]);
    }

    #[test]
    fn what_is_no_formula_says_where_it_stops() {
        for (text, position) in
            [("", 1), ("1 +", 4), ("(1", 3), ("1 2", 3), ("a ; b", 3), ("\"open", 1), ("f(1,)", 5), ("99999999999999999999", 1)]
        {
            assert_eq!(Formula::parse(text).unwrap_err().position, position, "{text}");
        }
        assert!(Formula::parse(&format!("{}1{}", "(".repeat(40), ")".repeat(40))).is_err());
        assert!(Formula::parse(&vec!["1"; 300].join("+")).is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in ".{0,200}") {
            let _ = Formula::parse(&text);
        }
    }
}

//! Readings that the general table gets wrong for names. It is no dictionary: a word is listed
//! only if firms or people are called so.

/// Words dropped from the pinyin of a firm, longer ones first.
pub(super) const LEGAL_FORMS: &[&str] = &["有限责任公司", "股份有限公司", "有限公司", "股份公司", "集团公司", "股份", "集团"];

/// Readings at the start of a person's name, longer surnames first.
pub(super) const SURNAMES: &[(&str, &str)] = &[
    ("尉迟", "yu chi"),
    ("万俟", "mo qi"),
    ("单于", "chan yu"),
    ("长孙", "zhang sun"),
    ("令狐", "ling hu"),
    ("澹台", "tan tai"),
    ("单", "shan"),
    ("曾", "zeng"),
    ("仇", "qiu"),
    ("解", "xie"),
    ("查", "zha"),
    ("区", "ou"),
    ("朴", "piao"),
    ("盖", "ge"),
    ("乐", "yue"),
    ("翟", "zhai"),
    ("卜", "bu"),
    ("薄", "bo"),
    ("缪", "miao"),
    ("覃", "qin"),
    ("黑", "he"),
    ("种", "chong"),
    ("员", "yun"),
    ("繁", "po"),
    ("折", "she"),
    ("秘", "bi"),
    ("能", "nai"),
    ("祭", "zhai"),
    ("句", "gou"),
    ("召", "shao"),
    ("洗", "xian"),
    ("冼", "xian"),
    ("隗", "wei"),
    ("乜", "nie"),
    ("佴", "nai"),
    ("么", "yao"),
    ("藏", "zang"),
    ("郇", "xun"),
    ("贠", "yun"),
];

/// Readings inside words that firms and places carry.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("重庆", "chong qing"),
    ("重阳", "chong yang"),
    ("厦门", "xia men"),
    ("大厦", "da sha"),
    ("广厦", "guang sha"),
    ("音乐", "yin yue"),
    ("乐器", "yue qi"),
    ("乐清", "yue qing"),
    ("六安", "lu an"),
    ("蚌埠", "beng bu"),
    ("涡阳", "guo yang"),
    ("枞阳", "zong yang"),
    ("单县", "shan xian"),
    ("番禺", "pan yu"),
    ("会计", "kuai ji"),
    ("会稽", "kuai ji"),
    ("海参", "hai shen"),
    ("人参", "ren shen"),
    ("西藏", "xi zang"),
    ("东阿", "dong e"),
    ("长子", "zhang zi"),
    ("银行", "yin hang"),
    ("商行", "shang hang"),
    ("酒行", "jiu hang"),
    ("茶行", "cha hang"),
    ("粮行", "liang hang"),
    ("车行", "che hang"),
    ("洋行", "yang hang"),
    ("贸易行", "mao yi hang"),
    ("经营行", "jing ying hang"),
    ("行业", "hang ye"),
    ("闵行", "min hang"),
];

/// Characters whose usual reading in a name is not the first of the general table.
pub(super) const CHARACTERS: &[(&str, &str)] =
    &[("长", "chang"), ("都", "du"), ("调", "tiao"), ("翟", "zhai"), ("晟", "sheng"), ("佛", "fo"), ("厦", "xia"), ("卜", "bu")];

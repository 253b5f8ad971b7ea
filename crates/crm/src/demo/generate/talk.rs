//! What salespeople write down, as sentences with gaps. It decides nothing: which sentences fit
//! is the caller's choice.
//!
//! Gaps: `{c}` the contact, `{p}` and `{q}` products, `{r}` a rival, `{y}` its price, `{n}` stock,
//! `{u}` its unit, `{m}` a small number, `{f}` the next festival, `{d}` days until it, `{g}` days since an order.

use super::{HelpKind, Purpose};

/// What fills the gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct Scene {
    pub(super) contact: String,
    pub(super) product: &'static str,
    pub(super) other_product: &'static str,
    pub(super) rival: &'static str,
    pub(super) rival_yuan: i64,
    pub(super) stock: i64,
    pub(super) unit: &'static str,
    pub(super) number: i64,
    pub(super) festival: &'static str,
    pub(super) festival_days: i64,
    pub(super) silent_days: i64,
}

impl Scene {
    /// A sentence with its gaps filled.
    pub(super) fn fill(&self, sentence: &str) -> String {
        sentence
            .replace("{c}", &self.contact)
            .replace("{p}", self.product)
            .replace("{q}", self.other_product)
            .replace("{r}", self.rival)
            .replace("{y}", &self.rival_yuan.to_string())
            .replace("{n}", &self.stock.to_string())
            .replace("{u}", self.unit)
            .replace("{m}", &self.number.to_string())
            .replace("{f}", self.festival)
            .replace("{d}", &self.festival_days.to_string())
            .replace("{g}", &self.silent_days.to_string())
    }
}

/// Something an interaction was about.
#[derive(Debug)]
pub(super) struct Topic<'a> {
    /// What talking about it is for.
    pub(super) purposes: &'static [Purpose],
    /// Ways to put it.
    pub(super) sentences: &'a [&'static str],
}

pub(super) const OPEN_VISIT: &[&str] = &[
    "到店见到{c}。",
    "上午去了店里，{c}在。",
    "下午路过进去坐了坐，{c}正好在店里。",
    "按路线拜访，{c}接待。",
    "约好的时间到，{c}晚了一会儿。",
    "店里客人多，和{c}只聊了几分钟。",
    "{c}在理货，边干边聊。",
    "进门先看了一圈货架，再找{c}。",
    "陪送货车一起到，{c}签收。",
    "",
];
pub(super) const OPEN_PHONE: &[&str] = &[
    "电话联系{c}。",
    "和{c}通了电话。",
    "{c}接了电话，在外面，说得不多。",
    "回{c}昨天的电话。",
    "给{c}打电话核对情况。",
    "电话里{c}心情不错。",
];
pub(super) const OPEN_PHONE_IN: &[&str] = &["{c}来电。", "{c}主动打来电话。", "中午接到{c}电话。", "{c}打电话到办公室找我。"];
pub(super) const OPEN_WECHAT: &[&str] =
    &["微信和{c}聊了几句。", "微信发了资料给{c}，当天回复。", "{c}在微信上回了消息。", "给{c}发了语音，晚上回的。", "微信上跟{c}确认。"];
pub(super) const OPEN_WECHAT_IN: &[&str] = &["{c}发微信来。", "{c}在微信上问事情。", "早上{c}微信留言。", "{c}发了几张店里的照片。"];
pub(super) const OPEN_SMS: &[&str] = &["给{c}发了短信，很快回了。", "短信通知{c}，收到回复。", "和{c}短信来回几条。"];
pub(super) const OPEN_MAIL: &[&str] = &["邮件往来，{c}经办。", "把资料发到{c}邮箱，已回复。", "收到{c}的书面回复。"];
pub(super) const NO_ANSWER: &[&str] = &[
    "打了两次没接，晚点再打。",
    "电话响了没人接。",
    "{c}挂断，可能在忙，发了短信。",
    "手机关机，店里座机也没人接。",
    "连着三天没打通{c}电话。",
    "提示正在通话，留了言让{c}回电。",
];

/// Help given, and how it is put.
pub(super) const HELP: &[(HelpKind, &str)] = &[
    (HelpKind::Unload, "先帮着卸了{m}箱货，搬到后仓。"),
    (HelpKind::Unload, "正赶上到货，一起搬了{m}箱。"),
    (HelpKind::Display, "帮忙把货架第二层重新摆了一遍，价签换新的。"),
    (HelpKind::Display, "重做了门口的堆头，把{p}放中间。"),
    (HelpKind::Serve, "店里就一个人，帮着看了会儿店。"),
    (HelpKind::Serve, "来了几位客人，帮着招呼、拿酒。"),
    (HelpKind::Clean, "顺手把堆头的灰擦了，海报换成新的。"),
    (HelpKind::StockTake, "帮着盘了一遍库存，对出两箱差异。"),
    (HelpKind::Advice, "教店员怎么讲{p}的口感。"),
    (HelpKind::Advice, "帮{c}把收银系统里的条码补上了。"),
    (HelpKind::Shelve, "把临期的几箱挑出来放到前排。"),
    (HelpKind::Shelve, "货架空了两格，帮着补满。"),
];
pub(super) const STOCK: Topic = Topic {
    purposes: &[Purpose::Information],
    sentences: &[
        "{p}还剩{n}{u}。",
        "看了库存，{p}{n}{u}，拍照留底。",
        "仓库里{p}有{n}{u}，{q}没动。",
        "{p}库存{n}{u}，比上次少。",
        "货架上{p}少了两个面，后仓{n}{u}。",
        "{c}说{p}走得比{q}快，现存{n}{u}。",
        "点了一下，{p}连货架带仓库{n}{u}。",
    ],
};
pub(super) const RIVAL: Topic = Topic {
    purposes: &[Purpose::Intelligence],
    sentences: &[
        "{r}的业务员上周来过，零售压到{y}元一瓶。",
        "{r}在做买十赠一，店里卖{y}元。",
        "门口换成了{r}的门头，标价{y}元。",
        "隔壁店{r}卖{y}元，比上月又低了些。",
        "{r}给了陈列费，占了最好的两层，价签{y}元。",
        "{c}透露{r}开了订货会，政策价折下来零售{y}元左右。",
        "{r}换了新包装，{y}元，客人问的不多。",
        "有人拿{r}{y}元的价格来比。",
    ],
};
pub(super) const ORDER: Topic = Topic {
    purposes: &[Purpose::Deal],
    sentences: &[
        "订单当场定下，{p}为主。",
        "补了一单，{p}和{q}都要。",
        "说好这次按活动价走，单子已下。",
        "{c}对数量犹豫了一下，还是定了。",
        "订货，要求后天前送到。",
        "先下这一单，卖得好月底再补。",
    ],
};
pub(super) const PITCH: Topic = Topic {
    purposes: &[Purpose::Deal],
    sentences: &[
        "推荐了{p}，讲了同类店一个月走{m}箱的例子。",
        "介绍{p}的宴席政策，{c}要再算算账。",
        "建议把{q}换成{p}，毛利高一点。",
        "谈了季度返利，差{m}箱就到下一档。",
        "拿{p}样品请{c}尝了，说口感比想的好。",
        "讲了老客户用{p}做婚宴的做法，{c}愿意试。",
        "建议少量进{p}试销，卖不动可以调换。",
    ],
};
pub(super) const FESTIVAL: Topic = Topic {
    purposes: &[Purpose::Deal],
    sentences: &[
        "离{f}还有{d}天，建议提前备货。",
        "{f}前要备{m}箱{p}，等{c}最后确认。",
        "{c}担心{f}前物流慢，想这周就到货。",
        "聊了{f}的堆头位置，先占下来。",
        "{f}礼盒有人预订，大概{m}盒。",
        "{c}说今年{f}比去年谨慎，先备一半。",
    ],
};
pub(super) const CARE: Topic = Topic {
    purposes: &[Purpose::Care],
    sentences: &[
        "聊了聊孩子上学的事。",
        "{c}前阵子腰疼，问了问，好些了。",
        "{c}家里办喜事，道了喜。",
        "问候了一下，最近天气变化大。",
        "{c}刚从老家回来，带了点茶叶，推辞没收。",
        "店庆快到了，记一下。",
        "{c}说最近睡得少，店里缺人手。",
    ],
};
pub(super) const SERVICE: Topic = Topic {
    purposes: &[Purpose::Service, Purpose::Information],
    sentences: &[
        "上次送的{p}有一箱破损，已拍照登记换货。",
        "发票抬头开错了，答应重开。",
        "反映送货晚了一天，道了歉，跟仓库说过了。",
        "活动赠品少给了{m}份，核实后补。",
        "{c}问{p}防伪怎么查，现场演示了一遍。",
        "客人反映{q}有异味，取样带回。",
    ],
};
pub(super) const PAYMENT: Topic = Topic {
    purposes: &[Purpose::Information, Purpose::Deal],
    sentences: &[
        "对了上月的账，无误。",
        "上月货款还差一部分，{c}说下周付。",
        "月结单已签字。",
        "{c}想把账期从三十天放到四十五天，没有答应。",
        "现款，当场转账。",
    ],
};
pub(super) const GROWING: Topic = Topic {
    purposes: &[Purpose::Information],
    sentences: &[
        "生意明显好了，{p}一周能走{m}箱。",
        "新接了两家宴席的单，主推{p}。",
        "{c}准备把隔壁门面也租下来。",
        "回头客多，{p}点单率高。",
        "打算增加{q}的陈列面。",
    ],
};
pub(super) const DECLINING: Topic = Topic {
    purposes: &[Purpose::Intelligence, Purpose::Information],
    sentences: &[
        "{c}说最近客流少了三成，进货谨慎。",
        "货架上我们的品少了两个面，换成了{r}。",
        "{p}动销慢，{c}想退几箱。",
        "门口修路，生意受影响。",
        "{c}抱怨利润薄，说{r}给得多。",
        "店里换了店长，对我们的品不熟。",
        "附近新开了一家，分走不少客人。",
    ],
};
pub(super) const SILENT: Topic = Topic {
    purposes: &[Purpose::Intelligence, Purpose::Care],
    sentences: &[
        "已经{g}天没下单，{c}说库存还没消化完。",
        "{g}天没进货了，货架上主要是{r}。",
        "问了几次都说再看看，距上次订货{g}天。",
        "{c}态度客气但不松口，怀疑改走{r}的货。",
        "上次订货是{g}天前，负责人可能换了。",
        "{c}说上面在控费用，采购先停一停。",
    ],
};
pub(super) const CLOSING: Topic = Topic {
    purposes: &[Purpose::Intelligence],
    sentences: &[
        "中午去门还关着，邻居说这几天都没开。",
        "货架空了一半，{c}说房租要涨。",
        "听说在找人转让门面。",
        "店员只剩一个，{c}不怎么来了。",
        "余款要抓紧收，先别再赊货。",
    ],
};
pub(super) const NEW: Topic = Topic {
    purposes: &[Purpose::Information, Purpose::Deal],
    sentences: &[
        "新店，先把{p}和{q}铺进去。",
        "开业不久，客流还在养。",
        "第一次合作，{c}关心调换货政策。",
        "谈了首单条件，陈列按我们的标准做。",
        "对方资料和证照已经拍照存档。",
        "{c}是朋友介绍的，愿意先试一个月。",
    ],
};
pub(super) const STEADY: Topic = Topic {
    purposes: &[Purpose::Information],
    sentences: &[
        "生意平稳，老样子。",
        "{p}还是走量最好。",
        "最近宴席不多，零售为主。",
        "{c}说周末好一些。",
        "店里一切正常。",
        "动销正常，没有积压。",
        "散客为主，团餐少。",
        "{c}说这个月和去年差不多。",
        "{q}也开始有回头客。",
        "没什么特别的，{c}忙着理货。",
        "周转还行，十来天一轮。",
        "{p}和{q}搭着卖。",
        "最近管得严，晚上收得早。",
    ],
};

pub(super) const NEXT: &[&str] = &[
    "给{c}送{p}样品",
    "回访{c}，确认补货数量",
    "和{c}敲定品鉴会时间",
    "把{p}宴席政策发给{c}",
    "送价签和海报到店",
    "核对上月账目并请{c}签字",
    "确认{p}到货时间并告知{c}",
    "带主管一起拜访{c}",
    "问{c}陈列费的答复",
    "跟进{r}动作，再看一次货架",
    "统计{p}库存后给补货建议",
    "约{c}谈下季度返利",
];
pub(super) const PROMISES: &[&str] = &[
    "把破损的{p}换掉",
    "送{m}箱{p}到店",
    "补齐少给的赠品",
    "重开发票并送到",
    "给{c}带两瓶{q}试饮",
    "申请堆头陈列支持",
    "问清调换货政策后答复",
];
pub(super) const CLOSE: &[&str] = &["约好下一步：{s}。", "接下来{s}。", "下次：{s}。", "{s}，已记下。"];

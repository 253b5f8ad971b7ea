//! The columns of a file of accounts: their headers in three languages, and the words for each choice.

use guanxi_kernel::import::{ImportField, ImportKind};

use crate::staff::named::{MADE_AT, MADE_BY, ORIGIN};

const CHANNEL_WORDS: &[(&str, &[&str])] = &[
    ("dealer", &["经销商", "經銷商", "一级经销商", "代理商", "distributor"]),
    ("sub_dealer", &["分销商", "分銷商", "二批", "二批商", "批发", "批发部"]),
    ("catering", &["餐饮", "餐飲", "餐饮店", "餐饮终端", "饭店", "饭馆", "餐馆", "酒楼", "餐厅", "restaurant"]),
    ("nightlife", &["夜场", "夜場", "酒吧", "ktv", "bar", "nightlife venue"]),
    ("supermarket", &["商超", "超市", "商超终端", "便利店", "卖场", "商超終端", "supermarket terminal"]),
    ("tobacco_liquor_shop", &["烟酒店", "菸酒店", "名烟名酒", "烟酒行", "烟酒"]),
    ("own_store", &["专卖店", "專賣店", "直营店", "旗舰店"]),
    ("vending", &["自动售货机", "自動販賣機", "售货机", "vending machine"]),
    ("hotel", &["酒店", "宾馆", "賓館", "飯店"]),
    ("mall_tenant", &["商户", "商戶", "租户", "商场商户", "商場櫃位"]),
    ("group_buy", &["团购", "團購", "团购客户", "企业团购", "團購客戶", "group-buying client"]),
    ("direct", &["直销", "直銷", "直客", "零售", "电商", "電商", "网店", "线上", "online", "直销客户", "直銷客戶", "direct customer"]),
];

const KIND_WORDS: &[(&str, &[&str])] = &[
    ("organisation", &["单位", "企业", "公司", "机构", "組織", "organization", "company", "單位"]),
    ("household", &["家庭", "household"]),
    ("person", &["个人", "個人", "自然人", "individual"]),
];

const OWNERSHIP_WORDS: &[(&str, &[&str])] = &[
    ("state", &["国营", "国有", "國營", "國有", "state-owned"]),
    ("private", &["私营", "民营", "私營", "民營"]),
    ("foreign", &["外资", "外資", "合资"]),
    ("individual", &["个体", "个体户", "個體", "个体工商户", "個人商號"]),
];

const POSITION_WORDS: &[(&str, &[&str])] = &[
    ("leader", &["领导者", "领先", "領導者", "龙头"]),
    ("challenger", &["挑战者", "挑戰者"]),
    ("follower", &["追随者", "跟随者", "追隨者"]),
    ("niche", &["补缺者", "利基", "補缺者", "利基者"]),
];

const GRADE_WORDS: &[(&str, &[&str])] = &[
    ("A", &["a级", "a類", "a类", "优", "a級", "grade a"]),
    ("B", &["b级", "b类", "良", "b級", "grade b"]),
    ("C", &["c级", "c类", "中", "c級", "grade c"]),
    ("D", &["d级", "d类", "差", "d級", "grade d"]),
];

/// What a file may say of an account, under the headers and in the words that people use.
#[expect(clippy::too_many_lines, reason = "a table, one entry a field")]
pub(super) fn fields() -> Vec<ImportField> {
    use ImportKind::{Boolean, Choice, Date, Lines, Moment, Text, Words};
    let field = ImportField::new;
    vec![
        field(
            "name",
            Text,
            &[
                "客户名称",
                "客户",
                "客戶名稱",
                "客戶",
                "名稱",
                "門市名稱",
                "單位名稱",
                "公司名稱",
                "名称",
                "店名",
                "门店名称",
                "终端名称",
                "单位名称",
                "公司名称",
                "公司",
                "account",
                "account name",
                "name",
                "customer",
                "customer name",
                "company",
                "company name",
            ],
        )
        .required(),
        field(
            "also_known_as",
            Text,
            &["别名", "曾用名", "简称", "其他名称", "別名", "簡稱", "其他名稱", "also known as", "aliases", "short name"],
        ),
        field(
            "number",
            Text,
            &[
                "客户编号",
                "客户编码",
                "客户代码",
                "客戶編號",
                "客戶編碼",
                "客戶代號",
                "客戶代碼",
                "编号",
                "編號",
                "account number",
                "customer id",
                "customer number",
                "number",
                "id",
                "code",
            ],
        ),
        field("kind", Choice, &["客户类别", "客戶類別", "客户性质类别", "客户种类", "kind", "account kind"]).words(KIND_WORDS),
        field(
            "channel_kind",
            Choice,
            &[
                "渠道类型",
                "渠道",
                "终端类型",
                "客户类型",
                "通路類型",
                "通路類別",
                "通路別",
                "通路",
                "客戶類型",
                "类型",
                "類型",
                "channel",
                "channel kind",
                "type",
                "account type",
            ],
        )
        .words(CHANNEL_WORDS),
        field(
            "credit_code",
            Text,
            &["统一社会信用代码", "統一社會信用代碼", "信用代码", "信用代碼", "税号", "纳税人识别号", "credit code", "tax id"],
        ),
        field(
            "region",
            Text,
            &[
                "省市区",
                "地区",
                "区域",
                "地區",
                "區域",
                "省市區",
                "縣市",
                "所在地區",
                "所在地区",
                "城市",
                "region",
                "city",
                "state",
                "province",
            ],
        ),
        field(
            "address",
            Text,
            &["详细地址", "地址", "詳細地址", "门店地址", "門市地址", "公司地址", "通訊地址", "street", "address", "billing street"],
        ),
        field(
            "phone",
            Text,
            &["座机", "电话", "固定电话", "公司电话", "联系电话", "電話", "市話", "公司電話", "聯絡電話", "phone", "telephone", "tel"],
        ),
        field("website", Text, &["网址", "网站", "網址", "網站", "官網", "website", "url"]),
        field("ownership_form", Choice, &["客户性质", "企业性质", "性质", "客戶性質", "企業性質", "性質", "ownership", "ownership form"])
            .words(OWNERSHIP_WORDS),
        field("market_position", Choice, &["市场地位", "市場地位", "market position"]).words(POSITION_WORDS),
        field(
            "credit_grade",
            Choice,
            &[
                "资信程度",
                "资信等级",
                "信用等级",
                "信用等級",
                "資信等級",
                "資信程度",
                "等级",
                "级别",
                "等級",
                "級別",
                "credit grade",
                "grade",
            ],
        )
        .words(GRADE_WORDS),
        field("high_tech", Boolean, &["技术型产品", "技術型產品", "高技术", "高技術", "high tech"]),
        field("public_sector", Boolean, &["公共部门", "公共部門", "是否公职", "public sector"]),
        field(
            "owner",
            Text,
            &[
                "负责人",
                "業務員",
                "业务员",
                "所属销售",
                "跟进人",
                "负责人邮箱",
                "負責人",
                "業務",
                "承辦人",
                "owner",
                "account owner",
                "sales rep",
                "owner email",
            ],
        ),
        field(
            "cooperating_since",
            Date,
            &[
                "合作起始",
                "首次合作日期",
                "合作日期",
                "开户日期",
                "開戶日期",
                "往來日期",
                "合作時間",
                "合作时间",
                "客户开始日期",
                "cooperating since",
                "customer since",
            ],
        ),
        field("tags", Words, &["标签", "標籤", "tags", "labels"]),
        field(
            "remark",
            Lines,
            &["备注", "備註", "附註", "说明", "說明", "备注信息", "remark", "remarks", "notes", "description", "comment"],
        ),
        field("created_at", Moment, MADE_AT).needs(ORIGIN),
        field("created_by", Text, MADE_BY).needs(ORIGIN),
        field("source", Text, &["来源系统", "數據來源系統", "來源系統", "source system"]),
        field("external_id", Text, &["外部编号", "系统编号", "外部編號", "系統編號", "external id", "external_id", "record id"]),
    ]
}

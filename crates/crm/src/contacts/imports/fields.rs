//! The columns of a file of contacts: their headers in three languages, and the words for each choice.

use guanxi_kernel::import::{ImportField, ImportKind};

use crate::staff::named::{MADE_AT, MADE_BY, ORIGIN};

const GENDER_WORDS: &[(&str, &[&str])] =
    &[("female", &["女", "女士", "小姐", "f"]), ("male", &["男", "先生", "m"]), ("other", &["其他", "其它"])];
const ROLE_WORDS: &[(&str, &[&str])] = &[
    ("boss", &["老板", "老闆", "法人", "负责人", "店主"]),
    ("buyer", &["采购", "采购人", "採購", "採購人"]),
    ("payer", &["付款人"]),
    ("decision_maker", &["决策人", "決策人"]),
    ("influencer", &["影响者", "影響者"]),
    ("user", &["使用人", "使用者"]),
    ("finance", &["财务", "財務", "会计"]),
    ("warehouse", &["仓库", "倉庫", "库管"]),
    ("gatekeeper", &["前台", "把关人", "把關人"]),
];

const CHANNEL_WORDS: &[(&str, &[&str])] = &[
    ("phone", &["电话", "電話", "打电话", "call"]),
    ("mobile", &["短信", "手机短信", "簡訊", "手机", "手機", "text message", "sms"]),
    ("wechat", &["微信", "weixin"]),
    ("email", &["电子邮件", "邮件", "邮箱", "電子郵件", "電郵", "e-mail", "mail"]),
    ("visit", &["上门拜访", "拜访", "上门", "登門拜訪", "拜訪", "面谈", "面談"]),
    ("letter", &["信函", "信件", "post"]),
    ("fax", &["传真", "傳真"]),
];

/// What a file may say of a contact, under the headers and in the words that people use.
pub(super) fn fields() -> Vec<ImportField> {
    use ImportKind::{Boolean, Choice, Lines, Moment, Text};
    let field = ImportField::new;
    vec![
        field(
            "name",
            Text,
            &["联系人", "联系人姓名", "姓名", "聯絡人", "聯絡人姓名", "聯絡窗口", "contact", "contact name", "full name", "name"],
        )
        .required()
        .or(&["last_name", "first_name"]),
        field(
            "account",
            Text,
            &[
                "客户名称",
                "客户",
                "客戶名稱",
                "客戶",
                "店名",
                "门店名称",
                "門市名稱",
                "公司",
                "公司名稱",
                "單位名稱",
                "公司名称",
                "单位名称",
                "account",
                "account name",
                "company",
                "company name",
            ],
        ),
        field(
            "account_number",
            Text,
            &["客户编号", "客户编码", "客戶編號", "客戶編碼", "客戶代號", "客戶代碼", "account number", "customer id"],
        ),
        field("role", Choice, &["角色", "职务角色", "職務角色", "聯絡人角色", "role"]).words(ROLE_WORDS),
        field("title", Text, &["职务", "职位", "職稱", "職務", "職位", "頭銜", "title", "job title"]),
        field(
            "mobile",
            Text,
            &["手机号码", "手机", "手机号", "移动电话", "行動電話", "手機", "手機號碼", "mobile", "mobile phone", "cell"],
        ),
        field("phone", Text, &["座机", "电话", "固定电话", "電話", "市話", "公司電話", "聯絡電話", "phone", "telephone"]),
        field("email", Text, &["邮箱", "电子邮件", "电子邮箱", "電子郵件", "電子信箱", "信箱", "email", "e-mail", "mail"]),
        field("wechat", Text, &["微信", "微信号", "微信號", "wechat", "weixin"]),
        field("gender", Choice, &["性别", "性別", "gender", "sex", "salutation"]).words(GENDER_WORDS),
        // Read by `rules::read_birthday`, because a birthday may be of the lunar calendar.
        field("birthday", Text, &["生日", "出生日期", "出生年月日", "birthday", "date of birth", "birthdate"]),
        field("language", Text, &["语言", "語言", "language"]),
        field(
            "preferred_channel",
            Choice,
            &["首选联系方式", "联系方式偏好", "偏好联系方式", "偏好聯絡方式", "慣用聯絡方式", "preferred channel", "contact preference"],
        )
        .words(CHANNEL_WORDS),
        field(
            "owner",
            Text,
            &["负责人", "业务员", "跟进人", "負責人", "業務員", "業務", "承辦人", "owner", "contact owner", "sales rep", "owner email"],
        ),
        field("is_consumer", Boolean, &["是否消费者", "消费者", "是否消費者", "消費者", "consumer", "is consumer"]),
        field("remark", Lines, &["联系人备注", "备注", "聯絡人備註", "備註", "附註", "說明", "remark", "notes", "description"]),
        field("created_at", Moment, MADE_AT).needs(ORIGIN),
        field("created_by", Text, MADE_BY).needs(ORIGIN),
        field("account_source", Text, &["客户来源系统", "客戶來源系統", "account source system"]),
        field("account_external_id", Text, &["客户外部编号", "客戶外部編號", "account external id", "account id"]),
        field("last_name", Text, &["姓", "姓氏", "last name", "surname", "family name"]),
        field("first_name", Text, &["名", "名字", "first name", "given name"]),
    ]
}

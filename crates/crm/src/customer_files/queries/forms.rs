//! What is asked about accounts.

use std::collections::BTreeMap;

use guanxi_kernel::{
    actor::Action,
    custom::PREFIX,
    db::Reader,
    error::{Error, Result},
};

use crate::{
    contacts::rules::ROLES,
    customer_files::{
        api::{FileForm, FileForms, FileQuestion},
        rules::{DEFAULT, DEFAULT_PERSON, Question},
        tables::{self, FORM, OBJECT},
    },
    customers::rules::KINDS,
};

/// The questions about accounts of each kind.
pub(in crate::customer_files) struct Forms {
    chosen: BTreeMap<String, Vec<String>>,
}

impl Forms {
    /// As they are now. A field of one's own that has been removed is not asked for any more.
    pub(in crate::customer_files) async fn of(reader: &Reader) -> Result<Self> {
        let rows = reader.in_workspace::<tables::FileForm>().all().await?;
        let fields = |row: tables::form::Model| {
            let mut fields: Vec<String> = serde_json::from_value(row.fields).unwrap_or_default();
            fields.retain(|key| exists(reader, key));
            (row.kind, fields)
        };
        Ok(Self { chosen: rows.into_iter().map(fields).filter(|(_, fields)| !fields.is_empty()).collect() })
    }

    /// What is asked about accounts of a kind.
    pub(in crate::customer_files) fn questions(&self, kind: &str) -> Vec<String> {
        self.chosen.get(kind).cloned().unwrap_or_else(|| usual(kind).iter().map(|key| (*key).to_owned()).collect())
    }
}

fn usual(kind: &str) -> &'static [&'static str] {
    if kind == "organisation" { DEFAULT } else { DEFAULT_PERSON }
}

/// Whether there is such a question here. What is reckoned from other fields is no answer of anybody's.
pub(in crate::customer_files) fn exists(reader: &Reader, key: &str) -> bool {
    match Question::parse(key) {
        None => false,
        Some(Question::Own(own)) => {
            reader.actor().customs.of("accounts").iter().any(|custom| custom.key == own && !custom.kind.is_derived())
        }
        Some(_) => true,
    }
}

/// What a field of one's own is called.
pub(in crate::customer_files) fn label(reader: &Reader, key: &str) -> Option<String> {
    let own = key.strip_prefix(PREFIX)?;
    reader.actor().customs.of("accounts").iter().find(|custom| custom.key == own).map(|custom| custom.label.clone())
}

/// What is asked about accounts of each kind, and what can be.
pub async fn forms(reader: &Reader) -> Result<FileForms> {
    if !reader.actor().may(OBJECT, Action::Read) && !reader.actor().may(FORM, Action::Change) {
        return Err(Error::Forbidden("you may not see what customer files ask for".to_owned()));
    }
    let forms = Forms::of(reader).await?;
    let form =
        |kind: &&str| FileForm { kind: (*kind).to_owned(), fields: forms.questions(kind), is_chosen: forms.chosen.contains_key(*kind) };
    Ok(FileForms { items: KINDS.iter().map(form).collect(), questions: questions(reader) })
}

fn questions(reader: &Reader) -> Vec<FileQuestion> {
    let account = DEFAULT.iter().filter(|key| matches!(Question::parse(key), Some(Question::Account(_)))).copied();
    let account = account.chain(["also_known_as", "website"]).map(str::to_owned);
    let people = ROLES.iter().flat_map(|role| ["", "_mobile", "_wechat", "_birthday"].map(|detail| format!("{role}{detail}")));
    let customs = reader.actor().customs.of("accounts").iter().filter(|custom| !custom.kind.is_derived());
    let own = customs.map(|custom| format!("{PREFIX}{}", custom.key));
    let question = |field: String| {
        let part = Question::parse(&field).map_or("own", |question| question.part());
        FileQuestion { part, label: label(reader, &field), field }
    };
    account.chain(people).chain(own).map(question).collect()
}

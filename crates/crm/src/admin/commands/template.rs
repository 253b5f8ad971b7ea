//! Templates: files with the columns that are recognised, to be filled in and brought back.

use std::path::Path;

use guanxi_kernel::{
    actor::{Action, Actor},
    db::Reader,
    error::{Error, Result},
    http::App,
    import::{ImportField, Importable},
};
use guanxi_sheet::{Format, OutCell, WriteError, Writer};
use uuid::Uuid;

use super::{file::Arriving, import::Made};
use crate::{
    admin::{
        api::{FileFormat, TemplateParams},
        queries,
        rules::{self, examples},
    },
    staff::{self, commands::TRADES},
    words::Words,
};

/// A template in the language of the one who asks: the columns of a kind with an example of a trade, and on a second sheet how
/// each is filled in.
pub async fn template(reader: &Reader, app: &App, params: &TemplateParams) -> Result<Made> {
    let importable = queries::importable(app, &params.kind)?;
    let trade = match &params.trade {
        Some(trade) => trade.clone(),
        None => staff::queries::workspace(reader).await?.trade,
    };
    if !TRADES.contains(&trade.as_str()) {
        return Err(Error::field("/trade", "unknown_choice", format!("This is one of: {}.", TRADES.join(", "))));
    }
    if !may_bring(reader.actor(), &importable) {
        return Err(Error::Forbidden(format!("you may not create {}", importable.name)));
    }
    let words = Words::of(&staff::queries::locale(reader).await?);
    let fields = examples::columns(importable.fields_of(reader.actor()), &trade);
    let folder = app.folder(reader.actor().workspace, "exports")?;
    let arriving = Arriving::at(folder.join(format!("{}.part", Uuid::now_v7())));
    let name = words
        .say("admin:template.file", &[("kind", &words.list(importable.name)), ("trade", &words.say(&format!("staff:trade.{trade}"), &[]))]);
    let (place, list, format) = (arriving.path().to_owned(), importable.name, params.format.unwrap_or(FileFormat::Xlsx));
    let path = folder.join(format!("template-{}.{}", Uuid::now_v7(), rules::ending(format)));
    let written =
        tokio::task::spawn_blocking(move || write(&place, format, &words, list, &trade, &fields)).await.map_err(anyhow::Error::from)?;
    written.map_err(|error| anyhow::anyhow!("the template could not be written: {error}"))?;
    tokio::fs::rename(arriving.path(), &path).await.map_err(|error| anyhow::anyhow!("the template could not be put in place: {error}"))?;
    arriving.stays();
    Ok(Made { path, name: format!("{name}.{}", rules::ending(format)) })
}

/// Whether an actor may bring in files of a kind.
fn may_bring(actor: &Actor, importable: &Importable) -> bool {
    actor.may("import", Action::Create) && actor.may(importable.object, Action::Create)
}

fn write(
    path: &Path,
    format: FileFormat,
    words: &Words,
    list: &str,
    trade: &str,
    fields: &[ImportField],
) -> std::result::Result<(), WriteError> {
    let say = |key: &str| words.say(&format!("admin:template.{key}"), &[]);
    let format = if format == FileFormat::Csv { Format::Csv } else { Format::Xlsx };
    let mut writer = Writer::create(path, format, &words.list(list))?;
    let headers: Vec<String> = fields.iter().map(|field| examples::header(words, list, field)).collect();
    writer.write_header(&headers.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut example: Vec<String> = fields.iter().map(|field| examples::example(words, list, trade, field)).collect();
    if let Some(first) = example.first_mut() {
        first.insert_str(0, &say("mark"));
    }
    writer.write_row(&example.into_iter().map(OutCell::Text).collect::<Vec<_>>())?;
    if let Writer::Xlsx(book) = &mut writer {
        book.next_sheet(&say("explained"))?;
        let titles = ["column", "required", "how", "choices"].map(say);
        book.write_header(&titles.each_ref().map(String::as_str))?;
        for (field, header) in fields.iter().zip(headers) {
            let required = if field.required { OutCell::Text(say("yes")) } else { OutCell::Empty };
            let (how, choices) = (examples::how(words, list, field), examples::choices(words, list, field));
            book.write_row(&[OutCell::Text(header), required, OutCell::Text(how), OutCell::Text(choices)])?;
        }
    }
    drop(writer.finish()?);
    Ok(())
}

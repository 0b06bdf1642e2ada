//! A table as comma separated text: its head and its rows alone, every field quoted (trust.md T12).

use luoshi_domain::tables::days::printed;

use super::sheet::{Sheet, Value, light_words};
use crate::error::Error;
use crate::tables::read::needs_apostrophe;

/// UTF-8 with byte order mark, so that Excel shows Chinese as it is.
pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    let broken = |error: csv::Error| Error::Internal(format!("csv: {error}"));
    writer.write_record(sheet.columns.iter().map(|column| column.title)).map_err(broken)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(field)).map_err(broken)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn field(value: &Value) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Text(text) if needs_apostrophe(text) => format!("'{text}"),
        Value::Text(text) => text.clone(),
        Value::Whole(number) => number.to_string(),
        Value::Percent(number) => format!("{number}%"),
        Value::Day(day) => printed(*day),
        Value::Light(light) => light_words(*light).to_owned(),
    }
}

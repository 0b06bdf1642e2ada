//! Numbers that Word draws itself: `一、` or `（一）` of a list stand in no paragraph, only in the definition of the list.

use std::collections::HashMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::ReadError;

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// Levels of each definition.
    definitions: HashMap<String, Vec<Level>>,
    /// Which definition a list uses.
    lists: HashMap<String, String>,
    counters: HashMap<String, Vec<u32>>,
}

#[derive(Clone)]
struct Level {
    start: u32,
    format: String,
    /// `%1、` or `（%2）`.
    pattern: String,
}

const DEEPEST: usize = 9;

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub fn read(xml: &str) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        let (mut definition, mut list) = (String::new(), String::new());
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event()? {
                Event::Start(tag) | Event::Empty(tag) => numbering.take(&tag, &mut definition, &mut list),
                Event::DocType(_) => return Err(ReadError::Suspicious),
                Event::Eof => return Ok(numbering),
                _ => {}
            }
        }
    }

    fn take(&mut self, tag: &BytesStart, definition: &mut String, list: &mut String) {
        let value = |name: &str| {
            let found = tag.attributes().filter_map(Result::ok).find(|found| found.key.local_name().as_ref() == name);
            found.map(|found| found.value.into_owned()).unwrap_or_default()
        };
        match tag.local_name().as_ref() {
            "abstractNum" => *definition = value("abstractNumId"),
            "num" => *list = value("numId"),
            "abstractNumId" => drop(self.lists.insert(list.clone(), value("val"))),
            "lvl" => {
                let level = Level { start: 1, format: "decimal".to_owned(), pattern: String::new() };
                self.definitions.entry(definition.clone()).or_default().push(level);
            }
            name @ ("start" | "numFmt" | "lvlText") => {
                let Some(level) = self.definitions.get_mut(definition).and_then(|levels| levels.last_mut()) else {
                    return;
                };
                match name {
                    "start" => level.start = value("val").parse().unwrap_or(1),
                    "numFmt" => level.format = value("val"),
                    _ => level.pattern = value("val"),
                }
            }
            _ => {}
        }
    }

    /// The printed number of the next paragraph of a list.
    pub fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let definition = self.lists.get(list)?;
        let levels = self.definitions.get(definition)?;
        let own = levels.get(level).filter(|_| level < DEEPEST)?;
        let counters = self.counters.entry(definition.clone()).or_default();
        while counters.len() <= level {
            let start = levels.get(counters.len()).map_or(1, |level| level.start);
            counters.push(start.saturating_sub(u32::from(counters.len() == level)));
        }
        counters.truncate(level + 1);
        if let Some(counter) = counters.last_mut() {
            *counter = counter.saturating_add(1);
        }
        let mut printed = own.pattern.clone();
        for (index, counter) in counters.iter().enumerate() {
            let format = levels.get(index).map_or("decimal", |level| level.format.as_str());
            printed = printed.replace(&format!("%{}", index + 1), &number(*counter, format)?);
        }
        Some(printed)
    }
}

/// A number in one of the formats of Chinese documents; bullets have none.
fn number(value: u32, format: &str) -> Option<String> {
    match format {
        "decimal" => Some(value.to_string()),
        "decimalZero" => Some(format!("{value:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => {
            Some(value.to_string().chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect())
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "chineseLegalSimplified" => Some(chinese(value)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            char::from_u32(0x245f + value.min(21)).filter(|_| (1..=20).contains(&value)).map(String::from)
        }
        _ => None,
    }
}

fn chinese(value: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS.get(value as usize % 10).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (value / 100 % 10, value / 10 % 10, value % 10);
    let hundred = if hundreds > 0 { format!("{}百", digit(hundreds)) } else { String::new() };
    let ten = match (hundreds, tens) {
        (0, 0) => String::new(),
        (0, 1) => "十".to_owned(),
        (_, 0) => {
            if ones > 0 {
                "零".to_owned()
            } else {
                String::new()
            }
        }
        (_, tens) => format!("{}十", digit(tens)),
    };
    format!("{hundred}{ten}{}", digit(ones))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_per_level_in_chinese() {
        let xml = "<w:numbering><w:abstractNum w:abstractNumId='3'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
            <w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/>\
            <w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl></w:abstractNum>\
            <w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num></w:numbering>";
        let mut numbering = Numbering::read(xml).unwrap_or_default();
        let seen: Vec<Option<String>> = [0, 1, 1, 0, 1].map(|level| numbering.next("7", level)).into();
        assert_eq!(seen, ["一、", "1.", "2.", "二、", "1."].map(|number| Some(number.to_owned())));
    }

    #[test]
    fn chinese_numbers_read_as_printed() {
        assert_eq!(
            [1, 10, 12, 20, 22, 100, 103, 112].map(chinese),
            ["一", "十", "十二", "二十", "二十二", "一百", "一百零三", "一百一十二"]
        );
    }
}

//! The text of a Word document: paragraphs become lines, table rows become lines with tabs.

use std::io::{Cursor, Read};

use luoshi_domain::plan_text::Finding;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{Decoded, Encoding, ReadError, numbering::Numbering};

const LARGEST_PART: u64 = 64 * 1024 * 1024;
const MOST_ENTRIES: usize = 2_000;
const HIGHEST_RATIO: u64 = 200;
const DEEPEST_NESTING: usize = 256;

/// Unpacks and reads the main document. Every limit is checked before memory is spent.
pub(super) fn text(bytes: &[u8]) -> Result<Decoded, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MOST_ENTRIES {
        return Err(ReadError::Suspicious);
    }
    let document = part(&mut archive, "word/document.xml")?.ok_or(ReadError::NotADocument)?;
    let numbers = part(&mut archive, "word/numbering.xml")?;
    let numbering = numbers.map(|xml| Numbering::read(&xml)).transpose()?.unwrap_or_default();
    let mut walk = Walk { numbering, ..Walk::default() };
    walk.read(&document)?;
    Ok(Decoded { text: walk.text, encoding: Encoding::Docx, findings: walk.findings })
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, ReadError> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let packed = file.compressed_size().max(1);
    let mut unpacked = Vec::new();
    file.take(LARGEST_PART + 1).read_to_end(&mut unpacked)?;
    let size = unpacked.len() as u64;
    if size > LARGEST_PART || (size > 4 * 1024 * 1024 && size / packed > HIGHEST_RATIO) {
        return Err(ReadError::Suspicious);
    }
    let text = unpacked.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&unpacked);
    Ok(Some(String::from_utf8_lossy(text).into_owned()))
}

/// The walk through the XML, with what is open at the moment.
#[derive(Default)]
struct Walk {
    numbering: Numbering,
    text: String,
    findings: Vec<Finding>,
    /// Paragraphs that are open; text boxes nest them.
    paragraphs: Vec<Paragraph>,
    /// Tables that are open, innermost last.
    tables: Vec<Row>,
    in_text: bool,
    /// Depth inside an element whose content is shown elsewhere or not at all.
    skipped: usize,
    depth: usize,
    has_footnotes: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    number_id: Option<String>,
    level: usize,
}

#[derive(Default)]
struct Row {
    cells: Vec<String>,
}

impl Walk {
    fn read(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event()? {
                Event::Start(tag) => self.open(&tag)?,
                Event::Empty(tag) => self.mark(&tag),
                Event::End(tag) => self.close(tag.local_name().as_ref()),
                Event::Text(text) if self.in_text && self.skipped == 0 => self.write(&text.xml10_content()),
                Event::CData(text) if self.in_text && self.skipped == 0 => self.write(&text.xml10_content()),
                Event::GeneralRef(reference) if self.in_text && self.skipped == 0 => {
                    let named = match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref()?,
                    };
                    self.write(named.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]));
                }
                Event::DocType(_) => return Err(ReadError::Suspicious),
                Event::Eof => break,
                _ => {}
            }
        }
        if self.has_footnotes {
            let message = "Word 脚注不在正文中，未读入";
            self.findings.push(Finding::info("word_footnotes", 1, message));
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth > DEEPEST_NESTING {
            return Err(ReadError::Suspicious);
        }
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        match tag.local_name().as_ref() {
            "p" => self.paragraphs.push(Paragraph::default()),
            "t" => self.in_text = true,
            "tbl" => self.tables.push(Row::default()),
            "tr" => self.tables.last_mut().into_iter().for_each(|row| row.cells.clear()),
            "tc" => self.tables.last_mut().into_iter().for_each(|row| row.cells.push(String::new())),
            // A text box is written twice for old readers; deleted words are no text.
            "Fallback" | "del" | "moveFrom" | "instrText" | "pPrChange" | "rPrChange" => self.skipped = 1,
            _ => self.mark(tag),
        }
        Ok(())
    }

    /// Elements that matter without content.
    fn mark(&mut self, tag: &BytesStart) {
        if self.skipped > 0 {
            return;
        }
        match tag.local_name().as_ref() {
            // With attributes it defines a tab stop.
            "tab" if tag.attributes().next().is_none() => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "footnoteReference" => self.has_footnotes = true,
            "numId" => {
                let id = attribute(tag);
                self.paragraphs.last_mut().into_iter().for_each(|open| open.number_id.clone_from(&id));
            }
            "ilvl" => {
                let level = attribute(tag).and_then(|level| level.parse().ok()).unwrap_or_default();
                self.paragraphs.last_mut().into_iter().for_each(|open| open.level = level);
            }
            "p" => self.end_paragraph(Paragraph::default()),
            "tc" => self.tables.last_mut().into_iter().for_each(|row| row.cells.push(String::new())),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.end_paragraph(paragraph);
                }
            }
            "tr" => self.end_row(),
            "tbl" => drop(self.tables.pop()),
            _ => {}
        }
    }

    fn write(&mut self, words: &str) {
        if let Some(open) = self.paragraphs.last_mut() {
            open.text.push_str(words);
        }
    }

    fn end_paragraph(&mut self, paragraph: Paragraph) {
        let number = paragraph.number_id.and_then(|id| self.numbering.next(&id, paragraph.level)).unwrap_or_default();
        self.end_line(&format!("{number}{}", paragraph.text));
    }

    /// A line of the text, or of the cell that is open.
    fn end_line(&mut self, line: &str) {
        let cell = self.tables.last_mut().and_then(|row| row.cells.last_mut());
        let Some(cell) = cell else {
            self.text.push_str(line);
            self.text.push('\n');
            return;
        };
        if !cell.is_empty() {
            cell.push('\n');
        }
        cell.push_str(line);
    }

    /// A row of one cell is a frame around text; other rows are lines of a table.
    fn end_row(&mut self) {
        let Some(row) = self.tables.pop() else { return };
        match row.cells.as_slice() {
            [] => {}
            [frame] => frame.split('\n').for_each(|line| self.end_line(line)),
            cells => {
                let flat: Vec<String> = cells.iter().map(|cell| cell.replace(['\n', '\t'], " ")).collect();
                self.end_line(&flat.join("\t"));
            }
        }
        self.tables.push(Row::default());
    }
}

/// The value of `w:val`.
fn attribute(tag: &BytesStart) -> Option<String> {
    let found =
        tag.attributes().filter_map(Result::ok).find(|attribute| attribute.key.local_name().as_ref() == "val")?;
    Some(found.value.into_owned())
}

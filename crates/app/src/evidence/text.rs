//! The words of a received file, only to see whether a line of them is a mark of secrecy (domain.md 6.4).
//!
//! Everything is bounded (trust.md T13), and a file whose words cannot be read passes: what people see of it is decided
//! by other rules. Pictures and scans have no words here.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use flate2::read::ZlibDecoder;
use luoshi_domain::evidence::{FileType, Mark, marks_in_text};
use quick_xml::Reader;
use quick_xml::events::Event;
use tokio::sync::Semaphore;
use zip::ZipArchive;

/// Longest wait for the words of a file.
const PATIENCE: Duration = Duration::from_secs(10);
/// Largest file that is read for its words.
const LARGEST: u64 = 20 * 1024 * 1024;
/// Most bytes of one part, and of all parts together.
const LARGEST_PART: u64 = 16 * 1024 * 1024;
const MOST_UNPACKED: u64 = 48 * 1024 * 1024;
/// Pages of a PDF that are read; marks stand at the head.
const MOST_PAGES: usize = 30;
/// Files read at the same time.
static TURNS: Semaphore = Semaphore::const_new(2);

/// The first mark in the text of a file; none where there is none or the text cannot be read within the bounds.
pub async fn mark_in(path: &Path, file_type: FileType) -> Option<Mark> {
    let path = path.to_owned();
    let reading = async {
        let _turn = TURNS.acquire().await;
        tokio::task::spawn_blocking(move || look(&path, file_type)).await
    };
    match tokio::time::timeout(PATIENCE, reading).await {
        Ok(Ok(found)) => found,
        Ok(Err(stopped)) => {
            tracing::warn!(error = %stopped, "evidence.text_not_read");
            None
        }
        Err(_late) => {
            tracing::warn!("evidence.text_took_too_long");
            None
        }
    }
}

fn look(path: &PathBuf, file_type: FileType) -> Option<Mark> {
    if fs::metadata(path).ok()?.len() > LARGEST {
        return None;
    }
    match file_type.extension {
        "docx" => in_parts(path, |name| {
            name == "word/document.xml" || name.starts_with("word/header") || name.starts_with("word/footer")
        }),
        "xlsx" => in_parts(path, |name| name == "xl/sharedStrings.xml" || name.starts_with("xl/worksheets/sheet")),
        "pptx" => in_parts(path, |name| name.starts_with("ppt/slides/slide")),
        "ofd" => in_parts(path, |name| name.ends_with("/Content.xml")),
        "pdf" => in_pages(path),
        _ => None,
    }
}

/// The parts of an office file that hold words, one after the other.
fn in_parts(path: &PathBuf, wanted: impl Fn(&str) -> bool) -> Option<Mark> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path).ok()?)).ok()?;
    let mut names: Vec<String> = archive
        .file_names()
        .filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
        .filter(|name| wanted(name) && name.to_ascii_lowercase().ends_with(".xml"))
        .collect();
    names.sort();
    let mut unpacked = 0;
    for name in names {
        let mut part = Vec::new();
        archive.by_name(&name).ok()?.take(LARGEST_PART).read_to_end(&mut part).ok()?;
        unpacked += part.len() as u64;
        let lines = lines_of(&String::from_utf8_lossy(&part));
        if let Some(mark) = marks_in_text(lines.iter().map(String::as_str)) {
            return Some(mark);
        }
        if unpacked > MOST_UNPACKED {
            return None;
        }
    }
    None
}

/// The words of an XML part: a line for each paragraph, shared string, cell or piece of text.
fn lines_of(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let (mut lines, mut line, mut in_text) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => in_text = in_text || holds_text(tag.local_name().as_ref()),
            Ok(Event::Empty(tag)) if matches!(tag.local_name().as_ref(), "br" | "cr") => {
                lines.push(std::mem::take(&mut line));
            }
            Ok(Event::Empty(tag)) if tag.local_name().as_ref() == "tab" => line.push('\t'),
            Ok(Event::End(tag)) => {
                let name = tag.local_name();
                in_text = in_text && !holds_text(name.as_ref());
                if ends_line(name.as_ref()) {
                    lines.push(std::mem::take(&mut line));
                }
            }
            Ok(Event::Text(text)) if in_text => line.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) if in_text => line.push_str(&text.xml10_content()),
            Ok(Event::DocType(_) | Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    lines.push(line);
    lines
}

fn holds_text(element: &str) -> bool {
    matches!(element, "t" | "TextCode") || is_margin(element)
}

fn ends_line(element: &str) -> bool {
    matches!(element, "p" | "si" | "is" | "c" | "TextCode") || is_margin(element)
}

/// Head and foot lines of a worksheet.
fn is_margin(element: &str) -> bool {
    matches!(element, "oddHeader" | "evenHeader" | "firstHeader" | "oddFooter" | "evenFooter" | "firstFooter")
}

/// The first pages of a PDF that has a text layer.
fn in_pages(path: &PathBuf) -> Option<Mark> {
    let bytes = fs::read(path).ok()?;
    if !unpacks_within_bounds(&bytes) {
        return None;
    }
    let document = lopdf::Document::load_mem(&bytes).ok()?;
    for number in document.get_pages().into_keys().take(MOST_PAGES) {
        let Ok(text) = document.extract_text(&[number]) else { continue };
        if let Some(mark) = marks_in_text(text.lines()) {
            return Some(mark);
        }
    }
    None
}

/// Unpacks every packed stream once into nothing, so that no reader after us meets one without bounds.
fn unpacks_within_bounds(bytes: &[u8]) -> bool {
    let (mut at, mut unpacked) = (0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"stream")) {
        at += found + b"stream".len();
        let raw = bytes.get(at..).unwrap_or_default();
        let raw = raw.strip_prefix(b"\r\n").or_else(|| raw.strip_prefix(b"\n")).unwrap_or(raw);
        let mut decoder = ZlibDecoder::new(raw).take(MOST_UNPACKED + 1 - unpacked);
        unpacked += std::io::copy(&mut decoder, &mut std::io::sink()).unwrap_or(0);
        if unpacked > MOST_UNPACKED {
            return false;
        }
    }
    true
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).position(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn words_split_over_runs_are_one_line() {
        let xml = "<w:document><w:p><w:r><w:t>机密</w:t></w:r><w:r><w:t>★10年</w:t></w:r></w:p><w:p><w:r><w:t>标题</w:t></w:r></w:p></w:document>";
        assert_eq!(lines_of(xml)[..2], ["机密★10年", "标题"]);
    }

    #[test]
    fn shared_strings_and_cells_are_lines() {
        let xml = "<sst><si><t>秘密</t></si><si><r><t>商业</t></r><r><t>秘密</t></r></si></sst>";
        assert_eq!(lines_of(xml)[..2], ["秘密", "商业秘密"]);
        let sheet = "<worksheet><row><c><is><t>绝密</t></is></c></row><headerFooter><oddHeader>机密</oddHeader></headerFooter></worksheet>";
        assert!(lines_of(sheet).contains(&"绝密".to_owned()) && lines_of(sheet).contains(&"机密".to_owned()));
    }

    #[test]
    fn xml_with_a_document_type_is_not_read() {
        assert_eq!(lines_of("<!DOCTYPE x [<!ENTITY a \"机密\">]><p><t>&a;</t></p>"), [String::new()]);
    }
}

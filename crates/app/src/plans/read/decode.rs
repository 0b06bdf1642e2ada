//! Bytes to text: byte order marks first, then UTF-8, then GB18030.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use luoshi_domain::plan_text::Finding;

use super::{Decoded, ReadError};

/// How the text of a file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16 with byte order mark, as old editors on Windows save 'Unicode'.
    Utf16,
    /// GB18030 and its older relatives GBK and GB2312.
    Gb18030,
    /// XML inside a Word document.
    Docx,
}

/// Decodes a text file. The byte order mark is not part of the text.
pub(super) fn text(bytes: &[u8], file_name: &str) -> Result<Decoded, ReadError> {
    if let Some(format) = other_format(bytes) {
        return Err(ReadError::OtherFormat(format));
    }
    for (mark, encoding) in [(&b"\xff\xfe"[..], UTF_16LE), (&b"\xfe\xff"[..], UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, damaged) = encoding.decode_without_bom_handling(rest);
            return if damaged || is_binary(&text) {
                Err(ReadError::Binary)
            } else {
                Ok(decoded(text.into_owned(), Encoding::Utf16))
            };
        }
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(refusal(file_name));
    }
    if let Some(text) = utf8(bytes) {
        return if is_binary(&text) { Err(refusal(file_name)) } else { Ok(decoded(text, Encoding::Utf8)) };
    }
    let (text, damaged) = GB18030.decode_without_bom_handling(bytes);
    if is_binary(&text) {
        return Err(refusal(file_name));
    }
    if damaged && !is_mostly_readable(&text) {
        return Err(ReadError::Undecodable);
    }
    Ok(decoded(text.into_owned(), Encoding::Gb18030))
}

fn decoded(text: String, encoding: Encoding) -> Decoded {
    let name = match encoding {
        Encoding::Gb18030 => Some("GB18030"),
        Encoding::Utf16 => Some("UTF-16"),
        Encoding::Utf8 | Encoding::Docx => None,
    };
    let finding = name.map(|name| Finding::info("encoding", 1, format!("文件编码为 {name}，已转换为 UTF-8")));
    Decoded { text, encoding, findings: finding.into_iter().collect() }
}

/// UTF-8, also with a few damaged bytes: in GB18030 text hardly any two bytes are valid UTF-8, so many valid
/// characters beside few damaged ones can only be UTF-8.
fn utf8(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let lost = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let kept = text.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count();
    (lost * 20 <= kept || text.is_ascii()).then(|| text.into_owned())
}

/// Control characters that no text holds.
fn is_binary(text: &str) -> bool {
    let odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{1a}');
    let (mut all, mut strange) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        strange += usize::from(odd(&c));
    }
    strange * 50 > all
}

fn is_mostly_readable(text: &str) -> bool {
    let lost = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    lost * 200 <= text.chars().count()
}

fn refusal(file_name: &str) -> ReadError {
    let lower = file_name.to_lowercase();
    let known = [(".doc", "Word 97—2003 (.doc)"), (".wps", "WPS"), (".ofd", "OFD"), (".pdf", "PDF"), (".xls", "Excel")];
    let named = known.iter().find(|(ending, _)| lower.ends_with(ending));
    named.map_or(ReadError::Binary, |(_, name)| ReadError::OtherFormat(name))
}

/// File types that start with a known mark.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 6] = [
        (b"%PDF", "PDF"),
        (b"{\\rtf", "RTF"),
        (b"\xd0\xcf\x11\xe0", "Word 97—2003 (.doc)"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"<!DOCTYPE html", "HTML"),
    ];
    MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, name)| *name)
}

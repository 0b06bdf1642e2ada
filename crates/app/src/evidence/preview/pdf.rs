//! Whether a PDF has words in it or is a scan: looked up in its content streams, without reading it as a document.
//!
//! The browser shows the pages. All that is asked here is whether any stream shows text, so that a scan can say 无文本层;
//! where that cannot be told (encrypted, an unknown filter, too much), nothing is said.

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::ZlibDecoder;

use super::{PreviewGap, Words};

/// Most bytes of one stream that are unpacked.
const MOST_OF_A_STREAM: u64 = 1024 * 1024;
/// Most bytes of all streams together.
const MOST_UNPACKED: usize = 32 * 1024 * 1024;
/// How far before a stream its dictionary is looked for.
const DICTIONARY: usize = 2_048;
/// Filters of pictures: such a stream holds no words.
const PICTURES: [&[u8]; 4] = [b"/DCTDecode", b"/CCITTFaxDecode", b"/JPXDecode", b"/JBIG2Decode"];

/// Says 无文本层 of a scan, and nothing of any other PDF.
pub fn text_layer(path: &Path) -> Words {
    match fs::read(path).map(|bytes| is_scan(&bytes)) {
        Ok(true) => Words::missing(PreviewGap::NoText),
        _ => Words::default(),
    }
}

/// Whether every stream could be looked at and none of them shows text, and there is a picture.
fn is_scan(bytes: &[u8]) -> bool {
    let (mut at, mut unpacked, mut pictures) = (0, 0, 0);
    if find(bytes, b"/Encrypt").is_some() {
        return false;
    }
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"stream")) {
        let begin = at + found + b"stream".len();
        at = begin;
        if bytes.get(..begin).is_some_and(|before| before.ends_with(b"endstream")) {
            continue;
        }
        let dictionary = dictionary(bytes, begin);
        if find(dictionary, b"/Subtype/Image").or(find(dictionary, b"/Subtype /Image")).is_some()
            || PICTURES.iter().any(|filter| find(dictionary, filter).is_some())
        {
            pictures += 1;
        } else {
            let Some(content) = content(bytes, begin, dictionary) else { return false };
            unpacked += content.len();
            if unpacked > MOST_UNPACKED || shows_text(&content) {
                return false;
            }
        }
    }
    pictures > 0
}

/// What stands before the stream, back to the object it belongs to.
fn dictionary(bytes: &[u8], begin: usize) -> &[u8] {
    let before = bytes.get(begin.saturating_sub(DICTIONARY)..begin).unwrap_or_default();
    let object = before.windows(4).rposition(|window| window == b" obj").unwrap_or_default();
    before.get(object..).unwrap_or_default()
}

/// The stream as it is meant, or nothing where its filter is unknown.
fn content(bytes: &[u8], begin: usize, dictionary: &[u8]) -> Option<Vec<u8>> {
    let raw = bytes.get(begin..)?;
    let raw = raw.strip_prefix(b"\r\n").or_else(|| raw.strip_prefix(b"\n")).unwrap_or(raw);
    let mut content = Vec::new();
    if find(dictionary, b"/FlateDecode").is_some() {
        // What follows the stream is left alone by the decoder; a stream cut short still tells what it holds.
        let _cut = ZlibDecoder::new(raw).take(MOST_OF_A_STREAM).read_to_end(&mut content);
        return (!content.is_empty()).then_some(content);
    }
    if find(dictionary, b"/Filter").is_some() {
        return None;
    }
    let end = find(raw, b"endstream").unwrap_or(raw.len());
    content.extend_from_slice(raw.get(..end)?);
    Some(content)
}

/// The operators that draw glyphs, within a text object.
fn shows_text(content: &[u8]) -> bool {
    find(content, b"BT").is_some() && [b"Tj", b"TJ"].iter().any(|operator| find(content, operator.as_slice()).is_some())
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).position(|window| window == words)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::is_scan;

    fn object(dictionary: &str, content: &[u8]) -> Vec<u8> {
        [format!("4 0 obj\n<<{dictionary}>>\nstream\n").as_bytes(), content, b"\nendstream\nendobj\n"].concat()
    }

    fn packed(content: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
        [b"%PDF-1.7\n".to_vec(), objects.concat(), b"%%EOF".to_vec()].concat()
    }

    #[test]
    fn a_page_that_only_draws_a_picture_is_a_scan() {
        let picture = object("/Subtype/Image/Filter/DCTDecode", b"\xff\xd8stream of BT Tj bytes");
        let page = object("/Filter/FlateDecode", &packed(b"q 595 0 0 842 0 0 cm /Im0 Do Q"));
        assert!(is_scan(&pdf(&[picture, page])));
    }

    #[test]
    fn a_page_with_words_is_none_whether_packed_or_not() {
        let picture = object("/Subtype/Image/Filter/DCTDecode", b"\xff\xd8");
        let words = b"BT /F1 12 Tf (x) Tj ET";
        assert!(!is_scan(&pdf(&[picture.clone(), object("/Filter/FlateDecode", &packed(words))])));
        assert!(!is_scan(&pdf(&[picture, object("/Length 22", words)])));
    }

    #[test]
    fn where_it_cannot_be_told_nothing_is_said() {
        let picture = object("/Subtype/Image/Filter/DCTDecode", b"\xff\xd8");
        assert!(!is_scan(&pdf(&[picture.clone(), object("/Filter/LZWDecode", b"??")])));
        assert!(!is_scan(&pdf(&[picture.clone(), b"trailer<</Encrypt 9 0 R>>".to_vec()])));
        assert!(!is_scan(&pdf(&[])));
    }
}

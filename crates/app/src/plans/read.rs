//! A plan document as people have it: .docx or text, in UTF-8 or GB18030, in either script.
//!
//! The content decides, not the name of the file. [`read`] hands back the decoded text and the plan in it, or says in one
//! sentence why the file cannot be read. What the text means is decided in [`luoshi_domain::plan_text`].

mod decode;
mod docx;
mod numbering;
mod script;

use luoshi_domain::plan_text::{Finding, PlanText, parse};

pub use decode::Encoding;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// A document that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadPlan {
    /// The text as decoded, before any conversion: positions in the plan count its code points.
    pub text: String,
    /// The text in simplified Chinese; equal to `text` unless that is in traditional script.
    pub simplified: String,
    /// How the file was encoded.
    pub encoding: Encoding,
    /// The plan with all findings, also those about the file.
    pub plan: PlanText,
}

/// Why a file cannot be read as a plan.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Not a single byte.
    #[error("文件是空的，请选择有内容的文件。 The file is empty: choose one with text in it.")]
    Empty,
    /// More than [`LARGEST_FILE`].
    #[error("文件超过 20 MB，请只保留方案文字后另存。 The file is larger than 20 MB: save the plan text alone.")]
    TooLarge,
    /// Neither text nor .docx.
    #[error("不是文本文件，请另存为 .docx 或 .txt。 This is not a text file: save it as .docx or .txt.")]
    Binary,
    /// A file type that people take for a document.
    #[error("不能直接读取 {0} 文件，请另存为 .docx 或 .txt。 {0} files are not read: save as .docx or .txt.")]
    OtherFormat(&'static str),
    /// Text in an encoding that is not supported, or badly damaged.
    #[error("文字编码无法识别，请另存为 UTF-8 文本。 The encoding is not known: save the text as UTF-8.")]
    Undecodable,
    /// A zip archive without a Word document.
    #[error("压缩包里没有 Word 正文，请选择 .docx 或 .txt。 The archive holds no Word document: choose .docx or .txt.")]
    NotADocument,
    /// The archive is damaged.
    #[error("Word 文件已损坏，请重新保存后再试。 The Word file is damaged: save it again. ({0})")]
    Archive(#[from] zip::result::ZipError),
    /// Reading the archive stopped.
    #[error("Word 文件已损坏，请重新保存后再试。 The Word file is damaged: save it again. ({0})")]
    Unpack(#[from] std::io::Error),
    /// The XML in the archive is damaged.
    #[error("Word 文件已损坏，请重新保存后再试。 The Word file is damaged: save it again. ({0})")]
    Xml(#[from] quick_xml::Error),
    /// Unpacks to far more than a document needs, or holds what no document holds.
    #[error(
        "Word 文件结构异常，出于安全不予读取，请把文字另存为 .txt。 The Word file is built suspiciously: save its text as .txt."
    )]
    Suspicious,
}

/// The words of a Word document, a line for each paragraph and row of a table, within the bounds that hold for plans.
///
/// # Errors
///
/// What is no Word document, damaged or built suspiciously.
pub(crate) fn words_of_document(bytes: &[u8]) -> Result<String, ReadError> {
    Ok(docx::text(bytes)?.text)
}

impl ReadError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::TooLarge => "file_too_large",
            Self::Binary => "binary_file",
            Self::OtherFormat(_) => "unsupported_format",
            Self::Undecodable => "undecodable",
            Self::NotADocument => "not_a_document",
            Self::Archive(_) | Self::Unpack(_) | Self::Xml(_) => "damaged_file",
            Self::Suspicious => "suspicious_file",
        }
    }
}

/// Text from a file, with what was noticed on the way.
struct Decoded {
    text: String,
    encoding: Encoding,
    findings: Vec<Finding>,
}

/// A word somebody looks for, in simplified script: the script in which plans are kept.
pub fn simplified(word: &str) -> String {
    script::simplified_word(word)
}

/// Reads a document. The name only helps to name a format that cannot be read.
pub fn read(bytes: &[u8], file_name: &str) -> Result<ReadPlan, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge);
    }
    let decoded = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        docx::text(bytes)?
    } else {
        decode::text(bytes, file_name)?
    };
    if decoded.text.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge);
    }
    if decoded.text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let (simplified, converted) = script::simplify(&decoded.text);
    let mut plan = parse(&simplified);
    let found = decoded.findings.into_iter().chain(converted);
    plan.findings.splice(0..0, found);
    plan.findings.sort_by_key(|finding| finding.line);
    Ok(ReadPlan { text: decoded.text, simplified, encoding: decoded.encoding, plan })
}

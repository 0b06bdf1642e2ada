//! Evidence: what kinds there are, what becomes of a file, which files are taken (domain.md 2.4, 4).

mod facts;
mod judging;
mod marks;

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use facts::{EvidenceFact, ProofFacts, kind_fits, missing, needs_number};
pub use judging::{Strength, accepted_by_proof, after_judgement};
pub use marks::{Mark, marks_in_name, marks_in_text};

/// The letter code of domain.md section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum EvidenceKind {
    /// 文件.
    #[sea_orm(string_value = "D")]
    D,
    /// 名单、清单.
    #[sea_orm(string_value = "L")]
    L,
    /// 统计数据.
    #[sea_orm(string_value = "S")]
    S,
    /// 立项、合同、验收.
    #[sea_orm(string_value = "P")]
    P,
    /// 批复、认定、证书.
    #[sea_orm(string_value = "C")]
    C,
    /// 现场照片、走访记录.
    #[sea_orm(string_value = "X")]
    X,
    /// 平台运行记录.
    #[sea_orm(string_value = "T")]
    T,
    /// 活动材料.
    #[sea_orm(string_value = "E")]
    E,
    /// 资金凭证.
    #[sea_orm(string_value = "F")]
    F,
    /// 报告.
    #[sea_orm(string_value = "R")]
    R,
}

/// What became of a piece of evidence; never physically removed once submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EvidenceState {
    /// 已上传, its report still a draft.
    Uploaded,
    /// 已提交 with the report.
    Submitted,
    /// 认可.
    Verified,
    /// 不认可.
    Rejected,
    /// 已替换.
    Superseded,
    /// 作废: kept, but it no longer proves anything.
    Void,
}

/// What became of an upload that was stopped by a mark of secrecy (domain.md 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HoldState {
    /// 待核对: nobody can read it or use it.
    Held,
    /// 已放行: a person found no secret in it.
    Released,
    /// 已移除: its bytes are gone.
    Removed,
}

/// Where a mark of secrecy was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FoundIn {
    /// In the name of the file or its title.
    Name,
    /// In its text.
    Text,
}

/// 公开属性 (domain.md 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Publicity {
    /// 主动公开.
    Public,
    /// 依申请公开.
    OnRequest,
    /// 不予公开.
    NotPublic,
}

/// A kind of file that is taken, decided by content and never by name alone (domain.md 2.4: docx xlsx pptx pdf ofd jpg png).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    /// Extension without the dot.
    pub extension: &'static str,
    /// The type it is served with.
    pub media_type: &'static str,
}

/// The allow-list.
pub const FILE_TYPES: [FileType; 7] = [
    FileType {
        extension: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    },
    FileType { extension: "xlsx", media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    FileType {
        extension: "pptx",
        media_type: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    },
    FileType { extension: "pdf", media_type: "application/pdf" },
    FileType { extension: "ofd", media_type: "application/ofd" },
    FileType { extension: "jpg", media_type: "image/jpeg" },
    FileType { extension: "png", media_type: "image/png" },
];

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Decided by its magic number alone.
    Plain(FileType),
    /// A zip: its entries decide between docx, xlsx, pptx and ofd.
    Zip,
    /// Nothing on the allow-list.
    Unknown,
}

/// Looks at the first bytes only; eight are enough.
pub fn container(head: &[u8]) -> Container {
    match head {
        [b'%', b'P', b'D', b'F', b'-', ..] => Container::Plain(FILE_TYPES[3]),
        [0xFF, 0xD8, 0xFF, ..] => Container::Plain(FILE_TYPES[5]),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Container::Plain(FILE_TYPES[6]),
        [b'P', b'K', 3, 4, ..] => Container::Zip,
        _ => Container::Unknown,
    }
}

/// Which office format a zip holds, by the names of its entries; macros and unknown archives are `None`.
pub fn office_type<'a>(entries: impl IntoIterator<Item = &'a str>) -> Option<FileType> {
    let mut found = None;
    for name in entries {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with("vbaproject.bin") {
            return None;
        }
        found = match lower.as_str() {
            "word/document.xml" => Some(FILE_TYPES[0]),
            "xl/workbook.xml" => Some(FILE_TYPES[1]),
            "ppt/presentation.xml" => Some(FILE_TYPES[2]),
            "ofd.xml" => Some(FILE_TYPES[4]),
            _ => found,
        };
    }
    found
}

/// Whether the name's extension agrees with what the content says; `jpeg` counts as `jpg`.
pub fn name_agrees(file_name: &str, file_type: FileType) -> bool {
    let extension = file_name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("jpeg") => file_type.extension == "jpg",
        Some(extension) => extension == file_type.extension,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_not_the_name() {
        assert_eq!(container(b"%PDF-1.7"), Container::Plain(FILE_TYPES[3]));
        assert_eq!(container(b"MZ\x90\0"), Container::Unknown);
        assert!(!name_agrees("report.docx", FILE_TYPES[3]));
        assert!(name_agrees("照片.JPEG", FILE_TYPES[5]));
    }

    #[test]
    fn a_workbook_with_macros_is_refused() {
        assert_eq!(office_type(["xl/workbook.xml", "xl/vbaProject.bin"]), None);
        assert_eq!(office_type(["[Content_Types].xml", "xl/workbook.xml"]).map(|t| t.extension), Some("xlsx"));
    }

    #[test]
    fn an_ordinary_archive_is_refused() {
        assert_eq!(office_type(["a.txt", "b/c.bin"]), None);
    }

    #[test]
    fn every_beginning_is_answered() {
        for length in 0..16 {
            assert_eq!(container(&vec![0; length]), Container::Unknown);
        }
    }
}

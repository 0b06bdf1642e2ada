//! What a received file really is: decided by its content within firm bounds, never by its name alone (trust.md T11, T13).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use luoshi_domain::evidence::{Container, FileType, container, name_agrees, office_type};
use zip::ZipArchive;

use crate::error::Error;

/// Most entries of an office file.
const MOST_ENTRIES: u64 = 2_000;
/// Most bytes all entries together may unpack to.
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;
/// Most times larger the unpacked content may be.
const MOST_RATIO: u64 = 100;
/// Longest table of contents; read into memory, unlike everything else.
const LONGEST_DIRECTORY: u64 = 2 * 1024 * 1024;
/// The end record of a zip lies within its last bytes, before a comment of at most 65,535; its reader looks no further.
const TAIL: u64 = 128 * 1024;

/// Looks at the file and says what it is, or why it is not taken and what to do instead.
pub async fn inspect(path: PathBuf, file_name: String) -> Result<FileType, Error> {
    tokio::task::spawn_blocking(move || look(&path, &file_name))
        .await
        .map_err(|error| Error::Internal(format!("inspection stopped: {error}")))?
}

/// The names of the entries of a workbook that is safe to open: within the same bounds, without macros.
pub fn workbook(path: &Path) -> Result<Vec<String>, Error> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let head = read_at_most(&mut file, 8)?;
    if container(&head) != Container::Zip {
        return Err(refuse(advice(&head)));
    }
    let (names, found) = entries_of_zip(file, size)?;
    match found {
        Some(found) if found.extension == "xlsx" => Ok(names),
        _ => Err(refuse("这不是 Excel 工作簿")),
    }
}

fn look(path: &Path, file_name: &str) -> Result<FileType, Error> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    if size == 0 {
        return Err(Error::field("/file", "empty", "文件是空的，请核对后重新选择"));
    }
    let head = read_at_most(&mut file, 8)?;
    let found = match container(&head) {
        Container::Plain(file_type) => file_type,
        Container::Zip => look_into_zip(file, size)?,
        Container::Unknown => return Err(refuse(advice(&head))),
    };
    if name_agrees(file_name, found) {
        return Ok(found);
    }
    let extension = found.extension;
    Err(refuse(&format!("文件内容是 {extension}，与文件名的后缀不一致，请把后缀改为 .{extension} 后再传")))
}

/// What people most often try, and what to do about it.
fn advice(head: &[u8]) -> &'static str {
    match head {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "这是旧版或加了密码的 Office 文件，请去掉密码并另存为 docx、xlsx、pptx 或 pdf",
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] => "压缩包不能上传，请解压后逐个上传",
        _ => "无法识别这份文件的内容，请另存为允许的格式",
    }
}

fn refuse(reason: &str) -> Error {
    Error::FileRefused(format!("{reason}。可上传 docx、xlsx、pptx、pdf、ofd、jpg、png。"))
}

fn look_into_zip(file: File, size: u64) -> Result<FileType, Error> {
    entries_of_zip(file, size)?.1.ok_or_else(|| refuse("压缩包不能上传，请解压后逐个上传"))
}

fn entries_of_zip(mut file: File, size: u64) -> Result<(Vec<String>, Option<FileType>), Error> {
    check_directory(&mut file, size)?;
    let damaged = |error: zip::result::ZipError| match error {
        zip::result::ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => Error::from(error),
        _ => refuse("文件不完整，无法打开，请重新导出后再传"),
    };
    let mut archive = ZipArchive::new(file).map_err(damaged)?;
    if archive.len() as u64 > MOST_ENTRIES {
        return Err(too_much());
    }
    if archive.has_overlapping_files().map_err(damaged)? {
        return Err(too_much());
    }
    let mut names = Vec::with_capacity(archive.len());
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(refuse("文件加了密码，请去掉密码后再传"));
        }
        unpacked = unpacked.saturating_add(entry.size());
        names.push(String::from_utf8_lossy(entry.name_raw()).replace('\\', "/"));
    }
    if unpacked > MOST_UNPACKED || unpacked / MOST_RATIO > size {
        return Err(too_much());
    }
    if names.iter().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin")) {
        return Err(refuse("文件带有宏，请另存为不带宏的 docx、xlsx 或 pptx"));
    }
    let found = office_type(names.iter().map(String::as_str));
    Ok((names, found))
}

fn too_much() -> Error {
    refuse("文件展开后过大或结构异常，请拆分或重新导出后再传")
}

/// Where the table of contents lies and how much it holds, as the end record says.
struct Directory {
    entries: u64,
    start: u64,
    length: u64,
    end: u64,
}

/// Holds the table of contents to the bounds before anything is allocated for it.
///
/// The file must be laid out as every office program does it: the last end record ends the file, and the table ends
/// where the end records begin. So there is one way to read it, and the reader after us takes the same.
fn check_directory(file: &mut File, size: u64) -> Result<(), Error> {
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let tail = read_at_most(file, TAIL)?;
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06");
    let Some(record) = at.and_then(|at| tail.get(at..)).filter(|record| record.len() >= 22) else {
        return Err(refuse("文件不完整，无法打开，请重新导出后再传"));
    };
    let end = size - record.len() as u64;
    let one_disk = number(record, 4, 4) == 0 && number(record, 8, 2) == number(record, 10, 2);
    let ends_the_file = 22 + number(record, 20, 2) == record.len() as u64;
    let directory = find_directory(file, (record, end))?;
    let fits = directory.start.checked_add(directory.length) == Some(directory.end);
    if one_disk && ends_the_file && fits && directory.entries <= MOST_ENTRIES && directory.length <= LONGEST_DIRECTORY {
        file.rewind()?;
        return Ok(());
    }
    Err(too_much())
}

/// Reads the end record, and the 64-bit one before it: many exporters write that for small files too.
fn find_directory(file: &mut File, (record, end): (&[u8], u64)) -> Result<Directory, Error> {
    let (entries, length, start) = (number(record, 10, 2), number(record, 12, 4), number(record, 16, 4));
    let short = Directory { entries, start, length, end };
    let Some(locator_at) = end.checked_sub(20) else { return Ok(short) };
    let locator = read_at(file, locator_at, 20)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Ok(short);
    }
    let end = number(&locator, 8, 8);
    let long = read_at(file, end, 56)?;
    let whole = long.len() == 56 && long.starts_with(b"PK\x06\x06") && number(&long, 24, 8) == number(&long, 32, 8);
    let touches = number(&long, 4, 8).checked_add(12).and_then(|length| length.checked_add(end)) == Some(locator_at);
    if !whole || !touches || number(&long, 16, 8) != 0 {
        return Err(too_much());
    }
    if entries == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
        return Ok(Directory {
            entries: number(&long, 32, 8),
            length: number(&long, 40, 8),
            start: number(&long, 48, 8),
            end,
        });
    }
    Ok(Directory { end, ..short })
}

/// A number of `length` bytes, least first; zero where the record is cut.
fn number(record: &[u8], from: usize, length: usize) -> u64 {
    let bytes = record.get(from..from + length).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn read_at(file: &mut File, offset: u64, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(offset))?;
    read_at_most(file, most)
}

fn read_at_most(file: &mut File, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use uuid::Uuid;
    use zip::CompressionMethod;
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    struct Sample(PathBuf);

    impl Drop for Sample {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    fn sample(bytes: &[u8]) -> Sample {
        let path = std::env::temp_dir().join(format!("luoshi-inspect-{}", Uuid::now_v7()));
        std::fs::write(&path, bytes).unwrap();
        Sample(path)
    }

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, content) in entries {
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn taken(bytes: &[u8], name: &str) -> &'static str {
        look(&sample(bytes).0, name).unwrap().extension
    }

    fn refused(bytes: &[u8], name: &str) -> String {
        match look(&sample(bytes).0, name) {
            Err(Error::FileRefused(reason)) => reason,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn every_allowed_kind_is_taken() {
        let types = ("[Content_Types].xml", b"<Types/>".as_slice());
        assert_eq!(taken(&zip(&[types, ("word/document.xml", b"<w/>")]), "总结.docx"), "docx");
        assert_eq!(taken(&zip(&[types, ("xl/workbook.xml", b"<x/>")]), "台账.XLSX"), "xlsx");
        assert_eq!(taken(&zip(&[types, ("ppt/presentation.xml", b"<p/>")]), "汇报.pptx"), "pptx");
        assert_eq!(taken(&zip(&[("OFD.xml", b"<ofd/>")]), "批复.ofd"), "ofd");
        assert_eq!(taken(b"%PDF-1.7\n1 0 obj\n", "证书.pdf"), "pdf");
        assert_eq!(taken(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "现场.png"), "png");
        assert_eq!(taken(b"\xff\xd8\xff\xe0\0\x10JFIF", "现场.JPEG"), "jpg");
    }

    #[test]
    fn a_program_called_pdf_is_refused() {
        assert!(refused(b"MZ\x90\0\x03\0\0\0", "通知.pdf").contains("无法识别"));
        assert!(refused(b"<html><script>", "通知.pdf").contains("无法识别"));
    }

    #[test]
    fn a_wrong_extension_is_named_with_the_right_one() {
        assert!(refused(b"%PDF-1.4", "通知.docx").contains(".pdf"));
        assert!(refused(&zip(&[("word/document.xml", b"")]), "通知.xlsx").contains(".docx"));
        assert!(refused(b"%PDF-1.4", "通知.pdf.exe").contains(".pdf"));
        assert!(refused(b"%PDF-1.4", "通知").contains(".pdf"));
    }

    #[test]
    fn a_workbook_with_macros_is_refused() {
        let book = zip(&[("xl/workbook.xml", b"<x/>"), ("xl/vbaProject.bin", b"\0")]);
        assert!(refused(&book, "台账.xlsx").contains("宏"));
    }

    #[test]
    fn archives_and_old_office_files_are_refused_with_advice() {
        assert!(refused(&zip(&[("a.pdf", b"%PDF-1.4")]), "材料.zip").contains("解压"));
        assert!(refused(b"Rar!\x1a\x07\0\0", "材料.docx").contains("解压"));
        assert!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "材料.doc").contains("另存为"));
    }

    #[test]
    fn a_bomb_is_refused_unopened() {
        let zeros = vec![0; 40 * 1024 * 1024];
        let bomb = zip(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
        assert!(bomb.len() < 200 * 1024);
        assert!(refused(&bomb, "台账.xlsx").contains("过大"));
    }

    #[test]
    fn too_many_entries_are_refused() {
        let names: Vec<String> = (0..2_001).map(|number| format!("word/media/{number}.png")).collect();
        let mut entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        entries.push(("word/document.xml", b"<w/>"));
        assert!(refused(&zip(&entries), "总结.docx").contains("过大"));
        assert_eq!(taken(&zip(&entries[3..]), "总结.docx"), "docx");
    }

    #[test]
    fn a_declared_count_beyond_the_bound_is_refused_before_parsing() {
        let mut book = zip(&[("xl/workbook.xml", b"<x/>")]);
        let end = book.len() - 22;
        book[end + 8..end + 12].copy_from_slice(&[0xFF, 0xFE, 0xFF, 0xFE]);
        assert!(refused(&book, "台账.xlsx").contains("过大"));
    }

    /// The same file with a 64-bit end record, whose count may lie.
    fn with_long_record(mut book: Vec<u8>, flagged: bool, count: u64) -> Vec<u8> {
        let end = book.len() - 22;
        let mut record = book.split_off(end);
        let mut long = b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0".to_vec();
        long.extend(count.to_le_bytes());
        long.extend(count.to_le_bytes());
        long.extend(number(&record, 12, 4).to_le_bytes());
        long.extend(number(&record, 16, 4).to_le_bytes());
        let mut locator = b"PK\x06\x07\0\0\0\0".to_vec();
        locator.extend((end as u64).to_le_bytes());
        locator.extend(1_u32.to_le_bytes());
        if flagged {
            record[8..20].fill(0xFF);
        }
        book.extend(long.iter().chain(&locator).chain(&record));
        book
    }

    #[test]
    fn an_exporter_that_writes_64_bit_records_is_taken() {
        // Apache POI writes the 64-bit end record for small workbooks too.
        let book = zip(&[("xl/workbook.xml", b"<x/>")]);
        assert_eq!(taken(&with_long_record(book.clone(), false, 1), "台账.xlsx"), "xlsx");
        assert_eq!(taken(&with_long_record(book.clone(), true, 1), "台账.xlsx"), "xlsx");
        assert!(refused(&with_long_record(book, true, 3_000_000), "台账.xlsx").contains("过大"));
    }

    #[test]
    fn a_second_way_to_read_the_file_is_refused() {
        let book = zip(&[("xl/workbook.xml", b"<x/>")]);
        let mut shifted = book.clone();
        shifted.splice(4..4, [0; 100]);
        assert!(refused(&shifted, "台账.xlsx").contains("结构异常"));
        let mut trailed = book.clone();
        trailed.extend(b"<script>");
        assert!(refused(&trailed, "台账.xlsx").contains("结构异常"));
        let mut twice = book;
        twice.extend(zip(&[("a.exe", b"MZ")]));
        assert!(refused(&twice, "台账.xlsx").contains("结构异常"));
    }

    #[test]
    fn a_cut_file_is_refused_with_advice() {
        let book = zip(&[("xl/workbook.xml", &[7; 5_000])]);
        assert!(refused(&book[..book.len() - 30], "台账.xlsx").contains("不完整"));
        assert!(refused(b"PK\x03\x04", "台账.xlsx").contains("不完整"));
    }

    #[test]
    fn an_empty_file_is_said_to_be_empty() {
        assert!(matches!(look(&sample(b"").0, "空.pdf"), Err(Error::Invalid(_))));
    }
}

//! Papers that prove: small but real files of the kinds people send, a different one at each use, all marked 示例.

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use luoshi_domain::evidence::{EvidenceKind, Publicity};
use uuid::Uuid;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::picture;
use crate::error::Error;
use crate::evidence::form::NewEvidence;

/// What stands in a paper.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub title: String,
    pub document_no: String,
    pub issuing_body: String,
    pub date: String,
    pub task: String,
    pub milestone: String,
    pub proves: String,
    /// Distinguishes papers of the same words.
    pub number: usize,
}

/// A paper with what people say about it when they send it.
pub(super) fn send(
    kind: EvidenceKind,
    facts: Facts,
    milestone: Uuid,
    date: NaiveDate,
) -> Result<(NewEvidence, Vec<u8>), Error> {
    let (extension, bytes) = make(kind, &facts)?;
    let file_name = format!("{}.{extension}", facts.title);
    let new = NewEvidence {
        sent_name: file_name.clone(),
        file_name,
        title: facts.title,
        kind,
        milestone_id: Some(milestone),
        issuing_body: Some(facts.issuing_body),
        document_no: Some(facts.document_no),
        document_date: Some(date),
        page: Some(page_of(kind).to_owned()),
        proves: Some(facts.proves),
        publicity: publicity(kind),
        is_internal: kind == EvidenceKind::F,
    };
    Ok((new, bytes))
}

/// Where the proof stands in a paper of this kind.
const fn page_of(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::L | EvidenceKind::S | EvidenceKind::T | EvidenceKind::F => "工作表“示例”A11:D16",
        _ => "第 1 页",
    }
}

const fn publicity(kind: EvidenceKind) -> Publicity {
    match kind {
        EvidenceKind::D | EvidenceKind::E => Publicity::Public,
        EvidenceKind::L | EvidenceKind::S | EvidenceKind::R => Publicity::OnRequest,
        _ => Publicity::NotPublic,
    }
}

/// The extension and the bytes of a paper; its kind decides which sort of file people would send.
fn make(kind: EvidenceKind, facts: &Facts) -> Result<(&'static str, Vec<u8>), Error> {
    use EvidenceKind::{C, D, E, F, L, P, R, S, T, X};
    Ok(match kind {
        L | S | T | F => ("xlsx", workbook(facts)?),
        X if facts.number.is_multiple_of(2) => ("png", picture::bars(&facts.title, facts.number)),
        D | E | X => ("docx", letter(facts)?),
        P | C | R => ("pdf", scan(facts)?),
    })
}

impl Facts {
    fn lines(&self) -> [String; 8] {
        [
            "示例材料，仅供演示，不代表任何单位的真实文件。".to_owned(),
            format!("文号：{}", self.document_no),
            format!("出具单位：{}", self.issuing_body),
            format!("日期：{}", self.date),
            format!("任务：{}", self.task),
            format!("里程碑：{}", self.milestone),
            format!("证明内容：{}", self.proves),
            format!("材料编号：示例-{:04}", self.number),
        ]
    }
}

fn letter(facts: &Facts) -> Result<Vec<u8>, Error> {
    let paragraph =
        |line: &String| format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(line));
    let lines = facts.lines();
    let paragraphs = joined(std::iter::once(&facts.title).chain(&lines), paragraph);
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"
    );
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    package("/word/document.xml", main, &[("word/document.xml", document)])
}

fn workbook(facts: &Facts) -> Result<Vec<u8>, Error> {
    let mut rows = vec![vec![facts.title.clone()]];
    rows.extend(facts.lines().map(|line| vec![line]));
    rows.push(["序号", "事项", "状态", "数量"].map(str::to_owned).to_vec());
    rows.extend((1..=6_usize).map(|row| {
        let amount = (facts.number * 13 + row * 7) % 90 + 5;
        let state = if row < 5 { "已完成" } else { "推进中" };
        vec![row.to_string(), format!("{}（第{row}项）", facts.milestone), state.to_owned(), amount.to_string()]
    }));
    let cell = |text: &String| format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text));
    let rows = joined(&rows, |row| format!("<row>{}</row>", joined(row, cell)));
    let spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{spreadsheet}\" xmlns:r=\"{relations}\"><sheets>\
                 <sheet name=\"示例\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relation(&format!("{relations}/worksheet"), "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{spreadsheet}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    package("/xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", &parts)
}

/// An Open XML package around its main part.
fn package(main: &str, main_type: &str, parts: &[(&str, String)]) -> Result<Vec<u8>, Error> {
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    let sheets = joined(parts.iter().filter(|(name, _)| name.contains("worksheets/")), |(name, _)| {
        format!("<Override PartName=\"/{name}\" ContentType=\"{sheet}\"/>")
    });
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"{main}\" ContentType=\"{main_type}\"/>{sheets}</Types>"
    );
    let document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let head = [("[Content_Types].xml", types), ("_rels/.rels", relation(document, main.trim_start_matches('/')))];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in head.iter().chain(parts) {
        writer.start_file(*name, SimpleFileOptions::default()).map_err(|error| unwritten(&error))?;
        writer.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")?;
        writer.write_all(xml.as_bytes())?;
    }
    Ok(writer.finish().map_err(|error| unwritten(&error))?.into_inner())
}

fn unwritten(error: &zip::result::ZipError) -> Error {
    Error::Internal(format!("sample paper: {error}"))
}

fn relation(kind: &str, target: &str) -> String {
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

fn joined<T>(items: impl IntoIterator<Item = T>, write: impl Fn(T) -> String) -> String {
    items.into_iter().map(write).collect::<Vec<_>>().concat()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A page of PDF in the Song type that every reader brings along for simplified Chinese.
fn scan(facts: &Facts) -> Result<Vec<u8>, Error> {
    let text = page(facts);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
            .to_owned(),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
         /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
            .to_owned(),
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        write!(pdf, "{} 0 obj\n{object}\nendobj\n", number + 1)?;
    }
    let (start, count) = (pdf.len(), objects.len() + 1);
    let table = joined(places, |place| format!("{place:010} 00000 n \n"));
    write!(pdf, "xref\n0 {count}\n0000000000 65535 f \n{table}")?;
    write!(pdf, "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")?;
    Ok(pdf)
}

/// What is drawn on the page: the title, then the lines, broken where the page ends.
fn page(facts: &Facts) -> String {
    let show = |line: &String, most: usize| {
        let characters: Vec<char> = line.chars().collect();
        joined(characters.chunks(most), |part| {
            let text: String = part.iter().collect();
            format!("<{}> Tj T*\n", joined(text.encode_utf16(), |unit| format!("{unit:04X}")))
        })
    };
    let (title, lines) = (show(&facts.title, 28), joined(&facts.lines(), |line| show(line, 42)));
    format!("BT /F1 16 Tf 60 770 Td 24 TL\n{title}/F1 11 Tf 20 TL\n{lines}ET")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::inspect::inspect;

    fn facts(number: usize) -> Facts {
        Facts {
            title: "关于“批次<一>”的验收意见（示例）".into(),
            document_no: "〔示例〕第5号".into(),
            issuing_body: "某局".into(),
            date: "2026-06-30".into(),
            task: "小批量量产".into(),
            milestone: "A & B".into(),
            proves: "逐条对照任务书指标，结论页写明通过验收及日期。".into(),
            number,
        }
    }

    #[tokio::test]
    async fn every_paper_is_what_its_name_says_and_no_two_are_alike() {
        use EvidenceKind::{C, D, E, F, L, P, R, S, T, X};
        let mut seen = Vec::new();
        for kind in [D, L, S, P, C, X, T, E, F, R] {
            for number in 1..=2 {
                let (extension, bytes) = make(kind, &facts(number)).unwrap();
                let path = std::env::temp_dir().join(format!("luoshi-paper-{}", uuid::Uuid::now_v7()));
                std::fs::write(&path, &bytes).unwrap();
                let found = inspect(path.clone(), format!("示例.{extension}")).await;
                std::fs::remove_file(&path).unwrap();
                assert_eq!(found.unwrap().extension, extension, "{kind:?}");
                seen.push((extension, bytes));
            }
        }
        // Two papers of one kind differ by their number; kinds of one sort say the same here.
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 2 + 2 + 2 + 1);
    }
}

//! The paper as .docx (domain.md 6.1): A4, 3号仿宋 on 28 characters and 22 lines, 2号小标宋 title, page numbers between dashes,
//! odd right and even left. The same paper gives the same bytes.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use luoshi_domain::bulletin::paper::{Paper, PaperTable};
use luoshi_domain::tables::days::printed;
use uuid::Uuid;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::queries;
use super::views::Bulletin;
use crate::app::Ctx;
use crate::error::Error;

/// What stands above every page of what the system writes: it is no official document.
pub const HEADER: &str = "系统生成，供参考";
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Type area of 156 mm in twentieths of a point.
const WIDTH: usize = 8844;

/// The file of a bulletin with its name.
pub async fn file(ctx: &Ctx, id: Uuid) -> Result<(String, Vec<u8>), Error> {
    let bulletin = queries::get(ctx, id).await?;
    let paper = bulletin.paper.as_ref().ok_or(Error::NotFound)?;
    let name = format!("{}进展情况通报.docx", bulletin.snapshot.cycle_name);
    Ok((name, write(paper, &bulletin).map_err(|error| Error::Internal(format!("writing a bulletin: {error}")))?))
}

fn write(paper: &Paper, bulletin: &Bulletin) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        ("word/document.xml", document(paper, bulletin)),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("settings", "settings.xml"),
                ("header", "header1.xml"),
                ("footer", "footer1.xml"),
                ("footer", "footer2.xml"),
            ]),
        ),
        ("word/settings.xml", format!("<w:settings xmlns:w=\"{W}\"><w:evenAndOddHeaders/></w:settings>")),
        ("word/header1.xml", format!("<w:hdr xmlns:w=\"{W}\">{}</w:hdr>", line(HEADER, &Style::small("center")))),
        ("word/footer1.xml", footer("right")),
        ("word/footer2.xml", footer("left")),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        writer.start_file(name, SimpleFileOptions::default())?;
        writer.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")?;
        writer.write_all(xml.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

/// What each part of the package is.
fn content_types() -> String {
    let types = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part = |(name, kind): (&str, &str)| {
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{types}.{kind}+xml\"/>")
    };
    let parts = [
        ("document", "document.main"),
        ("settings", "settings"),
        ("header1", "header"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ];
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
        parts.map(part).concat()
    )
}

fn relations(targets: &[(&str, &str)]) -> String {
    let mut relations =
        String::from("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (place, (kind, target)) in targets.iter().enumerate() {
        let _ = write!(relations, "<Relationship Id=\"rId{}\" Type=\"{R}/{kind}\" Target=\"{target}\"/>", place + 1);
    }
    relations + "</Relationships>"
}

struct Style {
    font: &'static str,
    /// Half points.
    size: u32,
    align: &'static str,
    /// Two characters at the start of a paragraph.
    indent: bool,
    /// Twentieths of a point from line to line.
    leading: u32,
}

impl Style {
    const fn body() -> Style {
        Style { font: "仿宋_GB2312", size: 32, align: "both", indent: true, leading: 579 }
    }

    const fn small(align: &'static str) -> Style {
        Style { font: "宋体", size: 21, align, indent: false, leading: 300 }
    }
}

fn run(text: &str, style: &Style) -> String {
    let (font, size) = (style.font, style.size);
    format!(
        "<w:r><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\"/><w:sz w:val=\"{size}\"/>\
         <w:szCs w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}

fn line(text: &str, style: &Style) -> String {
    let indent = if style.indent { "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>" } else { "" };
    format!(
        "<w:p><w:pPr><w:spacing w:line=\"{}\" w:lineRule=\"exact\"/>{indent}<w:jc w:val=\"{}\"/></w:pPr>{}</w:p>",
        style.leading,
        style.align,
        run(text, style)
    )
}

fn document(paper: &Paper, bulletin: &Bulletin) -> String {
    let title = Style { font: "方正小标宋简体", size: 44, align: "center", indent: false, leading: 640 };
    let heading = Style { font: "黑体", ..Style::body() };
    let centre = Style { align: "center", indent: false, ..Style::body() };
    let right = Style { align: "right", indent: false, ..Style::body() };
    let mut body = line(&paper.title, &title);
    body += &line(bulletin.number.as_deref().unwrap_or("（未印发）"), &centre);
    let sentences = |sentences: &[String]| sentences.iter().map(|text| line(text, &Style::body())).collect::<String>();
    body += &sentences(&paper.opening);
    for section in &paper.sections {
        body += &line(&section.heading, &heading);
        body += &sentences(&section.paragraphs);
        body += &section.table.as_ref().map(table).unwrap_or_default();
    }
    if let Some(day) = bulletin.issued_on {
        body += &line(&printed(day), &right);
    }
    let source = format!("依据{}冻结快照生成，SHA-256：{}", printed(bulletin.snapshot.day), bulletin.snapshot.sha256);
    body += &line(&source, &Style::small("left"));
    format!(
        "<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:body>{body}<w:sectPr>\
         <w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:headerReference w:type=\"even\" r:id=\"rId2\"/>\
         <w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"even\" r:id=\"rId4\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1400\" w:gutter=\"0\"/>\
         <w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr></w:body></w:document>"
    )
}

/// A table over the width of the text, its head repeated on every page; the widest words get the widest column.
fn table(table: &PaperTable) -> String {
    let widest = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column)).chain(table.columns.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(1).clamp(3, 24)
    };
    let weights: Vec<usize> = (0..table.columns.len()).map(widest).collect();
    let sum: usize = weights.iter().sum::<usize>().max(1);
    let widths: Vec<usize> = weights.iter().map(|weight| WIDTH * weight / sum).collect();
    let row = |cells: &[String], head: bool| {
        let font = if head { "黑体" } else { "仿宋_GB2312" };
        let style = Style { font, size: 21, align: "left", indent: false, leading: 320 };
        let cells = cells.iter().zip(&widths).map(|(text, width)| {
            format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
                line(text, &style)
            )
        });
        let repeat = if head { "<w:tblHeader/>" } else { "" };
        format!("<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{}</w:tr>", cells.collect::<String>())
    };
    let border = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
    let grid = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect::<Vec<_>>().concat();
    let rows: String = table.rows.iter().map(|cells| row(cells, false)).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}{rows}</w:tbl>{}",
        row(&table.columns, true),
        line("", &Style::small("left"))
    )
}

/// — 1 — in 4号宋体.
fn footer(align: &'static str) -> String {
    let style = Style { font: "宋体", size: 28, align, indent: false, leading: 400 };
    let field =
        |kind: &str| format!("<w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "<w:ftr xmlns:w=\"{W}\"><w:p><w:pPr><w:jc w:val=\"{align}\"/></w:pPr>{}{}\
         <w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>{}{}</w:p></w:ftr>",
        run("— ", &style),
        field("begin"),
        field("end"),
        run(" —", &style)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

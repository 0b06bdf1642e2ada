//! What the parser hands back. The JSON of these types is part of the public contract of `plan parse --json`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Finding;

/// A plan as its text says it, with everything that is odd about that text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanText {
    /// The name of the plan, without the words of a notice or a news headline around it; null when the text has none.
    pub title: Option<String>,
    /// Paragraphs between the title and the first heading.
    pub preamble: Vec<String>,
    /// The parts in the order of the text.
    pub parts: Vec<Part>,
    /// Boxes (专栏) that interrupt the running text.
    pub boxes: Vec<TextBox>,
    /// Statements on what is to be reached, most with a year.
    pub goals: Vec<Goal>,
    /// Rows of the indicator tables.
    pub indicators: Vec<Indicator>,
    /// What a reader should know or check, in the order of the lines.
    pub findings: Vec<Finding>,
    /// The whole text in order, each character once: what a page shows as the text as issued.
    pub blocks: Vec<Block>,
}

/// A first-level heading (`一、`) with what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Part {
    /// The number as an integer; null when the text has no heading for this part.
    pub number: Option<u32>,
    /// The number as printed, e.g. `二、`.
    pub printed: Option<String>,
    /// The words of the heading.
    pub title: Option<String>,
    /// Paragraphs before the first section or measure.
    pub intro: Vec<String>,
    /// Sections; one without number and title when measures stand directly below the part.
    pub sections: Vec<Section>,
}

/// A second-level heading (`（一）`) with its measures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Section {
    /// The number as an integer; null for the one that only holds the measures of a part.
    pub number: Option<u32>,
    /// The number as printed, e.g. `(十二)`.
    pub printed: Option<String>,
    /// The words of the heading.
    pub title: Option<String>,
    /// Paragraphs that belong to no measure.
    pub intro: Vec<String>,
    /// Measures in the order of the text.
    pub measures: Vec<Measure>,
}

/// A measure, or a numbered item inside one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(no_recursion)]
pub struct Measure {
    /// The number as an integer; null when the text prints none.
    pub number: Option<u32>,
    /// The number as printed, e.g. `13.`.
    pub printed: Option<String>,
    /// The heading sentence without its full stop; null when the text starts at once.
    pub title: Option<String>,
    /// All sentences after the heading, without notes and items: exactly the clauses put together.
    pub text: String,
    /// The sentences of the text, each with its full stop.
    pub clauses: Vec<String>,
    /// Where each clause stands: start and end in code points of the decoded file, end not included.
    pub clause_offsets: Vec<[usize; 2]>,
    /// Numbered sub-items such as `(1)`.
    pub items: Vec<Measure>,
    /// Notes on who is responsible, which stand behind the text and are no duty themselves.
    pub notes: Vec<String>,
    /// Where the measure stands, from its number to the end of its last item, in code points of the decoded file.
    pub offset: [usize; 2],
}

/// A box (专栏) of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextBox {
    /// The number of the box, if it has one.
    pub number: Option<u32>,
    /// The heading line as printed, with 专栏 and its number.
    pub title: String,
    /// The paragraphs below it, one a line.
    pub text: String,
    /// The numbers of the headings it stands under, from the part down, e.g. `四/(二)/1/(2)`.
    #[serde(rename = "in")]
    pub within: String,
}

/// A statement on what is to be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Goal {
    /// The year by which, from the statement or from the sentence that introduces the list.
    pub year: Option<u32>,
    /// The full wording.
    pub text: String,
    /// Where it stands in code points of the decoded file.
    pub offset: [usize; 2],
}

/// A row of an indicator table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Indicator {
    /// The running number of the row.
    pub number: Option<u32>,
    /// The heading the row stands under; taken from the row above where the table prints it once for a group.
    pub category: Option<String>,
    /// What is measured.
    pub name: String,
    /// The unit, when the table has such a column.
    pub unit: Option<String>,
    /// The remaining cells, usually present values and targets, in the order of the columns.
    pub values: Vec<IndicatorValue>,
}

/// A further cell of an indicator row with the heading of its column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorValue {
    /// The heading of the column.
    pub column: String,
    /// The cell as printed.
    pub value: String,
}

/// A piece of the text as issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    /// What the piece is.
    pub kind: BlockKind,
    /// Its words, with the printed number.
    pub text: String,
    /// The line it starts on, counted from 1.
    pub line: usize,
    /// Where it stands in code points of the decoded file; page numbers may lie inside.
    pub offset: [usize; 2],
}

/// The place of a block in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A line of the title.
    Title,
    /// News headlines, document numbers and notices around the plan.
    Front,
    /// A paragraph between the title and the first heading.
    Preamble,
    /// The heading of a part, with its text where it runs on.
    Part,
    /// The heading of a section, with its text where it runs on.
    Section,
    /// A paragraph below a heading that belongs to no measure.
    Intro,
    /// The first paragraph of a measure.
    Measure,
    /// A numbered item inside a measure.
    Item,
    /// A further paragraph of a measure or item.
    Paragraph,
    /// The heading of a box.
    BoxTitle,
    /// A paragraph inside a box.
    BoxText,
    /// A row of a table, cells parted by tabs.
    TableRow,
    /// An annex and what it holds.
    Annex,
    /// A footnote.
    Footnote,
    /// A line of a table of contents.
    Contents,
    /// A page number.
    PageNumber,
    /// A line that repeats on every page.
    RunningHeader,
    /// Signatures, web credits and other lines behind or around the text.
    Tail,
}

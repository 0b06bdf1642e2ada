//! By when: 2026年底前, 到2025年6月, 2024年第三季度, 2025-06-30, 2024—2027年.

use chrono::{Datelike, Months, NaiveDate};

use super::DateMention;
use super::words::{Words, length};

/// Every day that the text names as an end, in the order of the text.
pub(super) fn find(words: &Words) -> Vec<DateMention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.plain().len() {
        match mention(words, at) {
            Some((end, day, is_certain)) => {
                found.extend(words.quote(at, end).map(|quote| DateMention { quote, due_on: day, is_certain }));
                at = end.max(at + 1);
            }
            // The digits of a year that ends nothing are passed at once.
            None => at = Reader { words, at }.year().map_or(at + 1, |(_, end)| end),
        }
    }
    found
}

/// The end of the words, the day, and whether they allow no other reading.
type End = (usize, NaiveDate, bool);

struct Reader<'a> {
    words: &'a Words,
    at: usize,
}

fn mention(words: &Words, at: usize) -> Option<End> {
    let reader = Reader { words, at };
    let (year, after) = reader.year()?;
    range(words, after).or_else(|| written_out(words, at, year, after)).or_else(|| in_figures(words, year, after))
}

impl Reader<'_> {
    /// Four digits, of either kind, that no further digit precedes or follows.
    fn year(&self) -> Option<(i32, usize)> {
        let digit_at = |at: usize| self.words.at(at).and_then(digit);
        let alone = self.at.checked_sub(1).and_then(digit_at).is_none() && digit_at(self.at + 4).is_none();
        let year = (self.at..self.at + 4).try_fold(0, |sum, at| Some(sum * 10 + digit_at(at)?))?;
        let year = i32::try_from(year).ok()?;
        (alone && (1949..2100).contains(&year)).then_some((year, self.at + 4))
    }

    /// A number up to 99 in figures or in words, 十二 as well as 12.
    fn number(&self) -> Option<(u32, usize)> {
        let ascii = |at: usize| self.words.at(at).and_then(|c| c.to_digit(10));
        if let Some(first) = ascii(self.at) {
            return match ascii(self.at + 1) {
                Some(_) if ascii(self.at + 2).is_some() => None,
                Some(second) => Some((first * 10 + second, self.at + 2)),
                None => Some((first, self.at + 1)),
            };
        }
        let han = |at: usize| self.words.at(at).and_then(digit);
        let (tens, ten_at) = match (han(self.at), self.words.at(self.at)) {
            (Some(digit), _) if self.words.at(self.at + 1) == Some('十') => (digit, self.at + 1),
            (None, Some('十')) => (1, self.at),
            (Some(digit), _) => return Some((digit, self.at + 1)),
            _ => return None,
        };
        match han(ten_at + 1) {
            Some(ones) => Some((tens * 10 + ones, ten_at + 2)),
            None => Some((tens * 10, ten_at + 1)),
        }
    }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '〇' | '零' | '○' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

/// `—2027年` behind a first year: the last day of the period.
fn range(words: &Words, after: usize) -> Option<End> {
    let dash = words.one_of(after, &["年至", "年到", "——", "—", "－", "–", "-", "~", "～", "至", "到"])?;
    let (last, end) = Reader { words, at: after + length(dash) }.year()?;
    words.has(end, "年").then_some(())?;
    Some((end + 1, day(last, 12, 31)?, true))
}

const BEFORE: [&str; 3] = ["之前", "以前", "前"];

/// Where 前 ends, if it stands here.
fn passed(words: &Words, at: usize) -> Option<usize> {
    words.one_of(at, &BEFORE).map(|word| at + length(word))
}

fn written_out(words: &Words, start: usize, year: i32, after: usize) -> Option<End> {
    let at = words.has(after, "年").then_some(after + 1)?;
    let found = half(words, year, at)
        .or_else(|| quarter(words, year, at))
        .or_else(|| month(words, year, at))
        .or_else(|| whole_year(words, start, year, at))?;
    let begins = ["起", "以来", "以后", "后", "始", "开始"];
    (words.one_of(found.0, &begins).is_none()).then_some(found)
}

fn half(words: &Words, year: i32, at: usize) -> Option<End> {
    let (word, month, last) = [("上半年", 6, 30), ("下半年", 12, 31)].into_iter().find(|half| words.has(at, half.0))?;
    let end = at + length(word);
    Some((passed(words, end).unwrap_or(end), day(year, month, last)?, true))
}

fn quarter(words: &Words, year: i32, at: usize) -> Option<End> {
    let at = at + usize::from(words.has(at, "第"));
    let (number, at) = Reader { words, at }.number()?;
    let end = words.has(at, "季度").then_some(at + 2)?;
    let end = words.one_of(end, &["末", "底"]).map_or(end, |word| end + length(word));
    let end = passed(words, end).unwrap_or(end);
    (1..=4).contains(&number).then_some(())?;
    Some((end, month_end(year, number * 3)?, true))
}

fn month(words: &Words, year: i32, at: usize) -> Option<End> {
    let (month, at) = Reader { words, at }.number()?;
    let at = words.has(at, "月").then_some(at + 1)?;
    let whole = month_end(year, month)?;
    if let Some((number, after)) = (Reader { words, at }).number()
        && let Some(sign) = words.one_of(after, &["日", "号"])
    {
        let end = after + length(sign);
        return Some((passed(words, end).unwrap_or(end), day(year, month, number)?, true));
    }
    for (word, last) in [("上旬", Some(10)), ("中旬", Some(20)), ("下旬", None), ("底", None), ("末", None)] {
        if words.has(at, word) {
            let end = at + length(word);
            let due = last.map_or(Some(whole), |last| day(year, month, last))?;
            return Some((passed(words, end).unwrap_or(end), due, true));
        }
    }
    // Deadlines include their day (domain.md 6.3); that 6月前 includes June is not sure.
    Some(passed(words, at).map_or((at, whole, true), |end| (end, whole, false)))
}

/// What leads to a year that is an end.
const TOWARDS: [&str; 7] = ["截至", "截止", "力争", "时限:", "到", "至", "于"];

/// 年底, 年内 and 年前 name an end; a year alone only behind 到, 至 and the like.
fn whole_year(words: &Words, start: usize, year: i32, at: usize) -> Option<End> {
    let last = day(year, 12, 31)?;
    if let Some(word) = words.one_of(at, &["年底", "年末", "年内", "底", "末", "内"]) {
        let end = at + length(word);
        return Some((passed(words, end).unwrap_or(end), last, true));
    }
    if let Some(end) = passed(words, at) {
        return Some((end, last, false));
    }
    let leads = TOWARDS.iter().any(|word| {
        let length = length(word);
        start >= length && words.has(start - length, word)
    });
    leads.then_some((at, last, true))
}

/// 2025-06-30, 2025.6.30, 2025/6.
fn in_figures(words: &Words, year: i32, after: usize) -> Option<End> {
    let sign = words.at(after).filter(|c| matches!(c, '-' | '.' | '/'))?;
    let (month, at) = Reader { words, at: after + 1 }.number()?;
    let whole = month_end(year, month)?;
    if words.at(at) == Some(sign)
        && let Some((number, end)) = (Reader { words, at: at + 1 }).number()
    {
        return Some((passed(words, end).unwrap_or(end), day(year, month, number)?, true));
    }
    Some((passed(words, at).unwrap_or(at), whole, true))
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn month_end(year: i32, month: u32) -> Option<NaiveDate> {
    let next = day(year, month, 1)?.checked_add_months(Months::new(1))?;
    next.pred_opt().filter(|last| last.month() == month)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn days(text: &str) -> Vec<(String, String, bool)> {
        let found = read(text, &[]).dates.into_iter();
        found.map(|date| (date.quote.words, date.due_on.to_string(), date.is_certain)).collect()
    }

    #[track_caller]
    fn one(text: &str, words: &str, day: &str) {
        assert_eq!(days(text), [(words.to_owned(), day.to_owned(), true)], "{text}");
    }

    #[test]
    fn the_end_of_a_year() {
        one("2026年底前建成平台。", "2026年底前", "2026-12-31");
        one("力争2027年末完成", "2027年末", "2027-12-31");
        one("在2025年年底之前", "2025年年底之前", "2025-12-31");
        one("2024年内启动", "2024年内", "2024-12-31");
        one("到2027年，建成四个产业集群。", "2027年", "2027-12-31");
    }

    #[test]
    fn the_end_of_a_month() {
        one("到2025年6月，印发办法", "2025年6月", "2025-06-30");
        one("2024年2月底前", "2024年2月底前", "2024-02-29");
        one("2025年６月末", "2025年６月末", "2025-06-30");
        one("2025年12月中旬", "2025年12月中旬", "2025-12-20");
    }

    #[test]
    fn quarters_halves_and_days() {
        one("2024年第三季度", "2024年第三季度", "2024-09-30");
        one("2025年一季度末前", "2025年一季度末前", "2025-03-31");
        one("2026年第4季度", "2026年第4季度", "2026-12-31");
        one("2026年上半年", "2026年上半年", "2026-06-30");
        one("2026年6月30日前完成", "2026年6月30日前", "2026-06-30");
        one("完成时限：2026-06-30", "2026-06-30", "2026-06-30");
        one("时限2026.9", "2026.9", "2026-09-30");
        one("２０２６年１２月３１日", "２０２６年１２月３１日", "2026-12-31");
        one("二〇二六年六月三十日", "二〇二六年六月三十日", "2026-06-30");
    }

    #[test]
    fn a_period_ends_with_its_last_year() {
        one("2024—2027年滚动实施", "2024—2027年", "2027-12-31");
        one("（2024-2027年）", "2024-2027年", "2027-12-31");
        one("2024年至2026年", "2024年至2026年", "2026-12-31");
    }

    #[test]
    fn before_a_month_or_year_may_be_read_in_two_ways() {
        assert_eq!(days("2025年6月前"), [("2025年6月前".to_owned(), "2025-06-30".to_owned(), false)]);
        assert_eq!(days("2026年前"), [("2026年前".to_owned(), "2026-12-31".to_owned(), false)]);
    }

    #[test]
    fn what_begins_or_names_a_year_is_no_deadline() {
        for text in [
            "2024年起实施",
            "自2025年6月起",
            "2024年以来",
            "2022年北京冬奥会",
            "国发〔2020〕7号",
            "12024年底",
            "2024年13月",
            "2025年2月30日",
        ] {
            assert_eq!(days(text), [], "{text}");
        }
    }
}

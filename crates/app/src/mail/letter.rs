//! The words of a mail, made at the moment it is sent: names and codes with a link each, never what somebody wrote.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::mail::MailTopic;
use serde::Deserialize;
use uuid::Uuid;

use super::digest::{rights, topics};
use super::links::{self, Purpose};
use super::words::Words;
use super::{MailKind, MailLanguage, MailSettings};
use crate::app::App;
use crate::error::Error;
use crate::notifications::Notification;
use crate::sql::{self, statement};

/// Most messages that a digest names; the others are counted.
const MOST_LINES: usize = 60;

/// What came of writing a mail.
pub(super) enum Written {
    /// Ready to be sent.
    Letter(Box<Message>),
    /// What it would have told was done or read meanwhile, or the person wants or may have no mails.
    NothingToSay,
    /// It can never be sent, and why.
    Unfit(String),
}

#[derive(Debug, Deserialize)]
struct Facts {
    kind: MailKind,
    account: Uuid,
    name: String,
    address: Option<String>,
    is_confirmed: bool,
    is_enabled: bool,
    language: MailLanguage,
    secret: String,
    messages: Vec<Line>,
}

/// A message, and for which post it is where the person holds several.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(flatten)]
    message: Notification,
    post: Option<String>,
}

/// Writes the mail with this id as of now.
pub(super) async fn write(app: &App, settings: &MailSettings, id: Uuid) -> Result<Written, Error> {
    let values = [id.into(), topics().into(), rights().into()];
    let facts: Option<Facts> = sql::row(&app.db, statement(include_str!("letter.sql"), values)).await?;
    let facts = facts.ok_or(Error::NotFound)?;
    let wanted = match facts.kind {
        MailKind::Digest => facts.is_confirmed && !facts.messages.is_empty(),
        MailKind::Confirmation => !facts.is_confirmed,
        MailKind::Test => true,
    };
    let Some(address) = facts.address.clone().filter(|_| facts.is_enabled && wanted) else {
        return Ok(Written::NothingToSay);
    };
    let Ok(to) = address.parse::<Address>() else { return Ok(Written::Unfit("UNFIT_ADDRESS".to_owned())) };
    let secret = hex::decode(&facts.secret).unwrap_or_default();
    let link = |purpose| links::token(facts.account, &secret, purpose, &address);
    let now = app.clock.now();
    let (subject, sheet) = match facts.kind {
        MailKind::Digest => digest(settings, &facts, now, &link),
        MailKind::Confirmation => confirmation(settings, &facts, &link),
        MailKind::Test => test(settings, &facts),
    };
    let mut letter = Message::builder()
        .from(settings.from.clone())
        .to(Mailbox::new(Some(facts.name.clone()), to))
        .subject(subject)
        .date(SystemTime::from(now))
        // Equal however often it is tried, so that mail programs know it again.
        .message_id(Some(format!("<{id}@{}>", settings.from.email.domain())))
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()));
    if facts.kind == MailKind::Digest {
        let stop = links::one_click(settings, &link(Purpose::Unsubscribe(None)));
        letter = letter
            .raw_header(header("List-Unsubscribe", format!("<{stop}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    let html = sheet.html_page();
    match letter.multipart(MultiPart::alternative_plain_html(sheet.text, html)) {
        Ok(message) => Ok(Written::Letter(Box::new(message))),
        Err(error) => Ok(Written::Unfit(error.to_string())),
    }
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// The same words twice: plain, and with as little markup as a link needs.
#[derive(Default)]
struct Sheet {
    text: String,
    html: String,
}

impl Sheet {
    fn add(&mut self, text: &str, html: &str) {
        self.text += text;
        self.html += html;
    }

    fn paragraph(&mut self, words: &str) {
        self.add(&format!("{words}\n\n"), &format!("<p>{}</p>\n", escaped(words)));
    }

    fn heading(&mut self, words: &str) {
        let html = format!("<h2 style=\"font-size:16px;margin:20px 0 4px\">{}</h2>\n", escaped(words));
        self.add(&format!("【{words}】\n"), &html);
    }

    /// A line that leads to a page where there is one.
    fn entry(&mut self, words: &str, href: Option<&str>) {
        let (shown, line) = (escaped(words), format!("· {words}\n"));
        match href.map(|href| (href, escaped(href))) {
            Some((href, quoted)) => self.add(
                &format!("{line}  {href}\n"),
                &format!("<p style=\"margin:6px 0\"><a href=\"{quoted}\">{shown}</a></p>\n"),
            ),
            None => self.add(&line, &format!("<p style=\"margin:6px 0\">{shown}</p>\n")),
        }
    }

    fn small_link(&mut self, words: &str, href: &str) {
        let (shown, quoted) = (escaped(words), escaped(href));
        let link = format!("<a style=\"color:#666b73\" href=\"{quoted}\">{shown}</a>");
        self.add(
            &format!("  {words} {href}\n\n"),
            &format!("<p style=\"margin:2px 0 12px;font-size:12px\">{link}</p>\n"),
        );
    }

    fn html_page(&self) -> String {
        format!(
            "<!doctype html>\n<html><head><meta charset=\"utf-8\"></head>\n\
             <body style=\"font-family:sans-serif;font-size:14px;line-height:1.7;color:#1c2127;max-width:640px\">\n{}</body></html>\n",
            self.html
        )
    }
}

/// Text that cannot be taken for markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn digest(
    settings: &MailSettings,
    facts: &Facts,
    now: DateTime<Utc>,
    link: &impl Fn(Purpose) -> String,
) -> (String, Sheet) {
    let words = Words(facts.language);
    let mut sheet = Sheet::default();
    sheet.paragraph(&words.greeting(&facts.name));
    sheet.paragraph(&words.digest_lead(facts.messages.len(), shanghai_today(now)));
    let mut left = MOST_LINES;
    for topic in MailTopic::ALL {
        let of_topic: Vec<&Line> =
            facts.messages.iter().filter(|line| MailTopic::of(line.message.kind) == topic).collect();
        if of_topic.is_empty() || left == 0 {
            continue;
        }
        sheet.heading(words.topic(topic));
        for Line { message, post } in of_topic.into_iter().take(left) {
            let page = message.page().map(|path| format!("{}{path}", settings.public_url));
            let post = post.as_ref().map(|post| format!("〔{post}〕")).unwrap_or_default();
            sheet.entry(&format!("{post}{}", words.line(message)), page.as_deref());
            left -= 1;
        }
        let purpose = Purpose::Unsubscribe(Some(topic));
        sheet.small_link(&words.no_more_of(topic), &links::page(settings, &link(purpose), purpose));
    }
    let more = facts.messages.len().saturating_sub(MOST_LINES);
    if more > 0 {
        sheet.entry(&words.more(more), Some(&format!("{}/notifications", settings.public_url)));
    }
    sheet.paragraph(words.only_names());
    sheet.small_link(words.settings(), &format!("{}/mail-settings", settings.public_url));
    let all = Purpose::Unsubscribe(None);
    sheet.small_link(words.no_more(), &links::page(settings, &link(all), all));
    (words.digest_subject(facts.messages.len(), shanghai_today(now)), sheet)
}

fn confirmation(settings: &MailSettings, facts: &Facts, link: &impl Fn(Purpose) -> String) -> (String, Sheet) {
    let words = Words(facts.language);
    let mut sheet = Sheet::default();
    sheet.paragraph(&words.greeting(&facts.name));
    sheet.paragraph(words.confirm_lead());
    let page = links::page(settings, &link(Purpose::Confirm), Purpose::Confirm);
    sheet.entry(words.confirm(), Some(&page));
    sheet.paragraph(words.confirm_foot());
    (words.confirm_subject().to_owned(), sheet)
}

fn test(settings: &MailSettings, facts: &Facts) -> (String, Sheet) {
    let words = Words(facts.language);
    let mut sheet = Sheet::default();
    sheet.paragraph(&words.greeting(&facts.name));
    sheet.paragraph(words.test_lead());
    sheet.entry(words.open(), Some(&settings.public_url));
    (words.test_subject().to_owned(), sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_become_markup() {
        let mut sheet = Sheet::default();
        sheet.entry("<img src=x onerror=\"a\">&", Some("https://x/?a=1&b=\"2\""));
        assert!(!sheet.html.contains("<img") && !sheet.html.contains("b=\"2"), "{}", sheet.html);
        assert!(sheet.text.contains("<img src=x"), "plain text stays what it is");
    }
}

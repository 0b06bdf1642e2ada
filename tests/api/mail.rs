//! Mails, against a real mail server on this machine: one digest a day, retried, never sent twice, one after a pause.

use std::{sync::Arc, time::Duration};

use luoshi_server::app::{
    app::{App, Settings},
    mail::{self, MailSettings, TlsMode},
};
use serde_json::{Value, json};

use crate::{
    ask::Caller,
    mail_server::{MailServer, Mood, Taken},
    story::path,
    world::World,
};

/// The house of this world with a mail server, as the worker sees it.
fn connected(w: &World, server: &MailServer) -> Arc<App> {
    with(w, server, TlsMode::None, None)
}

fn with(w: &World, server: &MailServer, tls: TlsMode, login: Option<(String, String)>) -> Arc<App> {
    let mail = MailSettings {
        host: "127.0.0.1".into(),
        port: server.port,
        tls,
        login,
        from: "落实 <luoshi@example.org>".parse().unwrap(),
        public_url: "https://luoshi.example.org".into(),
        patience: Duration::from_millis(700),
    };
    Arc::new(App {
        db: w.app.db.clone(),
        files: w.app.files.clone(),
        clock: w.app.clock.clone(),
        settings: Settings { mail: Some(mail), ..w.app.settings.clone() },
        hasher: w.app.hasher.clone(),
        demo: false,
    })
}

async fn round(app: &Arc<App>) {
    mail::round(app).await.unwrap();
}

/// The person reads mails at this address.
async fn reads_at(w: &World, who: &Caller, address: &str) {
    w.sql(&format!(
        "insert into mail_setting (account_id, address, confirmed_at, updated_at)
         values ('{}', '{address}', '2026-03-01', '2026-03-01')",
        who.account()
    ))
    .await;
}

async fn states(w: &World) -> Vec<String> {
    let rows = w.rows("select kind || ' ' || state as it from mail order by created_at, kind, id").await;
    rows.iter().map(|row| row["it"].as_str().unwrap().to_owned()).collect()
}

/// The token of the link to a page, in the plain part.
fn token<'a>(words: &'a str, page: &str, which: &str) -> &'a str {
    let start = format!("https://luoshi.example.org/{page}#");
    let links = words.split(&start).skip(1);
    links.map(|rest| rest.split(['\n', '"']).next().unwrap().trim()).find(|token| token.contains(which)).unwrap()
}

/// A world in which a task waits for the signature of 市科委, whose reviewer reads mails.
async fn with_news() -> (World, MailServer, Arc<App>, Value) {
    let w = World::new().await;
    let server = MailServer::start().await;
    let app = connected(&w, &server);
    reads_at(&w, &w.reviewer("市科委"), "kw@example.org").await;
    let task = w.issued("市科委").await;
    (w, server, app, task)
}

#[tokio::test]
async fn a_person_gets_one_digest_a_day_with_names_codes_and_links() {
    let (w, server, app, task) = with_news().await;
    round(&app).await;
    let mails = server.taken();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "kw@example.org");
    assert!(mails[0].header("from").contains("<luoshi@example.org>"));
    let id = w.one("select id::text as it from mail").await;
    assert_eq!(mails[0].header("message-id"), format!("<{id}@example.org>"));
    assert_eq!(mails[0].header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    let words = mails[0].words();
    assert!(words.contains("任务交办：28-01 人形机器人小批量量产（期限 2026年3月5日）"), "{words}");
    assert!(words.contains(&format!("https://luoshi.example.org{}", path("tasks", &task))), "{words}");
    assert!(words.contains(&format!("href=\"https://luoshi.example.org{}\"", path("tasks", &task))), "{words}");

    round(&app).await;
    w.issued("市科委").await;
    w.wait(3600);
    round(&app).await;
    assert!(server.taken().is_empty(), "what comes later that day waits for tomorrow");
    w.travel_to("2026-03-03").await;
    round(&app).await;
    let next = server.taken();
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].words().matches("任务交办：").count(), 2, "the new one alone, in both parts");
    w.travel_to("2026-03-04").await;
    round(&app).await;
    let reminder = server.taken();
    assert!(reminder[0].words().contains("签收将到期"), "the day before it is due");
    assert_eq!(states(&w).await, ["DIGEST SENT", "DIGEST SENT", "DIGEST SENT"]);
}

#[tokio::test]
async fn nobody_is_written_to_who_is_disabled_has_no_confirmed_address_or_nothing_to_read() {
    let w = World::new().await;
    let server = MailServer::start().await;
    let app = connected(&w, &server);
    for (who, address) in [
        (w.reviewer("市科委"), "disabled@example.org"),
        (w.unit_leader("市科委"), "unconfirmed@example.org"),
        (w.reporter("海淀区"), "nothing@example.org"),
    ] {
        reads_at(&w, &who, address).await;
    }
    w.sql("update account set disabled_at = now() where login = 'kw.reviewer'").await;
    w.sql("update mail_setting set confirmed_at = null where address = 'unconfirmed@example.org'").await;
    w.issued("市科委").await;
    round(&app).await;
    assert!(server.taken().is_empty());
    assert_eq!(states(&w).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_done_or_read_meanwhile_is_not_mailed() {
    let (w, server, app, task) = with_news().await;
    server.will(&[Mood::NotNow]);
    round(&app).await;
    w.step_of_task(&w.reviewer("市科委"), &task, json!({ "action": "sign", "liaison": "李工" })).await;
    w.wait(120);
    round(&app).await;
    assert!(server.taken().is_empty(), "no message after a reply");
    assert_eq!(states(&w).await, ["DIGEST DROPPED"]);

    let who = w.unit_leader("市科委");
    reads_at(&w, &who, "leader@example.org").await;
    w.issued("市科委").await;
    let until = who.get("/notifications").await.expect(200)["as_of"].clone();
    who.post("/notifications/read").json(&json!({ "until": until })).await.expect(200);
    w.travel_to("2026-03-03").await;
    round(&app).await;
    let to: Vec<String> = server.taken().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["kw@example.org"], "the leader has read it, the reviewer has not");
}

#[tokio::test]
async fn who_left_the_post_or_lost_the_right_gets_nothing_of_it() {
    let (w, server, app, _) = with_news().await;
    server.will(&[Mood::Busy]);
    round(&app).await;
    w.sql("update account set roles = '{UNIT_REPORTER}' where login = 'kw.reviewer'").await;
    w.wait(120);
    round(&app).await;
    w.travel_to("2026-03-03").await;
    round(&app).await;
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_server_that_is_away_mute_or_busy_is_tried_again_and_the_mail_comes_once() {
    for mood in [Mood::Busy, Mood::Slam, Mood::Mute, Mood::NotNow, Mood::FullAfterText] {
        let (w, server, app, _) = with_news().await;
        server.will(&[mood]);
        round(&app).await;
        round(&app).await;
        assert_eq!(server.connections(), 1, "{mood:?}: not before the pause is over");
        assert_eq!(states(&w).await, ["DIGEST WAITING"], "{mood:?}");
        let overview = w.system_admin().get("/mail").await.expect(200);
        assert_eq!((&overview["waiting"], &overview["failing"]), (&json!(1), &json!(1)), "{mood:?}");
        assert!(overview["mails"][0]["reason"].is_string(), "{mood:?}: {overview}");
        w.wait(61);
        round(&app).await;
        assert_eq!(server.taken().len(), 1, "{mood:?}");
        w.wait(86_000);
        round(&app).await;
        assert!(server.taken().is_empty(), "{mood:?}");
    }
}

#[tokio::test]
async fn pauses_grow_with_each_attempt() {
    let (w, server, app, _) = with_news().await;
    server.will(&[Mood::Busy; 12]);
    let mut pauses = Vec::new();
    for _ in 0..6 {
        let before = server.connections();
        let mut minutes = 0;
        while server.connections() == before {
            round(&app).await;
            w.wait(60);
            minutes += 1;
        }
        pauses.push(minutes);
    }
    assert_eq!(pauses, [1, 1, 5, 15, 30, 60]);
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_is_not_tried_again_that_day() {
    for mood in [Mood::Unknown, Mood::SpamAfterText] {
        let (w, server, app, _) = with_news().await;
        server.will(&[mood]);
        round(&app).await;
        w.wait(7200);
        round(&app).await;
        assert_eq!((server.connections(), states(&w).await), (1, vec!["DIGEST REFUSED".to_owned()]));
        let overview = w.system_admin().get("/mail").await.expect(200);
        assert!(overview["mails"][0]["reason"].as_str().unwrap().contains("55"), "{overview}");
        w.travel_to("2026-03-03").await;
        round(&app).await;
        assert_eq!(server.taken().len(), 1, "{mood:?}: the next day's digest carries it");
    }
}

#[tokio::test]
async fn one_refused_mailbox_or_a_slow_day_of_one_holds_up_nobody_else() {
    let (w, server, app, _) = with_news().await;
    reads_at(&w, &w.unit_leader("市科委"), "leader@example.org").await;
    server.will(&[Mood::NotNow]);
    round(&app).await;
    assert_eq!(server.taken().len(), 1);
    w.wait(61);
    round(&app).await;
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn a_mail_whose_fate_is_unknown_is_never_sent_again() {
    for mood in [Mood::TakeAndDrop, Mood::TakeAndHang, Mood::DropInText] {
        let (w, server, app, _) = with_news().await;
        server.will(&[mood]);
        round(&app).await;
        for _ in 0..5 {
            w.wait(3600);
            round(&app).await;
        }
        let taken = server.taken();
        assert!(taken.iter().all(|mail: &Taken| !mail.told) && taken.len() <= 1, "{mood:?}: {taken:?}");
        assert_eq!(states(&w).await, ["DIGEST UNCLEAR"], "{mood:?}");
        w.travel_to("2026-03-03").await;
        round(&app).await;
        let next = server.taken();
        assert_eq!(next.len(), 1, "{mood:?}: what is still open stands in the next day's");
        assert!(next[0].words().contains("28-01 人形机器人小批量量产"));
    }
}

#[tokio::test]
async fn a_worker_that_dies_before_the_text_went_over_is_followed_by_another() {
    let (w, server, app, _) = with_news().await;
    server.will(&[Mood::Mute]);
    let dying = tokio::spawn({
        let app = Arc::clone(&app);
        async move { mail::round(&app).await }
    });
    while server.connections() == 0 {
        tokio::task::yield_now().await;
    }
    dying.abort();
    let _ = dying.await;
    assert_eq!(states(&w).await, ["DIGEST WAITING"]);
    round(&app).await;
    assert_eq!(server.taken().len(), 0, "the claim of the dead worker still holds");
    w.wait(601);
    round(&app).await;
    round(&app).await;
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn a_worker_that_dies_between_the_server_taking_a_mail_and_noting_it_sends_it_once() {
    let (w, server, app, _) = with_news().await;
    server.will(&[Mood::TakeAndHang]);
    let dying = tokio::spawn({
        let app = Arc::clone(&app);
        async move { mail::round(&app).await }
    });
    let taken = loop {
        let taken = server.taken();
        if !taken.is_empty() {
            break taken;
        }
        tokio::task::yield_now().await;
    };
    dying.abort();
    let _ = dying.await;
    assert_eq!(taken.len(), 1);
    assert_eq!(states(&w).await, ["DIGEST HANDING_OVER"]);
    for _ in 0..4 {
        w.wait(601);
        round(&app).await;
    }
    assert!(server.taken().is_empty(), "nobody gets it twice");
    assert_eq!(states(&w).await, ["DIGEST UNCLEAR"]);
}

#[tokio::test]
async fn two_workers_at_once_send_each_mail_once() {
    let (w, server, app, _) = with_news().await;
    reads_at(&w, &w.unit_leader("市科委"), "leader@example.org").await;
    let rounds = (0..6).map(|_| {
        let app = Arc::clone(&app);
        tokio::spawn(async move { mail::round(&app).await.unwrap() })
    });
    for running in rounds.collect::<Vec<_>>() {
        running.await.unwrap();
    }
    let mut to: Vec<String> = server.taken().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["kw@example.org", "leader@example.org"]);
}

#[tokio::test]
async fn after_days_without_mail_there_is_one_digest_and_not_many() {
    let (w, server, app, _) = with_news().await;
    server.will(&[Mood::Busy; 40]);
    for day in ["2026-03-03", "2026-03-04", "2026-03-05"] {
        round(&app).await;
        w.issued("市科委").await;
        w.travel_to(day).await;
    }
    // Then the machine itself is off over the weekend.
    w.travel_to("2026-03-09").await;
    server.behave();
    for _ in 0..60 {
        round(&app).await;
        w.wait(600);
    }
    let taken = server.taken();
    assert_eq!(taken.len(), 1, "{:?}", states(&w).await);
    let words = taken[0].words();
    assert_eq!(words.matches("任务交办：").count(), 8, "four tasks, in both parts");
    assert_eq!(states(&w).await.iter().filter(|state| *state == "DIGEST DROPPED").count(), 3, "{:?}", states(&w).await);
}

#[tokio::test]
async fn no_digest_is_made_before_eight_or_on_a_day_off() {
    let (w, server, app, _) = with_news().await;
    for now in ["2026-03-02T07:59:00+08:00", "2026-03-07T10:00:00+08:00", "2026-03-08T23:00:00+08:00"] {
        app.clock.set(now.parse().unwrap());
        round(&app).await;
        assert!(server.taken().is_empty(), "{now}");
    }
    w.travel_to("2026-03-09").await;
    round(&app).await;
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn a_mail_says_nothing_that_somebody_wrote() {
    let w = World::new().await;
    let server = MailServer::start().await;
    let app = connected(&w, &server);
    reads_at(&w, &w.office_head(), "head@example.org").await;
    let task = w.issued("市科委").await;
    let back = json!({ "action": "return_signoff", "comment": "应由市经信局牵头" });
    w.step_of_task(&w.unit_leader("市科委"), &task, back).await;
    round(&app).await;
    let words = server.taken()[0].words();
    assert!(words.contains("退签待协调：28-01"), "{words}");
    assert!(!words.contains("市经信局") && !words.contains("kw.leader"), "{words}");
}

#[tokio::test]
async fn an_address_gets_digests_only_after_its_reader_confirmed_it() {
    let w = World::new().await;
    let server = MailServer::start().await;
    let app = connected(&w, &server);
    let who = w.reviewer("市科委");
    let none = who.get("/me/mail").await.expect(200);
    assert_eq!((&none["address"], &none["version"], &none["language"]), (&Value::Null, &json!(0), &json!("zh")));
    let wish = json!({ "address": "kw@example.org", "language": "en", "muted": [] });
    who.put("/me/mail").json(&wish).await.refused(428, "version_missing");
    let asked = who.put("/me/mail").json(&wish).seen(&none).await.expect(200);
    assert_eq!((&asked["confirmed_at"], &asked["version"]), (&Value::Null, &json!(1)));
    who.put("/me/mail").json(&wish).seen(&none).await.refused(412, "stale");
    w.issued("市科委").await;
    round(&app).await;
    let question = server.taken();
    assert_eq!(question.len(), 1, "no digest yet");
    let words = question[0].words();
    assert!(words.contains("Confirm that this address is mine"), "{words}");
    let link = token(&words, "confirm-mail", "CONFIRM").to_owned();

    // A link for one address is good for no other.
    let other = json!({ "address": "other@example.org", "language": "en", "muted": [] });
    let other = who.put("/me/mail").json(&other).seen(&asked).await.expect(200);
    w.stranger().post(&format!("/mail/confirm/{link}")).await.refused(404, "not_found");
    who.put("/me/mail").json(&wish).seen(&other).await.expect(200);
    for _ in 0..2 {
        w.stranger().post(&format!("/mail/confirm/{link}")).await.expect(204);
    }
    assert!(who.get("/me/mail").await.expect(200)["confirmed_at"].is_string());
    w.travel_to("2026-03-03").await;
    round(&app).await;
    let digest = server.taken().pop().unwrap();
    assert!(digest.words().contains("Task issued: 28-01"), "{}", digest.words());
    w.stranger().post("/mail/confirm/none").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_link_stops_its_topic_alone_and_works_without_signing_in() {
    let (w, server, app, task) = with_news().await;
    let who = w.reviewer("市科委");
    let report = w.office_head();
    reads_at(&w, &report, "head@example.org").await;
    round(&app).await;
    let words = server.taken().into_iter().find(|mail| mail.to == "kw@example.org").unwrap().words();
    let link = token(&words, "unsubscribe", ".TASKS.").to_owned();
    for forged in
        [link.replace("TASKS", "SUPERVISION"), link.replace("TASKS", "ALL"), format!("{}0", &link[..link.len() - 1])]
    {
        if forged != link {
            w.stranger().post(&format!("/mail/unsubscribe/{forged}")).await.refused(404, "not_found");
        }
    }
    w.stranger().get(&format!("/mail/unsubscribe/{link}")).await.refused(404, "not_found");
    for _ in 0..2 {
        let ask = w.stranger().post(&format!("/mail/unsubscribe/{link}"));
        let ask = ask.header("content-type", "application/x-www-form-urlencoded").body("List-Unsubscribe=One-Click");
        assert_eq!(ask.await.expect(200), json!({ "topic": "TASKS" }));
    }
    assert_eq!(who.get("/me/mail").await.expect(200)["muted"], json!(["TASKS"]));
    assert_eq!(report.get("/me/mail").await.expect(200)["muted"], json!([]), "nobody else's");

    w.issued("市科委").await;
    w.travel_to("2026-03-03").await;
    round(&app).await;
    assert!(server.taken().is_empty());
    w.travel_to("2026-03-04").await;
    round(&app).await;
    let words = server.taken()[0].words();
    assert!(words.contains("签收将到期") && !words.contains("任务交办"), "{words}");
    let kinds = who.get("/notifications?kind=TASK_ISSUED").await.expect(200);
    assert_eq!(kinds["total"], 2, "they stay in the program");
    let _ = task;
}

#[tokio::test]
async fn the_button_of_a_mail_program_stops_the_digest() {
    let (w, server, app, _) = with_news().await;
    round(&app).await;
    let header = server.taken()[0].header("list-unsubscribe");
    let place = header.trim_matches(['<', '>']).strip_prefix("https://luoshi.example.org/api/v1").unwrap().to_owned();
    assert_eq!(w.stranger().post(&place).await.expect(200), json!({ "topic": null }));
    w.issued("市科委").await;
    w.travel_to("2026-03-03").await;
    round(&app).await;
    assert!(server.taken().is_empty());
    let left = w.reviewer("市科委").get("/me/mail").await.expect(200);
    assert_eq!(left["muted"].as_array().unwrap().len(), 6);
    assert_eq!(left["address"], "kw@example.org", "it can be switched on again");
}

#[tokio::test]
async fn every_wrong_wish_is_named_and_nobody_is_flooded_with_questions() {
    let w = World::new().await;
    let who = w.reviewer("市科委");
    let wish = |address: Value| json!({ "address": address, "language": "zh", "muted": [] });
    for address in ["x", "a@", "@b.cn", "a b@c.cn", "李工@example.org", "a@b.cn\r\nBcc: c@d.cn"] {
        let answer = who.put("/me/mail").json(&wish(json!(address))).header("if-match", "\"0\"").await;
        assert_eq!(answer.wrong_fields(), ["/address"], "{address}");
    }
    for (number, version) in (0..5).zip(0..) {
        w.sql("update mail set state = 'SENT', ended_at = created_at").await;
        let new = wish(json!(format!("a{number}@example.org")));
        who.put("/me/mail").json(&new).header("if-match", &format!("\"{version}\"")).await.expect(200);
    }
    w.sql("update mail set state = 'SENT', ended_at = created_at").await;
    let sixth = who.put("/me/mail").json(&wish(json!("b@example.org"))).header("if-match", "\"5\"").await;
    assert_eq!(sixth.wrong_fields(), ["/address"]);
    let gone = who.put("/me/mail").json(&wish(Value::Null)).header("if-match", "\"5\"").await.expect(200);
    assert_eq!(gone["address"], Value::Null);
}

#[tokio::test]
async fn the_administrator_sees_how_mails_go_and_tries_it() {
    let w = World::new().await;
    let server = MailServer::start().await;
    let admin = w.system_admin();
    admin.post("/mail/test").await.refused(409, "mail_off");
    let off = admin.get("/mail").await.expect(200);
    assert_eq!((&off["server"], &off["mails"]), (&Value::Null, &json!([])));
    w.security_admin().get("/mail").await.refused(403, "forbidden");

    // The same commands over a house that knows the mail server.
    let app = with(&w, &server, TlsMode::None, Some(("post".into(), "secret-word".into())));
    let ctx = luoshi_server::app::people::session::as_account(&app, "office.system").await.unwrap();
    let refused = mail::state::send_test(&ctx).await.unwrap_err();
    assert_eq!(refused.code(), "mail_address_missing");
    reads_at(&w, &admin, "admin@example.org").await;
    mail::state::send_test(&ctx).await.unwrap();
    round(&app).await;
    let mails = server.taken();
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "admin@example.org"));
    assert_eq!(server.login().as_deref(), Some("\0post\0secret-word"));
    let overview = admin.get("/mail").await.expect(200);
    assert_eq!((&overview["sent_today"], &overview["readers"]), (&json!(1), &json!(1)));
    assert_eq!(overview["mails"][0]["person"]["name"], "office.system");

    server.will(&[Mood::Busy]);
    w.wait(1);
    mail::state::send_test(&ctx).await.unwrap();
    round(&app).await;
    let failed = admin.get("/mail").await.expect(200)["mails"][0].clone();
    assert_eq!(
        (&failed["state"], &failed["kind"]),
        (&json!("REFUSED"), &json!("TEST")),
        "a test says at once what is wrong"
    );
    assert!(failed["reason"].as_str().unwrap().contains("421"), "{failed}");
}

#[tokio::test]
async fn protection_that_the_server_does_not_offer_is_not_done_without() {
    let (w, server, _, _) = with_news().await;
    for tls in [TlsMode::StartTls, TlsMode::Tls] {
        let app = with(&w, &server, tls, Some(("post".into(), "secret-word".into())));
        w.wait(7200);
        round(&app).await;
        assert!(server.taken().is_empty(), "{tls:?}");
        assert_eq!(server.login(), None, "{tls:?}");
        assert_eq!(states(&w).await, ["DIGEST WAITING"], "{tls:?}");
    }
}

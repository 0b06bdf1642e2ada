//! People: signing in and staying so, what ends a session at once, and roles that two persons decide.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::{PASSWORD, World},
};

const NEW_PASSWORD: &str = "Haidian-Yuan-2027";

async fn login(w: &World, login: &str, password: &str) -> Answer {
    w.stranger().post("/auth/login").json(&json!({ "login": login, "password": password })).await
}

/// The refresh cookie of an answer, as a browser sends it back.
fn cookie(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

async fn signed_in(w: &World, name: &str, password: &str) -> (Caller, String) {
    let answer = login(w, name, password).await;
    let cookie = cookie(&answer);
    let tokens = answer.expect(200);
    (w.stranger().with_token(tokens["access_token"].as_str().unwrap()), cookie)
}

async fn refresh(w: &World, cookie: &str) -> Answer {
    w.stranger().post("/auth/refresh").header("cookie", cookie).await
}

#[tokio::test]
async fn a_person_signs_in_by_password_and_out_again() {
    let w = World::without_plan().await;
    let (person, cookie) = signed_in(&w, " KW.Reporter ", PASSWORD).await;
    let me = person.get("/me").await.expect(200);
    assert_eq!((&me["user"]["login"], &me["user"]["roles"]), (&json!("kw.reporter"), &json!(["UNIT_REPORTER"])));
    assert_eq!(me["today"], "2026-03-02");
    person.post("/auth/logout").await.expect(204);
    person.get("/me").await.refused(401, "unauthenticated");
    refresh(&w, &cookie).await.refused(401, "unauthenticated");
    assert_eq!(
        w.number("select count(*) as it from audit_event where action in ('session.login', 'session.logout')").await,
        2
    );
}

#[tokio::test]
async fn wrong_passwords_wait_longer_each_time_and_name_the_seconds() {
    let w = World::without_plan().await;
    for _ in 0..3 {
        let refused = login(&w, "kw.reporter", "wrong-Password-1").await;
        assert_eq!(refused.header("retry-after"), None);
        refused.refused(401, "login_refused");
    }
    for seconds in [2, 4, 8] {
        let refused = login(&w, "kw.reporter", "wrong-Password-1").await;
        assert_eq!(refused.header("retry-after"), Some(seconds.to_string().as_str()));
        let problem = refused.refused(401, "login_refused");
        assert_eq!(problem["retry_after"], seconds);
        assert!(problem["detail"].as_str().unwrap().contains(&seconds.to_string()));
        let early = login(&w, "kw.reporter", PASSWORD).await.refused(401, "login_refused");
        assert_eq!(early["retry_after"], seconds, "before its time even the right one is not looked at");
        w.wait(seconds);
    }
    login(&w, "kw.reporter", PASSWORD).await.expect(200);
    login(&w, "kw.reporter", "wrong-Password-1").await.refused(401, "login_refused");
    login(&w, "kw.reporter", PASSWORD).await.expect(200);
    login(&w, "kw.reviewer", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn an_unknown_name_a_disabled_account_and_a_wrong_password_look_alike() {
    let w = World::without_plan().await;
    w.sql("update account set disabled_at = now() where login = 'hd.reporter'").await;
    let wrong = login(&w, "kw.reporter", "wrong-Password-1").await;
    let unknown = login(&w, "no.such.person", "wrong-Password-1").await;
    let disabled = login(&w, "hd.reporter", PASSWORD).await;
    assert_eq!((wrong.status, unknown.status, disabled.status), (401, 401, 401));
    assert_eq!((&wrong.bytes, &wrong.bytes), (&unknown.bytes, &disabled.bytes));
}

#[tokio::test]
async fn a_refresh_token_is_good_for_one_exchange() {
    let w = World::without_plan().await;
    let (_, first) = signed_in(&w, "kw.reporter", PASSWORD).await;
    w.wait(300);
    let answer = refresh(&w, &first).await;
    let second = cookie(&answer);
    assert_ne!(first, second);
    let token = answer.expect(200)["access_token"].as_str().unwrap().to_owned();
    w.stranger().with_token(&token).get("/me").await.expect(200);
}

#[tokio::test]
async fn a_lost_answer_may_be_asked_for_again_for_ten_seconds() {
    let w = World::without_plan().await;
    let (_, first) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let lost = cookie(&refresh(&w, &first).await);
    w.wait(10);
    let again = cookie(&refresh(&w, &first).await);
    refresh(&w, &lost).await.refused(401, "unauthenticated");
    refresh(&w, &again).await.expect(200);
}

#[tokio::test]
async fn a_token_that_comes_back_too_late_ends_the_whole_session() {
    let w = World::without_plan().await;
    let (person, first) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let second = cookie(&refresh(&w, &first).await);
    w.wait(11);
    refresh(&w, &first).await.refused(401, "unauthenticated");
    person.get("/me").await.refused(401, "unauthenticated");
    refresh(&w, &second).await.refused(401, "unauthenticated");
    assert_eq!(w.number("select count(*) as it from audit_event where action = 'session.revoke'").await, 1);
}

#[tokio::test]
async fn a_token_whose_successor_was_used_ends_the_session_at_once() {
    let w = World::without_plan().await;
    let (_, first) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let second = cookie(&refresh(&w, &first).await);
    let third = cookie(&refresh(&w, &second).await);
    refresh(&w, &first).await.refused(401, "unauthenticated");
    refresh(&w, &third).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn of_many_refreshes_at_once_one_branch_lives() {
    let w = World::without_plan().await;
    let (_, first) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let asked: Vec<_> = (0..20)
        .map(|_| tokio::spawn(w.stranger().post("/auth/refresh").header("cookie", &first).into_future()))
        .collect();
    for answer in asked {
        assert!([200, 401].contains(&answer.await.unwrap().status));
    }
    assert!(w.number("select count(*) as it from refresh_token where used_at is null").await <= 1);
}

#[tokio::test]
async fn an_access_token_lives_ten_minutes_and_a_session_eight_hours() {
    let w = World::without_plan().await;
    let (person, mut latest) = signed_in(&w, "kw.reporter", PASSWORD).await;
    w.wait(599);
    person.get("/me").await.expect(200);
    w.wait(1);
    person.get("/me").await.refused(401, "unauthenticated");
    let mut hours = 0;
    loop {
        let answer = refresh(&w, &latest).await;
        if answer.status == 401 {
            break;
        }
        latest = cookie(&answer);
        w.wait(1200);
        hours += 1;
        assert!(hours < 60, "the session never ends");
    }
    assert_eq!(hours, 24, "eight hours of twenty minutes, less the first ten");
}

#[tokio::test]
async fn an_idle_session_ends() {
    let w = World::without_plan().await;
    let (_, token) = signed_in(&w, "kw.reporter", PASSWORD).await;
    w.wait(600 + 15 * 60 + 1);
    refresh(&w, &token).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn forged_and_foreign_tokens_are_refused() {
    let w = World::without_plan().await;
    let token = w.reporter("市科委").token().unwrap();
    let (head, rest) = token.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    // {"alg":"none"} and {"alg":"HS256","typ":"at+jwt"}
    let forged = [
        String::new(),
        "x".to_owned(),
        format!("eyJhbGciOiJub25lIn0.{claims}."),
        format!("eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.{claims}.{signature}"),
        format!("{head}.{claims}."),
        format!("{token}A"),
        format!("{head}.{}.{signature}", claims.to_uppercase()),
        "a".repeat(8_000),
    ];
    for forged in forged {
        w.stranger().with_token(&forged).get("/me").await.refused(401, "unauthenticated");
    }
    w.stranger().get("/me").header("authorization", &format!("Basic {token}")).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_back_when_enabled() {
    let w = World::without_plan().await;
    let (person, cookie) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let admin = w.system_admin();
    let user = admin.get(&format!("/users/{}", w.reporter("市科委").account())).await.expect(200);
    let steps = format!("{}/transitions", path("users", &user));
    assert_eq!(admin.post(&steps).json(&json!({ "action": "disable" })).seen(&user).await.wrong_fields(), ["/comment"]);
    let disable = json!({ "action": "disable", "comment": "调离" });
    admin.post(&steps).json(&disable).seen(&user).await.expect(200);
    person.get("/me").await.refused(401, "unauthenticated");
    refresh(&w, &cookie).await.refused(401, "unauthenticated");
    login(&w, "kw.reporter", PASSWORD).await.refused(401, "login_refused");
    admin.post(&steps).json(&disable).await.refused(409, "step_not_possible");
    admin.post(&steps).json(&json!({ "action": "enable" })).await.expect(200);
    person.get("/me").await.refused(401, "unauthenticated");
    login(&w, "kw.reporter", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn a_change_of_roles_needs_the_security_administrator() {
    let w = World::without_plan().await;
    let (system, security) = (w.system_admin(), w.security_admin());
    let reporter = w.reporter("市科委");
    let place = format!("/users/{}", reporter.account());
    let user = system.get(&place).await.expect(200);
    let wish = json!({ "roles": ["UNIT_REVIEWER", "UNIT_REPORTER"] });
    let asked = system.patch(&place).json(&wish).seen(&user).await.expect(200);
    assert_eq!(asked["roles"], json!(["UNIT_REPORTER"]), "nothing is granted yet");
    assert_eq!(asked["requested_roles"], json!(["UNIT_REPORTER", "UNIT_REVIEWER"]));
    let steps = format!("{place}/transitions");
    let approve = json!({ "action": "approve_roles" });
    system.post(&steps).json(&approve).seen(&asked).await.refused(403, "forbidden");
    security.patch(&place).json(&wish).seen(&asked).await.refused(403, "forbidden");
    security.post(&steps).json(&approve).seen(&asked).await.expect(200);
    assert_eq!(
        reporter.get("/me").await.expect(200)["user"]["roles"],
        json!(["UNIT_REPORTER", "UNIT_REVIEWER"]),
        "at once"
    );
    security.post(&steps).json(&approve).await.refused(409, "step_not_possible");

    let user = system.get(&place).await.expect(200);
    let mixed = json!({ "roles": ["UNIT_REPORTER", "AUDIT_ADMIN"] });
    system.patch(&place).json(&mixed).seen(&user).await.refused(409, "roles_incompatible");
    let asked = system.patch(&place).json(&json!({ "roles": ["UNIT_LEADER"] })).seen(&user).await.expect(200);
    let wordless = json!({ "action": "refuse_roles" });
    assert_eq!(security.post(&steps).json(&wordless).seen(&asked).await.wrong_fields(), ["/comment"]);
    let refuse = json!({ "action": "refuse_roles", "comment": "与岗位不符" });
    let refused = security.post(&steps).json(&refuse).seen(&asked).await.expect(200);
    assert_eq!(refused["user"]["requested_roles"], Value::Null);
    let mixed = "update account set roles = '{AUDIT_ADMIN,LEADER}' where login = 'office.audit'";
    assert!(w.try_sql(mixed).await.unwrap_err().contains("administrators_are_exclusive"));
}

#[tokio::test]
async fn nobody_decides_on_their_own_roles_or_ends_the_last_administrator() {
    let w = World::without_plan().await;
    let (system, security) = (w.system_admin(), w.security_admin());
    let place = format!("/users/{}", security.account());
    let user = system.get(&place).await.expect(200);
    let asked = system.patch(&place).json(&json!({ "roles": ["LEADER"] })).seen(&user).await.expect(200);
    let approve = json!({ "action": "approve_roles" });
    security.post(&format!("{place}/transitions")).json(&approve).seen(&asked).await.refused(409, "own_roles");
    let disable = json!({ "action": "disable", "comment": "调离" });
    let own = format!("/users/{}/transitions", system.account());
    system.post(&own).json(&disable).await.refused(409, "own_account");
    let audit = |login| format!("/users/{}/transitions", w.person(login).account());
    system.post(&audit("office.audit")).json(&disable).await.expect(200);
    system.post(&audit("office.audit2")).json(&disable).await.refused(409, "last_administrator");
}

#[tokio::test]
async fn a_new_person_changes_the_one_time_password_first() {
    let w = World::without_plan().await;
    let new = json!({ "login": "new.person", "name": "赵新", "organisation_id": w.organisation("市科委").await, "roles": ["UNIT_REPORTER"] });
    let system = w.system_admin();
    let made = system.post("/users").json(&new).await.expect(201);
    let one_time = made["one_time_password"].as_str().unwrap();
    assert_eq!((&made["user"]["roles"], &made["user"]["requested_roles"]), (&json!([]), &json!(["UNIT_REPORTER"])));
    system.post("/users").json(&new).await.refused(409, "duplicate");
    let approve = json!({ "action": "approve_roles" });
    w.security_admin().post(&format!("{}/transitions", path("users", &made["user"]))).json(&approve).await.expect(200);

    let (person, _) = signed_in(&w, "new.person", one_time).await;
    assert_eq!(person.get("/me").await.expect(200)["user"]["must_change_password"], true);
    person.get("/plans").await.refused(403, "password_change_required");
    let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
    let weak = person.post("/me/password").json(&change(one_time, "short")).await;
    assert_eq!(weak.wrong_fields(), ["/new_password"]);
    let wrong = person.post("/me/password").json(&change("not-this-One-1", NEW_PASSWORD)).await;
    assert_eq!(wrong.wrong_fields(), ["/current_password"]);
    let named = person.post("/me/password").json(&change(one_time, "New.Person-2027")).await;
    assert_eq!(named.wrong_fields(), ["/new_password"]);
    person.post("/me/password").json(&change(one_time, NEW_PASSWORD)).await.expect(204);
    person.get("/plans").await.expect(200);
    login(&w, "new.person", one_time).await.refused(401, "login_refused");
    login(&w, "new.person", NEW_PASSWORD).await.expect(200);
    let stored = w.one("select password_hash as it from account where login = 'new.person'").await;
    assert!(stored.starts_with("$argon2id$"));
}

#[tokio::test]
async fn a_reset_password_ends_every_session() {
    let w = World::without_plan().await;
    let (person, _) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let steps = format!("/users/{}/transitions", w.reporter("市科委").account());
    let answer = w.system_admin().post(&steps).json(&json!({ "action": "reset_password" })).await.expect(200);
    person.get("/me").await.refused(401, "unauthenticated");
    let (person, _) = signed_in(&w, "kw.reporter", answer["one_time_password"].as_str().unwrap()).await;
    person.get("/organisations").await.refused(403, "password_change_required");
}

#[tokio::test]
async fn another_password_ends_the_other_sessions_only() {
    let w = World::without_plan().await;
    let (here, _) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let (there, _) = signed_in(&w, "kw.reporter", PASSWORD).await;
    let change = json!({ "current_password": PASSWORD, "new_password": NEW_PASSWORD });
    here.post("/me/password").json(&change).await.expect(204);
    here.get("/me").await.expect(200);
    there.get("/me").await.refused(401, "unauthenticated");
}

fn first_accounts(token: &str) -> Value {
    let account = |login: &str| json!({ "login": login, "name": "首位人员", "password": NEW_PASSWORD });
    json!({ "token": token, "office_name": "统筹办公室", "accounts": {
        "system_admin": account("sys"), "security_admin": account("sec"), "audit_admin": account("aud"), "office": account("off") } })
}

#[tokio::test]
async fn the_set_up_link_works_once() {
    let w = World::empty().await;
    let nobody = w.stranger();
    assert_eq!(nobody.get("/setup").await.expect(200)["needed"], true);
    let link = w.door.setup.address(w.address).expect("a link");
    let token = link.split("token=").nth(1).unwrap();
    nobody.post("/setup").json(&first_accounts("guessed")).await.refused(404, "not_found");
    let mut twins = first_accounts(token);
    twins["accounts"]["office"]["login"] = json!("sys");
    assert_eq!(nobody.post("/setup").json(&twins).await.wrong_fields(), ["/accounts/office/login"]);
    let asked: Vec<_> =
        (0..4).map(|_| tokio::spawn(nobody.post("/setup").json(&first_accounts(token)).into_future())).collect();
    let mut statuses = Vec::new();
    for answer in asked {
        statuses.push(answer.await.unwrap().status);
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 404, 404, 404]);
    nobody.post("/setup").json(&first_accounts(token)).await.refused(404, "not_found");
    assert_eq!(nobody.get("/setup").await.expect(200)["needed"], false);
    assert_eq!(w.door.setup.address(w.address), None);
    let (office, _) = signed_in(&w, "off", NEW_PASSWORD).await;
    assert_eq!(office.get("/me").await.expect(200)["user"]["roles"], json!(["OFFICE_STAFF", "OFFICE_HEAD"]));
    assert_eq!(w.number("select count(*) as it from account").await, 4);
}

#[tokio::test]
async fn persona_cards_exist_in_the_demonstration_only() {
    let w = World::without_plan().await;
    assert_eq!(w.stranger().get("/auth/personas").await.expect(200)["personas"], json!([]));
    w.stranger().post("/auth/personas/kw.reporter").await.refused(404, "not_found");
}

#[tokio::test]
async fn organisations_are_kept_by_the_system_administrator() {
    let w = World::without_plan().await;
    let system = w.system_admin();
    let new = json!({ "code": "cp", "name": "昌平区人民政府", "short_name": "昌平区", "kind": "DISTRICT", "aliases": ["昌平"] });
    w.office_head().post("/organisations").json(&new).await.refused(403, "forbidden");
    let made = system.post("/organisations").json(&new).await.expect(201);
    assert_eq!(
        system.post("/organisations").json(&new).await.refused(409, "duplicate")["errors"][0]["pointer"],
        "/code"
    );
    let place = path("organisations", &made);
    let change = json!({ "valid_to": "2026-12-31" });
    system.patch(&place).json(&change).await.refused(428, "version_missing");
    let changed = system.patch(&place).json(&change).seen(&made).await.expect(200);
    assert_eq!((&changed["valid_to"], &changed["name"]), (&json!("2026-12-31"), &made["name"]));
    system.patch(&place).json(&change).seen(&made).await.refused(412, "stale");
    let list = w.reporter("市科委").get("/organisations?q=%E6%98%8C%E5%B9%B3").await.expect(200);
    assert_eq!(list["total"], 1);
    assert_eq!(list["items"][0]["open_tasks"], Value::Null, "only who reads all tasks learns their number");
    assert_eq!(w.leader().get("/organisations?q=cp").await.expect(200)["items"][0]["open_tasks"], json!(0));
    assert_eq!(system.get("/organisations?q=cp").await.expect(200)["items"][0]["open_tasks"], Value::Null);
}

#[tokio::test]
async fn accounts_are_listed_by_filter_and_page() {
    let w = World::without_plan().await;
    let system = w.system_admin();
    let whole = system.get("/users?limit=200").await.expect(200);
    assert_eq!(whole["total"], 28);
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    while paged.len() < 30 {
        let page = system.get(&format!("/users?limit=7&cursor={cursor}")).await.expect(200);
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = next.to_owned();
    }
    assert_eq!(json!(paged), whole["items"]);
    for (query, expected) in [("role=UNIT_LEADER", 3), ("q=kw.", 4), ("disabled=true", 0), ("q=%25", 0)] {
        assert_eq!(system.get(&format!("/users?{query}")).await.expect(200)["total"], expected, "{query}");
    }
    w.office_head().get("/users").await.refused(403, "forbidden");
    assert!(!whole.to_string().contains("argon2"));
}

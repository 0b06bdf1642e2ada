//! 用户表: each line a person with an account, known by its login; roles are asked for, never granted (domain.md 6.5).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CheckedLine;
use super::cells::{Line, entries};
use super::header::{Column, Table};
use super::names::Names;
use super::tasks::changed;
use super::words::{half_width, key};
use crate::people::login_fits;
use crate::policy::Role;

/// Most new accounts in one table: each one-time password is handed over by a person.
pub const MOST_NEW: usize = 300;

/// The columns; what waits for approval and whether an account is in use are for the reader alone.
pub const COLUMNS: &[Column] = &[
    Column::must("login", "账号", &["登录名", "用户名", "账户"]),
    Column::must("name", "姓名", &["名字", "人员姓名"]),
    Column::may("post", "职务", &["岗位", "职务职级"]),
    Column::must("organisation", "机构", &["单位", "所属单位", "工作单位", "单位名称", "所属机构"]),
    Column::must("roles", "角色", &["角色权限", "系统角色"]),
    Column::may("requested_roles", "待审定角色", &[]),
    Column::may("state", "状态", &["账号状态"]),
];

/// An account as the table holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRecord {
    /// Its login.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Post.
    pub post: Option<String>,
    /// Where they work.
    pub organisation_id: Uuid,
    /// Roles in force, or wanted.
    pub roles: Vec<Role>,
}

/// An account that the ledger holds.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredUser {
    /// Its id.
    pub id: Uuid,
    /// Roles that wait for approval.
    pub requested_roles: Option<Vec<Role>>,
    /// What it says.
    #[serde(flatten)]
    pub record: UserRecord,
}

const ROLES: [(Role, &str); 14] = [
    (Role::OfficeStaff, "统筹岗"),
    (Role::OfficeHead, "统筹负责人"),
    (Role::UnitReporter, "填报人"),
    (Role::UnitReviewer, "单位审核人"),
    (Role::UnitLeader, "单位负责人"),
    (Role::Evaluator, "评估专家"),
    (Role::EvalLead, "评估组长"),
    (Role::Commissioner, "委托方代表"),
    (Role::Leader, "领导"),
    (Role::MinistryObserver, "部委督导"),
    (Role::StatOfficer, "统计岗"),
    (Role::SystemAdmin, "系统管理员"),
    (Role::SecurityAdmin, "安全管理员"),
    (Role::AuditAdmin, "审计管理员"),
];

/// Roles as tables show them, in the order of the permissions table.
pub fn roles_printed(roles: &[Role]) -> String {
    let held = ROLES.iter().filter(|(role, _)| roles.contains(role));
    held.map(|(_, words)| *words).collect::<Vec<_>>().join("、")
}

/// Checks every line against the accounts there are.
pub fn check(table: &Table<'_>, stored: &[StoredUser], names: &Names) -> Vec<CheckedLine<UserRecord>> {
    let by_login: HashMap<&str, &StoredUser> = stored.iter().map(|one| (one.record.login.as_str(), one)).collect();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut made = 0;
    let mut checked = Vec::with_capacity(table.lines.len());
    for row in &table.lines {
        let mut line = Line::new(table, *row);
        let login = login(&mut line, &mut seen);
        let stored = login.as_deref().and_then(|login| by_login.get(login).copied());
        if login.is_some() && stored.is_none() {
            made += 1;
            if made == MOST_NEW + 1 {
                line.fault("login", "too_many_new", format!("一次最多新建 {MOST_NEW} 个账号，请分成几份"));
            }
        }
        checked.push(read(line, login, stored, names));
    }
    checked
}

fn login(line: &mut Line<'_>, seen: &mut HashMap<String, u32>) -> Option<String> {
    let login = half_width(&line.required("login", 60)?);
    if !login_fits(&login) {
        line.fault(
            "login",
            "unfit_login",
            format!("账号为 3 到 40 个小写字母、数字、点、下划线或连字符，现为“{login}”"),
        );
        return None;
    }
    let row = line.row;
    let first = *seen.entry(login.clone()).or_insert(row);
    if first != row {
        line.fault("login", "twice", format!("与第 {} 行的账号相同，请合并成一行", first + 1));
    }
    Some(login)
}

fn read(
    mut line: Line<'_>,
    login: Option<String>,
    stored: Option<&StoredUser>,
    names: &Names,
) -> CheckedLine<UserRecord> {
    let old = stored.map(|stored| &stored.record);
    let name = line.required("name", 60);
    let post = line.text("post", 100).map(|post| Some(post).filter(|post| !post.is_empty()));
    let organisation = line.organisation("organisation", names).map(|organisation| organisation.id);
    if organisation.is_none() && !line.is_faulty("organisation") {
        line.fault("organisation", "required", "请填写这一项");
    }
    let roles = roles(&mut line, old);
    let label = name.clone().unwrap_or_default();
    let (row, target) = (line.row + 1, stored.map(|stored| stored.id));
    let (Some(login), Some(name), Some(organisation_id), Some(roles)) = (login, name, organisation, roles) else {
        let (change, problems) = (super::LineChange::Problem, line.problems);
        return CheckedLine { row, label, change, target: None, record: None, differences: vec![], problems };
    };
    let post = post.unwrap_or_else(|| old.and_then(|old| old.post.clone()));
    let label = format!("{label}（{login}）");
    let record = UserRecord { login, name, post, organisation_id, roles };
    let differences = stored.map(|stored| differences(stored, &record, names)).unwrap_or_default();
    CheckedLine::of(row, label, (target, record), differences, line.problems)
}

/// A blank cell leaves the roles of a known account as they are.
fn roles(line: &mut Line<'_>, old: Option<&UserRecord>) -> Option<Vec<Role>> {
    let words = entries(&line.words("roles"));
    if let Some(old) = old.filter(|_| words.is_empty()) {
        return Some(old.roles.clone());
    }
    if words.is_empty() {
        line.fault("roles", "required", "请至少填写一个角色");
        return None;
    }
    let mut wanted = Vec::new();
    for word in &words {
        let known =
            ROLES.iter().find(|(role, name)| key(name) == key(word) || role.code() == half_width(word).to_uppercase());
        if let Some((role, _)) = known {
            wanted.push(*role);
            continue;
        }
        let near = ROLES.iter().filter(|(_, name)| super::words::likeness(name, word) >= 60);
        let near = near.map(|(_, name)| (*name).to_owned()).take(3).collect();
        line.fault_with("roles", "unknown_role", format!("没有“{word}”这个角色"), near);
    }
    if !Role::compatible(&wanted) {
        line.fault("roles", "roles_incompatible", "系统管理员、安全管理员、审计管理员不能兼任其他角色");
    }
    (!wanted.is_empty()).then(|| ROLES.iter().map(|(role, _)| *role).filter(|role| wanted.contains(role)).collect())
}

/// Roles that are in force or already asked for are no change.
fn differences(stored: &StoredUser, new: &UserRecord, names: &Names) -> Vec<super::Difference> {
    let old = &stored.record;
    let asked =
        stored.requested_roles.as_deref().is_some_and(|asked| roles_printed(asked) == roles_printed(&new.roles));
    let roles = if asked { roles_printed(&new.roles) } else { roles_printed(&old.roles) };
    changed([
        ("姓名", old.name.clone(), new.name.clone()),
        ("职务", old.post.clone().unwrap_or_default(), new.post.clone().unwrap_or_default()),
        ("机构", names.label(old.organisation_id), names.label(new.organisation_id)),
        ("角色", roles, roles_printed(&new.roles)),
    ])
}

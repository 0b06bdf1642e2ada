//! One face outside: RFC 9457 `application/problem+json`, and the only file with status codes.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use luoshi_app::error::{Error, FieldError};
use serde::Serialize;
use serde_json::json;
use thiserror::Error as ThisError;
use utoipa::ToSchema;

/// The body of every refusal. Clients match on `code`; `title` and `detail` are sentences for people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// A reference into docs/reference/problems.md, e.g. `/problems#stale`.
    pub r#type: String,
    /// What happened, in one sentence.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// Stable code, e.g. `evidence_missing`.
    pub code: String,
    /// What to do now.
    pub detail: String,
    /// Wrong fields, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Facts of a broken rule, e.g. the sum of the weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<serde_json::Value>,
    /// Seconds to wait before another attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<i64>,
    /// What to tell the operator; the log has the cause under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// An app error on its way out.
#[derive(Debug, ThisError)]
#[error(transparent)]
pub struct Problem(#[from] pub Error);

/// A row of docs/reference/problems.md.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Stable code.
    pub code: &'static str,
    /// Status.
    pub status: u16,
    /// What happened.
    pub title: &'static str,
    /// What to do.
    pub detail: &'static str,
}

/// Every refusal that is not a rule of the field; a broken rule is always 409 and brings its own sentence.
pub const KINDS: &[Kind] = &[
    Kind {
        code: "not_found", status: 404, title: "没有这一页，或不在你的权限内", detail: "请从列表重新进入。"
    },
    Kind {
        code: "forbidden", status: 403, title: "你的角色不能做这一步", detail: "需要时请联系有此权限的同事。"
    },
    Kind {
        code: "invalid",
        status: 422,
        title: "有内容需要改一下",
        detail: "请按各项提示修改后再提交，已填内容仍在。",
    },
    Kind {
        code: "stale",
        status: 412,
        title: "没有保存：别人刚改过同一份内容",
        detail: "请刷新后比对，再保存你的修改。",
    },
    Kind {
        code: "version_missing", status: 428, title: "请求缺少 If-Match", detail: "请带上读取时得到的 ETag。"
    },
    Kind {
        code: "idempotency_key_reused",
        status: 422,
        title: "Idempotency-Key 已用于另一请求",
        detail: "请为新的请求换一个键。",
    },
    Kind { code: "duplicate", status: 409, title: "已有同名的一项", detail: "请换一个名称或代码。" },
    Kind {
        code: "unauthenticated",
        status: 401,
        title: "请先登录",
        detail: "登录状态已结束，请重新登录；已填内容仍在本机。",
    },
    Kind {
        code: "password_change_required",
        status: 403,
        title: "请先修改一次性密码",
        detail: "换成自己的密码后即可继续。",
    },
    Kind { code: "login_refused", status: 401, title: "账号或密码不对", detail: "请核对后再试。" },
    Kind {
        code: "too_large", status: 413, title: "文件或内容超过上限", detail: "请压缩或拆分后再传。"
    },
    Kind {
        code: "file_refused", status: 415, title: "这种文件不能上传", detail: "请改用允许的格式。"
    },
    Kind {
        code: "too_many_streams",
        status: 429,
        title: "打开的页面已经够多",
        detail: "每人至多三个页面实时更新，其他页面隔一会儿更新一次。",
    },
    Kind {
        code: "unavailable", status: 503, title: "系统暂时繁忙", detail: "内容没有保存，请稍后再试。"
    },
    Kind {
        code: "internal", status: 500, title: "系统出了问题，不是你的操作引起的", detail: "请把编号告诉管理员。"
    },
];

/// The row for a code; rules of the field share one.
fn kind(code: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.code == code)
}

impl Problem {
    fn body(&self, request_id: Option<String>) -> ProblemBody {
        let code = self.0.code();
        let (status, title, detail) = match (&self.0, kind(code)) {
            (Error::Rule(rule), _) => (409, "这一步没有执行，内容没有变化".to_owned(), rule.to_string()),
            (Error::FileRefused(reason), Some(kind)) => (kind.status, kind.title.to_owned(), reason.clone()),
            (Error::Duplicate { field }, Some(kind)) => {
                (kind.status, kind.title.to_owned(), format!("{}（{field}）", kind.detail))
            }
            (Error::TooLarge { limit }, Some(kind)) => {
                (kind.status, kind.title.to_owned(), format!("上限 {}，{}", size(*limit), kind.detail))
            }
            (Error::LoginRefused { retry_after }, Some(kind)) if *retry_after > 0 => {
                (kind.status, kind.title.to_owned(), format!("请在 {retry_after} 秒后再试。"))
            }
            (_, Some(kind)) => (kind.status, kind.title.to_owned(), kind.detail.to_owned()),
            (_, None) => (500, "系统出了问题".to_owned(), String::new()),
        };
        ProblemBody {
            r#type: format!("/problems#{code}"),
            title,
            status,
            code: code.to_owned(),
            detail,
            errors: self.errors(),
            facts: self.facts(),
            retry_after: self.retry_after(),
            request_id,
        }
    }

    fn errors(&self) -> Vec<FieldError> {
        match &self.0 {
            Error::Invalid(errors) => errors.clone(),
            Error::Duplicate { field } => vec![FieldError::new(*field, "duplicate", "已有同名的一项")],
            _ => Vec::new(),
        }
    }

    fn facts(&self) -> Option<serde_json::Value> {
        match &self.0 {
            Error::Rule(rule) => serde_json::to_value(rule).ok(),
            Error::Stale { current } => Some(json!({ "current": current })),
            Error::TooLarge { limit } => Some(json!({ "limit": limit })),
            Error::Forbidden { action } => Some(json!({ "action": action })),
            _ => None,
        }
    }

    fn retry_after(&self) -> Option<i64> {
        match &self.0 {
            Error::LoginRefused { retry_after } | Error::Unavailable { retry_after } if *retry_after > 0 => {
                Some(*retry_after)
            }
            _ => None,
        }
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} 字节"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        let status = match &self.0 {
            Error::Rule(_) => 409,
            other => kind(other.code()).map_or(500, |kind| kind.status),
        };
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let internal = self.status_code() == StatusCode::INTERNAL_SERVER_ERROR;
        let request_id = internal.then(|| uuid::Uuid::now_v7().to_string());
        if let Some(id) = &request_id {
            // An error is logged once: here, where it becomes a problem.
            tracing::error!(problem_id = id, error = ?self.0, "request.failed");
        }
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CONTENT_TYPE, "application/problem+json"));
        if let Some(seconds) = self.retry_after() {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        response.json(self.body(request_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use luoshi_domain::rule::RuleError;

    #[test]
    fn a_broken_rule_is_a_conflict_with_its_facts() {
        let problem = Problem(Error::Rule(RuleError::WeightsNotHundred { sum: 90 }));
        let body = problem.body(None);
        assert_eq!((body.status, body.code.as_str()), (409, "weights_not_hundred"));
        assert_eq!(body.facts.unwrap()["sum"], 90);
        // What pages show of a refusal is its detail: the rule with its facts.
        assert!(body.detail.contains("90"), "{}", body.detail);
    }

    #[test]
    fn every_refusal_has_a_row() {
        for error in [
            Error::NotFound,
            Error::VersionMissing,
            Error::KeyReused,
            Error::Unauthenticated,
            Error::Internal(String::new()),
        ] {
            assert!(kind(error.code()).is_some(), "{}", error.code());
        }
    }
}

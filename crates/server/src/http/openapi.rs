//! The served document: collected from the routes, then given `x-authz`, security and every status it can answer.

use std::collections::BTreeSet;

use actix_web::App;
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{HttpMethod, Operation};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, ResponseBuilder, Schema};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::SwaggerUi;

use super::authz::{self, Rule};
use super::problem::ProblemBody;
use super::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "落实 Luoshi",
        version = env!("CARGO_PKG_VERSION"),
        description = "方案任务的分解、填报、审核与亮灯。 Tracking the implementation of a plan.",
        license(name = "Apache-2.0"),
    ),
    components(schemas(ProblemBody))
)]
struct Base;

/// The document as served and as written to docs/reference/openapi.json.
pub fn document() -> Document {
    let (_, mut document) =
        App::new().into_utoipa_app().openapi(Base::openapi()).configure(routes::configure).split_for_parts();
    if let Some(components) = document.components.as_mut() {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
    for (method, operation) in operations(&mut document) {
        describe(&method, operation);
    }
    require_fields_of_answers(&mut document);
    document
}

/// An answer always holds every field of its schema, null where there is nothing: says so, which a derived schema does not
/// for optional fields. What people send keeps its optional fields.
fn require_fields_of_answers(document: &mut Document) {
    let sent = schemas_of_requests(document);
    let Some(components) = document.components.as_mut() else { return };
    for (name, schema) in &mut components.schemas {
        if let RefOr::T(schema) = schema
            && name != "Problem"
            && !sent.contains(name)
        {
            require_all(schema);
        }
    }
}

fn require_all(schema: &mut Schema) {
    match schema {
        Schema::Object(object) => {
            object.required = object.properties.keys().cloned().collect();
            for property in object.properties.values_mut() {
                if let RefOr::T(property) = property {
                    require_all(property);
                }
            }
        }
        Schema::AllOf(all) => all.items.iter_mut().for_each(|item| {
            if let RefOr::T(item) = item {
                require_all(item);
            }
        }),
        _ => {}
    }
}

/// The names of all schemas that a request body reaches.
fn schemas_of_requests(document: &Document) -> BTreeSet<String> {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut found = BTreeSet::new();
    let operations =
        document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object()).flatten();
    let mut open: Vec<&Value> = operations.filter_map(|(_, operation)| operation.get("requestBody")).collect();
    while let Some(node) = open.pop() {
        match node {
            Value::Object(fields) => {
                let name = node["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
                if let Some(name) = name
                    && found.insert(name.to_owned())
                {
                    open.push(&document["components"]["schemas"][name]);
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// Readable pages made from files we ship; no request leaves the machine.
pub fn pages() -> SwaggerUi {
    SwaggerUi::new("/api/docs/{_:.*}").config(utoipa_swagger_ui::Config::from("/api/v1/openapi.json"))
}

fn operations(document: &mut Document) -> Vec<(HttpMethod, &mut Operation)> {
    let mut found = Vec::new();
    for item in document.paths.paths.values_mut() {
        let methods = [
            (HttpMethod::Get, item.get.as_mut()),
            (HttpMethod::Put, item.put.as_mut()),
            (HttpMethod::Post, item.post.as_mut()),
            (HttpMethod::Delete, item.delete.as_mut()),
            (HttpMethod::Patch, item.patch.as_mut()),
        ];
        found.extend(methods.into_iter().filter_map(|(method, operation)| Some((method, operation?))));
    }
    found
}

fn describe(method: &HttpMethod, operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let Some(rule) = authz::rule(&id) else { return };
    let public = matches!(rule, Rule::Public);
    let mut extensions: Extensions = operation.extensions.take().unwrap_or_default();
    extensions.insert("x-authz".to_owned(), rule.describe());
    operation.extensions = Some(extensions);
    operation.security =
        Some(if public { Vec::new() } else { vec![SecurityRequirement::new("bearer", [] as [&str; 0])] });
    for (status, words) in refusals(method, public) {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| problem_response(words).into());
    }
}

fn refusals(method: &HttpMethod, public: bool) -> Vec<(&'static str, &'static str)> {
    let mut refusals = vec![("500", "A fault of ours, with a request id"), ("503", "Busy, with Retry-After")];
    refusals.extend([("404", "Missing, or not visible to you"), ("401", "No valid session")]);
    if !public {
        refusals.push(("403", "Your roles may not do this"));
    }
    refusals.push(("422", "Fields to mend, each named"));
    if !matches!(method, HttpMethod::Get) {
        refusals.extend([("409", "A rule of the field, or a duplicate"), ("413", "Larger than the limit")]);
        if !public {
            refusals.extend([
                ("412", "Changed since you looked"),
                ("428", "If-Match is missing"),
                ("415", "File not allowed"),
            ]);
        }
    }
    refusals
}

fn problem_response(words: &str) -> utoipa::openapi::Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(words).content("application/problem+json", content).build()
}

/// The `operationId`s that have no rule; the house test wants none.
pub fn without_rule(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            item.as_object().into_iter().flatten().map(move |(method, operation)| (path, method, operation))
        })
        .filter(|(_, _, operation)| operation.get("x-authz").is_none())
        .map(|(path, method, operation)| format!("{method} {path} {}", operation["operationId"]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_rule_and_every_rule_an_operation() {
        let document = serde_json::to_value(document()).unwrap();
        assert_eq!(without_rule(&document), Vec::<String>::new());
        let text = document.to_string();
        for (id, _) in authz::RULES {
            assert!(text.contains(&format!("\"operationId\":\"{id}\"")), "{id} has a rule but no route");
        }
    }
}

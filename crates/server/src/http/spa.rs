//! The pages: files of the built front end, compressed at build time, and one document for every other path.

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
struct Pages;

/// A built file under its path, or the page that starts the application.
pub fn page(request: &HttpRequest) -> HttpResponse {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return HttpResponse::MethodNotAllowed().insert_header(("Allow", "GET, HEAD")).finish();
    }
    let path = request.path().trim_start_matches('/');
    if path == "index.html" || path.is_empty() {
        return start_page();
    }
    match asset(request, path) {
        Some(response) => response,
        // A missing asset is missing; any other path is a page of the application.
        None if path.starts_with("assets/") => HttpResponse::NotFound().finish(),
        None => start_page(),
    }
}

fn asset(request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let plain = Pages::get(path)?;
    let (file, encoding) = smallest(request, path).unwrap_or((plain, None));
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let mut response = HttpResponse::Ok();
    let forever = path.starts_with("assets/");
    let cache = if forever { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.insert_header((CACHE_CONTROL, cache)).insert_header((VARY, "Accept-Encoding"));
    response.insert_header((ETAG, tag.clone())).content_type(content_type(path));
    if request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Some(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    // "identity" for plain files would let the compressor work on what was compressed at build time.
    response.insert_header((CONTENT_ENCODING, HeaderValue::from_static(encoding.unwrap_or("identity"))));
    Some(response.body(file.data.into_owned()))
}

fn smallest(request: &HttpRequest, path: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = request.headers().get(ACCEPT_ENCODING)?.to_str().ok()?;
    [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(name, _)| accepted.contains(name))
        .find_map(|(name, suffix)| Some((Pages::get(&format!("{path}{suffix}"))?, Some(name))))
}

/// The start page carries a nonce for the styles that the components make at run time; nothing inline runs without it.
fn start_page() -> HttpResponse {
    let Some(page) = Pages::get("index.html") else {
        return HttpResponse::NotFound().body("The pages are not built: run `npm run build` in frontend.");
    };
    let nonce = uuid::Uuid::new_v4().simple().to_string();
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'none'; \
         img-src 'self' data: blob:; frame-src blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    let html = String::from_utf8_lossy(&page.data).replace("__CSP_NONCE__", &nonce);
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("Content-Security-Policy", policy))
        .body(html)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}

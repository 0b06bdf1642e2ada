//! The end of a cycle, kept whole as canonical JSON with its hash.

use chrono::NaiveDate;
use luoshi_domain::bulletin::frozen::Frozen;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::Error;
use crate::sql::{self, statement};

#[derive(Deserialize)]
struct Bare {
    plan_id: Uuid,
    day: NaiveDate,
}

/// Freezes every snapshot of this day that ends a cycle and is not kept whole yet; call it in the transaction that takes
/// the snapshot, so that none is ever without its whole.
pub(crate) async fn freeze(tx: &impl ConnectionTrait, day: NaiveDate) -> Result<(), Error> {
    let bare = "select jsonb_build_object('plan_id', s.plan_id, 'day', s.day) as view
        from snapshot s
        where s.day = $1 and s.kind = 'CYCLE_END'
            and not exists (select 1 from frozen_snapshot f where f.plan_id = s.plan_id and f.day = s.day)";
    let bare: Vec<Bare> = sql::rows(tx, statement(bare, [day.into()])).await?;
    for snapshot in bare {
        let whole = statement(include_str!("freeze.sql"), [snapshot.plan_id.into(), snapshot.day.into()]);
        let frozen: Frozen = sql::row(tx, whole).await?.ok_or(Error::NotFound)?;
        let content = canonical(&frozen)?;
        let insert = "insert into frozen_snapshot (id, plan_id, day, content, sha256) values ($1, $2, $3, $4, $5)
            on conflict do nothing";
        let values = [
            Uuid::now_v7().into(),
            snapshot.plan_id.into(),
            snapshot.day.into(),
            content.clone().into(),
            hash(&content).into(),
        ];
        sql::execute(tx, statement(insert, values)).await?;
    }
    Ok(())
}

/// One way of writing: keys sorted, no white space, so that equal things have equal bytes.
pub(super) fn canonical(thing: &impl Serialize) -> Result<String, Error> {
    let value = serde_json::to_value(thing).map_err(|error| Error::Internal(error.to_string()))?;
    let mut out = String::new();
    write(&value, &mut out);
    Ok(out)
}

/// SHA-256 of the bytes, in hexadecimal.
pub(super) fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| name.as_str());
            out.push('{');
            for (place, (name, value)) in fields.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_things_have_equal_bytes_whatever_the_order_of_their_keys() {
        let one: Value = serde_json::from_str(r#"{"b": [1, {"z": null, "a": "一\n"}], "a": true}"#).unwrap();
        let two = json!({ "a": true, "b": [1, { "a": "一\n", "z": null }] });
        assert_eq!(canonical(&one).unwrap(), r#"{"a":true,"b":[1,{"a":"一\n","z":null}]}"#);
        assert_eq!(canonical(&one).unwrap(), canonical(&two).unwrap());
    }

    #[test]
    fn the_hash_is_the_known_one() {
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}

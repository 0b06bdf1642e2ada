//! Access tokens: Ed25519, ten minutes, one algorithm and one type; the session row is what they point to.

use std::path::Path;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use luoshi_app::error::Error;
use luoshi_app::people::session::ACCESS_SECONDS;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ISSUER: &str = "luoshi";
const AUDIENCE: &str = "luoshi-api";
const TYPE: &str = "at+jwt";

/// Signs and checks access tokens with the key kept in the data folder.
pub struct TokenKeys {
    kid: String,
    signing: EncodingKey,
    checking: DecodingKey,
}

#[derive(Debug, Deserialize, Serialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl TokenKeys {
    /// Reads the key of this data folder, making one at the first start (mode 0600).
    pub fn open(folder: &Path) -> Result<TokenKeys, Error> {
        let path = folder.join("access-token.key");
        let seed = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_seed(folder, &path)?,
            Err(error) => return Err(error.into()),
        };
        let seed: [u8; 32] =
            seed.try_into().map_err(|_| Error::Internal(format!("{} is not a key of 32 bytes", path.display())))?;
        let key = SigningKey::from_bytes(&seed);
        let private = key.to_pkcs8_der().map_err(|error| Error::Internal(format!("token key: {error}")))?;
        let public = key.verifying_key();
        Ok(TokenKeys {
            kid: hex::encode(&public.as_bytes()[..8]),
            signing: EncodingKey::from_ed_der(private.as_bytes()),
            checking: DecodingKey::from_ed_der(public.as_bytes()),
        })
    }

    /// A token for the session, valid for ten minutes from `now` (seconds since 1970).
    pub fn sign(&self, account: Uuid, session: Uuid, now: i64) -> Result<String, Error> {
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: account,
            sid: session,
            iat: now,
            nbf: now,
            exp: now + ACCESS_SECONDS,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.into());
        header.kid = Some(self.kid.clone());
        encode(&header, &claims, &self.signing).map_err(|error| Error::Internal(format!("signing a token: {error}")))
    }

    /// The session a token points to, if the token is ours, of the right type, and alive at `now`.
    pub fn check(&self, token: &str, now: i64) -> Result<Uuid, Error> {
        let refused = |_| Error::Unauthenticated;
        let header = decode_header(token).map_err(refused)?;
        if header.typ.as_deref() != Some(TYPE) || header.kid.as_deref() != Some(&self.kid) || header.crit.is_some() {
            return Err(Error::Unauthenticated);
        }
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Time is judged below by the clock of the house, which tests can set.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = decode::<Claims>(token, &self.checking, &validation).map_err(refused)?.claims;
        if (claims.nbf..claims.exp).contains(&now) { Ok(claims.sid) } else { Err(Error::Unauthenticated) }
    }
}

fn make_seed(folder: &Path, path: &Path) -> Result<Vec<u8>, Error> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|error| Error::Internal(format!("random source: {error}")))?;
    std::fs::create_dir_all(folder)?;
    let mut file = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
    file.write_all(&seed)?;
    file.sync_all()?;
    Ok(seed.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> TokenKeys {
        let folder = std::env::temp_dir().join(format!("luoshi-token-{}", Uuid::now_v7()));
        TokenKeys::open(&folder).unwrap()
    }

    #[test]
    fn a_token_leads_back_to_its_session_for_ten_minutes() {
        let keys = keys();
        let session = Uuid::now_v7();
        let token = keys.sign(Uuid::now_v7(), session, 1_000_000).unwrap();
        assert_eq!(keys.check(&token, 1_000_599).unwrap(), session);
        assert!(keys.check(&token, 1_000_600).is_err());
        assert!(keys.check(&token, 999_999).is_err());
    }

    #[test]
    fn a_token_of_another_key_is_refused() {
        let token = keys().sign(Uuid::now_v7(), Uuid::now_v7(), 1_000_000).unwrap();
        assert!(keys().check(&token, 1_000_001).is_err());
    }

    #[test]
    fn a_token_without_signature_or_with_trailing_bytes_is_refused() {
        let keys = keys();
        let token = keys.sign(Uuid::now_v7(), Uuid::now_v7(), 1_000_000).unwrap();
        let unsigned = format!("{}.", token.rsplit_once('.').unwrap().0);
        assert!(keys.check(&unsigned, 1_000_001).is_err());
        assert!(keys.check(&format!("{token}A"), 1_000_001).is_err());
        assert!(keys.check("", 1_000_001).is_err());
    }

    #[test]
    fn the_same_folder_gives_the_same_key() {
        let folder = std::env::temp_dir().join(format!("luoshi-token-{}", Uuid::now_v7()));
        let token = TokenKeys::open(&folder).unwrap().sign(Uuid::now_v7(), Uuid::now_v7(), 5).unwrap();
        assert!(TokenKeys::open(&folder).unwrap().check(&token, 6).is_ok());
    }
}

//! Links in mails that work without signing in: signed with a secret of the person, each good for one thing alone.

use hmac::{Hmac, Mac};
use luoshi_domain::mail::MailTopic;
use sha2::Sha256;
use uuid::Uuid;

use super::MailSettings;
use crate::error::Error;

/// For what a link is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// No more mails about a topic; `None`: no more digests.
    Unsubscribe(Option<MailTopic>),
    /// The address is the person's.
    Confirm,
}

/// A link as somebody brought it back.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub account: Uuid,
    pub purpose: Purpose,
    signature: &'a str,
}

impl Purpose {
    fn word(self) -> String {
        match self {
            Purpose::Unsubscribe(Some(topic)) => topic.code(),
            Purpose::Unsubscribe(None) => "ALL".to_owned(),
            Purpose::Confirm => "CONFIRM".to_owned(),
        }
    }

    fn parse(word: &str) -> Option<Purpose> {
        match word {
            "ALL" => Some(Purpose::Unsubscribe(None)),
            "CONFIRM" => Some(Purpose::Confirm),
            topic => MailTopic::parse(topic).map(|topic| Purpose::Unsubscribe(Some(topic))),
        }
    }
}

impl<'a> Token<'a> {
    /// Takes a link apart; what is no link of ours is missing.
    pub fn parse(text: &'a str) -> Result<Token<'a>, Error> {
        let parts: Vec<&str> = text.split('.').collect();
        let [account, word, signature] = parts[..] else { return Err(Error::NotFound) };
        let account = account.parse().map_err(|_no_id| Error::NotFound)?;
        let purpose = Purpose::parse(word).ok_or(Error::NotFound)?;
        Ok(Token { account, purpose, signature })
    }

    /// Whether the person's secret signed it, for this address where it confirms one.
    pub fn is_signed_by(&self, secret: &[u8], address: &str) -> bool {
        let Ok(signature) = hex::decode(self.signature) else { return false };
        signer(secret, self.purpose, address).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }
}

/// The token of a link.
pub(super) fn token(account: Uuid, secret: &[u8], purpose: Purpose, address: &str) -> String {
    let signature = signer(secret, purpose, address).map(|mac| hex::encode(mac.finalize().into_bytes()));
    format!("{}.{}.{}", account.simple(), purpose.word(), signature.unwrap_or_default())
}

/// The page of a link. The token stands behind `#`, so that no server and no proxy writes it down.
pub(super) fn page(settings: &MailSettings, token: &str, purpose: Purpose) -> String {
    let page = if purpose == Purpose::Confirm { "confirm-mail" } else { "unsubscribe" };
    format!("{}/{page}#{token}", settings.public_url)
}

/// Where the button of a mail program posts to (RFC 8058).
pub(super) fn one_click(settings: &MailSettings, token: &str) -> String {
    format!("{}/api/v1/mail/unsubscribe/{token}", settings.public_url)
}

fn signer(secret: &[u8], purpose: Purpose, address: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(purpose.word().as_bytes());
    if purpose == Purpose::Confirm {
        mac.update(b"\n");
        mac.update(address.as_bytes());
    }
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Uuid = Uuid::from_u128(1);

    fn is_good(text: &str, secret: &[u8], address: &str) -> bool {
        Token::parse(text).is_ok_and(|token| token.account == ME && token.is_signed_by(secret, address))
    }

    #[test]
    fn a_link_is_good_for_its_topic_and_its_person_alone() {
        let purpose = Purpose::Unsubscribe(Some(MailTopic::Reports));
        let link = token(ME, b"secret", purpose, "a@b.cn");
        assert!(is_good(&link, b"secret", "a@b.cn"));
        assert!(is_good(&link, b"secret", "other@b.cn"), "it goes on after a new address");
        assert!(!is_good(&link, b"another", "a@b.cn"));
        assert!(!is_good(&link.replace("REPORTS", "TASKS"), b"secret", "a@b.cn"));
        assert!(!is_good(&link.replace("REPORTS", "ALL"), b"secret", "a@b.cn"));
        assert!(!is_good(&link.replace("REPORTS", "CONFIRM"), b"secret", "a@b.cn"));
    }

    #[test]
    fn an_address_is_confirmed_by_its_own_link() {
        let link = token(ME, b"secret", Purpose::Confirm, "a@b.cn");
        assert!(is_good(&link, b"secret", "a@b.cn"));
        assert!(!is_good(&link, b"secret", "x@b.cn"));
    }

    #[test]
    fn what_is_no_link_is_missing() {
        for text in ["", "x", "a.b.c", "00000000000000000000000000000001.ALL", "1.ALL.", "....", "%00"] {
            assert!(matches!(Token::parse(text), Err(Error::NotFound)), "{text}");
        }
        assert!(!is_good(&format!("{}.ALL.", ME.simple()), b"secret", ""));
        assert!(!is_good(&format!("{}.ALL.zz", ME.simple()), b"secret", ""));
    }
}

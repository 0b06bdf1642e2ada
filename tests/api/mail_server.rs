//! A mail server on this machine that speaks SMTP over TCP and can be told to misbehave.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with the next mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// 421 instead of a greeting.
    Busy,
    /// The connection ends before the greeting.
    Slam,
    /// No greeting, ever.
    Mute,
    /// 450 to the recipient.
    NotNow,
    /// 550 to the recipient.
    Unknown,
    /// 451 after the text.
    FullAfterText,
    /// 554 after the text.
    SpamAfterText,
    /// The connection ends in the midst of the text.
    DropInText,
    /// The text is taken, and the connection ends before the answer.
    TakeAndDrop,
    /// The text is taken, and no answer comes.
    TakeAndHang,
}

/// A mail that the server took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub to: String,
    pub text: String,
    /// Whether the client heard that it was taken.
    pub told: bool,
}

impl Taken {
    /// A header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
        line.unwrap_or_else(|| panic!("no {name} in {head}")).split_once(':').unwrap().1.trim().to_owned()
    }

    /// Both parts with their transfer encoding undone.
    pub fn words(&self) -> String {
        let boundary = self.text.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
        let border = format!("--{boundary}");
        let parts = self.text.split(&border).skip(1);
        parts.filter_map(|part| part.split_once("\r\n\r\n")).map(|(head, body)| decoded(head, body)).collect()
    }
}

fn decoded(head: &str, body: &str) -> String {
    let head = head.to_lowercase();
    let bytes = if head.contains("base64") {
        base64(body)
    } else if head.contains("quoted-printable") {
        quoted_printable(body)
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).unwrap()
}

fn base64(body: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for digit in body.chars().filter_map(|c| DIGITS.find(c)) {
        bits = bits << 6 | u32::try_from(digit).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap());
        }
    }
    bytes
}

fn quoted_printable(body: &str) -> Vec<u8> {
    let (body, mut bytes, mut at) = (body.replace("=\r\n", ""), Vec::new(), 0);
    while let Some(byte) = body.as_bytes().get(at) {
        if *byte == b'=' {
            bytes.push(u8::from_str_radix(&body[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            bytes.push(*byte);
            at += 1;
        }
    }
    bytes
}

#[derive(Default)]
struct Desk {
    moods: VecDeque<Mood>,
    taken: Vec<Taken>,
    connections: usize,
    login: Option<String>,
}

/// The server; it ends with the test.
pub struct MailServer {
    pub port: u16,
    desk: Arc<Mutex<Desk>>,
    running: tokio::task::JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl MailServer {
    pub async fn start() -> MailServer {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let desk = Arc::new(Mutex::new(Desk::default()));
        let shared = Arc::clone(&desk);
        let running = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        MailServer { port, desk, running }
    }

    /// What it does with the next connections; after them it behaves.
    pub fn will(&self, moods: &[Mood]) {
        self.desk.lock().unwrap().moods.extend(moods);
    }

    /// Nothing is in its way any more.
    pub fn behave(&self) {
        self.desk.lock().unwrap().moods.clear();
    }

    /// The mails it took since this was last asked.
    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut self.desk.lock().unwrap().taken)
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.desk.lock().unwrap().connections
    }

    /// What somebody signed in with.
    pub fn login(&self) -> Option<String> {
        self.desk.lock().unwrap().login.clone()
    }
}

/// One connection; an error means that the other side is gone.
async fn serve(stream: TcpStream, desk: Arc<Mutex<Desk>>) -> Option<()> {
    let mood = {
        let mut desk = desk.lock().unwrap();
        desk.connections += 1;
        desk.moods.pop_front()
    };
    let mut stream = BufReader::new(stream);
    match mood {
        Some(Mood::Slam) => return None,
        Some(Mood::Mute) => return wait(&mut stream).await,
        Some(Mood::Busy) => return say(&mut stream, "421 busy").await,
        _ => say(&mut stream, "220 test").await?,
    }
    let mut to = String::new();
    loop {
        let line = line(&mut stream).await?;
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        match word.as_str() {
            "EHLO" => say(&mut stream, "250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME").await?,
            "AUTH" => {
                desk.lock().unwrap().login =
                    line.split(' ').nth(2).map(|digits| String::from_utf8(base64(digits)).unwrap());
                say(&mut stream, "235 ok").await?;
            }
            "RCPT" if mood == Some(Mood::NotNow) => say(&mut stream, "450 mailbox busy").await?,
            "RCPT" if mood == Some(Mood::Unknown) => say(&mut stream, "550 no such mailbox").await?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                say(&mut stream, "250 ok").await?;
            }
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                take(&mut stream, &desk, mood, &to).await?;
            }
            "QUIT" => return say(&mut stream, "221 bye").await,
            _ => say(&mut stream, "250 ok").await?,
        }
    }
}

async fn take(stream: &mut BufReader<TcpStream>, desk: &Arc<Mutex<Desk>>, mood: Option<Mood>, to: &str) -> Option<()> {
    if mood == Some(Mood::DropInText) {
        line(stream).await?;
        return None;
    }
    let mut text = String::new();
    loop {
        let line = line(stream).await?;
        if line == "." {
            break;
        }
        text += line.strip_prefix('.').unwrap_or(&line);
        text += "\r\n";
    }
    match mood {
        Some(Mood::FullAfterText) => return say(stream, "451 out of space").await,
        Some(Mood::SpamAfterText) => return say(stream, "554 looks like spam").await,
        _ => {}
    }
    let told = !matches!(mood, Some(Mood::TakeAndDrop | Mood::TakeAndHang));
    desk.lock().unwrap().taken.push(Taken { to: to.to_owned(), text, told });
    match mood {
        Some(Mood::TakeAndDrop) => None,
        Some(Mood::TakeAndHang) => wait(stream).await,
        _ => say(stream, "250 taken").await,
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    match stream.read_line(&mut line).await {
        Ok(read) if read > 0 => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}

async fn say(stream: &mut BufReader<TcpStream>, words: &str) -> Option<()> {
    stream.get_mut().write_all(format!("{words}\r\n").as_bytes()).await.ok()
}

/// Says nothing until the other side gives up.
async fn wait(stream: &mut BufReader<TcpStream>) -> Option<()> {
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.ok().map(|_| ())
}

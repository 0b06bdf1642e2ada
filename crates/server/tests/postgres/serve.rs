//! The process `luoshi`: signals, a second instance, a taken port, a refused address.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStderr, Command, Output, Stdio},
};

use luoshi_server::postgres::{Durability, Postgres};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::{Scratch, postmaster};

fn luoshi(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_luoshi"));
    command.env("LUOSHI_DATA_DIR", data_dir).stdout(Stdio::null()).stderr(Stdio::piped());
    for name in ["DATABASE_URL", "DATABASE_URL_FILE", "LUOSHI_LISTEN", "LUOSHI_LOG"] {
        command.env_remove(name);
    }
    command
}

/// A process that serves, ended in good order if the test ends before it: a killed one would leave its database.
struct Serving {
    process: Child,
    address: String,
    /// Kept open: a process that cannot write its messages would end.
    _messages: BufReader<ChildStderr>,
}

impl Serving {
    fn start(data_dir: &Path) -> Self {
        Self::from(&mut luoshi(data_dir))
    }

    fn from(command: &mut Command) -> Self {
        let mut process = command.args(["serve", "--listen", "127.0.0.1:0"]).spawn().expect("a process");
        let mut messages = BufReader::new(process.stderr.take().expect("a pipe"));
        let mut said = String::new();
        let address = loop {
            let start = said.len();
            assert_ne!(messages.read_line(&mut said).expect("text"), 0, "ended before it was ready: {said}");
            if let Some((_, address)) = said[start..].split_once("http://") {
                break address.split_whitespace().next().expect("an address").to_owned();
            }
        };
        Self { process, address, _messages: messages }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    fn ends_on(&mut self, signal: Signal) -> Option<i32> {
        kill(pid(&self.process), signal).expect("our process");
        self.process.wait().expect("an end").code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) {
            self.ends_on(Signal::SIGTERM);
        }
    }
}

fn pid(process: &Child) -> Pid {
    Pid::from_raw(i32::try_from(process.id()).expect("a process number"))
}

fn refusal(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn serving_answers_the_two_health_checks() {
    let scratch = Scratch::new();
    let mut serving = Serving::start(&scratch.0);
    assert!(serving.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/readyz").starts_with("HTTP/1.1 200"));
    assert_eq!(serving.ends_on(Signal::SIGTERM), Some(0));
}

#[test]
fn either_signal_stops_the_database_too() {
    let scratch = Scratch::new();
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let mut serving = Serving::start(&scratch.0);
        assert!(postmaster(&scratch.0).is_some());
        assert_eq!(serving.ends_on(signal), Some(0), "{signal}");
        assert_eq!(postmaster(&scratch.0), None, "{signal}");
    }
}

#[test]
fn an_idle_connection_does_not_hold_up_the_end() {
    let scratch = Scratch::new();
    let mut serving = Serving::start(&scratch.0);
    let mut idle = TcpStream::connect(&serving.address).expect("a connection");
    write!(idle, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
    idle.read_exact(&mut [0; 15]).expect("an answer");
    let started = std::time::Instant::now();
    assert_eq!(serving.ends_on(Signal::SIGTERM), Some(0));
    assert!(started.elapsed().as_secs() < 8, "{:?}", started.elapsed());
}

#[test]
fn a_signal_during_the_start_leaves_no_database_behind() {
    let scratch = Scratch::new();
    let mut starting = luoshi(&scratch.0).args(["serve", "--listen", "127.0.0.1:0"]).spawn().expect("a process");
    while !scratch.join("app.lock").exists() {
        std::thread::yield_now();
    }
    kill(pid(&starting), Signal::SIGTERM).expect("our process");
    assert_eq!(starting.wait().expect("an end").code(), Some(0));
    assert_eq!(postmaster(&scratch.0), None);
}

#[test]
fn the_database_of_a_killed_luoshi_is_adopted_and_stopped_by_the_next() {
    let scratch = Scratch::new();
    let mut killed = Serving::start(&scratch.0);
    let orphan = postmaster(&scratch.0);
    assert_eq!(killed.ends_on(Signal::SIGKILL), None);
    let mut next = Serving::start(&scratch.0);
    assert!(orphan.is_some());
    assert_eq!(postmaster(&scratch.0), orphan);
    assert_eq!(next.ends_on(Signal::SIGTERM), Some(0));
    assert_eq!(postmaster(&scratch.0), None);
}

#[test]
fn a_second_instance_on_the_same_data_is_refused() {
    let scratch = Scratch::new();
    let first = Serving::start(&scratch.0);
    let second = luoshi(&scratch.0).args(["serve", "--listen", "127.0.0.1:0"]).output().expect("a process");
    let (code, said) = refusal(&second);
    assert_eq!(code, Some(2));
    assert!(said.contains(&format!("another luoshi (process {})", first.process.id())), "{said}");
    assert!(first.get("/readyz").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_command_runs_beside_a_serving_luoshi() {
    let scratch = Scratch::new();
    let serving = Serving::start(&scratch.0);
    let migrate = luoshi(&scratch.0).arg("migrate").output().expect("a process");
    assert_eq!(refusal(&migrate), (Some(0), String::new()));
    assert!(serving.get("/readyz").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_taken_port_is_one_sentence_and_leaves_no_database_running() {
    let scratch = Scratch::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = luoshi(&scratch.0).args(["serve", "--listen", &address]).output().expect("a process");
    let (code, said) = refusal(&output);
    assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("is in use"), "{said}");
    assert_eq!(postmaster(&scratch.0), None);
}

#[test]
fn demonstration_data_is_not_served_to_other_machines() {
    let scratch = Scratch::new();
    let output = luoshi(&scratch.0).args(["serve", "--demo", "--listen", "0.0.0.0:0"]).output().expect("a process");
    let (code, said) = refusal(&output);
    assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
    assert!(!scratch.join("pg").exists());
}

#[test]
fn an_existing_database_is_used_and_left_running() {
    let scratch = Scratch::new();
    let theirs = Postgres::start(&scratch.join("theirs"), Durability::Throwaway).expect("a server");
    let secret = scratch.join("url");
    std::fs::write(&secret, format!("{}\n", theirs.url("postgres"))).expect("a file");
    let mut serving = Serving::from(luoshi(&scratch.join("ours")).env("DATABASE_URL_FILE", &secret));
    assert!(serving.get("/readyz").starts_with("HTTP/1.1 200"));
    assert_eq!(serving.ends_on(Signal::SIGTERM), Some(0));
    assert!(!scratch.join("ours/pg").exists());
    assert!(postmaster(&scratch.join("theirs")).is_some());
}

//! What `postmaster.pid` tells about a server that may still be running.

use std::{
    fs,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::Command,
};

use nix::{errno::Errno, sys::signal::kill, unistd::Pid};

use super::place::socket_file;

/// The state of the server of a cluster, judged by its pid file and by the process that the file names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Postmaster {
    /// No pid file, or one whose process is gone, which PostgreSQL clears away by itself.
    Stopped,
    /// The pid file names a living process that is not this cluster's server: the number was used again.
    Stale,
    /// Starting or stopping: wait and look again.
    Busy,
    /// It accepts connections on a socket in this folder.
    Ready(PathBuf),
}

impl Postmaster {
    pub(super) fn of(cluster: &Path) -> Self {
        let Ok(text) = fs::read_to_string(pid_file(cluster)) else {
            return Self::Stopped;
        };
        let Some(file) = PidFile::parse(&text) else {
            // PostgreSQL writes the file in steps: a short one is a start under way, or the end of a crash.
            return Self::Stopped;
        };
        if !is_alive(file.pid) {
            return Self::Stopped;
        }
        if !is_server_of(file.pid, cluster) {
            return Self::Stale;
        }
        match file.socket_dir {
            Some(dir) if file.ready && UnixStream::connect(socket_file(&dir)).is_ok() => Self::Ready(dir),
            _ => Self::Busy,
        }
    }
}

pub(super) fn pid_file(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

struct PidFile {
    pid: i32,
    socket_dir: Option<PathBuf>,
    ready: bool,
}

impl PidFile {
    /// Lines: pid, data folder, start, port, socket folder, listen address, shared memory, status.
    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let pid = lines.first()?.trim().parse().ok().filter(|pid| *pid > 1)?;
        let socket_dir = lines.get(4).filter(|dir| !dir.is_empty()).map(PathBuf::from);
        let ready = lines.get(7).is_some_and(|status| status.trim() == "ready");
        Some(Self { pid, socket_dir, ready })
    }
}

fn is_alive(pid: i32) -> bool {
    matches!(kill(Pid::from_raw(pid), None), Ok(()) | Err(Errno::EPERM))
}

/// A living postgres whose working folder is the cluster, as far as we may look: in a container root may not.
fn is_server_of(pid: i32, cluster: &Path) -> bool {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok().or_else(|| name_by_ps(pid));
    if !name.is_some_and(|name| matches!(name.trim().rsplit('/').next(), Some("postgres" | "postmaster"))) {
        return false;
    }
    if is_zombie(pid) {
        return false;
    }
    match fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(cwd) => cluster.canonicalize().is_ok_and(|cluster| cluster == cwd),
        // Removing the pid file of a running server would make it shut down: in doubt it is ours.
        Err(_) => true,
    }
}

/// Dead, but its parent has not asked for its end yet, so its number still answers.
fn is_zombie(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z'))
}

fn name_by_ps(pid: i32) -> Option<String> {
    let output = Command::new("ps").args(["-o", "comm=", "-p", &pid.to_string()]).output().ok()?;
    String::from_utf8(output.stdout).ok()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{PidFile, Postmaster, pid_file};

    const READY: &str = "4711\n/data/pg\n1763800000\n5432\n/data/run\n\n  5432001   3\nready   \n";

    #[test]
    fn the_eighth_line_says_whether_the_server_is_ready() {
        let ready = PidFile::parse(READY).expect("a whole file");
        assert!(ready.ready);
        assert_eq!(ready.socket_dir.as_deref(), Some(Path::new("/data/run")));
        assert!(!PidFile::parse(&READY.replace("ready   ", "stopping")).expect("a whole file").ready);
    }

    #[test]
    fn a_half_written_file_names_no_server() {
        assert!(PidFile::parse("").is_none());
        assert!(PidFile::parse("-1\n").is_none());
        assert!(!PidFile::parse("4711\n/data/pg\n").expect("a pid").ready);
    }

    #[test]
    fn a_pid_used_by_another_program_is_stale() {
        let cluster = std::env::temp_dir().join(format!("luoshi-stale-{}", std::process::id()));
        fs::create_dir_all(&cluster).expect("a folder");
        fs::write(pid_file(&cluster), READY.replace("4711", &std::process::id().to_string())).expect("a file");
        let found = Postmaster::of(&cluster);
        fs::remove_dir_all(&cluster).expect("a clean temp folder");
        assert_eq!(found, Postmaster::Stale);
    }
}

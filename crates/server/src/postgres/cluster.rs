//! Makes, starts and stops one cluster with `initdb` and `pg_ctl`.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    Durability,
    binaries::Binaries,
    error::{At, PostgresError},
    place::Place,
    postmaster::{Postmaster, pid_file},
};

/// After a crash the old server's children need some seconds to go, and a start is refused until then.
const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(100);

/// A cluster that exists, and the programs that fit it.
pub(super) struct Cluster {
    place: Place,
    binaries: Binaries,
    durability: Durability,
}

impl Cluster {
    /// Opens the cluster of a place and makes it first where there is none.
    pub(super) fn open(place: Place, durability: Durability) -> Result<Self, PostgresError> {
        let binaries = Binaries::find(&place.cluster())?;
        let cluster = Self { place, binaries, durability };
        cluster.initialise()?;
        Ok(cluster)
    }

    /// Adopts the server that an earlier luoshi left behind, else starts one. Answers the folder of its socket.
    pub(super) fn start(&self) -> Result<PathBuf, PostgresError> {
        let cluster = self.place.cluster();
        let crashed = pid_file(&cluster).exists();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let refusal = match Postmaster::of(&cluster) {
                Postmaster::Ready(socket_dir) => return Ok(socket_dir),
                Postmaster::Stale => {
                    let file = pid_file(&cluster);
                    fs::remove_file(&file).at("删除", &file)?;
                    continue;
                }
                Postmaster::Busy => PostgresError::Busy(self.place.log()),
                Postmaster::Stopped => match self.launch() {
                    Ok(()) => PostgresError::Busy(self.place.log()),
                    Err(refusal) if crashed => refusal,
                    Err(refusal) => return Err(refusal),
                },
            };
            if Instant::now() > deadline {
                return Err(refusal);
            }
            thread::sleep(PAUSE);
        }
    }

    /// Stops the server in good order: sessions are ended, everything is written.
    pub(super) fn stop(&self) -> Result<(), PostgresError> {
        let state = Postmaster::of(&self.place.cluster());
        if matches!(state, Postmaster::Stopped | Postmaster::Stale) {
            return Ok(());
        }
        let mut stop = self.program("pg_ctl");
        let output = stop.args(["stop", "-w", "-t", "60", "-m", "fast", "-s", "-D", "pg"]).output();
        let output = output.at("运行", self.binaries.dir.join("pg_ctl"))?;
        if output.status.success() {
            self.forget_far_socket(&state);
            return Ok(());
        }
        let (reason, log) = (last_words(&output), self.place.log());
        Err(PostgresError::PgCtl { command: "stop", what: "停止", reason, log })
    }

    /// A socket folder outside the data folder is empty now and of no use to anybody; if it stays, it does no harm.
    fn forget_far_socket(&self, stopped: &Postmaster) {
        if let Postmaster::Ready(dir) = stopped
            && !dir.starts_with(&self.place.data_dir)
        {
            drop(fs::remove_dir(dir));
        }
    }

    /// A shell that stops the server without ceremony as soon as this process has ended in whatever way. It keeps the
    /// lock, as its standard output, until it has done so: else the next process might adopt a server about to stop.
    pub(super) fn watch(&self, lock: &File) -> Result<Child, PostgresError> {
        let lock = lock.try_clone().at("锁定", &self.place.data_dir)?;
        let mut shell = self.place.account.command(Path::new("/bin/sh"), &self.place.data_dir);
        shell.args(["-c", r#"read -r _; "$0" stop -m immediate -s -D pg"#]).arg(self.binaries.dir.join("pg_ctl"));
        shell.stdin(Stdio::piped()).stdout(lock).stderr(Stdio::null());
        shell.spawn().at("运行", "/bin/sh")
    }

    /// `initdb` works in `pg.tmp`, so that an interrupted one never looks like a cluster.
    fn initialise(&self) -> Result<(), PostgresError> {
        let cluster = self.place.cluster();
        if cluster.join("PG_VERSION").exists() {
            return Ok(());
        }
        if fs::read_dir(&cluster).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(PostgresError::NotACluster(cluster));
        }
        let unfinished = self.place.data_dir.join("pg.tmp");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).at("删除", &unfinished)?;
        }
        self.place.account.own_folder(&unfinished)?;
        self.initdb()?;
        fs::rename(&unfinished, &cluster).at("改名", &cluster)?;
        File::open(&self.place.data_dir).and_then(|dir| dir.sync_all()).at("写入", &self.place.data_dir)
    }

    fn initdb(&self) -> Result<(), PostgresError> {
        let mut initdb = self.program("initdb");
        initdb.args(["-D", "pg.tmp", "-U", super::USER, "-E", "UTF8", "--locale=C.UTF-8"]);
        initdb.args(["--auth-local=trust", "--auth-host=reject"]);
        if self.durability == Durability::Throwaway {
            initdb.arg("--no-sync");
        }
        let output = initdb.output().at("运行", self.binaries.dir.join("initdb"))?;
        if output.status.success() { Ok(()) } else { Err(PostgresError::NotInitialised(last_words(&output))) }
    }

    fn launch(&self) -> Result<(), PostgresError> {
        let log = self.place.log();
        let log_end = fs::metadata(&log).map_or(0, |log| log.len());
        let mut start = self.program("pg_ctl");
        start.args(["start", "-w", "-t", "120", "-s", "-D", "pg", "-l", "pg/server.log", "-o"]);
        start.arg(server_options(&self.place.socket_dir()?, self.durability)?);
        let output = start.output().at("运行", self.binaries.dir.join("pg_ctl"))?;
        if output.status.success() {
            return Ok(());
        }
        let reason = fatal_line(&log, log_end).unwrap_or_else(|| last_words(&output));
        Err(PostgresError::PgCtl { command: "start", what: "启动", reason, log })
    }

    /// Works in the data folder, so that paths given to `pg_ctl`, which hands them to a shell, need no quoting.
    fn program(&self, name: &str) -> Command {
        self.place.account.command(&self.binaries.dir.join(name), &self.place.data_dir)
    }
}

/// The settings of the server as one shell line, which is what `pg_ctl -o` wants.
fn server_options(socket_dir: &Path, durability: Durability) -> Result<String, PostgresError> {
    let socket_dir = socket_dir.to_str().ok_or_else(|| PostgresError::PathNotText(socket_dir.to_owned()))?;
    let socket_dirs = format!("unix_socket_directories=\"{}\"", socket_dir.replace('"', "\"\""));
    let common = [
        "listen_addresses=",
        &socket_dirs,
        "unix_socket_permissions=0700",
        "port=5432",
        "cluster_name=luoshi",
        "timezone=UTC",
        "shared_buffers=128MB",
        "log_checkpoints=off",
    ];
    let settings: &[&str] = match durability {
        Durability::Durable => &["max_connections=60"],
        Durability::Throwaway => {
            &["max_connections=200", "fsync=off", "full_page_writes=off", "synchronous_commit=off"]
        }
    };
    let quoted = common.iter().chain(settings).map(|setting| format!("-c '{}'", setting.replace('\'', r"'\''")));
    Ok(quoted.collect::<Vec<_>>().join(" "))
}

fn last_words(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no message").trim().to_owned()
}

/// The first fatal message that a start has added to the log.
fn fatal_line(log: &Path, from: u64) -> Option<String> {
    let mut file = File::open(log).ok()?;
    file.seek(SeekFrom::Start(from)).ok()?;
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.lines().find_map(|line| Some(line.split_once("FATAL:")?.1.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Durability, server_options};

    #[test]
    fn a_path_with_quotes_stays_one_setting() {
        let options = server_options(Path::new("/tmp/it's \"here\", $HOME"), Durability::Durable).expect("text");
        assert!(options.contains(r#"-c 'unix_socket_directories="/tmp/it'\''s ""here"", $HOME"'"#), "{options}");
    }

    #[test]
    fn only_throwaway_data_may_be_lost_in_a_power_cut() {
        let options = |durability| server_options(Path::new("/tmp"), durability).expect("text");
        assert!(!options(Durability::Durable).contains("fsync=off"));
        assert!(options(Durability::Throwaway).contains("fsync=off"));
    }
}

//! Keeps the throwaway PostgreSQL of the API tests: `luoshi-test-cluster DATA_DIR USERS`.
//!
//! Each test process holds a shared lock on the file `USERS`; when nobody does any more, the server is stopped and its
//! folder removed. So it makes no difference whether one process runs all tests or each test has its own.

use std::{
    error::Error,
    fs::{self, File},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use luoshi_server::postgres::{Durability, Postgres};

/// Between two looks for users; a gap between two processes is shorter.
const PAUSE: Duration = Duration::from_millis(500);

const USAGE: &str = "usage: luoshi-test-cluster DATA_DIR USERS";

fn main() -> Result<(), Box<dyn Error>> {
    let [_, data_dir, users] =
        std::env::args_os().map(PathBuf::from).collect::<Vec<_>>().try_into().map_err(|_given| USAGE)?;
    if data_dir.exists() {
        // What a killed keeper left; its own watchdog has stopped the server.
        Postgres::start(&data_dir, Durability::Throwaway)?.stop()?;
        fs::remove_dir_all(&data_dir)?;
    }
    let postgres = Postgres::start(&data_dir, Durability::Throwaway)?;
    let (unfinished, address) = (data_dir.join("address.tmp"), data_dir.join("address"));
    // Tests fill in the name of their database.
    fs::write(&unfinished, postgres.url("DATABASE"))?;
    fs::rename(&unfinished, &address)?;
    // Held to the end, so that the next user waits and then starts a keeper of its own.
    let _last = wait_for_the_last(&users)?;
    postgres.stop()?;
    fs::remove_dir_all(&data_dir)?;
    Ok(())
}

fn wait_for_the_last(users: &Path) -> std::io::Result<File> {
    let users = File::open(users)?;
    loop {
        thread::sleep(PAUSE);
        if users.try_lock().is_err() {
            continue;
        }
        users.unlock()?;
        thread::sleep(PAUSE);
        if users.try_lock().is_ok() {
            return Ok(users);
        }
    }
}

//! The pages are embedded from `frontend/dist`; the folder must exist even before the front end is built.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all("../../frontend/dist")?;
    println!("cargo:rerun-if-changed=../../frontend/dist");
    Ok(())
}

# Short names for what is done often. `just` alone lists them.

_list:
    @just --list --unsorted

# Build what is missing and serve everything; flags go to `luoshi serve`
run *flags:
    ./run {{ flags }}

# Install what the tests need and run all of them
test:
    ./test

# Write docs/reference from the code
reference:
    cargo run --locked --bin luoshi -- reference

# Format everything
fmt:
    cargo fmt --all
    npm --prefix frontend run format

# The quick checks, without tests
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    npm --prefix frontend run check

# Licences, bans and sources of all dependencies; needs cargo-deny
deny:
    cargo deny --all-features check licenses bans sources

# Measure reading a large ledger beside what is possible; flags as in tests/bench/README.md
bench *flags:
    cargo build --locked --release --package luoshi-server --bin luoshi
    cargo build --locked --release --package luoshi-ceiling
    node tests/bench/bench.mjs --luoshi target/release/luoshi --ceiling target/release/luoshi-ceiling {{ flags }}

# Take a picture of every page and dialog, to look at
screenshots folder="target/screenshots":
    npm --prefix tests/e2e run screenshots -- {{ folder }}

# Take the pictures the guide shows anew
guide:
    npm --prefix tests/e2e run screenshots -- --guide

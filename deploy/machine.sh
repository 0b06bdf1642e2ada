# What a machine needs before luoshi can be built, run or tested. Sourced by ./run and ./test.
# shellcheck shell=bash

say() { printf '==> %s\n' "$*" >&2; }

fail() {
  printf '错误 · Error: %s\n' "$*" >&2
  exit 2
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages WHAT PACKAGE…: from the distribution, or one sentence about what to do by hand.
install_packages() {
  local what=$1
  shift
  command -v apt-get >/dev/null ||
    fail "缺少 $what，而本机没有 apt-get；请自行安装：$* · $what is missing and there is no apt-get: install it by hand ($*)."
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    fail "缺少 $what，安装需要 root 或 sudo；请以 root 运行 apt-get install $* · $what is missing: as root, run apt-get install $*."
  fi
  say "安装 $what · installing $what: apt-get install $*"
  apt_install "$@" || { as_root apt-get update -q >&2 && apt_install "$@"; } ||
    fail "apt-get install $* 失败，见上面的输出 · apt-get install $* failed, see above."
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@" >&2
}

need_toolchains() {
  if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH="$HOME/.cargo/bin:$PATH"
  fi
  command -v cargo >/dev/null || fail "缺少 Rust（需要 1.94 以上） · Rust 1.94 or newer is needed."
  command -v npm >/dev/null || fail "缺少 Node.js（需要 20.19 以上）及 npm · Node.js 20.19 or newer with npm is needed."
  command -v cc >/dev/null || install_packages "C 链接器 · linker" gcc libc6-dev
}

has_postgresql() {
  [ -n "${PG_BIN_DIR:-}" ] || command -v initdb >/dev/null ||
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    compgen -G '/opt/homebrew/opt/postgresql*/bin/initdb' >/dev/null ||
    compgen -G '/usr/local/opt/postgresql*/bin/initdb' >/dev/null
}

need_postgresql() {
  has_postgresql || install_packages PostgreSQL postgresql
}

need_chinese_font() {
  compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null ||
    { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]; } ||
    install_packages "中文字体 · Chinese font" fonts-noto-cjk
}

need_chromium() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    install_packages Chromium chromium
}

# npm_install FOLDER: only when its package-lock.json changed since the last time.
npm_install() {
  local stamp=$1/node_modules/.installed-lock
  if ! cmp -s "$1/package-lock.json" "$stamp"; then
    say "安装前端依赖 · npm ci in ${1##*/}"
    { (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund >&2) &&
      mkdir -p "$1/node_modules" && cp "$1/package-lock.json" "$stamp"; } ||
      fail "npm ci 失败，见上面的输出 · npm ci failed in $1, see above."
  fi
}

# build_frontend FOLDER: only when a source is newer than what was built.
build_frontend() {
  local built=$1/dist/index.html
  if [ ! -e "$built" ] ||
    [ -n "$(find "$1" \( -name node_modules -o -path "$1/dist" \) -prune -o -type f -newer "$built" -print -quit)" ]; then
    npm_install "$1"
    say "构建前端 · building the pages"
    (cd "$1" && npm run build >&2) || fail "前端构建失败，见上面的输出 · npm run build failed in $1, see above."
  fi
}

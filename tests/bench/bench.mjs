// Measures reading a large ledger beside two measures of what is possible: the same statements behind a bare web
// server (the ceiling) and the same statements sent by pgbench. Prints a table; says nothing about right or wrong.
//   node bench.mjs --luoshi PROGRAM --ceiling PROGRAM [--tasks 5000] [--reports 100000] [--days 730] [--rounds 5]
//     [--data FOLDER]: keeps the ledger there, and uses it again
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: wanted } = parseArgs({
  options: {
    luoshi: { type: 'string' },
    ceiling: { type: 'string' },
    tasks: { type: 'string', default: '5000' },
    reports: { type: 'string', default: '100000' },
    days: { type: 'string', default: '730' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '16' },
    data: { type: 'string' },
  },
})
const here = dirname(fileURLToPath(import.meta.url))
const data = wanted.data ?? mkdtempSync(join(tmpdir(), 'luoshi-bench-'))
const statements = join(data, 'statements')
const LUOSHI = 'http://127.0.0.1:8391'
const CEILING = 'http://127.0.0.1:8392'
const children = []

const say = (text) => process.stderr.write(`${text}\n`)
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function start(program, args, address) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, LUOSHI_LOG: 'warn' } })
  children.push(child)
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`)
    const answer = await fetch(address).catch(() => undefined)
    if (answer && answer.status < 500) return child
    await sleep(50)
  }
}

/** Ends as on Ctrl-C, and waits for it. */
function stop(child) {
  return new Promise((resolve) => {
    child.once('exit', resolve)
    if (child.exitCode !== null) resolve()
    else child.kill('SIGINT')
  })
}

function socketFolder() {
  const lines = readFileSync(join(data, 'pg', 'postmaster.pid'), 'utf8').split('\n')
  return lines[4]
}

function psql(...args) {
  const base = ['-h', socketFolder(), '-U', 'luoshi', '-d', 'luoshi', '-v', 'ON_ERROR_STOP=1', '-qtAX']
  return execFileSync('psql', [...base, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim()
}

/** The postmaster's own log; what it says after `from` bytes. */
const serverLog = () => join(data, 'pg', 'server.log')
const said = (from) => readFileSync(serverLog()).subarray(from).toString('utf8')

async function api(path, token, init = {}) {
  const answer = await fetch(`${LUOSHI}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}` } })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

async function signIn(role) {
  const { personas } = await (await fetch(`${LUOSHI}/api/v1/auth/personas`)).json()
  const persona = personas.find((one) => one.roles.includes(role))
  const answer = await fetch(`${LUOSHI}/api/v1/auth/personas/${persona.login}`, { method: 'POST' })
  return (await answer.json()).access_token
}

/** What luoshi sent to the database for one request, with its parameters written out; the look-up of the caller apart. */
async function sent(path, token) {
  await api(path, token)
  psql('-c', 'alter system set log_min_duration_statement = 0', '-c', 'select pg_reload_conf()')
  await sleep(300)
  const from = statSync(serverLog()).size
  await api(path, token)
  await sleep(300)
  const text = said(from)
  psql('-c', 'alter system reset log_min_duration_statement', '-c', 'select pg_reload_conf()')
  const entries = text.split(/^(?=\d{4}-\d\d-\d\d .*? (?:LOG|DETAIL|STATEMENT): )/m)
  const found = []
  for (const [place, entry] of entries.entries()) {
    const statement = entry.match(/LOG: {2}duration: [\d.]+ ms {2}execute [^:]*: ([\s\S]*)/)?.[1]
    // Who is asking is looked up before everything else.
    if (!statement?.includes('as view') || statement.includes('join session')) continue
    const detail = entries[place + 1]?.match(/DETAIL: {2}[Pp]arameters: ([\s\S]*)/)?.[1] ?? ''
    const parameters = new Map([...detail.matchAll(/(\$\d+) = (NULL|'(?:[^']|'')*')/g)].map((one) => [one[1], one[2]]))
    const comments = statement.replace(/^\s*--.*$/gm, '')
    found.push(comments.replace(/\$\d+/g, (name) => parameters.get(name) ?? name).trim())
  }
  return found
}

function wrk(address, token) {
  const rest = token ? ['-H', `Authorization: Bearer ${token}`] : []
  const args = ['-t2', `-c${wanted.connections}`, `-d${wanted.seconds}s`, '--latency', ...rest, address]
  const text = execFileSync('wrk', args, { encoding: 'utf8' })
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`${address}\n${text}`)
  const ms = (share) => {
    const [, number, unit] = text.match(new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`))
    return Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit]
  }
  return { rate: Number(text.match(/Requests\/sec:\s+([\d.]+)/)[1]), p50: ms(50), p99: ms(99) }
}

/** All statements of an operation, one after the other: what PostgreSQL alone reaches. */
function pgbench(name) {
  const file = join(statements, `${name}.pgbench`)
  const args = ['-n', '-M', 'prepared', '-c', wanted.connections, '-j', '2', '-T', wanted.seconds, '-f', file]
  const text = execFileSync('pgbench', [...args, '-h', socketFolder(), '-U', 'luoshi', 'luoshi'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return { rate: Number(text.match(/tps = ([\d.]+)/)[1]) }
}

async function operations(token) {
  const tasks = await api('/tasks?limit=50&light=OVERDUE', token)
  const term = encodeURIComponent('创新')
  return [
    ['dashboard', '/dashboard', 'cockpit · 驾驶舱'],
    ['changes', '/changes', 'what changed · 变化'],
    ['tasks', '/tasks?limit=50&state=IN_PROGRESS', 'list of 50, filtered · 任务清单'],
    ['next', `/tasks?limit=50&light=OVERDUE&cursor=${encodeURIComponent(tasks.next_cursor ?? '')}`, 'its next page · 下一页'],
    ['task', `/tasks/${tasks.items[0].id}`, 'one task · 任务页'],
    ['reports', '/reports?limit=50', 'list of reports · 报告清单'],
    ['work', '/work', 'what waits for me · 待办'],
    ['search', `/search?q=${term}`, 'two characters · 搜索'],
  ].filter(([name]) => name !== 'next' || tasks.next_cursor)
}

const number = (value, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
const share = (part, whole) => (whole > 0 ? `${number((100 * part) / whole)} %` : '—')

async function main() {
  // PostgreSQL may run as a user of its own.
  mkdirSync(data, { recursive: true })
  chmodSync(data, 0o755)
  rmSync(statements, { recursive: true, force: true })
  mkdirSync(statements)
  const serve = ['serve', '--demo', '--no-worker', '--data-dir', data, '--listen', new URL(LUOSHI).host]
  say('The demonstration is loaded …')
  await start(wanted.luoshi, serve, `${LUOSHI}/readyz`)
  say('… and multiplied …')
  const began = Date.now()
  const wish = ['tasks', 'reports', 'days'].flatMap((name) => ['-v', `${name}=${wanted[name]}`])
  const size = psql(...wish, '-f', join(here, 'seed.sql'))
  say(`… in ${number((Date.now() - began) / 1000)} s: ${size}`)
  await stop(children.pop())
  const before = performance.now()
  await start(wanted.luoshi, serve, `${LUOSHI}/readyz`)
  const ready = performance.now() - before

  const measured = []
  for (const [name, path, words] of await operations(await signIn('OFFICE_HEAD'))) {
    const found = await sent(path, await signIn('OFFICE_HEAD'))
    for (const [place, sql] of found.entries()) writeFileSync(join(statements, `${name}.${place + 1}.sql`), sql)
    writeFileSync(join(statements, `${name}.pgbench`), found.map((sql) => `${sql.replaceAll(/\s*\n\s*/g, ' ')};\n`).join(''))
    measured.push({ name, path, words, statements: found.length, luoshi: [], ceiling: [], alone: [] })
  }
  const database = `postgres://luoshi@localhost/luoshi?host=${encodeURIComponent(socketFolder())}`
  await start(wanted.ceiling, [new URL(CEILING).host, database, statements], `${CEILING}/nothing`)
  for (let round = 1; round <= Number(wanted.rounds); round += 1) {
    say(`Round ${round} of ${wanted.rounds}`)
    const token = await signIn('OFFICE_HEAD')
    for (const one of measured) {
      one.luoshi.push(wrk(`${LUOSHI}/api/v1${one.path}`, token))
      one.ceiling.push(wrk(`${CEILING}/${one.name}`))
      one.alone.push(pgbench(one.name))
    }
  }
  const lines = [
    `Ledger: ${size}. Ready after a restart in ${number(ready)} ms. ${wanted.connections} connections, median of ${wanted.rounds} rounds of ${wanted.seconds} s.`,
    '',
    '| operation | statements | luoshi req/s (p50/p99 ms) | ceiling req/s (p50/p99 ms) | PostgreSQL alone /s | of ceiling |',
    '|---|---|---|---|---|---|',
  ]
  for (const one of measured) {
    const of = (rounds, field) => median(rounds.map((round) => round[field]))
    const side = (rounds) => `${number(of(rounds, 'rate'))} (${number(of(rounds, 'p50'), 1)}/${number(of(rounds, 'p99'), 1)})`
    const part = share(of(one.luoshi, 'rate'), of(one.ceiling, 'rate'))
    lines.push(`| ${one.words} | ${one.statements} | ${side(one.luoshi)} | ${side(one.ceiling)} | ${number(of(one.alone, 'rate'))} | ${part} |`)
  }
  process.stdout.write(`${lines.join('\n')}\n`)
}

try {
  await main()
} finally {
  await Promise.all(children.map(stop))
  if (!wanted.data) rmSync(data, { recursive: true, force: true })
}

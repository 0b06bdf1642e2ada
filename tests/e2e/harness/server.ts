// The built program on a database of its own, in a folder that is gone afterwards.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary } from './places.ts'

/** The demonstration's two years of work take most of it on a slow machine. */
const START_SECONDS = 290
const STOP_SECONDS = 20

export interface Account {
  login: string
  name: string
  password: string
}

export class Server {
  readonly origin: string
  private readonly child: ChildProcess
  private readonly folder: string
  private readonly said: () => string

  private constructor(origin: string, child: ChildProcess, folder: string, said: () => string) {
    this.origin = origin
    this.child = child
    this.folder = folder
    this.said = said
  }

  static async start(flags: string[] = [], listen?: (chunk: Buffer) => void): Promise<Server> {
    const program = binary()
    const folder = await mkdtemp(join(tmpdir(), 'luoshi-e2e-'))
    // PostgreSQL refuses to run as root; its own account must be able to enter.
    await chmod(folder, 0o755)
    let said = ''
    const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data-dir', folder, ...flags], {
      env: { ...process.env, LUOSHI_LOG: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // A run that is broken off leaves no server behind.
    const end = () => child.kill('SIGTERM')
    process.once('exit', end)
    child.once('exit', () => process.off('exit', end))
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (said += chunk))
      if (listen) stream.on('data', listen)
    }
    const origin = await announced(child, () => said)
    const ready = await fetch(`${origin}/readyz`)
    if (!ready.ok) throw new Error(`/readyz answered ${ready.status}\n${said}`)
    return new Server(origin, child, folder, () => said)
  }

  log(): string {
    return this.said()
  }

  /** The link of the first set-up, which works once. */
  get setupLink(): string {
    const link = this.said().match(/http:\/\/\S+\/setup#token=\S+/)?.[0]
    if (!link) throw new Error(`The server printed no set-up link:\n${this.said()}`)
    return link
  }

  /** An account made by the operator of the machine, beside the running server. */
  async createUser(account: Account & { org: string; roles: string[] }): Promise<void> {
    const roles = account.roles.flatMap((role) => ['--role', role])
    const child = spawn(
      binary(),
      ['admin', 'create-user', '--data-dir', this.folder, '--login', account.login, '--name', account.name].concat(
        ['--org', account.org, '--password-stdin'],
        roles,
      ),
      { stdio: ['pipe', 'ignore', 'pipe'] },
    )
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    child.stdin.end(`${account.password}\n`)
    const code = await ended(child)
    if (code !== 0) throw new Error(`luoshi admin create-user ended with ${code}: ${said}`)
  }

  /** Ends the server as a service manager does, and expects it to end well. */
  async stop(): Promise<void> {
    const end = ended(this.child)
    this.child.kill('SIGTERM')
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_SECONDS * 1000)
    const code = await end
    clearTimeout(late)
    await rm(this.folder, { recursive: true, force: true })
    const moved = this.said().match(/数据改存于 (\/\S+)/)?.[1]
    if (moved) await rm(moved, { recursive: true, force: true })
    if (code !== 0) throw new Error(`The server ended with ${code} after SIGTERM:\n${this.said()}`)
  }
}

/** The address the server says it listens on. */
function announced(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server did not start: ${why}\n${said()}`))
    const late = setTimeout(() => {
      child.kill('SIGTERM')
      fail(`no address within ${START_SECONDS} s`)
    }, START_SECONDS * 1000)
    const look = () => {
      const origin = said().match(/Luoshi is ready: (http:\/\/[\d.]+:\d+)/)?.[1]
      if (!origin) return
      clearTimeout(late)
      child.stderr?.off('data', look)
      resolve(origin)
    }
    child.stderr?.on('data', look)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => {
      clearTimeout(late)
      fail(`it ended with ${code}`)
    })
  })
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

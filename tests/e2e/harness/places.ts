// Where things are: this folder, the repository, the program, the browser.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export const repository = here('../../../')
/** Pictures and logs of failed journeys. */
export const out = here('../out/')

export function binary(): string {
  const named = process.env.LUOSHI_BIN
  // npm runs in this folder; a relative name counts from the caller's own.
  const path = named ? resolve(process.env.INIT_CWD ?? '.', named) : `${repository}target/debug/luoshi`
  if (!existsSync(path))
    throw new Error(`There is no program at ${path}: run cargo build --bin luoshi, or set LUOSHI_BIN.`)
  return path
}

export function chromiumPath(): string {
  const named = process.env.CHROMIUM
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = (named ? [named] : usual).find((path) => existsSync(path))
  if (!found) throw new Error('There is no Chromium: install it, or set CHROMIUM to its path.')
  return found
}

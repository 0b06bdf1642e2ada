// The demonstration takes a while to load, so it is started once; who needs it waits for its announcement in a file.
import { appendFileSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { Server } from './server.ts'

const PATIENCE_SECONDS = 300

declare module 'vitest' {
  interface ProvidedContext {
    /** the folder that will hold its address, or why there is none */
    demo: string
  }
}

const announcement = (folder: string) => join(folder, 'announcement.json')
const log = (folder: string) => join(folder, 'server.log')

/** Vitest calls it before all journeys; it does not wait for the demonstration. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-e2e-demo-'))
  const started = Server.start(['--demo'], (chunk) => appendFileSync(log(folder), chunk)).then(
    (server) => ({ server, words: { origin: server.origin } }),
    (error: unknown) => ({ server: null, words: { failed: String(error) } }),
  )
  const announced = started.then(async ({ words }) => {
    await writeFile(`${announcement(folder)}.new`, JSON.stringify(words))
    await rename(`${announcement(folder)}.new`, announcement(folder))
  })
  project.provide('demo', folder)
  return async () => {
    const { server } = await started
    await announced
    await server?.stop()
    await rm(folder, { recursive: true })
  }
}

/** The demonstration's address, as soon as it is announced. */
export async function demoOrigin(folder: string): Promise<string> {
  const late = Date.now() + PATIENCE_SECONDS * 1000
  while (Date.now() < late) {
    const words: { origin?: string; failed?: string } | null = await readFile(announcement(folder), 'utf8').then(
      JSON.parse,
      () => null,
    )
    if (words?.origin) return words.origin
    if (words?.failed) throw new Error(words.failed)
    await pause(100)
  }
  throw new Error(`The demonstration was not loaded within ${PATIENCE_SECONDS} s.`)
}

export function demoLog(folder: string): string {
  return readFileSync(log(folder), 'utf8')
}

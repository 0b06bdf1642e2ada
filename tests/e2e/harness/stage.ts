// A server, the people who use it, and what is kept when a journey fails.
import { mkdir, writeFile } from 'node:fs/promises'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { demoLog, demoOrigin } from './demo.ts'
import { Person } from './person.ts'
import { out } from './places.ts'
import { Server } from './server.ts'
import { NOT_REACHED } from './story.ts'

/** Something that answers, until it is closed. */
export interface House {
  readonly origin: string
  /** what it wrote so far */
  log(): string
  stop(): Promise<void>
}

export interface Stage<Kind extends House> {
  readonly server: Kind
  /** A person with a browser of their own; the same one when asked again. */
  person(name: string, viewport?: { width: number; height: number }): Promise<Person>
}

/** A house of its own for the journeys of this file. */
export function stage(): Stage<Server> {
  return stageOf(() => Server.start())
}

/** The demonstration that all journeys share and none changes. */
export function demoStage(): Stage<House> {
  return stageOf(async () => {
    const folder = inject('demo')
    return { origin: await demoOrigin(folder), log: () => demoLog(folder), stop: async () => {} }
  })
}

/** Opens a house before the journeys of a file, watches each of them, and clears up after the last. */
function stageOf<Kind extends House>(open: () => Promise<Kind>): Stage<Kind> {
  const people = new Map<string, Person>()
  /** who took part in the journey that runs */
  const present = new Set<Person>()
  let browser: Browser | undefined
  let server: Kind | undefined
  const running = () => {
    if (!server || !browser) throw new Error('The stage opens before the first journey.')
    return { server, browser }
  }

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([chromium.connect(inject('chromium')), open()])
  })
  afterEach(async ({ task }) => {
    const faults = [...people.values()].flatMap((person) => person.takeFaults())
    const failed = task.result?.errors?.some(({ message }) => !message.startsWith(NOT_REACHED))
    if (failed || faults.length > 0) await keep(task.name, present, running().server)
    present.clear()
    expect(faults, 'the pages stay quiet').toEqual([])
  })
  afterAll(async () => {
    for (const person of people.values()) await person.leave()
    await browser?.close()
    await server?.stop()
  })

  return {
    get server() {
      return running().server
    },
    async person(name, viewport) {
      const person = people.get(name) ?? (await Person.at(running().browser, running().server.origin, name, viewport))
      people.set(name, person)
      present.add(person)
      return person
    },
  }
}

async function keep(journey: string, present: ReadonlySet<Person>, house: House) {
  await mkdir(out, { recursive: true })
  const name = journey.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)
  await writeFile(`${out}${name}.server.log`, house.log())
  for (const person of present) {
    const path = `${out}${name}.${person.name}`
    await person.page.screenshot({ path: `${path}.png`, timeout: 5_000 }).catch((error: unknown) => {
      person.log.push(`no picture: ${String(error)}`)
    })
    await writeFile(`${path}.log`, `${person.page.url()}\n${person.log.join('\n')}\n`)
  }
}

// The one browser of all journeys. It cannot reach any host but this machine.
import { rm } from 'node:fs/promises'
import { type BrowserServer, chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { chromiumPath, out } from './places.ts'

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string
  }
}

export function launchChromium(): Promise<BrowserServer> {
  return chromium.launchServer({
    executablePath: chromiumPath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
}

/** Vitest calls it once before all journeys, and what it returns after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await rm(out, { recursive: true, force: true })
  const browser = await launchChromium()
  project.provide('chromium', browser.wsEndpoint())
  return () => browser.close()
}

// Pictures of every page and dialog, on a desk and on a phone: npm run screenshots -- FOLDER
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { launchChromium } from '../harness/chromium.ts'
import { desk, Person, phone } from '../harness/person.ts'
import { scenes } from '../harness/scenes.ts'
import { Server } from '../harness/server.ts'

const sizes = { desk, phone }

/** Takes them (or those wanted) from a demonstration of its own and writes FOLDER/work-office-desk.png and so on. */
export async function takePictures(folder: string, wanted?: ReadonlySet<string>): Promise<void> {
  const pictures = scenes.flatMap((scene) =>
    Object.entries(sizes).map(([size, viewport]) => ({ ...scene, file: `${scene.key}-${size}.png`, viewport })),
  )
  const unknown = [...(wanted ?? [])].filter((name) => !pictures.some(({ file }) => file === name))
  if (unknown.length > 0) {
    throw new Error(`no scene takes ${unknown.join(', ')}`)
  }
  // npm runs in this folder; the caller's own is where a relative name counts from.
  const place = resolve(process.env.INIT_CWD ?? '.', folder)
  await mkdir(place, { recursive: true })
  const launched = await launchChromium()
  const [browser, server] = await Promise.all([chromium.connect(launched.wsEndpoint()), Server.start(['--demo'])])
  try {
    for (const { who, arrive, file, viewport } of pictures) {
      if (wanted && !wanted.has(file)) {
        continue
      }
      const person = await Person.at(browser, server.origin, who ?? 'visitor', viewport)
      if (who) await person.enterAs(who)
      await arrive(person)
      await person.settled()
      await person.page.screenshot({ path: `${place}/${file}` })
      await person.leave()
      process.stdout.write(`${file}\n`)
    }
  } finally {
    await browser.close()
    await launched.close()
    await server.stop()
  }
}

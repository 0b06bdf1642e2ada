// Which pictures the guide and the README show: they name them images/SCENE-desk.png or images/SCENE-phone.png.
import { readdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { takePictures } from './take.ts'

const guide = fileURLToPath(new URL('../../../docs/guide/', import.meta.url))
export const images = `${guide}images`

/** The file names its pages mention, without the folder. */
export async function named(): Promise<Set<string>> {
  const pages = (await readdir(guide)).filter((name) => name.endsWith('.md'))
  const texts = await Promise.all([...pages, '../../README.md'].map((page) => readFile(guide + page, 'utf8')))
  return new Set([...texts.join('\n').matchAll(/\((?:docs\/guide\/)?images\/([^)]+)\)/g)].map(([, name]) => name ?? ''))
}

/** Takes each picture anew and clears away those no page shows any more. */
export async function takeGuide(): Promise<void> {
  const wanted = await named()
  for (const old of await readdir(images)) {
    if (!wanted.has(old)) {
      await rm(`${images}/${old}`)
    }
  }
  await takePictures(images, wanted)
}

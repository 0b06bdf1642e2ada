import { it } from 'vitest'

export const NOT_REACHED = 'Not reached'

/** Chapters that build on each other: after one that failed, the next ones say so instead of failing in their own way. */
export function story() {
  let broken: string | undefined
  return (title: string, chapter: () => Promise<void>) =>
    it(title, async () => {
      if (broken) throw new Error(`${NOT_REACHED}: “${broken}” failed.`)
      broken = title
      await chapter()
      broken = undefined
    })
}

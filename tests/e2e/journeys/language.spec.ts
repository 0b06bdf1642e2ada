// In English no word of the product is Chinese; what people wrote, their names and the plan stay as they are.
import { describe, expect, it } from 'vitest'
import type { Person } from '../harness/person.ts'
import { scenes } from '../harness/scenes.ts'
import { demoStage } from '../harness/stage.ts'

/** What the server answered, as far as it is content: its sentences about faults have English words in the pages. */
const contents = new Map<Person, string[]>()

describe('in English', () => {
  const stage = demoStage()

  it.each(scenes)('$key says nothing in Chinese', async ({ who, arrive }) => {
    const person = await stage.person(who ?? 'visitor')
    const { page } = person
    if (!contents.has(person)) {
      contents.set(person, listen(person))
      if (who) await person.enterAs(who)
      else await person.open('/login')
      await person.switchLanguage()
      await page.locator('html[lang=en]').waitFor()
    }
    await arrive(person)
    await person.settled()
    const written = contents.get(person)?.join('\n') ?? ''
    const left = (await chineseOf(person)).filter((words) => !written.includes(words))
    expect(left).toEqual([])
  })
})

/** Remembers every text of every answer. */
function listen(person: Person): string[] {
  // The name of the other language, and the numerals of the plan's parts.
  const texts: string[] = ['中文', '一二三四五六七八九十']
  person.page.on('response', async (response) => {
    if (!response.url().includes('/api/v1/') || !response.headers()['content-type']?.includes('json')) return
    const body: unknown = await response.json().catch(() => null)
    gather(body, texts)
  })
  return texts
}

function gather(value: unknown, texts: string[]) {
  if (typeof value === 'string') texts.push(value)
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) if (key !== 'detail') gather(inner, texts)
}

/** Every run of Chinese characters that somebody sees or hears on the page. */
async function chineseOf({ page }: Person): Promise<string[]> {
  const words = await page.evaluate(() => {
    const found: string[] = [document.title]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const around = walker.currentNode.parentElement
      // What is marked as Chinese is meant to be: the heads of a table, the words of the plan.
      if (around?.checkVisibility() && !around.closest('[lang=zh-CN]')) found.push(walker.currentNode.textContent ?? '')
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
      for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name) ?? '')
    return found
  })
  return [...new Set(words.flatMap((each) => each.match(/\p{Script=Han}+/gu) ?? []))]
}

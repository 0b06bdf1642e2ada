import { expect, it } from 'vitest'
import { en } from './english'
import { zh } from './resources'

/** "common.nav.work" → its words */
function flat(tree: object, path = ''): Map<string, string> {
  const words = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string') words.set(here, value)
    else for (const [inner, word] of flat(value, here)) words.set(inner, word)
  }
  return words
}

const chinese = flat(zh)
const english = flat(en)

it('has the same keys in both languages', () => {
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
})

it('leaves no word empty', () => {
  for (const words of [chinese, english]) for (const [key, word] of words) expect(word.trim(), key).not.toBe('')
})

it('fills the same blanks in both languages', () => {
  const blanks = (word = '') => [...word.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort()
  for (const [key, word] of chinese) expect(blanks(english.get(key)), key).toEqual(blanks(word))
})

it('keeps the tone of the house: no 您, no exclamation marks, no 失败 or 错误', () => {
  for (const [key, word] of chinese) expect(word, key).not.toMatch(/您|！|失败|错误/)
  for (const [key, word] of english) expect(word, key).not.toMatch(/!|\bfailed\b/i)
})

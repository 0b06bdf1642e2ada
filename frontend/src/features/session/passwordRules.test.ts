import { expect, it } from 'vitest'
import { isStrong, passwordRules } from './passwordRules'

it('asks for ten characters, counted as people count them', () => {
  expect(passwordRules('Abcdefg12').length).toBe(false)
  expect(passwordRules('Abcdefg123').length).toBe(true)
  expect(passwordRules('𠮷𠮷𠮷𠮷𠮷').length).toBe(false)
})

it('asks for three of four classes', () => {
  expect(passwordRules('abcdefghij').classes).toBe(false)
  expect(passwordRules('abcdefgh12').classes).toBe(false)
  expect(passwordRules('Abcdefgh12').classes).toBe(true)
  expect(passwordRules('abcdefg-12').classes).toBe(true)
  expect(isStrong('Abcdefgh-1')).toBe(true)
})

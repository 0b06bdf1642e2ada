import { expect, it } from 'vitest'
import type { Role } from '../api/types'
import { homePath, menuFor } from './menu'

const person = (...roles: Role[]) => ({
  user: {
    id: '1',
    login: 'x',
    name: 'x',
    post: null,
    organisation: { id: '1', name: '市经济和信息化局', short_name: '市经信局' },
    roles,
    must_change_password: false,
  },
  counts: { work: 6, reports: 5, review: 4, notifications: 0 },
})
const keys = (...roles: Role[]) => {
  const { first, second } = menuFor(person(...roles))
  return [...first, ...second].map((item) => item.key)
}

it('shows a reporter the own work first, and counts only what waits', () => {
  const { first } = menuFor(person('UNIT_REPORTER'))
  expect(first.map((item) => [item.key, item.count])).toEqual([
    ['work', 6],
    ['reports', 5],
    ['tasks', 0],
  ])
  expect(homePath(person('UNIT_REPORTER'))).toBe('/work')
})

it('gives the three administrators their own pages and no business page', () => {
  expect(keys('SYSTEM_ADMIN')).toEqual(['organisations', 'users', 'calendar', 'tables', 'mail'])
  // What was stopped is checked without its content.
  expect(keys('SECURITY_ADMIN')).toEqual(['users', 'held', 'organisations'])
  expect(keys('AUDIT_ADMIN')).toEqual(['audit'])
})

it('joins the pages of several roles without repeating one', () => {
  const joined = keys('UNIT_REPORTER', 'UNIT_LEADER', 'OFFICE_STAFF')
  expect(new Set(joined).size).toBe(joined.length)
})

it('calls the first page of the office 待办', () => {
  expect(menuFor(person('OFFICE_HEAD')).first[0]?.label).toBe('todo')
})

it('lands a leader on the cockpit, and shows it to the office and the ministry', () => {
  expect(homePath(person('LEADER'))).toBe('/cockpit')
  expect(keys('OFFICE_HEAD')).toContain('cockpit')
  expect(keys('MINISTRY_OBSERVER')).toEqual(['wall', 'cockpit', 'plan', 'tasks', 'timeline', 'bulletins', 'rounds'])
  expect(keys('UNIT_REPORTER')).not.toContain('cockpit')
})

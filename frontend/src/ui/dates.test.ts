import { describe, expect, it } from 'vitest'
import { daysBetween, longDay, moment, near, shortDay } from './dates'
import { fileSize } from './fileSize'
import { grouped } from './NumberText'

describe('dates', () => {
  it('read instants on the clock of Shanghai and leave whole days alone', () => {
    expect(moment('2026-10-11T23:00:00Z')).toEqual({ day: '2026-10-12', time: '07:00:00' })
    expect(moment('2026-10-13T18:00:00+08:00')).toEqual({ day: '2026-10-13', time: '18:00:00' })
    expect(moment('2024-02-29')).toEqual({ day: '2024-02-29', time: null })
  })
  it('count whole days across months and leap days', () => {
    expect(daysBetween('2026-08-31', '2026-10-12')).toBe(42)
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  })
  it('show the year only where it matters', () => {
    expect(shortDay('2026-10-13', '2026-10-12')).toBe('10-13')
    expect(shortDay('2027-06-30', '2026-10-12')).toBe('2027-06-30')
    expect(longDay('2026-10-03', '2026-10-12', 'zh-CN')).toBe('10月3日')
    expect(longDay('2027-01-05', '2026-10-12', 'zh-CN')).toBe('2027年1月5日')
    expect(longDay('2026-12-25', '2026-10-12', 'en')).toBe('25 Dec')
  })
  it('know the days next to today', () => {
    expect(near('2026-10-13', '2026-10-12')).toBe('tomorrow')
    expect(near('2026-10-14', '2026-10-12')).toBeNull()
  })
})

describe('numbers', () => {
  it('are grouped and never rounded', () => {
    expect(grouped('12345678.50')).toBe('12,345,678.50')
    expect(grouped(-1234)).toBe('-1,234')
    expect(grouped(999)).toBe('999')
  })
  it('give sizes as people compare them', () => {
    expect([734, 12_300, 3_400_000, 20 * 1024 * 1024].map(fileSize)).toEqual(['734 B', '12 KB', '3.2 MB', '20 MB'])
  })
})

import { describe, expect, it } from 'vitest'
import { colour, light } from './theme'

/** WCAG 2 contrast of two #RRGGBB colours */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

describe('contrast', () => {
  it('of text is 4.5 on paper, surface and sunk ground', () => {
    for (const text of [colour.ink, colour['ink-2'], colour['ink-3'], colour.dai, colour.plum]) {
      for (const ground of [colour.paper, colour.surface, colour.sunk])
        expect(contrast(text, ground)).toBeGreaterThan(4.5)
    }
    expect(contrast(colour.plum, colour['plum-1'])).toBeGreaterThan(4.5)
    expect(contrast(colour.ink, colour['dai-2'])).toBeGreaterThan(4.5)
  })
  it('of control edges is 3', () => {
    expect(contrast(colour.edge, colour.surface)).toBeGreaterThan(3)
  })
  it('of a light is 3 for its shape, and 4.5 for its word on white and on its tint', () => {
    for (const { fill, text, tint, cell } of Object.values(light)) {
      expect(contrast(fill, colour.surface)).toBeGreaterThan(3)
      for (const ground of [colour.surface, tint, cell]) expect(contrast(text, ground)).toBeGreaterThan(4.5)
    }
  })
})

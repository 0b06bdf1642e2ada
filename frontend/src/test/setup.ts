// What jsdom lacks and Ant Design asks for, and a fresh page after each test.
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { startLanguage } from '../i18n'

window.matchMedia ??= (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: () => {},
  removeEventListener: () => {},
  addListener: () => {},
  removeListener: () => {},
  dispatchEvent: () => false,
})
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

void startLanguage()
afterEach(cleanup)

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['journeys/*.spec.ts'],
    globalSetup: ['harness/chromium.ts'],
    // One browser and two cores: journeys run one after the other, and each starts on a database of its own.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 15_000, interval: 50 } },
    reporters: ['verbose'],
  },
})

import { defineConfig } from 'vitest/config'

const common = { testTimeout: 90_000, hookTimeout: 310_000, expect: { poll: { timeout: 15_000, interval: 50 } } }

export default defineConfig({
  test: {
    globalSetup: ['harness/chromium.ts'],
    // One browser and two cores: journeys run one after the other.
    fileParallelism: false,
    reporters: ['verbose'],
    teardownTimeout: 60_000,
    projects: [
      {
        // Each on a database of its own; the demonstration loads meanwhile.
        test: {
          ...common,
          name: 'house',
          include: ['journeys/{story,bad-input,review,writing,quarter,evidence,extension,tables,guide}.spec.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'demonstration',
          include: ['journeys/{pages,language,posts}.spec.ts'],
          globalSetup: ['harness/demo.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})

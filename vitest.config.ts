import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'server/src/testing/template.ts',
    include: ['server/src/**/*.test.ts', 'web/src/**/*.test.ts'],
    // Only a test that hangs gets there: a shared machine can be several times slower than one's own.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
  },
})

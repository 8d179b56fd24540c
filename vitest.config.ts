import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'server/src/testing/template.ts',
    include: ['server/src/**/*.test.ts', 'web/src/**/*.test.ts'],
    // Only a test that hangs gets there: a shared machine can be several times slower than one's own.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // Vitest leaves a processor to itself, which on two means one file at a time; most tests wait for other processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})

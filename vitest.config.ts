import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const STACK = '**/*.stack.test.ts'
const BROWSER = '**/*.browser.test.ts'
/** What a run offers to all its files: a folder to copy new installations from, and one running installation to share. */
const globalSetup = ['server/src/testing/template.ts', 'server/src/testing/shared-stack-host.ts']

/**
 * Three tiers. Unit tests need nothing but this process and its threads. Stack tests start stores, processes or whole
 * installations. Browser tests do too, and look at pages in Chromium.
 */
export default defineConfig({
  test: {
    // Only a test that hangs gets there: a shared machine can be several times slower than one's own.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // At the end the shared installation stops.
    teardownTimeout: 60_000,
    pool: 'forks',
    // Files that a process runs one after the other share its modules, which halves the processor time of the unit tests.
    // So a test puts back what it changes of its process: variables, clocks, stand-ins.
    isolate: false,
    // Vitest leaves a processor to itself, which on two means one file at a time; most tests wait for other processes.
    // Three at a time on two processors take as long in total.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/shared/src/**/*.test.ts',
            'server/src/**/*.test.ts',
            'web/*.test.ts',
            'web/src/**/*.test.ts',
          ],
          exclude: [STACK, BROWSER],
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          globalSetup,
          include: [`server/src/${STACK}`, 'web/*.stack.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'browser', globalSetup, include: [`web/src/${BROWSER}`] },
      },
    ],
  },
})

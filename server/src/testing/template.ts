/** For the run of tests: where the installation lies that others are copied from. It is made when a test first wants one. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export function setup(): (() => void) | undefined {
  // Both tiers that use it ask for it; whoever comes first makes it.
  if (process.env.HEDGEROW_TEST_TEMPLATE) return undefined
  const template = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-template-'))
  // PostgreSQL's user has to get through when tests run as root.
  fs.chmodSync(template, 0o711)
  process.env.HEDGEROW_TEST_TEMPLATE = template
  return () => fs.rmSync(template, { recursive: true, force: true })
}

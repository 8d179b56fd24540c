/**
 * Global setup of the test run: chooses the folder of the template installation that others are copied from. The first test
 * that needs the template creates it.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export function setup(): (() => void) | undefined {
  // Both test tiers run this; only the first one creates the folder.
  if (process.env.HEDGEROW_TEST_TEMPLATE) return undefined
  const template = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-template-'))
  // PostgreSQL's user must be able to enter the folder when tests run as root.
  fs.chmodSync(template, 0o711)
  process.env.HEDGEROW_TEST_TEMPLATE = template
  return () => fs.rmSync(template, { recursive: true, force: true })
}

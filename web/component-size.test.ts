/** A component file is read in one go: one subject, at most 250 lines. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const SOURCE = path.join(import.meta.dirname, 'src')
const LINES_MAX = 250

test('no component file has more than 250 lines', () => {
  const files = fs.readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
  expect(files.length).toBeGreaterThan(100)
  const long = files.flatMap((file) => {
    const name = file.replaceAll(path.sep, '/')
    const lines = fs.readFileSync(path.join(SOURCE, file), 'utf8').split('\n').length - 1
    return lines > LINES_MAX ? [`${name}: ${lines} lines`] : []
  })
  expect(long).toEqual([])
})

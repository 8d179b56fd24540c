import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DiskBlobs } from '../../../platform/blobs/blobs.ts'
import { BlockUnreadable, FRESH, lineOf, linesIn, PACKED, readBlock, writeBlock } from './blocks.ts'

let blobs: DiskBlobs
let directory: string
beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'blocks-'))
  blobs = new DiskBlobs(directory)
})
afterAll(() => fs.rm(directory, { recursive: true }))

const read = async (blobKey: string, arrayWindowId: string | null = null) =>
  (await buffer(readBlock(blobs, { blobKey, arrayWindowId }))).toString()

test.each([FRESH, PACKED])('lines survive as they are, with every byte: %s', async (ending) => {
  const every = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))
  const lines = [
    JSON.stringify({ cv: every, half: '\ud800' }),
    '{"big":12345678901234567890}',
    `"${'x'.repeat(200_000)}"`,
  ]
  const key = `replay/1/a${ending}`
  const size = await writeBlock(
    blobs,
    key,
    lines.map((line) => lineOf('w"1', Buffer.from(line))),
  )
  expect(size).toBeLessThan(2_000)
  expect(await read(key)).toBe(lines.map((line) => `["w\\"1",${line}]`).join('\n'))
  const split: string[] = []
  for await (const line of linesIn(readBlock(blobs, { blobKey: key, arrayWindowId: null }))) split.push(line.toString())
  expect(split).toEqual(lines.map((line) => `["w\\"1",${line}]`))
})

test('a blob of an earlier version, a JSON array, is read as lines', async () => {
  await blobs.put('replay/1/old.json.gz', gzipSync('[{"type":4,"n":12345678901234567890},{"type":3}]'))
  expect(await read('replay/1/old.json.gz', 'w')).toBe('["w",{"type":4,"n":12345678901234567890}]\n["w",{"type":3}]')
})

test('a blob that is missing or cut off cannot be read', async () => {
  await expect(read(`replay/1/none${FRESH}`)).rejects.toThrow(BlockUnreadable)
  const whole = gzipSync(Buffer.from('["w",{}]\n'.repeat(10_000)))
  await blobs.put(`replay/1/cut${FRESH}`, whole.subarray(0, whole.length / 2))
  await expect(read(`replay/1/cut${FRESH}`)).rejects.toThrow(BlockUnreadable)
})

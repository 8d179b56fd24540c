import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DiskBlobs } from '../../../platform/blobs/blobs.ts'
import {
  type Block,
  BlockUnreadable,
  FRESH,
  joined,
  lineOf,
  linesIn,
  PACKED,
  readBlock,
  runsOf,
  writeBlock,
} from './blocks.ts'

let blobs: DiskBlobs
let directory: string
beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'blocks-'))
  blobs = new DiskBlobs(directory)
})
afterAll(() => fs.rm(directory, { recursive: true }))

const blockOf = (blobKey: string, more: Partial<Block> = {}): Block => ({
  blobKey,
  firstLine: 0,
  lineCount: null,
  arrayWindowId: null,
  ...more,
})
const read = async (blobKey: string, more: Partial<Block> = {}) =>
  (await buffer(readBlock(blobs, blockOf(blobKey, more)))).toString()

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
  for await (const line of linesIn(readBlock(blobs, blockOf(key)))) split.push(line.toString())
  expect(split).toEqual(lines.map((line) => `["w\\"1",${line}]`))
})

test('a blob of an earlier version, a JSON array, is read as lines', async () => {
  await blobs.put('replay/1/old.json.gz', gzipSync('[{"type":4,"n":12345678901234567890},{"type":3}]'))
  expect(await read('replay/1/old.json.gz', { arrayWindowId: 'w' })).toBe(
    '["w",{"type":4,"n":12345678901234567890}]\n["w",{"type":3}]',
  )
})

test('a blob that is missing or cut off cannot be read', async () => {
  await expect(read(`replay/1/none${FRESH}`)).rejects.toThrow(BlockUnreadable)
  const whole = gzipSync(Buffer.from('["w",{}]\n'.repeat(10_000)))
  await blobs.put(`replay/1/cut${FRESH}`, whole.subarray(0, whole.length / 2))
  await expect(read(`replay/1/cut${FRESH}`)).rejects.toThrow(BlockUnreadable)
})

test('some lines of a blob are a block, wherever the pieces end', async () => {
  // Lines that are longer and shorter than what the decompressor hands on at once.
  const lines = Array.from({ length: 60 }, (_, index) => `${index}:${'é'.repeat((index * 7919) % 30_000)}`)
  const key = `replay/1/shared${PACKED}`
  await writeBlock(
    blobs,
    key,
    lines.map((line) => Buffer.from(line)),
  )
  for (const [firstLine, lineCount] of [
    [0, 60],
    [0, 1],
    [59, 1],
    [30, 30],
    [17, 5],
    [3, 0],
  ] as const)
    expect(await read(key, { firstLine, lineCount })).toBe(lines.slice(firstLine, firstLine + lineCount).join('\n'))
  for (const [firstLine, lineCount] of [
    [59, 2],
    [60, 1],
  ] as const)
    await expect(read(key, { firstLine, lineCount })).rejects.toThrow('too few lines')
})

test('neighbors in the same blob are read at once', () => {
  const [first, second, third] = [
    [0, 2],
    [2, 3],
    [5, 1],
  ].map(([firstLine, lineCount]) => blockOf('a', { firstLine: firstLine!, lineCount: lineCount! }))
  const other = blockOf('b')
  expect(runsOf([first!, second!, other, third!])).toEqual([[first, second], [other], [third]])
  expect(joined([first!, second!, third!])).toEqual(blockOf('a', { firstLine: 0, lineCount: 6 }))
  expect(joined([other])).toEqual(other)
})

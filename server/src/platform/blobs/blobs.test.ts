import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DiskBlobs } from './blobs.ts'

let directory: string
beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'blobs-'))
})
afterAll(() => fs.rm(directory, { recursive: true }))

const keysOf = async (blobs: DiskBlobs, area: string) => {
  const keys: string[] = []
  for await (const { key } of blobs.list(area)) keys.push(key)
  return keys.sort()
}

test('a blob is stored from bytes or a stream, read, listed and deleted', async () => {
  const blobs = new DiskBlobs(directory)
  expect(await blobs.put('replay/1/a/one.gz', Buffer.from('one'))).toBe(3)
  expect(await blobs.put('replay/2/a/two.gz', Readable.from([Buffer.from('tw'), Buffer.from('o!')]))).toBe(4)
  expect((await buffer((await blobs.open('replay/2/a/two.gz'))!)).toString()).toBe('two!')
  expect(await blobs.open('replay/2/a/three.gz')).toBeNull()
  expect(await keysOf(blobs, 'replay')).toEqual(['replay/1/a/one.gz', 'replay/2/a/two.gz'])
  expect(await keysOf(blobs, 'other')).toEqual([])
  await blobs.deleteTeam(1)
  expect(await keysOf(blobs, 'replay')).toEqual(['replay/2/a/two.gz'])
})

test('of a stream that fails nothing is left', async () => {
  const blobs = new DiskBlobs(directory)
  const failing = Readable.from(
    (function* () {
      yield Buffer.from('half')
      throw new Error('cut off')
    })(),
  )
  await expect(blobs.put('replay/3/half.gz', failing)).rejects.toThrow('cut off')
  expect(await fs.readdir(path.join(directory, 'replay/3'))).toEqual([])
})

test('a key that leaves the folder is refused', async () => {
  await expect(new DiskBlobs(directory).put('replay/../../x', Buffer.from(''))).rejects.toThrow('not a blob key')
})

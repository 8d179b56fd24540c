/**
 * Queries that neither end nor can be killed: other queries do not wait for them, and the owner of the engine is notified.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitFor } from '../../../testing/stack.ts'
import { READER_USER, WRITER_USER } from '../users.ts'
import { type Engine, startEngine } from './front.ts'

/**
 * One block of few rows, each of which compares two texts of 60,000 characters: the engine checks the time and kills only
 * after the block. It ends by itself, but long after its limit.
 */
const ROWS = `SELECT sum(editDistance(repeat('a', 60000), concat(repeat('b', 60000), toString(number)))) AS n FROM numbers(8)`
/** The same before the first row: constants are computed while the statement is being parsed. */
const CONSTANTS = `SELECT ${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `editDistance(repeat('a', 60000), repeat('b', 5999${n}))`).join(' + ')} AS n`

const READ_SECONDS_MAX = 1
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-engine-stuck-'))
let engine: Engine
let stuck = 0
const client = (username: string, password: string) =>
  createClient({ url: `http://127.0.0.1:${engine.port}`, username, password, database: 'hedgerow' })

beforeAll(async () => {
  engine = await startEngine({
    directory,
    database: 'hedgerow',
    port: 0,
    writerPassword: 'w',
    readerPassword: 'r',
    readSecondsMax: READ_SECONDS_MAX,
    onStuck: () => stuck++,
  })
})
afterAll(async () => {
  await engine.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

test('others read and write meanwhile, the caller gets a timeout, and the process is told that it is stuck', async () => {
  const [reader, writer] = [client(READER_USER, 'r'), client(WRITER_USER, 'w')]
  await writer.command({ query: 'CREATE TABLE t (id UInt64) ENGINE = MergeTree ORDER BY id' })
  const ask = async (query: string) => (await reader.query({ query, format: 'JSONEachRow' })).text()
  const answers = [ROWS, CONSTANTS].map((query) =>
    ask(query).then(
      () => 'an answer',
      (error) => error.code as string,
    ),
  )
  // The statements hold every slot until they are slow; then the others run beside them.
  await writer.insert({ table: 't', format: 'JSONEachRow', values: [{ id: 1 }] })
  expect(await ask('SELECT toUInt32(count()) AS n FROM t')).toBe('{"n":1}\n')
  expect(stuck).toBe(0)
  // TIMEOUT_EXCEEDED, although the statements are still busy.
  expect(await Promise.all(answers)).toEqual(['159', '159'])
  expect(await ask('SELECT toUInt32(count()) AS n FROM t')).toBe('{"n":1}\n')
  await waitFor(() => stuck > 0, 30_000)
  expect(stuck).toBe(1)
  await reader.close()
  await writer.close()
})

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { waitFor } from '../../../testing/stack.ts'
import { GeoIpFile } from './geoip.ts'

/** Encodes a value in the format of MaxMind's files: maps, texts and integers, all of them short. */
function encode(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from([0x40 | value.length, ...Buffer.from(value)])
  if (typeof value === 'number') return Buffer.from([0xc2, value >> 8, value & 0xff])
  const entries = Object.entries(value as object)
  return Buffer.concat([Buffer.from([0xe0 | entries.length]), ...entries.flat().map(encode)])
}

/** A database in which every address is in one city. */
function database(city: string): Buffer {
  const metadata = { node_count: 1, record_size: 24, ip_version: 4, binary_format_major_version: 2 }
  // The only node leads to the start of the data on both sides.
  const tree = Buffer.from([0, 0, 17, 0, 0, 17])
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    encode({ city: { names: { en: city } } }),
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encode(metadata),
  ])
}

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-geoip-'))
const file = path.join(directory, 'city.mmdb')
afterEach(() => {
  fs.rmSync(directory, { recursive: true, force: true })
})

test('a new file is loaded, and a broken one is ignored', async () => {
  const warnings: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) })
  fs.writeFileSync(file, database('Bern'))
  const geoIp = await GeoIpFile.open(file, logger, 20)
  const city = () => geoIp.get('1.2.3.4')?.city?.names?.en
  expect(city()).toBe('Bern')
  fs.writeFileSync(file, database('Genoa'))
  await waitFor(() => city() === 'Genoa')
  fs.writeFileSync(file, 'half a file')
  await waitFor(() => warnings.some((line) => line.includes('stays in use')))
  expect(city()).toBe('Genoa')
  geoIp.close()
})

test('a file that is not a database is refused at start', async () => {
  fs.mkdirSync(directory, { recursive: true })
  fs.writeFileSync(file, 'nothing')
  await expect(GeoIpFile.open(file, pino({ level: 'silent' }))).rejects.toThrow()
})

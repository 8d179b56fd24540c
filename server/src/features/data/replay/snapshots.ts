/** Serves the items of recordings, block by block, without holding a recording in memory. */
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { compress } from 'snappyjs'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { type Block, BlockUnreadable, joined, linesIn, readBlock, runsOf } from './blocks.ts'

const BLOCKS_MAX = 100
/** With a personal API key. */
const BLOCKS_MAX_OF_KEY = 20

/** Numbers of the first and the last block. */
export interface BlockRange {
  first: number
  last: number
}

interface RangeQuery {
  start_blob_key?: string | undefined
  end_blob_key?: string | undefined
}

/** @throws ApiError 400 */
export function readRange({ start_blob_key: start, end_blob_key: end }: RangeQuery, isKey: boolean): BlockRange {
  if (!start || !end) throw errors.invalid('Must provide both start blob key and end blob key')
  if (![start, end].every((text) => /^\s*[-+]?\d{1,9}\s*$/.test(text)))
    throw errors.invalid('Blob keys must be integers')
  const [first, last] = [Number(start), Number(end)]
  const most = isKey ? BLOCKS_MAX_OF_KEY : BLOCKS_MAX
  if (last - first > most) throw errors.invalid(`Cannot request more than ${most} blob keys at once`)
  return { first, last }
}

/** @throws ApiError 404 */
export function blocksIn<B extends Block>(blocks: readonly B[], { first, last }: BlockRange): B[] {
  if (first < 0 || first > last || last >= blocks.length) throw errors.notFound('Block index out of range')
  return blocks.slice(first, last + 1)
}

/** Where blocks are read from, and what happens to those that cannot be read. */
export interface Reading<B extends Block> {
  blobs: Blobs
  /** Finds blocks again: a recording can be packed while it is being read, and they are elsewhere then. */
  findAgain: (blocks: readonly B[]) => Promise<B[]>
  /** Called for each run of blocks that is left out. */
  onUnreadable: (error: BlockUnreadable) => void
}

/**
 * Blocks as one stream of JSON lines, without a line break at the end. Blocks that cannot be read are left out.
 * @throws ApiError 502 if none can be read
 */
export function streamLines<B extends Block>(blocks: readonly B[], reading: Reading<B>): Promise<Readable> {
  let isFirst = true
  return stream(blocks, reading, async function* (run) {
    let isBegun = false
    for await (const piece of readBlock(reading.blobs, joined(run))) {
      if (!isBegun && !isFirst) yield Buffer.from('\n')
      isBegun = true
      isFirst = false
      yield piece
    }
  })
}

/**
 * Blocks as PostHog's player takes them compressed: each with its size in four bytes, the highest first.
 * @throws ApiError 502 if none can be read
 */
export function streamSnappy<B extends Block>(blocks: readonly B[], reading: Reading<B>): Promise<Readable> {
  return stream(blocks, reading, async function* (run) {
    const pieces = readBlock(reading.blobs, joined(run))
    if (run.length === 1) return yield snappy(await buffer(pieces))
    const lines = linesIn(pieces)
    try {
      for (const { lineCount } of run) yield snappy(joinLines(await take(lines, lineCount!)))
    } finally {
      await lines.return(undefined)
    }
  })
}

/** What a function makes of each run of blocks, as one stream. Nothing is sent before the first run could be read. */
async function stream<B extends Block>(
  blocks: readonly B[],
  reading: Reading<B>,
  read: (run: B[]) => AsyncGenerator<Buffer>,
): Promise<Readable> {
  const parts = readRuns(blocks, reading, read)
  const first = await parts.next()
  if (first.done) throw unavailable()
  return Readable.from(
    (async function* () {
      yield first.value
      yield* parts
    })(),
    { objectMode: false },
  )
}

async function* readRuns<B extends Block>(
  blocks: readonly B[],
  { findAgain, onUnreadable }: Reading<B>,
  read: (run: B[]) => AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  const runs = runsOf(blocks)
  for (let run = runs.shift(); run; run = runs.shift()) {
    let isBegun = false
    try {
      for await (const piece of read(run)) {
        isBegun = true
        yield piece
      }
    } catch (error) {
      if (!(error instanceof BlockUnreadable)) throw error
      const { blobKey } = run[0]!
      const moved = isBegun ? [] : await findAgain(run)
      if (moved.length > 0 && moved.every((block) => block.blobKey !== blobKey)) runs.unshift(...runsOf(moved))
      else onUnreadable(error)
    }
  }
}

async function take(lines: AsyncGenerator<Buffer>, count: number): Promise<Buffer[]> {
  const taken: Buffer[] = []
  while (taken.length < count) {
    const { done, value } = await lines.next()
    if (done) throw new BlockUnreadable('a blob has too few lines')
    taken.push(value)
  }
  return taken
}

const joinLines = (lines: readonly Buffer[]) =>
  Buffer.concat(lines.flatMap((line, index) => (index === 0 ? [line] : [Buffer.from('\n'), line])))

function snappy(lines: Buffer): Buffer {
  const packed = compress(lines)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(packed.length)
  return Buffer.concat([size, packed])
}

const unavailable = () =>
  new ApiError(502, 'server_error', 'recording_blocks_unavailable', 'None of the blocks of this recording can be read.')

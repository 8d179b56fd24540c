/** Serves the items of recordings, block by block, without holding a recording in memory. */
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { compress } from 'snappyjs'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { type Block, BlockUnreadable, readBlock } from './blocks.ts'

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

/**
 * Blocks as one stream of JSON lines, without a line break at the end. Blocks that cannot be read are left out.
 * @param onUnreadable called for each of them
 * @throws ApiError 502 if none can be read
 */
export async function streamLines(
  blobs: Blobs,
  blocks: readonly Block[],
  onUnreadable: (error: BlockUnreadable) => void,
): Promise<Readable> {
  const lines = linesOf(blobs, blocks, onUnreadable)
  // Nothing is sent before the first block could be read.
  const first = await lines.next()
  if (first.done) throw unavailable()
  return Readable.from(
    (async function* () {
      yield first.value
      yield* lines
    })(),
    { objectMode: false },
  )
}

async function* linesOf(
  blobs: Blobs,
  blocks: readonly Block[],
  onUnreadable: (error: BlockUnreadable) => void,
): AsyncGenerator<Buffer> {
  let isFirst = true
  for (const block of blocks) {
    let isBegun = false
    try {
      for await (const piece of readBlock(blobs, block)) {
        if (!isBegun && !isFirst) yield Buffer.from('\n')
        isBegun = true
        isFirst = false
        yield piece
      }
    } catch (error) {
      if (!(error instanceof BlockUnreadable)) throw error
      onUnreadable(error)
    }
  }
}

/**
 * Blocks as PostHog's player takes them compressed: each with its size in four bytes, the highest first.
 * @throws ApiError 502 if none can be read
 */
export async function streamSnappy(
  blobs: Blobs,
  blocks: readonly Block[],
  onUnreadable: (error: BlockUnreadable) => void,
): Promise<Readable> {
  const parts = snappyBlocks(blobs, blocks, onUnreadable)
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

async function* snappyBlocks(
  blobs: Blobs,
  blocks: readonly Block[],
  onUnreadable: (error: BlockUnreadable) => void,
): AsyncGenerator<Buffer> {
  for (const block of blocks) {
    try {
      const packed = compress(await buffer(readBlock(blobs, block)))
      const size = Buffer.alloc(4)
      size.writeUInt32BE(packed.length)
      yield Buffer.concat([size, packed])
    } catch (error) {
      if (!(error instanceof BlockUnreadable)) throw error
      onUnreadable(error)
    }
  }
}

const unavailable = () =>
  new ApiError(502, 'server_error', 'recording_blocks_unavailable', 'None of the blocks of this recording can be read.')

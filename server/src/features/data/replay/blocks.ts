/**
 * Blocks: items of a recording as JSON lines `["<window id>", item]` in a compressed blob, which can hold several blocks. They
 * are written and read as streams, so that a recording is never held in memory. Blobs of earlier versions hold a JSON array
 * instead.
 */
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createBrotliDecompress, createGunzip, createGzip } from 'node:zlib'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'

export interface Block {
  blobKey: string
  /** Which lines of the blob; all from there on if there is no count. */
  firstLine: number
  lineCount: number | null
  /** Window of the items in a blob of an earlier version; null for lines. */
  arrayWindowId: string | null
}

/** A block that is missing or damaged. */
export class BlockUnreadable extends Error {}

/** Bytes that the compressor takes and gives at once; with less it spends as much time on handing over as on compressing. */
const PIECE_BYTES = 64 * 1024
const LINE_BREAK = 10
const NEWLINE = Buffer.from('\n')
/** Endings of blob keys. New blocks are compressed fast, joined ones well. */
export const FRESH = '.jsonl.gz'
export const PACKED = '.jsonl.br'
/** Fast: these blobs are packed within hours. Level 6 makes them a tenth smaller in twice the time. */
const GZIP_LEVEL = 3
const BROTLI = {
  [constants.BROTLI_PARAM_QUALITY]: 9,
  [constants.BROTLI_PARAM_LGWIN]: 22,
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
}

/**
 * Writes lines, which come without line breaks.
 * @param blobKey ends with `FRESH` or `PACKED`
 * @returns the size of the blob
 */
export async function writeBlock(
  blobs: Blobs,
  blobKey: string,
  lines: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<number> {
  const compressor = blobKey.endsWith(PACKED)
    ? createBrotliCompress({ params: BROTLI, chunkSize: PIECE_BYTES })
    : createGzip({ level: GZIP_LEVEL, chunkSize: PIECE_BYTES })
  const fed = pipeline(Readable.from(piecesOf(lines), { objectMode: false }), compressor)
  const [size] = await Promise.all([blobs.put(blobKey, compressor), fed])
  return size
}

async function* piecesOf(lines: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let bytes = 0
  let isFirst = true
  for await (const line of lines) {
    if (!isFirst) parts.push(NEWLINE)
    isFirst = false
    parts.push(line)
    bytes += line.length + 1
    if (bytes < PIECE_BYTES) continue
    yield Buffer.concat(parts)
    parts = []
    bytes = 0
  }
  if (parts.length > 0) yield Buffer.concat(parts)
}

/** One line of a block. */
export function lineOf(windowId: string, item: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`[${JSON.stringify(windowId)},`), item, Buffer.from(']')])
}

/**
 * The lines of a block as bytes, in pieces that may end anywhere; no line break at the end.
 * @throws BlockUnreadable
 */
export async function* readBlock(
  blobs: Blobs,
  { blobKey, firstLine, lineCount, arrayWindowId }: Block,
): AsyncGenerator<Buffer> {
  const stored = await blobs.open(blobKey)
  if (!stored) throw new BlockUnreadable(`the blob ${blobKey} is missing`)
  const reader = (blobKey.endsWith(PACKED) ? createBrotliDecompress : createGunzip)({ chunkSize: PIECE_BYTES })
  const fed = pipeline(stored, reader)
  // Reading fails with the same error.
  fed.catch(() => {})
  try {
    if (arrayWindowId !== null) yield* linesOfArray(arrayWindowId, await buffer(reader))
    else if (lineCount === null) yield* reader as AsyncIterable<Buffer>
    else return yield* linesFrom(reader as AsyncIterable<Buffer>, firstLine, lineCount)
    await fed
  } catch (error) {
    throw new BlockUnreadable(`the blob ${blobKey} cannot be read: ${(error as Error).message}`)
  } finally {
    reader.destroy()
  }
}

/** Some of the lines, without the line break after the last. Reads no further than that. */
async function* linesFrom(pieces: AsyncIterable<Buffer>, firstLine: number, count: number): AsyncGenerator<Buffer> {
  if (count === 0) return
  let skip = firstLine
  let left = count
  for await (const piece of pieces) {
    const start = afterLines(piece, 0, skip)
    skip -= start.lines
    if (skip > 0) continue
    const end = afterLines(piece, start.place, left)
    left -= end.lines
    if (left === 0) return yield piece.subarray(start.place, end.place - 1)
    if (start.place < piece.length) yield piece.subarray(start.place)
  }
  // The last line of a blob has no line break.
  if (skip > 0 || left > 1) throw new Error('it has too few lines')
}

/** The place after some line breaks, or the end if there are fewer; and how many there were. */
function afterLines(piece: Buffer, from: number, most: number): { place: number; lines: number } {
  let place = from
  for (let lines = 0; lines < most; lines++) {
    const end = piece.indexOf(LINE_BREAK, place)
    if (end < 0) return { place: piece.length, lines }
    place = end + 1
  }
  return { place, lines: most }
}

function* linesOfArray(windowId: string, text: Buffer): Generator<Buffer> {
  let isFirst = true
  for (const item of parseJson(text.toString()) as JsonValue[]) {
    yield Buffer.concat([...(isFirst ? [] : [NEWLINE]), lineOf(windowId, Buffer.from(stringifyJson(item)))])
    isFirst = false
  }
}

/** The lines of a block, one by one. @throws BlockUnreadable */
export async function* linesIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  for await (const piece of pieces) {
    let start = 0
    for (let end = piece.indexOf(LINE_BREAK); end >= 0; end = piece.indexOf(LINE_BREAK, start)) {
      yield Buffer.concat([...rest, piece.subarray(start, end)])
      rest = []
      start = end + 1
    }
    if (start < piece.length) rest.push(piece.subarray(start))
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}

/** Neighbors whose lines follow one another in the same blob, to be read at once. */
export function runsOf<B extends Block>(blocks: readonly B[]): B[][] {
  const runs: B[][] = []
  for (const block of blocks) {
    const last = runs.at(-1)?.at(-1)
    const isNext =
      last &&
      last.lineCount !== null &&
      last.blobKey === block.blobKey &&
      last.firstLine + last.lineCount === block.firstLine
    if (isNext) runs.at(-1)!.push(block)
    else runs.push([block])
  }
  return runs
}

/** The lines of a run as one block. */
export function joined(run: readonly Block[]): Block {
  const [first] = run
  const counts = run.map(({ lineCount }) => lineCount)
  return { ...first!, lineCount: counts.includes(null) ? null : counts.reduce((sum, each) => sum! + each!, 0) }
}

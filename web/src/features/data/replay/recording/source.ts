/** Where a recording comes from: its list of blocks, and the lines of blocks. */
import { failedAnswer, noAnswer } from '../../../../api/client'

export interface Block {
  key: string
  /** Milliseconds since the epoch. */
  start: number
  end: number
}

/** A way to fetch one recording. Both reject with a `RequestError`. */
export interface RecordingSource {
  /** The blocks, sorted by start. */
  list: (signal: AbortSignal) => Promise<Block[]>
  /** The lines of some blocks, both ends included. */
  read: (firstKey: string, lastKey: string, signal: AbortSignal) => Promise<string>
}

/** The path of a recording in the API. */
export const pathOf = (projectId: number, id: string) => `/api/projects/${projectId}/session_recordings/${id}`

/** What was asked for before the player is there. */
interface Early {
  list: Promise<Block[]>
  /** The block that is played first. */
  first: Promise<{ key: string; text: Promise<string> } | null>
}
const EARLY_MS = 10_000
const early = new Map<string, Early>()

/**
 * Asks for the list of a recording's blocks, and for one block. The next source of this path uses the answers.
 * @param choose which block
 */
export function askEarly(path: string, choose: (blocks: Block[]) => Block | undefined): void {
  const { signal } = new AbortController()
  const source = recordingAt(path)
  const list = source.list(signal)
  const first = list.then((blocks) => {
    const block = choose(blocks)
    if (!block) return null
    const text = source.read(block.key, block.key, signal)
    // Who asks for it learns of the failure.
    text.catch(() => {})
    return { key: block.key, text }
  })
  first.catch(() => {})
  early.set(path, { list, first })
  setTimeout(() => early.delete(path), EARLY_MS)
}

interface StoredBlock {
  blob_key: string
  start_timestamp: string
  end_timestamp: string
}

/**
 * The recording at a path of the API.
 * @param path such as `/api/projects/1/session_recordings/0195…`
 * @param access what a shared page adds to each request, instead of the session
 */
export function recordingAt(
  path: string,
  access: { query?: Record<string, string>; headers?: Record<string, string> } = {},
): RecordingSource {
  const get = async (query: Record<string, string>, signal: AbortSignal): Promise<Response> => {
    const parameters = new URLSearchParams({ ...query, ...access.query })
    const response = await fetch(`${path}/snapshots?${parameters}`, { headers: access.headers ?? {}, signal }).catch(
      (error: Error) => {
        throw error.name === 'AbortError' ? error : noAnswer(false)
      },
    )
    if (!response.ok) throw failedAnswer(response, await response.json().catch(() => undefined))
    return response
  }
  const asked = early.get(path)
  early.delete(path)
  let isNew = asked !== undefined
  return {
    async list(signal) {
      if (isNew && asked) {
        isNew = false
        const blocks = await asked.list.catch(() => null)
        if (blocks) return blocks
      }
      const { sources } = (await (await get({}, signal)).json()) as { sources: StoredBlock[] }
      return sources
        .map((each) => ({
          key: each.blob_key,
          start: Date.parse(each.start_timestamp),
          end: Date.parse(each.end_timestamp),
        }))
        .sort((a, b) => a.start - b.start)
    },
    async read(firstKey, lastKey, signal) {
      const first = await asked?.first.catch(() => null)
      if (first?.key === firstKey && firstKey === lastKey) {
        const text = await first.text.catch(() => null)
        if (text !== null) return text
      }
      const response = await get({ source: 'blob_v2', start_blob_key: firstKey, end_blob_key: lastKey }, signal)
      return response.text()
    },
  }
}

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
  return {
    async list(signal) {
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
      const response = await get({ source: 'blob_v2', start_blob_key: firstKey, end_blob_key: lastKey }, signal)
      return response.text()
    },
  }
}

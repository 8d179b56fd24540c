/** Recordings for tests: items as rrweb makes them, and uploads as posthog-js sends them. */
import type { Client } from './stack.ts'

/** An hour ago, in whole seconds, so that texts of times are short. Items are so many seconds after it. */
export const START = Math.floor(Date.now() / 1000) * 1000 - 3_600_000

export const newSession = () => `019b7a00-0000-7000-8000-${Math.random().toString(16).slice(2, 14).padEnd(12, '0')}`

export const at = (seconds: number, type: number, data: object = {}, rest: object = {}) => ({
  type,
  timestamp: START + seconds * 1000,
  data,
  ...rest,
})
export const click = (seconds: number) => at(seconds, 3, { source: 2, type: 2 })
export const log = (seconds: number, level: string, ...payload: unknown[]) =>
  at(seconds, 6, { plugin: 'rrweb/console@1', payload: { level, payload, trace: [] } })

export interface Upload {
  session: string
  window?: string
  distinctId?: string
  uuid?: string
  /** Further properties of the event. */
  more?: object
  items: unknown
}

/** Sends an upload into the project of a client. Resolves with the answer and the uuid of the event. */
export async function sendUpload(
  client: Client,
  { session, window = 'w', distinctId = 'u', uuid = crypto.randomUUID(), more = {}, items }: Upload,
): Promise<{ response: Response; uuid: string }> {
  const properties = {
    distinct_id: distinctId,
    $session_id: session,
    $window_id: window,
    $snapshot_data: items,
    $lib: 'web',
    ...more,
  }
  const response = await client.capture([{ event: '$snapshot', uuid, api_key: client.token, properties }], '/s/')
  return { response, uuid }
}

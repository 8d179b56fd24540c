/**
 * Entry point of the thread that generates a demo story. It creates the events and hands them over batch by batch on
 * request.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { prepare } from '../capture/index.ts'
import { generateDemo } from './generate.ts'
import { type DemoUpload, demoRecordings } from './recordings.ts'

export interface DemoTask {
  token: string
  seed: number
  end: Date
  days: number
  /** Number of events that an earlier run already handed over. */
  skip: number
}

/** The thread's answer to each message: the next records for the event log. */
export interface DemoBatch {
  total: number
  /** Number of events handed over so far, including these. */
  sent: number
  payloads: Uint8Array[]
}

const EVENTS_PER_BATCH = 500

const task = workerData as DemoTask
const events = generateDemo(task.seed, task.end, task.days)
let sent = Math.min(task.skip, events.length)
let isRecorded = false

parentPort?.on('message', () => {
  const some = events.slice(sent, sent + EVENTS_PER_BATCH)
  sent += some.length
  // Recordings come last. If a restart sends them twice, their uuids tell.
  const payloads =
    some.length > 0 ? prepareBatch(some) : isRecorded ? [] : demoRecordings(events, task.seed).flatMap(prepareUpload)
  isRecorded = some.length === 0
  parentPort?.postMessage({ total: events.length, sent, payloads } satisfies DemoBatch)
})

/** Takes the same path as an SDK's request, so that demo events are like any others. */
function prepareBatch(batch: object[]): Uint8Array[] {
  return prepareBody('classic', '/batch', { api_key: task.token, historical_migration: true, batch })
}

function prepareUpload({ uuid, distinctId, sessionId, windowId, items }: DemoUpload): Uint8Array[] {
  const ids = { distinct_id: distinctId, $session_id: sessionId, $window_id: windowId }
  const properties = { ...ids, $snapshot_source: 'web', $lib: 'web', $snapshot_data: items }
  return prepareBody('replay', '/s', [{ event: '$snapshot', uuid, api_key: task.token, properties }])
}

function prepareBody(kind: 'classic' | 'replay', path: string, body: object): Uint8Array[] {
  const outcome = prepare(
    {
      kind,
      path,
      query: '',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
      ip: '127.0.0.1',
      now: Date.now(),
    },
    false,
  )
  if (typeof outcome === 'string' || !('prepared' in outcome)) throw new Error('capture refused demo events')
  return outcome.prepared.payloads
}

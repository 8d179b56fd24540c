/** What plugins of the recorder noted: console lines and network requests. */
import { type Item, type Loose, TYPE } from './recorded'

export type Level = 'info' | 'warn' | 'error'

export interface ConsoleLine {
  /** Milliseconds since the epoch. */
  time: number
  windowId: string
  level: Level
  text: string
  /** Where it was logged, innermost first; empty if unknown. */
  trace: string
}

export interface NetworkRequest {
  time: number
  windowId: string
  method: string
  url: string
  /** null: unknown, for example because another origin hides it. */
  status: number | null
  durationMs: number | null
  /** Such as `fetch`, `xmlhttprequest` or `navigation`; empty if unknown. */
  initiator: string
  bytes: number | null
}

const LEVELS: Record<string, Level> = { warn: 'warn', countReset: 'warn', error: 'error', assert: 'error' }
const pluginOf = ({ type, data }: Item): string => (type === TYPE.plugin ? String(data?.plugin) : '')
const isConsole = (item: Item) => pluginOf(item).startsWith('rrweb/console@')
const isNetwork = (item: Item) => pluginOf(item).startsWith('rrweb/network@')
const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null

/** The recorder stores each argument as a JSON text. */
function argument(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? ''
  if (!value.startsWith('"')) return value
  try {
    return String(JSON.parse(value))
  } catch {
    return value
  }
}

export function consoleLinesOf(items: readonly Item[]): ConsoleLine[] {
  return items.filter(isConsole).map(({ timestamp, windowId, data: { payload } }) => ({
    time: timestamp,
    windowId,
    level: LEVELS[payload?.level] ?? 'info',
    text: Array.isArray(payload?.payload) ? payload.payload.map(argument).join(' ') : argument(payload?.payload),
    trace: Array.isArray(payload?.trace) ? payload.trace.map(String).join('\n') : '',
  }))
}

export function networkRequestsOf(items: readonly Item[]): NetworkRequest[] {
  return items
    .filter(isNetwork)
    .flatMap(({ timestamp, windowId, data: { payload } }): NetworkRequest[] => {
      const requests: Loose[] = Array.isArray(payload?.requests) ? payload.requests : []
      return requests
        .filter((request) => typeof request?.name === 'string')
        .map((request) => ({
          time: number(request.timestamp) ?? timestamp,
          windowId,
          method: typeof request.method === 'string' ? request.method.toUpperCase() : 'GET',
          url: request.name,
          status: number(request.status) ?? number(request.responseStatus),
          durationMs: durationOf(request),
          initiator: typeof request.initiatorType === 'string' ? request.initiatorType : '',
          bytes: number(request.transferSize),
        }))
    })
    .sort((a, b) => a.time - b.time)
}

function durationOf({ duration, startTime, responseEnd }: Loose): number | null {
  const [from, to] = [number(startTime), number(responseEnd)]
  return number(duration) ?? (from !== null && to !== null && to >= from ? to - from : null)
}

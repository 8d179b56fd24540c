/** Creates realistic events and sends them over keep-alive connections, from its own process. */
import http from 'node:http'
import { gzipSync } from 'node:zlib'
import { seededRandom } from '../server/src/testing/random.ts'

const PAGES = 200
const VISITORS = 5_000
const BROWSERS = ['Chrome', 'Safari', 'Firefox', 'Edge']
const NAMES = [
  '$pageview',
  '$pageview',
  '$pageview',
  '$autocapture',
  '$pageleave',
  'clicked button',
  'added to cart',
  'purchased',
]

/** An event as posthog-js sends it: 28 properties, about 1 kB; every third visitor is identified. */
function makeEvent(random: () => number): object {
  const pick = <T>(list: T[]) => list[Math.floor(random() * list.length)]!
  const visitor = Math.floor(random() * VISITORS)
  const page = `/products/${Math.floor(random() * PAGES)}`
  const isIdentified = visitor % 3 === 0
  return {
    event: pick(NAMES),
    distinct_id: isIdentified
      ? `user-${visitor}@shop.example`
      : `0190aa11-2b3c-7d4e-8f50-${String(visitor).padStart(12, '0')}`,
    timestamp: new Date().toISOString(),
    properties: {
      $os: 'Mac OS X',
      $os_version: '10.15.7',
      $browser: pick(BROWSERS),
      $browser_version: 120 + Math.floor(random() * 30),
      $device_type: 'Desktop',
      $current_url: `https://shop.example${page}?ref=${Math.floor(random() * 50)}`,
      $host: 'shop.example',
      $pathname: page,
      $raw_user_agent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      $screen_height: 1080,
      $screen_width: 1920,
      $viewport_height: 900 + Math.floor(random() * 100),
      $viewport_width: 1600,
      $lib: 'web',
      $lib_version: '1.434.18',
      $insert_id: random().toString(36).slice(2, 18),
      $time: Date.now() / 1000,
      $referrer: 'https://www.google.com/',
      $referring_domain: 'www.google.com',
      $session_id: `0190bb22-0000-7000-8000-${String(visitor).padStart(12, '0')}`,
      $window_id: `0190cc33-0000-7000-8000-${String(visitor).padStart(12, '0')}`,
      title: `Product ${page}`,
      plan: visitor % 2 ? 'free' : 'pro',
      amount: Math.floor(random() * 10_000) / 100,
      utm_source: visitor % 5 ? undefined : 'newsletter',
      token: 'phc_bench',
      $process_person_profile: isIdentified,
    },
  }
}

export interface LoadOptions {
  url: string
  token: string
  /** Events per request. */
  batch: number
  connections: number
  seconds: number
  /** Target rate in events per second; 0 sends as fast as answers come. */
  rate: number
  /** Stop after this many events, 0 for no limit. */
  eventsMax: number
}

export interface LoadResult {
  events: number
  seconds: number
  /** Answers with a status other than 200. */
  failures: number
  /** Milliseconds from sending a request to its answer, sorted. */
  latenciesMs: number[]
}

const BODIES = 64

/** Runs the load in this process. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const random = seededRandom(7)
  const url = new URL('/batch/', options.url)
  const agent = new http.Agent({ keepAlive: true, maxSockets: options.connections })
  const bodies = Array.from({ length: BODIES }, () =>
    gzipSync(
      JSON.stringify({
        api_key: options.token,
        batch: Array.from({ length: options.batch }, () => makeEvent(random)),
        sent_at: new Date().toISOString(),
      }),
    ),
  )
  const result: LoadResult = { events: 0, seconds: 0, failures: 0, latenciesMs: [] }
  const startedAt = performance.now()
  const end = startedAt + options.seconds * 1000
  let sent = 0
  const send = (body: Buffer) =>
    new Promise<number>((resolve) => {
      const request = http.request(
        url,
        {
          method: 'POST',
          agent,
          headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'Content-Length': body.length },
        },
        (response) => {
          response.resume()
          response.once('end', () => resolve(response.statusCode ?? 0))
        },
      )
      request.once('error', () => resolve(0))
      request.end(body)
    })
  const connection = async () => {
    while (performance.now() < end && (options.eventsMax === 0 || sent < options.eventsMax)) {
      const turn = sent
      sent += options.batch
      if (options.rate > 0) {
        const due = startedAt + (turn / options.rate) * 1000
        const wait = due - performance.now()
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      }
      const sentAt = performance.now()
      const status = await send(bodies[(turn / options.batch) % BODIES]!)
      result.latenciesMs.push(performance.now() - sentAt)
      if (status === 200) result.events += options.batch
      else result.failures += 1
    }
  }
  await Promise.all(Array.from({ length: options.connections }, connection))
  result.seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  result.latenciesMs.sort((a, b) => a - b)
  return result
}

if (process.send) {
  process.once('message', (options: LoadOptions) => {
    // A rejection ends this process with the message and status 1, and the parent reads that status.
    void runLoad(options).then((result) => process.send!(result, () => process.exit(0)))
  })
}

/** How long it takes in Chromium, from opening the page of a recording of two hours (100 MB) to the first picture of it. */
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, logIn } from '../server/src/testing/browser.ts'
import { Client, type Stack, startStack, TOKEN, waitFor } from '../server/src/testing/stack.ts'
import { percentile, type RecordRow } from './against-sql.ts'

const AIM_MS = 1_000
const HOURS_MS = 7_200_000
/** posthog-js sends what it recorded every two seconds. */
const UPLOAD_MS = 2_000
const UPLOAD_BYTES = 28_000
/** It draws a whole picture again every five minutes. */
const PICTURE_MS = 300_000
const AT_ONCE = 8
const ROUNDS = 5
const ROWS = 400
const SESSION = '019b7a00-0000-7000-8000-000000000002'
const PATH = '/api/projects/1/session_recordings'

export async function benchReplayStart(record: RecordRow, isQuick: boolean): Promise<void> {
  const stack = await startStack()
  const browser = await launchBrowser()
  try {
    await stack.sql("UPDATE teams SET session_recording_opt_in = true, session_recording_retention_period = '5y'")
    await uploadAll(stack, isQuick ? HOURS_MS / 12 : HOURS_MS)
    const hours = isQuick ? '10 minutes' : '2 hours, 100 MB'
    const plain: number[] = []
    for (let round = 0; round < ROUNDS; round++) plain.push(await opened(browser, stack, emptyPage))
    const floor = percentile(
      plain.sort((a, b) => a - b),
      0.5,
    )
    for (const [where, search] of [
      ['from its beginning', ''],
      ['from its middle', `?t=${Math.round((isQuick ? HOURS_MS / 12 : HOURS_MS) / 2_000)}`],
    ] as const) {
      const times: number[] = []
      for (let round = 0; round < ROUNDS; round++)
        times.push(await opened(browser, stack, (page) => firstPicture(page, stack, search)))
      times.sort((a, b) => a - b)
      const p50 = percentile(times, 0.5)
      record(
        `recording of ${hours}: first picture ${where}`,
        `p50 ${Math.round(p50)} ms, at most ${Math.round(times.at(-1)!)} ms`,
        `in a browser with an empty cache; a page without data p50 ${Math.round(floor)} ms, ratio ${(p50 / floor).toFixed(1)}`,
        `${AIM_MS} ms`,
        p50 < AIM_MS,
      )
    }
  } finally {
    await browser.close()
    await stack.stop()
  }
}

/** Milliseconds that `open` takes in a browser that is logged in, but has loaded nothing yet. */
async function opened(
  browser: Browser,
  stack: Stack,
  open: (page: Page, stack: Stack) => Promise<void>,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    const first = await context.newPage()
    await logIn(first, stack.url)
    await first.waitForURL((url) => url.pathname !== '/login')
    const state = await context.storageState()
    const cold = await browser.newContext({ viewport: { width: 1280, height: 800 }, storageState: state })
    try {
      const page = await cold.newPage()
      const start = performance.now()
      await open(page, stack)
      return performance.now() - start
    } finally {
      await cold.close()
    }
  } finally {
    await context.close()
  }
}

/** Resolves when something of the recorded page is visible. */
async function firstPicture(page: Page, stack: Stack, search: string): Promise<void> {
  await page.goto(`${stack.url}/replay/${SESSION}${search}`, { waitUntil: 'commit' })
  const recorded = page.frameLocator('iframe[title="Recorded page"]').frameLocator('[data-window]:not([hidden]) iframe')
  await recorded.getByRole('heading', { name: 'Orders' }).waitFor()
}

async function emptyPage(page: Page, stack: Stack): Promise<void> {
  await page.goto(`${stack.url}/replay?tab=collections`, { waitUntil: 'commit' })
  await page.getByText('No collections yet').waitFor()
}

async function uploadAll(stack: Stack, length: number): Promise<void> {
  const client = new Client(stack)
  const began = Date.now() - length - 60_000
  const uploads = Math.floor(length / UPLOAD_MS)
  for (let first = 0; first < uploads; first += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, uploads - first) }, (_, place) =>
        upload(client, began, (first + place) * UPLOAD_MS),
      ),
    )
  const expected = uploads * UPLOAD_MS
  await waitFor(async () => {
    const { status, body } = await read(client, `${PATH}/${SESSION}/`)
    return status === 200 && body.recording_duration * 1_000 >= expected - UPLOAD_MS * 2
  }, 300_000)
}

async function read(client: Client, path: string): Promise<{ status: number; body: { recording_duration: number } }> {
  const response = await client.request(path)
  return { status: response.status, body: (await response.json()) as { recording_duration: number } }
}

async function upload(client: Client, began: number, at: number): Promise<void> {
  const start = began + at
  const items: object[] = []
  if (at % PICTURE_MS === 0) {
    items.push({ type: 4, timestamp: start, data: { href: 'https://shop.example/orders', width: 1280, height: 800 } })
    items.push({ type: 2, timestamp: start + 1, data: { node: pageAt(at), initialOffset: { top: 0, left: 0 } } })
  }
  let bytes = 0
  for (let place = 0; bytes < UPLOAD_BYTES; place++) {
    const item = place % 3 === 0 ? movement(place) : change(at, place)
    bytes += JSON.stringify(item).length
    items.push({ type: 3, timestamp: start + 10 + place * 15, data: item })
  }
  const properties = { distinct_id: 'u1', $session_id: SESSION, $window_id: 'w', $snapshot_data: items }
  const response = await client.capture([{ event: '$snapshot', api_key: TOKEN, properties }], '/s/')
  if (response.status !== 200) throw new Error(`capture answered ${response.status}`)
}

const movement = (place: number) => ({
  source: 1,
  positions: Array.from({ length: 10 }, (_, step) => ({ x: place + step, y: place, id: 5, timeOffset: -step * 40 })),
})

const change = (at: number, place: number) => ({
  source: 0,
  texts: [{ id: 1_001 + ((place * 7) % ROWS) * 4, value: `Order ${at + place}: ${'paid and sent, '.repeat(12)}` }],
  attributes: [{ id: 1_000 + ((place * 7) % ROWS) * 4, attributes: { class: `row c${place % 9}` } }],
  removes: [],
  adds: [],
})

/** A page with a table of some hundred rows. */
function pageAt(at: number): object {
  const element = (id: number, tagName: string, attributes: object, childNodes: object[]) => ({
    type: 2,
    id,
    tagName,
    attributes,
    childNodes,
  })
  const text = (id: number, textContent: string) => ({ type: 3, id, textContent })
  const rows = Array.from({ length: ROWS }, (_, row) =>
    element(1_002 + row * 4, 'li', {}, [
      element(1_000 + row * 4, 'span', { class: 'row', style: `padding:${row % 9}px` }, [
        text(1_001 + row * 4, `Order ${at + row}: ${'new, '.repeat(40)}`),
      ]),
    ]),
  )
  const style = text(
    9,
    Array.from({ length: 9 }, (_, index) => `.c${index} { color: hsl(${index * 40} 80% 30%) }`).join('\n'),
  )
  return {
    type: 0,
    id: 1,
    childNodes: [
      element(2, 'html', {}, [
        element(3, 'head', {}, [element(8, 'style', {}, [{ ...style, isStyle: true }])]),
        element(4, 'body', {}, [element(5, 'h1', {}, [text(6, 'Orders')]), element(7, 'ul', {}, rows)]),
      ]),
    ],
  }
}

/**
 * Exports: rows of a CSV of events next to the engine's own CSV of the same rows, the memory that it takes, a sheet, and
 * pictures of each kind of insight.
 */
import fs from 'node:fs'
import { createClient } from '@clickhouse/client'
import { answerPicture } from '../packages/shared/src/charts/svg/draw-answer.ts'
import { STREAM_SETTINGS } from '../server/src/platform/clickhouse/engine/limits.ts'
import { svgToPng } from '../server/src/platform/pictures/png.ts'
import { Client, type Stack, startStack } from '../server/src/testing/stack.ts'
import { percentile, type RecordRow } from './against-sql.ts'
import { fillEvents, fillPersons } from './queries.ts'

const EVENTS = 10_000_000
const SHEET_ROWS = 200_000
const AIM_RATIO = 0.6
const AIM_GROWTH_MIB = 100
const PICTURES = 20
const AIM_PICTURE_MS = 300
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const COLUMNS = 'uuid, event, timestamp, distinct_id, properties'

const node = (event: string) => ({ kind: 'EventsNode', event })
const trends = (display: string) => ({
  kind: 'TrendsQuery',
  dateRange: { date_from: '-30d' },
  series: [node('$pageview'), node('clicked')],
  trendsFilter: { display },
})
const KINDS: Record<string, object> = {
  lines: trends('ActionsLineGraph'),
  bars: trends('ActionsBar'),
  pie: trends('ActionsPie'),
  number: trends('BoldNumber'),
  funnel: { kind: 'FunnelsQuery', series: [node('$pageview'), node('signed up'), node('bought')] },
  retention: { kind: 'RetentionQuery', retentionFilter: { period: 'Week', totalIntervals: 8 } },
  lifecycle: { kind: 'LifecycleQuery', series: [node('$pageview')] },
  stickiness: { kind: 'StickinessQuery', series: [node('$pageview')] },
  paths: { kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview'] } },
  table: { kind: 'HogQLQuery', query: 'SELECT event, count() FROM events GROUP BY event' },
}

export async function benchExports(record: RecordRow, isQuick: boolean): Promise<void> {
  const events = isQuick ? EVENTS / 10 : EVENTS
  const stack = await startStack()
  try {
    await fillPersons(stack)
    await fillEvents(stack, 0, events)
    await benchRows(record, stack, events)
    await benchPictures(record, stack)
  } finally {
    await stack.stop()
  }
}

async function benchRows(record: RecordRow, stack: Stack, events: number): Promise<void> {
  const own = await engineRate(stack, events)
  const peak = watchMemory(stack)
  const csv = await exported(stack, 'text/csv', `SELECT ${COLUMNS} FROM events`)
  const growth = peak()
  const ratio = csv.rate / own
  record(
    `CSV of ${events.toLocaleString('en')} events, asked for to stored`,
    `${Math.round(csv.rate).toLocaleString('en')}/s rows`,
    `the engine's own CSV ${Math.round(own).toLocaleString('en')}/s, ratio ${ratio.toFixed(2)}`,
    `ratio >= ${AIM_RATIO}`,
    ratio >= AIM_RATIO,
  )
  record(
    'memory of the worker meanwhile',
    `at most ${growth} MiB more`,
    'resident',
    `<= ${AIM_GROWTH_MIB} MiB`,
    growth <= AIM_GROWTH_MIB,
  )
  const rows = Math.min(SHEET_ROWS, events)
  const sheet = await exported(stack, XLSX, `SELECT ${COLUMNS} FROM events LIMIT ${rows}`)
  record(`XLSX of ${rows.toLocaleString('en')} events`, `${Math.round(sheet.rate).toLocaleString('en')}/s rows`)
}

/** Rows per second of the engine's own CSV, read to the end and thrown away. */
async function engineRate(stack: Stack, events: number): Promise<number> {
  const client = createClient({ url: stack.urls().CLICKHOUSE_READER_URL! })
  const startedAt = performance.now()
  const { stream } = await client.exec({
    query: `SELECT ${COLUMNS} FROM events WHERE team_id = 1 FORMAT CSV`,
    clickhouse_settings: STREAM_SETTINGS,
  })
  for await (const _ of stream);
  const seconds = (performance.now() - startedAt) / 1000
  await client.close()
  return events / seconds
}

async function exported(stack: Stack, format: string, query: string): Promise<{ rate: number }> {
  const client = new Client(stack)
  const startedAt = performance.now()
  const response = await client.request('/api/projects/1/exports/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ export_format: format, export_context: { source: { kind: 'HogQLQuery', query } } }),
  })
  let asset = (await response.json()) as any
  while (!asset.has_content) {
    if (asset.exception !== null) throw new Error(`the export failed: ${asset.exception}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    asset = await client.get(`/api/projects/1/exports/${asset.id}`)
  }
  return { rate: asset.progress.rows / ((performance.now() - startedAt) / 1000) }
}

/** @returns a function that ends the watch and says by how many MiB the worker grew at most */
function watchMemory(stack: Stack): () => number {
  const { worker } = stack.pids()
  const resident = () => Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${worker}/status`, 'utf8'))![1]) / 1024
  const before = resident()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, resident())
  }, 100)
  return () => {
    clearInterval(timer)
    return Math.round(most - before)
  }
}

async function benchPictures(record: RecordRow, stack: Stack): Promise<void> {
  const client = new Client(stack)
  const figures: string[] = []
  let slowest = 0
  for (const [name, query] of Object.entries(KINDS)) {
    const response = await client.request('/api/projects/1/query/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    const answer = (await response.json()) as any
    const times: number[] = []
    // Each has another title: what was drawn before costs nothing.
    for (let each = 0; each < PICTURES; each++) {
      const startedAt = performance.now()
      await svgToPng(answerPicture(query as never, answer, { width: 800, height: 450, title: `${name} ${each}` }), 2)
      times.push(performance.now() - startedAt)
    }
    const median = percentile(times, 0.5)
    slowest = Math.max(slowest, median)
    figures.push(`${name} ${Math.round(median)}`)
  }
  record(
    'picture of an insight, 1600 × 900, from its answer',
    `p50 ${Math.round(slowest)} ms for the slowest kind`,
    `ms: ${figures.join(', ')}`,
    `< ${AIM_PICTURE_MS} ms`,
    slowest < AIM_PICTURE_MS,
  )
}

import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { svgToPng } from '../../../../platform/pictures/png.ts'
import type { Answered, DashboardSubject, DashboardTile } from '../subjects.ts'
import { dashboardSvg } from './dashboard.ts'
import { insightSvg } from './insight.ts'
import { dashboardPdf, insightPdf } from './pdf.ts'
import { bandsOf } from './tiles.ts'

const days = ['2026-01-01', '2026-01-02', '2026-01-03']
const answered = (title: string): Answered => ({
  title,
  query: {},
  node: { kind: 'TrendsQuery', series: [], trendsFilter: { display: 'ActionsLineGraph' } },
  visual: {},
  answer: {
    results: ['a', 'b'].map((name, order) => ({
      label: name,
      count: 6,
      data: [1, 2, 3],
      days,
      labels: days,
      action: { id: name, type: 'events', order, name, custom_name: null },
    })),
    timezone: 'UTC',
    lastRefresh: null,
    dateRange: { date_from: '2026-01-01T00:00:00Z', date_to: '2026-01-03T23:59:59Z' },
  },
})
const tile = (x: number, y: number, h = 5, w = 6): DashboardTile => ({
  x,
  y,
  w,
  h,
  content: { answered: answered(`Tile ${y}`) },
})
const dashboard = (...tiles: DashboardTile[]): DashboardSubject => ({
  title: 'All & everything <b>',
  description: 'What happened',
  dateRange: { date_from: '2026-01-01T00:00:00Z', date_to: '2026-01-31T23:59:59Z' },
  tiles,
})
const pagesOf = (pdf: Buffer) => Number(/\/Type \/Pages\s*\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])
/** The drawing commands of all pages. */
function commandsOf(pdf: Buffer): string {
  let commands = ''
  const text = pdf.toString('latin1')
  for (const { index, 0: start } of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(index - 3, index) === 'end') continue
    const from = index + start.length
    try {
      commands += inflateSync(pdf.subarray(from, text.indexOf('endstream', from))).toString('latin1')
    } catch {
      // A font.
    }
  }
  return commands
}

test('the picture of an insight has its title and its dates', () => {
  const svg = insightSvg(answered('Sales & "more" <i>'))
  expect(svg).toContain('Sales &amp; &quot;more&quot; &lt;i&gt;')
  expect(svg).toContain('1 Jan 2026 to 3 Jan 2026')
})

test('the picture of an insight shows the limits of its alerts', () => {
  const limits = [{ value: 2, label: 'Too many: 2' }]
  expect(insightSvg({ ...answered('Sales'), limits })).toContain('Too many: 2')
  expect(insightSvg(answered('Sales'))).not.toContain('Too many')
})

test('the picture of a dashboard is as high as its tiles, and has texts and failures', async () => {
  const svg = dashboardSvg(
    dashboard({ x: 0, y: 0, w: 12, h: 2, content: { text: '# Notes' } }, tile(0, 2), {
      x: 6,
      y: 2,
      w: 6,
      h: 5,
      content: { title: 'Slow one', problem: 'The query exceeded the time limit.' },
    }),
  )
  for (const text of ['All &amp; everything', 'Notes', 'Tile 2', 'Slow one', 'The query exceeded'])
    expect(svg).toContain(text)
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number)
  expect([width, height]).toEqual([1248, 24 + 68 + 7 * 92 - 12 + 24])
  expect((await svgToPng(svg)).readUInt32BE(20)).toBe(height)
  expect(dashboardSvg(dashboard())).toContain('This dashboard has no tiles.')
})

test('tiles between which nothing stands are bands', () => {
  const bands = bandsOf([tile(6, 0, 3), tile(0, 0), tile(6, 3, 4), tile(0, 7), tile(0, 20)])
  expect(bands.map((band) => band.map(({ y }) => y))).toEqual([[0, 0, 3], [7], [20]])
})

test('a PDF has shapes and text, as many pages as the tiles need, and numbers on them', async () => {
  const one = await insightPdf(answered('Sales'))
  expect([one.subarray(0, 5).toString(), pagesOf(one)]).toEqual(['%PDF-', 1])
  // Two lines in their colors, and no pixels.
  const commands = commandsOf(one)
  expect(commands).toMatch(/ l\n/)
  expect(one.toString('latin1')).not.toContain('/Subtype /Image')
  const long = await dashboardPdf(dashboard(...[0, 5, 10, 15, 20, 25].map((y) => tile(0, y))))
  expect(pagesOf(long)).toBe(3)
  // A tile that is higher than a page is made smaller instead of being cut.
  expect(pagesOf(await dashboardPdf(dashboard(tile(0, 0, 40))))).toBe(2)
  expect(pagesOf(await dashboardPdf(dashboard()))).toBe(1)
})

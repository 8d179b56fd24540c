/**
 * SQL rows as a chart: what role the columns have, which of them are drawn, and how the chart describes itself. No drawing
 * here.
 */

import { addDays, bucketLabel, firstIncomplete } from '../query/dates.ts'
import type { ChartSettings } from '../query/nodes.ts'
import type { Interval } from '../query/options.ts'
import { valueText } from '../value-text.ts'
import { COLORS } from './palette.ts'
import { type ChartData, type ChartSeries, SERIES_SHOWN_MAX } from './trends-data.ts'

export type SqlDisplay = (typeof SQL_DISPLAYS)[number]['value']
export const SQL_DISPLAYS = [
  { value: 'ActionsTable', label: 'Table' },
  { value: 'ActionsLineGraph', label: 'Line' },
  { value: 'ActionsAreaGraph', label: 'Area' },
  { value: 'ActionsBar', label: 'Bars' },
  { value: 'ActionsStackedBar', label: 'Stacked bars' },
  { value: 'ActionsBarValue', label: 'Ranked bars' },
  { value: 'BoldNumber', label: 'Number' },
] as const

export interface SqlColumn {
  name: string
  index: number
  role: 'time' | 'number' | 'text'
}

/** Names of columns. */
export interface SqlChoice {
  /** null: the rows are numbered. */
  x: string | null
  y: string[]
  series: string | null
}

type Rows = readonly (readonly unknown[])[]

const LOOKED_AT_MAX = 1_000
const VALUES_MAX = 10
/** More categories cannot be told apart, and filling more gaps is not worth it. */
const CATEGORIES_MAX = 200
const FILLED_MAX = 2_000
const RANKED_MAX = 50

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A number, even if written as text; null for everything else. */
function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** @param types pairs of a name and a type, as in the API's answers */
export function columnsOf(
  names: readonly string[],
  types: readonly (readonly [string, string])[] | undefined,
  rows: Rows,
): SqlColumn[] {
  const some = rows.slice(0, LOOKED_AT_MAX)
  return names.map((name, index) => {
    const type = (types?.[index]?.[1] ?? '').replace(/^(?:(?:Nullable|LowCardinality)\()+/, '')
    if (/^Date/.test(type)) return { name, index, role: 'time' }
    if (/^(U?Int|Float|Decimal)/.test(type)) return { name, index, role: 'number' }
    const values = some
      .map((row) => row[index])
      .filter((value) => value !== null && value !== undefined && value !== '')
    if (values.length === 0) return { name, index, role: 'text' }
    if (values.every((value) => toNumber(value) !== null)) return { name, index, role: 'number' }
    const areTimes = values.every((value) => typeof value === 'string' && TIME.test(value))
    return { name, index, role: areTimes ? 'time' : 'text' }
  })
}

/** The most likely choice: a time or a name across, numbers up, and one line per value of the next text column. */
export function guessChoice(columns: readonly SqlColumn[], rows: Rows): SqlChoice {
  const of = (role: SqlColumn['role']) => columns.filter((column) => column.role === role)
  const [times, texts, numbers] = [of('time'), of('text'), of('number')]
  const x = times[0] ?? texts[0] ?? (numbers.length > 1 ? numbers[0]! : null)
  const y = numbers.filter((column) => column !== x).slice(0, VALUES_MAX)
  const repeats = x !== null && new Set(rows.map((row) => valueText(row[x.index] ?? null))).size < rows.length
  const series = repeats ? texts.find((column) => column !== x) : undefined
  return { x: x?.name ?? null, y: y.map(({ name }) => name), series: series?.name ?? null }
}

/** The saved choice, as far as its columns still exist; everything else is guessed. */
export function choiceOf(
  columns: readonly SqlColumn[],
  rows: Rows,
  settings: ChartSettings | null | undefined,
): SqlChoice {
  const guess = guessChoice(columns, rows)
  if (!settings) return guess
  const has = (name: string | null | undefined) => columns.some((column) => column.name === name)
  const { xAxis, yAxis, seriesBreakdownColumn: series } = settings
  const x = xAxis?.column === '' ? null : has(xAxis?.column) ? xAxis!.column : guess.x
  const chosen = (yAxis ?? []).map(({ column }) => column).filter(has)
  const y = chosen.length > 0 ? chosen : guess.y.filter((name) => name !== x)
  const isChosen = xAxis !== undefined || yAxis !== undefined || series !== undefined
  return { x, y, series: isChosen ? (has(series) ? series! : null) : guess.series }
}

/** The settings with a choice applied; other settings of a column are kept. */
export function withChoice(settings: ChartSettings | null | undefined, { x, y, series }: SqlChoice): ChartSettings {
  const known = [...(settings?.yAxis ?? []), ...(settings?.xAxis ? [settings.xAxis] : [])]
  const axis = (column: string) => known.find((each) => each.column === column) ?? { column }
  return { ...settings, xAxis: axis(x ?? ''), yAxis: y.map(axis), seriesBreakdownColumn: series }
}

/** The display that fits the rows best. */
export function fittingDisplay(columns: readonly SqlColumn[], rows: Rows, { x, y, series }: SqlChoice): SqlDisplay {
  if (y.length === 0 || rows.length === 0) return 'ActionsTable'
  if (rows.length === 1) return columns.length === 1 ? 'BoldNumber' : 'ActionsTable'
  const role = columns.find(({ name }) => name === x)?.role
  if (role === 'time') return 'ActionsLineGraph'
  if (role === 'text') return y.length === 1 && series === null ? 'ActionsBarValue' : 'ActionsBar'
  return role === 'number' ? 'ActionsLineGraph' : 'ActionsTable'
}

export interface SqlChart {
  data: ChartData
  /** Describes the chart: `count() by day, one line per browser`. */
  sentence: string
  /** Sentences about where the chart differs from the rows. */
  notes: string[]
}

const plural = (count: number, one: string, many: string) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`
const nameOf = (value: unknown) =>
  value === null || value === undefined ? '(none)' : value === '' ? '(empty)' : valueText(value)

/**
 * @param timeZone of the project; it decides which buckets are incomplete
 * @returns null if there is nothing to draw
 */
export function sqlChart(
  columns: readonly SqlColumn[],
  rows: Rows,
  choice: SqlChoice,
  display: string,
  timeZone: string,
  now = new Date(),
): SqlChart | null {
  const drawn = choiceFor(display, choice)
  const find = (name: string | null) => columns.find((column) => column.name === name)
  const [x, by] = [find(drawn.x), find(drawn.series)]
  const y = drawn.y.flatMap((name) => find(name) ?? [])
  if (y.length === 0 || rows.length === 0) return null
  const notes: string[] = []
  const placed = rows.filter((row) => x?.role !== 'time' || TIME.test(String(row[x.index] ?? '')))
  if (placed.length < rows.length)
    notes.push(`${plural(rows.length - placed.length, 'row has', 'rows have')} no ${x!.name} and cannot be placed.`)
  const axis = axisOf(
    placed.map((row, index) => (x ? row[x.index] : index + 1)),
    x?.role ?? 'number',
  )
  if (axis.left > 0) notes.push(`The first ${CATEGORIES_MAX} of ${axis.left + CATEGORIES_MAX} values of ${x!.name}.`)

  if (axis.buckets.length === 0) return null
  const { lines, added, odd } = linesOf(placed, axis, y, by)
  if (odd > 0) notes.push(`${plural(odd, 'value is not a number and is', 'values are not numbers and are')} not drawn.`)
  if (added > 0 && x)
    notes.push(
      `${plural(added, 'row has', 'rows have')} the same ${[x.name, by?.name].filter(Boolean).join(' and ')} as another; their values are added up.`,
    )
  const shown = by ? largest(lines) : lines.slice(0, SERIES_SHOWN_MAX)
  if (shown.length < lines.length)
    notes.push(
      `The ${by ? 'largest' : 'first'} ${shown.length} of ${lines.length.toLocaleString('en')} lines; there is no room for more.`,
    )
  return {
    data: {
      buckets: axis.buckets,
      interval: axis.interval,
      series: shown.map((line, index) => toSeries(line, index, axis.buckets)),
      incompleteFrom: axis.interval ? firstIncomplete(axis.buckets, axis.interval, timeZone, now) : axis.buckets.length,
      left: lines.length - shown.length,
    },
    sentence: sentenceOf(drawn, display, rows.length),
    notes,
  }
}

/** The parts of a choice that a display can show. */
function choiceFor(display: string, { x, y, series }: SqlChoice): SqlChoice {
  if (display === 'BoldNumber') return { x: null, y: y.slice(0, 1), series: null }
  if (display === 'ActionsBarValue') return { x, y: y.slice(0, 1), series: null }
  return { x, y: y.filter((name) => name !== x), series: series === x ? null : series }
}

function sentenceOf({ x, y, series }: SqlChoice, display: string, rows: number): string {
  const names = y.length > 3 ? [...y.slice(0, 3), `${y.length - 3} more`] : y
  const values = new Intl.ListFormat('en').format(names)
  if (display === 'BoldNumber') return rows === 1 ? values : `${values}, added up over ${plural(rows, 'row', 'rows')}`
  const mark = /Bar/.test(display) ? 'bar' : display === 'ActionsAreaGraph' ? 'area' : 'line'
  return `${values} by ${x ?? 'row'}${series ? `, one ${mark} per ${series}` : ''}`
}

interface Line {
  key: string
  name: string
  /** Values by the position of their bucket. A missing position is a gap. */
  cells: Map<number, number>
  total: number
}

/** One line per number column, and per value of the breakdown column. */
function linesOf(rows: Rows, axis: Axis, y: readonly SqlColumn[], by: SqlColumn | undefined) {
  const lines = new Map<string, Line>()
  let added = 0
  let odd = 0
  rows.forEach((row, index) => {
    const position = axis.positions[index]!
    if (position < 0) return
    const value = by ? nameOf(row[by.index]) : ''
    let isAdded = false
    for (const column of y) {
      const key = `${column.index}:${value}`
      const name = !by ? column.name : y.length > 1 ? `${column.name} · ${value}` : value
      const line = lines.get(key) ?? { key, name, cells: new Map<number, number>(), total: 0 }
      lines.set(key, line)
      const cell = row[column.index]
      const number = toNumber(cell)
      if (number === null) {
        if (cell !== null && cell !== undefined) odd++
        continue
      }
      isAdded ||= line.cells.has(position)
      line.cells.set(position, (line.cells.get(position) ?? 0) + number)
      line.total += number
    }
    if (isAdded) added++
  })
  return { lines: [...lines.values()], added, odd }
}

const toSeries = ({ key, name, cells, total }: Line, index: number, buckets: string[]): ChartSeries => ({
  key,
  name,
  color: (index % COLORS) + 1,
  values: buckets.map((_, position) => cells.get(position) ?? null),
  isPrevious: false,
  buckets,
  source: null,
  total,
})

/** The lines with the largest totals, in their original order. */
function largest(lines: Line[]): Line[] {
  if (lines.length <= SERIES_SHOWN_MAX) return lines
  const chosen = new Set(lines.toSorted((a, b) => Math.abs(b.total) - Math.abs(a.total)).slice(0, SERIES_SHOWN_MAX))
  return lines.filter((line) => chosen.has(line))
}

interface Axis {
  buckets: string[]
  interval: Interval | null
  /** Position of each row; negative if it has none. */
  positions: number[]
  /** Number of categories that were left out. */
  left: number
}

function axisOf(values: readonly unknown[], role: SqlColumn['role']): Axis {
  if (role === 'time') return timeAxis(values.map(String))
  const texts = values.map((value) => (role === 'number' ? String(toNumber(value) ?? nameOf(value)) : nameOf(value)))
  const distinct = [...new Set(texts)]
  // Numbers are sorted; categories keep the order of the rows.
  if (role === 'number') distinct.sort((a, b) => (toNumber(a) ?? Infinity) - (toNumber(b) ?? Infinity))
  const buckets = role === 'number' ? distinct : distinct.slice(0, CATEGORIES_MAX)
  const at = new Map(buckets.map((bucket, position) => [bucket, position]))
  return {
    buckets,
    interval: null,
    positions: texts.map((text) => at.get(text) ?? -1),
    left: distinct.length - buckets.length,
  }
}

interface Moment {
  text: string
  day: string
  clock: string
  offset: string
  at: number
}

/** A text without an offset is in the project's time zone, and so are all others in its column. */
function readMoment(text: string): Moment {
  const [, day = '', clock = '', offset = ''] = TIME.exec(text)!
  return { text, day, clock, offset, at: Date.parse(`${day}T${clock || '00:00'}${offset || 'Z'}`) }
}

const MIDNIGHTS = new Set(['', '00:00', '00:00:00'])
/** Where clocks go forward at midnight, that day begins at one. */
const FIRST_HOURS = new Set([...MIDNIGHTS, '01:00', '01:00:00'])

/** The moments in order, with empty buckets between them so that gaps are visible. */
function timeAxis(texts: readonly string[]): Axis {
  const moments = texts.map(readMoment)
  const byTime = new Map(moments.map((moment) => [moment.at, moment]))
  const distinct = [...byTime.values()].sort((a, b) => a.at - b.at)
  const areDays =
    distinct.every(({ clock }) => FIRST_HOURS.has(clock)) &&
    distinct.some(({ clock }) => MIDNIGHTS.has(clock)) &&
    new Set(distinct.map(({ day }) => day)).size === distinct.length
  const interval: Interval = areDays ? dayInterval(distinct.map(({ day }) => day)) : clockInterval(distinct)
  const keyOf = ({ day, text }: Moment) => (areDays ? day : text)
  const own = distinct.map(keyOf)
  const filled = areDays ? fillDays(own, interval) : fillHours(distinct, interval)
  const buckets = filled ?? own
  const at = new Map(buckets.map((bucket, position) => [bucket, position]))
  return {
    buckets,
    interval,
    positions: moments.map(({ at: time }) => at.get(keyOf(byTime.get(time)!)) ?? -1),
    left: 0,
  }
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

function dayInterval(days: readonly string[]): Interval {
  if (days.length < 2) return 'day'
  if (days.every((day) => day.endsWith('-01'))) return 'month'
  return days.every((day) => daysBetween(days[0]!, day) % 7 === 0) ? 'week' : 'day'
}

const clockInterval = (moments: readonly Moment[]): Interval =>
  moments.every(({ clock }) => /^\d{2}:00(:00)?$/.test(clock) || clock === '') ? 'hour' : 'minute'

function nextDay(day: string, interval: Interval): string {
  if (interval !== 'month') return addDays(day, interval === 'week' ? 7 : 1)
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

/** @returns null if there would be too many */
function fillDays(days: readonly string[], interval: Interval): string[] | null {
  const all: string[] = []
  for (let day = days[0]!; day <= days.at(-1)!; day = nextDay(day, interval)) {
    if (all.length >= FILLED_MAX) return null
    all.push(day)
  }
  return all
}

/** Fills hours only where the clock did not change. @returns null if that is not possible, or if there would be too many */
function fillHours(moments: readonly Moment[], interval: Interval): string[] | null {
  const [first, last] = [moments[0], moments.at(-1)]
  if (interval !== 'hour' || !first || !last || moments.some(({ offset }) => offset !== first.offset)) return null
  const known = new Map(moments.map(({ at, text }) => [at, text]))
  const shift = Date.parse(`${first.day}T${first.clock || '00:00'}Z`) - first.at
  if ((last.at - first.at) / HOUR_MS >= FILLED_MAX) return null
  const all: string[] = []
  for (let at = first.at; at <= last.at; at += HOUR_MS)
    all.push(known.get(at) ?? `${new Date(at + shift).toISOString().slice(0, 19)}${first.offset}`)
  return all
}

/** The values of a chart's only column, largest first, each as its own series. */
export interface Ranked {
  data: ChartData
  /** Total number of values; `data` holds the largest of them. */
  count: number
  /** Categories without a value. Moments without a value are not counted. */
  without: number
}

export function rankedData({ data }: SqlChart): Ranked {
  const [line] = data.series
  const all = data.buckets.flatMap((bucket, position) => {
    const total = line!.values[position]
    return total === null || total === undefined
      ? []
      : [{ ...line!, key: `${position}`, name: bucketLabel(bucket, data.interval, true), total, color: 1 }]
  })
  return {
    data: { ...data, series: all.toSorted((a, b) => b.total - a.total).slice(0, RANKED_MAX) },
    count: all.length,
    without: data.interval === null ? data.buckets.length - all.length : 0,
  }
}

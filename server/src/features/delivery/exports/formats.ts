/** The formats of exports: their names, how long they are kept, and what their files are called. */
import { DateTime } from 'luxon'

interface Format {
  extension: string
  /** How long it is kept, in days. */
  days: number
  /** How it is served. */
  contentType: string
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const SHORT_DAYS = 7
const DAYS = 180
const VIDEO_DAYS = 365
const NAME_CHARACTERS_MAX = 120

const utf8 = (type: string) => `${type}; charset=utf-8`

export const FORMATS = {
  'image/png': { extension: 'png', days: DAYS, contentType: 'image/png' },
  'application/pdf': { extension: 'pdf', days: DAYS, contentType: 'application/pdf' },
  'text/csv': { extension: 'csv', days: SHORT_DAYS, contentType: utf8('text/csv') },
  [XLSX]: { extension: 'xlsx', days: SHORT_DAYS, contentType: XLSX },
  'application/json': { extension: 'json', days: DAYS, contentType: utf8('application/json') },
  'application/x-ndjson': { extension: 'jsonl', days: SHORT_DAYS, contentType: utf8('application/x-ndjson') },
  'video/webm': { extension: 'webm', days: VIDEO_DAYS, contentType: 'video/webm' },
  'video/mp4': { extension: 'mp4', days: VIDEO_DAYS, contentType: 'video/mp4' },
  'image/gif': { extension: 'gif', days: VIDEO_DAYS, contentType: 'image/gif' },
} as const satisfies Record<string, Format>

export type ExportFormat = keyof typeof FORMATS

export const isFormat = (text: unknown): text is ExportFormat =>
  typeof text === 'string' && Object.hasOwn(FORMATS, text)
/** Formats that show something; the others are files of rows. */
export const isPicture = (format: ExportFormat): boolean => format === 'image/png' || format === 'application/pdf'
export const isVideo = (format: ExportFormat): boolean => format.startsWith('video/') || format === 'image/gif'
export const isRows = (format: ExportFormat): boolean => !isPicture(format) && !isVideo(format)

/** When an export of this format is deleted: at midnight UTC. */
export function expiryOf(format: ExportFormat, createdAt: Date): Date {
  return DateTime.fromJSDate(createdAt, { zone: 'UTC' }).plus({ days: FORMATS[format].days }).startOf('day').toJSDate()
}

/** Lower-case letters, digits and hyphens of ASCII; may be empty. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e\s]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9_\s-]/g, '')
    .trim()
    .replace(/[\s-]+/g, '-')
    .slice(0, NAME_CHARACTERS_MAX)
    .replace(/^[-_]+|[-_]+$/g, '')
}

/**
 * `export-weekly-signups-2026-01-31-093000.png`. It consists of characters that are safe in paths and headers.
 * @param title name of what is exported; null if it has none
 */
export function fileNameOf(format: ExportFormat, title: string | null, createdAt: Date): string {
  const slug = slugOf(title ?? '')
  const time = DateTime.fromJSDate(createdAt, { zone: 'UTC' }).toFormat('yyyy-MM-dd-HHmmss')
  return `export${slug && `-${slug}`}-${time}.${FORMATS[format].extension}`
}

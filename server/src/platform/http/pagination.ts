/** Offset-based pages and the links between them. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { nameSchema, schemaName } from './schema-names.ts'

const LIMIT_DEFAULT = 100
/** A larger page would be more than a client can use, and more than this process should build at once. */
const LIMIT_MAX = 10_000

export interface Page {
  limit: number
  offset: number
}

/** A missing, zero, negative or invalid `limit` means the default; an invalid `offset` means 0. Never an error. */
export function readPage(query: { limit?: string; offset?: string }, limitDefault = LIMIT_DEFAULT): Page {
  const limit = wholeNumber(query.limit)
  return {
    limit: limit && limit > 0 ? Math.min(limit, LIMIT_MAX) : limitDefault,
    offset: wholeNumber(query.offset) ?? 0,
  }
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null
}

/** The request's absolute URL with some parameters replaced; `null` removes one. */
export function linkTo(request: FastifyRequest, changes: Record<string, string | number | null>): string {
  const url = new URL(request.originalUrl, `${request.protocol}://${request.host}`)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name)
    else url.searchParams.set(name, String(value))
  }
  return url.href
}

export interface PageAnswer<Row> {
  count: number
  next: string | null
  previous: string | null
  results: Row[]
}

/** The envelope of a page whose total is known. */
export function pageAnswer<Row>(request: FastifyRequest, page: Page, count: number, results: Row[]): PageAnswer<Row> {
  const { limit, offset } = page
  const before = Math.max(0, offset - limit)
  return {
    count,
    next: offset + limit < count ? linkTo(request, { limit, offset: offset + limit }) : null,
    previous: offset > 0 ? linkTo(request, { limit, offset: before === 0 ? null : before }) : null,
    results,
  }
}

function newPage<Row extends z.ZodType>(row: Row) {
  const page = z.object({
    count: z.number(),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    results: z.array(row),
  })
  const name = schemaName(row)
  if (name) nameSchema(page, `Paginated${name}List`)
  return page
}

/** One page schema per row schema, because a name belongs to one schema. */
const pages = new WeakMap<z.ZodType, z.ZodType>()

/**
 * Response schema of a page of rows. If the row schema has a name, the page is named after it: `PaginatedInsightList`, say.
 */
export function pageOf<Row extends z.ZodType>(row: Row): ReturnType<typeof newPage<Row>> {
  const page = (pages.get(row) as ReturnType<typeof newPage<Row>> | undefined) ?? newPage(row)
  pages.set(row, page)
  return page
}

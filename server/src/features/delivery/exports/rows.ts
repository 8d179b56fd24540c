/** The rows of an export, wherever they come from. */

import { type Table, toTable } from '@hedgerow/shared/charts/table'
import type { InsightNode, QueryNode } from '@hedgerow/shared/query/nodes'
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import type { RowFormat, StreamedRows } from '../../analytics/hogql/index.ts'
import { askingTeam, readNode, streamNode } from '../../analytics/query/index.ts'
import { openList, type ReadObjects } from './lists/open-list.ts'
import { readPath } from './lists/paths.ts'
import type { ExportParts, RenderOptions } from './parts.ts'
import type { ExportedAsset } from './store.ts'
import { type Answered, answeredDashboard, answeredInsight, answeredQuery } from './subjects.ts'
import type { Viewer } from './viewer.ts'

/** Rows of one file, at most. */
export const ROWS_MAX = 10_000_000

export type RowSource =
  /** An answer in memory; `document` is the same as JSON. */
  | { kind: 'table'; table: Table; document: object }
  /** Rows that the engine streams in a format of its own. */
  | { kind: 'query'; open: (format: RowFormat) => Promise<StreamedRows> }
  /** Objects in pieces, which can be read more than once while they are lent. */
  | { kind: 'objects'; lend: <T>(work: (read: ReadObjects) => Promise<T>) => Promise<T> }
  /** What is no table, as JSON only. */
  | { kind: 'document'; document: object }

type Parts = ExportParts & RenderOptions

/** @throws ApiError when the viewer may not see them, or the question cannot be answered */
export async function rowsOf(parts: Parts, viewer: Viewer, asset: ExportedAsset): Promise<RowSource> {
  if (asset.insightId !== null) return tableOf(await answeredInsight(parts, viewer, asset))
  if (asset.dashboardId !== null) return { kind: 'document', document: await dashboardDocument(parts, viewer, asset) }
  const { source, path } = asset.context ?? {}
  if (isJsonObject(source)) return queryRows(parts, viewer, source)
  if (path === undefined) throw errors.invalid('There is nothing to export.')
  const list = await openList(parts, viewer, readPath(asset.context!), ROWS_MAX)
  return 'node' in list ? queryRows(parts, viewer, list.node as JsonObject) : { kind: 'objects', ...list }
}

async function queryRows(parts: Parts, viewer: Viewer, source: JsonObject): Promise<RowSource> {
  const node = readNode(source)
  const { runner, signal } = parts
  if (node.kind !== 'HogQLQuery' && node.kind !== 'EventsQuery' && node.kind !== 'ActorsQuery')
    return tableOf(await answeredQuery(parts, viewer, source, 'Query'))
  return {
    kind: 'query',
    open: async (format) =>
      (await streamNode(runner.stores, askingTeam(viewer.team), node, {
        format,
        rowsMax: ROWS_MAX,
        ...(signal && { signal }),
      }))!,
  }
}

function tableOf(answered: Answered): RowSource {
  const { node, answer } = answered
  return { kind: 'table', table: shapeOf(node, answer), document: documentOf(answered) }
}

/** A question without an answer has no rows. */
function shapeOf(node: QueryNode, answer: Answered['answer']): Table {
  if (answer.results === null || answer.results === undefined) return { columns: [], rows: [] }
  return toTable(node as unknown as InsightNode & QueryNode, answer)
}

function documentOf({ title, query, answer }: Answered): object {
  const { results, columns, types, timezone, lastRefresh, dateRange } = answer
  return {
    name: title,
    query,
    timezone,
    last_refresh: lastRefresh,
    resolved_date_range: dateRange,
    ...(columns && { columns }),
    ...(types && { types }),
    results,
  }
}

async function dashboardDocument(parts: Parts, viewer: Viewer, asset: ExportedAsset): Promise<object> {
  const { title, description, tiles } = await answeredDashboard(parts, viewer, asset)
  return {
    name: title,
    description,
    tiles: tiles.map(({ content, ...layout }) => ({
      layout,
      ...('answered' in content
        ? { insight: documentOf(content.answered) }
        : 'text' in content
          ? { text: content.text }
          : { insight: { name: content.title, error: content.problem } }),
    })),
  }
}

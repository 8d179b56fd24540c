/** The accounts table: its columns, filters and order, how the URL holds them, and its query. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components, paths } from '../../../api/schema'
import { ask } from '../../analytics/query/ask'
import { LINKS, ROLES, type Role } from './api'

export type TableColumn =
  | { kind: 'account_field'; field: string }
  | { kind: 'tags' }
  | { kind: 'note_count' }
  | { kind: 'relationship'; definitionId: Role }
  | { kind: 'custom_property'; definitionId: string }
  | { kind: 'group_property'; property: string }
  | { kind: 'usage_metric'; metricId: string }
  | { kind: 'last_seen' }

export type Operator =
  | 'exact'
  | 'is_not'
  | 'icontains'
  | 'not_icontains'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'is_set'
  | 'is_not_set'
export const OPERATORS: Record<Operator, string> = {
  exact: 'is',
  is_not: 'is not',
  icontains: 'contains',
  not_icontains: 'does not contain',
  gt: 'greater than',
  gte: 'at least',
  lt: 'less than',
  lte: 'at most',
  is_set: 'is set',
  is_not_set: 'is not set',
}
export const takesNoValue = (operator: Operator) => operator === 'is_set' || operator === 'is_not_set'

export type TableFilter =
  | { kind: 'tags'; values: string[] }
  | { kind: 'assigned_to'; userIds: number[]; definitionId?: Role }
  | { kind: 'unassigned'; definitionId?: Role }
  | { kind: 'custom_property'; definitionId: string; operator: Operator; value?: string }
  | { kind: 'group_property'; property: string; operator: Operator; value?: string }

export interface TableState {
  columns: TableColumn[]
  filters: TableFilter[]
  orderBy: { column: TableColumn; direction: 'asc' | 'desc' } | null
}

export const DEFAULT_STATE: TableState = {
  columns: [
    { kind: 'account_field', field: 'external_id' },
    ...ROLES.map(({ key }) => ({ kind: 'relationship' as const, definitionId: key })),
    { kind: 'tags' },
    { kind: 'last_seen' },
    { kind: 'account_field', field: 'created_at' },
  ],
  filters: [],
  orderBy: null,
}

/** A built-in view. */
export interface Preset {
  /** Used in the URL like the ID of a saved view. */
  id: string
  name: string
  state: TableState
}

/** The first is the default. */
export const presets = (userId: number): readonly [Preset, ...Preset[]] => [
  { id: '', name: 'All accounts', state: DEFAULT_STATE },
  {
    id: 'mine',
    name: 'Mine',
    state: { ...DEFAULT_STATE, filters: [{ kind: 'assigned_to', userIds: [userId] }] },
  },
  { id: 'unassigned', name: 'Unassigned', state: { ...DEFAULT_STATE, filters: [{ kind: 'unassigned' }] } },
]

/** A stable key for each column. */
export function columnKey(column: TableColumn): string {
  switch (column.kind) {
    case 'account_field':
      return column.field
    case 'relationship':
    case 'custom_property':
      return `${column.kind}:${column.definitionId}`
    case 'group_property':
      return `group_property:${column.property}`
    case 'usage_metric':
      return `usage_metric:${column.metricId}`
    default:
      return column.kind
  }
}

export const stateText = ({ columns, filters, orderBy }: TableState) => JSON.stringify({ columns, filters, orderBy })

/** Reads the state from the URL. @returns null if it cannot be parsed; the server refuses columns and filters it does not know */
export function readState(text: string): TableState | null {
  try {
    const { columns, filters, orderBy } = JSON.parse(text) as Partial<TableState>
    return Array.isArray(columns) && Array.isArray(filters) ? { columns, filters, orderBy: orderBy ?? null } : null
  } catch {
    return null
  }
}

/** A saved view may lack parts. */
export const stateOfView = (definition: unknown): TableState => {
  const { columns, filters, orderBy } = (definition ?? {}) as Partial<TableState>
  return {
    columns: columns?.length ? columns : DEFAULT_STATE.columns,
    filters: filters ?? [],
    orderBy: orderBy ?? null,
  }
}

export const FIELD_NAMES: Record<string, string> = {
  name: 'Name',
  external_id: 'External ID',
  created_at: 'Created',
  updated_at: 'Changed',
  ...Object.fromEntries(LINKS.map(({ key, label }) => [key, label])),
}

export interface TableRow {
  id: string
  name: string
  externalId: string | null
  accountFields: Record<string, string | number | null>
  tags: string[]
  noteCount?: number
  relationships: Record<string, number[]>
  customProperties: Record<string, string | number | boolean | null>
  groupProperties: Record<string, unknown>
  usageMetrics: Record<string, { value: number; previous: number; days: number[] }>
  lastSeen?: string | null
}
export interface TableAnswer {
  results: TableRow[]
  count: number
  hasMore: boolean
}

export const PAGE_ROWS = 100
export const ROWS_MAX = 500

export function askTable(
  projectId: number,
  { columns, filters, orderBy }: TableState,
  q: string,
  page: { limit: number; offset: number },
  signal?: AbortSignal,
): Promise<TableAnswer> {
  const node = {
    kind: 'AccountsTableQuery',
    columns,
    filters: [...filters, ...(q ? [{ kind: 'search', value: q }] : [])],
    orderBy,
    ...page,
  }
  return ask(projectId, node as never, { signal }) as unknown as Promise<TableAnswer>
}

const path = (projectId: number) => ({ project_id: String(projectId) })
export type View = components['schemas']['AccountView']

export function viewsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['account-views', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/account_views', {
          params: { path: path(projectId), query: { limit: '500' } },
          signal,
        }),
      ),
  })
}

export const saveView = (projectId: number, name: string, visibility: 'private' | 'team', state: TableState) =>
  dataOf(
    api.POST('/api/projects/{project_id}/account_views', {
      params: { path: path(projectId) },
      body: { name, visibility, definition: state as never },
    }),
  )

export const updateView = (
  projectId: number,
  id: string,
  body: { name?: string; visibility?: 'private' | 'team'; definition?: TableState; version?: number },
) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/account_views/{id}', {
      params: { path: { ...path(projectId), id } },
      body: body as never,
    }),
  )

export const deleteView = (projectId: number, id: string) =>
  api.DELETE('/api/projects/{project_id}/account_views/{id}', { params: { path: { ...path(projectId), id } } })

type Bulk = paths['/api/projects/{project_id}/accounts/bulk_update']['post']
export type BulkChange = Omit<NonNullable<Bulk['requestBody']>['content']['application/json'], 'ids'>
const AT_ONCE = 1000

/** Changes any number of accounts, in batches of the size that the server accepts. */
export async function changeMany(
  projectId: number,
  ids: readonly string[],
  change: BulkChange,
  onProgress: (done: number) => void,
): Promise<{ updated: number; unchanged: number; refused: number }> {
  const total = { updated: 0, unchanged: 0, refused: 0 }
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { updated, unchanged, missing, forbidden } = await dataOf(
      api.POST('/api/projects/{project_id}/accounts/bulk_update', {
        params: { path: path(projectId) },
        body: { ids: ids.slice(at, at + AT_ONCE), ...change },
      }),
    )
    total.updated += updated
    total.unchanged += unchanged
    total.refused += missing.length + forbidden.length
    onProgress(Math.min(at + AT_ONCE, ids.length))
  }
  return total
}

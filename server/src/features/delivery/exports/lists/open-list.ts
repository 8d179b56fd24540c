/** Opens the list that a path names, as the user who asked for it. */
import { errors } from '../../../../platform/http/errors.ts'
import { compare, constant, field, printHogQL } from '../../../analytics/hogql/index.ts'
import { readFilters } from '../../../analytics/query/index.ts'
import { accountsForFile } from '../../../customers/customer-accounts/index.ts'
import { visibleCohorts } from '../../../people/cohorts/index.ts'
import { groupsForFile } from '../../../people/groups/index.ts'
import { personsForFile } from '../../../people/persons/index.ts'
import type { ExportParts } from '../parts.ts'
import type { Viewer } from '../viewer.ts'
import type { ListPath } from './paths.ts'

/** Objects that are read more than once, in pieces. */
export type ReadObjects = () => AsyncIterable<object[]>

/** A query that yields the rows, or a function that lends the objects to work with them. */
export type OpenList =
  | { node: Record<string, unknown> }
  | { lend: <T>(work: (read: ReadObjects) => Promise<T>) => Promise<T> }

/**
 * @param rowsMax the list is read up to this many rows
 * @throws ApiError 400 for invalid parameters, 403 or 404 when the user may not see it
 */
export async function openList(
  { db }: Pick<ExportParts, 'db'>,
  viewer: Viewer,
  { kind, id, query }: ListPath,
  rowsMax: number,
): Promise<OpenList> {
  const { team } = viewer
  switch (kind) {
    case 'events':
      return { node: eventsNode(query) }
    case 'cohort':
      return { node: await cohortNode(db, viewer, Number(id), query) }
    case 'persons':
      return { lend: (work) => personsForFile(db, team, { query, rowsMax }, work) }
    case 'groups':
      return { lend: (work) => work(() => groupsForFile(db, team.id, query)) }
    case 'accounts': {
      const own = await viewer.access('account')
      return { lend: (work) => work(() => accountsForFile(db, team, own, query)) }
    }
  }
}

/** The list of events, with its parameters as those of a query. */
function eventsNode(query: Record<string, string>): Record<string, unknown> {
  const { event, distinct_id: distinctId, person_id: personId, after, before, properties, orderBy } = query
  const isAscending = orderBy !== undefined && /^\["timestamp"\]$/.test(orderBy.replaceAll(' ', ''))
  return {
    kind: 'EventsQuery',
    select: ['*', 'person_display_name -- person'],
    after: after || 'all',
    ...(before && { before }),
    ...(event && { event }),
    ...(personId && { personId }),
    ...(distinctId && { where: [printHogQL(compare('==', field('distinct_id'), constant(distinctId)))] }),
    ...(properties && { properties: readFilters(properties) }),
    orderBy: [isAscending ? 'timestamp ASC' : 'timestamp DESC'],
  }
}

async function cohortNode(
  db: ExportParts['db'],
  viewer: Viewer,
  id: number,
  { search }: Record<string, string>,
): Promise<Record<string, unknown>> {
  if (!viewer.own) throw errors.forbidden()
  const visible = await visibleCohorts({ db, ...viewer.own })
  if (!visible.has(id)) throw errors.notFound('The cohort was deleted.')
  return {
    kind: 'ActorsQuery',
    select: ['person', 'id', 'created_at'],
    properties: [{ type: 'cohort', key: 'id', value: id }],
    ...(search && { search }),
    orderBy: ['created_at DESC'],
  }
}

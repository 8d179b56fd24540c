/** Lists recordings. ClickHouse finds them and orders them; what is shown is read from PostgreSQL. */
import { DateTime } from 'luxon'
import {
  alias,
  and,
  call,
  compare,
  constant,
  type Expr,
  field,
  moment,
  or,
  type SelectQuery,
  selectTemplate,
  tuple,
} from '../../analytics/hogql/index.ts'
import { Asker, askingTeam, type QueryStores } from '../../analytics/query/index.ts'
import { findPersonsByUuid } from '../../people/persons/index.ts'
import type { ProjectContext } from '../../workspace/organizations/index.ts'
import { readEnd, readStart } from './bounds.ts'
import { type Cursor, writeCursor } from './cursor.ts'
import { criteriaCondition } from './filters.ts'
import type { ListParameters } from './list-parameters.ts'
import { presentRecordings } from './present.ts'
import type { Order, RecordingAnswer } from './schemas.ts'
import { findRecordings } from './store.ts'
import { findViewed } from './views.ts'

export interface RecordingPage {
  results: RecordingAnswer[]
  has_next: boolean
  version: 4
  next_cursor?: string
}

const DATE_FROM_DEFAULT = '-3d'
/** While viewed recordings are left out, at least so many are read at once. */
const ROWS_AT_ONCE_MIN = 200

/** The number by which a list is ordered. */
const ORDER_VALUES: Record<Order, () => Expr> = {
  start_time: () => call('toUnixTimestamp64Micro', field('start_time')),
  duration: () => field('duration'),
  active_seconds: () => field('active_seconds'),
  inactive_seconds: () => field('inactive_seconds'),
  click_count: () => field('click_count'),
  keypress_count: () => field('keypress_count'),
  mouse_activity_count: () => field('mouse_activity_count'),
  console_error_count: () => field('console_error_count'),
  activity_score: () => call('ifNull', field('activity_score'), constant(-1)),
  recording_ttl: () => call('toUnixTimestamp', field('expiry_time')),
}

/** @throws ApiError 400 for invalid filters */
export async function listRecordings(
  context: ProjectContext,
  stores: QueryStores,
  parameters: ListParameters,
): Promise<RecordingPage> {
  const { found, hasNext } = await findSessions(context, stores, parameters)
  const ids = found.map(({ sessionId }) => sessionId)
  const first = parameters.firstSession
  const shown = first === null || ids.includes(first) ? ids : [first, ...ids]
  const rows = await findRecordings(context.db.$client, context.team.id, shown)
  const presented = await presentRecordings(
    context,
    shown.flatMap((id) => rows.get(id) ?? []),
  )
  const last = found.at(-1)
  return {
    results: presented.map((recording) => ({ ...recording, matches_filters: ids.includes(recording.id) })),
    has_next: hasNext,
    version: 4,
    ...(hasNext && last && { next_cursor: writeCursor(last, parameters.order, parameters.isAscending) }),
  }
}

/** The sessions on a page of the list. @throws ApiError 400 for invalid filters */
export async function findSessions(
  context: ProjectContext,
  stores: QueryStores,
  parameters: ListParameters,
): Promise<{ found: Cursor[]; hasNext: boolean }> {
  const asker = await Asker.open(stores, askingTeam(context.team), askedAbout(parameters))
  return new Search(context, asker, parameters).page()
}

/** What names actions and HogQL in the parameters, for the asker to load. */
const askedAbout = ({ entities, properties }: ListParameters) => ({ entities, properties })

class Search {
  constructor(
    private readonly context: ProjectContext,
    private readonly asker: Asker,
    private readonly parameters: ListParameters,
  ) {}

  async page(): Promise<{ found: Cursor[]; hasNext: boolean }> {
    const { sessionIds, offset, limit } = this.parameters
    if (sessionIds?.length === 0) return { found: [], hasNext: false }
    const wanted = offset + limit + 1
    const condition = await this.condition()
    const rows = sessionIds
      ? inOrderOf(sessionIds, await this.read(condition, this.parameters.after, null))
      : await this.readUnhidden(condition, wanted)
    return { found: rows.slice(offset, offset + limit), hasNext: rows.length > offset + limit }
  }

  private async condition(): Promise<Expr> {
    const { sessionIds, distinctIds, personUuid } = this.parameters
    const ids = distinctIds ?? (personUuid === null ? null : await this.idsOf(personUuid))
    return and(
      compare('>', field('expiry_time'), moment(this.asker.now.getTime() * 1000)),
      this.dateCondition(),
      sessionIds ? isOneOf('session_id', sessionIds) : constant(true),
      ids ? isOneOf('distinct_id', ids) : constant(true),
      criteriaCondition(this.asker, this.parameters, this.bounds()),
    )
  }

  /** Times of the recordings that are asked for; none if sessions are named. */
  private bounds(): { from: number | null; to: number | null } {
    const { sessionIds, dateFrom, dateTo } = this.parameters
    const now = DateTime.fromJSDate(this.asker.now, { zone: this.asker.team.timezone })
    const from = dateFrom === 'all' ? null : (dateFrom ?? (sessionIds ? null : DATE_FROM_DEFAULT))
    return {
      from: from === null ? null : readStart(from, 'date_from', now),
      to: dateTo === null ? null : readEnd(dateTo, 'date_to', now),
    }
  }

  private dateCondition(): Expr {
    const { from, to } = this.bounds()
    return and(
      from === null ? constant(true) : compare('>=', field('start_time'), moment(from)),
      to === null ? constant(true) : compare('<=', field('start_time'), moment(to)),
    )
  }

  private async idsOf(uuid: string): Promise<string[]> {
    const { db, team } = this.context
    const persons = await findPersonsByUuid(db, team.id, [uuid])
    return [...persons.values()].flatMap(({ distinctIds }) => distinctIds)
  }

  /** Reads on until enough rows are found that nobody, or not the caller, has watched. */
  private async readUnhidden(condition: Expr, wanted: number): Promise<Cursor[]> {
    const { hideViewed, after } = this.parameters
    if (!hideViewed) return this.read(condition, after, wanted)
    const { db, team, principal } = this.context
    const kept: Cursor[] = []
    for (let place = after; ; ) {
      const atOnce = Math.max(ROWS_AT_ONCE_MIN, wanted)
      const rows = await this.read(condition, place, atOnce)
      const ids = rows.map(({ sessionId }) => sessionId)
      const viewed = await findViewed(
        db.$client,
        team.id,
        ids,
        hideViewed === 'any-user' ? 'anybody' : principal.userId,
      )
      kept.push(...rows.filter(({ sessionId }) => !viewed.has(sessionId)))
      if (kept.length >= wanted || rows.length < atOnce) return kept.slice(0, wanted)
      place = rows.at(-1)!
    }
  }

  private async read(condition: Expr, after: Cursor | null, limit: number | null): Promise<Cursor[]> {
    const { order, isAscending } = this.parameters
    const value = ORDER_VALUES[order]
    const beyond = isAscending ? '>' : '<'
    const isAfter = after
      ? or(
          compare(beyond, value(), constant(after.value)),
          and(
            compare('==', value(), constant(after.value)),
            compare(beyond, field('session_id'), constant(after.sessionId)),
          ),
        )
      : constant(true)
    const direction = isAscending ? ('ASC' as const) : ('DESC' as const)
    const tree = selectTemplate('SELECT session_id, 1 FROM session_replay_events WHERE {where}', {
      where: and(condition, isAfter),
    }) as SelectQuery
    const { rows } = await this.asker.run({
      ...tree,
      select: [field('session_id'), alias('place', value())],
      order_by: [field('place'), field('session_id')].map((expr) => ({
        node: 'OrderExpr' as const,
        expr,
        order: direction,
      })),
      ...(limit !== null && { limit: constant(limit) }),
    })
    return rows.map(([sessionId, place]) => ({ sessionId: String(sessionId), value: Number(place) }))
  }
}

function inOrderOf(ids: readonly string[], rows: readonly Cursor[]): Cursor[] {
  const byId = new Map(rows.map((row) => [row.sessionId, row]))
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
}

/** A condition on a column; it holds of nothing if the list is empty. */
function isOneOf(column: string, texts: readonly string[]): Expr {
  if (texts.length === 0) return constant(false)
  return compare('in', field(column), tuple(...texts.map((text) => constant(text))))
}

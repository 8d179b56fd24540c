/** Reads the members of cohorts, and changes those of static cohorts. */
import { validate as isUuid } from 'uuid'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'
import { Asker, askingTeam, readNode, runNode } from '../../analytics/query/index.ts'
import { findPerson, parsePersonId } from '../persons/index.ts'
import { removeMember } from './members.ts'
import type { CohortContext } from './operations.ts'
import { type Cohort, cohortsOf } from './store.ts'

/** A page of the persons in a cohort, newest first. */
export async function listMembers(
  { db, clickHouse, team }: CohortContext,
  cohort: Cohort,
  { search, page: { limit, offset } }: { search: string | undefined; page: Page },
): Promise<{ results: JsonObject[]; hasMore: boolean }> {
  const node = readNode({
    kind: 'ActorsQuery',
    select: ['person'],
    orderBy: ['created_at DESC', 'id'],
    properties: [{ type: 'cohort', key: 'id', value: cohort.id }],
    limit,
    offset,
    ...(search && { search }),
  })
  const asker = await Asker.open({ db, reader: clickHouse.reader }, askingTeam(team), node)
  const { results, hasMore } = await runNode(node, asker)
  return {
    results: (results as JsonObject[][]).map(([person]) => ({
      type: 'person',
      ...person!,
      uuid: person!.id!,
      matched_recordings: [],
      value_at_data_point: null,
    })),
    hasMore: hasMore === true,
  }
}

/** @throws ApiError 400 for a dynamic cohort, or if an ID is not a person's; nobody is added then */
export async function addPersons({ team, members }: CohortContext, cohort: Cohort, ids: string[]): Promise<void> {
  assertStatic(cohort)
  const known = await members.existing(team, ids)
  const unknown = ids.find((id) => !known.includes(id.toLowerCase()))
  if (unknown !== undefined) throw errors.invalid(`There is no person ${unknown.slice(0, 100)}.`, 'person_ids')
  await members.add(cohort, known)
}

/** @throws ApiError 400 for a dynamic cohort, or if the ID is not a UUID */
export async function removePerson(
  { clickHouse, members }: CohortContext,
  cohort: Cohort,
  person: string,
): Promise<void> {
  assertStatic(cohort)
  if (!isUuid(person)) throw errors.invalid('person_id must be a UUID.', 'person_id')
  await removeMember(clickHouse.writer, cohort, person)
  await members.recount(cohort)
}

function assertStatic({ isStatic }: Cohort): void {
  if (!isStatic) throw errors.invalid('Can only add users to static cohorts')
}

/**
 * The cohorts that contain a person and that the caller may see.
 * @throws ApiError 404 if there is no such person
 */
export async function cohortsOfPerson(
  { db, clickHouse, team, own }: CohortContext,
  personId: string,
): Promise<{ id: number; name: string; count: number | null }[]> {
  const person = await findPerson(db, team.id, parsePersonId(personId))
  if (!person) throw errors.notFound()
  const found = await cohortsOf({ pool: db.$client, reader: clickHouse.reader }, team.id, person.uuid)
  return found
    .filter(({ id, createdById }) => own.sees(id, createdById))
    .map(({ id, name, count }) => ({ id, name, count }))
}

interface Calculation {
  id: string
  startedAt: string
  finishedAt: string | null
  count: number | null
  error: string | null
  version: number
}

/** A page of a cohort's calculations, newest first. */
export async function listCalculations({ db, team }: CohortContext, cohort: Cohort, page: Page) {
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(
      'SELECT count(*) AS count FROM cohort_calculations WHERE team_id = $1 AND cohort_id = $2',
      [team.id, cohort.id],
    ),
    db.$client.query<Calculation>(
      `SELECT id, version, started_at::text AS "startedAt", finished_at::text AS "finishedAt", count, error FROM cohort_calculations
       WHERE team_id = $1 AND cohort_id = $2 ORDER BY started_at DESC LIMIT $3 OFFSET $4`,
      [team.id, cohort.id, page.limit, page.offset],
    ),
  ])
  const results = found.rows.map((row) => ({
    id: row.id,
    version: row.version,
    started_at: formatTime(row.startedAt),
    finished_at: row.finishedAt === null ? null : formatTime(row.finishedAt),
    count: row.count,
    error: row.error,
    is_completed: row.finishedAt !== null,
    is_successful: row.finishedAt !== null && row.error === null,
  }))
  return { count: counted.rows[0]!.count, results }
}

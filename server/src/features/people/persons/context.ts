/** The project whose persons a request speaks of, with what persons are read and changed with. */
import type { FastifyRequest } from 'fastify'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { HogQLStores } from '../../analytics/hogql/index.ts'
import type { ActivityDetail } from '../../workspace/activity/index.ts'
import { enterProject, logChange, type ProjectContext } from '../../workspace/objects/index.ts'
import { personKind } from './kind.ts'
import type { PersonRow } from './person.ts'
import { parsePersonId } from './person-id.ts'
import { findPerson } from './repository.ts'

/** What routes of persons work with. */
export interface PersonParts {
  db: Database
  clickHouse: ClickHouse
  /** Changes of persons are captured there, as events. */
  log: EventLog
}

export interface PersonContext extends ProjectContext, PersonParts {}

/** What questions about a person's events are asked with. */
export const queryStores = ({ db, clickHouse }: PersonParts): HogQLStores => ({
  pool: db.$client,
  reader: clickHouse.reader,
})

export type Enter = (request: FastifyRequest) => Promise<PersonContext>

/** @throws ApiError 404 when there is no such project, 403 when it is not the caller's */
export async function enterPersons(parts: PersonParts, request: FastifyRequest): Promise<PersonContext> {
  return { ...parts, ...(await enterProject(parts.db, request)) }
}

/**
 * The person that a request names in its path.
 * @throws ApiError 400 for what is no id, 404 without such a person
 */
export async function findNamedPerson({ db, team }: PersonContext, request: FastifyRequest): Promise<PersonRow> {
  const person = await findPerson(db, team.id, parsePersonId((request.params as { id: string }).id))
  if (!person) throw errors.notFound()
  return person
}

/** Notes a change of a person, in the transaction that makes it. */
export function logPersonChange(
  client: PoolClient,
  project: ProjectContext,
  { id }: { id: number },
  activity: string,
  detail: Partial<ActivityDetail>,
): Promise<void> {
  return logChange(client, project, personKind, { id, activity, detail })
}

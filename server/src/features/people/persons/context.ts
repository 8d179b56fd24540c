/** The project that a request addresses, and the stores for its persons. */
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

/** Dependencies of the person routes. */
export interface PersonParts {
  db: Database
  clickHouse: ClickHouse
  /** Event log in which changes to persons are captured. */
  log: EventLog
}

export interface PersonContext extends ProjectContext, PersonParts {}

/** Stores for queries on a person's events. */
export const queryStores = ({ db, clickHouse }: PersonParts): HogQLStores => ({
  pool: db.$client,
  reader: clickHouse.reader,
})

export type Enter = (request: FastifyRequest) => Promise<PersonContext>

/** @throws ApiError 404 if there is no such project, 403 if the caller has no access to it */
export async function enterPersons(parts: PersonParts, request: FastifyRequest): Promise<PersonContext> {
  return { ...parts, ...(await enterProject(parts.db, request)) }
}

/**
 * The person whose ID is in the request path.
 * @throws ApiError 400 for an invalid ID, 404 if there is no such person
 */
export async function findNamedPerson({ db, team }: PersonContext, request: FastifyRequest): Promise<PersonRow> {
  const person = await findPerson(db, team.id, parsePersonId((request.params as { id: string }).id))
  if (!person) throw errors.notFound()
  return person
}

/** Records a change to a person in the activity log, in the transaction that makes it. */
export function logPersonChange(
  client: PoolClient,
  project: ProjectContext,
  { id }: { id: number },
  activity: string,
  detail: Partial<ActivityDetail>,
): Promise<void> {
  return logChange(client, project, personKind, { id, activity, detail })
}

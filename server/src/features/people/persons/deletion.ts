/** Deletes persons, and queues the deletion of their events and recordings. */
import { errors } from '../../../platform/http/errors.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import { type Database, inRepeatedTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { lockDistinctIds, lockPerson } from './changes.ts'
import { logPersonChange, type PersonContext } from './context.ts'
import { deletePersonData } from './jobs.ts'
import type { PersonId } from './repository.ts'

export interface DeletionWishes {
  deleteEvents: boolean
  deleteRecordings: boolean
  /** Keep the person itself. */
  keepPerson: boolean
}

/**
 * Deletes a person and queues the requested deletions, in one transaction.
 * @throws ApiError 404 if there is no such person
 */
export async function deletePerson(context: PersonContext, id: PersonId, wishes: DeletionWishes): Promise<void> {
  await inRepeatedTransaction(context.db.$client, async (client) => {
    const person = await lockPerson(client, context.team.id, id)
    if (!person) throw errors.notFound()
    const owned = await lockDistinctIds(client, context.team.id, person.id)
    const kinds = [
      ...(wishes.deleteEvents ? (['events'] as const) : []),
      ...(wishes.deleteRecordings ? (['recordings'] as const) : []),
    ]
    for (const kind of kinds) {
      await queueDeletion(client, context, {
        personUuid: person.uuid,
        distinctIds: owned.map((row) => row.distinctId),
        kind,
      })
    }
    if (wishes.keepPerson) return
    // The events of these distinct IDs still carry the deleted person. The next owner of an ID needs an override with a
    // higher version than all earlier ones.
    await client.query(
      `INSERT INTO personless_distinct_ids (team_id, distinct_id, version)
       SELECT team_id, distinct_id, version + 1 FROM person_distinct_ids WHERE person_id = $1
       ON CONFLICT (team_id, distinct_id) DO UPDATE SET version = greatest(personless_distinct_ids.version, excluded.version)`,
      [person.id],
    )
    await client.query('DELETE FROM feature_flag_hash_keys WHERE team_id = $1 AND person_id = $2', [
      context.team.id,
      person.id,
    ])
    await client.query('DELETE FROM persons WHERE team_id = $1 AND id = $2', [context.team.id, person.id])
    await logPersonChange(client, context, person, 'deleted', { name: person.uuid })
  })
}

interface QueuedDeletion {
  personUuid: string
  distinctIds: string[]
  kind: 'events' | 'recordings'
}

/** At most one deletion of each kind is pending per person. A new request extends a pending one up to now. */
async function queueDeletion(client: PoolClient, { log, team }: PersonContext, wish: QueuedDeletion): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO person_deletions (team_id, person_uuid, kind, distinct_ids, log_sequence) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (team_id, person_uuid, kind) WHERE verified_at IS NULL
     DO UPDATE SET distinct_ids = excluded.distinct_ids, log_sequence = excluded.log_sequence, until = NULL
     RETURNING id`,
    [team.id, wish.personUuid, wish.kind, JSON.stringify(wish.distinctIds), log.lastSequence()],
  )
  const { id } = rows[0]!
  await sendJob(client, deletePersonData, { deletionId: id }, { singletonKey: String(id) })
}

export interface BulkSummary {
  persons_found: number
  persons_deleted: number
  events_queued_for_deletion: boolean
  recordings_queued_for_deletion: boolean
  deletion_errors: { person_uuid: string }[]
}

/** Deletes persons one by one. A failure does not stop the others. */
export async function deletePersons(
  context: PersonContext,
  ids: { ids: PersonId[] } | { distinctIds: string[] },
  wishes: DeletionWishes,
): Promise<BulkSummary> {
  const uuids = await findUuids(context.db, context.team.id, ids)
  const failed: string[] = []
  let deleted = 0
  for (const uuid of uuids) {
    try {
      await deletePerson(context, { uuid }, wishes)
      deleted += 1
    } catch {
      failed.push(uuid)
    }
  }
  return {
    persons_found: uuids.length,
    persons_deleted: wishes.keepPerson ? 0 : deleted,
    events_queued_for_deletion: wishes.deleteEvents && uuids.length > 0,
    recordings_queued_for_deletion: wishes.deleteRecordings && uuids.length > 0,
    deletion_errors: failed.map((uuid) => ({ person_uuid: uuid })),
  }
}

async function findUuids(
  db: Database,
  teamId: number,
  ids: { ids: PersonId[] } | { distinctIds: string[] },
): Promise<string[]> {
  const { rows } =
    'distinctIds' in ids
      ? await db.$client.query<{ uuid: string }>(
          `SELECT DISTINCT p.uuid FROM person_distinct_ids d JOIN persons p ON p.id = d.person_id
           WHERE d.team_id = $1 AND d.distinct_id = ANY($2)`,
          [teamId, ids.distinctIds],
        )
      : await db.$client.query<{ uuid: string }>(
          'SELECT uuid FROM persons WHERE team_id = $1 AND (uuid = ANY($2::uuid[]) OR id = ANY($3::bigint[]))',
          [
            teamId,
            ids.ids.flatMap((id) => ('uuid' in id ? [id.uuid] : [])),
            ids.ids.flatMap((id) => ('id' in id ? [id.id] : [])),
          ],
        )
  return rows.map((row) => row.uuid)
}

export interface StoredDeletion {
  personUuid: string
  createdAt: string
  verifiedAt: string | null
  rowsTotal: number | null
  rowsDeleted: number
}

/** A page of event deletions, newest first, with their total number. */
export async function listDeletions(
  db: Database,
  teamId: number,
  filter: { status: 'pending' | 'completed' | 'all'; personUuid: string | null },
  page: { limit: number; offset: number },
): Promise<{ count: number; rows: StoredDeletion[] }> {
  const status = { pending: 'AND verified_at IS NULL', completed: 'AND verified_at IS NOT NULL', all: '' }[
    filter.status
  ]
  const where = `team_id = $1 AND kind = 'events' AND ($2::uuid IS NULL OR person_uuid = $2) ${status}`
  const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM person_deletions WHERE ${where}`, [
      teamId,
      filter.personUuid,
    ]),
    db.$client.query<StoredDeletion>(
      `SELECT person_uuid AS "personUuid", ${time('created_at')} AS "createdAt", ${time('verified_at')} AS "verifiedAt",
         rows_total AS "rowsTotal", rows_deleted AS "rowsDeleted"
       FROM person_deletions WHERE ${where} ORDER BY id DESC LIMIT $3 OFFSET $4`,
      [teamId, filter.personUuid, page.limit, page.offset],
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

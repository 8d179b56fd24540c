/** Persons and their deletions in API format. */
import type { z } from 'zod'
import { formatTime } from '../../../platform/time.ts'
import type { PersonContext } from './context.ts'
import type { StoredDeletion } from './deletion.ts'
import type { PastPerson } from './past-properties.ts'
import { type PersonRow, toPersonAnswer } from './person.ts'
import type { batchAnswer, deletionAnswer, pastPersonAnswer, personAnswer } from './schemas.ts'

const BATCH_DISTINCT_IDS_MAX = 10

/** @param idsMax maximum number of distinct IDs in the answer; all by default */
export function presentPerson({ team }: PersonContext, row: PersonRow, idsMax?: number): z.infer<typeof personAnswer> {
  return toPersonAnswer(row, team.personDisplayNameProperties, idsMax)
}

/** Persons, keyed by the distinct ID or UUID that was requested. */
export function presentBatch(context: PersonContext, found: Map<string, PersonRow>): z.infer<typeof batchAnswer> {
  const rows = [...found].map(([key, row]) => [key, presentPerson(context, row, BATCH_DISTINCT_IDS_MAX)])
  return { results: Object.fromEntries(rows) }
}

export function presentDeletion(row: StoredDeletion): z.infer<typeof deletionAnswer> {
  return {
    person_uuid: row.personUuid,
    created_at: formatTime(row.createdAt),
    status: row.verifiedAt === null ? 'pending' : 'completed',
    delete_verified_at: row.verifiedAt === null ? null : formatTime(row.verifiedAt),
    events_total: row.rowsTotal,
    events_deleted: row.rowsDeleted,
  }
}

export function presentPast(
  context: PersonContext,
  { person, properties, question }: PastPerson,
): z.infer<typeof pastPersonAnswer> {
  const { distinctId, uuid, until, includeSetOnce } = question
  return {
    ...presentPerson(context, { ...person, properties }),
    point_in_time_metadata: {
      queried_timestamp: formatTime(until),
      include_set_once: includeSetOnce,
      distinct_id_used: distinctId,
      person_id_used: uuid,
      query_mode: distinctId ? 'distinct_id' : 'person_id',
      distinct_ids_queried: person.distinctIds,
      distinct_ids_count: person.distinctIds.length,
    },
  }
}

/** Merges persons by capturing `$merge_dangerously`, so that the rules of identity exist only in ingestion. */
import { errors } from '../../../platform/http/errors.ts'
import { inTransaction } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { captureInternally } from '../../data/capture/index.ts'
import { logPersonChange, type PersonContext } from './context.ts'
import { isIllegalForMerge } from './identity-rules.ts'
import type { PersonRow } from './person.ts'
import { findPerson, type PersonId } from './repository.ts'

const MERGED_MAX = 100
const WAIT_MS = 10_000
const POLL_MS = 30

/**
 * Merges other persons into one and waits until the worker has done it.
 * @returns the remaining person
 * @throws ApiError 404 if one does not exist, 400 for too many persons or the person itself, 503 if it takes too long:
 * the worker then completes the merge later
 */
export async function mergePersons(context: PersonContext, id: PersonId, others: PersonId[]): Promise<PersonRow> {
  const { db, team } = context
  if (others.length > MERGED_MAX) throw errors.invalid(`At most ${MERGED_MAX} persons can be merged at once.`, 'ids')
  const target = await findPerson(db, team.id, id)
  if (!target) throw errors.notFound()
  const sources: PersonRow[] = []
  for (const other of others) {
    const source = await findPerson(db, team.id, other)
    if (!source) throw errors.notFound()
    if (source.id === target.id) throw errors.invalid('A person cannot be merged into itself.', 'ids')
    sources.push(source)
  }
  const targetId = mergeableId(target)
  const events = sources.map((source) => ({
    uuid: newUuid(),
    event: '$merge_dangerously',
    distinct_id: targetId,
    properties: { alias: mergeableId(source) },
    timestamp: new Date().toISOString(),
  }))
  await captureInternally(context.log, team.apiToken, events).catch(() => {
    throw errors.unavailable('Persons cannot be merged at the moment. Try again in a while.')
  })
  await waitUntilGone(context, sources)
  const after = { merged: sources.map((source) => source.uuid) }
  const changes = [{ type: 'Person' as const, action: 'merged' as const, field: null, before: null, after }]
  const detail = { name: target.uuid, changes }
  await inTransaction(db.$client, (client) => logPersonChange(client, context, target, 'people_merged_into', detail))
  const merged = await findPerson(db, team.id, { uuid: target.uuid })
  if (!merged) throw errors.notFound()
  return merged
}

/**
 * A distinct ID of the person that ingestion can merge by. IDs that many visitors share by mistake, such as
 * "anonymous", are excluded.
 */
function mergeableId({ distinctIds, uuid }: PersonRow): string {
  const id = distinctIds.find((each) => !isIllegalForMerge(each))
  if (id === undefined)
    throw errors.invalid(`The person ${uuid} has no ID that it can be merged by: IDs such as "anonymous" are refused.`)
  return id
}

async function waitUntilGone({ db, team }: PersonContext, sources: PersonRow[]): Promise<void> {
  const deadline = Date.now() + WAIT_MS
  for (;;) {
    const { rows } = await db.$client.query(
      'SELECT 1 FROM persons WHERE team_id = $1 AND id = ANY($2::bigint[]) LIMIT 1',
      [team.id, sources.map((source) => source.id)],
    )
    if (rows.length === 0) return
    if (Date.now() > deadline)
      throw errors.unavailable(
        'The merge is taking longer than usual, or an ID cannot be merged. Check again in a while.',
      )
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Splits distinct IDs off a person, each into a person of its own. */

import { errors } from '../../../platform/http/errors.ts'
import { inRepeatedTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { lockDistinctIds, lockPerson } from './changes.ts'
import { logPersonChange, type PersonContext } from './context.ts'
import { personUuid } from './identity-rules.ts'
import { type PersonOverride, saveOverrides } from './overrides.ts'
import type { PersonId } from './repository.ts'

export interface SplitChoice {
  /** The only ID to keep. */
  mainDistinctId: string | null
  /** The IDs to split off. Cannot be combined with `mainDistinctId`. */
  distinctIdsToSplit: string[] | null
}

/**
 * Moves distinct IDs away from a person. The person keeps its ID, UUID and properties. Each moved distinct ID gets the
 * person that it would have had on its own. Either all moves happen or none.
 * @param readChoice returns the IDs to move; called once the person is found. Without a choice, only the ID that was
 * attached first stays.
 * @throws ApiError 404 if there is no such person, 400 for an ID that it does not own
 */
export async function splitPerson(context: PersonContext, id: PersonId, readChoice: () => SplitChoice): Promise<void> {
  await inRepeatedTransaction(context.db.$client, async (client) => {
    const person = await lockPerson(client, context.team.id, id)
    if (!person) throw errors.notFound()
    const choice = readChoice()
    const owned = await lockDistinctIds(client, context.team.id, person.id)
    const ids = owned.map(({ distinctId }) => distinctId)
    const moving = new Set(chooseMoving(ids, choice))
    const overrides: PersonOverride[] = []
    for (const { distinctId, version } of owned.filter((row) => moving.has(row.distinctId))) {
      const target = await findOrCreateTarget(client, context.team.id, person.uuid, distinctId)
      await client.query(
        'UPDATE person_distinct_ids SET person_id = $3, version = $4 WHERE team_id = $1 AND distinct_id = $2',
        [context.team.id, distinctId, target.id, version + 1],
      )
      overrides.push({ distinctId, personUuid: target.uuid, version: version + 1 })
    }
    if (overrides.length > 0) await saveOverrides(client, context.team.id, overrides)
    const after = {
      distinct_ids: ids,
      ...(choice.distinctIdsToSplit && { distinct_ids_to_split: choice.distinctIdsToSplit }),
    }
    const changes = [{ type: 'Person' as const, action: 'split' as const, field: null, before: null, after }]
    await logPersonChange(client, context, person, 'split_person', { name: person.uuid, changes })
  })
}

function chooseMoving(ids: string[], { mainDistinctId, distinctIdsToSplit }: SplitChoice): string[] {
  if (distinctIdsToSplit === null) return ids.filter((id) => id !== (mainDistinctId ?? ids[0]))
  const foreign = [...new Set(distinctIdsToSplit)].filter((id) => !ids.includes(id)).sort()
  if (foreign.length > 0) {
    const names = foreign.slice(0, 100).map((id) => `'${id}'`)
    throw errors.invalid(`not on this person: [${names.join(', ')}]`, 'distinct_ids_to_split')
  }
  return distinctIdsToSplit
}

async function findOrCreateTarget(
  client: PoolClient,
  teamId: number,
  splitUuid: string,
  distinctId: string,
): Promise<{ id: number; uuid: string }> {
  const derived = personUuid(teamId, distinctId)
  // The person's UUID is derived from this ID, so without a suffix the ID would stay where it is.
  const uuid = derived === splitUuid ? personUuid(teamId, `${distinctId}:split`) : derived
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO persons (team_id, uuid, created_at, properties) VALUES ($1, $2, now(), '{}')
     ON CONFLICT (team_id, uuid) DO UPDATE SET version = persons.version RETURNING id`,
    [teamId, uuid],
  )
  return { id: rows[0]!.id, uuid }
}

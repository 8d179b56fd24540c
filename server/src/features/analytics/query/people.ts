/** Persons and groups as shown in query answers. */
import { type JsonObject, parseJson } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'
import { findGroupsByKey } from '../../people/groups/index.ts'
import { displayName, findPersonsByUuid, type PersonRow } from '../../people/persons/index.ts'
import type { Asker } from './asker.ts'

export type Actor =
  | {
      id: string
      created_at: string
      distinct_ids: string[]
      is_identified: boolean
      properties: JsonObject
      name: string
    }
  | {
      id: string
      type: 'group'
      group_key: string
      group_type_index: number
      created_at: string
      properties: JsonObject
    }
  | { id: string }

const IDS_SHOWN_MAX = 100

/** Loads actors by ID. An actor that no longer exists consists of its ID only. */
export async function findActors(
  asker: Asker,
  ids: readonly string[],
  groupTypeIndex: number | null,
): Promise<{ actors: Map<string, Actor>; missing: number }> {
  const { db } = asker.stores
  const unique = [...new Set(ids)]
  const actors = new Map<string, Actor>()
  if (groupTypeIndex === null) {
    const persons = await findPersonsByUuid(db, asker.team.id, unique, IDS_SHOWN_MAX)
    for (const [id, person] of persons) actors.set(id, personActor(person, asker))
  } else {
    for (const [key, group] of await findGroupsByKey(db, asker.team.id, groupTypeIndex, unique))
      actors.set(key, {
        id: key,
        type: 'group',
        group_key: key,
        group_type_index: groupTypeIndex,
        created_at: formatTime(group.createdAt),
        properties: group.properties,
      })
  }
  const missing = unique.filter((id) => !actors.has(id)).length
  for (const id of unique) if (!actors.has(id)) actors.set(id, { id })
  return { actors, missing }
}

function personActor(person: PersonRow, asker: Asker): Actor {
  return {
    id: person.uuid,
    created_at: formatTime(person.createdAt),
    distinct_ids: person.distinctIds,
    is_identified: person.isIdentified,
    properties: person.properties,
    name: displayName(person, asker.team.personDisplayNames),
  }
}

export function actorName(actor: Actor | undefined, id: string): string {
  if (actor && 'name' in actor) return actor.name
  if (actor && 'group_key' in actor) {
    const { name } = actor.properties
    return typeof name === 'string' && name !== '' ? name : actor.group_key
  }
  return id
}

/** Parses an event's exact properties. */
export function readProperties(text: unknown): unknown {
  return typeof text === 'string' ? parseJson(text === '' ? '{}' : text) : text
}

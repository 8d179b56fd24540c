/** Rules about the IDs of persons, shared by ingestion and the API. */
import { v5 as uuidv5 } from 'uuid'

/** The namespace from which PostHog derives person UUIDs. Clients and exports rely on the derived values. */
const PERSON_NAMESPACE = '932979b4-65c3-4424-8467-0b66ec27bc22'
const MERGE_KEY_CHARACTERS_MAX = 400
const ILLEGAL_ANY_CASE = new Set([
  'anonymous',
  'guest',
  'distinctid',
  'distinct_id',
  'id',
  'not_authenticated',
  'email',
  'undefined',
  'true',
  'false',
])
const ILLEGAL_EXACT = new Set(['[object Object]', 'NaN', 'None', 'none', 'null', '0', 'undefined'])

/** The UUID of a person that is created for a distinct ID. */
export function personUuid(teamId: number, distinctId: string): string {
  return uuidv5(`${teamId}:${distinctId}`, PERSON_NAMESPACE)
}

/** True for IDs that many visitors share by mistake. Merging them would merge strangers into one person. */
export function isIllegalForMerge(distinctId: string): boolean {
  if (distinctId.trim() === '' || distinctId.includes('\0') || distinctId.length > MERGE_KEY_CHARACTERS_MAX) return true
  const quoted = /^(['"])([\s\S]*)\1$/.exec(distinctId)
  return [distinctId, quoted?.[2]].some(
    (id) => id !== undefined && (ILLEGAL_ANY_CASE.has(id.toLowerCase()) || ILLEGAL_EXACT.has(id)),
  )
}

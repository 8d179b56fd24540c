/** Rules about ids of persons that ingestion and the API share. */
import { v5 as uuidv5 } from 'uuid'

/** The namespace PostHog derives person uuids from; clients and exports rely on the derived values. */
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

/** The uuid of a person that is made for a distinct id. */
export function personUuid(teamId: number, distinctId: string): string {
  return uuidv5(`${teamId}:${distinctId}`, PERSON_NAMESPACE)
}

/** Ids that many visitors share by mistake; merging them would melt strangers into one person. */
export function isIllegalForMerge(distinctId: string): boolean {
  if (distinctId.trim() === '' || distinctId.includes('\0') || distinctId.length > MERGE_KEY_CHARACTERS_MAX) return true
  const quoted = /^(['"])([\s\S]*)\1$/.exec(distinctId)
  return [distinctId, quoted?.[2]].some(
    (id) => id !== undefined && (ILLEGAL_ANY_CASE.has(id.toLowerCase()) || ILLEGAL_EXACT.has(id)),
  )
}

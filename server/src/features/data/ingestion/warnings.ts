/** Ingestion warnings tell the project's owner about events that were accepted but not fully applied. */
import { LRUCache } from 'lru-cache'
import type { JsonObject } from '../../../platform/json.ts'

export type WarningType =
  | 'cannot_merge_already_identified'
  | 'cannot_merge_with_illegal_distinct_id'
  | 'invalid_event_when_process_person_profile_is_false'
  | 'invalid_process_person_profile'
  | 'skipping_event_invalid_distinct_id'
  | 'group_key_too_long'
  | 'invalid_anon_distinct_id'
  | 'invalid_alias'
  | 'invalid_group_set'
  | 'ignored_invalid_timestamp'
  | 'person_properties_size_violation'
  | 'client_ingestion_warning'
  | 'cookieless_disabled'
  | 'message_size_too_large'

export interface Warning {
  teamId: number
  type: WarningType
  details: JsonObject
}

const ALWAYS_RECORDED = new Set<WarningType>([
  'cannot_merge_already_identified',
  'cannot_merge_with_illegal_distinct_id',
  'invalid_event_when_process_person_profile_is_false',
])
const THROTTLE_MS = 60 * 60 * 1000
const KEYS_MAX = 50_000

/** Lets the same warning about the same object through once an hour. */
export class WarningThrottle {
  /** Warnings that passed within the last hour. */
  private readonly passed: LRUCache<string, true>

  constructor(now: () => number = Date.now) {
    this.passed = new LRUCache({ max: KEYS_MAX, ttl: THROTTLE_MS, ttlResolution: 0, perf: { now } })
  }

  allows(warning: Warning, key: string): boolean {
    if (ALWAYS_RECORDED.has(warning.type)) return true
    const id = `${warning.teamId}:${warning.type}:${key}`
    if (this.passed.get(id)) return false
    this.passed.set(id, true)
    return true
  }
}

/**
 * The processing of one accepted event, as a list of steps. Each step may change the draft, record something in the
 * project's batch, or drop the event with a reason from the closed list. The order matters: it is the contract with the
 * SDKs.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  queryableJsonText,
  stringifyJson,
  toStorableJson,
} from '../../../platform/json.ts'
import {
  applyChange,
  NEVER_UPDATES,
  PERSON_PROPERTIES_BYTES_MAX,
  personUuid,
  promote,
  readChange,
} from '../../people/persons/index.ts'
import type { CapturedEvent, EventsRecord } from '../capture/index.ts'
import { type DefinitionSink, defineFrom } from './definitions.ts'
import { elementsChain } from './elements.ts'
import { addGeoIp, type GeoIp } from './geoip.ts'
import type { GroupStore } from './group-store.ts'
import type { IdentityStore, MergeOutcome, Person } from './identity.ts'
import { EVENT_NAME_CHARACTERS_MAX, KEY_CHARACTERS_MAX } from './limits.ts'
import type { DropReason } from './outcomes.ts'
import { type EventTime, eventTime, floorToHour, formatMicros } from './timestamp.ts'
import type { WarningType } from './warnings.ts'

/** Project settings that affect how its events are stored. */
export interface ProjectSettings {
  id: number
  anonymizeIps: boolean
  cookielessServerHashMode: number
}

/** A row of ClickHouse's `events`. */
export interface EventRow {
  uuid: string
  team_id: number
  event: string
  distinct_id: string
  timestamp: string
  created_at: string
  properties: string
  elements_chain: string
  person_id: string
  person_created_at: string
  person_properties: string
  person_mode: 'full' | 'propertyless' | 'force_upgrade'
  group_0: string
  group_1: string
  group_2: string
  group_3: string
  group_4: string
  session_id: string
  window_id: string
  historical: boolean
  /** The original text, if ClickHouse cannot parse it. */
  properties_exact?: string
}

/** Everything of one project that a batch reads and collects. */
export interface ProjectBatch {
  project: ProjectSettings
  identities: IdentityStore
  groups: GroupStore
  geoIp: GeoIp | null
  /** Arrival of the batch at the worker, as stored in `created_at`. */
  createdAt: string
  rows: EventRow[]
  definitions: DefinitionSink
  warn(type: WarningType, details: JsonObject, key: string): void
}

interface Draft {
  captured: CapturedEvent
  request: EventsRecord
  /** A copy that the steps may change. */
  properties: JsonObject
  time: EventTime
  processPerson: boolean
  person: Person | null
  personMode: EventRow['person_mode']
  personProperties: JsonObject
  groupKeys: string[]
  groupTypeIndex: number | null
}

type Step = (draft: Draft, batch: ProjectBatch) => DropReason | undefined

const MERGE_EVENTS = new Set(['$identify', '$create_alias', '$merge_dangerously'])
/** Marks the events of people without a profile; far from every real creation time. */
const PERSONLESS_CREATED_AT = '1970-01-01 00:00:05.000'
const FORCE_UPGRADE_AFTER = 60_000_000

const steps: Step[] = [
  dropUnusableIds,
  takeClientWarning,
  dropHeatmap,
  dropCookieless,
  decidePersonProcessing,
  mergeTopLevel,
  locate,
  normalize,
  applyPerson,
  prepare,
  applyGroups,
  store,
]

/**
 * Runs an event through all steps.
 * @returns why it was dropped, or null if it was stored
 */
export function processEvent(captured: CapturedEvent, request: EventsRecord, batch: ProjectBatch): DropReason | null {
  const draft: Draft = {
    captured,
    request,
    properties: { ...captured.properties },
    time: eventTime(captured, request),
    processPerson: true,
    person: null,
    personMode: 'full',
    personProperties: {},
    groupKeys: ['', '', '', '', ''],
    groupTypeIndex: null,
  }
  for (const step of steps) {
    const reason = step(draft, batch)
    if (reason) return reason
  }
  return null
}

/** The distinct IDs that an event may touch, so that a batch can load them all at once. */
export function touchedIds(captured: CapturedEvent): { own: string; other: string | null } {
  return { own: captured.distinct_id, other: mergeSource(captured.event, captured.properties) }
}

function mergeSource(event: string, properties: JsonObject): string | null {
  if (!MERGE_EVENTS.has(event)) return null
  if (event !== '$identify') return properties.alias ? String(properties.alias) : null
  return properties.$anon_distinct_id === undefined ? null : String(properties.$anon_distinct_id)
}

function dropUnusableIds({ captured, properties }: Draft, batch: ProjectBatch): DropReason | undefined {
  const { distinct_id: distinctId, event } = captured
  if (distinctId.length > KEY_CHARACTERS_MAX && [...distinctId].length > KEY_CHARACTERS_MAX) {
    const details = {
      distinctId: distinctId.slice(0, 100),
      distinctIdLength: distinctId.length,
      maxLength: KEY_CHARACTERS_MAX,
    }
    batch.warn('skipping_event_invalid_distinct_id', details, distinctId)
    return 'invalid_distinct_id'
  }
  if (event === '$groupidentify') {
    const key = properties.$group_key
    const length = key === undefined || key === null ? 0 : String(key).length
    if (length > KEY_CHARACTERS_MAX) {
      const details = {
        eventUuid: captured.uuid,
        groupKey: String(key).slice(0, 100),
        groupKeyLength: length,
        maxLength: KEY_CHARACTERS_MAX,
      }
      batch.warn('group_key_too_long', details, String(key).slice(0, 100))
      return 'group_key_too_long'
    }
  }
  if (MERGE_EVENTS.has(event)) {
    for (const [property, reason] of [
      ['$anon_distinct_id', 'invalid_anon_distinct_id'],
      ['alias', 'invalid_alias'],
    ] as const) {
      const value = properties[property]
      if (value === undefined || value === null || typeof value === 'string') continue
      const details = {
        eventUuid: captured.uuid,
        distinctId,
        event,
        receivedType: Array.isArray(value)
          ? 'array'
          : isJsonObject(value)
            ? 'object'
            : typeof value === 'boolean'
              ? 'boolean'
              : 'number',
      }
      batch.warn(reason, details, distinctId)
      return reason
    }
  }
  return undefined
}

function takeClientWarning({ captured, properties }: Draft, batch: ProjectBatch): DropReason | undefined {
  if (captured.event !== '$$client_ingestion_warning') return undefined
  const message = properties.$$client_ingestion_warning_message
  const details = {
    eventUuid: captured.uuid,
    distinctId: captured.distinct_id,
    message: typeof message === 'string' ? message.slice(0, 1000) : '',
  }
  batch.warn('client_ingestion_warning', details, captured.distinct_id)
  return 'client_ingestion_warning'
}

/** Positions of clicks and scrolls that SDKs send besides events. */
function dropHeatmap({ captured }: Draft): DropReason | undefined {
  return captured.event === '$$heatmap' ? 'heatmap' : undefined
}

function dropCookieless({ captured, properties }: Draft, batch: ProjectBatch): DropReason | undefined {
  if (properties.$cookieless_mode !== true || batch.project.cookielessServerHashMode !== 0) return undefined
  batch.warn('cookieless_disabled', { eventUuid: captured.uuid, event: captured.event }, '')
  return 'cookieless_disabled'
}

function decidePersonProcessing(draft: Draft, batch: ProjectBatch): DropReason | undefined {
  const { captured, properties } = draft
  const wish = properties.$process_person_profile
  draft.processPerson = wish !== false
  const { appliedVersion, distinct_id: distinctId } = captured
  // A change of a person that was deleted meanwhile must not recreate the person.
  if (appliedVersion !== undefined && !batch.identities.find(distinctId)) draft.processPerson = false
  if (wish === false) {
    if (!MERGE_EVENTS.has(captured.event)) return undefined
    const details = { eventUuid: captured.uuid, event: captured.event, distinctId: captured.distinct_id }
    batch.warn('invalid_event_when_process_person_profile_is_false', details, captured.uuid)
    return 'person_processing_disabled'
  }
  if (wish !== undefined && wish !== true) {
    const message = 'Only true and false are understood; the event was processed with a person.'
    const details = {
      eventUuid: captured.uuid,
      event: captured.event,
      distinctId: captured.distinct_id,
      $process_person_profile: wish,
      message,
    }
    batch.warn('invalid_process_person_profile', details, captured.distinct_id)
  }
  delete properties.$process_person_profile
  return undefined
}

function mergeTopLevel({ captured, request, properties, processPerson }: Draft): undefined {
  for (const key of ['$set', '$set_once'] as const) {
    const inside = properties[key]
    if (captured[key] || isJsonObject(inside))
      properties[key] = { ...(isJsonObject(inside) ? inside : {}), ...captured[key] }
  }
  if (!processPerson || captured.event === '$groupidentify') {
    delete properties.$set
    delete properties.$set_once
    delete properties.$unset
  }
  // Changes through the API have no IP address.
  if (!properties.$ip && request.ip !== '')
    properties.$ip = properties.capture_internal === undefined ? request.ip : '127.0.0.1'
  if (request.sentAt !== null && properties.$sent_at === undefined)
    properties.$sent_at = new Date(request.sentAt).toISOString()
}

function locate({ properties, processPerson }: Draft, batch: ProjectBatch): undefined {
  addGeoIp(properties, batch.geoIp)
  if (!processPerson) {
    delete properties.$set
    delete properties.$set_once
  }
}

function normalize({ captured, properties, processPerson }: Draft): undefined {
  if (processPerson && captured.event !== '$groupidentify') promote(properties)
}

function applyPerson(draft: Draft, batch: ProjectBatch): undefined {
  if (draft.processPerson) applyFullPerson(draft, batch)
  else applyPersonless(draft, batch)
}

function applyPersonless(draft: Draft, { identities }: ProjectBatch): undefined {
  const { distinct_id: distinctId } = draft.captured
  draft.person = identities.find(distinctId) ?? null
  if (!draft.person) identities.markPersonless(distinctId)
  const isLate = draft.person !== null && draft.time.micros > draft.person.createdAt + FORCE_UPGRADE_AFTER
  draft.personMode = isLate ? 'force_upgrade' : 'propertyless'
}

function applyFullPerson(draft: Draft, batch: ProjectBatch): undefined {
  const { captured, properties } = draft
  const change = readChange(properties)
  const neverUpdates = NEVER_UPDATES.has(captured.event)
  const newValues = () => ({
    properties: toStorableJson({
      ...(neverUpdates ? {} : { ...change.setOnce, ...change.set }),
      $creator_event_uuid: captured.uuid,
    }),
    createdAt: draft.time.micros,
  })
  const source = mergeSource(captured.event, properties)
  const outcome: MergeOutcome =
    source === null
      ? batch.identities.findOrCreate(captured.distinct_id, newValues)
      : batch.identities.merge(captured.distinct_id, source, captured.event === '$merge_dangerously', newValues)
  warnOfRefusal(outcome, captured, source, batch)
  const { person, created } = outcome
  if (!created && !neverUpdates) updatePerson(draft, person, change, batch)
  if (properties.$update_person_last_seen_at !== false) {
    // Rounded down to the hour, but never before the person was first seen.
    const seenAt = Math.max(floorToHour(draft.time.micros), person.createdAt)
    if (person.lastSeenAt === null || seenAt > person.lastSeenAt) {
      person.lastSeenAt = seenAt
      person.isChanged = true
    }
  }
  draft.person = person
  draft.personProperties = { ...person.properties, ...(neverUpdates ? {} : change.set) }
}

function updatePerson(draft: Draft, person: Person, change: ReturnType<typeof readChange>, batch: ProjectBatch): void {
  const { properties, shouldWrite } = applyChange(person.properties, change, draft.captured.event)
  if (!shouldWrite) return
  // The API already made this change. It is applied again only where an event captured earlier was processed later and
  // overwrote it.
  const { appliedVersion } = draft.captured
  if (appliedVersion !== undefined && person.ingestedVersion <= appliedVersion) return
  const storable = toStorableJson(properties)
  if (stringifyJson(storable).length > PERSON_PROPERTIES_BYTES_MAX) {
    const message = `The person's properties would exceed ${PERSON_PROPERTIES_BYTES_MAX} bytes; the update was not applied.`
    const details = { personId: person.uuid, distinctId: draft.captured.distinct_id, message }
    batch.warn('person_properties_size_violation', details, person.uuid)
    return
  }
  person.properties = storable
  person.version += 1
  person.ingestedVersion = person.version
  person.isChanged = true
}

function warnOfRefusal(
  { refusal, person }: MergeOutcome,
  captured: CapturedEvent,
  source: string | null,
  batch: ProjectBatch,
): void {
  if (!refusal) return
  const common = { distinctId: captured.distinct_id, eventUuid: captured.uuid }
  if (refusal.type === 'cannot_merge_with_illegal_distinct_id') {
    const otherDistinctId = refusal.illegalId === captured.distinct_id ? source : captured.distinct_id
    batch.warn(refusal.type, { ...common, illegalDistinctId: refusal.illegalId, otherDistinctId }, captured.uuid)
    return
  }
  const ids = { sourcePersonDistinctId: source, targetPersonDistinctId: captured.distinct_id }
  batch.warn(
    refusal.type,
    { ...common, ...ids, personId: person.uuid, otherPersonId: refusal.other?.uuid },
    captured.uuid,
  )
}

function prepare(draft: Draft, batch: ProjectBatch): undefined {
  if (batch.project.anonymizeIps) delete draft.properties.$ip
  if (draft.time.unreadable !== undefined) {
    const details = {
      eventUuid: draft.captured.uuid,
      field: 'timestamp',
      value: draft.time.unreadable.slice(0, 100),
      reason: 'not a time; the time of arrival was used',
    }
    batch.warn('ignored_invalid_timestamp', details, draft.captured.event)
  }
}

function applyGroups(draft: Draft, batch: ProjectBatch): undefined {
  const { captured, properties, processPerson } = draft
  for (let index = 0; index < draft.groupKeys.length; index++) delete properties[`$group_${index}`]
  if (!processPerson) return
  for (const [index, key] of batch.groups.keysOf(properties.$groups)) {
    properties[`$group_${index}`] = key
    draft.groupKeys[index] = String(key)
  }
  if (captured.event !== '$groupidentify') return
  const { $group_type: type, $group_key: rawKey, $group_set: set } = properties
  if (!type || !rawKey) return
  draft.groupTypeIndex = batch.groups.typeIndex(String(type).replaceAll('\0', '\uFFFD').toWellFormed())
  if (draft.groupTypeIndex === null) return
  const key = String(rawKey).replaceAll('\0', '\uFFFD').toWellFormed()
  if (set !== undefined && set !== null && !isJsonObject(set)) {
    const details = {
      eventUuid: captured.uuid,
      groupType: String(type),
      groupKey: key,
      receivedType: Array.isArray(set) ? 'array' : typeof set,
    }
    batch.warn('invalid_group_set', details, `${String(type)}:${key}`)
    return
  }
  // The API already changed the group.
  if (captured.appliedVersion === undefined)
    batch.groups.upsert(draft.groupTypeIndex, key, isJsonObject(set) ? set : {}, draft.time.micros)
}

function store(draft: Draft, batch: ProjectBatch): undefined {
  const { captured, request, properties, person } = draft
  const chain = elementsChain(properties)
  delete properties.$elements
  delete properties.$elements_chain
  const event = cutName(captured.event)
  const [group_0, group_1, group_2, group_3, group_4] = draft.groupKeys as [string, string, string, string, string]
  const propertiesText = stringifyJson(properties)
  const personText = stringifyJson(draft.personProperties)
  const queryableText = queryableJsonText(properties, propertiesText)
  batch.rows.push(
    makeStorable({
      uuid: captured.uuid,
      team_id: batch.project.id,
      event,
      distinct_id: captured.distinct_id,
      timestamp: formatMicros(draft.time.micros),
      created_at: batch.createdAt,
      properties: queryableText,
      elements_chain: chain,
      person_id: person?.uuid ?? personUuid(batch.project.id, captured.distinct_id),
      person_created_at:
        draft.personMode === 'full' && person ? formatMicros(person.createdAt).slice(0, 23) : PERSONLESS_CREATED_AT,
      person_properties: queryableJsonText(draft.personProperties, personText),
      person_mode: draft.personMode,
      group_0,
      group_1,
      group_2,
      group_3,
      group_4,
      session_id: textOrEmpty(properties.$session_id),
      window_id: textOrEmpty(properties.$window_id),
      historical: request.historical,
      ...(queryableText !== propertiesText && { properties_exact: propertiesText }),
    }),
  )
  defineFrom(event, properties, draft.groupTypeIndex, request.now / 1000, batch.definitions)
}

/** A row without lone surrogates, which ClickHouse refuses in any text. */
function makeStorable(row: EventRow): EventRow {
  const columns = row as unknown as Record<string, unknown>
  for (const name in columns) {
    const value = columns[name]
    if (typeof value === 'string') columns[name] = value.toWellFormed()
  }
  return row
}

function textOrEmpty(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function cutName(name: string): string {
  return name.length <= EVENT_NAME_CHARACTERS_MAX ? name : [...name].slice(0, EVENT_NAME_CHARACTERS_MAX).join('')
}

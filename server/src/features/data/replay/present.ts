/** Recordings in API format. */
import { formatDate, formatTime } from '../../../platform/time.ts'
import { displayName, findPersonsOf, type PersonRow, personUuid } from '../../people/persons/index.ts'
import type { ProjectContext } from '../../workspace/organizations/index.ts'
import type { RecordingAnswer } from './schemas.ts'
import type { Recording } from './store.ts'
import { findViews, type Views } from './views.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const ONGOING_MS = 5 * 60 * 1000
/** A person may have thousands of distinct IDs; for the name, the first ones do. */
const IDS_READ = 10

/** What the numbers of a recording amount to. Times exact, in seconds. */
export interface Measures {
  duration: number
  active: number
  inactive: number
  score: number | null
}

export function measuresOf(row: Recording): Measures {
  const duration = (row.endTime.getTime() - row.startTime.getTime()) / 1000
  const active = row.activeMs / 1000
  const { clicks, keypresses, mouseActivity, consoleErrors: errors, consoleLogs, consoleWarnings } = row
  const whole = mouseActivity + duration + errors + consoleLogs + consoleWarnings
  const score = Math.round((10_000 * (active + clicks + keypresses + errors)) / whole) / 100
  return { duration, active, inactive: Math.max(0, duration - active), score: whole === 0 ? null : score }
}

/** @returns the recordings in the order of the rows */
export async function presentRecordings(
  { db, team, principal }: ProjectContext,
  rows: readonly Recording[],
  now = Date.now(),
): Promise<RecordingAnswer[]> {
  const [persons, views] = await Promise.all([
    findPersonsOf(db, team.id, [...new Set(rows.map(({ distinctId }) => distinctId))], IDS_READ),
    findViews(
      db,
      team.id,
      rows.map(({ sessionId }) => sessionId),
    ),
  ])
  const names = team.personDisplayNameProperties
  return rows.map((row) => ({
    ...numbersOf(row, now),
    ...viewsOf(views.get(row.sessionId) ?? [], principal.userId),
    person: presentPerson(team.id, row.distinctId, persons.get(row.distinctId), names),
  }))
}

function numbersOf(row: Recording, now: number): Omit<RecordingAnswer, 'viewed' | 'viewers' | 'person'> {
  const { duration, active, inactive, score } = measuresOf(row)
  return {
    id: row.sessionId,
    distinct_id: row.distinctId,
    recording_duration: Math.trunc(duration),
    active_seconds: Math.trunc(active),
    inactive_seconds: Math.trunc(inactive),
    start_time: formatDate(row.startTime),
    end_time: formatDate(row.endTime),
    click_count: row.clicks,
    keypress_count: row.keypresses,
    mouse_activity_count: row.mouseActivity,
    console_log_count: row.consoleLogs,
    console_warn_count: row.consoleWarnings,
    console_error_count: row.consoleErrors,
    start_url: row.startUrl,
    storage: 'object_storage',
    retention_period_days: row.retentionDays,
    expiry_time: formatDate(row.expiryTime),
    recording_ttl: Math.round((row.expiryTime.getTime() - Math.floor(now / DAY_MS) * DAY_MS) / DAY_MS),
    snapshot_source: row.source,
    snapshot_library: row.library,
    ongoing: now - row.lastReceivedAt.getTime() < ONGOING_MS,
    activity_score: score,
    external_references: [],
    matches_filters: true,
  }
}

function viewsOf(views: Views, userId: number | null): Pick<RecordingAnswer, 'viewed' | 'viewers'> {
  return {
    viewed: views.some((view) => view.userId === userId),
    viewers: views.filter((view) => view.userId !== userId).map(({ email }) => email),
  }
}

function presentPerson(
  teamId: number,
  distinctId: string,
  row: PersonRow | undefined,
  names: readonly string[] | null,
): RecordingAnswer['person'] {
  if (!row) {
    return {
      id: null,
      name: null,
      distinct_ids: [distinctId],
      properties: {},
      created_at: null,
      uuid: personUuid(teamId, distinctId),
      last_seen_at: null,
    }
  }
  return {
    id: row.id,
    name: displayName(row, names),
    distinct_ids: [distinctId],
    properties: row.properties,
    created_at: formatTime(row.createdAt),
    uuid: row.uuid,
    last_seen_at: row.lastSeenAt === null ? null : formatTime(row.lastSeenAt),
  }
}

/** The tables that queries see, and the SQL behind each column. Only this file and the compiler know physical names. */

import type { OwnTableName } from './ast.ts'

export type ValueType = 'string' | 'number' | 'boolean' | 'datetime' | 'date' | 'uuid' | 'array' | 'object' | 'unknown'
export type PropertyOwner = 'event' | 'person' | 'group'
/**
 * Owners whose property types do not come from events: the account schema, and custom properties defined by a project.
 */
export type OtherOwner = 'account' | 'custom'

/** A table in a query, as the expressions of its columns see it. */
export interface TableInQuery {
  /** Prefix for physical columns. */
  alias: string
  /** Adds a lazy join if it is not there yet. @returns the expression of one of its columns */
  joined(lazy: string, column: string): string
  /** False if no distinct ID of the project ever moved to another person. */
  hasOverrides: boolean
}

export interface Column {
  sql: (table: TableInQuery) => string
  type: ValueType
  isNullable?: boolean
  /** Owner of the properties in this column; `column.name` reads one of them. */
  properties?: PropertyOwner | OtherOwner
  /** JSON column that `properties` are read from. */
  json?: string
  /** Excluded from `*`. */
  isHidden?: boolean
}

export interface LazyJoin {
  table: string
  /** Column of this table that references a row of the other. */
  from: string
  /** Referenced column of the other table. */
  to: string
  /** Group type index, for joins with groups. */
  groupIndex?: number
  isHidden?: boolean
}

export interface Table {
  /** What follows FROM: a table, or a sub-select that is already limited to the project. */
  source: (guard: SourceGuard) => string
  /** Whether the query must still filter by `team_id`. */
  isGuarded: boolean
  columns: Readonly<Record<string, Column>>
  joins: Readonly<Record<string, LazyJoin>>
  /** Reachable only through a lazy join. */
  isInternal?: boolean
}

export interface SourceGuard {
  teamId: string
  /** For `cohort_people`: pairs of cohort and the version in use. */
  cohortVersions: string
  /** Quoted IDs of accounts that are hidden from some members; empty if there are none. */
  hiddenAccounts: string
}

const plain = (name: string, type: ValueType, isHidden = false): Column => ({
  sql: ({ alias }) => `${alias}.${name}`,
  type,
  ...(isHidden && { isHidden }),
})

const GROUP_INDEXES = [0, 1, 2, 3, 4]

const events: Table = {
  source: () => 'events',
  isGuarded: true,
  columns: {
    uuid: plain('uuid', 'uuid'),
    event: plain('event', 'string'),
    properties: { ...plain('properties', 'object'), properties: 'event' },
    timestamp: plain('timestamp', 'datetime'),
    team_id: plain('team_id', 'number'),
    distinct_id: plain('distinct_id', 'string'),
    elements_chain: plain('elements_chain', 'string'),
    created_at: plain('created_at', 'datetime'),
    person_id: {
      sql: (table) =>
        table.hasOverrides
          ? `ifNull(${table.joined('override', 'person_id')}, ${table.alias}.person_id)`
          : `${table.alias}.person_id`,
      type: 'uuid',
    },
    person_mode: { sql: ({ alias }) => `toString(${alias}.person_mode)`, type: 'string' },
    $exact_properties: {
      sql: ({ alias }) => `if(${alias}.properties_exact = '', ${alias}.properties, ${alias}.properties_exact)`,
      type: 'string',
      isHidden: true,
    },
    /** The person's properties as of the event's arrival, as JSON text. */
    $person_properties: plain('person_properties', 'string', true),
    $session_id: plain('session_id', 'string', true),
    $window_id: plain('window_id', 'string', true),
    ...Object.fromEntries(GROUP_INDEXES.map((index) => [`$group_${index}`, plain(`group_${index}`, 'string', true)])),
    event_person_id: plain('person_id', 'uuid', true),
  },
  joins: {
    override: { table: 'person_overrides', from: 'distinct_id', to: 'distinct_id', isHidden: true },
    person: { table: 'persons', from: 'person_id', to: 'id' },
    pdi: { table: 'person_distinct_ids', from: 'distinct_id', to: 'distinct_id' },
    session: { table: 'sessions', from: '$session_id', to: 'session_id' },
    ...Object.fromEntries(
      GROUP_INDEXES.map((groupIndex) => [
        `group_${groupIndex}`,
        { table: 'groups', from: `$group_${groupIndex}`, to: 'key', groupIndex },
      ]),
    ),
  },
}

const persons: Table = {
  source: () => 'persons FINAL',
  isGuarded: true,
  columns: {
    id: plain('id', 'uuid'),
    created_at: plain('created_at', 'datetime'),
    team_id: plain('team_id', 'number'),
    properties: { ...plain('properties', 'object'), properties: 'person' },
    is_identified: plain('is_identified', 'boolean'),
    distinct_ids: plain('distinct_ids', 'array', true),
  },
  joins: { pdi: { table: 'person_distinct_ids', from: 'id', to: 'person_id' } },
}

const personDistinctIds: Table = {
  source: ({ teamId }) =>
    `(SELECT team_id, id AS person_id, arrayJoin(distinct_ids) AS distinct_id FROM persons FINAL WHERE team_id = ${teamId})`,
  isGuarded: false,
  columns: {
    distinct_id: plain('distinct_id', 'string'),
    person_id: plain('person_id', 'uuid'),
    team_id: plain('team_id', 'number'),
  },
  joins: { person: { table: 'persons', from: 'person_id', to: 'id' } },
}

const personOverrides: Table = {
  source: ({ teamId }) =>
    `(SELECT distinct_id, argMax(person_id, version) AS person_id FROM person_distinct_id_overrides WHERE team_id = ${teamId} GROUP BY distinct_id)`,
  isGuarded: false,
  columns: { distinct_id: plain('distinct_id', 'string'), person_id: plain('person_id', 'uuid') },
  joins: {},
  isInternal: true,
}

const groups: Table = {
  source: () => 'groups FINAL',
  isGuarded: true,
  columns: {
    index: plain('type_index', 'number'),
    key: plain('key', 'string'),
    team_id: plain('team_id', 'number'),
    properties: { ...plain('properties', 'object'), properties: 'group' },
    created_at: plain('created_at', 'datetime'),
    updated_at: plain('created_at', 'datetime', true),
  },
  joins: {},
}

const cohortPeople = (name: string): Table => ({
  source: ({ teamId, cohortVersions }) =>
    `(SELECT DISTINCT team_id, cohort_id, person_id FROM cohort_people WHERE team_id = ${teamId} AND (cohort_id, version) IN (${cohortVersions}))`,
  isGuarded: false,
  columns: {
    person_id: plain('person_id', 'uuid'),
    cohort_id: plain('cohort_id', 'number'),
    team_id: plain('team_id', 'number'),
  },
  joins: { person: { table: 'persons', from: 'person_id', to: 'id' } },
  ...(name === 'raw_cohort_people' && { isInternal: true }),
})

const urlOf = (path: string) => `properties_json.\`${path}\`.:String`
/** The value on the first or last event of the session that has one. */
const entry = (path: string, pick: 'argMinIf' | 'argMaxIf' = 'argMinIf') =>
  `${pick}(${urlOf(path)}, timestamp, isNotNull(${urlOf(path)}))`

/** Channel type of a session, from the UTM parameters and the referrer of its first events. */
const CHANNEL = `multiIf(
  empty(entry_medium) AND empty(entry_source) AND (empty(entry_referrer) OR entry_referrer = '$direct') AND NOT has_click_id, 'Direct',
  match(lower(entry_medium), 'cpc|ppc|cpm|paid|retargeting|display|banner') OR has_click_id,
    multiIf(match(lower(concat(entry_source, ' ', entry_referrer)), 'google|bing|yahoo|duckduckgo|baidu|yandex|ecosia'), 'Paid Search',
      match(lower(concat(entry_source, ' ', entry_referrer)), 'facebook|instagram|twitter|t\\\\.co|linkedin|pinterest|reddit|tiktok'), 'Paid Social',
      match(lower(concat(entry_source, ' ', entry_referrer)), 'youtube|vimeo|twitch'), 'Paid Video', 'Paid Unknown'),
  match(lower(entry_medium), 'email|newsletter') OR match(lower(entry_source), 'email|newsletter'), 'Email',
  lower(entry_medium) = 'affiliate', 'Affiliate',
  lower(entry_medium) = 'sms' OR lower(entry_source) = 'sms', 'SMS',
  match(lower(entry_referrer), '^(www\\\\.)?(google|bing|search\\\\.yahoo|yahoo|duckduckgo|baidu|yandex|ecosia|search\\\\.brave)\\\\.'), 'Organic Search',
  match(lower(concat(entry_source, ' ', entry_referrer)), 'facebook|instagram|twitter|t\\\\.co|linkedin|pinterest|reddit|tiktok|news\\\\.ycombinator'), 'Organic Social',
  match(lower(concat(entry_source, ' ', entry_referrer)), 'youtube|vimeo|twitch'), 'Organic Video',
  notEmpty(entry_referrer) AND entry_referrer != '$direct', 'Referral',
  'Unknown')`

/** As SDKs name sessions: a UUID of version 7. Asked of each session, not of each event. */
const IS_SESSION_ID = `match(session_id, '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$')`

/** Other session IDs, which an API client may make up, are not sessions, as in PostHog; their events and recordings are kept. */
const sessions: Table = {
  source: ({
    teamId,
  }) => `(SELECT session_id, any(distinct_id) AS distinct_id, min(timestamp) AS start_timestamp, max(timestamp) AS end_timestamp,
      ${entry('$current_url')} AS entry_url, ${entry('$current_url', 'argMaxIf')} AS end_url,
      ifNull(${entry('$referring_domain')}, '') AS entry_referrer, ifNull(${entry('utm_source')}, '') AS entry_source,
      ifNull(${entry('utm_medium')}, '') AS entry_medium, ifNull(${entry('utm_campaign')}, '') AS entry_campaign,
      ifNull(${entry('utm_content')}, '') AS entry_content, ifNull(${entry('utm_term')}, '') AS entry_term,
      uniqExact(${urlOf('$current_url')}) AS unique_urls,
      max(notEmpty(ifNull(${urlOf('gclid')}, '')) OR notEmpty(ifNull(${urlOf('gad_source')}, ''))) AS has_click_id,
      countIf(event = '$pageview') AS pageviews, countIf(event = '$screen') AS screens, countIf(event = '$autocapture') AS autocaptures
    FROM events WHERE team_id = ${teamId} AND notEmpty(session_id) GROUP BY session_id HAVING ${IS_SESSION_ID})`,
  isGuarded: false,
  columns: {
    session_id: plain('session_id', 'string'),
    id: plain('session_id', 'string', true),
    distinct_id: plain('distinct_id', 'string'),
    $start_timestamp: plain('start_timestamp', 'datetime'),
    $end_timestamp: plain('end_timestamp', 'datetime'),
    $session_duration: {
      sql: ({ alias }) => `dateDiff('second', ${alias}.start_timestamp, ${alias}.end_timestamp)`,
      type: 'number',
    },
    duration: {
      sql: ({ alias }) => `dateDiff('second', ${alias}.start_timestamp, ${alias}.end_timestamp)`,
      type: 'number',
      isHidden: true,
    },
    $entry_current_url: { ...plain('entry_url', 'string'), isNullable: true },
    $end_current_url: { ...plain('end_url', 'string'), isNullable: true },
    $exit_current_url: { ...plain('end_url', 'string', true), isNullable: true },
    $entry_pathname: {
      sql: ({ alias }) => `path(${alias}.entry_url)`,
      type: 'string',
      isNullable: true,
    },
    $end_pathname: { sql: ({ alias }) => `path(${alias}.end_url)`, type: 'string', isNullable: true },
    $exit_pathname: { sql: ({ alias }) => `path(${alias}.end_url)`, type: 'string', isNullable: true, isHidden: true },
    $entry_referring_domain: plain('entry_referrer', 'string'),
    $entry_utm_source: plain('entry_source', 'string'),
    $entry_utm_medium: plain('entry_medium', 'string'),
    $entry_utm_campaign: plain('entry_campaign', 'string'),
    $entry_utm_content: plain('entry_content', 'string'),
    $entry_utm_term: plain('entry_term', 'string'),
    $num_uniq_urls: plain('unique_urls', 'number'),
    $pageview_count: plain('pageviews', 'number'),
    $screen_count: plain('screens', 'number'),
    $autocapture_count: plain('autocaptures', 'number'),
    $channel_type: {
      sql: ({ alias }) => CHANNEL.replace(/\b(entry_(?:medium|source|referrer)|has_click_id)\b/g, `${alias}.$1`),
      type: 'string',
    },
    $is_bounce: {
      sql: ({ alias }) =>
        `(${alias}.pageviews + ${alias}.screens <= 1 AND ${alias}.autocaptures = 0 AND dateDiff('second', ${alias}.start_timestamp, ${alias}.end_timestamp) < 10)`,
      type: 'boolean',
    },
  },
  joins: {},
}

const seconds = (milliseconds: (alias: string) => string): Column => ({
  sql: ({ alias }) => `intDiv(${milliseconds(alias)}, 1000)`,
  type: 'number',
})
const durationMs = (alias: string) => `dateDiff('millisecond', ${alias}.start_time, ${alias}.end_time)`
const inactiveMs = (alias: string) => `greatest(${durationMs(alias)} - toInt64(${alias}.active_ms), 0)`

/** Null where there is nothing to divide by. */
const activityScore = (alias: string) =>
  `round(100 * (${alias}.active_ms / 1000 + ${alias}.clicks + ${alias}.keypresses + ${alias}.console_errors) / ` +
  `nullIf(${alias}.mouse_activity + ${durationMs(alias)} / 1000 + ${alias}.console_errors + ${alias}.console_logs + ${alias}.console_warnings, 0), 2)`

const NOBODY = `toUUID('00000000-0000-0000-0000-000000000000')`

const sessionRecordings: Table = {
  source: () => 'session_recordings FINAL',
  isGuarded: true,
  columns: {
    session_id: plain('session_id', 'string'),
    distinct_id: plain('distinct_id', 'string'),
    person_id: {
      sql: (table) => `ifNull(${table.joined('pdi', 'person_id')}, ${NOBODY})`,
      type: 'uuid',
      isHidden: true,
    },
    team_id: plain('team_id', 'number'),
    start_time: plain('start_time', 'datetime'),
    end_time: plain('end_time', 'datetime'),
    min_first_timestamp: plain('start_time', 'datetime', true),
    max_last_timestamp: plain('end_time', 'datetime', true),
    duration: seconds(durationMs),
    active_seconds: seconds((alias) => `${alias}.active_ms`),
    inactive_seconds: seconds(inactiveMs),
    active_milliseconds: plain('active_ms', 'number', true),
    first_url: { ...plain('start_url', 'string'), isNullable: true },
    start_url: { ...plain('start_url', 'string', true), isNullable: true },
    all_urls: plain('urls', 'array'),
    click_count: plain('clicks', 'number'),
    keypress_count: plain('keypresses', 'number'),
    mouse_activity_count: plain('mouse_activity', 'number'),
    console_log_count: plain('console_logs', 'number'),
    console_warn_count: plain('console_warnings', 'number'),
    console_error_count: plain('console_errors', 'number'),
    activity_score: { sql: ({ alias }) => activityScore(alias), type: 'number', isNullable: true },
    snapshots: plain('snapshots', 'number'),
    event_count: plain('snapshots', 'number', true),
    size: plain('bytes', 'number'),
    snapshot_source: plain('source', 'string'),
    snapshot_library: plain('library', 'string'),
    retention_period_days: plain('retention_days', 'number'),
    expiry_time: plain('expiry_time', 'datetime'),
    $last_received_at: plain('last_received_at', 'datetime', true),
  },
  joins: {
    pdi: { table: 'person_distinct_ids', from: 'distinct_id', to: 'distinct_id' },
    person: { table: 'persons', from: 'person_id', to: 'id' },
    session: { table: 'sessions', from: 'session_id', to: 'session_id' },
  },
}

/** What the pages of recordings wrote to the console, a row for each entry. */
const consoleLogs: Table = {
  source: ({ teamId }) =>
    `(SELECT team_id, session_id, entry.1 AS timestamp, entry.2 AS level, entry.3 AS message FROM recording_consoles FINAL
      ARRAY JOIN arrayZip(times, levels, messages) AS entry WHERE team_id = ${teamId})`,
  isGuarded: false,
  columns: {
    log_source: { sql: () => `'session_replay'`, type: 'string' },
    log_source_id: plain('session_id', 'string'),
    timestamp: plain('timestamp', 'datetime'),
    level: { sql: ({ alias }) => `toString(${alias}.level)`, type: 'string' },
    message: plain('message', 'string'),
    team_id: plain('team_id', 'number'),
  },
  joins: {},
}

const accounts: Table = {
  source: ({ teamId, hiddenAccounts }) =>
    hiddenAccounts === ''
      ? 'accounts FINAL'
      : `(SELECT * FROM accounts FINAL WHERE team_id = ${teamId} AND toString(id) NOT IN (${hiddenAccounts}))`,
  isGuarded: true,
  columns: {
    id: plain('id', 'uuid'),
    name: plain('name', 'string'),
    external_id: { ...plain('external_id', 'string'), isNullable: true },
    properties: { ...plain('properties', 'object'), properties: 'account' },
    custom_properties: {
      ...plain('custom_properties', 'object', true),
      properties: 'custom',
      json: 'custom_properties_json',
    },
    tags: plain('tags', 'array'),
    created_at: plain('created_at', 'datetime'),
    updated_at: plain('updated_at', 'datetime'),
    created_by: { ...plain('created_by', 'number'), isNullable: true },
    team_id: plain('team_id', 'number'),
  },
  joins: {},
}

export const TABLES: Readonly<Record<string, Table>> = {
  events,
  persons,
  person_distinct_ids: personDistinctIds,
  person_overrides: personOverrides,
  groups,
  sessions,
  session_recordings: sessionRecordings,
  session_replay_events: sessionRecordings,
  console_logs_log_entries: consoleLogs,
  cohort_people: cohortPeople('cohort_people'),
  static_cohort_people: cohortPeople('static_cohort_people'),
  'system.accounts': accounts,
}

/**
 * Rows as stored, whereas the tables above show what they mean. Users cannot name these tables; trees that the server
 * builds can.
 */
export const OWN_TABLES: Readonly<Record<OwnTableName, Table>> = {
  /** Members of cohorts in all versions, including outdated ones. */
  cohort_members: {
    source: () => 'cohort_people',
    isGuarded: true,
    columns: {
      cohort_id: plain('cohort_id', 'number'),
      version: plain('version', 'number'),
      person_id: plain('person_id', 'uuid'),
    },
    joins: {},
  },
  /** Every stored version of a person. The highest version counts, even if it marks the person as deleted. */
  person_copies: {
    source: () => 'persons',
    isGuarded: true,
    columns: {
      id: plain('id', 'uuid'),
      version: plain('version', 'number'),
      is_deleted: plain('is_deleted', 'number'),
    },
    joins: {},
  },
}

/** Quoted path of a property in a JSON column. Dots within names are stored escaped. */
export function jsonPath(keys: readonly (string | number)[]): string {
  return keys
    .map((key) => `\`${String(key).replaceAll('.', '%2E').replace(/[\\`]/g, '\\$&').replaceAll('\0', '\\0')}\``)
    .join('.')
}

/**
 * SQL for the text of a property as it was sent; null if there is none. Lists and objects become JSON. If the
 * property's definition names a type, objects are not checked for: they are rare there, and the check doubles the time.
 */
export function propertyText(json: string, keys: readonly (string | number)[], isTyped: boolean): string {
  const value = `${json}.${jsonPath(keys)}`
  const plain = `if(startsWith(dynamicType(${value}), 'Array'), toJSONString(${value}), CAST(${value}, 'Nullable(String)'))`
  return isTyped ? plain : `if(isNotNull(${value}), ${plain}, nullIf(toString(${json}.^${jsonPath(keys)}), '{}'))`
}

/**
 * SQL for "has the property", whatever its type. An empty object counts as missing, because it leaves nothing in the
 * column.
 */
export function propertyExists(json: string, keys: readonly (string | number)[]): string {
  const path = jsonPath(keys)
  return `or(isNotNull(${json}.${path}), toString(${json}.^${path}) != '{}')`
}

/**
 * SQL for the time in a text; null if it is not a time. A time without an offset is local to the zone. For a local time
 * that the clocks skip, the engine returns one before the gap, so a skipped midnight would fall on the previous day.
 * The SQL adds the lost time back.
 */
export function localTime(text: string, zone: string): string {
  const read = (name: string, of: string) => `parseDateTime64BestEffortOrNull(${of}, 6, '${name}')`
  if (zone === 'UTC') return read(zone, text)
  const time = read(zone, '__text')
  // A time with an offset is the same instant in every zone. No zone with clock changes is as far behind UTC as this
  // one.
  const behind = `dateDiff('second', ${time}, ${read('Etc/GMT+12', '__text')})`
  const lost = `if(${behind} = 0, 0, ${behind} - ${12 * 3600} - timeZoneOffset(${time}))`
  return `arrayMap(__text -> if(toHour(${time}) < 22, ${time}, addSeconds(${time}, ${lost})), [${text}])[1]`
}

/** SQL for a property as a number; null if it is not one. Text that contains a number counts. */
export function propertyNumber(json: string, keys: readonly (string | number)[]): string {
  const value = `${json}.${jsonPath(keys)}`
  return (
    `multiIf(isNotNull(${value}.:Int64), toFloat64(${value}.:Int64), isNotNull(${value}.:Float64), ${value}.:Float64, ` +
    `isNotNull(${value}.:Bool), NULL, ifNotFinite(toFloat64OrNull(trim(CAST(${value}, 'Nullable(String)'))), NULL))`
  )
}

const TIME_PATTERN = [
  String.raw`\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?)?`,
  String.raw`([A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{2}:\d{2}(:\d{2})?\s+(UTC|GMT|[+-]\d{4})`,
  String.raw`\d{9,10}(\.\d+)?`,
  String.raw`\d{13}`,
].join('|')

/**
 * SQL for the time in a property's text; null if it is not one. Accepts ISO 8601 (local to the zone unless it has an
 * offset), the format of mail and HTTP headers, and seconds or milliseconds since 1970. The engine's own parser would
 * read `10` as the tenth of the month. Must match PostgreSQL's `hedgerow_try_time`.
 */
export function propertyTime(text: string, timezone: string): string {
  const pattern = `^(${TIME_PATTERN})$`.replaceAll('\\', '\\\\')
  return `if(match(${text}, '${pattern}'), ${localTime(text, timezone)}, NULL)`
}

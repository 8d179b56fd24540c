/** The settings of a project: their field names, validation, and presentation in responses. */
import { RE2JS } from 're2js'
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import {
  flexibleBoolean,
  flexibleInteger,
  jsonField,
  list,
  nonBlank,
  nullable,
  nullableBoolean,
  text,
} from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { formatDate } from '../../../platform/time.ts'
import type { Team } from './tables.ts'

const JSON_CHARACTERS_MAX = 200_000
const ERRORS_TO_IGNORE_CHARACTERS_MAX = 300
const RECORDING_DURATION_MS_MAX = 30_000
const URLS_MAX = 1000

const json = jsonField(z.any()).refine((value) => stringifyJson(value ?? null).length <= JSON_CHARACTERS_MAX, {
  message: `Ensure this value has no more than ${JSON_CHARACTERS_MAX} characters as JSON.`,
}) as z.ZodType<JsonValue>
const object = nullable(jsonField(z.record(z.string(), z.any()))) as z.ZodType<JsonObject | null>
/** A list in which null counts as absent and blank entries are refused. */
const texts = (charactersMax: number) =>
  list(z.union([z.null(), nonBlank(charactersMax)]), URLS_MAX).transform((items) =>
    items.filter((item) => item !== null),
  )
const onlyKeys = (...keys: string[]) =>
  object.refine((value) => value === null || Object.keys(value).every((key) => keys.includes(key)), {
    message: `Must be an object with only the keys ${keys.join(', ')}.`,
  })

const AI_CONFIG_KEYS = [
  'included_event_properties',
  'opt_in',
  'preferred_events',
  'excluded_events',
  'important_user_properties',
]

const filters = jsonField(z.array(z.record(z.string(), z.any()), 'Must be a list of property filters.')).refine(
  (items) => items.every((item) => (typeof item.key === 'string' && item.key !== '') || item.type === 'cohort'),
  { message: 'Every filter needs a key.' },
) as z.ZodType<JsonObject[]>

/** Entries such as `https://*` and `https://*.com` allow every site, so they are too broad. */
function isTooBroad(url: string): boolean {
  const host = url.replace(/^[a-z*]+:\/\//i, '').split(/[/:?#]/)[0]!
  return /^\*+(\.[^.]*)?$/.test(host)
}

function cleaningProblem(rule: JsonValue | undefined): string | null {
  if (!isJsonObject(rule)) return 'Every rule must be an object with regex and alias.'
  const { regex, alias } = rule
  if (typeof regex !== 'string' || regex === '') return 'Every rule needs a regex.'
  if (typeof alias !== 'string') return 'Every rule needs an alias.'
  let groups: number
  try {
    groups = RE2JS.compile(regex).groupCount()
  } catch (error) {
    return `"${regex.slice(0, 100)}" is not a regular expression: ${(error as Error).message}`
  }
  const missing = [...alias.matchAll(/\\(\d)/g)].map(([, digit]) => Number(digit)).find((group) => group > groups)
  return missing === undefined
    ? null
    : `The alias names group ${missing}, which "${regex.slice(0, 100)}" does not have.`
}

const cleaningFilters = nullable(jsonField(z.array(z.any(), 'Must be a list of rules.'))).superRefine(
  (rules, context) => {
    for (const rule of rules ?? []) {
      const problem = cleaningProblem(rule)
      if (problem) return context.addIssue({ code: 'custom', message: problem })
    }
  },
) as z.ZodType<JsonObject[] | null>

const linkedFlag = object
  .refine(
    (value) => {
      if (value === null) return true
      const keys = Object.keys(value).sort().join()
      return (keys === 'id,key' || keys === 'id,key,variant') && typeof value.key === 'string'
    },
    { message: 'Must be an object with exactly the keys id and key, and variant if needed.' },
  )
  .refine((value) => value === null || /^\d{1,9}$/.test(String(value.id)), {
    message: 'The ID must be a whole number.',
  })
  .refine((value) => value === null || typeof value.id === 'string' || Number.isInteger(value.id), {
    message: 'The ID must be a whole number.',
  })
  .transform((value) => value && { ...value, id: Number(value.id) })

const replayConfig = onlyKeys('record_canvas', 'ai_config').refine(
  (value) =>
    !value?.ai_config ||
    (isJsonObject(value.ai_config) && Object.keys(value.ai_config).every((key) => AI_CONFIG_KEYS.includes(key))),
  { message: `ai_config must be an object with only the keys ${AI_CONFIG_KEYS.join(', ')}.` },
)

const sampleRate = nullable(
  z.preprocess(
    (value) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : value),
    z.string('A valid number is required.').regex(/^\d{1,10}(\.\d{1,20})?$/, 'A valid number is required.'),
  ),
).superRefine((value, context) => {
  if (value === null) return
  const issue = (code: string, message: string) => context.addIssue({ code: 'custom', message, params: { code } })
  if (Number(value) > 1) issue('max_value', 'Ensure this value is less than or equal to 1.')
  else if (/\.\d{2}\d*[1-9]/.test(value))
    issue('max_decimal_places', 'Ensure that there are no more than 2 decimal places.')
})

const RETENTION = ['30d', '90d', '1y', '5y'] as const

/** Every writable setting, in the order in which they are checked. All are optional. */
export const projectBody = z
  .object({
    name: nonBlank(200),
    app_urls: texts(200).refine((urls) => !urls.some(isTooBroad), {
      message: 'A wildcard must be narrower than a whole domain.',
    }),
    slack_incoming_webhook: nullable(text(500)),
    anonymize_ips: flexibleBoolean,
    allow_publicly_shared_resources: flexibleBoolean,
    completed_snippet_onboarding: flexibleBoolean,
    has_completed_onboarding_for: json,
    test_account_filters: filters,
    test_account_filters_default_checked: nullableBoolean,
    path_cleaning_filters: cleaningFilters,
    is_demo: flexibleBoolean,
    timezone: z.string(),
    data_attributes: json,
    person_display_name_properties: nullable(list(nonBlank(400), 100)),
    correlation_config: json,
    autocapture_opt_out: nullableBoolean,
    autocapture_exceptions_opt_in: nullableBoolean,
    autocapture_exceptions_errors_to_ignore: nullable(jsonField(z.any())) as z.ZodType<string[] | null>,
    capture_console_log_opt_in: nullableBoolean,
    capture_performance_opt_in: nullableBoolean,
    session_recording_opt_in: flexibleBoolean,
    session_recording_sample_rate: sampleRate,
    session_recording_minimum_duration_milliseconds: nullable(flexibleInteger(0, RECORDING_DURATION_MS_MAX)),
    session_recording_linked_flag: linkedFlag,
    session_recording_network_payload_capture_config: onlyKeys('recordHeaders', 'recordBody'),
    session_replay_config: replayConfig,
    access_control: flexibleBoolean,
    week_start_day: nullable(
      z.preprocess((value) => (value === '0' ? 0 : value === '1' ? 1 : value), z.literal([0, 1])),
    ),
    primary_dashboard: nullable(flexibleInteger(1, 2 ** 31 - 1)),
    live_events_columns: nullable(list(text(400), 100)),
    recording_domains: nullable(texts(200)),
    inject_web_apps: nullableBoolean,
    extra_settings: json,
    surveys_opt_in: nullableBoolean,
    heatmaps_opt_in: nullableBoolean,
    capture_dead_clicks: nullableBoolean,
    modifiers: object.refine(
      (value) => {
        const seconds = value?.bounceRateDurationSeconds
        return seconds === undefined || seconds === null || (Number(seconds) >= 1 && Number(seconds) <= 120)
      },
      { message: 'bounceRateDurationSeconds must be between 1 and 120.' },
    ),
    survey_config: object,
    session_recording_masking_config: onlyKeys('maskAllInputs', 'maskTextSelector', 'blockSelector'),
    session_recording_url_trigger_config: nullable(jsonField(z.array(z.any()).max(URLS_MAX))) as z.ZodType<
      JsonValue[] | null
    >,
    session_recording_url_blocklist_config: nullable(jsonField(z.array(z.any()).max(URLS_MAX))) as z.ZodType<
      JsonValue[] | null
    >,
    session_recording_event_trigger_config: nullable(texts(400)),
    session_recording_trigger_match_type_config: nullable(z.enum(['all', 'any'])),
    session_recording_retention_period: z.enum(RETENTION),
    autocapture_web_vitals_opt_in: nullableBoolean,
    autocapture_web_vitals_allowed_metrics: nullable(list(z.enum(['CLS', 'FCP', 'INP', 'LCP']))),
    cookieless_server_hash_mode: nullable(flexibleInteger(0, 2)),
    human_friendly_comparison_periods: nullableBoolean,
    flags_persistence_default: nullableBoolean,
    base_currency: z.string().regex(/^[A-Z]{3}$/, 'Must be an ISO 4217 code.'),
    onboarding_tasks: json,
    receive_org_level_activity_logs: nullableBoolean,
    default_data_theme: nullable(flexibleInteger(1, 2 ** 31 - 1)),
    customer_analytics_config: onlyKeys('account_group_type_index').refine(
      (value) => {
        const index = value?.account_group_type_index ?? null
        return index === null || (Number.isInteger(index) && Number(index) >= 0 && Number(index) <= 4)
      },
      { message: 'account_group_type_index must be between 0 and 4, or null.' },
    ),
  })
  .partial()
nameSchema(projectBody, 'TeamFields')
export type ProjectBody = z.output<typeof projectBody>

/** The settings that a plain member may change; all others are for administrators of the project. */
export const MEMBER_FIELDS: ReadonlySet<string> = new Set([
  'completed_snippet_onboarding',
  'has_completed_onboarding_for',
  'onboarding_tasks',
  'session_recording_opt_in',
  'autocapture_exceptions_opt_in',
  'autocapture_web_vitals_opt_in',
  'autocapture_web_vitals_allowed_metrics',
  'surveys_opt_in',
  'primary_dashboard',
])

/** Settings that a write merges into the stored object instead of replacing it. */
const MERGED: ReadonlySet<string> = new Set([
  'session_replay_config',
  'modifiers',
  'survey_config',
  'customer_analytics_config',
])

/** Columns that cannot be null although the API allows it. */
const NULL_MEANS_FALSE: ReadonlySet<string> = new Set([
  'human_friendly_comparison_periods',
  'flags_persistence_default',
  'receive_org_level_activity_logs',
])

/** @throws ApiError 400 when the value is invalid; the error names no field */
export function assertErrorsToIgnore(value: unknown): void {
  if (value === null || value === undefined) return
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw errors.invalid('autocapture_exceptions_errors_to_ignore must be a list of strings.')
  if (JSON.stringify(value).length > ERRORS_TO_IGNORE_CHARACTERS_MAX)
    throw errors.invalid(
      `autocapture_exceptions_errors_to_ignore must be at most ${ERRORS_TO_IGNORE_CHARACTERS_MAX} characters as JSON.`,
    )
}

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
const COLUMNS: Record<string, keyof Team> = { primary_dashboard: 'primaryDashboardId' }
const columnOf = (field: string) => COLUMNS[field] ?? (camel(field) as keyof Team)

/** Columns to write for the fields of a body; merged settings are combined with the stored ones. */
export function toColumns(body: ProjectBody, stored: Team | null): Partial<Team> {
  const columns: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(body)) {
    if (value === undefined) continue
    const column = columnOf(field)
    if (field === 'cookieless_server_hash_mode' || NULL_MEANS_FALSE.has(field))
      columns[column] = value ?? (field === 'cookieless_server_hash_mode' ? 0 : false)
    else if (MERGED.has(field) && isJsonObject(value))
      columns[column] = merge(stored?.[column] as JsonObject | null, value as JsonObject)
    else columns[column] = value
  }
  return columns as Partial<Team>
}

/** Keys that are not sent are kept; nested objects are merged one level deep; null clears. */
function merge(stored: JsonObject | null | undefined, sent: JsonObject): JsonObject {
  const merged: JsonObject = { ...stored }
  for (const [key, value] of Object.entries(sent)) {
    const before = merged[key]
    merged[key] = isJsonObject(value) && isJsonObject(before) ? { ...before, ...value } : value
  }
  return merged
}

/** The settings of a project as response fields. */
export function toSettings(team: Team): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.keys(projectBody.shape).map((field) => [field, team[columnOf(field)] ?? null])),
    customer_analytics_config: { account_group_type_index: null, ...team.customerAnalyticsConfig },
  }
}

export const basicTeamAnswer = z.object({
  id: z.number().int(),
  uuid: z.string(),
  organization: z.string(),
  project_id: z.number().int(),
  api_token: z.string(),
  name: z.string(),
  completed_snippet_onboarding: z.boolean(),
  has_completed_onboarding_for: z.any(),
  ingested_event: z.boolean(),
  is_demo: z.boolean(),
  timezone: z.string(),
  access_control: z.boolean(),
})
nameSchema(basicTeamAnswer, 'TeamBasic')

export function toBasicTeam(team: Team): z.infer<typeof basicTeamAnswer> {
  return {
    id: team.id,
    uuid: team.uuid,
    organization: team.organizationId,
    project_id: team.id,
    api_token: team.apiToken,
    name: team.name,
    completed_snippet_onboarding: team.completedSnippetOnboarding,
    has_completed_onboarding_for: team.hasCompletedOnboardingFor ?? null,
    ingested_event: team.ingestedEvent,
    is_demo: team.isDemo,
    timezone: team.timezone,
    access_control: team.accessControl,
  }
}

export const teamAnswer = basicTeamAnswer.extend({
  created_at: z.string(),
  updated_at: z.string(),
  app_urls: z.array(z.string()),
  slack_incoming_webhook: z.string().nullable(),
  anonymize_ips: z.boolean(),
  allow_publicly_shared_resources: z.boolean().describe('Links work only if the organization allows them, too.'),
  test_account_filters: z.array(z.any()),
  test_account_filters_default_checked: z.boolean().nullable(),
  path_cleaning_filters: z.array(z.any()).nullable(),
  data_attributes: z.any(),
  person_display_name_properties: z.array(z.string()).nullable(),
  correlation_config: z.any(),
  autocapture_opt_out: z.boolean().nullable(),
  autocapture_exceptions_opt_in: z.boolean().nullable(),
  autocapture_exceptions_errors_to_ignore: z.array(z.string()).nullable(),
  capture_console_log_opt_in: z.boolean().nullable(),
  capture_performance_opt_in: z.boolean().nullable(),
  session_recording_opt_in: z.boolean(),
  session_recording_sample_rate: z.string().nullable(),
  session_recording_minimum_duration_milliseconds: z.number().nullable(),
  session_recording_linked_flag: z.any(),
  session_recording_network_payload_capture_config: z.any(),
  session_replay_config: z.any(),
  effective_membership_level: z.number().nullable(),
  week_start_day: z.number().nullable(),
  has_group_types: z.boolean(),
  primary_dashboard: z.number().nullable(),
  live_events_columns: z.array(z.string()).nullable(),
  recording_domains: z.array(z.string()).nullable(),
  person_on_events_querying_enabled: z.boolean(),
  groups_on_events_querying_enabled: z.boolean(),
  inject_web_apps: z.boolean().nullable(),
  extra_settings: z.any(),
  surveys_opt_in: z.boolean().nullable(),
  secret_api_token: z.string().nullable(),
  secret_api_token_backup: z.string().nullable(),
  user_access_level: z.string(),
  heatmaps_opt_in: z.boolean().nullable(),
  capture_dead_clicks: z.boolean().nullable(),
  modifiers: z.any(),
  default_modifiers: z.any(),
  survey_config: z.any(),
  session_recording_masking_config: z.any(),
  session_recording_url_trigger_config: z.array(z.any()).nullable(),
  session_recording_url_blocklist_config: z.array(z.any()).nullable(),
  session_recording_event_trigger_config: z.array(z.string()).nullable(),
  session_recording_trigger_match_type_config: z.string().nullable(),
  session_recording_retention_period: z.string(),
  autocapture_web_vitals_opt_in: z.boolean().nullable(),
  autocapture_web_vitals_allowed_metrics: z.array(z.string()).nullable(),
  cookieless_server_hash_mode: z.number(),
  human_friendly_comparison_periods: z.boolean(),
  flags_persistence_default: z.boolean(),
  base_currency: z.string(),
  onboarding_tasks: z.any(),
  receive_org_level_activity_logs: z.boolean(),
  default_data_theme: z.number().nullable(),
  customer_analytics_config: z.any(),
  group_types: z.array(z.any()),
  product_intents: z.array(z.any()),
})
nameSchema(teamAnswer, 'Team')
export type TeamAnswer = z.infer<typeof teamAnswer>

/**
 * @param level the caller's level in the project
 * @param described the fields that other features add
 * @param secret the secret token, in the one answer that may show it
 */
export function toTeamAnswer(
  team: Team,
  level: number | null,
  described: Partial<TeamAnswer>,
  secret?: string,
): TeamAnswer {
  const intents = Object.entries(team.productIntents).map(([product_type, intent]) => ({
    product_type,
    ...(isJsonObject(intent) ? intent : {}),
  }))
  return {
    ...(toSettings(team) as TeamAnswer),
    ...toBasicTeam(team),
    created_at: formatDate(team.createdAt),
    updated_at: formatDate(team.updatedAt),
    effective_membership_level: level,
    user_access_level: level === null ? 'none' : level >= 8 ? 'admin' : 'member',
    has_group_types: false,
    person_on_events_querying_enabled: true,
    groups_on_events_querying_enabled: true,
    secret_api_token: secret ?? team.secretApiTokenMask,
    secret_api_token_backup: team.secretApiTokenBackupMask,
    default_modifiers: {},
    group_types: [],
    product_intents: intents,
    ...described,
  }
}

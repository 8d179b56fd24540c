/** Every setting of a project, grouped and described in words that people search for. */

export type SettingKind =
  | { kind: 'switch' }
  | { kind: 'text'; maxLength?: number; placeholder?: string }
  | { kind: 'number'; min: number; max: number; step?: number; unit?: string }
  /** One entry per line. */
  | { kind: 'lines'; placeholder?: string }
  | {
      kind: 'choice'
      options: readonly { value: string; label: string }[]
      isNumber?: boolean
      /** The setting is an object, and this is its key for the (numeric) choice. */
      configKey?: string
    }
  | { kind: 'json'; placeholder?: string }

export type Setting = { field: string; label: string; hint: string } & SettingKind

export interface SettingGroup {
  title: string
  lead?: string
  settings: readonly Setting[]
}

const zones: readonly string[] =
  typeof Intl.supportedValuesOf === 'function' ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : ['UTC']

export const GROUPS: readonly SettingGroup[] = [
  {
    title: 'General',
    settings: [
      { field: 'name', label: 'Name', hint: 'Unique within the organization.', kind: 'text', maxLength: 200 },
      {
        field: 'timezone',
        label: 'Time zone',
        hint: 'Days begin and times are shown in this zone. Stored events do not change.',
        kind: 'choice',
        options: zones.map((value) => ({ value, label: value })),
      },
      {
        field: 'week_start_day',
        label: 'First day of the week',
        hint: 'For results by week.',
        kind: 'choice',
        isNumber: true,
        options: [
          { value: '', label: 'Sunday (default)' },
          { value: '0', label: 'Sunday' },
          { value: '1', label: 'Monday' },
        ],
      },
      {
        field: 'base_currency',
        label: 'Currency',
        hint: 'ISO 4217, such as EUR. For amounts that name none.',
        kind: 'text',
        maxLength: 3,
      },
      {
        field: 'human_friendly_comparison_periods',
        label: 'Compare with matching weekdays',
        hint: 'The previous period starts on the same day of the week, so a Monday is compared with a Monday.',
        kind: 'switch',
      },
    ],
  },
  {
    title: 'Accounts',
    settings: [
      {
        field: 'customer_analytics_config',
        label: 'Group type of accounts',
        hint: 'External IDs of accounts are the keys of these groups. Cannot be changed once there are accounts.',
        kind: 'choice',
        configKey: 'account_group_type_index',
        options: [
          { value: '', label: 'The first type (default)' },
          ...[0, 1, 2, 3, 4].map((index) => ({ value: String(index), label: `Type ${index + 1}` })),
        ],
      },
    ],
  },
  {
    title: 'What SDKs capture',
    lead: 'Browser SDKs fetch these settings when a page loads. A change reaches them within a minute.',
    settings: [
      {
        field: 'autocapture_opt_out',
        label: 'Disable autocapture',
        hint: 'Clicks, inputs and submissions are not captured automatically.',
        kind: 'switch',
      },
      {
        field: 'capture_dead_clicks',
        label: 'Dead clicks',
        hint: 'Clicks after which nothing happened.',
        kind: 'switch',
      },
      { field: 'heatmaps_opt_in', label: 'Heatmaps', hint: 'Where people click, move and scroll.', kind: 'switch' },
      {
        field: 'autocapture_web_vitals_opt_in',
        label: 'Web vitals',
        hint: 'How fast pages load and respond.',
        kind: 'switch',
      },
      {
        field: 'autocapture_web_vitals_allowed_metrics',
        label: 'Which web vitals',
        hint: 'CLS, FCP, INP or LCP, one per line. Empty for all.',
        kind: 'lines',
        placeholder: 'LCP',
      },
      {
        field: 'capture_performance_opt_in',
        label: 'Network timing',
        hint: 'Network requests of pages, in recordings.',
        kind: 'switch',
      },
      {
        field: 'autocapture_exceptions_opt_in',
        label: 'Exceptions',
        hint: 'Errors of scripts become events.',
        kind: 'switch',
      },
      {
        field: 'autocapture_exceptions_errors_to_ignore',
        label: 'Exceptions to ignore',
        hint: 'One per line, 300 characters in total.',
        kind: 'lines',
      },
      {
        field: 'data_attributes',
        label: 'Attributes that name elements',
        hint: 'A JSON list. Actions match elements by these first.',
        kind: 'json',
        placeholder: '["data-attr"]',
      },
      { field: 'surveys_opt_in', label: 'Surveys', hint: 'SDKs fetch surveys to show.', kind: 'switch' },
      {
        field: 'inject_web_apps',
        label: 'Site apps',
        hint: 'Set automatically if the project has any.',
        kind: 'switch',
      },
    ],
  },
  {
    title: 'Privacy',
    settings: [
      {
        field: 'allow_publicly_shared_resources',
        label: 'Allow public links',
        hint: 'To insights, dashboards, notebooks and recordings, for people without an account. Off stops existing links, too. The organization has to allow them as well.',
        kind: 'switch',
      },
      {
        field: 'anonymize_ips',
        label: 'Discard IP addresses',
        hint: 'From events that arrive from now on, before they are stored. Stored ones keep theirs.',
        kind: 'switch',
      },
      {
        field: 'cookieless_server_hash_mode',
        label: 'Visitors without cookies',
        hint: 'How events of SDKs in cookieless mode are counted.',
        kind: 'choice',
        isNumber: true,
        options: [
          { value: '0', label: 'Off' },
          { value: '1', label: 'Stateless' },
          { value: '2', label: 'Stateful' },
        ],
      },
    ],
  },
  {
    title: 'Recordings',
    settings: [
      {
        field: 'session_recording_opt_in',
        label: 'Record sessions',
        hint: 'Browser SDKs load the recorder.',
        kind: 'switch',
      },
      {
        field: 'recording_domains',
        label: 'Sites to record',
        hint: 'One per line, such as https://*.example.com. Empty for every site.',
        kind: 'lines',
        placeholder: 'https://app.example.com',
      },
      {
        field: 'session_recording_sample_rate',
        label: 'Share of sessions',
        hint: 'From 0 to 1, two decimals. Empty for all.',
        kind: 'number',
        min: 0,
        max: 1,
        step: 0.01,
      },
      {
        field: 'session_recording_minimum_duration_milliseconds',
        label: 'Shortest session',
        hint: 'Shorter ones are not kept.',
        kind: 'number',
        min: 0,
        max: 30_000,
        unit: 'milliseconds',
      },
      {
        field: 'session_recording_linked_flag',
        label: 'Only with a feature flag',
        hint: 'In JSON: id and key of the flag, and optionally a variant.',
        kind: 'json',
        placeholder: '{"id": 1, "key": "record-me"}',
      },
      { field: 'capture_console_log_opt_in', label: 'Console', hint: 'What pages log.', kind: 'switch' },
      {
        field: 'session_recording_network_payload_capture_config',
        label: 'Network',
        hint: 'In JSON: recordHeaders and recordBody.',
        kind: 'json',
        placeholder: '{"recordHeaders": true, "recordBody": false}',
      },
      {
        field: 'session_recording_masking_config',
        label: 'Masking',
        hint: 'In JSON: maskAllInputs, maskTextSelector, blockSelector.',
        kind: 'json',
        placeholder: '{"maskAllInputs": true}',
      },
      {
        field: 'session_replay_config',
        label: 'Replay',
        hint: 'In JSON: record_canvas, ai_config. Keys that you leave out stay.',
        kind: 'json',
        placeholder: '{"record_canvas": true}',
      },
      {
        field: 'session_recording_url_trigger_config',
        label: 'Start on pages',
        hint: 'In JSON: a list of {url, matching}. Recording starts when one is visited.',
        kind: 'json',
        placeholder: '[{"url": "/checkout", "matching": "regex"}]',
      },
      {
        field: 'session_recording_url_blocklist_config',
        label: 'Pause on pages',
        hint: 'In JSON: a list of {url, matching}.',
        kind: 'json',
      },
      {
        field: 'session_recording_event_trigger_config',
        label: 'Start on events',
        hint: 'Event names, one per line.',
        kind: 'lines',
      },
      {
        field: 'session_recording_trigger_match_type_config',
        label: 'Start when',
        hint: 'Of the conditions above.',
        kind: 'choice',
        options: [
          { value: '', label: 'Default' },
          { value: 'all', label: 'All hold' },
          { value: 'any', label: 'Any holds' },
        ],
      },
      {
        field: 'session_recording_retention_period',
        label: 'Keep for',
        hint: 'Older recordings are deleted.',
        kind: 'choice',
        options: [
          { value: '30d', label: '30 days' },
          { value: '90d', label: '90 days' },
          { value: '1y', label: 'A year' },
          { value: '5y', label: 'Five years' },
        ],
      },
    ],
  },
  {
    title: 'Persons and queries',
    settings: [
      {
        field: 'person_display_name_properties',
        label: 'Names of persons',
        hint: 'Properties, one per line. The first that a person has is shown as the name.',
        kind: 'lines',
        placeholder: 'email',
      },
      {
        field: 'test_account_filters',
        label: 'Test accounts',
        hint: 'Property filters in JSON that exclude your own team where that is switched on.',
        kind: 'json',
      },
      {
        field: 'test_account_filters_default_checked',
        label: 'Exclude test accounts by default',
        hint: 'In new insights.',
        kind: 'switch',
      },
      {
        field: 'path_cleaning_filters',
        label: 'Path cleaning',
        hint: 'In JSON: a list of {regex, alias}. What matches is shown as the alias, which may name groups as \\1.',
        kind: 'json',
        placeholder: '[{"regex": "/user/(\\\\d+)", "alias": "/user/:id"}]',
      },
      {
        field: 'correlation_config',
        label: 'Correlation',
        hint: 'In JSON: excluded_person_property_names, excluded_event_names, excluded_event_property_names.',
        kind: 'json',
      },
      {
        field: 'live_events_columns',
        label: 'Live event columns',
        hint: 'Properties, one per line. Empty for the default columns.',
        kind: 'lines',
      },
      {
        field: 'modifiers',
        label: 'Query modifiers',
        hint: 'In JSON. Keys that you leave out stay.',
        kind: 'json',
      },
      {
        field: 'flags_persistence_default',
        label: 'Flags keep their answer by default',
        hint: 'New feature flags stay the same for someone who logs in.',
        kind: 'switch',
      },
    ],
  },
  {
    title: 'Sites and other settings',
    settings: [
      {
        field: 'app_urls',
        label: 'Your sites',
        hint: 'Sites on which the toolbar may run, one per line. A wildcard covers subdomains: https://*.example.com.',
        kind: 'lines',
        placeholder: 'https://example.com',
      },
      {
        field: 'slack_incoming_webhook',
        label: 'Slack webhook',
        hint: 'For older integrations.',
        kind: 'text',
        maxLength: 500,
      },
      { field: 'extra_settings', label: 'Extra settings', hint: 'In JSON; kept as they are.', kind: 'json' },
      {
        field: 'survey_config',
        label: 'Surveys: appearance',
        hint: 'In JSON. Keys that you leave out stay.',
        kind: 'json',
      },
      {
        field: 'receive_org_level_activity_logs',
        label: 'Organization activity',
        hint: 'Destinations of this project also receive changes in the organization.',
        kind: 'switch',
      },
    ],
  },
]

/** The settings about recordings; the page of recordings shows them too. */
export const RECORDING_SETTINGS = GROUPS.find(({ title }) => title === 'Recordings')!.settings

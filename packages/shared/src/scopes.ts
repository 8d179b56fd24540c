/** Scopes of API keys: all of PostHog's names, so that a key for any of its clients can be created here. */
export const SCOPE_OBJECTS = [
  'action',
  'access_control',
  'account',
  'activity_log',
  'alert',
  'annotation',
  'approvals',
  'batch_export',
  'batch_import',
  'batch_import_support',
  'billing',
  'business_knowledge',
  'canvas',
  'cohort',
  'comment',
  'conversation',
  'customer_analytics',
  'customer_journey',
  'customer_profile_config',
  'customer_task',
  'dashboard',
  'dashboard_template',
  'data_catalog',
  'data_catalog_approval',
  'dataset',
  'early_access_feature',
  'element',
  'endpoint',
  'engineering_analytics',
  'error_tracking',
  'evaluation',
  'event_definition',
  'event_filter',
  'experiment',
  'experiment_holdout',
  'experiment_saved_metric',
  'export',
  'external_data_schema',
  'external_data_source',
  'feature_flag',
  'field_note',
  'file_system',
  'file_system_shortcut',
  'group',
  'health_issue',
  'heatmap',
  'hog_flow',
  'hog_function',
  'ingestion_warning',
  'insight',
  'insight_variable',
  'integration',
  'legal_document',
  'link',
  'live_debugger',
  'llm_analytics',
  'ai_observability_clusters',
  'llm_gateway',
  'llm_playground',
  'llm_prompt',
  'llm_provider_key',
  'llm_skill',
  'logs',
  'loop',
  'marketing_analytics',
  'mcp_analytics',
  'metrics',
  'notebook',
  'organization',
  'organization_integration',
  'organization_member',
  'person',
  'plugin',
  'product_enablement',
  'product_tour',
  'project',
  'property_definition',
  'query',
  'query_performance',
  'replay_scanner',
  'review_hog',
  'revenue_analytics',
  'session_recording',
  'session_recording_playlist',
  'sharing_configuration',
  'signal_scout',
  'stamphog',
  'streamlit_app',
  'subscription',
  'survey',
  'tagger',
  'task',
  'ticket',
  'toolbar',
  'tracing',
  'uploaded_media',
  'usage_metric',
  'user',
  'user_interview',
  'vision_action',
  'vision_alert',
  'visual_review',
  'warehouse_objects',
  'warehouse_table',
  'warehouse_view',
  'web_analytics',
  'webhook',
  'wizard_session',
] as const

export type ScopeObject = (typeof SCOPE_OBJECTS)[number]
export type Scope = `${ScopeObject}:${'read' | 'write'}`

const SCOPES: ReadonlySet<string> = new Set(SCOPE_OBJECTS.flatMap((object) => [`${object}:read`, `${object}:write`]))

/** Whether a personal API key may hold this scope: `*`, or one of the objects with `read` or `write`. */
export function isScope(text: string): boolean {
  return text === '*' || SCOPES.has(text)
}

/** `*` covers everything; `write` implies `read` of the same object. */
export function hasScope(held: readonly string[], needed: Scope): boolean {
  const object = needed.split(':')[0]
  return held.includes('*') || held.includes(needed) || held.includes(`${object}:write`)
}

/** The objects that keys are most often allowed to use. */
const FREQUENT = [
  'person',
  'group',
  'query',
  'feature_flag',
  'cohort',
  'project',
  'organization',
  'organization_member',
  'activity_log',
  'event_definition',
  'property_definition',
  'ingestion_warning',
  'session_recording',
  'early_access_feature',
  'access_control',
  'user',
] as const satisfies readonly ScopeObject[]

/** Every object once, most frequently used first. */
export const SCOPE_OBJECTS_BY_USE: readonly ScopeObject[] = [...new Set<ScopeObject>([...FREQUENT, ...SCOPE_OBJECTS])]

/** `feature_flag` as `feature flag`. */
export const scopeLabel = (object: ScopeObject) => object.replaceAll('_', ' ')

export interface ScopePreset {
  value: string
  label: string
  scopes: readonly (Scope | '*')[]
}

/** Sets of scopes for a common purpose. */
export const SCOPE_PRESETS: readonly ScopePreset[] = [
  { value: 'all', label: 'Everything', scopes: ['*'] },
  { value: 'local-evaluation', label: 'Local evaluation of feature flags', scopes: ['feature_flag:read'] },
  {
    value: 'read',
    label: 'Reading data',
    scopes: [
      'person:read',
      'group:read',
      'query:read',
      'cohort:read',
      'event_definition:read',
      'property_definition:read',
    ],
  },
  { value: 'flags', label: 'Managing feature flags', scopes: ['feature_flag:write', 'early_access_feature:write'] },
  {
    value: 'admin',
    label: 'Managing projects and members',
    scopes: ['project:write', 'organization:write', 'organization_member:write', 'access_control:write'],
  },
]

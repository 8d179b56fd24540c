/** Feature flags in API format. */
import type { z } from 'zod'
import { formatDate } from '../../../platform/time.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import type { FlagRow, StoredFlag } from './flags.ts'
import type { flagAnswer } from './schemas.ts'

/** A flag is stale if it was not called for this long, or is older than this and fully rolled out. */
const STALE_MS = 30 * 24 * 60 * 60 * 1000

export function statusOf(flag: Pick<StoredFlag, 'deleted' | 'active' | 'filters' | 'createdAt' | 'lastCalledAt'>): {
  status: 'DELETED' | 'INACTIVE' | 'STALE' | 'ACTIVE'
  reason: string
} {
  if (flag.deleted) return { status: 'DELETED', reason: 'Flag has been deleted' }
  if (!flag.active) return { status: 'INACTIVE', reason: 'Flag is disabled' }
  const isOld = flag.createdAt.getTime() < Date.now() - STALE_MS
  if (isOld && flag.lastCalledAt && flag.lastCalledAt.getTime() < Date.now() - STALE_MS)
    return { status: 'STALE', reason: 'Flag has not been evaluated recently' }
  const everybody = flag.filters.groups.some(
    (set) => set.properties.length === 0 && (set.rollout_percentage === null || set.rollout_percentage === 100),
  )
  if (isOld && everybody && !flag.filters.multivariate)
    return { status: 'STALE', reason: 'Flag is fully rolled out to everybody' }
  return { status: 'ACTIVE', reason: 'Flag is active' }
}

/** A flag in API format, with the caller's access level. */
export function presentFlag({ own }: ObjectContext, flag: FlagRow): z.infer<typeof flagAnswer> {
  const { filters } = flag
  const level = own.levelOf(flag.id, flag.createdById)
  const [first] = filters.groups
  const isSimple = filters.groups.length === 1 && first!.properties.length === 0 && !filters.multivariate
  return {
    id: flag.id,
    name: flag.name,
    key: flag.key,
    filters: filters as unknown as Record<string, unknown>,
    deleted: flag.deleted,
    active: flag.active,
    created_by: fromUserJson(flag.createdBy),
    created_at: formatDate(flag.createdAt),
    updated_at: formatDate(flag.updatedAt),
    version: flag.version,
    last_modified_by: fromUserJson(flag.lastModifiedBy),
    is_simple_flag: isSimple,
    rollout_percentage: isSimple ? (first!.rollout_percentage ?? 100) : null,
    ensure_experience_continuity: flag.ensureExperienceContinuity,
    experiment_set: [],
    surveys: [],
    features: flag.features,
    rollback_conditions: null,
    performed_rollback: false,
    can_edit: level === 'editor' || level === 'manager',
    user_access_level: level,
    tags: flag.tags,
    evaluation_tags: [],
    usage_dashboard: null,
    analytics_dashboards: [],
    has_enriched_analytics: false,
    is_remote_configuration: flag.isRemoteConfiguration,
    has_encrypted_payloads: false,
    status: statusOf(flag).status,
    evaluation_runtime: flag.evaluationRuntime,
    bucketing_identifier: flag.bucketingIdentifier,
    last_called_at: flag.lastCalledAt && formatDate(flag.lastCalledAt),
  }
}

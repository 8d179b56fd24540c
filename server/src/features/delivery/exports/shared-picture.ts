/** Pictures for previews of shared links in other programs. */
import { LRUCache } from 'lru-cache'
import { formatTime } from '../../../platform/time.ts'
import { findInsights, insightKind } from '../../analytics/insights/index.ts'
import { logActivity } from '../../workspace/activity/index.ts'
import { findTeam } from '../../workspace/organizations/index.ts'
import type { Exports } from './exports.ts'
import { findNewestPicture } from './store.ts'
import { titleOf } from './subjects.ts'

/** The object that a link shares. */
export interface PicturedObject {
  teamId: number
  /** As in access rules. */
  resource: string
  objectId: string
}

/** An older picture is made anew. */
const FRESH_MS = 24 * 60 * 60 * 1000
/** However many programs ask, or fail, within this time, a picture is made once. */
const REMEMBERED_MS = 5 * 60 * 1000
const recent = new LRUCache<string, Promise<Buffer | null>>({ max: 100, ttl: REMEMBERED_MS })

/**
 * The picture of a shared insight or dashboard: the newest one that has not expired, or a new one. It shows what every
 * member may see.
 * @returns null for other objects, and when it cannot be made
 */
export function sharedPicture(
  exports: Exports,
  { teamId, resource, objectId }: PicturedObject,
): Promise<Buffer | null> {
  if (resource !== 'insight' && resource !== 'dashboard') return Promise.resolve(null)
  const key = `${teamId} ${resource} ${objectId}`
  const known = recent.get(key)
  if (known) return known
  const id = Number(objectId)
  const made = findOrMake(exports, teamId, resource === 'insight' ? id : null, resource === 'dashboard' ? id : null)
  recent.set(key, made)
  made.catch(() => recent.delete(key))
  return made
}

async function findOrMake(
  exports: Exports,
  teamId: number,
  insightId: number | null,
  dashboardId: number | null,
): Promise<Buffer | null> {
  const pool = exports.parts.db.$client
  const newest = await findNewestPicture(pool, teamId, { insightId, dashboardId })
  const isFresh = newest && Date.now() - Date.parse(formatTime(newest.createdAt)) < FRESH_MS
  const known = isFresh ? await exports.read(newest) : null
  if (known) return known
  const asset = await exports.create(pool, { teamId, createdById: null, format: 'image/png', insightId, dashboardId })
  const made = await exports.render(teamId, asset.id)
  if (insightId !== null) await logPreview(exports, teamId, insightId)
  return made && exports.read(made)
}

async function logPreview({ parts: { db } }: Exports, teamId: number, insightId: number): Promise<void> {
  const [team, [insight]] = await Promise.all([findTeam(db, String(teamId)), findInsights(db, teamId, [insightId])])
  if (!team || !insight) return
  await logActivity(db.$client, {
    organizationId: team.organizationId,
    teamId,
    principal: { userId: null },
    activity: 'exported for opengraph image',
    scope: insightKind.scope,
    itemId: String(insightId),
    detail: { name: titleOf(insight), short_id: insight.shortId },
  })
}

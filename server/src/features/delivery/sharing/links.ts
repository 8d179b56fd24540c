/** Links: whether one works, and what it opens. The one place that decides this. */
import type { SharePrincipal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { sharingRulesOf, type Team } from '../../workspace/organizations/index.ts'
import type { Shareable } from './shareable.ts'
import { findShareByToken, type Share } from './store.ts'

/** The kinds of objects that can be shared. */
export class Shareables {
  constructor(readonly all: readonly Shareable[]) {}

  of(resource: Share['resource']): Shareable {
    const found = this.all.find((each) => each.resource === resource)
    if (!found) throw new Error(`Nothing declares how to share a ${resource}.`)
    return found
  }
}

/** A link that works. Whether it needs a password is for the caller to check. */
export interface OpenLink {
  share: Share
  shareable: Shareable
  team: Team
  mayUse: (feature: string) => boolean
}

/**
 * @returns null when the link does not exist, is turned off or has ended, when its object or project is deleted, and when the
 * organization or the project allows no links
 */
export async function openLink(db: Database, shareables: Shareables, token: string): Promise<OpenLink | null> {
  const share = await findShareByToken(db.$client, token)
  if (!share) return null
  const rules = await sharingRulesOf(db, share.teamId)
  if (!rules || rules.blockedBy !== null) return null
  const shareable = shareables.of(share.resource)
  if (!(await shareable.exists(share.teamId, share.objectId))) return null
  return { share, shareable, team: rules.team, mayUse: rules.mayUse }
}

export function principalOf({ id, teamId, resource, objectId, enabledBy }: Share): SharePrincipal {
  return { kind: 'share', userId: null, teamId, shareId: id, shared: resource, objectId, sharedById: enabledBy }
}

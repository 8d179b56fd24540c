import type { ProjectExtension } from '../../workspace/organizations/index.ts'
import { forgetAnswersOf } from './cache.ts'

/** Access rules for accounts determine which accounts an answer may count. */
const RULES_OF_ACCOUNTS = new Set(['account', 'customer_analytics'])

/**
 * Cached answers are shared by the whole project and exclude accounts that are hidden from some members. They must be
 * dropped when access rules for accounts change.
 */
export const answersInProjects: ProjectExtension = {
  async rulesChanged(client, teamId, resource) {
    if (RULES_OF_ACCOUNTS.has(resource)) await forgetAnswersOf(client, teamId)
  },
}

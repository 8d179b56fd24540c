import type { ProjectExtension } from '../../workspace/organizations/index.ts'
import { forgetAnswersOf } from './cache.ts'

/** Rules about accounts decide which of them an answer counts. */
const RULES_OF_ACCOUNTS = new Set(['account', 'customer_analytics'])

/** Answers are kept for everybody in the project, without the accounts that somebody may not see. */
export const answersInProjects: ProjectExtension = {
  async rulesChanged(client, teamId, resource) {
    if (RULES_OF_ACCOUNTS.has(resource)) await forgetAnswersOf(client, teamId)
  },
}

import { errors } from '../../../platform/http/errors.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { ProjectExtension } from '../../workspace/organizations/index.ts'

const groupTypeOf = (config: JsonObject | null | undefined) => config?.account_group_type_index ?? null

/** The external IDs of accounts are keys of groups, so under another group type they would mean something else. */
export const accountsInProjects: ProjectExtension = {
  async assertSettings(client, team, { customerAnalyticsConfig: wanted }) {
    if (!wanted || groupTypeOf(team.customerAnalyticsConfig) === groupTypeOf(wanted)) return
    const { rowCount } = await client.query('SELECT 1 FROM accounts WHERE team_id = $1 LIMIT 1', [team.id])
    if (rowCount)
      throw errors.invalid(
        'Cannot change account_group_type_index once accounts exist for this team',
        'customer_analytics_config',
      )
  },
}

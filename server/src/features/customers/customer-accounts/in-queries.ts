/** What queries need to know about a project's accounts. */
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { AccountsContext, PropertyType } from '../../analytics/hogql/index.ts'
import { hiddenObjects } from '../../workspace/organizations/index.ts'

const TYPE_OF_DISPLAY: Record<string, PropertyType> = {
  number: 'Numeric',
  currency: 'Numeric',
  percent: 'Numeric',
  date: 'DateTime',
  datetime: 'DateTime',
  boolean: 'Boolean',
}

export async function accountsInQueries(pool: Pool, teamId: number): Promise<AccountsContext> {
  const [hidden, definitions] = await Promise.all([
    hiddenObjects(pool, teamId, ['account', 'customer_analytics']),
    pool.query<{ id: string; name: string; type: string }>(
      'SELECT id, name, display_type AS type FROM custom_property_definitions WHERE team_id = $1',
      [teamId],
    ),
  ])
  return {
    isClosed: hidden.includes(''),
    hidden: hidden.filter((id) => id !== ''),
    customProperties: new Map(
      definitions.rows.map(({ id, name, type }) => [name, { id, type: TYPE_OF_DISPLAY[type] ?? 'String' }]),
    ),
  }
}

/** Constraints between the flags of a project, and between flags and cohorts. */
import { errors } from '../../../platform/http/errors.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { existingCohorts } from '../../people/cohorts/index.ts'
import { cohortsOf, dependenciesOf, type FlagFilters } from './filters.ts'
import type { StoredFlag } from './flags.ts'

/** Maximum number of flags in a project, without deleted ones. */
const FLAGS_MAX = 5_000

/** Serializes changes to a project's flags. Two concurrent changes could create a circular dependency. */
export async function lockFlags(client: PoolClient, teamId: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(4837006, $1)', [teamId])
}

/** @throws ApiError 400 if the project has reached its maximum number of flags */
export async function assertRoom(client: PoolClient, teamId: number): Promise<void> {
  const { rows } = await client.query<{ flags: number }>(
    'SELECT count(*) AS flags FROM feature_flags WHERE team_id = $1 AND NOT deleted',
    [teamId],
  )
  if (rows[0]!.flags >= FLAGS_MAX) throw errors.invalid(`A project has at most ${FLAGS_MAX} feature flags.`)
}

interface Named {
  id: number
  key: string
  filters: FlagFilters
}

async function othersOf(client: PoolClient, teamId: number): Promise<Named[]> {
  const { rows } = await client.query<Named>(
    'SELECT id, key, filters FROM feature_flags WHERE team_id = $1 AND NOT deleted',
    [teamId],
  )
  return rows
}

/** @throws ApiError 400 if a condition references a flag that does not exist, or the flag would depend on itself */
export async function assertDependencies(
  client: PoolClient,
  teamId: number,
  self: { id: number | null; key: string },
  filters: FlagFilters,
): Promise<void> {
  const needed = dependenciesOf(filters)
  if (needed.length === 0) return
  const flags = await othersOf(client, teamId)
  const isSelf = (name: string) => name === self.key || name === String(self.id)
  const visit = (names: readonly string[], seen: ReadonlySet<string>): void => {
    for (const name of names) {
      if (isSelf(name)) throw errors.invalid('A flag cannot depend on itself, directly or through others.', 'filters')
      const flag = flags.find(({ id, key }) => key === name || String(id) === name)
      if (!flag)
        throw errors.invalid(`There is no flag ${name.slice(0, 100)} to depend on.`, 'filters', 'does_not_exist')
      if (!seen.has(flag.key)) visit(dependenciesOf(flag.filters), new Set([...seen, flag.key]))
    }
  }
  visit(needed, new Set())
}

/** @throws ApiError 400 for a cohort that does not exist in the project */
export async function assertCohorts(client: PoolClient, teamId: number, filters: FlagFilters): Promise<void> {
  const wanted = cohortsOf(filters)
  if (wanted.length === 0) return
  const existing = await existingCohorts(
    client,
    teamId,
    wanted.filter((id) => id > 0 && id < 2 ** 31),
  )
  const missing = wanted.find((id) => !existing.has(id))
  if (missing !== undefined) throw errors.invalid(`Cohort with id ${missing} does not exist.`, 'filters')
}

/** @throws ApiError 400 while other flags depend on it */
export async function assertNotNeeded(client: PoolClient, teamId: number, flag: StoredFlag): Promise<void> {
  const dependents = (await othersOf(client, teamId)).filter(({ filters }) =>
    dependenciesOf(filters).some((name) => name === flag.key || name === String(flag.id)),
  )
  if (dependents.length > 0)
    throw errors.invalid(`Other flags depend on this one: ${dependents.map(({ key }) => key).join(', ')}`, 'deleted')
}

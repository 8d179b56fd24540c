/** The project settings that queries depend on. */
import { hasScope } from '@hedgerow/shared/scopes'
import { isJsonObject } from '../../../platform/json.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import type { AskingTeam } from './asker.ts'
import type { CleaningRule } from './path-cleaning.ts'

type Settings = Pick<
  ResolvedTeam,
  | 'id'
  | 'timezone'
  | 'weekStartDay'
  | 'testAccountFilters'
  | 'pathCleaningFilters'
  | 'modifiers'
  | 'extraSettings'
  | 'personDisplayNameProperties'
  | 'scopes'
>

export function askingTeam(team: Settings): AskingTeam {
  const { extraSettings, modifiers } = team
  return {
    id: team.id,
    timezone: team.timezone,
    weekStartDay: team.weekStartDay,
    readsAccounts: !team.scopes || hasScope(team.scopes, 'account:read'),
    testAccountFilters: team.testAccountFilters,
    pathCleaning: ((team.pathCleaningFilters ?? []) as CleaningRule[]).toSorted(
      (a, b) => (a.order ?? 0) - (b.order ?? 0),
    ),
    aggregatesByDistinctId:
      (isJsonObject(extraSettings) && extraSettings.aggregate_users_by_distinct_id === true) ||
      modifiers?.aggregateUsersByDistinctId === true,
    personDisplayNames: team.personDisplayNameProperties,
  }
}

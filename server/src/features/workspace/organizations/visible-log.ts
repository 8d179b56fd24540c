/**
 * Which entries of the activity log a caller may read. An entry quotes an object, so it obeys the rules about that
 * object, also when the object is deleted.
 */
import type { Principal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { ActivityScope, ProjectLog } from '../activity/index.ts'
import { type Bind, type Resource, type ResourceAccess, resourceAccess } from './access-control.ts'
import { type ResolvedTeam, resolveTeam } from './organizations.ts'

/** Where the objects stand that rules can speak of one by one: their table, their id in rules and in the log, their maker. */
const OBJECTS = {
  account: { table: 'accounts', id: 'id', maker: 'created_by' },
  action: { table: 'actions', id: 'id', maker: 'created_by' },
  cohort: { table: 'cohorts', id: 'id', maker: 'created_by' },
  dashboard: { table: 'dashboards', id: 'id', maker: 'created_by' },
  feature_flag: { table: 'feature_flags', id: 'id', maker: 'created_by_id' },
  insight: { table: 'insights', id: 'id', maker: 'created_by' },
  notebook: { table: 'notebooks', id: 'short_id', maker: 'created_by' },
} as const satisfies Partial<Record<Resource, object>>
/** A kind of object with rules about single ones. */
export type ObjectResource = keyof typeof OBJECTS
const OBJECT_RESOURCES = Object.keys(OBJECTS) as ObjectResource[]

interface Caller {
  team: Pick<ResolvedTeam, 'id'>
  accessTo: (resource: ObjectResource) => ResourceAccess
  bind: Bind
}

/** SQL condition: the caller may see the object of a kind whose id a piece of SQL gives. */
function seesObject({ team, accessTo, bind }: Caller, resource: ObjectResource, objectId: string): string {
  const { table, id, maker } = OBJECTS[resource]
  const isMadeBy = (user: string) =>
    `${objectId} IN (SELECT o.${id}::text FROM ${table} o WHERE o.team_id = ${bind(team.id)} AND o.${maker} = ${user})`
  return accessTo(resource).quotedSql(objectId, isMadeBy, bind)
}

type Condition = (caller: Caller) => string
const objectOf =
  (resource: ObjectResource): Condition =>
  (caller) =>
    seesObject(caller, resource, 'a.item_id')
/** For what belongs to a kind and has no rules of its own. */
const anyOf =
  (resource: ObjectResource): Condition =>
  ({ accessTo }) =>
    accessTo(resource).level === 'none' ? 'false' : 'true'

/** What an entry of each scope asks of its reader; null where whoever may enter the project may read it. */
const READERS: Record<ActivityScope, Condition | null> = {
  Account: objectOf('account'),
  Action: objectOf('action'),
  Cohort: objectOf('cohort'),
  Dashboard: objectOf('dashboard'),
  FeatureFlag: objectOf('feature_flag'),
  Insight: objectOf('insight'),
  Notebook: (caller) => both(objectOf('notebook')(caller), seesAccountOfNotebook(caller)),
  CustomPropertyDefinition: anyOf('account'),
  EarlyAccessFeature: (caller) => {
    const flag = `(SELECT f.feature_flag_id::text FROM early_access_features f WHERE f.team_id = a.team_id AND f.id::text = a.item_id)`
    return seesObject(caller, 'feature_flag', flag)
  },
  Annotation: seesPlaceOfAnnotation,
  AccessControl: (caller) =>
    cases(
      `a.detail->>'type'`,
      OBJECT_RESOURCES.map((resource) => [resource, objectOf(resource)(caller)]),
    ),
  Person: null,
  Group: null,
  Team: null,
  Project: null,
  Organization: null,
  OrganizationMembership: null,
  OrganizationInvite: null,
  Role: null,
  User: null,
  PersonalAPIKey: null,
  CustomerProfileConfig: null,
  EventDefinition: null,
  PropertyDefinition: null,
}

/** A notebook of an account is the account's. One that is gone was of an account: others are only marked as deleted. */
function seesAccountOfNotebook(caller: Caller): string {
  const sees = seesObject(caller, 'account', 'l.account_id::text')
  if (sees === 'true') return 'true'
  return `a.item_id IN (SELECT n.short_id FROM notebooks n LEFT JOIN account_notebooks l ON l.notebook_id = n.id
    WHERE n.team_id = ${caller.bind(caller.team.id)} AND (n.visibility = 'default' OR ${sees}))`
}

/** An annotation that stands on one insight or dashboard is part of it. */
function seesPlaceOfAnnotation(caller: Caller): string {
  const insight = seesObject(caller, 'insight', 'n.insight_id::text')
  const dashboard = seesObject(caller, 'dashboard', 'n.dashboard_id::text')
  if (insight === 'true' && dashboard === 'true') return 'true'
  return `a.item_id IN (SELECT n.id::text FROM annotations n WHERE n.team_id = ${caller.bind(caller.team.id)}
    AND (n.scope IN ('project', 'organization') OR ((n.insight_id IS NULL OR ${insight}) AND (n.dashboard_id IS NULL OR ${dashboard}))))`
}

const both = (one: string, other: string) => (one === 'true' ? other : other === 'true' ? one : `(${one} AND ${other})`)

/** A CASE of the values whose condition is not always true, or `true` when there is none. */
function cases(of: string, branches: (readonly [value: string, condition: string])[]): string {
  const narrow = branches.filter(([, condition]) => condition !== 'true')
  if (narrow.length === 0) return 'true'
  return `CASE ${of} ${narrow.map(([value, condition]) => `WHEN '${value}' THEN ${condition}`).join(' ')} ELSE true END`
}

/** The activity log of a project, as far as a caller may read it. */
export async function visibleLog(db: Database, principal: Principal, team: ResolvedTeam): Promise<ProjectLog> {
  const entries = await Promise.all(
    OBJECT_RESOURCES.map(async (resource) => [resource, await resourceAccess(db, principal, team, resource)] as const),
  )
  const access = new Map(entries)
  return {
    teamId: team.id,
    condition: (bind) =>
      cases(
        'a.scope',
        Object.entries(READERS).flatMap(([scope, reads]) => {
          const condition = reads?.({ team, accessTo: (resource) => access.get(resource)!, bind })
          return condition ? [[scope, condition] as const] : []
        }),
      ),
  }
}

/** The log of the project that a path names. */
export async function resolveLog(db: Database, principal: Principal, segment: string): Promise<ProjectLog> {
  return visibleLog(db, principal, await resolveTeam(db, principal, segment))
}

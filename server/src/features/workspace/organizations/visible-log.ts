/**
 * Which entries of the activity log a caller may read. An entry quotes an object, so the object's access rules apply, even
 * after it is deleted.
 */
import type { Principal, UserPrincipal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { ProjectLog } from '../activity/index.ts'
import {
  allKinds,
  type Bind,
  type Kind,
  type LogReader,
  type Resource,
  type StoredKind,
  sqlCase,
  storedKinds,
} from '../kinds/index.ts'
import { type ResourceAccess, resourceAccess } from './access-control.ts'
import { type ResolvedTeam, resolveTeam } from './organizations.ts'

/** @param access the caller's access to every kind that rules can name */
function createReader(teamId: number, access: ReadonlyMap<Resource, ResourceAccess>, bind: Bind): LogReader {
  const stored = new Map(storedKinds().map((kind) => [kind.resource, kind]))
  return {
    teamId,
    bind,
    sees: (resource, idSql) => {
      const { table, id, maker } = stored.get(resource)!
      const isMadeBy = (user: string) =>
        `${idSql} IN (SELECT o.${id.column}::text FROM ${table} o WHERE o.team_id = ${bind(teamId)} AND o.${maker} = ${user})`
      return access.get(resource)!.quotedSql(idSql, isMadeBy, bind)
    },
    seesAny: (resource) => (access.get(resource)!.level === 'none' ? 'false' : 'true'),
  }
}

/** SQL condition: the caller may read an entry `a` about an object of the kind. */
function readable(kind: Kind | StoredKind, reader: LogReader): string {
  const own = 'table' in kind ? reader.sees(kind.resource, 'a.item_id') : 'true'
  const further = kind.readable?.(reader) ?? 'true'
  return own === 'true' ? further : further === 'true' ? own : `(${own} AND ${further})`
}

/** The part of a project's activity log that a caller may read. */
export async function visibleLog(db: Database, principal: Principal, team: ResolvedTeam): Promise<ProjectLog> {
  const entries = await Promise.all(
    allKinds()
      .flatMap(({ resource }) => resource ?? [])
      .map(async (resource) => [resource, await resourceAccess(db, principal, team, resource)] as const),
  )
  const access = new Map(entries)
  return {
    teamId: team.id,
    condition: (bind) => {
      const reader = createReader(team.id, access, bind)
      return sqlCase(
        'a.scope',
        allKinds().map((kind) => [kind.scope, readable(kind, reader)]),
      )
    },
  }
}

/** The log of the project in a path. */
export async function resolveLog(db: Database, principal: UserPrincipal, segment: string): Promise<ProjectLog> {
  return visibleLog(db, principal, await resolveTeam(db, principal, segment))
}

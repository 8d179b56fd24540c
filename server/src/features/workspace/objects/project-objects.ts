/** What is the same for the objects of every kind: who may reach them, how one is found, and how a change is noted. */
import type { FastifyRequest } from 'fastify'
import { errors } from '../../../platform/http/errors.ts'
import type { Database, Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { type ActivityDetail, logActivity } from '../activity/index.ts'
import type { Kind, StoredKind } from '../kinds/index.ts'
import {
  type AccessLevel,
  enterProject,
  type ProjectContext,
  type ResourceAccess,
  resourceAccess,
} from '../organizations/index.ts'

/** A project, who asks, and what they may do with the objects of one kind. */
export interface ObjectContext extends ProjectContext {
  own: ResourceAccess
}

export interface ObjectRow {
  id: string | number
  createdById: number | null
  deleted?: boolean
}

interface Change {
  /** As rules and the log have it. */
  id: string | number
  /** `created`, `updated`, `deleted`, or a word of the kind's own. */
  activity: string
  detail: Partial<ActivityDetail>
}

export class ProjectObjects<Row extends ObjectRow> {
  /** @param load the object that an id in a URL names, also one that is marked as deleted */
  constructor(
    readonly kind: StoredKind,
    private readonly load: (client: Pool | PoolClient, teamId: number, id: string) => Promise<Row | null>,
  ) {}

  /** @throws ApiError 403 when even objects without rules of their own are out of the caller's reach */
  async enter(db: Database, request: FastifyRequest, needed: AccessLevel): Promise<ObjectContext> {
    const project = await enterProject(db, request)
    const own = await resourceAccess(db, project.principal, project.team, this.kind.resource)
    own.assertLevel(needed)
    return { ...project, own }
  }

  /**
   * @param needed the level that the caller must have for this object
   * @throws ApiError 404 when the project has no such object, 403 when the caller may not do this with it
   */
  async find(
    { db, team, own }: ObjectContext,
    id: string,
    needed: AccessLevel,
    { includeDeleted = false } = {},
  ): Promise<Row> {
    const found = await this.load(db.$client, team.id, id)
    if (!found || (found.deleted && !includeDeleted)) throw errors.notFound()
    own.assertLevelOf(found.id, found.createdById, needed)
    return found
  }

  /**
   * The object as it is now, inside a transaction that has locked its row.
   * @throws ApiError 404 when it is gone by now
   */
  async current(client: PoolClient, { team }: ProjectContext, id: string | number): Promise<Row> {
    const found = await this.load(client, team.id, String(id))
    if (!found) throw errors.notFound()
    return found
  }

  /** Notes a change in the activity log, in the transaction that makes it. */
  log(client: PoolClient, project: ProjectContext, change: Change): Promise<void> {
    return logChange(client, project, this.kind, change)
  }
}

/** Notes a change of something in a project, in the transaction that makes it. */
export function logChange(
  client: PoolClient,
  { team, principal }: ProjectContext,
  { scope }: Kind,
  { id, activity, detail }: Change,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope,
    itemId: String(id),
    detail,
  })
}

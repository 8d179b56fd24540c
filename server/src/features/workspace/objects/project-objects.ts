/** What objects of every kind have in common: access checks, lookup, and how a change is logged. */
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

/** A project, the caller, and their access to the objects of one kind. */
export interface ObjectContext extends ProjectContext {
  own: ResourceAccess
}

export interface ObjectRow {
  id: string | number
  createdById: number | null
  deleted?: boolean
}

interface Change {
  /** As in rules and the log. */
  id: string | number
  /** `created`, `updated`, `deleted`, or a word specific to the kind. */
  activity: string
  detail: Partial<ActivityDetail>
}

export class ProjectObjects<Row extends ObjectRow> {
  /** @param load loads the object that an ID in a URL names, including soft-deleted ones */
  constructor(
    readonly kind: StoredKind,
    private readonly load: (client: Pool | PoolClient, teamId: number, id: string) => Promise<Row | null>,
  ) {}

  /** @throws ApiError 403 when the caller may not even access objects without rules of their own */
  async enter(db: Database, request: FastifyRequest, needed: AccessLevel): Promise<ObjectContext> {
    const project = await enterProject(db, request)
    const own = await resourceAccess(db, project.principal, project.team, this.kind.resource)
    own.assertLevel(needed)
    return { ...project, own }
  }

  /**
   * @param needed the level that the caller must have for this object
   * @throws ApiError 404 when the project has no such object, 403 when the caller's level for it is too low
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
   * The current state of the object, inside a transaction that has locked its row.
   * @throws ApiError 404 when it no longer exists
   */
  async current(client: PoolClient, { team }: ProjectContext, id: string | number): Promise<Row> {
    const found = await this.load(client, team.id, String(id))
    if (!found) throw errors.notFound()
    return found
  }

  /** Records a change in the activity log, in the transaction that makes it. */
  log(client: PoolClient, project: ProjectContext, change: Change): Promise<void> {
    return logChange(client, project, this.kind, change)
  }
}

/** Records a change of something in a project, in the transaction that makes it. */
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

/** Who may do what with the recordings of a project. */
import type { FastifyRequest } from 'fastify'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import {
  type AccessLevel,
  enterProject,
  type ProjectContext,
  resourceAccess,
} from '../../workspace/organizations/index.ts'

/** What the routes of recordings work with. */
export interface ReplayParts {
  db: Database
  clickHouse: ClickHouse
  blobs: Blobs
}

/** @throws ApiError 404 or 403, also when the caller's access to recordings is too low */
export async function enterRecordings(
  db: Database,
  request: FastifyRequest,
  needed: AccessLevel,
): Promise<ProjectContext> {
  const context = await enterProject(db, request)
  const own = await resourceAccess(db, context.principal, context.team, 'session_recording')
  own.assertLevel(needed)
  return context
}

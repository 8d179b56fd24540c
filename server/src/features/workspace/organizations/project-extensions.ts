/**
 * What other features add to projects. They import organizations and not the other way around, so each describes its part in
 * a `ProjectExtension`, and `roles/projects.ts` lists them all. Rows with a `team_id`, and files below the project's folder,
 * need no extension for deletion: the deletion finds them.
 */
import { eq } from 'drizzle-orm'
import { drizzleOn, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import type { TeamAnswer } from './project-fields.ts'
import { type Team, teams } from './tables.ts'

/** Fields of a project's response that are not settings. */
export type ProjectDescription = Partial<Pick<TeamAnswer, 'has_group_types' | 'group_types'>>

/** Everything is optional. A method that takes a client is part of its transaction. */
export interface ProjectExtension {
  /**
   * Creates what every new project begins with, in the transaction that creates it.
   * @param creatorId the user who creates the project
   * @returns settings that refer to the created objects; they are stored with the project
   */
  begin?(client: PoolClient, team: Team, creatorId: number): Promise<Partial<Team>>
  /**
   * Checks that settings fit the project's data.
   * @param team the current project; its row is locked
   * @param wanted the settings to be written
   * @throws ApiError 400 when they are not allowed
   */
  assertSettings?(client: PoolClient, team: Team, wanted: Partial<Team>): Promise<void>
  /** Stops running work for a project that is being deleted. A job deletes its data later. */
  end?(client: PoolClient, teamId: number): Promise<void>
  /**
   * Invalidates what was computed under the old access rules.
   * @param resource the kind of object that the changed rule is about, or `project`
   */
  rulesChanged?(client: PoolClient, teamId: number, resource: string): Promise<void>
  /** Adds fields to a project's response. */
  describe?(pool: Pool, teamId: number): Promise<ProjectDescription>
}

let extensions: readonly ProjectExtension[] | undefined

/** Registers the extensions, once in each process that serves or creates projects. */
export function extendProjects(all: readonly ProjectExtension[]): void {
  extensions = all
}

function all(): readonly ProjectExtension[] {
  if (!extensions) throw new Error('A process that works with projects must call extendProjects first.')
  return extensions
}

/** @returns the project, with the settings that refer to what it begins with */
export async function beginProject(client: PoolClient, team: Team, creatorId: number): Promise<Team> {
  const settings: Partial<Team> = {}
  for (const each of all()) Object.assign(settings, await each.begin?.(client, team, creatorId))
  if (Object.keys(settings).length > 0) await drizzleOn(client).update(teams).set(settings).where(eq(teams.id, team.id))
  return { ...team, ...settings }
}

/** @throws ApiError 400 when settings do not fit the project's data */
export async function assertSettings(client: PoolClient, team: Team, wanted: Partial<Team>): Promise<void> {
  for (const each of all()) await each.assertSettings?.(client, team, wanted)
}

export async function endProject(client: PoolClient, teamId: number): Promise<void> {
  for (const each of all()) await each.end?.(client, teamId)
}

export async function tellRulesChanged(client: PoolClient, teamId: number, resource: string): Promise<void> {
  for (const each of all()) await each.rulesChanged?.(client, teamId, resource)
}

export async function describeProject(pool: Pool, teamId: number): Promise<ProjectDescription> {
  const described = await Promise.all(all().map(async (each) => each.describe?.(pool, teamId)))
  return Object.assign({}, ...described)
}

/**
 * What other features add to projects. They import organizations and not the other way round, so each describes its part
 * in a `ProjectExtension`, and `roles/projects.ts` lists them all. Whatever has rows with a `team_id`, or files below the
 * project's name, need not say that they go with the project: the deletion finds them.
 */
import { eq } from 'drizzle-orm'
import { drizzleOn, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import type { TeamAnswer } from './project-fields.ts'
import { type Team, teams } from './tables.ts'

/** Fields of the answer about a project that are not settings of it. */
export type ProjectDescription = Partial<Pick<TeamAnswer, 'has_group_types' | 'group_types'>>

/** Everything is optional. What takes a client is part of its transaction. */
export interface ProjectExtension {
  /**
   * Makes what every new project begins with, in the transaction that creates it.
   * @param creatorId the person who creates the project
   * @returns settings that point to what was made; they are stored with the project
   */
  begin?(client: PoolClient, team: Team, creatorId: number): Promise<Partial<Team>>
  /**
   * Checks that settings fit what the project has.
   * @param team the project as it is; its row is locked
   * @param wanted the settings that are to be written
   * @throws ApiError 400 when they may not be
   */
  assertSettings?(client: PoolClient, team: Team, wanted: Partial<Team>): Promise<void>
  /** Stops what is still being done for a project that is deleted now. Its data is deleted later, in a job. */
  end?(client: PoolClient, teamId: number): Promise<void>
  /**
   * Forgets what was computed under access rules that have changed.
   * @param resource the kind of object that the changed rule is about, or `project`
   */
  rulesChanged?(client: PoolClient, teamId: number, resource: string): Promise<void>
  /** Adds fields to the answer about a project. */
  describe?(pool: Pool, teamId: number): Promise<ProjectDescription>
}

let extensions: readonly ProjectExtension[] | undefined

/** Says, once in each process that serves or makes projects, what belongs to them. */
export function extendProjects(all: readonly ProjectExtension[]): void {
  extensions = all
}

function all(): readonly ProjectExtension[] {
  if (!extensions) throw new Error('A process that works with projects calls extendProjects first.')
  return extensions
}

/** @returns the project, with the settings that tell what it begins with */
export async function beginProject(client: PoolClient, team: Team, creatorId: number): Promise<Team> {
  const settings: Partial<Team> = {}
  for (const each of all()) Object.assign(settings, await each.begin?.(client, team, creatorId))
  if (Object.keys(settings).length > 0) await drizzleOn(client).update(teams).set(settings).where(eq(teams.id, team.id))
  return { ...team, ...settings }
}

/** @throws ApiError 400 when settings do not fit what the project has */
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

/** Creating, changing and deleting projects. */
import { and, count, eq, ne, sql } from 'drizzle-orm'
import type { Principal, UserPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import { isJsonObject } from '../../../platform/json.ts'
import { type Database, drizzleOn, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { type ActivityChange, changesBetween, changesSince, logActivity } from '../activity/index.ts'
import { joinUser, leaveTeam, setCurrent } from '../users/index.ts'
import { findMembership } from './access-control.ts'
import { deleteProjectData } from './jobs.ts'
import { teamKind } from './kind.ts'
import { LEVEL_ADMIN } from './levels.ts'
import {
  featureOf,
  newProjectToken,
  type Organization,
  type ResolvedOrganization,
  type ResolvedTeam,
  type Team,
} from './organizations.ts'
import { assertSettings, beginProject, endProject } from './project-extensions.ts'
import {
  assertErrorsToIgnore,
  MEMBER_FIELDS,
  type ProjectBody,
  projectBody,
  toColumns,
  toSettings,
} from './project-fields.ts'
import { organizations, teams } from './tables.ts'
import { timeZones } from './time-zones.ts'

/** Maximum number of projects if the plan has no limit. */
const PROJECTS_MAX = 2000
/** Mail providers whose domain does not identify a company. */
const GENERIC_DOMAINS = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'yahoo.com',
  'icloud.com',
  'me.com',
  'aol.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'mail.com',
  'mail.ru',
  'yandex.ru',
  'yandex.com',
  'qq.com',
  '163.com',
  'proton.me',
  'protonmail.com',
  'zoho.com',
  'fastmail.com',
  'hey.com',
])
const LOCAL_HOSTS = '^(localhost|127\\.0\\.0\\.1)($|:)'

/** @throws ApiError 400 for errors that the field schemas cannot detect */
export async function assertStorable(db: Database, body: ProjectBody): Promise<void> {
  if (body.timezone !== undefined && !(await timeZones(db.$client)).has(body.timezone))
    throw errors.invalid(`"${body.timezone.slice(0, 100)}" is not a valid choice.`, 'timezone', 'invalid_choice')
  assertErrorsToIgnore(body.autocapture_exceptions_errors_to_ignore)
}

/**
 * Checks whether a member may create a project, and with which fields.
 * @throws ApiError 403
 */
export function assertMayCreate(organization: ResolvedOrganization, body: Record<string, unknown>): void {
  const { level } = organization.membership
  if (level >= LEVEL_ADMIN || isTrue(body.is_demo)) return
  const membersMay = featureOf(organization, 'organization_invite_settings') && organization.membersCanCreateProjects
  if (!membersMay) throw errors.forbidden('Your organization access level is insufficient to create projects.')
  assertMayWrite(level, body, ['name'])
}

const isTrue = (value: unknown) => value === true || String(value).toLowerCase() === 'true' || String(value) === '1'

/**
 * A single field that the caller may not change refuses the whole request.
 * @param level the caller's level in the project
 * @throws ApiError 403 naming the fields
 */
export function assertMayWrite(level: number, body: Record<string, unknown>, also: readonly string[] = []): void {
  if (level >= LEVEL_ADMIN) return
  const forbidden = Object.keys(body).filter(
    (field) => WRITABLE.has(field) && !MEMBER_FIELDS.has(field) && !also.includes(field),
  )
  if (forbidden.length > 0)
    throw errors.forbidden(`Only administrators of the project can change: ${forbidden.sort().join(', ')}`)
}
const WRITABLE: ReadonlySet<string> = new Set(Object.keys(projectBody.shape))

/**
 * Creates a project, and makes it current for its creator.
 * @throws ApiError 400, 403 at the plan's limit
 */
export async function createProject(
  db: Database,
  principal: UserPrincipal,
  organization: ResolvedOrganization,
  body: ProjectBody,
): Promise<Team> {
  if (body.primary_dashboard !== undefined && body.primary_dashboard !== null)
    throw errors.invalid('A dashboard can be chosen once the project exists.', 'primary_dashboard')
  await assertStorable(db, body)
  return inTransaction(db.$client, async (client) => {
    const tx = drizzleOn(client)
    // Prevents concurrent requests from exceeding the plan's limit.
    await client.query('SELECT 1 FROM organizations WHERE id = $1 FOR UPDATE', [organization.id])
    await assertRoom(client, organization, body.is_demo === true)
    const defaults = body.is_demo ? DEMO_DEFAULTS : await defaultsFor(client, organization)
    const [team] = await tx
      .insert(teams)
      .values({
        ...defaults,
        ...toColumns(body, null),
        name: body.name ?? (body.is_demo ? 'Demo project' : 'Default project'),
        organizationId: organization.id,
        apiToken: newProjectToken(),
      })
      .returning()
    const begun = await beginProject(client, team!, principal.userId)
    await setCurrent(tx, principal.userId, organization.id, team!.id)
    await logProject(client, principal, begun, 'created', [])
    return begun
  })
}

/** The story of a demo project has recordings. */
const DEMO_DEFAULTS = { sessionRecordingOptIn: true, captureConsoleLogOptIn: true }

async function assertRoom(client: PoolClient, organization: Organization, isDemo: boolean): Promise<void> {
  const { rows } = await client.query<{ projects: number; demos: number }>(
    `SELECT count(*) FILTER (WHERE NOT is_demo) AS projects, count(*) FILTER (WHERE is_demo) AS demos
     FROM teams WHERE organization_id = $1 AND NOT is_pending_deletion`,
    [organization.id],
  )
  const { projects, demos } = rows[0]!
  if (isDemo) {
    if (demos > 0) throw errors.forbidden('The organization already has a demo project.')
    return
  }
  const feature = featureOf(organization, 'organizations_projects')
  const limit = feature ? (feature.limit ?? PROJECTS_MAX) : 1
  if (projects >= limit) throw errors.forbidden(`You have reached the maximum limit of allowed projects: ${limit}.`)
}

/**
 * Default settings of a new project: the organization's preference about IP addresses, and filters that exclude its own
 * people.
 */
async function defaultsFor(client: PoolClient, organization: Organization): Promise<Partial<Team>> {
  const { rows } = await client.query<{ email: string }>(
    `SELECT u.email FROM organization_memberships m ${joinUser('u', 'm.user_id')}
     WHERE m.organization_id = $1 AND u.is_active ORDER BY m.joined_at, m.id`,
    [organization.id],
  )
  const domain = rows.map(({ email }) => email.split('@')[1]!).find((each) => each && !GENERIC_DOMAINS.has(each))
  return {
    anonymizeIps: organization.defaultAnonymizeIps,
    testAccountFilters: [
      ...(domain ? [{ key: 'email', operator: 'not_icontains', value: `@${domain}`, type: 'person' }] : []),
      { key: '$host', operator: 'not_regex', value: LOCAL_HOSTS, type: 'event' },
    ],
  }
}

/**
 * Changes settings. Only the given ones are written, so that concurrent changes of different settings both survive.
 * @throws ApiError 400
 */
export async function updateProject(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: ProjectBody,
): Promise<Team> {
  await assertStorable(db, body)
  return inTransaction(db.$client, async (client) => {
    const tx = drizzleOn(client)
    const [stored] = await tx.select().from(teams).where(eq(teams.id, team.id)).for('update')
    const columns = toColumns(body, stored!)
    await assertSettings(client, stored!, columns)
    if (body.is_demo && !stored!.isDemo) await assertNoOtherDemo(client, stored!)
    if (Object.keys(columns).length === 0) return stored!
    const [changed] = await tx
      .update(teams)
      .set({ ...columns, updatedAt: sql`now()` })
      .where(eq(teams.id, team.id))
      .returning()
    const changes = changesBetween('Team', toSettings(stored!), toSettings(changed!))
    if (changes.length > 0) await logTeam(client, principal, changed!, 'updated', changes)
    return changed!
  })
}

async function assertNoOtherDemo(client: PoolClient, team: Team): Promise<void> {
  const [row] = await drizzleOn(client)
    .select({ demos: count() })
    .from(teams)
    .where(
      and(
        eq(teams.organizationId, team.organizationId),
        eq(teams.isDemo, true),
        eq(teams.isPendingDeletion, false),
        ne(teams.id, team.id),
      ),
    )
  if (row!.demos > 0) throw errors.forbidden('The organization already has a demo project.')
}

function entry(principal: Principal, team: Team, activity: string, changes: ActivityChange[]) {
  return {
    organizationId: team.organizationId,
    principal,
    activity,
    itemId: String(team.id),
    detail: { name: team.name, changes: changes.length > 0 ? changes : null },
  }
}

/** Logs a change of a project's settings, in the transaction that makes it. */
export async function logTeam(
  client: PoolClient,
  principal: Principal,
  team: Team,
  activity: string,
  changes: ActivityChange[],
): Promise<void> {
  await logActivity(client, { ...entry(principal, team, activity, changes), teamId: team.id, scope: 'Team' })
}

/** Logs the creation or deletion of a project. After a deletion, the entry belongs to the organization alone. */
async function logProject(
  client: PoolClient,
  principal: Principal,
  team: Team,
  activity: 'created' | 'deleted',
  changes: ActivityChange[],
): Promise<void> {
  const common = { ...entry(principal, team, activity, changes), teamId: activity === 'deleted' ? null : team.id }
  await logActivity(client, { ...common, scope: 'Project' }, { ...common, scope: 'Team' })
}

/**
 * Deletes a project: it disappears for everyone at once, and a job deletes its data.
 * @throws ApiError 400 when it is already being deleted
 */
export async function deleteProject(
  client: PoolClient,
  principal: Principal,
  team: Team,
  deletesOrganization = false,
): Promise<void> {
  const tx = drizzleOn(client)
  const [gone] = await tx
    .update(teams)
    .set({ isPendingDeletion: true, updatedAt: sql`now()` })
    .where(and(eq(teams.id, team.id), eq(teams.isPendingDeletion, false)))
    .returning()
  if (!gone) throw errors.invalid('The project is already being deleted.')
  await client.query(
    `INSERT INTO project_deletions (team_id, organization_id, name, requested_by_id, deletes_organization) VALUES ($1, $2, $3, $4, $5)`,
    [team.id, team.organizationId, team.name, principal.userId, deletesOrganization],
  )
  await sendJob(client, deleteProjectData, { teamId: team.id }, { singletonKey: String(team.id) })
  await leaveTeam(client, team.id, null)
  await endProject(client, team.id)
  await logProject(client, principal, gone, 'deleted', [])
}

/**
 * Moves a project to another organization.
 * @throws ApiError 400 unless the caller is an administrator of both, 409 when that organization has a project of the same
 * name
 */
export async function moveProject(
  db: Database,
  principal: UserPrincipal,
  team: ResolvedTeam,
  organizationId: string,
): Promise<Team> {
  const target = await findMembership(db.$client, principal.userId, organizationId)
  const [organization] = target ? await db.select().from(organizations).where(eq(organizations.id, organizationId)) : []
  if (!target || target.level < LEVEL_ADMIN || team.membership.level < LEVEL_ADMIN || organization!.isPendingDeletion)
    throw errors.invalid('You must be an administrator of both organizations.', 'organization_id')
  return inTransaction(db.$client, async (client) => {
    const [changed] = await drizzleOn(client)
      .update(teams)
      .set({ organizationId, updatedAt: sql`now()` })
      .where(eq(teams.id, team.id))
      .returning()
    // Rules name members and roles of the organization that the project leaves.
    await client.query('DELETE FROM access_controls WHERE team_id = $1', [team.id])
    await leaveTeam(client, team.id, principal.userId)
    const change = { before: team.organizationId, after: organizationId }
    await logTeam(client, principal, changed!, 'updated', [
      { type: 'Team', action: 'changed', field: 'organization', ...change },
    ])
    return changed!
  })
}

/** The settings of a project at a past time: later changes are reverted, newest first. */
export async function settingsAsOf(db: Database, team: Team, at: Date): Promise<Record<string, unknown>> {
  const settings = toSettings(team)
  const changes = await changesSince(db, { teamId: team.id, scope: teamKind.scope, itemId: String(team.id) }, at)
  for (const { field, before } of changes) if (field && field in settings) settings[field] = before
  return settings
}

/** Records that a product is wanted in a project, or is set up. */
export async function noteIntent(db: Database, team: Team, product: string, isDone: boolean): Promise<Team> {
  const now = new Date().toISOString()
  const before = team.productIntents[product]
  const intent = {
    created_at: now,
    onboarding_completed_at: null,
    ...(isJsonObject(before) ? before : {}),
    updated_at: now,
    ...(isDone ? { onboarding_completed_at: now } : {}),
  }
  const onboarded = isJsonObject(team.hasCompletedOnboardingFor) ? team.hasCompletedOnboardingFor : {}
  const [changed] = await db
    .update(teams)
    .set({
      productIntents: { ...team.productIntents, [product]: intent },
      ...(isDone ? { hasCompletedOnboardingFor: { ...onboarded, [product]: true } } : {}),
    })
    .where(eq(teams.id, team.id))
    .returning()
  return changed!
}

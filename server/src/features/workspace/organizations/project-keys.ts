/** The keys of a project: the public token that SDKs send events with, and the secret key for servers. */
import { eq, sql } from 'drizzle-orm'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import type { Principal } from '../../../platform/http/access.ts'
import { type Database, drizzleOn, inTransaction } from '../../../platform/postgres/postgres.ts'
import { randomText } from '../../../platform/random-text.ts'
import { type ActivityChange, changesBetween } from '../activity/index.ts'
import { hashKey, maskKey } from '../users/index.ts'
import { newProjectToken, type Team } from './organizations.ts'
import { logTeam } from './projects.ts'
import { teams } from './tables.ts'

const SECRET_CHARACTERS = 43

/**
 * Creates a new public token. The old one stops working at once, except for events that were captured with it before.
 * @param log where captured events wait
 */
export function resetToken(db: Database, log: EventLog, principal: Principal, team: Team): Promise<Team> {
  return inTransaction(db.$client, async (client) => {
    const tx = drizzleOn(client)
    const [stored] = await tx.select().from(teams).where(eq(teams.id, team.id)).for('update')
    const [changed] = await tx
      .update(teams)
      .set({ apiToken: newProjectToken(), updatedAt: sql`now()` })
      .where(eq(teams.id, team.id))
      .returning()
    await client.query('INSERT INTO retired_tokens (token, team_id, log_sequence) VALUES ($1, $2, $3)', [
      stored!.apiToken,
      team.id,
      log.lastSequence(),
    ])
    const change = { before: stored!.apiToken, after: changed!.apiToken }
    await logTeam(client, principal, changed!, 'updated', [
      { type: 'Team', action: 'changed', field: 'api_token', ...change },
    ])
    return changed!
  })
}

/** Creates a new secret token. The previous one becomes the backup, and both work until the backup is deleted. */
export function rotateSecret(db: Database, principal: Principal, team: Team): Promise<{ team: Team; secret: string }> {
  const secret = `phs_${randomText(SECRET_CHARACTERS)}`
  return inTransaction(db.$client, async (client) => {
    const tx = drizzleOn(client)
    const [stored] = await tx.select().from(teams).where(eq(teams.id, team.id)).for('update')
    const [changed] = await tx
      .update(teams)
      .set({
        secretApiTokenHash: hashKey(secret),
        secretApiTokenMask: maskKey(secret),
        secretApiTokenBackupHash: stored!.secretApiTokenHash,
        secretApiTokenBackupMask: stored!.secretApiTokenMask,
        updatedAt: sql`now()`,
      })
      .where(eq(teams.id, team.id))
      .returning()
    await logTeam(client, principal, changed!, 'updated', secretChanges(stored!, changed!))
    return { team: changed!, secret }
  })
}

export function deleteSecretBackup(db: Database, principal: Principal, team: Team): Promise<Team> {
  return inTransaction(db.$client, async (client) => {
    const tx = drizzleOn(client)
    const [stored] = await tx.select().from(teams).where(eq(teams.id, team.id)).for('update')
    if (!stored!.secretApiTokenBackupHash) return stored!
    const [changed] = await tx
      .update(teams)
      .set({ secretApiTokenBackupHash: null, secretApiTokenBackupMask: null, updatedAt: sql`now()` })
      .where(eq(teams.id, team.id))
      .returning()
    await logTeam(client, principal, changed!, 'updated', secretChanges(stored!, changed!))
    return changed!
  })
}

function secretChanges(before: Team, after: Team): ActivityChange[] {
  const shown = (team: Team) => ({
    secret_api_token: team.secretApiTokenMask,
    secret_api_token_backup: team.secretApiTokenBackupMask,
  })
  return changesBetween('Team', shown(before), shown(after))
}

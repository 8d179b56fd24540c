/** What the routes of accounts share. */
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { SecondFactor, Sessions } from '../users/index.ts'

export interface AuthenticationContext {
  db: Database
  sessions: Sessions
  secondFactor: SecondFactor
  mailing: { isAvailable: boolean; siteUrl: string }
}

/** Creates the first user, organization and project from settings, without a browser. */
import type { Config } from '../../../config.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { signUpFirstUser } from '../authentication/index.ts'
import { anyOrganizationExists } from '../organizations/index.ts'
import { createPersonalApiKey } from '../users/index.ts'

/** Does nothing unless the installation is empty and `HEDGEROW_INIT_EMAIL` and `_PASSWORD` are set. */
export async function createFirstUser(db: Database, config: Config, logger: Logger): Promise<void> {
  const { HEDGEROW_INIT_EMAIL: email, HEDGEROW_INIT_PASSWORD: password, HEDGEROW_INIT_PERSONAL_API_KEY: key } = config
  if (!email || !password || (await anyOrganizationExists(db))) return
  const { user } = await signUpFirstUser(db, {
    email,
    password,
    firstName: email.split('@')[0]!,
    organizationName: config.HEDGEROW_INIT_ORGANIZATION,
    projectName: config.HEDGEROW_INIT_PROJECT,
    projectToken: config.HEDGEROW_INIT_PROJECT_TOKEN,
  })
  if (key)
    await createPersonalApiKey(db, {
      userId: user.id,
      label: 'From HEDGEROW_INIT_PERSONAL_API_KEY',
      value: key,
      scopes: ['*'],
    })
  logger.info({ email }, 'created the first user')
}

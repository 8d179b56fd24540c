/** What can be done with accounts. Every operation that changes one notes it in the activity log. */
import { ProjectObjects } from '../../workspace/objects/index.ts'
import { type Account, findAccount } from './accounts.ts'
import { accountKind } from './kind.ts'

export const accountObjects = new ProjectObjects<Account>(accountKind, (client, teamId, id) =>
  findAccount({ $client: client }, teamId, id),
)

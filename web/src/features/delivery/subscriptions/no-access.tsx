/** Why subscriptions cannot be shown, if that is a matter of rights. */
import { RequestError } from '../../../api/client'
import { EmptyState } from '../../../components/states'

/** Null for other errors, which have their own look. */
export function noAccess(error: Error) {
  if (!(error instanceof RequestError)) return null
  if (error.status === 402)
    return (
      <EmptyState title="Subscriptions are not available">
        <p>{error.message}</p>
      </EmptyState>
    )
  if (error.status !== 403) return null
  return (
    <EmptyState title="You don’t have access to subscriptions">
      <p>Ask an administrator of the project for access.</p>
    </EmptyState>
  )
}

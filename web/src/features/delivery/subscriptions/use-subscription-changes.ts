/** What can be done with a subscription that exists. */
import { useChanges } from '../../../changes'
import { useProject } from '../../../project'
import { changeSubscription, nameOf, type Subscription, sendNow } from './api'

export function useSubscriptionChanges(subscription: Subscription) {
  const { id: projectId } = useProject()
  const { run, isBusy } = useChanges()
  const { id, enabled } = subscription
  const name = `“${nameOf(subscription)}”`
  const restore = () => void run(() => changeSubscription(projectId, id, { deleted: false }), `${name} was restored`)
  return {
    isBusy,
    send: () => run(() => sendNow(projectId, subscription), 'The report is on its way'),
    toggle: () =>
      run(
        () => changeSubscription(projectId, id, { enabled: !enabled }),
        enabled ? `${name} is paused` : `${name} goes on`,
      ),
    remove: () => run(() => changeSubscription(projectId, id, { deleted: true }), `${name} was deleted`, restore),
    restore,
  }
}

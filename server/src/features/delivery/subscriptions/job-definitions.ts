import { z } from 'zod'
import { defineJob, WITHOUT_END } from '../../../platform/jobs/definition.ts'

/** Reports that are prepared and sent at the same time. */
const AT_ONCE = 4

export const deliverReport = defineJob('deliver-report', z.object({ teamId: z.number(), deliveryId: z.string() }), {
  purpose: 'Prepares and sends a report of a subscription.',
  // How often a report is tried is counted with it; this only covers stores that are not there.
  retry: { attempts: WITHOUT_END, delaySeconds: 10, delaySecondsMax: 300 },
  concurrency: AT_ONCE,
  about: ({ deliveryId }) => `delivery ${deliveryId}`,
})

export const forgetOldDeliveries = defineJob('forget-old-deliveries', z.object({}), {
  purpose: 'Deletes what was sent long ago from the history of subscriptions.',
  schedule: '40 3 * * *',
})

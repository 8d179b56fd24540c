/** Lists every kind of job. */
import { forgetOldAnswers } from '../features/analytics/query/index.ts'
import { endLostImports, importAccounts } from '../features/customers/customer-accounts/index.ts'
import { makeDemoData } from '../features/data/demo/index.ts'
import { forgetOldCounters } from '../features/data/ingestion/index.ts'
import { forgetOldRecordings, packRecordingsJob, removeLostBlobs } from '../features/data/replay/index.ts'
import { forgetAlertChecks } from '../features/delivery/alerts/index.ts'
import { makeFile, makePicture, removeOldExports } from '../features/delivery/exports/index.ts'
import { noteFlagCalls } from '../features/delivery/feature-flags/index.ts'
import { deliverReport, forgetOldDeliveries } from '../features/delivery/subscriptions/index.ts'
import { markOldCohorts } from '../features/people/cohorts/index.ts'
import { deletePersonData } from '../features/people/persons/index.ts'
import { forgetOldActivity } from '../features/workspace/activity/index.ts'
import { resetPassword } from '../features/workspace/authentication/index.ts'
import { deleteProjectData, forgetRetiredTokens } from '../features/workspace/organizations/index.ts'
import type { JobKind } from '../platform/jobs/definition.ts'
import { sendMail } from '../platform/mail/jobs.ts'

/** In the order in which the operator's page shows them. */
export const jobDefinitions: readonly JobKind[] = [
  sendMail,
  deliverReport,
  resetPassword,
  deletePersonData,
  deleteProjectData,
  makeDemoData,
  importAccounts,
  markOldCohorts,
  makePicture,
  makeFile,
  noteFlagCalls,
  forgetOldAnswers,
  forgetOldCounters,
  endLostImports,
  forgetOldActivity,
  forgetAlertChecks,
  forgetRetiredTokens,
  packRecordingsJob,
  forgetOldRecordings,
  removeLostBlobs,
  forgetOldDeliveries,
  removeOldExports,
]

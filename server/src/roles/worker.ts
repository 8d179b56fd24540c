/** The worker role: ingestion and background jobs. */
import path from 'node:path'
import { type Config, ConfigError } from '../config.ts'
import { connectHogQL, queryParser } from '../features/analytics/hogql/index.ts'
import { QueryRunner, queryJobs } from '../features/analytics/query/index.ts'
import { accountJobs } from '../features/customers/customer-accounts/index.ts'
import { Ingestion, ingestionJobs } from '../features/data/ingestion/index.ts'
import { mirrorServices } from '../features/data/mirror/index.ts'
import { createReplaySink, deleteRecordings, replayJobs } from '../features/data/replay/index.ts'
import { alertJobs, alertServices } from '../features/delivery/alerts/index.ts'
import { exportJobs } from '../features/delivery/exports/index.ts'
import { flagJobs } from '../features/delivery/feature-flags/index.ts'
import { SubscriptionTicker, subscriptionJobs, UnsubscribeTokens } from '../features/delivery/subscriptions/index.ts'
import { CohortNotes, cohortJobs, cohortServices } from '../features/people/cohorts/index.ts'
import { personJobs, personServices } from '../features/people/persons/index.ts'
import { activityJobs } from '../features/workspace/activity/index.ts'
import { authenticationJobs } from '../features/workspace/authentication/index.ts'
import { Heartbeat } from '../features/workspace/instance/index.ts'
import { organizationJobs } from '../features/workspace/organizations/index.ts'
import { JobRunner } from '../platform/jobs/runner.ts'
import { Schedules } from '../platform/jobs/schedules.ts'
import type { Logger } from '../platform/logger.ts'
import { mailJobs } from '../platform/mail/jobs.ts'
import { Mailer } from '../platform/mail/mailer.ts'
import { seenEventsCheckScript } from '../platform/paths.ts'
import { Announcements } from '../platform/postgres/announcements.ts'
import { closing, ServiceRunner } from '../platform/services.ts'
import { openBlobs, openExports } from './exports.ts'
import { hogqlSources } from './hogql.ts'
import { openIntegrations } from './integrations.ts'
import { jobDefinitions } from './jobs.ts'
import { folderLock, onStop, reportReady } from './lifecycle.ts'
import { eventLogService, openEventLog, openStores, storesService } from './stores.ts'

export async function runWorker(config: Config, logger: Logger): Promise<void> {
  if (!config.HEDGEROW_SECRET_KEY)
    throw new ConfigError('Worker run alone needs HEDGEROW_SECRET_KEY; "hedgerow start" generates one.')
  connectHogQL(hogqlSources)
  const stores = openStores(config)
  const { db, clickHouse } = stores
  const pool = db.$client
  const queries = new QueryRunner({ db, reader: clickHouse.reader }, logger)
  const log = openEventLog(config, logger)
  const blobs = openBlobs(config)
  const announcements = new Announcements(config.DATABASE_URL!, logger)
  const background = { logger, announcements }
  const directory = path.join(config.dataDir, 'ingestion')
  const mailing = { isAvailable: config.SMTP_URL !== undefined, siteUrl: config.siteUrl }
  const cohortNotes = new CohortNotes(pool, logger)
  const ingestion = new Ingestion({
    directory,
    log,
    pool,
    clickHouse,
    logger,
    seenEventsCheckScript,
    geoIpFile: config.HEDGEROW_GEOIP_FILE,
    storeReplays: createReplaySink(pool, blobs),
    eventsMax: config.HEDGEROW_INGESTION_EVENTS_MAX,
    onEvents: (names) => cohortNotes.noteEvents(names),
  })
  const mailer = config.SMTP_URL ? new Mailer(config.SMTP_URL, config.HEDGEROW_MAIL_FROM) : null
  const integrations = openIntegrations(config)
  const exports = openExports(config, db, queries)
  const jobs = [
    ...(mailer ? mailJobs(mailer) : []),
    ...authenticationJobs(pool, config.siteUrl),
    ...personJobs({
      pool,
      clickHouse,
      log,
      logger,
      deleteRecordings: (...of) => deleteRecordings(pool, blobs, ...of),
    }),
    ...cohortJobs(db),
    ...accountJobs(db),
    ...flagJobs(pool, clickHouse),
    ...queryJobs(pool),
    ...ingestionJobs(pool),
    ...activityJobs(pool, config.HEDGEROW_ACTIVITY_LOG_DAYS),
    ...organizationJobs({ pool, clickHouse, log, blobs, logger }),
    ...replayJobs(pool, blobs),
    ...alertJobs(pool),
    ...subscriptionJobs({
      db,
      runner: queries,
      exports,
      logger,
      siteUrl: config.siteUrl,
      retryBaseSeconds: config.HEDGEROW_DELIVERY_RETRY_BASE_SECONDS,
      mailer,
      integrations,
      tokens: new UnsubscribeTokens(config.HEDGEROW_SECRET_KEY!),
    }),
    ...exportJobs(exports),
  ]
  const services = new ServiceRunner(logger)
  await services.start([
    storesService(stores),
    eventLogService(log),
    folderLock(directory, 'worker.lock', logger),
    announcements,
    queryParser,
    // Starts before ingestion, so that a worker that dies while it opens its files also counts as a failed start.
    new Heartbeat(db, 'worker', ingestion, () => services.status()),
    cohortNotes,
    ingestion,
    ...mirrorServices(pool, clickHouse, (teamIds) => cohortNotes.notePersons(teamIds), background),
    ...cohortServices({ db, clickHouse, ...background }),
    ...personServices(pool, clickHouse, background),
    ...alertServices({ db, runner: queries, mailing, listeners: [], ...background }),
    ...(mailer ? [closing('mail', 'Holds the connections to the mail server.', () => mailer.close())] : []),
    integrations,
    new JobRunner(jobs, { pool, ...background }),
    new SubscriptionTicker(pool, config.HEDGEROW_SUBSCRIPTIONS_TICK_SECONDS, logger),
    new Schedules(pool, jobDefinitions, logger),
  ])
  onStop(logger, () => services.stop())
  reportReady()
}

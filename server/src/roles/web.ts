/** The web role: capture, the API and the pages. */
import type { AddressInfo } from 'node:net'
import { type Config, ConfigError } from '../config.ts'
import { registerActionRoutes } from '../features/analytics/actions/index.ts'
import { registerAnnotationRoutes } from '../features/analytics/annotations/index.ts'
import {
  assertDashboardOf,
  insightPlaces,
  registerDashboardRoutes,
  shareableDashboards,
} from '../features/analytics/dashboards/index.ts'
import { connectHogQL, queryParser } from '../features/analytics/hogql/index.ts'
import { registerInsightRoutes, shareableInsights } from '../features/analytics/insights/index.ts'
import {
  QueryRunner,
  registerActorRoutes,
  registerLegacyInsightRoutes,
  registerPersonTimelineRoute,
  registerQueryRoutes,
} from '../features/analytics/query/index.ts'
import {
  accountMaker,
  accountsKind,
  accountsTableKind,
  registerCustomerAccountRoutes,
  registerExternalAccountRoutes,
} from '../features/customers/customer-accounts/index.ts'
import { registerCustomerProfileRoutes } from '../features/customers/customer-profiles/index.ts'
import { registerNotebookRoutes, shareableNotebooks } from '../features/customers/notebooks/index.ts'
import { registerUsageMetricRoutes, usageMetricsKind } from '../features/customers/usage-metrics/index.ts'
import { CaptureIntake, PreparePool, registerCaptureRoutes } from '../features/data/capture/index.ts'
import { demoJobs, registerDemoRoutes } from '../features/data/demo/index.ts'
import { registerEventRoutes } from '../features/data/events/index.ts'
import { registerIngestionRoutes } from '../features/data/ingestion/index.ts'
import { registerReplayRoutes, shareableRecordings } from '../features/data/replay/index.ts'
import { registerTaxonomyRoutes } from '../features/data/taxonomy/index.ts'
import { registerAlertRoutes } from '../features/delivery/alerts/index.ts'
import { registerExporterRoutes, registerExportRoutes, sharedPicture } from '../features/delivery/exports/index.ts'
import {
  FlagStore,
  registerEarlyAccessRoutes,
  registerFlagRoutes,
  registerSdkFlagRoutes,
  visibleFlags,
} from '../features/delivery/feature-flags/index.ts'
import { registerIntegrationRoutes } from '../features/delivery/integrations/index.ts'
import { registerRemoteConfigRoutes } from '../features/delivery/remote-config/index.ts'
import {
  registerShareViewerRoutes,
  registerSharingRoutes,
  Shareables,
  ShareSessions,
  shareFinder,
} from '../features/delivery/sharing/index.ts'
import {
  registerSubscriptionRoutes,
  registerUnsubscribeRoutes,
  UnsubscribeTokens,
} from '../features/delivery/subscriptions/index.ts'
import { registerCohortRoutes } from '../features/people/cohorts/index.ts'
import { registerGroupRoutes } from '../features/people/groups/index.ts'
import { registerPersonRoutes } from '../features/people/persons/index.ts'
import { registerActivityNotificationRoutes, registerActivityRoutes } from '../features/workspace/activity/index.ts'
import { createAuthenticator, registerAuthenticationRoutes } from '../features/workspace/authentication/index.ts'
import {
  problemOf,
  registerBackgroundRoutes,
  registerInstanceRoutes,
  registerMailRoutes,
} from '../features/workspace/instance/index.ts'
import {
  extendProjects,
  registerAccessControlRoutes,
  registerInviteRoutes,
  registerMemberRoutes,
  registerOrganizationRoutes,
  registerProjectRoutes,
  registerRoleRoutes,
  resolveLog,
} from '../features/workspace/organizations/index.ts'
import { registerTagRoutes } from '../features/workspace/tags/index.ts'
import { SecondFactor, Sessions } from '../features/workspace/users/index.ts'
import type { ClickHouse } from '../platform/clickhouse/clickhouse.ts'
import { Encryption } from '../platform/encryption.ts'
import type { EventLog } from '../platform/eventlog/event-log.ts'
import { importOldLog } from '../platform/eventlog/lmdb-import.ts'
import { type App, createApi, createApp } from '../platform/http/app.ts'
import { registerApiDocs } from '../platform/http/docs.ts'
import { inlineScriptHashes, readPage, registerPages } from '../platform/http/pages.ts'
import { RateLimiter } from '../platform/http/rate-limit.ts'
import { registerReplayFrame } from '../platform/http/replay-frame.ts'
import { httpServer } from '../platform/http/server.ts'
import { JobRunner } from '../platform/jobs/runner.ts'
import type { Logger } from '../platform/logger.ts'
import { Mailer } from '../platform/mail/mailer.ts'
import { demoThreadScript, lmdbImportScript, prepareThreadScript, webDist } from '../platform/paths.ts'
import { Announcements } from '../platform/postgres/announcements.ts'
import type { Database } from '../platform/postgres/postgres.ts'
import { closing, type Service, ServiceRunner, type ServiceStatus } from '../platform/services.ts'
import { version } from '../version.ts'
import { openBlobs, openExports } from './exports.ts'
import { hogqlSources } from './hogql.ts'
import { openIntegrations } from './integrations.ts'
import { jobDefinitions } from './jobs.ts'
import { folderLock, onStop, reportReady } from './lifecycle.ts'
import { projectExtensions } from './projects.ts'
import { eventLogDirectory, eventLogService, openEventLog, openStores, storesService } from './stores.ts'

export interface WebParts {
  config: Config
  logger: Logger
  db: Database
  clickHouse: ClickHouse
  log: EventLog
  /** Status of the process's services. */
  status: () => readonly ServiceStatus[]
}

export interface Web {
  app: App
  /** The services that its routes use; stop them after it. */
  services: Service[]
}

/** Builds the whole web application, not listening yet. */
export async function createWeb({ config, logger, db, clickHouse, log, status }: WebParts): Promise<Web> {
  extendProjects(projectExtensions)
  connectHogQL(hogqlSources)
  const sessions = new Sessions(db, config.HEDGEROW_SECRET_KEY!)
  const queries = new QueryRunner({ db, reader: clickHouse.reader }, logger)
  const integrations = openIntegrations(config)
  const shareables = new Shareables([
    shareableInsights(db, queries),
    shareableDashboards(db, queries),
    shareableNotebooks({ db, runner: queries, accountMaker }),
    shareableRecordings(db),
  ])
  const exports = openExports(config, db, queries)
  const shareSessions = new ShareSessions(config.HEDGEROW_SECRET_KEY!)
  const app = await createApp({
    logger,
    version,
    trustProxy: config.HEDGEROW_TRUST_PROXY,
    authenticator: createAuthenticator(db, sessions, shareFinder(db, shareables, shareSessions)),
    limiter: config.HEDGEROW_RATE_LIMITS ? new RateLimiter() : null,
    inlineScriptHashes: inlineScriptHashes(webDist),
  })
  const pool = new PreparePool(prepareThreadScript)
  const secondFactor = new SecondFactor(
    db.$client,
    new Encryption(config.HEDGEROW_SECRET_KEY!),
    config.HEDGEROW_SECRET_KEY!,
  )
  const mailer = config.SMTP_URL ? new Mailer(config.SMTP_URL, config.HEDGEROW_MAIL_FROM) : null
  const mailing = { isAvailable: config.SMTP_URL !== undefined, siteUrl: config.siteUrl }
  const intake = new CaptureIntake(log, pool)
  await registerCaptureRoutes(app, intake)
  const flags = new FlagStore(db.$client, clickHouse.reader)
  await registerRemoteConfigRoutes(app, db, (teamId) => flags.hasActiveFlags(teamId))
  await registerSdkFlagRoutes(app, db, flags)
  registerInstanceRoutes(app, { db, clickHouse, log, version, mailing })
  await registerShareViewerRoutes(app, {
    db,
    shareables,
    sessions: shareSessions,
    page: readPage(webDist, 'shared.html'),
    siteUrl: config.siteUrl,
    pictureOf: (share) => sharedPicture(exports, share),
  })
  registerExporterRoutes(app, exports)
  await createApi(app, async (api) => {
    registerAuthenticationRoutes(
      api,
      { db, sessions, secondFactor, mailing, assertDashboardOf },
      config.HEDGEROW_LOGIN_FAILURES_MAX,
    )
    registerOrganizationRoutes(api, db)
    registerProjectRoutes(api, db, log)
    registerDemoRoutes(api, db)
    registerMemberRoutes(api, db)
    registerInviteRoutes(api, db, mailing)
    registerRoleRoutes(api, db)
    registerAccessControlRoutes(api, db)
    registerFlagRoutes(api, db, clickHouse, flags)
    registerEarlyAccessRoutes(api, db, flags)
    registerPersonRoutes(api, db, clickHouse, log)
    registerActivityRoutes(api, db, resolveLog)
    registerActivityNotificationRoutes(api, db, resolveLog)
    registerEventRoutes(api, db, clickHouse)
    registerGroupRoutes(api, db, clickHouse, log)
    registerQueryRoutes(api, db, queries, [accountsKind, accountsTableKind, usageMetricsKind])
    registerActionRoutes(api, db)
    registerCohortRoutes(api, db, clickHouse, visibleFlags)
    registerLegacyInsightRoutes(api, db, queries)
    registerInsightRoutes(api, db, queries, insightPlaces)
    registerDashboardRoutes(api, db, clickHouse, queries)
    registerAnnotationRoutes(api, db)
    registerAlertRoutes(api, { db, runner: queries })
    registerReplayRoutes(api, { db, clickHouse, blobs: openBlobs(config) })
    registerTaxonomyRoutes(api, db)
    registerTagRoutes(api, db)
    registerCustomerAccountRoutes(api, db)
    await registerExternalAccountRoutes(api, db)
    registerUsageMetricRoutes(api, db)
    registerNotebookRoutes(api, db, accountMaker)
    registerCustomerProfileRoutes(api, db)
    registerPersonTimelineRoute(api, { db, reader: clickHouse.reader })
    registerExportRoutes(api, exports)
    registerSharingRoutes(api, db, shareables, { graceSeconds: config.HEDGEROW_SHARE_GRACE_SECONDS })
    registerIntegrationRoutes(api, db, integrations)
    registerSubscriptionRoutes(api, { db, runner: queries, exports, integrations, siteUrl: config.siteUrl })
    registerUnsubscribeRoutes(api, db.$client, new UnsubscribeTokens(config.HEDGEROW_SECRET_KEY!))
    registerActorRoutes(api, { db, reader: clickHouse.reader })
    registerMailRoutes(api, { db, mailer, siteUrl: config.siteUrl })
    registerBackgroundRoutes(api, { db, kinds: jobDefinitions, webServices: status })
    registerIngestionRoutes(api, db, log, intake.counts, () => problemOf(db, 'worker'))
  })
  await registerApiDocs(app)
  registerReplayFrame(app)
  await registerPages(app, webDist)
  await app.ready()
  const preparing = closing('capture threads', 'Decode large requests.', () => pool.close())
  const mail = closing('test mail', 'Sends test mail to operators.', () => mailer?.close())
  return { app, services: [queryParser, preparing, integrations, mail, queries] }
}

export async function runWeb(config: Config, logger: Logger): Promise<void> {
  if (!config.HEDGEROW_SECRET_KEY)
    throw new ConfigError('Web run alone needs HEDGEROW_SECRET_KEY; "hedgerow start" generates one.')
  const stores = openStores(config)
  const directory = eventLogDirectory(config)
  const running = new ServiceRunner(logger)
  // No other process may have the log open while this one reads it, takes it over from an earlier version, or appends to it.
  await running.start([storesService(stores), folderLock(directory, 'web.lock', logger)])
  await importOldLog(directory, lmdbImportScript, (message) => logger.error(message))
  const log = openEventLog(config, logger)
  log.openForAppending()
  const { app, services } = await createWeb({ config, logger, log, ...stores, status: () => running.status() })
  const pool = stores.db.$client
  const announcements = new Announcements(config.DATABASE_URL!, logger)
  await running.start([
    eventLogService(log),
    ...services,
    announcements,
    // Runs here, because this process appends to the event log.
    new JobRunner(demoJobs({ pool, log, script: demoThreadScript }), { pool, logger, announcements }),
    httpServer(app, { host: config.HEDGEROW_HOST, port: config.HEDGEROW_PORT }),
  ])
  onStop(logger, () => running.stop())
  const { port } = app.server.address() as AddressInfo
  reportReady(config.HEDGEROW_SITE_URL ?? config.siteUrl.replace(/:\d+$/, `:${port}`))
}

/** The worker: ingestion and background jobs. */
import path from 'node:path'
import type { Config } from '../config.ts'
import { forgetOldAnswers } from '../features/analytics/query/index.ts'
import { BatchProcessor, Ingester, Outbox, openGeoIp, SeenEvents } from '../features/data/ingestion/index.ts'
import { mirrorOnce } from '../features/data/mirror/index.ts'
import { createReplaySink, deleteOldRecordings, deleteRecordings } from '../features/data/replay/index.ts'
import { noteLastCalls } from '../features/delivery/feature-flags/index.ts'
import {
  CohortCalculator,
  CohortNotes,
  markOldCalculations,
  moveMergedMembers,
} from '../features/people/cohorts/index.ts'
import { DeletionWorker, deliverOverrides } from '../features/people/persons/index.ts'
import { PasswordResets } from '../features/workspace/authentication/index.ts'
import { startHeartbeat } from '../features/workspace/instance/index.ts'
import { ProjectDeletionWorker } from '../features/workspace/organizations/index.ts'
import { DiskBlobs } from '../platform/blobs/blobs.ts'
import { startJobs } from '../platform/jobs/jobs.ts'
import { Polling, pause } from '../platform/jobs/polling.ts'
import type { Logger } from '../platform/logger.ts'
import { MailSender } from '../platform/mail/sender.ts'
import { seenEventsCheckScript } from '../platform/paths.ts'
import { Announcements } from '../platform/postgres/announcements.ts'
import { holdFolder, onStop, reportReady } from './lifecycle.ts'
import { openEventLog, openStores } from './stores.ts'

const COUNTERS_KEPT = '90 days'
/** Merges come with every log-in, and looking for members takes a scan. */
const MOVE_MEMBERS_EVERY_MS = 5_000

export async function runWorker(config: Config, logger: Logger): Promise<void> {
  const stores = openStores(config)
  const { db, clickHouse } = stores
  const log = openEventLog(config, logger)
  const directory = path.join(config.dataDir, 'ingestion')
  const lock = await holdFolder(directory, 'worker.lock', logger)
  const seen = SeenEvents.open(directory, {
    checkScript: seenEventsCheckScript,
    onDamage: (message) => logger.error(message),
  })
  const outbox = new Outbox(path.join(directory, 'outbox'), clickHouse.writer, (error, attempt) =>
    logger.warn({ err: error, attempt }, 'ClickHouse did not take a batch'),
  )
  const blobs = new DiskBlobs(path.join(config.dataDir, 'blobs'))
  const processor = new BatchProcessor({
    pool: db.$client,
    reader: clickHouse.reader,
    logId: log.id,
    outbox,
    seen,
    geoIp: await openGeoIp(config.HEDGEROW_GEOIP_FILE),
    storeReplay: createReplaySink(blobs),
    now: Date.now,
  })
  const cohortNotes = new CohortNotes(db.$client, logger)
  const ingester = new Ingester({
    log,
    pool: db.$client,
    processor,
    outbox,
    seen,
    logger,
    eventsMax: config.HEDGEROW_INGESTION_EVENTS_MAX,
    now: Date.now,
    onBatch: ({ events, ms, names }) => {
      cohortNotes.noteEvents(names)
      logger.debug({ events, ms }, 'batch delivered')
    },
  })
  const announcements = new Announcements(config.DATABASE_URL!, logger)
  const jobs = await startJobs(config.DATABASE_URL!, logger)
  await jobs.work('forget-old-counters', async () => {
    await db.$client.query('DELETE FROM ingestion_counters WHERE hour < now() - $1::interval', [COUNTERS_KEPT])
    await db.$client.query('DELETE FROM ingestion_warnings WHERE timestamp < now() - $1::interval', [COUNTERS_KEPT])
  })
  await jobs.schedule('forget-old-counters', '17 3 * * *')
  await jobs.work('forget-old-activity', async () => {
    if (config.HEDGEROW_ACTIVITY_LOG_DAYS > 0)
      await db.$client.query('DELETE FROM activity_log WHERE created_at < now() - make_interval(days => $1)', [
        config.HEDGEROW_ACTIVITY_LOG_DAYS,
      ])
    // A token that nothing captured waits for any more.
    await db.$client.query('DELETE FROM retired_tokens WHERE log_sequence <= $1', [log.committed()])
  })
  await jobs.schedule('forget-old-activity', '37 3 * * *')
  await jobs.work('forget-old-recordings', async () => void (await deleteOldRecordings(db.$client, blobs)))
  await jobs.schedule('forget-old-recordings', '57 3 * * *')
  await jobs.work('forget-old-answers', () => forgetOldAnswers(db.$client))
  await jobs.schedule('forget-old-answers', '7 * * * *')
  await jobs.work('calculate-cohorts', () => markOldCalculations(db))
  await jobs.schedule('calculate-cohorts', '*/10 * * * *')
  await jobs.work('note-flag-calls', () => noteLastCalls(db.$client, clickHouse))
  await jobs.schedule('note-flag-calls', '*/5 * * * *')
  const deletions = new DeletionWorker({
    pool: db.$client,
    clickHouse,
    log,
    logger,
    announcements,
    deleteRecordings: (...of) => deleteRecordings(db.$client, blobs, ...of),
  })
  const projectDeletions = new ProjectDeletionWorker({
    pool: db.$client,
    clickHouse,
    log,
    blobs,
    logger,
    announcements,
  })
  const mirrorNext = () => mirrorOnce(db.$client, clickHouse.writer, (teamIds) => cohortNotes.notePersons(teamIds))
  const mirror = new Polling(mirrorNext, {
    failure: 'ClickHouse did not take persons or groups that changed',
    logger,
    announcements,
    queue: 'mirror_queue',
  })
  await cohortNotes.markAll()
  const mergeMembers = async (signal: AbortSignal) => {
    const progress = await moveMergedMembers(db, clickHouse)
    if (progress === 'done') await pause(MOVE_MEMBERS_EVERY_MS, signal)
    return progress
  }
  const merges = new Polling(mergeMembers, {
    failure: 'members of cohorts could not follow a merge',
    logger,
    announcements,
    queue: 'merged_persons',
  })
  const calculator = new CohortCalculator({ db, clickHouse, logger })
  const cohorts = new Polling(() => calculator.next(), {
    failure: 'cohorts could not be calculated',
    logger,
    announcements,
    queue: 'cohorts',
  })
  const resets = new PasswordResets(db.$client, logger, config.siteUrl, announcements)
  const mail = config.SMTP_URL
    ? new MailSender(db.$client, logger, config.SMTP_URL, config.HEDGEROW_MAIL_FROM, announcements)
    : null
  // Web delivers them at once; this is for those that it could not.
  const overrides = new Polling(() => deliverOverrides(db.$client, clickHouse.writer), {
    failure: 'ClickHouse did not take what a split changed',
    logger,
    announcements,
    queue: 'pending_person_overrides',
  })
  const stopHeartbeat = await startHeartbeat(db, 'worker', ingester)
  ingester.start()
  deletions.start()
  projectDeletions.start()
  mirror.start()
  merges.start()
  cohorts.start()
  overrides.start()
  resets.start()
  mail?.start()
  onStop(logger, async () => {
    await Promise.all([
      ingester.stop(),
      deletions.stop(),
      projectDeletions.stop(),
      mirror.stop(),
      merges.stop(),
      cohorts.stop(),
      cohortNotes.stop(),
      overrides.stop(),
      resets.stop(),
      mail?.stop(),
    ])
    await jobs.stop()
    stopHeartbeat()
    await announcements.close()
    await Promise.all([log.close(), seen.close()])
    lock.release()
    await stores.close()
  })
  reportReady()
}

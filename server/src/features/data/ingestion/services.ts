/** Ingestion as a service: everything that one worker keeps open while it stores events. */
import path from 'node:path'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { Service, ServiceProblem } from '../../../platform/services.ts'
import { BatchProcessor, type EventNames, type ReplaySink } from './batch.ts'
import { GeoIpFile } from './geoip.ts'
import { Ingester } from './ingester.ts'
import { Outbox } from './outbox.ts'
import { SeenEvents } from './seen-events.ts'

export interface IngestionDependencies {
  /** Its own folder, which no other process may use meanwhile. */
  directory: string
  log: EventLog
  pool: Pool
  clickHouse: ClickHouse
  logger: Logger
  /** The program that checks whether the index of seen events can be read. */
  seenEventsCheckScript: URL
  geoIpFile: string | undefined
  storeReplays: ReplaySink
  /** Maximum number of events in one batch. */
  eventsMax: number
  /** Called with the event names of each batch, once its events are visible. */
  onEvents: (names: EventNames) => void
}

export class Ingestion implements Service {
  readonly name = 'ingestion'
  readonly purpose = 'Stores accepted events.'
  private seen: SeenEvents | null = null
  private ingester: Ingester | null = null
  private geoIp: GeoIpFile | null = null

  constructor(private readonly deps: IngestionDependencies) {}

  async start(): Promise<void> {
    const { directory, log, pool, clickHouse, logger, eventsMax, storeReplays, geoIpFile } = this.deps
    const geoIp = geoIpFile === undefined ? null : await GeoIpFile.open(geoIpFile, logger)
    this.geoIp = geoIp
    const seen = SeenEvents.open(directory, {
      checkScript: this.deps.seenEventsCheckScript,
      onDamage: (message) => logger.error(message),
    })
    this.seen = seen
    const outbox = new Outbox(path.join(directory, 'outbox'), clickHouse.writer, (error, attempt) =>
      logger.warn({ err: error, attempt }, 'ClickHouse did not take a batch'),
    )
    const now = Date.now
    const { reader } = clickHouse
    const processor = new BatchProcessor({ pool, reader, logId: log.id, outbox, seen, geoIp, storeReplays, now })
    const onBatch = ({ events, ms, names }: { events: number; ms: number; names: EventNames }) => {
      this.deps.onEvents(names)
      logger.debug({ events, ms }, 'batch delivered')
    }
    this.ingester = new Ingester({ log, pool, processor, outbox, seen, logger, eventsMax, now, onBatch })
    this.ingester.start()
  }

  /** Finishes the current batch. */
  async stop(): Promise<void> {
    await this.ingester?.stop()
    await this.seen?.close()
    this.geoIp?.close()
  }

  problem(): ServiceProblem | null {
    return this.ingester?.problem() ?? null
  }

  /** Whether this run stored anything, or found nothing to do. */
  get isWorking(): boolean {
    return this.ingester?.isWorking ?? false
  }
}

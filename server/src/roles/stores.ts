/** Opens the stores that a role works with. */
import path from 'node:path'
import { type Config, ConfigError } from '../config.ts'
import { type ClickHouse, openClickHouse } from '../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../platform/eventlog/event-log.ts'
import { FileEventLog } from '../platform/eventlog/file-event-log.ts'
import type { Logger } from '../platform/logger.ts'
import { type Database, openPostgres } from '../platform/postgres/postgres.ts'
import { closing, type Service } from '../platform/services.ts'

const MIB = 1024 * 1024

export interface Stores {
  db: Database
  clickHouse: ClickHouse
  close(): Promise<void>
}

/** @throws ConfigError when a URL is missing: a role that runs alone needs external stores */
export function openStores(config: Config): Stores {
  const { DATABASE_URL: databaseUrl, CLICKHOUSE_URL: writerUrl, CLICKHOUSE_READER_URL: readerUrl } = config
  if (!databaseUrl || !writerUrl || !readerUrl) {
    throw new ConfigError(
      'A role run alone needs DATABASE_URL, CLICKHOUSE_URL and CLICKHOUSE_READER_URL; "hedgerow start" brings its own stores.',
    )
  }
  const db = openPostgres(databaseUrl)
  const clickHouse = openClickHouse(writerUrl, readerUrl)
  return {
    db,
    clickHouse,
    async close() {
      await Promise.allSettled([db.$client.end(), clickHouse.close()])
    },
  }
}

export const storesService = (stores: Stores): Service =>
  closing('stores', 'Holds the connections to PostgreSQL and ClickHouse.', () => stores.close())

export const eventLogService = (log: EventLog): Service =>
  closing('event log', 'Keeps accepted requests until their events are stored.', () => log.close())

export const eventLogDirectory = (config: Config): string => path.join(config.dataDir, 'eventlog')

export function openEventLog(config: Config, logger: Logger): FileEventLog {
  return new FileEventLog(eventLogDirectory(config), {
    bytesMax: config.HEDGEROW_EVENT_LOG_MB_MAX * MIB,
    onDamage: (message) => logger.error(message),
  })
}

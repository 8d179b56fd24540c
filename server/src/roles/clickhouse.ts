/** The embedded ClickHouse engine as a process of its own. */
import path from 'node:path'
import type { Config } from '../config.ts'
import { startEngine } from '../platform/clickhouse/engine/front.ts'
import type { Logger } from '../platform/logger.ts'
import { stopLeftoverPostgres } from '../supervisor/postgres.ts'
import { onStop, reportReady } from './lifecycle.ts'

export async function runClickHouse(config: Config, logger: Logger): Promise<void> {
  const writer = new URL(config.CLICKHOUSE_URL!)
  const reader = new URL(config.CLICKHOUSE_READER_URL!)
  const engine = await startEngine({
    directory: path.join(config.dataDir, 'clickhouse'),
    database: writer.pathname.slice(1),
    port: Number(writer.port),
    writerPassword: decodeURIComponent(writer.password),
    readerPassword: decodeURIComponent(reader.password),
  })
  onStop(logger, () => engine.close())
  // PostgreSQL is no program of ours and would run on when the supervisor is killed; this process ends it then.
  process.on('disconnect', () => void stopLeftoverPostgres(path.join(config.dataDir, 'postgres')).catch(() => {}))
  reportReady()
}

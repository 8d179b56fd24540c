/** `hedgerow openapi`: prints the API document without running anything. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Config } from '../config.ts'
import { openClickHouse } from '../platform/clickhouse/clickhouse.ts'
import { FileEventLog } from '../platform/eventlog/file-event-log.ts'
import { createLogger } from '../platform/logger.ts'
import { openPostgres } from '../platform/postgres/postgres.ts'
import { createWeb } from './web.ts'

const NOWHERE = 'http://127.0.0.1:9'

export async function runOpenApi(config: Config): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-openapi-'))
  const log = new FileEventLog(directory, { bytesMax: 1024 * 1024 })
  // No store is queried: the routes only describe themselves.
  const clickHouse = openClickHouse(NOWHERE, NOWHERE)
  const db = openPostgres('postgres://nobody@127.0.0.1:9/nothing')
  const { app } = await createWeb({
    config: { ...config, HEDGEROW_SECRET_KEY: 'x'.repeat(32) },
    logger: createLogger('openapi', 'silent'),
    db,
    clickHouse,
    log,
    status: () => [],
  })
  process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`)
  await app.close()
  await Promise.all([log.close(), clickHouse.close(), db.$client.end()])
  fs.rmSync(directory, { recursive: true, force: true })
}

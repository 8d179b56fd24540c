/** `hedgerow <command>`. Each command imports only what it needs, which keeps the processes small. */
import { ConfigError, loadConfig } from './config.ts'
import { FolderInUse } from './platform/folder-lock.ts'
import { createLogger } from './platform/logger.ts'
import { SchemaTooOld } from './platform/schema-too-old.ts'
import { reportAlive, settingsToBegin } from './roles/lifecycle.ts'
import { version } from './version.ts'

const USAGE = `hedgerow ${version}

  hedgerow start      run everything: PostgreSQL, ClickHouse engine, web and worker
  hedgerow web        run web alone, against external stores
  hedgerow worker     run the worker alone, against external stores
  hedgerow migrate    bring the stores to the newest schema
  hedgerow demo       fill a project of the running installation with 90 days of sample events
  hedgerow openapi    print the API document (OpenAPI 3.1)
  hedgerow doctor     explain this installation: versions, disk, ports, stores, lag

Settings are environment variables; README.md lists them.`

async function main(): Promise<void> {
  const command = process.argv[2] ?? 'help'
  if (['help', '--help', '-h'].includes(command)) {
    console.log(USAGE)
    return
  }
  if (command === '--version') {
    console.log(version)
    return
  }
  if (command !== 'start') reportAlive()
  const config = loadConfig(process.env)
  const logger = createLogger(command, config.HEDGEROW_LOG_LEVEL)
  switch (command) {
    case 'start':
      return (await import('./supervisor/start.ts')).runStart(config, logger)
    case 'clickhouse':
      return (await import('./roles/clickhouse.ts')).runClickHouse(config, logger)
    case 'web': {
      const { runWeb } = await import('./roles/web.ts')
      return runWeb(loadConfig(await settingsToBegin()), logger)
    }
    case 'worker': {
      const { runWorker } = await import('./roles/worker.ts')
      return runWorker(loadConfig(await settingsToBegin()), logger)
    }
    case 'migrate':
      return (await import('./roles/migrate.ts')).runMigrate(config, logger)
    case 'demo':
      return (await import('./roles/demo.ts')).runDemo(config, process.argv.slice(3))
    case 'openapi':
      return (await import('./roles/openapi.ts')).runOpenApi(config)
    case 'doctor':
      return (await import('./roles/doctor.ts')).runDoctor(config)
    default:
      throw new ConfigError(`There is no command "${command}".\n\n${USAGE}`)
  }
}

main().catch((error: Error) => {
  const isExplained = error instanceof ConfigError || error instanceof FolderInUse || error instanceof SchemaTooOld
  console.error(isExplained ? error.message : (error.stack ?? error))
  process.exit(1)
})

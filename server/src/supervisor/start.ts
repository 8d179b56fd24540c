/** The command `hedgerow start`. */
import { type Config, ConfigError } from '../config.ts'
import { FolderInUse } from '../platform/folder-lock.ts'
import type { Logger } from '../platform/logger.ts'
import { Supervisor } from './supervisor.ts'

export async function runStart(config: Config, logger: Logger): Promise<void> {
  const startedAt = performance.now()
  const supervisor = new Supervisor(config, process.env, logger)
  let isStopping = false
  const stop = (cause: NodeJS.Signals | 'disconnect') => {
    if (isStopping) return
    isStopping = true
    logger.info({ cause }, 'stopping')
    supervisor.stop().then(
      () => process.exit(0),
      (error) => {
        logger.error({ err: error }, 'could not stop in order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Only a parent that started this process with an IPC channel can close that channel. Its exit then stops this process
  // too, so a test that dies leaves nothing running.
  process.on('disconnect', () => stop('disconnect'))
  try {
    const address = await supervisor.start()
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`Hedgerow is ready at ${address} (${seconds} s)`)
  } catch (error) {
    if (isStopping) return
    if (!(error instanceof FolderInUse || error instanceof ConfigError)) logger.error({ err: error }, 'could not start')
    console.error((error as Error).message)
    process.exit(1)
  }
}

/** How every role says that it is ready, and how it stops. */
import type { Logger } from '../platform/logger.ts'

/** Tells the supervisor, if there is one, that this process does its job. */
export function reportReady(detail = ''): void {
  process.send?.({ ready: detail })
}

/**
 * Runs a role's shutdown on SIGTERM and SIGINT, and when the supervisor is gone: a child never outlives it.
 */
export function onStop(logger: Logger, stop: () => Promise<void>): void {
  let isStopping = false
  const run = (cause: string) => {
    if (isStopping) return
    isStopping = true
    logger.info({ cause }, 'stopping')
    stop().then(
      () => process.exit(0),
      (error) => {
        logger.error({ err: error }, 'did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => run('SIGTERM'))
  // Ctrl-C reaches the whole process group; under a supervisor the order of stopping is its business.
  process.on('SIGINT', () => {
    if (!process.send) run('SIGINT')
  })
  process.on('disconnect', () => run('the supervisor is gone'))
  // It may have died while this process was starting, before anybody listened.
  if (process.connected === false) run('the supervisor is gone')
}

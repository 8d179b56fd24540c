/** How every role reports that it is ready, and how it stops. */
import { FolderLock } from '../platform/folder-lock.ts'
import type { Logger } from '../platform/logger.ts'
import type { Service } from '../platform/services.ts'

/** The message with which the supervisor asks a role to stop. */
export const STOP = { stop: true }

/** Tells a role that was started with `LOAD_AHEAD` to begin, and passes the settings that were unknown until then. */
export interface BeginMessage {
  begin: NodeJS.ProcessEnv
}
/** Environment of a process that loads its program while the stores start, then waits for a `BeginMessage`. */
export const LOAD_AHEAD = { HEDGEROW_LOAD_AHEAD: '1' }

/** A message from a role to the supervisor. */
export interface RoleMessage {
  /** The process is alive but not ready yet. */
  alive?: true
  /** The process is ready; the text is a detail for the supervisor, such as web's address. */
  ready?: string
}

const ALIVE_EVERY_MS = 1_000
let aliveTimer: NodeJS.Timeout | undefined

/** Reports to the supervisor, if there is one, that this process is alive. Repeats until it is ready. */
export function reportAlive(): void {
  if (process.send) aliveTimer = setInterval(() => tell({ alive: true }), ALIVE_EVERY_MS).unref()
}

/** How long to wait for a process of the same role that is just being stopped. */
const PREDECESSOR_MS = 10_000

/** Reports to the supervisor, if there is one, that this process is ready. */
export function reportReady(detail = ''): void {
  clearInterval(aliveTimer)
  tell({ ready: detail })
}

/**
 * Resolves with the settings once the role may begin: at once, or after the supervisor's `BeginMessage` if it was started
 * with `LOAD_AHEAD`.
 */
export async function settingsToBegin(): Promise<NodeJS.ProcessEnv> {
  if (!process.send || process.env.HEDGEROW_LOAD_AHEAD === undefined) return process.env
  const leave = () => process.exit(1)
  process.once('disconnect', leave)
  const settings = await new Promise<NodeJS.ProcessEnv>((resolve) => {
    const hear = ({ begin }: Partial<BeginMessage>) => {
      if (!begin) return
      process.off('message', hear)
      resolve(begin)
    }
    process.on('message', hear)
  })
  process.off('disconnect', leave)
  return settings
}

function tell(message: RoleMessage): void {
  // If the supervisor has just died, the `disconnect` handler deals with it.
  if (process.connected) process.send?.(message, () => {})
}

/**
 * Runs a role's shutdown when the supervisor asks for it or is gone: a child never outlives its supervisor. Signals only
 * stop a role that runs alone. A signal to the whole process group (Ctrl-C, a service manager) also reaches the supervisor,
 * which then stops every role in order.
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
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (!process.send) run(signal)
    })
  process.on('message', (message: Partial<typeof STOP>) => {
    if (message.stop) run('the supervisor asked')
  })
  process.on('disconnect', () => run('the supervisor is gone'))
  // The supervisor may have died while this process was starting, before the handler above was attached.
  if (process.connected === false) run('the supervisor is gone')
}

/**
 * Makes this the only process of its role on a folder. The process exits if it loses the lock. Starting the service throws
 * FolderInUse when another process holds the lock.
 */
export function folderLock(directory: string, name: string, logger: Logger): Service {
  const lock = new FolderLock(directory, name)
  return {
    name: 'folder lock',
    purpose: 'Keeps other processes from using the same folder.',
    start: () =>
      lock.acquire({
        patienceMs: PREDECESSOR_MS,
        onLost: () => {
          logger.fatal(
            { directory, name },
            'the lock on the folder is gone; ending before another process writes there',
          )
          process.exit(1)
        },
      }),
    stop: () => lock.release(),
  }
}

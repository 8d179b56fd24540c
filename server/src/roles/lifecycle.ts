/** How every role says that it is ready, and how it stops. */
import { FolderLock } from '../platform/folder-lock.ts'
import type { Logger } from '../platform/logger.ts'
import type { Service } from '../platform/services.ts'

/** What the supervisor sends to a role that is to end. */
export const STOP = { stop: true }

/** Tells a role that was started with `LOAD_AHEAD` to begin, with settings that were not known before. */
export interface BeginMessage {
  begin: NodeJS.ProcessEnv
}
/** Setting of a process that loads its program while the stores still start, and then waits for a `BeginMessage`. */
export const LOAD_AHEAD = { HEDGEROW_LOAD_AHEAD: '1' }

/** What a role says to the supervisor. */
export interface RoleMessage {
  /** It waits for something, but lives. */
  alive?: true
  /** It does its job; the text is for whoever started it. */
  ready?: string
}

const ALIVE_EVERY_MS = 1_000
let aliveTimer: NodeJS.Timeout | undefined

/** Tells the supervisor, if there is one, that this process lives, until it is ready. */
export function reportAlive(): void {
  if (process.send) aliveTimer = setInterval(() => tell({ alive: true }), ALIVE_EVERY_MS).unref()
}

/** A process of the same role that is just being stopped is waited for. */
const PREDECESSOR_MS = 10_000

/** Tells the supervisor, if there is one, that this process does its job. */
export function reportReady(detail = ''): void {
  clearInterval(aliveTimer)
  tell({ ready: detail })
}

/** Resolves with the settings when a role may begin: at once, unless the supervisor wants to say when. */
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
  // A supervisor that has just died is noticed elsewhere.
  if (process.connected) process.send?.(message, () => {})
}

/**
 * Runs a role's shutdown when the supervisor asks for it, and when the supervisor is gone: a child never outlives it. Signals
 * are for a role that runs alone: one that reaches the whole process group (Ctrl-C, a service manager) reaches the supervisor
 * too, which then ends everybody in order.
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
  // It may have died while this process was starting, before anybody listened.
  if (process.connected === false) run('the supervisor is gone')
}

/**
 * Makes this the only process of its role on a folder. It ends when the lock is taken away from it. Starting it throws
 * FolderInUse when another one runs there.
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

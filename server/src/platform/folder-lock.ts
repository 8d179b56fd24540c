/**
 * One holder per folder. The lock is a file that names its holder; a holder that no longer runs is replaced. Its process ID
 * may belong to another program by now, so the start time of the process is compared too. Whether a holder on another host
 * is alive (a shared volume, a recreated container) shows in the file's modification time, which holders keep refreshing.
 */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export interface Holder {
  pid: number
  /** Start time of that process, as the system reports it. */
  startedAt: string
  /** Host and time (ISO 8601). Missing in locks of earlier versions, which were held on the same host. */
  host?: string
  since?: string
  address: string | null
  /** Loopback ports of the embedded stores; empty until they run. */
  ports: { postgres?: number; clickhouse?: number }
}

export const SUPERVISOR_LOCK = 'hedgerow.lock'
const FRESHEN_MS = 5_000
/** A holder on another host that has not refreshed its lock for this long is gone. */
const FOREIGN_STALE_MS = 12_000
const LOOK_MS = 100

/** Another process holds the folder. */
export class FolderInUse extends Error {
  constructor(
    readonly directory: string,
    readonly holder: Holder,
  ) {
    const host = holder.host && holder.host !== os.hostname() ? ` on ${holder.host}` : ''
    const where = holder.address ? `, answering at ${holder.address}` : ''
    const since = holder.since ? `, since ${holder.since}` : ''
    super(
      `${directory} is in use by process ${holder.pid}${host}${where}${since}. Stop it first, or choose another HEDGEROW_DATA_DIR.`,
    )
  }
}

/** Start time of a running process, or null if there is none with that ID. */
export function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in parentheses may contain spaces, so field 22 is counted from behind it. A zombie is not running.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? null : (fields[19] ?? null)
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

export interface AcquireOptions {
  /** How long to wait for a holder that is about to stop. */
  patienceMs?: number
  /** Called when the lock was taken away, for instance by deleting its file. */
  onLost?: () => void
}

export class FolderLock {
  private readonly file: string
  private readonly since = new Date().toISOString()
  private timer: NodeJS.Timeout | undefined
  private own = ''

  /** @param name name of the lock file, for folders that several processes may hold for different purposes */
  constructor(
    private readonly directory: string,
    name = SUPERVISOR_LOCK,
  ) {
    this.file = path.join(directory, name)
  }

  /** @throws FolderInUse */
  async acquire({ patienceMs = 0, onLost }: AcquireOptions = {}): Promise<void> {
    fs.mkdirSync(this.directory, { recursive: true })
    const deadline = Date.now() + patienceMs
    while (!this.tryTake()) {
      const found = readLock(this.file)
      if (!found) continue
      if (found.holder && (await isHeld(this.file, found.holder))) {
        if (Date.now() >= deadline) throw new FolderInUse(this.directory, found.holder)
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      } else this.removeStale(found.text)
    }
    this.timer = setInterval(() => this.freshen(onLost), FRESHEN_MS).unref()
  }

  /** Publishes the address to later starts. */
  announce(address: string, ports: Holder['ports']): void {
    const temporary = this.writeTemporary(address, ports)
    fs.renameSync(temporary, this.file)
  }

  release(): void {
    clearInterval(this.timer)
    if (readLock(this.file)?.text === this.own) fs.rmSync(this.file, { force: true })
  }

  /** Takes the lock unless there is one. The file appears with its content, so no process reads half a lock. */
  private tryTake(): boolean {
    const temporary = this.writeTemporary(null, {})
    try {
      fs.linkSync(temporary, this.file)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      return false
    } finally {
      fs.rmSync(temporary, { force: true })
    }
  }

  /** Another process that found the same stale lock may have replaced it already, so the moved file is checked again. */
  private removeStale(text: string): void {
    const aside = `${this.file}.${randomUUID()}`
    try {
      fs.renameSync(this.file, aside)
    } catch {
      return
    }
    if (fs.readFileSync(aside, 'utf8') !== text) fs.linkSync(aside, this.file)
    fs.rmSync(aside)
  }

  private freshen(onLost?: () => void): void {
    if (readLock(this.file)?.text === this.own) {
      const now = new Date()
      fs.utimesSync(this.file, now, now)
      return
    }
    clearInterval(this.timer)
    onLost?.()
  }

  private writeTemporary(address: string | null, ports: Holder['ports']): string {
    const { pid } = process
    const holder = { pid, startedAt: processStart(pid) ?? '', host: os.hostname(), since: this.since, address, ports }
    this.own = JSON.stringify(holder satisfies Holder)
    const temporary = `${this.file}.${randomUUID()}`
    fs.writeFileSync(temporary, this.own)
    return temporary
  }
}

/** The process that holds a folder on this host right now; null if none does. */
export function readHolder(directory: string, name = SUPERVISOR_LOCK): Holder | null {
  const holder = readLock(path.join(directory, name))?.holder
  return holder && runsHere(holder) ? holder : null
}

/** The text of a lock file and its holder; null if there is no file. */
function readLock(file: string): { text: string; holder: Holder | null } | null {
  let text: string
  try {
    text = fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
  try {
    return { text, holder: JSON.parse(text) as Holder }
  } catch {
    return { text, holder: null }
  }
}

function runsHere({ pid, startedAt }: Holder): boolean {
  return processStart(pid) === startedAt
}

async function isHeld(file: string, holder: Holder): Promise<boolean> {
  if (!holder.host || holder.host === os.hostname()) return runsHere(holder)
  const timeOf = () => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs
  const [before, deadline] = [timeOf(), Date.now() + FOREIGN_STALE_MS]
  // Clocks of two hosts differ, so the file's time is compared with its own earlier value.
  while (Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    if (timeOf() !== before) return true
  }
  return false
}

/**
 * One installation per data folder. The lock is a file naming its holder; a holder that no longer runs is replaced.
 * A process id alone could have been given to another program since, so the process's start time is compared too.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

export interface Holder {
  pid: number
  /** When that process started, as the system tells it. */
  startedAt: string
  address: string | null
  /** Loopback ports of the embedded stores; empty until they run. */
  ports: { postgres?: number; clickhouse?: number }
}

/** Somebody else runs on the folder. */
export class FolderInUse extends Error {
  constructor(
    readonly directory: string,
    readonly holder: Holder,
  ) {
    const where = holder.address ? `, answering at ${holder.address}` : ''
    super(
      `${directory} is in use by process ${holder.pid}${where}. Stop it first, or choose another HEDGEROW_DATA_DIR.`,
    )
  }
}

/** Start time of a running process, or null when there is none with that id. */
export function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in parentheses may hold spaces; field 22 counts from after it. A zombie is not running.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? null : (fields[19] ?? null)
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

export class FolderLock {
  private readonly file: string

  constructor(private readonly directory: string) {
    this.file = path.join(directory, 'hedgerow.lock')
  }

  /** @throws FolderInUse */
  acquire(): void {
    fs.mkdirSync(this.directory, { recursive: true })
    for (;;) {
      try {
        fs.writeFileSync(this.file, this.content(null), { flag: 'wx' })
        return
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = readHolder(this.directory)
      if (holder) throw new FolderInUse(this.directory, holder)
      fs.rmSync(this.file, { force: true })
    }
  }

  /** Tells later starts where this one answers. */
  announce(address: string, ports: Holder['ports']): void {
    fs.writeFileSync(this.file, this.content(address, ports))
  }

  release(): void {
    fs.rmSync(this.file, { force: true })
  }

  private content(address: string | null, ports: Holder['ports'] = {}): string {
    return JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid), address, ports })
  }
}

/** Who runs on a folder right now; null when nobody does. */
export function readHolder(directory: string): Holder | null {
  try {
    const holder = JSON.parse(fs.readFileSync(path.join(directory, 'hedgerow.lock'), 'utf8')) as Holder
    return processStart(holder.pid) === holder.startedAt ? holder : null
  } catch {
    return null
  }
}

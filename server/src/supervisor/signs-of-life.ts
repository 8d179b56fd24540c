/**
 * Tells a slow process from one that hangs. A clock alone cannot: on a busy machine a start takes minutes. A process is
 * alive while it uses processor time or sends messages. It hangs when it does neither for long, or when it has used far more
 * processor time than a start can need.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

/** The system counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100

export interface Patience {
  /** How often to check the process, in ms. */
  lookMs: number
  /**
   * After this many checks without a sign of life, the process hangs. Counting checks instead of time waits longer when this
   * process is starved of processor time too.
   */
  silentLooksMax: number
  /** Processor time, in seconds, after which a process that is still not ready counts as looping. */
  cpuSecondsMax: number
}

export const PATIENCE: Patience = { lookMs: 1_000, silentLooksMax: 30, cpuSecondsMax: 600 }

export class SignsOfLife {
  private readonly timer: NodeJS.Timeout
  private silentLooks = 0
  private lastCpuSeconds = 0

  /** @param onHang called once, with the reason */
  constructor(
    private readonly pid: number,
    private readonly patience: Patience,
    private readonly onHang: (why: string) => void,
  ) {
    this.timer = setInterval(() => this.look(), patience.lookMs)
  }

  /** Call this when the process did something that only a live one does. */
  note(): void {
    this.silentLooks = 0
  }

  /** Stops checking. */
  close(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    const cpuSeconds = cpuSecondsOf(this.pid)
    // The process has exited; `SupervisedChild` notices that itself.
    if (cpuSeconds === null) return
    if (cpuSeconds === this.lastCpuSeconds) this.silentLooks++
    else this.silentLooks = 0
    this.lastCpuSeconds = cpuSeconds
    if (this.silentLooks >= this.patience.silentLooksMax) this.hang('it shows no sign of life')
    else if (cpuSeconds > this.patience.cpuSecondsMax)
      this.hang(`it is not ready after ${cpuSeconds} s of processor time`)
  }

  private hang(why: string): void {
    this.close()
    this.onHang(why)
  }
}

/** Processor time that a process has used, in seconds; null if there is no such process. */
export function cpuSecondsOf(pid: number): number | null {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in parentheses may contain spaces, so fields 14 and 15 are counted from behind it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
    }
    // [[days-]hours:]minutes:seconds
    const [time, days = '0'] = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('-')
      .reverse() as [string, string?]
    return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400
  } catch {
    return null
  }
}

/**
 * Tells a process that is slow from one that hangs. A clock alone cannot: on a busy machine a start takes minutes. A process
 * lives while it uses processor time or says something; it hangs when it does neither for long, or when it has used far more
 * processor time than its start can need.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

/** The system counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100

export interface Patience {
  /** How often the process is looked at, in ms. */
  lookMs: number
  /** It hangs after so many looks without a sign. Counting looks, not time, waits longer where this process gets no time either. */
  silentLooksMax: number
  /** Processor time after which a process that still is not ready runs in circles, in seconds. */
  cpuSecondsMax: number
}

export const PATIENCE: Patience = { lookMs: 1_000, silentLooksMax: 30, cpuSecondsMax: 600 }

export class SignsOfLife {
  private readonly timer: NodeJS.Timeout
  private silentLooks = 0
  private lastCpuSeconds = 0

  /** @param onHang called once, with what was found */
  constructor(
    private readonly pid: number,
    private readonly patience: Patience,
    private readonly onHang: (why: string) => void,
  ) {
    this.timer = setInterval(() => this.look(), patience.lookMs)
  }

  /** The process did something that only a living one does. */
  note(): void {
    this.silentLooks = 0
  }

  /** Stops looking. */
  close(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    const cpuSeconds = cpuSecondsOf(this.pid)
    // It has ended, which others notice.
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

/** Processor time that a process has used, in seconds; null when there is no such process. */
export function cpuSecondsOf(pid: number): number | null {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in parentheses may hold spaces; fields 14 and 15 are counted from after it.
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

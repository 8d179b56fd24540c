/**
 * Which events were stored lately: SDKs send an event again when an answer got lost. One small LMDB table per day of
 * arrival, three days kept. An event that claims to be older than those days is looked up in ClickHouse instead; one
 * that carries a younger time cannot have arrived before them, since times in the future are not accepted. So no
 * repetition of an event that carries its time slips through, however late it comes; one without a time of its own
 * counts as new once its id has been forgotten.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, open, type RootDatabase } from 'lmdb'
import { parse as parseUuid } from 'uuid'

const DAYS_KEPT = 3
const DAY_MS = 24 * 60 * 60 * 1000
const MAP_BYTES = 64 * 1024 * 1024 * 1024
const KEY_BYTES = 20

type Day = Database<boolean, Buffer>

const FILE = 'seen.mdb'
/** Says whether somebody is in the index right now. A run that died there may have died of a damaged file. */
const MARKER = 'seen.in-use'
/** Since when the index is complete, milliseconds since 1970; there is none unless an index was set aside. */
const SINCE = 'seen.since'
const OUTSIDE = '0'
const INSIDE = '1'
const BROKEN = '2'
const CHECK_TIMEOUT_MS = 5 * 60_000
/** What LMDB says of a file that is not what it wrote. */
const DAMAGE = /MDB_(?:CORRUPTED|PAGE_NOTFOUND|INVALID|PANIC|VERSION_MISMATCH|BAD_TXN|CURSOR_FULL|PAGE_FULL)/

export interface SeenEventsOptions {
  /** The program that calls {@link checkIndex}: reading a damaged LMDB file can end the process that does it. */
  checkScript: URL
  onDamage: (message: string) => void
}

export class SeenEvents {
  private readonly root: RootDatabase
  private readonly days = new Map<string, Day>()
  private readonly marker: number

  /** Use {@link SeenEvents.open}. */
  private constructor(
    directory: string,
    private readonly completeSince: number,
  ) {
    this.marker = fs.openSync(path.join(directory, MARKER), 'w')
    this.root = this.inside(() =>
      open({ path: path.join(directory, FILE), maxDbs: 32, mapSize: MAP_BYTES, noMemInit: true }),
    )
  }

  /** Opens the index of a folder. One that cannot be read is set aside, and a new one is begun. */
  static open(directory: string, { checkScript, onDamage }: SeenEventsOptions): SeenEvents {
    fs.mkdirSync(directory, { recursive: true })
    const file = path.join(directory, FILE)
    const since = path.join(directory, SINCE)
    const setAside = () => {
      const kept = path.join(directory, `seen.damaged.mdb`)
      if (fs.existsSync(file)) fs.renameSync(file, kept)
      fs.rmSync(`${file}-lock`, { force: true })
      fs.writeFileSync(since, String(Date.now()))
      onDamage(`the index of events seen lately cannot be read; it is kept as ${kept}, and ClickHouse is asked instead`)
    }
    const openNew = () => new SeenEvents(directory, fs.existsSync(since) ? Number(fs.readFileSync(since, 'utf8')) : 0)
    if (isSuspect(directory) && !isReadable(file, checkScript)) setAside()
    try {
      return openNew()
    } catch (error) {
      if (!DAMAGE.test((error as Error).message)) throw error
      setAside()
      return openNew()
    }
  }

  /** Which of the keys arrived within the days kept. */
  find(keys: readonly Buffer[], now: number): Set<string> {
    return this.inside(() => {
      const found = new Set<string>()
      const days = this.keptDays(now)
      for (const key of keys) if (days.some((day) => day.doesExist(key))) found.add(key.toString('latin1'))
      return found
    })
  }

  /** Remembers stored events. Resolves once they are on disk, so that their outbox line may go. */
  async add(keys: readonly Buffer[], now: number): Promise<void> {
    this.mark(INSIDE)
    try {
      const today = this.day(dayName(now))
      await this.root.transaction(() => {
        // The transaction's own promise tells of a failure.
        for (const key of keys) void today.put(key, true)
      })
      await this.dropOldDays(now)
      await this.root.flushed
    } catch (error) {
      throw this.noteDamage(error)
    }
    this.mark(OUTSIDE)
  }

  /**
   * Microseconds before which an event's own time proves nothing about when it may have arrived first: it may have been
   * stored on a day that is forgotten, or before the index was begun. Times up to 23 hours ahead are accepted.
   */
  provenTime(now: number): number {
    return Math.max(oldestProvenTime(now), (this.completeSince + DAY_MS) * 1000)
  }

  async close(): Promise<void> {
    await this.root.close()
    fs.closeSync(this.marker)
  }

  private inside<T>(work: () => T): T {
    this.mark(INSIDE)
    try {
      const result = work()
      this.mark(OUTSIDE)
      return result
    } catch (error) {
      throw this.noteDamage(error)
    }
  }

  private noteDamage(error: unknown): Error {
    const isDamaged = DAMAGE.test((error as Error).message)
    this.mark(isDamaged ? BROKEN : OUTSIDE)
    return isDamaged
      ? new SeenEventsBroken('the index of events seen lately cannot be read', { cause: error })
      : (error as Error)
  }

  private mark(text: string): void {
    fs.writeSync(this.marker, text, 0)
  }

  private keptDays(now: number): Day[] {
    return Array.from({ length: DAYS_KEPT }, (_, age) => this.day(dayName(now - age * DAY_MS)))
  }

  private day(name: string): Day {
    let day = this.days.get(name)
    if (!day) {
      day = this.root.openDB<boolean, Buffer>(name, { keyEncoding: 'binary', encoding: 'json' })
      this.days.set(name, day)
    }
    return day
  }

  private async dropOldDays(now: number): Promise<void> {
    const oldest = dayName(now - (DAYS_KEPT - 1) * DAY_MS)
    const names = [...this.root.getKeys()]
      .map(String)
      .filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name) && name < oldest)
    for (const name of names) {
      await this.day(name).drop()
      this.days.delete(name)
    }
  }
}

function dayName(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}

/** The index turned out to be damaged while it was open. The next {@link SeenEvents.open} sets it aside. */
export class SeenEventsBroken extends Error {}

function isSuspect(directory: string): boolean {
  try {
    return fs.readFileSync(path.join(directory, MARKER), 'utf8') !== OUTSIDE
  } catch {
    return false
  }
}

function isReadable(file: string, checkScript: URL): boolean {
  if (!fs.existsSync(file) || fs.readFileSync(path.join(path.dirname(file), MARKER), 'utf8') === BROKEN) return false
  return spawnSync(process.execPath, [fileURLToPath(checkScript), file], { timeout: CHECK_TIMEOUT_MS }).status === 0
}

/** Reads a whole index. Throws, or ends the process, when it is damaged. */
export async function checkIndex(file: string): Promise<void> {
  const root = open({ path: file, maxDbs: 32, mapSize: MAP_BYTES, readOnly: true })
  // Opening a day while the names are being read, or a process that ends with the file open, breaks LMDB's transaction:
  // one in ten checks of a whole index failed that way on a busy machine.
  const names = [...root.getKeys()]
  const days = names.map((name) =>
    root.openDB<boolean, Buffer>(String(name), { keyEncoding: 'binary', encoding: 'json' }),
  )
  for (const day of days)
    for (const { key, value } of day.getRange())
      if (key.length !== KEY_BYTES || value !== true) throw new Error('damaged')
  await root.close()
}

/** Key of an event: project and uuid. */
export function seenKey(teamId: number, uuid: string): Buffer {
  const key = Buffer.allocUnsafe(KEY_BYTES)
  key.writeUInt32BE(teamId, 0)
  key.set(parseUuid(uuid), 4)
  return key
}

/** Microseconds before which an event's own time proves nothing about when it may have arrived first. */
function oldestProvenTime(now: number): number {
  return (Math.floor(now / DAY_MS) - (DAYS_KEPT - 2)) * DAY_MS * 1000
}

/**
 * Index of recently stored events: SDKs send an event again if an answer was lost. One small LMDB table per day of arrival,
 * kept for three days. An event with an older timestamp is looked up in ClickHouse instead. An event with a later timestamp
 * cannot have arrived before those days, because times in the future are not accepted. So no duplicate of an event with a
 * timestamp gets through, however late it arrives. An event without one counts as new once its ID has been forgotten.
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
/** Says whether a process is using the index right now. A run that died there may have died of a damaged file. */
const MARKER = 'seen.in-use'
/** Since when the index is complete, milliseconds since 1970; absent unless an index was set aside. */
const DAMAGED = 'seen.damaged.'
/** How many damaged indexes are kept. */
const COPIES_MAX = 3
const SINCE = 'seen.since'
const OUTSIDE = '0'
const INSIDE = '1'
const BROKEN = '2'
const CHECK_TIMEOUT_MS = 5 * 60_000
/** LMDB's errors for a damaged file. */
const DAMAGE = /MDB_(?:CORRUPTED|PAGE_NOTFOUND|INVALID|PANIC|VERSION_MISMATCH|BAD_TXN|CURSOR_FULL|PAGE_FULL)/

export interface SeenEventsOptions {
  /** The program that calls {@link checkIndex}: reading a damaged LMDB file can crash the process. */
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

  /** Opens the index of a folder. An unreadable index is set aside, and a new one is started. */
  static open(directory: string, { checkScript, onDamage }: SeenEventsOptions): SeenEvents {
    fs.mkdirSync(directory, { recursive: true })
    const file = path.join(directory, FILE)
    const since = path.join(directory, SINCE)
    const setAside = () => {
      const kept = path.join(directory, `${DAMAGED}${new Date().toISOString().replaceAll(/[:.]/g, '-')}.mdb`)
      if (fs.existsSync(file)) fs.renameSync(file, kept)
      // A failing disk must not fill itself with damaged indexes.
      const copies = fs.readdirSync(directory).filter((name) => name.startsWith(DAMAGED))
      for (const old of copies.sort().slice(0, -COPIES_MAX)) fs.rmSync(path.join(directory, old))
      fs.rmSync(`${file}-lock`, { force: true })
      fs.writeFileSync(since, String(Date.now()))
      onDamage(
        `the index of recently stored events cannot be read; it is kept as ${kept}, and ClickHouse is queried instead`,
      )
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

  /** The keys that arrived within the kept days. */
  find(keys: readonly Buffer[], now: number): Set<string> {
    return this.inside(() => {
      const found = new Set<string>()
      const days = this.keptDays(now)
      for (const key of keys) if (days.some((day) => day.doesExist(key))) found.add(key.toString('latin1'))
      return found
    })
  }

  /** Adds stored events. Resolves once they are on disk, so that their outbox row may be deleted. */
  async add(keys: readonly Buffer[], now: number): Promise<void> {
    this.mark(INSIDE)
    try {
      const today = this.day(dayName(now))
      await this.root.transaction(() => {
        // The transaction's own promise reports a failure.
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
   * Event times (microseconds) before this value prove nothing about when the event first arrived: it may have been stored
   * on a forgotten day, or before the index was started. Times up to 23 hours ahead are accepted.
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
      ? new SeenEventsBroken('the index of recently stored events cannot be read', { cause: error })
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

/** Reads a whole index. Throws, or crashes the process, if it is damaged. */
export async function checkIndex(file: string): Promise<void> {
  const root = open({ path: file, maxDbs: 32, mapSize: MAP_BYTES, readOnly: true })
  // Read all names first. LMDB's transaction breaks if a day is opened while the names are being read, or if the process
  // ends with the file open: one in ten checks of an intact index failed that way on a busy machine.
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

/** Event times (microseconds) before this value prove nothing about when the event first arrived. */
function oldestProvenTime(now: number): number {
  return (Math.floor(now / DAY_MS) - (DAYS_KEPT - 2)) * DAY_MS * 1000
}

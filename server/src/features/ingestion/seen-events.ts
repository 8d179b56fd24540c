/**
 * Which events were stored lately: SDKs send an event again when an answer got lost. One small LMDB table per day of
 * arrival, three days kept. An event that claims to be older than those days is looked up in ClickHouse instead; one
 * that carries a younger time cannot have arrived before them, since times in the future are not accepted. So no
 * repetition of an event that carries its time slips through, however late it comes; one without a time of its own
 * counts as new once its id has been forgotten.
 */
import fs from 'node:fs'
import path from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { parse as parseUuid } from 'uuid'

const DAYS_KEPT = 3
const DAY_MS = 24 * 60 * 60 * 1000
const MAP_BYTES = 64 * 1024 * 1024 * 1024
const KEY_BYTES = 20

type Day = Database<boolean, Buffer>

export class SeenEvents {
  private readonly root: RootDatabase
  private readonly days = new Map<string, Day>()

  constructor(directory: string) {
    fs.mkdirSync(directory, { recursive: true })
    this.root = open({ path: path.join(directory, 'seen.mdb'), maxDbs: 32, mapSize: MAP_BYTES, noMemInit: true })
  }

  /** Which of the keys arrived within the days kept. */
  find(keys: readonly Buffer[], now: number): Set<string> {
    const found = new Set<string>()
    const days = this.keptDays(now)
    for (const key of keys) if (days.some((day) => day.doesExist(key))) found.add(key.toString('latin1'))
    return found
  }

  /** Remembers stored events. Resolves once they are on disk, so that their outbox line may go. */
  async add(keys: readonly Buffer[], now: number): Promise<void> {
    const today = this.day(dayName(now))
    await this.root.transaction(() => {
      for (const key of keys) today.put(key, true)
    })
    await this.dropOldDays(now)
    await this.root.flushed
  }

  async close(): Promise<void> {
    await this.root.close()
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

/** Key of an event: project and uuid. */
export function seenKey(teamId: number, uuid: string): Buffer {
  const key = Buffer.allocUnsafe(KEY_BYTES)
  key.writeUInt32BE(teamId, 0)
  key.set(parseUuid(uuid), 4)
  return key
}

/** Microseconds before which an event's own time proves nothing about when it may have arrived first. */
export function oldestProvenTime(now: number): number {
  return (Math.floor(now / DAY_MS) - (DAYS_KEPT - 2)) * DAY_MS * 1000
}

/** The segment files of a log: named by the sequence of their first record, deleted once everything in them is stored. */
import fs from 'node:fs'
import path from 'node:path'

const NAME = /^(\d{16})\.log$/
/** Damaged segments are kept here for inspection. */
const DAMAGED = 'damaged'

export class Segments {
  constructor(readonly directory: string) {}

  file(first: number): string {
    return path.join(this.directory, `${String(first).padStart(16, '0')}.log`)
  }

  /** First sequences of all segments, in order. */
  list(): number[] {
    const names = fs.readdirSync(this.directory).flatMap((name) => NAME.exec(name)?.[1] ?? [])
    return names.map(Number).sort((a, b) => a - b)
  }

  /** First sequence of the next segment, or null. */
  after(first: number): number | null {
    return this.list().find((other) => other > first) ?? null
  }

  /** Deletes every segment without records after a sequence. The newest stays: it may still be written to. */
  removeUpTo(sequence: number): void {
    const firsts = this.list()
    for (const [index, first] of firsts.entries()) {
      const next = firsts[index + 1]
      if (next !== undefined && next <= sequence + 1) fs.rmSync(this.file(first), { force: true })
    }
  }

  /**
   * Protects a segment from being deleted with the others. It also stays in place and is read to its end.
   * @returns the file it is kept in, or null if there is nothing to keep
   */
  keepDamaged(first: number): string | null {
    const from = this.file(first)
    const to = path.join(this.directory, DAMAGED, path.basename(from))
    if (fs.existsSync(to)) return to
    if (!fs.existsSync(from)) return null
    fs.mkdirSync(path.dirname(to), { recursive: true })
    try {
      fs.linkSync(from, to)
    } catch {
      // The file system has no hard links.
      fs.copyFileSync(from, to)
    }
    return to
  }

  /** Kept files of damaged segments. */
  listDamaged(): string[] {
    const directory = path.join(this.directory, DAMAGED)
    return fs.existsSync(directory) ? fs.readdirSync(directory).map((name) => path.join(directory, name)) : []
  }
}

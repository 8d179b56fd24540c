/** Large binary objects, with keys that begin with an area and a project (`replay/1/…`). */
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'

/** A stored blob. */
export interface BlobEntry {
  key: string
  bytes: number
  /** When it was stored. */
  storedAt: Date
}

export interface Blobs {
  /**
   * Stores a blob. Resolves with its size once it is on disk. Storing under an existing key replaces the blob.
   * @param source bytes, or a stream of them, which is not held in memory
   */
  put(key: string, source: Buffer | Readable): Promise<number>
  /** The blob as a stream, or null if there is none. The stream must be read or destroyed. */
  open(key: string): Promise<Readable | null>
  /** Every blob of an area, in no order. */
  list(area: string): AsyncIterable<BlobEntry>
  delete(key: string): Promise<void>
  /** Deletes every blob of a project: those under `<area>/<project id>/`. */
  deleteTeam(teamId: number): Promise<void>
}

const KEY = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_.-]+)*$/

/**
 * Stores blobs as files below a folder. A file is written to a temporary name, synced and then renamed, so no blob is ever
 * incomplete.
 */
export class DiskBlobs implements Blobs {
  private readonly directory: string

  constructor(directory: string) {
    this.directory = path.resolve(directory)
  }

  async put(key: string, source: Buffer | Readable): Promise<number> {
    const file = this.file(key)
    const folder = path.dirname(file)
    const firstMade = await fs.mkdir(folder, { recursive: true })
    // A new folder is on disk once the folder that holds it is synced.
    if (firstMade)
      for (let made = folder; made.length >= firstMade.length; made = path.dirname(made)) await sync(path.dirname(made))
    const temporary = `${file}.${process.pid}.new`
    const handle = await fs.open(temporary, 'w')
    try {
      // It takes streams, too, though its types do not say so.
      await handle.writeFile(source as Buffer)
      await handle.datasync()
    } catch (error) {
      await fs.rm(temporary, { force: true })
      throw error
    } finally {
      await handle.close()
    }
    const { size } = await fs.stat(temporary)
    await fs.rename(temporary, file)
    await sync(folder)
    return size
  }

  async open(key: string): Promise<Readable | null> {
    try {
      return (await fs.open(this.file(key), 'r')).createReadStream()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  async *list(area: string): AsyncIterable<BlobEntry> {
    const folders = [this.file(area)]
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of await namesIn(folder)) {
        const file = path.join(folder, entry.name)
        if (entry.isDirectory()) folders.push(file)
        // A blob can be deleted meanwhile.
        const found = entry.isFile() ? await fs.stat(file).catch(() => null) : null
        const key = path.relative(this.directory, file).split(path.sep).join('/')
        if (found) yield { key, bytes: found.size, storedAt: found.mtime }
      }
    }
  }

  async delete(key: string): Promise<void> {
    await fs.rm(this.file(key), { force: true })
  }

  async deleteTeam(teamId: number): Promise<void> {
    const areas = await namesIn(this.directory)
    for (const area of areas.filter((entry) => entry.isDirectory()))
      await fs.rm(path.join(this.directory, area.name, String(teamId)), { recursive: true, force: true })
  }

  private file(key: string): string {
    if (!KEY.test(key) || key.split('/').some((part) => /^\.+$/.test(part))) throw new Error(`not a blob key: ${key}`)
    return path.join(this.directory, key)
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function namesIn(folder: string) {
  return fs.readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

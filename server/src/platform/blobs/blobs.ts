/** Large binary objects, with keys that begin with an area and a project (`replay/1/…`). */
import fs from 'node:fs/promises'
import path from 'node:path'

export interface Blobs {
  /** Stores a blob. Resolves once it is on disk. Storing under an existing key replaces the blob. */
  put(key: string, bytes: Buffer): Promise<void>
  /** The blob, or null if there is none. */
  get(key: string): Promise<Buffer | null>
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
  constructor(private readonly directory: string) {}

  async put(key: string, bytes: Buffer): Promise<void> {
    const file = this.file(key)
    await fs.mkdir(path.dirname(file), { recursive: true })
    const temporary = `${file}.${process.pid}.new`
    const handle = await fs.open(temporary, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await fs.rename(temporary, file)
    const directory = await fs.open(path.dirname(file), 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  }

  async get(key: string): Promise<Buffer | null> {
    return fs.readFile(this.file(key)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
  }

  async delete(key: string): Promise<void> {
    await fs.rm(this.file(key), { force: true })
  }

  async deleteTeam(teamId: number): Promise<void> {
    const areas = await fs.readdir(this.directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    for (const area of areas.filter((entry) => entry.isDirectory()))
      await fs.rm(path.join(this.directory, area.name, String(teamId)), { recursive: true, force: true })
  }

  private file(key: string): string {
    if (!KEY.test(key) || key.split('/').some((part) => /^\.+$/.test(part))) throw new Error(`not a blob key: ${key}`)
    return path.join(this.directory, key)
  }
}

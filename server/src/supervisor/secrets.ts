/** Secrets that the installation generates on its first start and keeps in the data folder. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

export interface Secrets {
  secretKey: string
  postgresPassword: string
  clickHousePassword: string
  clickHouseReaderPassword: string
}

const newSecret = () => randomBytes(32).toString('base64url')

export function loadSecrets(directory: string): Secrets {
  const file = path.join(directory, 'secrets.json')
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')) as Secrets
  const secrets: Secrets = {
    secretKey: newSecret(),
    postgresPassword: newSecret(),
    clickHousePassword: newSecret(),
    clickHouseReaderPassword: newSecret(),
  }
  // Write to a temporary file, then rename: a half-written file would lock the installation out of its own stores.
  fs.writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 })
  fs.renameSync(`${file}.new`, file)
  return secrets
}

/** `hedgerow doctor`: explains the state of an installation to its operator. Changes nothing. */
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Config } from '../config.ts'
import type { IngestionLag } from '../features/data/ingestion/index.ts'
import { readHolder } from '../platform/folder-lock.ts'
import { describeMailProblem, Mailer } from '../platform/mail/mailer.ts'
import { findRunningPostgres } from '../supervisor/postgres.ts'
import { version } from '../version.ts'

type Finding = [label: string, text: string, isProblem?: boolean]

const FREE_BYTES_MIN = 1024 ** 3
const LAG_SECONDS_MAX = 30

export async function runDoctor(config: Config): Promise<void> {
  const findings = [
    ...versions(),
    ...disk(config),
    ...(await processes(config)),
    ...stores(config),
    await describeMail(config),
  ]
  const width = Math.max(...findings.map(([label]) => label.length))
  for (const [label, text, isProblem] of findings)
    console.log(`${isProblem ? '✗' : '✓'} ${label.padEnd(width)}  ${text}`)
  const problems = findings.filter(([, , isProblem]) => isProblem).length
  console.log(
    problems === 0
      ? '\nNothing to worry about.'
      : `\n${problems} ${problems === 1 ? 'thing needs' : 'things need'} attention.`,
  )
  if (problems > 0) process.exitCode = 1
}

/** Whether a version of Node.js is below the one that `engines` in package.json asks for. */
export function isTooOld(node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  return major < 20 || (major === 20 && minor < 19)
}

function versions(): Finding[] {
  return [
    ['Hedgerow', version],
    ['Node.js', process.version, isTooOld(process.versions.node)],
    [
      'System',
      `${os.type()} ${os.release()} ${os.arch()}, ${os.cpus().length} cores, ${gigabytes(os.totalmem())} memory`,
    ],
  ]
}

function disk(config: Config): Finding[] {
  if (!fs.existsSync(config.dataDir))
    return [['Data folder', `${config.dataDir} does not exist yet; the first start creates it`]]
  const { bavail, bsize } = fs.statfsSync(config.dataDir)
  const free = bavail * bsize
  const parts = ['postgres', 'clickhouse', 'eventlog', 'ingestion', 'blobs'].map(
    (name) => `${name} ${gigabytes(folderBytes(path.join(config.dataDir, name)))}`,
  )
  return [
    ['Data folder', config.dataDir],
    ['Disk used', parts.join(', ')],
    ['Recordings', describeRecordings(path.join(config.dataDir, 'blobs', 'replay'))],
    [
      'Disk free',
      free < FREE_BYTES_MIN ? `${gigabytes(free)}: capture will answer 503 when it is gone` : gigabytes(free),
      free < FREE_BYTES_MIN,
    ],
  ]
}

/** What recordings take, from the names of their files: `<project>/<day>/<session>.<hash>…`. */
export function describeRecordings(folder: string): string {
  const sessions = new Set<string>()
  let oldest = ''
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  for (const file of files) {
    const [team, day = '', name] = file.split(path.sep)
    if (name === undefined) continue
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day)
    // Files of earlier versions are in a folder for each session.
    sessions.add(`${team}/${isDay ? name.split('.')[0] : day}`)
    if (isDay && (oldest === '' || day < oldest)) oldest = day
  }
  if (sessions.size === 0) return 'none'
  const count = `${sessions.size} ${sessions.size === 1 ? 'session' : 'sessions'}, ${gigabytes(folderBytes(folder))}`
  return oldest === '' ? count : `${count}, the oldest from ${oldest}`
}

async function processes(config: Config): Promise<Finding[]> {
  const holder = readHolder(config.dataDir)
  if (!holder) {
    const leftover = findRunningPostgres(path.join(config.dataDir, 'postgres'))
    const isTaken = await isPortTaken(config.HEDGEROW_HOST, config.HEDGEROW_PORT)
    return [
      [
        'Running',
        leftover
          ? `no, but PostgreSQL was left behind as process ${leftover}; the next start ends it`
          : 'no; start it with npm start',
        Boolean(leftover),
      ],
      [
        'Port',
        `${config.HEDGEROW_PORT} ${isTaken ? 'is taken by another program; set HEDGEROW_PORT' : 'is free'}`,
        isTaken,
      ],
    ]
  }
  const findings: Finding[] = [
    ['Running', `yes, process ${holder.pid}${holder.address ? ` at ${holder.address}` : ', still starting'}`],
  ]
  const ports = Object.entries(holder.ports).map(([name, port]) => `${name} ${port}`)
  if (ports.length > 0)
    findings.push([
      'Ports',
      `web ${holder.address ? new URL(holder.address).port : config.HEDGEROW_PORT}, on loopback only: ${ports.join(', ')}`,
    ])
  if (holder.address) findings.push(...(await health(config, holder.address)))
  return findings
}

/** The host in a URL for an address that web listens on: one of this machine where web listens on all. */
export function hostToAsk(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '[::1]'
  return address.includes(':') ? `[${address}]` : address
}

async function health(config: Config, address: string): Promise<Finding[]> {
  // Ask web on its own port: the public address may lead through a proxy that this machine cannot reach.
  const port = new URL(address).port || String(config.HEDGEROW_PORT)
  const host = hostToAsk(config.HEDGEROW_HOST)
  try {
    const response = await fetch(`http://${host}:${port}/_readyz`, { signal: AbortSignal.timeout(5_000) })
    const answer = (await response.json()) as {
      parts: Record<string, { ok: boolean; detail?: string }>
      lag: IngestionLag | null
    }
    const parts = Object.entries(answer.parts).map(
      ([name, part]): Finding => [`  ${name}`, part.ok ? 'works' : (part.detail ?? 'does not answer'), !part.ok],
    )
    return [...parts, describeLag(answer.lag)]
  } catch (error) {
    return [['Web', `does not answer: ${(error as Error).message}`, true]]
  }
}

/** Describes how far ingestion is behind. The lag, or the age of the oldest waiting request, may be unknown. */
export function describeLag(lag: IngestionLag | null): Finding {
  if (!lag) return ['Ingestion lag', 'unknown: the event log cannot be read', true]
  const { records, bytes, seconds } = lag
  if (records === 0) return ['Ingestion lag', 'none: every accepted event is stored', false]
  const age = seconds === null ? '' : `, the oldest for ${seconds.toFixed(1)} s`
  return [
    'Ingestion lag',
    `${records} requests (${gigabytes(bytes)}) wait${age}`,
    seconds === null || seconds > LAG_SECONDS_MAX,
  ]
}

function stores(config: Config): Finding[] {
  const place = (url: string | undefined) => (url ? `external, ${new URL(url).host}` : 'embedded')
  return [
    ['PostgreSQL', place(config.DATABASE_URL)],
    ['ClickHouse', place(config.CLICKHOUSE_URL)],
    [
      'GeoIP',
      config.HEDGEROW_GEOIP_FILE
        ? `${config.HEDGEROW_GEOIP_FILE}${fs.existsSync(config.HEDGEROW_GEOIP_FILE) ? '' : ' does not exist'}`
        : 'no database; set HEDGEROW_GEOIP_FILE to locate visitors',
      Boolean(config.HEDGEROW_GEOIP_FILE && !fs.existsSync(config.HEDGEROW_GEOIP_FILE)),
    ],
  ]
}

const MAIL_TIMEOUT_MS = 5_000

/** Whether the mail server lets Hedgerow in. Nothing is sent. */
export async function describeMail({
  SMTP_URL: url,
  HEDGEROW_MAIL_FROM: from,
}: Pick<Config, 'SMTP_URL' | 'HEDGEROW_MAIL_FROM'>): Promise<Finding> {
  if (!url) return ['Mail', 'no server; set SMTP_URL to send reports, alerts and invitations']
  const mailer = new Mailer(url, from, MAIL_TIMEOUT_MS)
  try {
    await mailer.verify()
    return ['Mail', `${new URL(url).host} accepts connections`, false]
  } catch (error) {
    return ['Mail', describeMailProblem(error), true]
  } finally {
    mailer.close()
  }
}

function folderBytes(folder: string): number {
  let bytes = 0
  try {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) bytes += folderBytes(file)
      // Count blocks, not file sizes: the logs are sparse files.
      else if (entry.isFile()) bytes += fs.statSync(file).blocks * 512
    }
  } catch {
    // The file belongs to the database's user, or it was deleted meanwhile.
  }
  return bytes
}

function gigabytes(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

function isPortTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(true))
    server.listen(port, host, () => server.close(() => resolve(false)))
  })
}

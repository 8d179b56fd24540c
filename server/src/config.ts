/**
 * Every setting of Hedgerow: one environment variable each, with its type, default and meaning. No other code in the server
 * reads the environment. config.test.ts checks the table in README.md against this list.
 */
import path from 'node:path'
import { z } from 'zod'
import { readTrustedProxies } from './platform/http/client-network.ts'

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
const trustedProxies = z.string().transform((text, context) => {
  const proxies = readTrustedProxies(text)
  if (proxies === null)
    context.addIssue('must be 0, a number of proxies up to 10, or addresses and networks separated by commas')
  return proxies ?? false
})
const optionalText = z.string().optional()
const url = (...schemes: string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
      message: `must be a URL starting with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    })
    .optional()

interface Setting<Schema extends z.ZodType> {
  schema: Schema
  default?: string
  meaning: string
}

function setting<Schema extends z.ZodType>(schema: Schema, meaning: string, defaultValue?: string): Setting<Schema> {
  return { schema, meaning, default: defaultValue }
}

export const settings = {
  HEDGEROW_HOST: setting(z.string().min(1), 'address web listens on', '127.0.0.1'),
  HEDGEROW_PORT: setting(integer(0, 65_535), 'port web listens on; `0` picks a free one', '8000'),
  HEDGEROW_SITE_URL: setting(
    url('http:', 'https:'),
    'public address used in links; derived from host and port when unset',
  ),
  HEDGEROW_DATA_DIR: setting(z.string().min(1), 'folder in which everything embedded lives', './data'),
  HEDGEROW_SECRET_KEY: setting(
    z.string().min(32, 'must have at least 32 characters').optional(),
    'encrypts secrets and signs tokens; generated and kept in the data folder when unset',
  ),
  DATABASE_URL: setting(
    url('postgres:', 'postgresql:'),
    'an external PostgreSQL (15 or later, UTF-8, with the contrib extension `pg_trgm`) instead of the embedded one',
  ),
  CLICKHOUSE_URL: setting(
    url('http:', 'https:'),
    'an external ClickHouse (HTTP interface) instead of the embedded engine',
  ),
  CLICKHOUSE_READER_URL: setting(
    url('http:', 'https:'),
    'the same ClickHouse with a user that has `readonly = 2` and the limits of your choice on time, memory and rows; needed beside `CLICKHOUSE_URL`',
  ),
  SMTP_URL: setting(
    url('smtp:', 'smtps:'),
    'the mail server, `smtp://user:password@host:587`; without one no mail is sent, and invitations are passed on as links',
  ),
  HEDGEROW_MAIL_FROM: setting(z.string().min(3), 'sender of mail', 'Hedgerow <hedgerow@localhost>'),
  HEDGEROW_ACTIVITY_LOG_DAYS: setting(
    integer(0, 100_000),
    'days after which entries of the activity log are deleted; `0` keeps them',
    '0',
  ),
  HEDGEROW_INIT_EMAIL: setting(optionalText, 'on an empty installation: email of the first user'),
  HEDGEROW_INIT_PASSWORD: setting(optionalText, 'on an empty installation: password of the first user'),
  HEDGEROW_INIT_ORGANIZATION: setting(
    z.string().min(1),
    'on an empty installation: name of the first organization',
    'My organization',
  ),
  HEDGEROW_INIT_PROJECT: setting(
    z.string().min(1),
    'on an empty installation: name of the first project',
    'Default project',
  ),
  HEDGEROW_INIT_PROJECT_TOKEN: setting(
    z
      .string()
      .regex(/^phc_[A-Za-z0-9_-]{1,60}$/, 'must look like phc_… with at most 64 characters')
      .optional(),
    'on an empty installation: token of the first project (`phc_…`)',
  ),
  HEDGEROW_INIT_PERSONAL_API_KEY: setting(
    z
      .string()
      .regex(/^phx_[A-Za-z0-9_-]{16,200}$/, 'must look like phx_… with at least 16 characters after it')
      .optional(),
    'on an empty installation: an all-scope personal API key of the first user (`phx_…`)',
  ),
  HEDGEROW_TRUST_PROXY: setting(
    trustedProxies,
    'whose `X-Forwarded-*` headers to trust for sign-in limits and links: `0` nobody’s; `1` those of one reverse proxy in front of web (a larger number for a chain of proxies; web must then be reachable only through them); or those of proxies with these addresses and networks, `10.0.0.0/8,192.0.2.7`',
    '0',
  ),
  HEDGEROW_GEOIP_FILE: setting(
    optionalText,
    'a MaxMind City database (`.mmdb`); without one no GeoIP properties are added',
  ),
  HEDGEROW_LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    'how much is logged',
    'info',
  ),
  HEDGEROW_EVENT_LOG_MB_MAX: setting(
    integer(1, 1_000_000),
    'size of accepted events waiting for the worker above which capture answers 503, in MiB',
    '4096',
  ),
  HEDGEROW_INGESTION_EVENTS_MAX: setting(
    integer(1, 100_000),
    'maximum number of events in one ingestion batch',
    '5000',
  ),
  HEDGEROW_RATE_LIMITS: setting(
    flag,
    "apply PostHog's rate limits to API calls by keys and users (480 calls a minute for a key)",
    '0',
  ),
  HEDGEROW_LOGIN_FAILURES_MAX: setting(
    integer(1, 10_000),
    'failed logins from one address (of IPv6: one /64) before it waits 10 minutes',
    '30',
  ),
  HEDGEROW_SHARE_GRACE_SECONDS: setting(
    integer(0, 2_592_000),
    'seconds for which an old link still works after a new one replaced it',
    '300',
  ),
  HEDGEROW_SUBSCRIPTIONS_TICK_SECONDS: setting(
    integer(1, 3_600),
    'how often to look for reports that are due, in seconds',
    '30',
  ),
  HEDGEROW_DELIVERY_RETRY_BASE_SECONDS: setting(
    integer(0, 3_600),
    'seconds before a report that could not be delivered is tried again; doubles with every further attempt, up to 5 minutes',
    '10',
  ),
  HEDGEROW_SLACK_API_URL: setting(url('http:', 'https:'), 'address of Slack’s API, `https://slack.com/api` when unset'),
  HEDGEROW_ALLOW_PRIVATE_URLS: setting(
    flag,
    'let webhooks reach this machine and private networks; never the addresses at which clouds hand out credentials',
    '0',
  ),
} satisfies Record<string, Setting<z.ZodType>>

export type SettingName = keyof typeof settings
type Settings = { [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> }

/** The settings of one process, plus a few derived values. */
export interface Config extends Settings {
  /** Absolute path of the data folder. */
  dataDir: string
  /** Public address without a trailing slash. */
  siteUrl: string
}

/** An unusable setting; the message names the variable and the problem. */
export class ConfigError extends Error {}

/**
 * Reads the settings from an environment. An empty variable counts as unset.
 * @throws ConfigError naming every bad variable.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, { schema, default: defaultValue }] of Object.entries<Setting<z.ZodType>>(settings)) {
    const result = schema.safeParse(env[name] === '' ? defaultValue : (env[name] ?? defaultValue))
    if (result.success) values[name] = result.data
    else problems.push(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}`)
  }
  if (env.CLICKHOUSE_URL && !env.CLICKHOUSE_READER_URL)
    problems.push('CLICKHOUSE_READER_URL is needed beside CLICKHOUSE_URL')
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  const config = values as unknown as Settings
  return {
    ...config,
    dataDir: path.resolve(config.HEDGEROW_DATA_DIR),
    siteUrl: (
      config.HEDGEROW_SITE_URL ?? `http://${displayHost(config.HEDGEROW_HOST)}:${config.HEDGEROW_PORT}`
    ).replace(/\/+$/, ''),
  }
}

function displayHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

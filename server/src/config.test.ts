import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, loadConfig, settings } from './config.ts'
import { serverRoot } from './platform/paths.ts'

describe('settings', () => {
  test('the README lists exactly these settings', () => {
    const readme = fs.readFileSync(path.join(serverRoot, '..', 'README.md'), 'utf8')
    const rows = Object.entries<{ default?: string; meaning: string }>(settings).map(
      ([name, { default: value, meaning }]) =>
        `| \`${name}\` | ${value === undefined ? 'unset' : `\`${value}\``} | ${meaning} |`,
    )
    const start = readme.indexOf('|---|---|---|\n', readme.indexOf('## Settings')) + '|---|---|---|\n'.length
    expect(readme.slice(start, readme.indexOf('\n\n', start)).split('\n')).toEqual(rows)
  })

  test('defaults, and empty variables count as unset', () => {
    const config = loadConfig({ HEDGEROW_PORT: '' })
    expect(config).toMatchObject({
      HEDGEROW_HOST: '127.0.0.1',
      HEDGEROW_PORT: 8000,
      siteUrl: 'http://127.0.0.1:8000',
      HEDGEROW_TRUST_PROXY: false,
    })
  })

  test('the public address', () => {
    expect(loadConfig({ HEDGEROW_HOST: '0.0.0.0', HEDGEROW_PORT: '9' }).siteUrl).toBe('http://localhost:9')
    expect(loadConfig({ HEDGEROW_HOST: '::1' }).siteUrl).toBe('http://[::1]:8000')
    expect(loadConfig({ HEDGEROW_SITE_URL: 'https://a.example/' }).siteUrl).toBe('https://a.example')
  })

  test('every bad variable is named', () => {
    expect(() =>
      loadConfig({ HEDGEROW_PORT: '70000', HEDGEROW_LOG_LEVEL: 'loud', CLICKHOUSE_URL: 'http://x' }),
    ).toThrow(ConfigError)
    expect(() => loadConfig({ HEDGEROW_PORT: '70000', HEDGEROW_LOG_LEVEL: 'loud' })).toThrow(
      /HEDGEROW_PORT .*\nHEDGEROW_LOG_LEVEL /,
    )
    expect(() => loadConfig({ CLICKHOUSE_URL: 'http://x' })).toThrow('CLICKHOUSE_READER_URL is needed')
  })
})

/** Who may call which route, read from the routes themselves. No store is queried. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { openClickHouse } from '../platform/clickhouse/clickhouse.ts'
import { FileEventLog } from '../platform/eventlog/file-event-log.ts'
import { routesOf } from '../platform/http/access.ts'
import { createLogger } from '../platform/logger.ts'
import { openPostgres } from '../platform/postgres/postgres.ts'
import { createWeb, type Web } from './web.ts'

const NOWHERE = 'http://127.0.0.1:9'

let web: Web
let close: () => Promise<void>
beforeAll(async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-routes-'))
  const log = new FileEventLog(directory, { bytesMax: 1024 * 1024 })
  const clickHouse = openClickHouse(NOWHERE, NOWHERE)
  const db = openPostgres('postgres://nobody@127.0.0.1:9/nothing')
  const config = loadConfig({ HEDGEROW_SECRET_KEY: 'x'.repeat(32) })
  const logger = createLogger('routes', 'silent')
  web = await createWeb({ config, logger, db, clickHouse, log, status: () => [] })
  close = async () => {
    await web.app.close()
    await Promise.all([log.close(), clickHouse.close(), db.$client.end()])
    fs.rmSync(directory, { recursive: true, force: true })
  }
})
afterAll(() => close?.())

test('every route declares its access, and everything in a project requires credentials', () => {
  const routes = routesOf(web.app as unknown as FastifyInstance)
  expect(routes.length).toBeGreaterThan(250)
  for (const { url, methods, access } of routes) {
    expect([methods, url, access?.kind]).toEqual([methods, url, expect.any(String)])
    if (/:(project_id|organization_id|user_uuid)/.test(url) && !url.startsWith('/api/reset/'))
      expect([methods, url, access.kind]).not.toEqual([methods, url, expect.stringMatching(/^(public|visitor)$/)])
  }
})

/** Anyone can call a route listed here without credentials, so a new entry needs a reason. */
test('below /api, these routes are open without credentials', () => {
  const open = routesOf(web.app as unknown as FastifyInstance)
    .filter(({ url, access }) => url.startsWith('/api/') && (access.kind === 'public' || access.kind === 'visitor'))
    .map(({ url, access }) => `${access.kind} ${url}`)
  expect([...new Set(open)].sort()).toEqual([
    'public /api/docs',
    'public /api/docs/assets/*',
    'public /api/docs/start.js',
    'public /api/early_access_features',
    'public /api/login',
    'public /api/login/precheck',
    'public /api/login/token',
    'public /api/product_tours',
    'public /api/reset',
    'public /api/reset/:user_uuid',
    'public /api/schema',
    'public /api/signup',
    'public /api/surveys',
    // Recipients of mail need no account: the token names one of them.
    'public /api/unsubscribe',
    'public /api/users/request_email_verification',
    'public /api/users/verify_email',
    'public /api/web_experiments',
    'public /api/webauthn/login/begin',
    'public /api/webauthn/login/complete',
    'visitor /api/signup/:invite_id',
  ])
})

test('a project key opens these routes', () => {
  const open = routesOf(web.app as unknown as FastifyInstance).filter(({ access }) => access.kind === 'projectKey')
  expect([...new Set(open.map(({ url }) => url))].sort()).toEqual([
    '/api/customer_analytics/external/account',
    '/api/customer_analytics/external/account/custom_property_values',
    '/api/feature_flag/local_evaluation',
    '/api/projects/:project_id/feature_flags/:id/remote_config',
    '/flags/definitions',
  ])
})

test('no route looks up credentials by itself', () => {
  const source = path.join(import.meta.dirname, '..')
  const files = fs
    .readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(features|roles)\/.*routes\.ts$/.test(file.replaceAll('\\', '/')))
  expect(files.length).toBeGreaterThan(40)
  const byHand = /headers\.authorization|sessions\.(find|assertCsrf)\(|\buseKey\(|findTeamBySecret|\bscopes\.includes\(/
  const found = files.filter((file) => byHand.test(fs.readFileSync(path.join(source, file), 'utf8')))
  expect(found).toEqual([])
})

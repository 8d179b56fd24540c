/**
 * Global setup of the test run: starts the installation that test files share when the first of them asks for it, and stops
 * it at the end. It is a child of the test run, so it also ends when that process is killed.
 */
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Stack, startStack } from './stack.ts'

const SETTINGS = { HEDGEROW_SHARE_GRACE_SECONDS: '20' }

export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.HEDGEROW_TEST_SHARED_STACK) return undefined
  let started: Promise<Stack> | undefined
  const server = http.createServer((_request, response) => {
    started ??= startStack(SETTINGS)
    started.then(
      ({ url, directory }) => response.end(JSON.stringify({ url, directory })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  process.env.HEDGEROW_TEST_SHARED_STACK = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return async () => {
    server.close()
    server.closeAllConnections()
    const stack = await started?.catch(() => undefined)
    if (stack && stack.supervisor.exitCode !== null)
      console.error(`The shared installation ended during the run: ${stack.output().slice(-3000)}`)
    await stack?.stop()
  }
}

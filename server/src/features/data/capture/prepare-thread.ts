/** Entry point of a PreparePool thread: receives requests, posts outcomes. */
import { parentPort } from 'node:worker_threads'
import { prepare, type RawRequest } from './prepare.ts'

parentPort?.on('message', (request: RawRequest) => {
  const outcome = prepare({ ...request, body: Buffer.from(request.body) }, false)
  parentPort?.postMessage(outcome)
})

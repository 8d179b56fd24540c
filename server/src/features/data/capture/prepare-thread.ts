/** Body of a thread of the PreparePool: requests in, outcomes out. */
import { parentPort } from 'node:worker_threads'
import { prepare, type RawRequest } from './prepare.ts'

parentPort?.on('message', (request: RawRequest) => {
  const outcome = prepare({ ...request, body: Buffer.from(request.body) }, false)
  parentPort?.postMessage(outcome)
})

/** Sends jobs. */
import type { Pool, PoolClient } from '../postgres/postgres.ts'
import { createBoss, executorOf, sendOptions } from './boss.ts'
import type { JobDefinition } from './definition.ts'
import { announceJob } from './store.ts'

/** Every call passes its own connection. */
const boss = createBoss({ query: () => Promise.reject(new Error('a job is sent on a connection')) } as never, 'passive')

export interface SendOptions {
  startAfter?: Date
  /** What the job is about, for kinds of which only one may wait. */
  singletonKey?: string
}

/**
 * Sends a job. Pass the transaction of the change that needs the job: either both happen or neither. The job starts as soon
 * as the transaction has committed.
 * @returns false if a job with the same key is already waiting
 */
export async function sendJob<Payload extends object>(
  client: Pool | PoolClient,
  definition: JobDefinition<Payload>,
  payload: Payload,
  { startAfter, singletonKey }: SendOptions = {},
): Promise<boolean> {
  const id = await boss.send(definition.name, payload, {
    ...sendOptions(definition),
    ...(startAfter && { startAfter }),
    ...(singletonKey !== undefined && { singletonKey }),
    db: executorOf(client),
  })
  if (id === null) {
    if (definition.singleton) return false
    throw new Error(`There is no queue for the job ${definition.name}: "hedgerow migrate" creates it.`)
  }
  await announceJob(client, definition.name)
  return true
}

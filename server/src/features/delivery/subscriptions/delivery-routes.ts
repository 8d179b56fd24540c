/** The history of a subscription. */
import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo } from '../../../platform/http/pagination.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterSubscriptions, findOwn } from './context.ts'
import {
  DELIVERY_STATUSES,
  type Delivery,
  type DeliveryStatus,
  findDelivery,
  listDeliveries,
  type Position,
  recipientsOfDeliveries,
} from './deliveries.ts'
import { presentDelivery } from './present.ts'
import { deliveryAnswer, deliveryPage } from './schemas.ts'
import { asSeen } from './seen-insights.ts'

const PAGE = 50
const tags = ['subscriptions']
const params = z.object({ project_id: z.string(), id: z.string() })
const path = '/api/projects/:project_id/subscriptions/:id/deliveries'
const config = { access: access.scope('subscription:read') }

export function registerDeliveryRoutes(api: App, db: Database): void {
  api.get(
    path,
    {
      config,
      schema: {
        summary: 'List what a subscription has sent, newest first',
        tags,
        params,
        querystring: z.object({
          status: z.string().optional().describe('`completed`, `failed`, `skipped` or `starting`.'),
          cursor: z.string().optional().describe('From the address of another page.'),
        }),
        response: { 200: deliveryPage },
      },
    },
    async (request) => {
      const { context, subscription } = await find(db, request)
      const status = readStatus(request.query.status)
      const cursor = readCursor(request.query.cursor)
      const direction = cursor?.direction ?? 'older'
      const found = await listDeliveries(db.$client, subscription, {
        status,
        position: cursor,
        direction,
        limit: PAGE + 1,
      })
      const isMore = found.length > PAGE
      // The row too many is at the end that the page was read towards.
      const rows = isMore ? (direction === 'older' ? found.slice(0, PAGE) : found.slice(1)) : found
      const recipients = await recipientsOfDeliveries(
        db.$client,
        subscription.teamId,
        rows.map(({ id }) => id),
      )
      const hasOlder = direction === 'older' ? isMore : cursor !== null
      const hasNewer = direction === 'older' ? cursor !== null : isMore
      return {
        next: hasOlder && rows.length > 0 ? linkTo(request, { cursor: writeCursor(rows.at(-1)!, 'older') }) : null,
        previous: hasNewer && rows.length > 0 ? linkTo(request, { cursor: writeCursor(rows[0]!, 'newer') }) : null,
        results: (await asSeen(context, rows)).map((row) => presentDelivery(row, recipients.get(row.id)!)),
      }
    },
  )
  api.get(
    `${path}/:delivery_id`,
    {
      config,
      schema: {
        summary: 'Read a delivery',
        tags,
        params: params.extend({ delivery_id: z.string() }),
        response: { 200: deliveryAnswer },
      },
    },
    async (request) => {
      const { context, subscription } = await find(db, request)
      const { delivery_id: id } = request.params
      const delivery = isUuid(id) ? await findDelivery(db.$client, subscription.teamId, id) : null
      if (delivery?.subscriptionId !== subscription.id) throw errors.notFound()
      const recipients = await recipientsOfDeliveries(db.$client, subscription.teamId, [id])
      const [seen] = await asSeen(context, [delivery])
      return presentDelivery(seen!, recipients.get(delivery.id)!)
    },
  )
}

async function find(db: Database, request: FastifyRequest) {
  const context = await enterSubscriptions(db, request, 'viewer')
  return { context, subscription: await findOwn(context, (request.params as { id: string }).id, 'viewer') }
}

function readStatus(text: string | undefined): DeliveryStatus | null {
  if (!text) return null
  const status = DELIVERY_STATUSES.find((each) => each === text)
  if (!status) throw errors.invalid(`Must be one of: ${DELIVERY_STATUSES.join(', ')}.`, 'status')
  return status
}

type Direction = 'older' | 'newer'

const writeCursor = ({ createdAt, id }: Delivery, direction: Direction) =>
  Buffer.from(JSON.stringify([direction, createdAt, id])).toString('base64url')

/** @throws ApiError 400 */
function readCursor(text: string | undefined): (Position & { direction: Direction }) | null {
  if (!text) return null
  const parsed = cursorSchema.safeParse(Buffer.from(text, 'base64url').toString())
  if (!parsed.success) throw errors.invalid('Invalid cursor.', 'cursor')
  const [direction, createdAt, id] = parsed.data
  return { direction, createdAt, id }
}

const cursorSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(
    z.tuple([
      z.enum(['older', 'newer']),
      z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/),
      z.uuid(),
    ]),
  )

/**
 * Exports, for every feature that needs one: creates assets, makes their content, opens it, and signs links to it. Whoever
 * sends pictures (subscriptions, previews of links) uses this and nothing else.
 */
import type { Readable } from 'node:stream'
import { createBrotliDecompress } from 'node:zlib'
import { ApiError } from '../../../platform/http/errors.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { findDashboard } from '../../analytics/dashboards/index.ts'
import { findInsights } from '../../analytics/insights/index.ts'
import { type ExportFormat, expiryOf, fileNameOf, isPicture } from './formats.ts'
import { makeFile, makePicture } from './job-kinds.ts'
import { makeContent } from './make.ts'
import type { ExportParts, RenderOptions } from './parts.ts'
import { type ExportedAsset, findAsset, insertAsset, storeContent, storeException } from './store.ts'
import { titleOf } from './subjects.ts'
import type { TokenPurpose } from './tokens.ts'
import { viewerOf } from './viewer.ts'

/** What to export. At least one of insight, dashboard and context. An insight with a dashboard has its filters. */
export interface NewAsset {
  teamId: number
  /** Whose permissions decide what it shows, when it is made; null for what every member may see. */
  createdById: number | null
  scopes?: readonly string[] | null
  format: ExportFormat
  insightId?: number | null
  dashboardId?: number | null
  context?: JsonObject | null
  /** Why there will be no content; the asset is finished then. */
  exception?: string | null
  /** A user asked for it and finds it in their list. A job makes it. */
  isAskedFor?: boolean
}

export class Exports {
  constructor(readonly parts: ExportParts) {}

  /**
   * Creates an asset without content. If a user asked for it, a job makes the content; otherwise the caller does, with
   * `render`.
   * @param client may be a transaction
   */
  async create(client: Pool | PoolClient, asset: NewAsset, now = new Date()): Promise<ExportedAsset> {
    const { insightId = null, dashboardId = null, context = null, exception = null, scopes = null } = asset
    const { isAskedFor = false } = asset
    const title = await nameOf(client, asset)
    const id = await insertAsset(client, {
      teamId: asset.teamId,
      createdById: asset.createdById,
      scopes,
      isAskedFor,
      format: asset.format,
      insightId,
      dashboardId,
      context,
      fileName: fileNameOf(asset.format, title, now),
      exception,
      createdAt: now,
      expiresAt: expiryOf(asset.format, now),
    })
    if (isAskedFor && exception === null) {
      const kind = isPicture(asset.format) ? makePicture : makeFile
      await sendJob(client, kind, { teamId: asset.teamId, assetId: id }, { singletonKey: String(id) })
    }
    return (await findAsset(client, asset.teamId, id))!
  }

  /**
   * Makes the content of an asset, unless it has some already. If it cannot be made (the insight is deleted, its query fails),
   * the asset says why in `exception`; this is not an error.
   * @returns null if there is no such asset, or it was deleted meanwhile
   * @throws Error when trying again may help
   */
  async render(teamId: number, assetId: number, options: RenderOptions = {}): Promise<ExportedAsset | null> {
    const { db, blobs } = this.parts
    const asset = await findAsset(db.$client, teamId, assetId)
    if (!asset || asset.blobKey !== null) return asset
    try {
      const viewer = await viewerOf(db, asset)
      const content = await makeContent({ ...this.parts, ...options }, viewer, asset)
      const stored = await storeContent(db.$client, asset, content)
      // The project was deleted meanwhile.
      if (!stored) await blobs.delete(content.blobKey)
      return stored
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error
      return storeException(db.$client, asset, error.detail)
    }
  }

  /** The content as a file, or null if there is none. The stream must be read or destroyed. */
  async open({ blobKey, isCompressed }: ExportedAsset): Promise<Readable | null> {
    const stored = blobKey === null ? null : await this.parts.blobs.open(blobKey)
    if (!stored || !isCompressed) return stored
    const plain = createBrotliDecompress()
    stored.on('error', (error) => plain.destroy(error))
    plain.on('close', () => stored.destroy())
    return stored.pipe(plain)
  }

  /** The whole content; for pictures, which are small. Null if there is none. */
  async read(asset: ExportedAsset): Promise<Buffer | null> {
    const stream = await this.open(asset)
    return stored(stream)
  }

  /** Name of what was exported; null if it has none, or is gone. */
  titleOf(asset: ExportedAsset): Promise<string | null> {
    return nameOf(this.parts.db.$client, asset)
  }

  /** Absolute address of the file, which works without a login. */
  async fileUrl(asset: ExportedAsset, purpose: Exclude<TokenPurpose, 'render'> = 'public'): Promise<string> {
    const token = await this.parts.tokens.create(asset.id, purpose)
    return `${this.parts.siteUrl}/exporter/${asset.fileName}?token=${token}`
  }
}

async function stored(stream: Readable | null): Promise<Buffer | null> {
  if (!stream) return null
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** What the file is named after; null if that has no name. */
async function nameOf(
  client: Pool | PoolClient,
  { teamId, insightId, dashboardId, context }: Pick<NewAsset, 'teamId' | 'insightId' | 'dashboardId' | 'context'>,
): Promise<string | null> {
  if (typeof context?.filename === 'string' && context.filename.trim() !== '') return context.filename
  const dashboard = dashboardId ? await findDashboard(client, teamId, dashboardId) : null
  if (dashboard?.name) return dashboard.name
  const [insight] = insightId ? await findInsights({ $client: client }, teamId, [insightId]) : []
  return insight ? titleOf(insight) : null
}

/** What making exports needs. */
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { QueryRunner } from '../../analytics/query/index.ts'
import type { ExportTokens } from './tokens.ts'

export interface ExportParts {
  db: Database
  runner: QueryRunner
  blobs: Blobs
  tokens: ExportTokens
  /** Public address of the installation, without a slash at the end. */
  siteUrl: string
}

export interface RenderOptions {
  signal?: AbortSignal
  /** @param total null if unknown */
  onProgress?: (done: number, total: number | null) => Promise<void>
}

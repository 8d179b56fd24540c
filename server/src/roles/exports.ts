/** Exports, for the roles that make or serve them. */
import path from 'node:path'
import type { Config } from '../config.ts'
import type { QueryRunner } from '../features/analytics/query/index.ts'
import { Exports, ExportTokens } from '../features/delivery/exports/index.ts'
import { DiskBlobs } from '../platform/blobs/blobs.ts'
import type { Database } from '../platform/postgres/postgres.ts'

/** The blobs of an installation. */
export const openBlobs = (config: Config): DiskBlobs => new DiskBlobs(path.join(config.dataDir, 'blobs'))

/** @param config with the secret key of the installation */
export function openExports(config: Config, db: Database, runner: QueryRunner): Exports {
  const tokens = new ExportTokens(config.HEDGEROW_SECRET_KEY!)
  return new Exports({ db, runner, blobs: openBlobs(config), tokens, siteUrl: config.siteUrl })
}

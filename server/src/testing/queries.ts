/** Lets tests run queries in their own process, as web and worker do. */
import { connectHogQL } from '../features/analytics/hogql/index.ts'
import { hogqlSources } from '../roles/hogql.ts'

/** Call this before a test runs a query itself. */
export const connectQueries = (): void => connectHogQL(hogqlSources)

/** Queries that tests ask in their own process, as web and worker would. */
import { connectHogQL } from '../features/analytics/hogql/index.ts'
import { hogqlSources } from '../roles/hogql.ts'

/** To be called before a test runs a query itself. */
export const connectQueries = (): void => connectHogQL(hogqlSources)

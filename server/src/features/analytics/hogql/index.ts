export * from './ast.ts'
export {
  actionKey,
  type HogQLStores,
  type QueryContext,
  type QueryTeam,
  timelessTeam,
} from './context.ts'
export { QueryError } from './errors.ts'
export { findFunction } from './functions.ts'
export type { Grammar } from './grammar.ts'
export { insertFound } from './insert-found.ts'
export { moment } from './moment.ts'
export { functionNames } from './own-functions.ts'
export {
  exprTemplate,
  knownTemplates,
  parseExpr,
  parseOrder,
  parseSelect,
  placeholderName,
  queryParser,
  readAhead,
  selectTemplate,
} from './parse.ts'
export { printHogQL, printSelect } from './print-hogql.ts'
export { assertCompiles, findProgress, type QueryRows, type RunOptions, runQuery, type Timing } from './run.ts'
export { TABLES } from './schema.ts'
export {
  type AccountsContext,
  type CohortReference,
  connectedSources,
  connectHogQL,
  type HogQLSources,
  type PropertyType,
} from './sources.ts'
export { type RowFormat, type StreamedRows, streamQuery } from './stream.ts'

export * from './ast.ts'
export { compile } from './compile.ts'
export { type HogQLStores, loadContext, type QueryTeam } from './context.ts'
export { QueryError } from './errors.ts'
export { findFunction, functionNames } from './functions.ts'
export type { Grammar } from './grammar.ts'
export {
  exprTemplate,
  knownTemplates,
  parseExpr,
  parseOrder,
  parseSelect,
  placeholderName,
  readAhead,
  selectTemplate,
} from './parse.ts'
export { printHogQL, printSelect } from './print-hogql.ts'
export { findProgress, type QueryRows, type RunOptions, runQuery, type Timing } from './run.ts'
export { TABLES } from './schema.ts'

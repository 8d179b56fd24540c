export { HogError } from './compile.ts'
export { compileHog, compileTemplate } from './parse.ts'
export { type HogFunctions, type HogLimits, type HogOutcome, runHog } from './run.ts'

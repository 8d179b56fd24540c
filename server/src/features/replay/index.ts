export { createReplaySink } from './store.ts'

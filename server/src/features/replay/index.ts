export { createReplaySink, deleteRecordings } from './store.ts'

export { createReplaySink, deleteOldRecordings, deleteRecordings } from './store.ts'

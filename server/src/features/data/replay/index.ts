export { createReplaySink, deleteOldRecordings, deleteRecordings, findRecordedSessions } from './store.ts'

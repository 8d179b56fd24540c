export { forgetOldRecordings, replayJobs } from './jobs.ts'
export { createReplaySink, deleteRecordings, findRecordedSessions } from './store.ts'

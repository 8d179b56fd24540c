export { forgetOldRecordings, replayJobs } from './jobs.ts'
export { createReplaySink, deleteRecordings, findRecordedSessions, recordingsToCopy } from './store.ts'

export { type CaptureCounts, CaptureIntake } from './accept.ts'
export { addCorsHeaders, isPreflight } from './cors.ts'
export { decodePayload } from './decode.ts'
export { CaptureError } from './errors.ts'
export { distinctIdText, parseJsonText } from './events.ts'
export { captureInternally } from './internal.ts'
export { prepare } from './prepare.ts'
export { PreparePool } from './prepare-pool.ts'
export { flatHeaders, rawQuery, takeRawBodies } from './raw-request.ts'
export {
  type CapturedEvent,
  type CaptureRecord,
  decodeRecord,
  type EventsRecord,
  encodeEvents,
  type ReplayRecord,
} from './record.ts'
export { registerCaptureRoutes } from './routes.ts'
export { encodeSnapshots, headOf, parseItem, type Snapshot, type SnapshotHead, snapshotsIn } from './snapshots.ts'

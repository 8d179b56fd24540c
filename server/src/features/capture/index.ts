export {
  type CapturedEvent,
  type CaptureRecord,
  decodeRecord,
  type EventsRecord,
  encodeEvents,
  type ReplayRecord,
} from './record.ts'

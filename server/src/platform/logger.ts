/** Structured logs, one JSON object per line, on standard output. */
import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

export function createLogger(role: string, level: string): Logger {
  return pino({
    level,
    base: { role },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers.authorization', 'req.headers.cookie'],
  })
}

/** Measures an API query next to equivalent hand-written SQL on the same database. */
import type pg from 'pg'

export type RecordRow = (what: string, figure: string, against?: string, aim?: string, met?: boolean | null) => void

/** @param share 0.5 for the median */
export const percentile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!

interface Options {
  what: string
  ask: () => Promise<unknown>
  /** The statements that answer the same question, run one after the other. */
  statements: readonly string[]
  sql: pg.Client
  runs: number
  aim: { p95Ms: number; ratio: number }
}

/** Alternates between the two, and records percentiles of the API and the ratio of the medians. */
export async function measureAgainstSql(
  record: RecordRow,
  { what, ask, statements, sql, runs, aim }: Options,
): Promise<void> {
  const ours: number[] = []
  const bare: number[] = []
  for (let run = 0; run <= runs; run++) {
    const startedAt = performance.now()
    await ask()
    const between = performance.now()
    for (const statement of statements) await sql.query(statement)
    // The first run of each only warms caches.
    if (run === 0) continue
    ours.push(between - startedAt)
    bare.push(performance.now() - between)
  }
  const [p95, ratio] = [percentile(ours, 0.95), percentile(ours, 0.5) / percentile(bare, 0.5)]
  record(
    what,
    `p50 ${percentile(ours, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
    `SQL p50 ${percentile(bare, 0.5).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
    `p95 < ${aim.p95Ms} ms, ratio <= ${aim.ratio}`,
    p95 < aim.p95Ms && ratio <= aim.ratio,
  )
}

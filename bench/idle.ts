/** How much processor time an unused installation takes, and how soon it shows the first event after a quiet period. */
import fs from 'node:fs'
import { Client, type Stack, startStack, TOKEN, waitFor } from '../server/src/testing/stack.ts'
import { percentile, type RecordRow } from './against-sql.ts'

const TICKS_PER_SECOND = 100
/** By then, the work left over from the start is done. */
const SETTLE_MS = 60_000
const MEASURE_MS = 120_000
const PROBES = 10
const QUIET_MS = 2_000
const AIM_PERCENT = 1
const AIM_VISIBLE_MS = 500

interface Process {
  parent: number
  cpuSeconds: number
}

function readProcess(pid: number): Process | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND }
  } catch {
    return null
  }
}

/** Processor time that each part has used so far, in seconds; all PostgreSQL processes together. */
function cpuSeconds(stack: Stack): Record<string, number> {
  const parts = Object.entries({ supervisor: stack.supervisor.pid!, ...stack.pids() }) as [string, number][]
  const sums: Record<string, number> = {}
  for (const entry of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const found = readProcess(Number(entry))
    const part = parts.find(([name, pid]) => pid === Number(entry) || (name === 'postgres' && pid === found?.parent))
    if (found && part) sums[part[0]] = (sums[part[0]] ?? 0) + found.cpuSeconds
  }
  return sums
}

export async function benchIdle(record: RecordRow, isQuick: boolean): Promise<void> {
  const stack = await startStack()
  try {
    const client = new Client(stack)
    await client.send({ event: 'first', distinct_id: 'u' })
    const pause = (milliseconds: number) =>
      new Promise((resolve) => setTimeout(resolve, isQuick ? milliseconds / 10 : milliseconds))
    await pause(SETTLE_MS)
    const [before, startedAt] = [cpuSeconds(stack), performance.now()]
    await pause(MEASURE_MS)
    const seconds = (performance.now() - startedAt) / 1000
    const shares = Object.entries(cpuSeconds(stack)).map(
      ([part, used]) => [part, ((used - (before[part] ?? 0)) / seconds) * 100] as const,
    )
    const sum = shares.reduce((total, [, share]) => total + share, 0)
    record(
      'processor time when idle',
      `${sum.toFixed(2)} % of a core`,
      shares.map(([part, share]) => `${part} ${share.toFixed(2)}`).join(', '),
      `< ${AIM_PERCENT} %`,
      sum < AIM_PERCENT,
    )
    const visible: number[] = []
    for (let probe = 0; probe < PROBES; probe++) {
      await pause(QUIET_MS)
      const uuid = crypto.randomUUID()
      await client.capture({ api_key: TOKEN, batch: [{ event: 'probe', distinct_id: 'u', uuid }] })
      const sentAt = performance.now()
      await waitFor(async () => (await stack.clickHouse(`SELECT 1 FROM events WHERE uuid = '${uuid}'`)).length > 0)
      visible.push(performance.now() - sentAt)
    }
    record(
      'visible when idle before',
      `p50 ${percentile(visible, 0.5).toFixed(0)} ms, most ${Math.max(...visible).toFixed(0)} ms after the 200`,
      'looked for every 25 ms',
      `p50 <= ${AIM_VISIBLE_MS} ms`,
      percentile(visible, 0.5) <= AIM_VISIBLE_MS,
    )
  } finally {
    await stack.stop()
  }
}

/** Tests the operator table on flags, evaluated by the server and locally by an SDK. */
import { PostHog } from 'posthog-node'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { JsonObject, JsonValue } from '../../../platform/json.ts'
import { expected, isSame, type Row, type Stored, TABLE, VALUES } from '../../../testing/operator-table.ts'
import { isOperator, matchesProperty, operatorProblem } from './matching.ts'

const describeRow = ({ operator, value }: Row) => `${operator} ${JSON.stringify(value) ?? ''}`
const rows = TABLE.map((row) => [describeRow(row), row] as const)
const isAllowed = ({ operator, value }: Row) =>
  isOperator(operator) && operatorProblem(operator, value as JsonValue | undefined) === null

/** Operators that only servers evaluate. */
const ONLY_HERE = new Set(['in', 'not_in', 'min', 'max', 'is_date_exact'])
// SDKs read times without an offset in the time zone of the machine.
vi.stubEnv('TZ', 'UTC')
afterAll(() => void vi.unstubAllEnvs())

describe('operators', () => {
  test.each(rows)('%s', (_name, row) => {
    expect(isAllowed(row)).toBe(!row.flags?.isRefused)
    if (row.flags?.isRefused) return
    const condition = { key: 'p', operator: row.operator, value: row.value as JsonValue }
    const found = VALUES.filter((value) =>
      matchesProperty(condition, (value === undefined ? {} : { p: value }) as JsonObject, new Date()),
    )
    expect(found).toEqual(expected(row, row.flags))
  })

  test('an SDK gives the same answers where it can evaluate locally', async () => {
    const asked = TABLE.filter((row) => isAllowed(row) && !ONLY_HERE.has(row.operator))
    const flags = asked.map(({ operator, value }, index) => ({
      id: index + 1,
      key: `row-${index}`,
      active: true,
      filters: { groups: [{ properties: [{ key: 'p', type: 'person', operator, value }], rollout_percentage: 100 }] },
    }))
    const definitions = { flags, group_type_mapping: {}, cohorts: {}, property_matching_version: 2 }
    const sdk = new PostHog('phc_x', {
      host: 'http://127.0.0.1:9',
      personalApiKey: 'phx_x',
      featureFlagsPollingInterval: 1_000_000_000,
      fetch: async () => new Response(JSON.stringify(definitions), { status: 200 }) as never,
    })
    let compared = 0
    try {
      await sdk.reloadFeatureFlags()
      for (const value of VALUES) {
        // In JavaScript, the text of an object does not show its content.
        if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) continue
        const answers = await sdk.getAllFlags('u', {
          onlyEvaluateLocally: true,
          personProperties: { p: value } as never,
        })
        asked.forEach((row, index) => {
          const answer = answers[`row-${index}`]
          if (answer === undefined) return
          compared += 1
          const holds = expected(row, row.flags).some((each: Stored) => isSame(each, value))
          expect([describeRow(row), value, answer]).toEqual([describeRow(row), value, holds])
        })
      }
    } finally {
      await sdk.shutdown()
    }
    expect(compared).toBeGreaterThan(1000)
  })
})

/** Looks at what an alert watches: for its checks, and for the preview in its form. */
import type { TrendsResult } from '@hedgerow/shared/query/results'
import type { TrendsQuery } from '@hedgerow/shared/query/schemas'
import { toStorableText } from '../../../platform/json.ts'
import { askingTeam, type QueryRunner, type Refresh } from '../../analytics/query/index.ts'
import type { Team } from '../../workspace/organizations/index.ts'
import { type Breach, evaluate } from './evaluate.ts'
import type { Watch } from './rules.ts'
import { breachText } from './sentences.ts'
import { questionOf, readingsOf } from './values.ts'

export interface Finding {
  /** Null if there is none, or it is infinite. */
  value: number | null
  breach: Breach | null
  /** What broke the rule. */
  message: string | null
}

/**
 * Computes the values with the code that answers insights.
 * @throws ApiError when the query fails
 */
export async function lookAt(
  runner: QueryRunner,
  team: Team,
  trend: TrendsQuery,
  watch: Watch,
  {
    refresh,
    userId,
    signal,
  }: { refresh: Extract<Refresh, `${string}blocking`>; userId: number | null; signal?: AbortSignal },
): Promise<Finding> {
  const answer = await runner.answer(askingTeam(team), questionOf(trend), refresh, {
    userId,
    ...(signal && { signal }),
  })
  const { results } = answer as unknown as { results: TrendsResult[] }
  const { value, breach } = evaluate(watch, readingsOf(trend, results, watch.seriesIndex))
  return { value, breach, message: breach && toStorableText(breachText(watch, breach, trend.interval)) }
}

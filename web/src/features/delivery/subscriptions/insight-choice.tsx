/** Which insights of a dashboard are in a report. */
import { counted } from '@hedgerow/shared/format'
import type { Tile } from '../../analytics/dashboards/api'
import { INSIGHTS_MAX } from './draft'

export interface ReportableInsight {
  id: number
  name: string
}

/** Insights without a place on the dashboard come after the others. */
const NOWHERE = 100

/** The insights of a dashboard from top to bottom, each once: the order of the report. */
export function insightsOf(tiles: readonly Tile[]): ReportableInsight[] {
  const placeOf = (tile: Tile) => (tile.layouts as { sm?: { x?: number; y?: number } } | null)?.sm
  const rank = (tile: Tile) => [placeOf(tile)?.y ?? NOWHERE, placeOf(tile)?.x ?? NOWHERE] as const
  const found = [...tiles]
    .sort((one, other) => rank(one)[0] - rank(other)[0] || rank(one)[1] - rank(other)[1])
    .flatMap(({ insight }) =>
      insight ? [{ id: insight.id, name: insight.name || insight.derived_name || 'Untitled' }] : [],
    )
  return [...new Map(found.map((each) => [each.id, each])).values()]
}

interface Props {
  insights: readonly ReportableInsight[]
  chosen: readonly number[]
  onChange: (chosen: number[]) => void
}

export function InsightChoice({ insights, chosen, onChange }: Props) {
  const isFull = chosen.length >= INSIGHTS_MAX
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">Insights in the report</legend>
      {insights.length === 0 ? (
        <p className="text-[13px] text-muted">This dashboard has no insights to send.</p>
      ) : (
        <>
          <div className="max-h-44 overflow-y-auto rounded-md border border-line p-2">
            {insights.map(({ id, name }) => (
              <label key={id} className="flex min-h-8 items-center gap-2">
                <input
                  type="checkbox"
                  className="h-4 w-4 shrink-0"
                  checked={chosen.includes(id)}
                  disabled={isFull && !chosen.includes(id)}
                  onChange={({ target: { checked } }) =>
                    onChange(checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                  }
                />
                <span className="min-w-0 truncate" title={name}>
                  {name}
                </span>
              </label>
            ))}
          </div>
          <p className="text-[13px] text-muted">
            {chosen.length} of {counted(insights.length, 'insight')}. A report has up to {INSIGHTS_MAX}.
          </p>
        </>
      )}
    </fieldset>
  )
}

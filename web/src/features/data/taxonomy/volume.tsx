/** How often an event or property was seen. */

import { compactNumber, exactNumber } from '@hedgerow/shared/format'
import { Sparkline } from '../../analytics/charts/sparkline'

export function Volume({ days }: { days: number[] | undefined }) {
  // An event that is missing from the answer did not occur.
  const total = days ? days.reduce((sum, count) => sum + count, 0) : 0
  return (
    <span className="inline-flex items-center gap-2" title={exactNumber(total)}>
      <span className="w-16 text-right tabular-nums">{compactNumber(total)}</span>
      {days && <Sparkline values={days} />}
    </span>
  )
}

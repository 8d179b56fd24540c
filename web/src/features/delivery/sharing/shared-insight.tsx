import type { Insight } from '../../analytics/insights/api'
import { SharedAnswer } from './shared-answer'
import type { Look } from './viewer-data'

/** A shared insight: its chart fills the page, or has its table below. */
export function SharedInsight({ insight, look }: { insight: Insight; look: Look }) {
  return (
    <section
      aria-label="Answer"
      className={`m-3 min-w-0 rounded-lg border border-line bg-surface p-3 md:m-5 ${look.detailed ? '' : 'h-[70dvh] min-h-60'}`}
    >
      <SharedAnswer insight={insight} isTile={!look.detailed} hasLegend={look.legend === true} />
    </section>
  )
}

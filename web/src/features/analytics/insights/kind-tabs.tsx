/** The choice between trends, funnels and the other kinds of questions. */
import { KIND_HINTS, KIND_NAMES } from '@hedgerow/shared/query/names'
import { type InsightKind, KINDS } from '@hedgerow/shared/query/nodes'

export function KindTabs({ kind, onChange }: { kind: InsightKind; onChange: (kind: InsightKind) => void }) {
  return (
    <nav aria-label="Kind of question" className="flex gap-1 overflow-x-auto border-b border-line">
      {KINDS.map((each) => (
        <button
          key={each}
          type="button"
          aria-current={each === kind ? 'true' : undefined}
          title={KIND_HINTS[each]}
          onClick={() => onChange(each)}
          className="min-h-10 border-b-2 border-transparent px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-text aria-[current=true]:border-accent aria-[current=true]:font-medium aria-[current=true]:text-text"
        >
          {KIND_NAMES[each]}
        </button>
      ))}
    </nav>
  )
}

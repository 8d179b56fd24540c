/** What paths are made of, where they start and end, and how much of them is shown. */
import { PATH_TYPE_OPTIONS } from '@hedgerow/shared/query/names'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import { PATH_EDGES_MAX, PATH_STEPS_MAX, PATH_STEPS_MIN } from '@hedgerow/shared/query/options'
import { Part, type QuestionPartProps, Removable } from './question-parts'
import { TextCommit } from './text-commit'

export function PathParts({ node, onChange }: QuestionPartProps) {
  const filter = node.pathsFilter ?? {}
  const set = (change: NonNullable<InsightNode['pathsFilter']>) =>
    onChange({ ...node, pathsFilter: { ...filter, ...change } })
  const types = filter.includeEventTypes ?? ['$pageview']
  return (
    <Part title="Paths">
      <fieldset className="flex flex-wrap gap-3">
        <legend className="sr-only">What paths are made of</legend>
        {PATH_TYPE_OPTIONS.map(({ value, label }) => (
          <label key={value} className="flex min-h-7 items-center gap-2">
            <input
              type="checkbox"
              checked={types.includes(value)}
              onChange={(event) => {
                const next = event.target.checked ? [...types, value] : types.filter((each) => each !== value)
                if (next.length > 0) set({ includeEventTypes: next })
              }}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-20 text-[13px] text-muted">starting at</span>
        <TextCommit
          label="Where paths start"
          placeholder="anywhere"
          className="flex-1"
          value={filter.startPoint ?? ''}
          onCommit={(text) => set({ startPoint: text.trim() || null })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-20 text-[13px] text-muted">ending at</span>
        <TextCommit
          label="Where paths end"
          placeholder="anywhere"
          className="flex-1"
          value={filter.endPoint ?? ''}
          onCommit={(text) => set({ endPoint: text.trim() || null })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-20 text-[13px] text-muted">excluding</span>
        {(filter.excludeEvents ?? []).map((name) => (
          <Removable
            key={name}
            text={name}
            onRemove={() => set({ excludeEvents: filter.excludeEvents?.filter((each) => each !== name) })}
          />
        ))}
        <TextCommit
          key={filter.excludeEvents?.length ?? 0}
          label="Page or event to exclude"
          placeholder="page or event"
          value=""
          onCommit={(text) => text.trim() && set({ excludeEvents: [...(filter.excludeEvents ?? []), text.trim()] })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-muted">Steps</span>
        <TextCommit
          label="Number of steps"
          type="number"
          min={PATH_STEPS_MIN}
          max={PATH_STEPS_MAX}
          className="w-20"
          value={String(filter.stepLimit ?? 5)}
          onCommit={(text) =>
            Number(text) >= PATH_STEPS_MIN && set({ stepLimit: Math.min(PATH_STEPS_MAX, Math.floor(Number(text))) })
          }
        />
        <span className="text-[13px] text-muted">Edges</span>
        <TextCommit
          label="Number of edges"
          type="number"
          min={1}
          max={PATH_EDGES_MAX}
          className="w-20"
          value={String(filter.edgeLimit ?? 50)}
          onCommit={(text) =>
            Number(text) >= 1 && set({ edgeLimit: Math.min(PATH_EDGES_MAX, Math.floor(Number(text))) })
          }
        />
      </div>
    </Part>
  )
}

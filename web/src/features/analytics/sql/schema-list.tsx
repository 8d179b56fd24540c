/** The tables and columns that queries can read. */
import { ChevronRight } from 'lucide-react'
import type { Question } from '../../../components/refresh-note'
import { Loaded, Skeleton } from '../../../components/states'
import type { SchemaTable } from './api'

export function Schema({
  schema,
  onInsert,
}: {
  schema: Question<{ tables: SchemaTable[] }>
  onInsert: (name: string) => void
}) {
  const own = (
    <Loaded query={schema} skeleton={<Skeleton rows={8} />}>
      {({ tables }) => (
        <ul className="flex flex-col gap-1">
          {tables.map(({ name, fields }) => (
            <li key={name}>
              <details className="group">
                <summary className="flex min-h-7 list-none items-center gap-1 rounded px-1 hover:bg-raised">
                  <ChevronRight size={14} aria-hidden className="group-open:rotate-90" />
                  <span className="font-mono text-[13px]">{name}</span>
                </summary>
                <ul className="pl-5">
                  {Object.values(fields).map((field) => (
                    <li key={field.name}>
                      <button
                        type="button"
                        onClick={() => onInsert(field.hogql_value)}
                        title={`Insert ${field.hogql_value}`}
                        className="flex min-h-6 w-full items-center justify-between gap-2 rounded px-1 text-left hover:bg-raised"
                      >
                        <span className="min-w-0 truncate font-mono text-[13px]">{field.name}</span>
                        <span className="shrink-0 text-[13px] text-muted">{field.table ?? field.type}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
  return (
    <nav aria-label="Tables" className="min-w-0">
      <details className="rounded-lg border border-line bg-surface p-3 xl:hidden">
        <summary className="font-medium">Tables</summary>
        {own}
      </details>
      <div className="hidden max-h-[80dvh] overflow-y-auto rounded-lg border border-line bg-surface p-3 xl:block">
        <h2 className="pb-2 text-[13px] font-semibold text-muted">Tables</h2>
        {own}
      </div>
    </nav>
  )
}

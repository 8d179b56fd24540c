/** What the parts of a question are made of: a titled section, a labeled choice, an item with a remove button. */

import type { InsightNode } from '@hedgerow/shared/query/nodes'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="text-[13px] font-semibold text-muted">{title}</h2>
      {children}
    </section>
  )
}

export function Choose<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  return (
    <label className="flex flex-wrap items-center gap-2">
      <span className="text-[13px] text-muted">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        className="min-h-9 max-w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

export function Removable({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <span className="inline-flex max-w-full items-center rounded-md border border-line bg-surface pl-3">
      <span className="min-w-0 truncate py-1.5" title={text}>
        {text}
      </span>
      <button
        type="button"
        aria-label={`Remove ${text}`}
        onClick={onRemove}
        className="min-h-9 px-2 text-muted hover:text-text"
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  )
}

export interface QuestionPartProps {
  projectId: number
  node: InsightNode
  onChange: (node: InsightNode) => void
}

/** A text field that commits on blur or Enter, so that typing does not run a query for every letter. */
import { useEffect, useState } from 'react'

interface Props {
  label: string
  value: string
  placeholder?: string
  isCode?: boolean
  isLarge?: boolean
  autoFocus?: boolean
  type?: string
  min?: number
  max?: number
  maxLength?: number
  disabled?: boolean
  className?: string
  onCommit: (value: string) => void
}

export function TextCommit({ label, value, isCode, isLarge, className = '', onCommit, ...input }: Props) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <input
      aria-label={label}
      title={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => (text !== value || input.autoFocus) && onCommit(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          event.currentTarget.blur()
        }
        if (event.key === 'Escape') setText(value)
      }}
      className={`min-h-9 min-w-0 rounded-md border bg-surface px-2 ${isLarge ? 'border-transparent text-xl font-semibold hover:border-line-strong' : 'border-line-strong'} ${isCode ? 'font-mono text-[13px]' : ''} ${className}`}
      {...input}
    />
  )
}

/** An input for a custom property, by its type. */
import { TextCommit } from '../../analytics/insights/text-commit'
import type { Definition } from './api'
import type { Value } from './values'

export function ValueInput({
  definition,
  value,
  onSet,
}: {
  definition: Definition
  value: Value
  onSet: (value: unknown) => void
}) {
  const { name, display_type: type, options } = definition
  if (type === 'boolean' || type === 'select')
    return (
      <select
        aria-label={name}
        value={value === null || value === undefined ? '' : String(value)}
        onChange={(event) => event.target.value !== '' && onSet(event.target.value)}
        className="min-h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
      >
        <option value="">–</option>
        {(type === 'boolean' ? ['true', 'false'] : (options ?? []).map(({ label }) => label)).map((each) => (
          <option key={each} value={each}>
            {type === 'boolean' ? (each === 'true' ? 'yes' : 'no') : each}
          </option>
        ))}
      </select>
    )
  const kind = type === 'date' ? 'date' : type === 'datetime' ? 'datetime-local' : 'text'
  const text = value === null || value === undefined ? '' : String(value)
  // Moments are kept and shown in UTC.
  const shown = kind === 'date' ? text.slice(0, 10) : kind === 'datetime-local' ? text.slice(0, 16) : text
  return (
    <TextCommit
      label={name}
      type={kind}
      placeholder={type === 'percent' ? '0.5 is 50 %' : '–'}
      value={shown}
      className="w-full"
      onCommit={(entered) => entered !== '' && onSet(entered)}
    />
  )
}

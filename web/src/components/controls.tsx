/** Buttons and fields. One look for each, so that pages only say what they mean. */
import {
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  useId,
} from 'react'

const BUTTON =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3 font-medium disabled:opacity-60 disabled:cursor-not-allowed'
const LOOKS = {
  primary: 'bg-accent text-accent-text hover:opacity-90',
  quiet: 'border border-line bg-surface text-text hover:bg-raised',
  danger: 'bg-danger text-surface hover:opacity-90',
  bare: 'text-muted hover:bg-raised hover:text-text',
}

export function Button({
  look = 'quiet',
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof LOOKS }) {
  return <button type="button" className={`${BUTTON} ${LOOKS[look]} ${className}`} {...rest} />
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  hint?: ReactNode
  error?: string
}

export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy || undefined}
        className="min-h-10 w-full rounded-md border border-line-strong bg-surface px-3 aria-invalid:border-danger"
        {...input}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-[13px] text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-[13px] text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string
  options: readonly { value: string; label: string }[]
}

/**
 * The browser's own select: phones show their own wheel or sheet for it, and every keyboard user and screen reader knows it. For searchable lists there is `Picker`.
 */
export function Select({ label, options, ...select }: SelectProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select id={id} className="min-h-10 rounded-md border border-line-strong bg-surface px-2" {...select}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A field that suggests values while typing, and accepts others too. */
export function SuggestField({ suggestions, ...field }: FieldProps & { suggestions: readonly string[] }) {
  const id = useId()
  return (
    <>
      <Field list={id} autoComplete="off" {...field} />
      <datalist id={id}>
        {suggestions.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  )
}

export function SearchInput({
  label,
  ref,
  ...input
}: InputHTMLAttributes<HTMLInputElement> & { label: string; ref?: Ref<HTMLInputElement> }) {
  return (
    <input
      ref={ref}
      type="search"
      aria-label={label}
      placeholder={label}
      className="min-h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 placeholder:text-muted"
      {...input}
    />
  )
}

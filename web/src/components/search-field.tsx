/** A search field whose text is kept in the URL. */
import { type RefObject, useEffect, useRef, useState } from 'react'
import { SearchInput } from './controls'

const SEARCH_PAUSE_MS = 200

/** Debounced: it searches when the typing pauses, not for every letter. */
export function SearchField({
  ref,
  label,
  value,
  onChange,
}: {
  ref?: RefObject<HTMLInputElement | null>
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  useEffect(() => {
    // The URL changed from outside: Back, or a "Clear" button.
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onChange(text)
    }, SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return (
    <SearchInput
      ref={ref}
      label={label}
      title="Search (/)"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}

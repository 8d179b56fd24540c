/** The JSON that code receives with a flag or one of its variants. */
import { Field } from '../../../components/controls'

export function withPayload(
  payloads: Record<string, string> | undefined,
  key: string,
  text: string,
): Record<string, string> {
  const { [key]: _before, ...others } = payloads ?? {}
  return text === '' ? others : { ...others, [key]: text }
}

export function Payload({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (text: string) => void
}) {
  let problem: string | undefined
  try {
    if (value !== '') JSON.parse(value)
  } catch {
    problem = 'This is not JSON. Put text in double quotes.'
  }
  return (
    <Field
      label={label}
      value={value}
      error={problem}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      placeholder='{"color": "green"}'
    />
  )
}

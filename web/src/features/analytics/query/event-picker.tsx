/** Choosing an event or an action by typing. */

import { ALL_EVENTS, eventName } from '@hedgerow/shared/query/names'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Plus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { PICKER_BUTTON, Picker, resultsSoFar } from '../../../components/picker'
import { actionsQuery, eventNamesQuery } from './api'

export type Entity = { event: string | null } | { action: number; name: string }

interface Props {
  projectId: number
  label: string
  /** The text of the button. */
  value: string
  /** The button adds an event, and shows no choice. */
  isAdding?: boolean
  onChoose: (entity: Entity) => void
  hasActions?: boolean
  hasAll?: boolean
}

export function EventPicker({
  projectId,
  label,
  value,
  isAdding = false,
  onChoose,
  hasActions = true,
  hasAll = true,
}: Props) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const names = useQuery(eventNamesQuery(projectId, search))
  const actions = useQuery({ ...actionsQuery(projectId), enabled: hasActions })
  const known = resultsSoFar(names).map(({ name }) => ({
    value: `event:${name}`,
    label: eventName(name),
    hint: eventName(name) === name ? undefined : name,
  }))
  const own = resultsSoFar(actions)
    .filter(({ name }) => (name ?? '').toLowerCase().includes(search.toLowerCase()))
    .map(({ id, name }) => ({ value: `action:${id}`, label: name ?? `Action ${id}` }))
  const choose = (chosen: string) => {
    if (chosen === 'all') return onChoose({ event: null })
    if (chosen.startsWith('event:')) return onChoose({ event: chosen.slice(6) })
    const id = Number(chosen.slice(7))
    onChoose({ action: id, name: actions.data?.results.find((each) => each.id === id)?.name ?? `Action ${id}` })
  }
  const groups = [
    ...(hasAll && search === '' ? [{ choices: [{ value: 'all', label: ALL_EVENTS }] }] : []),
    { title: 'Events', choices: known },
    ...(hasActions ? [{ title: 'Actions', choices: own }] : []),
  ]
  return (
    <Picker
      label={label}
      title={isAdding ? label : value}
      {...(isAdding && { className: `${PICKER_BUTTON} border-dashed text-muted` })}
      trigger={
        <>
          {isAdding && <Plus size={14} aria-hidden className="shrink-0" />}
          <span className="min-w-0 truncate">{value}</span>
          {!isAdding && <ChevronDown size={14} aria-hidden className="shrink-0 text-muted" />}
        </>
      }
      groups={groups}
      queries={[names, actions]}
      onSearch={setText}
      onChoose={choose}
      onFree={(name) => onChoose({ event: name })}
      freeLabel="Event"
    />
  )
}

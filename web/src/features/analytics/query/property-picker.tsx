/** Choosing a property of events, persons or groups, or a cohort, by typing. */

import { propertyName } from '@hedgerow/shared/query/names'
import type { BreakdownType } from '@hedgerow/shared/query/options'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { PICKER_BUTTON, Picker, resultsSoFar } from '../../../components/picker'
import { groupTypesQuery } from '../../people/groups/api'
import { cohortNamesQuery, propertyNamesQuery } from './api'

export type PropertyType = Exclude<BreakdownType, 'hogql' | 'event_metadata'>
export interface ChosenProperty {
  type: PropertyType
  key: string
  groupIndex?: number
  /** Of a cohort. */
  name?: string
}

const SESSION_PROPERTIES = [
  '$session_duration',
  '$entry_current_url',
  '$entry_pathname',
  '$entry_referring_domain',
  '$channel_type',
  '$is_bounce',
]
const SESSION_NAMES: Record<string, string> = {
  $session_duration: 'Session duration',
  $entry_current_url: 'Entry URL',
  $entry_pathname: 'Entry path',
  $entry_referring_domain: 'Entry referring domain',
  $channel_type: 'Channel',
  $is_bounce: 'Bounce',
}

interface Props {
  projectId: number
  label: string
  trigger: ReactNode
  className?: string
  /** Events whose properties come first. */
  events?: string[]
  /** `event`, `person`, `session`, `group`, `cohort`. */
  types?: readonly string[]
  isNumerical?: boolean
  disabled?: boolean
  onChoose: (property: ChosenProperty) => void
}

const ALL = ['event', 'person', 'session', 'group', 'cohort'] as const

export function PropertyPicker({
  projectId,
  label,
  trigger,
  className = PICKER_BUTTON,
  events = [],
  types = ALL,
  isNumerical,
  disabled,
  onChoose,
}: Props) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const has = (type: string) => types.includes(type)
  const own = useQuery({
    ...propertyNamesQuery(projectId, 'event', search, { events, isNumerical }),
    enabled: has('event'),
  })
  const person = useQuery({
    ...propertyNamesQuery(projectId, 'person', search, { isNumerical }),
    enabled: has('person'),
  })
  const groupTypes = useQuery({ ...groupTypesQuery(projectId), enabled: has('group') })
  const cohorts = useQuery({ ...cohortNamesQuery(projectId), enabled: has('cohort') })
  const matches = (name: string) => name.toLowerCase().includes(search.toLowerCase())
  const named = (prefix: string, rows: readonly { name: string; property_type?: string | null }[]) =>
    rows.map(({ name, property_type: type }) => ({
      value: `${prefix}:${name}`,
      label: propertyName(name),
      hint: propertyName(name) === name ? (type?.toLowerCase() ?? undefined) : name,
    }))
  const sessions = SESSION_PROPERTIES.filter((name) => matches(SESSION_NAMES[name]!) || matches(name))
  const groups = [
    ...(has('event') ? [{ title: 'Event properties', choices: named('event', resultsSoFar(own)) }] : []),
    ...(has('person') ? [{ title: 'Person properties', choices: named('person', resultsSoFar(person)) }] : []),
    ...(has('cohort')
      ? [
          {
            title: 'Cohorts',
            choices: resultsSoFar(cohorts)
              .filter(({ name }) => matches(name))
              .slice(0, 50)
              .map(({ id, name, count }) => ({
                value: `cohort:${id}`,
                label: name,
                hint: count === null ? undefined : `${count} persons`,
              })),
          },
        ]
      : []),
    ...(has('session')
      ? [
          {
            title: 'Session properties',
            choices: sessions.map((name) => ({ value: `session:${name}`, label: SESSION_NAMES[name]!, hint: name })),
          },
        ]
      : []),
  ]
  const ofGroups = useGroupChoices(projectId, search, groupTypes.data)
  const choose = (value: string) => {
    const at = value.indexOf(':')
    const [type, key] = [value.slice(0, at), value.slice(at + 1)]
    const cohort = type === 'cohort' ? cohorts.data?.results.find(({ id }) => String(id) === key) : undefined
    onChoose({ type: type as PropertyType, key, name: cohort?.name })
  }
  return (
    <Picker
      label={label}
      trigger={trigger}
      className={className}
      disabled={disabled}
      groups={[...groups, ...ofGroups.groups]}
      queries={[own, person, groupTypes, cohorts, ...ofGroups.queries]}
      onSearch={setText}
      onChoose={(value) => {
        const group = /^group(\d):(.*)$/s.exec(value)
        if (group) onChoose({ type: 'group', key: group[2]!, groupIndex: Number(group[1]) })
        else choose(value)
      }}
      onFree={has('event') ? (key) => onChoose({ type: 'event', key }) : undefined}
      freeLabel="Event property"
    />
  )
}

interface GroupType {
  group_type: string
  group_type_index: number
  name_singular?: string | null
}

/** Properties of the first two group types: the number of hooks must not change between renders. */
function useGroupChoices(projectId: number, search: string, types: GroupType[] | undefined) {
  const [first, second] = types ? types : []
  const ask = (type: GroupType | undefined) => ({
    ...propertyNamesQuery(projectId, 'group', search, { groupIndex: type?.group_type_index ?? 0 }),
    enabled: type !== undefined,
  })
  const queries = [useQuery(ask(first)), useQuery(ask(second))]
  const groups = [first, second].flatMap((type, position) =>
    type
      ? [
          {
            title: `Properties of ${type.name_singular || type.group_type}`,
            choices: resultsSoFar(queries[position]!).map(({ name }) => ({
              value: `group${type.group_type_index}:${name}`,
              label: propertyName(name),
            })),
          },
        ]
      : [],
  )
  return { groups, queries }
}

/** What accounts can be filtered by. */

import { propertyName } from '@hedgerow/shared/query/names'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { ChoiceList, resultsSoFar } from '../../../components/picker'
import { propertyNamesQuery } from '../../analytics/query/api'
import { ROLES, type Role } from './api'
import { FilterForm, type FilterSources } from './filter-form'
import type { TableFilter } from './table'

interface SubjectListProps extends FilterSources {
  projectId: number
  groupType: number
  onAdd: (filter: TableFilter) => void
}

/** First the subject, then its condition. */
export function SubjectList({ projectId, groupType, definitions, people, tags, onAdd }: SubjectListProps) {
  const [draft, setDraft] = useState<TableFilter | null>(null)
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const names = useQuery(propertyNamesQuery(projectId, 'group', search, { groupIndex: groupType }))
  if (draft)
    return (
      <div className="w-80 max-w-full p-3">
        <FilterForm filter={draft} definitions={definitions} people={people} tags={tags} onApply={onAdd} />
      </div>
    )
  const groups = [
    {
      title: 'Account',
      choices: [
        { value: 'tags', label: 'Tags' },
        ...ROLES.map(({ key, label }) => ({ value: `role:${key}`, label })),
        { value: 'role:', label: 'Any role' },
      ],
    },
    {
      title: 'Custom properties',
      choices: definitions.map(({ id, name }) => ({ value: `custom:${id}`, label: name })),
    },
    {
      title: 'Group properties',
      choices: resultsSoFar(names).map(({ name }) => ({ value: `group:${name}`, label: propertyName(name) })),
    },
  ]
  const choose = (value: string) => {
    const [kind, rest] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
    if (value === 'tags') setDraft({ kind: 'tags', values: [] })
    else if (kind === 'role')
      setDraft({ kind: 'assigned_to', userIds: [], ...(rest && { definitionId: rest as Role }) })
    else if (kind === 'custom') setDraft({ kind: 'custom_property', definitionId: rest, operator: 'exact' })
    else setDraft({ kind: 'group_property', property: rest, operator: 'exact' })
  }
  return <ChoiceList label="Filter by" groups={groups} queries={[names]} onSearch={setText} onChoose={choose} />
}

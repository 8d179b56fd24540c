/** The columns of the data catalog. */

import { eventName, propertyName } from '@hedgerow/shared/query/names'
import { BadgeCheck, EyeOff } from 'lucide-react'
import type { Column } from '../../../components/virtual-table'
import { TimeAgo } from '../../../time-ago'
import { TextCommit } from '../../analytics/insights/text-commit'
import type { Definition, Kind, updateDefinition } from './api'
import { Volume } from './volume'

interface Input {
  kind: Kind
  chosen: ReadonlySet<string>
  /** Counts of each event by day; undefined until they are loaded. */
  volume: ReadonlyMap<string, number[]> | undefined
  hasVolumeFailed: boolean
  onToggle: (id: string) => void
  onOpen: (id: string) => void
  onChange: (row: Definition, body: Parameters<typeof updateDefinition>[3], done: string) => void
}

/** Whether there is a definition that can be changed: computed properties have none. */
const isStored = (row: Definition) => !row.id.startsWith('$builtin')

export function catalogColumns({
  kind,
  chosen,
  volume,
  hasVolumeFailed,
  onToggle,
  onOpen,
  onChange,
}: Input): Column<Definition>[] {
  return [
    {
      name: 'choose',
      title: <span className="sr-only">Select</span>,
      width: '3rem',
      cell: (row) =>
        isStored(row) && (
          <input
            type="checkbox"
            aria-label={`Select ${row.name}`}
            checked={chosen.has(row.id)}
            onChange={() => onToggle(row.id)}
          />
        ),
    },
    {
      name: 'name',
      title: 'Name',
      width: 'minmax(14rem, 2fr)',
      cell: (row) => {
        const label = kind === 'events' ? eventName(row.name) : propertyName(row.name)
        const text = (
          <>
            <span className="font-medium">{label}</span>
            {label !== row.name && <span className="text-[13px] text-muted"> {row.name}</span>}
          </>
        )
        return isStored(row) ? (
          <button
            type="button"
            title={row.name}
            onClick={() => onOpen(row.id)}
            className="max-w-full truncate text-left text-accent hover:underline"
          >
            {text}
          </button>
        ) : (
          <span title={row.name}>{text}</span>
        )
      },
    },
    {
      name: 'description',
      title: 'Description',
      width: 'minmax(14rem, 2fr)',
      cell: (row) =>
        isStored(row) ? (
          <TextCommit
            label={`Description of ${row.name}`}
            value={row.description ?? ''}
            placeholder="–"
            className="w-full border-transparent hover:border-line-strong"
            onCommit={(description) => onChange(row, { description }, 'Description saved')}
          />
        ) : (
          'computed'
        ),
    },
    ...(kind === 'events'
      ? [
          {
            name: 'volume',
            title: 'Last 30 days',
            width: '11rem',
            cell: ({ name }: Definition) =>
              volume ? (
                <Volume days={volume.get(name)} />
              ) : (
                hasVolumeFailed && <span className="text-muted">unknown</span>
              ),
          },
          {
            name: 'seen',
            title: 'Last seen',
            width: '9rem',
            cell: ({ last_seen_at: at }: Definition) => (at ? <TimeAgo iso={at} /> : '–'),
          },
        ]
      : [
          {
            name: 'type',
            title: 'Type',
            width: '8rem',
            cell: ({ property_type: type }: Definition) => type ?? '–',
          },
        ]),
    {
      name: 'tags',
      title: 'Tags',
      width: 'minmax(8rem, 1fr)',
      cell: (row) =>
        row.tags.map((tag) => (
          <span key={tag} className="mr-1 rounded bg-raised px-2 text-[13px]">
            {tag}
          </span>
        )),
    },
    {
      name: 'care',
      title: 'Verified, hidden',
      width: '9rem',
      cell: (row) =>
        isStored(row) && (
          <span className="flex gap-1">
            <button
              type="button"
              aria-pressed={row.verified}
              aria-label={`Verified: ${row.name}`}
              title="Verified: safe to rely on"
              onClick={() =>
                onChange(row, { verified: !row.verified }, row.verified ? 'No longer verified' : 'Verified')
              }
              className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised aria-pressed:text-accent"
            >
              <BadgeCheck size={17} aria-hidden />
            </button>
            <button
              type="button"
              aria-pressed={row.hidden === true}
              aria-label={`Hidden: ${row.name}`}
              title="Hidden: no longer suggested"
              onClick={() => onChange(row, { hidden: !row.hidden }, row.hidden ? 'No longer hidden' : 'Hidden')}
              className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised aria-pressed:text-danger"
            >
              <EyeOff size={17} aria-hidden />
            </button>
          </span>
        ),
    },
  ]
}

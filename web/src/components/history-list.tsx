/** Entries of the activity log as sentences. */
import { eventTime } from '../format'

export interface HistoryEntry {
  id: string
  activity: string
  scope: string
  item_id: string
  created_at: string
  user: { first_name: string; email: string | null } | null
  // biome-ignore lint/suspicious/noExplicitAny: what the detail holds depends on the kind of object
  detail: Record<string, any>
}

const WORDS: Record<string, string> = {
  updated: 'changed it',
  update_property: 'changed a property',
  delete_property: 'removed a property',
  split_person: 'split off distinct ids',
  people_merged_into: 'merged other persons into it',
  deleted: 'deleted it',
  created: 'created it',
  joined: 'joined',
  left: 'left',
}
/** Kinds of objects whose wire name says little. */
const OBJECTS: Record<string, string> = {
  Team: 'Project',
  FeatureFlag: 'Feature flag',
  EarlyAccessFeature: 'Early access feature',
  AccessControl: 'Access to',
  OrganizationMembership: 'Membership',
  OrganizationInvite: 'Invitation',
  PersonalAPIKey: 'API key',
}
const VALUE_CHARACTERS_MAX = 200
const CHANGES_SHOWN_MAX = 20

interface Change {
  field: string | null
  action: string
  before: unknown
  after: unknown
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text
}

/** What the entry says beyond its sentence. Values of properties of persons are never in the log. */
function detailOf({ activity, detail }: HistoryEntry): string {
  const after = detail.changes?.[0]?.after
  if (activity === 'split_person' && after?.distinct_ids)
    return `Its ids were ${(after.distinct_ids as string[]).slice(0, 20).join(', ')}`
  if (activity === 'people_merged_into' && after?.merged) return `Merged: ${(after.merged as string[]).join(', ')}`
  return typeof detail.name === 'string' ? detail.name : ''
}

/** Fields with what they were and what they are. */
function changesOf({ activity, scope, detail }: HistoryEntry): Change[] {
  if (activity !== 'updated' && activity !== 'deleted') return []
  if (scope === 'Person' || scope === 'Group') return []
  return ((detail.changes ?? []) as Change[]).filter(({ field }) => field !== null).slice(0, CHANGES_SHOWN_MAX)
}

export function HistoryList({
  entries,
  timeZone,
  showsObject = false,
}: {
  entries: HistoryEntry[]
  timeZone: string
  showsObject?: boolean
}) {
  return (
    <ul aria-label="History, newest first" className="rounded-lg border border-line bg-surface">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0"
        >
          <span className="min-w-0">
            <span className="font-medium">{entry.user?.first_name || entry.user?.email || 'System'}</span>{' '}
            {WORDS[entry.activity] ?? entry.activity}
            {showsObject && (
              <>
                {' '}
                <span className="text-muted">
                  {OBJECTS[entry.scope] ?? entry.scope} {entry.item_id}
                </span>
              </>
            )}
          </span>
          <time
            dateTime={entry.created_at}
            title={entry.created_at}
            className="ml-auto text-[13px] whitespace-nowrap text-muted"
          >
            {eventTime(entry.created_at, timeZone)}
          </time>
          {detailOf(entry) && <p className="w-full text-[13px] break-words text-muted">{detailOf(entry)}</p>}
          {changesOf(entry).length > 0 && (
            <ul className="w-full text-[13px] text-muted">
              {changesOf(entry).map(({ field, before, after }) => (
                <li key={field} className="break-words">
                  <span className="font-medium text-text">{field?.replaceAll('_', ' ')}</span>:{' '}
                  <del>{shown(before)}</del> → <ins className="no-underline">{shown(after)}</ins>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

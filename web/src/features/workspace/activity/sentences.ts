/** Entries of the activity log as sentences: who did what to which thing. Pure, so that every kind has its test. */
import { addressOf, kindOfScope } from '@hedgerow/shared/kinds'

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

export interface Change {
  field: string | null
  action: string
  before: unknown
  after: unknown
}

export interface Sentence {
  /** Who did it. */
  who: string
  /** What they did, up to the name: `renamed the notebook`. */
  did: string
  /** The thing's name, empty where it has none. */
  name: string
  /** The address of its page, or null when it has none, or none any more. */
  address: string | null
  /** The text after the name: `with “vip”`. */
  rest: string
}

/** Fields that repeat another one, or are counters. */
const SILENT = new Set(['version', 'last_modified_by', 'updated_at', 'derived_name'])
/** Fields that hold the name of an object. */
const NAMES = new Set(['name', 'title', 'key', 'label', 'organization name'])
const LEVELS: Record<string, string> = { 1: 'a member', 8: 'an administrator', 15: 'an owner' }

/** The changes of an entry that are worth showing. */
export function changesOf({ detail, scope }: Pick<HistoryEntry, 'detail' | 'scope'>): Change[] {
  // Values of properties of persons and groups are never in the log.
  if (scope === 'Person' || scope === 'Group') return []
  const changes = ((detail.changes ?? []) as Change[]).filter(({ field }) => field !== null)
  const telling = changes.filter(({ field }) => !SILENT.has(field!))
  return telling.length > 0 ? telling : changes
}

/** An entry as a sentence. */
export function sentenceOf(entry: HistoryEntry): Sentence {
  const { scope, activity, detail, user } = entry
  const kind = kindOfScope(scope)
  const noun = kind?.noun ?? scope.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  const thing = kind?.hasNoArticle ? noun : `the ${noun}`
  const isGone = activity === 'deleted' || (scope === 'OrganizationMembership' && activity === 'left')
  const sentence = {
    who: activity.startsWith('share_login') ? 'A visitor' : user?.first_name || user?.email || 'System',
    name: typeof detail.name === 'string' ? detail.name : '',
    address: isGone || !kind ? null : addressOf(kind, idsIn(entry)),
    rest: '',
  }
  const special = SPECIAL[`${scope} ${activity}`] ?? SPECIAL[scope]
  return { ...sentence, did: `${verbOf(entry)} ${thing}`, ...special?.(entry) }
}

/** The IDs used in URLs. The ID of a group is the index of its type and its key: `0:acme`. */
function idsIn({ item_id: id, detail }: HistoryEntry): Record<string, string> {
  const [type = '', ...key] = id.split(':')
  return { id, short_id: String(detail.short_id ?? id), type, key: key.join(':') }
}

const VERBS: Record<string, string> = {
  created: 'created',
  deleted: 'deleted',
  restored: 'restored',
  exported: 'exported',
  'exported for opengraph image': 'drew the preview of',
  'sharing enabled': 'shared',
  'sharing disabled': 'stopped sharing',
  'access token refreshed': 'replaced the shared link of',
  share_login_success: 'opened with a password',
  share_login_failed: 'entered a wrong password for',
}

function verbOf(entry: HistoryEntry): string {
  const known = VERBS[entry.activity]
  if (known) return known
  const changes = changesOf(entry)
  const [only] = changes
  if (changes.length === 1 && only) return verbOfChange(only)
  const fields = changes.map(({ field }) => wordsOf(field!))
  if (fields.length === 0)
    return entry.activity === 'updated' || entry.activity === 'changed' ? 'changed' : entry.activity
  if (fields.length <= 3) return `changed the ${listed(fields)} of`
  return `changed ${fields.length} fields of`
}

function verbOfChange({ field, before, after }: Change): string {
  if (NAMES.has(field!)) return before === null || before === '' ? 'named' : 'renamed'
  if (field === 'deleted') return after === true ? 'deleted' : 'restored'
  if (field === 'active') return after === true ? 'switched on' : 'switched off'
  if (field === 'archived') return after === true ? 'archived' : 'restored'
  if (field === 'pinned') return after === true ? 'pinned' : 'unpinned'
  if (field === 'favorited') return after === true ? 'starred' : 'unstarred'
  if (field === 'verified') return after === true ? 'verified' : 'removed the verification of'
  if (field === 'hidden') return after === true ? 'hid' : 'showed'
  if (field === 'content') return 'edited'
  if (field === 'tag') return after === null ? 'removed a tag from' : 'tagged'
  if (field === 'tags') return 'changed the tags of'
  if (before === null || before === undefined) return `set the ${wordsOf(field!)} of`
  return after === null ? `removed the ${wordsOf(field!)} of` : `changed the ${wordsOf(field!)} of`
}

type Special = (entry: HistoryEntry) => Partial<Sentence>

/** Sentences for which the general rule reads badly: by scope and activity, or by scope alone. */
const SPECIAL: Record<string, Special> = {
  'Person updated': () => ({ did: 'changed properties of', name: 'a person' }),
  'Person delete_property': () => ({ did: 'removed a property of', name: 'a person' }),
  'Person deleted': () => ({ did: 'deleted', name: 'a person' }),
  'Person split_person': ({ detail }) => ({
    did: 'split',
    name: 'a person',
    rest: idsOf(detail, 'distinct_ids', 'with the ids'),
  }),
  'Person people_merged_into': ({ detail }) => ({
    did: 'merged other persons into',
    name: 'a person',
    rest: idsOf(detail, 'merged', 'with the ids'),
  }),
  'Group update_property': (entry) => groupSentence(entry, 'changed'),
  'Group delete_property': (entry) => groupSentence(entry, 'removed'),
  'OrganizationMembership joined': () => ({ did: 'joined the organization as' }),
  'OrganizationMembership left': () => ({ did: 'left the organization as' }),
  'OrganizationMembership deleted': () => ({ did: 'removed the member' }),
  'OrganizationMembership updated': (entry) => {
    const level = changesOf(entry).find(({ field }) => field === 'level')?.after
    return level === undefined ? {} : { did: 'made', rest: LEVELS[String(level)] ?? `a member of level ${level}` }
  },
  'AlertConfiguration updated': (entry) => {
    const changes = changesOf(entry)
    const [only] = changes
    if (changes.length !== 1) return {}
    if (only!.field === 'enabled') return { did: `${only!.after === true ? 'enabled' : 'disabled'} the alert` }
    if (only!.field !== 'snoozed_until') return {}
    return { did: only!.after === null ? 'ended the snooze of the alert' : 'snoozed the alert' }
  },
  'Subscription unsubscribed': () => ({ who: 'A recipient', did: 'unsubscribed from the report on' }),
  'Subscription updated': (entry) => {
    const [only, ...others] = changesOf(entry)
    if (only?.field !== 'enabled' || others.length > 0) return {}
    return { did: only.after === true ? 'resumed the subscription' : 'paused the subscription' }
  },
  'OrganizationInvite created': () => ({ did: 'invited' }),
  'OrganizationInvite deleted': () => ({ did: 'revoked the invitation for' }),
  AccessControl: (entry) => {
    const [rule] = changesOf(entry)
    const whom = String(rule?.field ?? '').replace(/^access of /, '')
    if (!whom) return { did: 'changed who has access to' }
    return rule!.after === null
      ? { did: `removed the access rule for ${whom} on`, rest: '' }
      : { did: rule!.after === 'none' ? `gave ${whom} no access to` : `gave ${whom} “${rule!.after}” access to` }
  },
  'CustomerProfileConfig created': (entry) => ({ did: 'created a layout for', name: layoutOf(entry) }),
  'CustomerProfileConfig updated': (entry) => ({ did: 'changed the layout of', name: layoutOf(entry) }),
  'CustomerProfileConfig deleted': (entry) => ({ did: 'reset the layout of', name: layoutOf(entry) }),
  Account: (entry) => {
    const [only, ...more] = changesOf(entry)
    if (only?.field !== 'tag' || more.length > 0) return {}
    const tag = String(only.after ?? only.before)
    return only.after === null
      ? { did: `removed the tag “${tag}” from the account` }
      : { did: 'tagged the account', rest: `with “${tag}”` }
  },
  Annotation: ({ detail }) => {
    const text = typeof detail.name === 'string' ? detail.name : ''
    return { name: text.length > NAME_CHARACTERS_MAX ? `${text.slice(0, NAME_CHARACTERS_MAX)}…` : text }
  },
  User: (entry) => {
    const [only, ...more] = changesOf(entry)
    const isSwitch = typeof only?.after === 'boolean'
    if (more.length === 0 && isSwitch) return { did: `switched ${only!.after ? 'on' : 'off'} ${only!.field} for` }
    return {}
  },
}

const NAME_CHARACTERS_MAX = 80
const IDS_SHOWN_MAX = 5

function groupSentence({ item_id: id, detail }: HistoryEntry, did: string): Partial<Sentence> {
  const properties = String(detail.name ?? '')
  return {
    did: properties ? `${did} ${properties} of the group` : `${did} properties of the group`,
    name: id.split(':').slice(1).join(':'),
  }
}

const layoutOf = ({ detail }: HistoryEntry) => String(detail.name ?? '').replace(/ profile$/, ' profiles')

function idsOf(detail: HistoryEntry['detail'], field: string, before: string): string {
  const ids: unknown = detail.changes?.[0]?.after?.[field]
  if (!Array.isArray(ids) || ids.length === 0) return ''
  const more = ids.length - IDS_SHOWN_MAX
  return `${before} ${ids.slice(0, IDS_SHOWN_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `display_type` as `display type`. */
export const wordsOf = (field: string) => field.replaceAll('_', ' ')

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

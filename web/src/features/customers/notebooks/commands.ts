/** The items of the `/` and `@` menus. */
import { api, dataOf } from '../../../api/client'
import { ask } from '../../analytics/query/ask'
import type { TriggerItem } from './trigger-menu'

const SHOWN = 8
const SQL = { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: '' } }

/** A live query, with a paragraph below it to write in. */
export const liveBlock = (data: object) => [{ type: 'phQuery', attrs: { data } }, { type: 'paragraph' }]

/** @param onInsight lets the user pick an insight, and inserts it */
export function commands(query: string, onInsight: () => void): TriggerItem[] {
  const heading = (level: 1 | 2 | 3): TriggerItem => ({
    key: `heading-${level}`,
    label: `Heading ${level}`,
    hint: '#'.repeat(level),
    run: (editor, range) => editor.chain().focus().deleteRange(range).setHeading({ level }).run(),
  })
  const all: TriggerItem[] = [
    heading(1),
    heading(2),
    heading(3),
    {
      key: 'list',
      label: 'List',
      hint: '-',
      run: (editor, range) => editor.chain().focus().deleteRange(range).toggleBulletList().run(),
    },
    {
      key: 'numbered',
      label: 'Numbered list',
      hint: '1.',
      run: (editor, range) => editor.chain().focus().deleteRange(range).toggleOrderedList().run(),
    },
    {
      key: 'quote',
      label: 'Quote',
      hint: '>',
      run: (editor, range) => editor.chain().focus().deleteRange(range).toggleBlockquote().run(),
    },
    {
      key: 'code',
      label: 'Code',
      hint: '```',
      run: (editor, range) => editor.chain().focus().deleteRange(range).toggleCodeBlock().run(),
    },
    {
      key: 'table',
      label: 'Table',
      run: (editor, range) =>
        editor.chain().focus().deleteRange(range).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    },
    {
      key: 'line',
      label: 'Line',
      hint: '---',
      run: (editor, range) => editor.chain().focus().deleteRange(range).setHorizontalRule().run(),
    },
    {
      key: 'insight',
      label: 'Insight',
      hint: 'live',
      run: (editor, range) => {
        editor.chain().focus().deleteRange(range).run()
        onInsight()
      },
    },
    {
      key: 'sql',
      label: 'SQL',
      hint: 'live',
      run: (editor, range) =>
        editor
          .chain()
          .focus()
          .deleteRange(range)
          .insertContent(liveBlock({ query: SQL }))
          .run(),
    },
    {
      key: 'mention',
      label: 'Person or account',
      hint: '@',
      run: (editor, range) => editor.chain().focus().deleteRange(range).insertContent('@').run(),
    },
  ]
  return all.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))
}

/** A failed search is not an empty one. */
const FAILED = undefined

/** Accounts and persons by a part of their name. */
export async function findMentions(projectId: number, query: string): Promise<TriggerItem[]> {
  const search = query.trim()
  const [accounts, persons] = await Promise.all([
    ask(projectId, { kind: 'AccountsQuery', select: ['id', 'name'], search, limit: SHOWN } as never).catch(
      () => FAILED,
    ),
    search === ''
      ? null
      : dataOf(
          api.GET('/api/projects/{project_id}/persons', {
            params: { path: { project_id: String(projectId) }, query: { search, limit: String(SHOWN) } },
          }),
        ).catch(() => FAILED),
  ])
  const item = (type: 'account' | 'person', id: string, label: string): TriggerItem => ({
    key: `${type}:${id}`,
    label,
    hint: type,
    run: (editor, range) =>
      editor
        .chain()
        .focus()
        .deleteRange(range)
        .insertContent([
          { type: 'phMention', attrs: { data: { type, id, label } } },
          { type: 'text', text: ' ' },
        ])
        .run(),
  })
  const failed = (what: string): TriggerItem => ({ key: what, label: `Could not search ${what}`, run: () => {} })
  return [
    ...(accounts ? (accounts.results as [string, string][]).map(([id, name]) => item('account', id, name)) : []),
    ...(persons ? persons.results.map(({ uuid, name }) => item('person', uuid, name)) : []),
    ...(accounts === FAILED ? [failed('accounts')] : []),
    ...(persons === FAILED ? [failed('persons')] : []),
  ]
}

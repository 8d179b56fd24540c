/** A live query in a notebook: a saved insight, a query of the notebook's own, or SQL that can be edited in place. */

import { type QueryNode, type SqlNode, type SqlVisual, unwrap, visualOf } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type NodeViewProps, NodeViewWrapper } from '@tiptap/react'
import { Play, Trash2 } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { Loaded, Skeleton } from '../../../components/states'
import { useSeen } from '../../../components/use-seen'
import { useProject } from '../../../project'
import { AnswerView } from '../../analytics/charts/answer-view'
import { AnswerFrame } from '../../analytics/insights/answer-frame'
import { answerOf, insightQuery, titleOf } from '../../analytics/insights/api'
import { useAnswer } from '../../analytics/query/use-answer'

interface Data {
  query?: { kind?: string; shortId?: string; source?: SqlNode; [other: string]: unknown }
  title?: string
}

export function QueryBlock({ node, updateAttributes, deleteNode, editor }: NodeViewProps) {
  const data = node.attrs.data as Data
  const query = data.query ?? {}
  const source = unwrap(query)
  const isSql = source?.kind === 'HogQLQuery'
  const visual = useMemo(() => visualOf(query), [query])
  const place = useRef<HTMLDivElement>(null)
  const isSeen = useSeen(place)
  return (
    <NodeViewWrapper
      ref={place}
      contentEditable={false}
      className="live rounded-lg border border-line bg-surface [&.ProseMirror-selectednode]:border-accent"
    >
      {query.kind === 'SavedInsightNode' ? (
        <SavedInsight
          id={String(query.shortId)}
          isSeen={isSeen}
          onRemove={editor.isEditable ? deleteNode : undefined}
        />
      ) : isSql ? (
        <Sql
          source={source as unknown as SqlNode}
          visual={visual}
          isSeen={isSeen}
          onChange={
            editor.isEditable
              ? (text) =>
                  updateAttributes({
                    data: {
                      ...data,
                      query: { ...query, source: { ...query.source, kind: 'HogQLQuery', query: text } },
                    },
                  })
              : undefined
          }
          onRemove={editor.isEditable ? deleteNode : undefined}
        />
      ) : source ? (
        <Question
          title={data.title ?? 'Insight'}
          node={source}
          isSeen={isSeen}
          onRemove={editor.isEditable ? deleteNode : undefined}
        />
      ) : (
        <p className="p-4 text-muted">This kind of query cannot be shown here.</p>
      )}
    </NodeViewWrapper>
  )
}

function Head({ children, onRemove }: { children: ReactNode; onRemove?: () => void }) {
  return (
    <div className="flex items-center justify-between gap-2 border-b border-line px-3 py-1">
      <span className="min-w-0 truncate font-medium">{children}</span>
      {onRemove && (
        <Button look="bare" aria-label="Remove this block" title="Remove" onClick={onRemove}>
          <Trash2 size={15} aria-hidden />
        </Button>
      )}
    </div>
  )
}

function SavedInsight({ id, isSeen, onRemove }: { id: string; isSeen: boolean; onRemove?: () => void }) {
  const project = useProject()
  const query = useQuery({ ...insightQuery(project.id, id), enabled: isSeen })
  const { data } = query
  const node = data ? unwrap(data.query) : null
  const asked = useAnswer(project.id, node, { isEnabled: node !== null, initial: data ? answerOf(data) : undefined })
  const visual = useMemo(() => visualOf(data?.query), [data])
  return (
    <>
      <Head onRemove={onRemove}>
        {data ? (
          <Link to="/insights/$id" params={{ id }} className="text-accent hover:underline">
            {titleOf(data)}
          </Link>
        ) : (
          'Insight'
        )}
      </Head>
      <div className="h-72 p-2">
        <Loaded query={query} skeleton={<Skeleton rows={5} />}>
          {() => (
            <AnswerFrame asked={asked} isTile>
              {(answered) => <AnswerView answered={answered} visual={visual} timeZone={project.timezone} isTile />}
            </AnswerFrame>
          )}
        </Loaded>
      </div>
    </>
  )
}

interface QuestionProps {
  title: string
  node: QueryNode
  isSeen: boolean
  onRemove?: () => void
}

function Question({ title, node, isSeen, onRemove }: QuestionProps) {
  const project = useProject()
  const asked = useAnswer(project.id, node, { isEnabled: isSeen })
  return (
    <>
      <Head onRemove={onRemove}>{title}</Head>
      <div className="h-72 p-2">
        <AnswerFrame asked={asked} isTile>
          {(answered) => <AnswerView answered={answered} timeZone={project.timezone} isTile />}
        </AnswerFrame>
      </div>
    </>
  )
}

interface SqlProps {
  source: SqlNode
  visual: SqlVisual
  isSeen: boolean
  onChange?: (text: string) => void
  onRemove?: () => void
}

function Sql({ source, visual, isSeen, onChange, onRemove }: SqlProps) {
  const project = useProject()
  // Valid only until the text in the document changes: on blur, by undo, or by someone else.
  const [draft, setDraft] = useState({ of: source.query, text: source.query })
  const text = draft.of === source.query ? draft.text : source.query
  const [ran, setRan] = useState<QueryNode | null>(source.query.trim() === '' ? null : (source as unknown as QueryNode))
  const asked = useAnswer(project.id, ran, { isEnabled: isSeen })
  const run = () => {
    onChange?.(text)
    const next = { ...source, query: text } as unknown as QueryNode
    if (ran && JSON.stringify(next) === JSON.stringify(ran)) asked.refresh()
    else setRan(next)
  }
  return (
    <>
      <Head onRemove={onRemove}>SQL</Head>
      <textarea
        aria-label="SQL"
        value={text}
        readOnly={!onChange}
        rows={Math.min(12, Math.max(3, text.split('\n').length))}
        spellCheck={false}
        placeholder="SELECT event, count() FROM events GROUP BY event"
        onChange={(event) => setDraft({ of: source.query, text: event.target.value })}
        onBlur={() => text !== source.query && onChange?.(text)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            run()
          }
        }}
        className="block w-full resize-y bg-code px-3 py-2 font-mono text-[13px] outline-offset-[-2px]"
      />
      <div className="flex items-center gap-2 border-t border-line px-3 py-1.5">
        <Button onClick={run} disabled={text.trim() === ''} title="Run (Ctrl Enter)">
          <Play size={14} aria-hidden /> Run
        </Button>
      </div>
      {ran && (
        <div className="h-72 p-2">
          <AnswerFrame asked={asked} isTile>
            {(answered) => <AnswerView answered={answered} visual={visual} timeZone={project.timezone} isTile />}
          </AnswerFrame>
        </div>
      )}
    </>
  )
}

/** A tile with the answer of an insight. */

import { unwrap, visualOf } from '@hedgerow/shared/query/nodes'
import { Link, useNavigate } from '@tanstack/react-router'
import { Download, MoreHorizontal, RotateCw, Trash2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { Menu } from '../../../components/popover'
import { useToasts } from '../../../components/toasts'
import { useSeen } from '../../../components/use-seen'
import { TimeAgo } from '../../../time-ago'
import { AnswerView } from '../charts/answer-view'
import { exportCsv, exportJson, exportPng } from '../charts/export'
import { AnswerFrame } from '../insights/answer-frame'
import { answerOf, type Insight, titleOf } from '../insights/api'
import { useAnswer } from '../query/use-answer'
import { MoveDialog } from './move-dialog'
import { Frame, placing } from './tile-frame'
import type { TileProps } from './tile-props'

export function InsightTile(props: TileProps & { insight: Insight }) {
  const {
    projectId,
    timeZone,
    tile,
    insight,
    filters,
    hasOwnAnswer,
    canEdit,
    isPlain = false,
    refreshMs,
    refreshes,
    annotations,
    actions,
  } = props
  const navigate = useNavigate()
  const toasts = useToasts()
  const node = useMemo(() => unwrap(insight.query), [insight.query])
  const visual = useMemo(() => visualOf(insight.query), [insight.query])
  const place = useRef<HTMLDivElement>(null)
  const isSeen = useSeen(place)
  const asked = useAnswer(projectId, node, {
    isEnabled: isSeen || isPlain,
    overrides: Object.keys(filters).length > 0 ? filters : undefined,
    initial: hasOwnAnswer ? answerOf(insight) : undefined,
    refreshMs,
  })
  const [isTable, setTable] = useState(false)
  const [isMoving, setMoving] = useState(false)
  const picture = useRef<HTMLDivElement>(null)
  const refresh = useRef(asked.refresh)
  refresh.current = asked.refresh
  const seen = useRef(refreshes)
  useEffect(() => {
    if (refreshes === seen.current) return
    seen.current = refreshes
    refresh.current()
  }, [refreshes])
  const name = titleOf(insight)
  const broken = (insight.query_status as { error?: boolean; error_message?: string } | null)?.error
  const at = asked.answered?.answer.last_refresh
  const { answered } = asked
  const edit = () => void navigate({ to: '/insights/$id', params: { id: insight.short_id } })
  return (
    <Frame
      name={name}
      canEdit={canEdit}
      color={tile.color}
      title={
        isPlain ? (
          name
        ) : (
          <Link
            to="/insights/$id"
            params={{ id: insight.short_id }}
            className="hover:underline"
            title={insight.description || name}
          >
            {name}
          </Link>
        )
      }
      footer={
        at && (
          <span className="hidden shrink-0 text-[13px] text-muted lg:inline print:hidden">{<TimeAgo iso={at} />}</span>
        )
      }
      menu={
        isPlain ? null : (
          <Menu
            label={`Menu of ${name}`}
            className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
            trigger={<MoreHorizontal size={16} aria-hidden />}
            items={[
              { label: 'Open', onSelect: edit },
              { label: 'Refresh', icon: <RotateCw size={15} aria-hidden />, onSelect: asked.refresh },
              { label: isTable ? 'Show as chart' : 'Show as table', onSelect: () => setTable(!isTable) },
              answered
                ? {
                    label: 'Export PNG',
                    icon: <Download size={15} aria-hidden />,
                    onSelect: () =>
                      void exportPng(name, picture.current!).catch((problem: Error) => toasts.problem(problem.message)),
                  }
                : null,
              answered
                ? {
                    label: 'Export CSV',
                    icon: <Download size={15} aria-hidden />,
                    onSelect: () => exportCsv(name, answered.node, answered.answer),
                  }
                : null,
              answered
                ? {
                    label: 'Export JSON',
                    icon: <Download size={15} aria-hidden />,
                    onSelect: () => exportJson(name, answered.node, answered.answer),
                  }
                : null,
              canEdit ? { label: 'Duplicate', onSelect: () => actions.onDuplicate(tile) } : null,
              canEdit ? { label: 'Move to another dashboard', onSelect: () => setMoving(true) } : null,
              ...placing(tile, actions, canEdit),
              canEdit
                ? {
                    label: 'Remove',
                    icon: <Trash2 size={15} aria-hidden />,
                    isDangerous: true,
                    onSelect: () => actions.onRemove(tile),
                  }
                : null,
            ]}
          />
        )
      }
    >
      <div ref={place} />
      {node === null ? (
        <p className="p-3 text-muted">This insight has no query yet.</p>
      ) : !isSeen && !isPlain && !asked.answered ? null : broken && !answered && !asked.isAsking && !asked.error ? (
        <Broken message={(insight.query_status as { error_message?: string }).error_message ?? ''} onMend={edit} />
      ) : (
        <div ref={picture} className="h-full bg-surface">
          <AnswerFrame
            asked={asked}
            isTile
            mend={
              <Button className="mt-2" onClick={edit}>
                Fix the query
              </Button>
            }
          >
            {(own) => (
              <AnswerView
                answered={own}
                visual={visual}
                timeZone={timeZone}
                isTile
                isTable={isTable}
                onOpen={actions.onOpen}
                annotations={annotations}
              />
            )}
          </AnswerFrame>
        </div>
      )}
      {isMoving && (
        <MoveDialog
          projectId={projectId}
          onClose={() => setMoving(false)}
          onMove={(dashboard) => {
            setMoving(false)
            actions.onMoveTo(tile, dashboard)
          }}
        />
      )}
    </Frame>
  )
}

function Broken({ message, onMend }: { message: string; onMend: () => void }) {
  return (
    <div role="alert" className="flex h-full flex-col items-start gap-2 overflow-auto p-3">
      <p className="font-medium">This insight cannot be computed</p>
      <p className="text-[13px] break-words text-muted">{message}</p>
      <Button onClick={onMend}>Fix the query</Button>
    </div>
  )
}

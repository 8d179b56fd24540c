/** A tile with the answer of an insight. */

import { unwrap, visualOf } from '@hedgerow/shared/query/nodes'
import { Link, useNavigate } from '@tanstack/react-router'
import { MoreHorizontal, RotateCw, Trash2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { Menu } from '../../../components/popover'
import { useSeen } from '../../../components/use-seen'
import { TimeAgo } from '../../../time-ago'
import { exportItems, useExport } from '../../delivery/exports/use-export'
import { AnswerView } from '../charts/answer-view'
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
  const start = useExport(projectId)
  const dashboard = insight.dashboard_tiles.find(({ id }) => id === tile.id)?.dashboard_id
  const source = { insight: insight.id, ...(dashboard !== undefined && { dashboard }) }
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
              ...(answered
                ? exportItems(['PNG', 'PDF', 'CSV', 'XLSX', 'JSON'], (format) => start(format, source))
                : []),
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
        <div className="h-full bg-surface">
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

/** One tile: an answer with its menu, or a text. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Download, GripVertical, MoreHorizontal, RotateCw, Trash2 } from 'lucide-react'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Markdown } from '../../../components/markdown'
import { Menu } from '../../../components/popover'
import { Loaded, Skeleton } from '../../../components/states'
import { useToasts } from '../../../components/toasts'
import { useSeen } from '../../../components/use-seen'
import { TimeAgo } from '../../../time-ago'
import { AnswerView } from '../charts/answer-view'
import { exportCsv, exportJson, exportPng } from '../charts/export'
import type { Point } from '../charts/points'
import { AnswerFrame } from '../insights/answer-frame'
import { answerOf, type Insight, titleOf } from '../insights/api'
import { unwrap, visualOf } from '../query/nodes'
import { useAnswer } from '../query/use-answer'
import { type DashboardFilters, dashboardNamesQuery, type Tile } from './api'

export interface TileActions {
  onRemove: (tile: Tile) => void
  onDuplicate: (tile: Tile) => void
  onMoveTo: (tile: Tile, dashboard: number) => void
  /** Moves or resizes by steps of the grid: what dragging does, for the keyboard. */
  onPlace: (tile: Tile, change: { x?: number; y?: number; w?: number; h?: number }) => void
  onEditText: (tile: Tile) => void
  onOpen: (point: Point) => void
}

interface Props {
  projectId: number
  timeZone: string
  tile: Tile
  filters: DashboardFilters
  /** The answer that came with the dashboard was computed with these filters. */
  hasOwnAnswer: boolean
  canEdit: boolean
  refreshMs: number | false
  /** Counts up when everything is to be computed anew. */
  refreshes: number
  annotations: { at: string; text: string }[]
  actions: TileActions
}

export const DashboardTile = memo(function DashboardTile(props: Props) {
  const { tile } = props
  if (tile.insight) return <InsightTile {...props} insight={tile.insight as unknown as Insight} />
  return <TextTile {...props} />
})

function Frame({
  title,
  name,
  footer,
  menu,
  canEdit,
  color,
  children,
}: {
  title: React.ReactNode
  name: string
  footer?: React.ReactNode
  menu: React.ReactNode
  canEdit: boolean
  color: string | null
  children: React.ReactNode
}) {
  return (
    <section
      aria-label={name}
      className="flex h-full min-w-0 flex-col rounded-lg border border-line bg-surface"
      style={color && /^#[0-9a-f]{6}$/i.test(color) ? { borderTopColor: color, borderTopWidth: 3 } : undefined}
    >
      <header className="flex items-center gap-1 py-1 pr-1 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-medium">{title}</h2>
        {footer}
        {menu}
        {canEdit && (
          <span
            className="tile-handle hidden cursor-grab px-1 py-2 text-muted md:block"
            aria-hidden
            title="Drag to move"
          >
            <GripVertical size={15} />
          </span>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-hidden">{children}</div>
    </section>
  )
}

function placing(tile: Tile, { onPlace }: TileActions, canEdit: boolean) {
  if (!canEdit) return []
  return [
    { label: 'Move left', onSelect: () => onPlace(tile, { x: -1 }) },
    { label: 'Move right', onSelect: () => onPlace(tile, { x: 1 }) },
    { label: 'Move up', onSelect: () => onPlace(tile, { y: -1 }) },
    { label: 'Move down', onSelect: () => onPlace(tile, { y: 1 }) },
    { label: 'Wider', onSelect: () => onPlace(tile, { w: 1 }) },
    { label: 'Narrower', onSelect: () => onPlace(tile, { w: -1 }) },
    { label: 'Taller', onSelect: () => onPlace(tile, { h: 1 }) },
    { label: 'Shorter', onSelect: () => onPlace(tile, { h: -1 }) },
  ]
}

function InsightTile(props: Props & { insight: Insight }) {
  const {
    projectId,
    timeZone,
    tile,
    insight,
    filters,
    hasOwnAnswer,
    canEdit,
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
    isEnabled: isSeen,
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
        <Link
          to="/insights/$id"
          params={{ id: insight.short_id }}
          className="hover:underline"
          title={insight.description || name}
        >
          {name}
        </Link>
      }
      footer={at && <span className="hidden shrink-0 text-[13px] text-muted lg:inline">{<TimeAgo iso={at} />}</span>}
      menu={
        <Menu
          label={`Menu of ${name}`}
          className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
          trigger={<MoreHorizontal size={16} aria-hidden />}
          items={[
            { label: 'Open', onSelect: edit },
            { label: 'Compute anew', icon: <RotateCw size={15} aria-hidden />, onSelect: asked.refresh },
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
      }
    >
      <div ref={place} />
      {node === null ? (
        <p className="p-3 text-muted">This insight asks nothing yet.</p>
      ) : !isSeen && !asked.answered ? null : broken && !answered && !asked.isAsking && !asked.error ? (
        <Broken message={(insight.query_status as { error_message?: string }).error_message ?? ''} onMend={edit} />
      ) : (
        <div ref={picture} className="h-full bg-surface">
          <AnswerFrame
            asked={asked}
            isTile
            mend={
              <Button className="mt-2" onClick={edit}>
                Mend the question
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
      <p className="font-medium">This insight cannot be answered</p>
      <p className="text-[13px] break-words text-muted">{message}</p>
      <Button onClick={onMend}>Mend the question</Button>
    </div>
  )
}

function TextTile({ tile, canEdit, actions }: Props) {
  const body = tile.text?.body ?? ''
  return (
    <Frame
      name="Text"
      canEdit={canEdit}
      color={tile.color}
      title={<span className="sr-only">Text</span>}
      menu={
        canEdit && (
          <Menu
            label="Menu of the text"
            className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
            trigger={<MoreHorizontal size={16} aria-hidden />}
            items={[
              { label: 'Edit', onSelect: () => actions.onEditText(tile) },
              ...placing(tile, actions, canEdit),
              {
                label: 'Remove',
                icon: <Trash2 size={15} aria-hidden />,
                isDangerous: true,
                onSelect: () => actions.onRemove(tile),
              },
            ]}
          />
        )
      }
    >
      <div className="h-full overflow-auto px-4 pb-3">
        <Markdown text={body} />
      </div>
    </Frame>
  )
}

function MoveDialog({
  projectId,
  onMove,
  onClose,
}: {
  projectId: number
  onMove: (dashboard: number) => void
  onClose: () => void
}) {
  const query = useQuery(dashboardNamesQuery(projectId))
  const [chosen, setChosen] = useState<number | null>(null)
  return (
    <Dialog
      title="Move to another dashboard"
      action="Move"
      isDisabled={chosen === null}
      onClose={onClose}
      onAction={() => chosen !== null && onMove(chosen)}
    >
      <Loaded query={query} skeleton={<Skeleton rows={4} />}>
        {({ results }) => (
          <fieldset className="max-h-[45dvh] overflow-y-auto rounded-md border border-line">
            <legend className="sr-only">Dashboard</legend>
            {results.map(({ id, name }) => (
              <label key={id} className="flex min-h-9 items-center gap-3 px-3 hover:bg-raised">
                <input type="radio" name="dashboard" checked={chosen === id} onChange={() => setChosen(id)} />
                {name || 'Untitled'}
              </label>
            ))}
          </fieldset>
        )}
      </Loaded>
    </Dialog>
  )
}

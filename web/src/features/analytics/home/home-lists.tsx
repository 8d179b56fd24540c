/** Short lists on the home page: pinned dashboards, recent insights and favorites. */

import { exactNumber } from '@hedgerow/shared/format'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LayoutDashboard } from 'lucide-react'
import { rowsOf } from '../../../components/paging'
import { Loaded, Skeleton } from '../../../components/states'
import { TimeAgo } from '../../../time-ago'
import { dashboardsQuery } from '../dashboards/api'
import { FromEventsButton } from '../dashboards/from-events-button'
import { insightsQuery, lastViewedQuery, titleOf } from '../insights/api'
import { kindOf } from '../insights/insights-page'

function Box({ title, more, children }: { title: string; more: React.ReactNode; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">{title}</h2>
        {more}
      </div>
      <div className="min-h-36 rounded-lg border border-line bg-surface">{children}</div>
    </section>
  )
}

const ROWS_SHOWN = 8
const ROW = 'flex min-h-11 items-center justify-between gap-3 px-3 hover:bg-raised'

export function Dashboards({ projectId }: { projectId: number }) {
  const query = useInfiniteQuery(dashboardsQuery(projectId, '', ''))
  return (
    <Box
      title="Pinned dashboards"
      more={
        <Link to="/dashboards" className="text-[13px] text-accent hover:underline">
          All
        </Link>
      }
    >
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => {
          const all = rowsOf(data)
          const shown = all.filter(({ pinned }) => pinned).slice(0, ROWS_SHOWN)
          return (
            <ul className="divide-y divide-line">
              {shown.map((row) => (
                <li key={row.id}>
                  <Link to="/dashboards/$id" params={{ id: String(row.id) }} className={ROW}>
                    <span className="inline-flex min-w-0 items-center gap-2">
                      <LayoutDashboard size={16} aria-hidden className="shrink-0 text-muted" />
                      <span className="truncate">{row.name || 'Untitled'}</span>
                    </span>
                  </Link>
                </li>
              ))}
              {shown.length === 0 && <li className="px-3 py-3 text-muted">Pin a dashboard to see it here.</li>}
              {!all.some(({ creation_mode: mode, name }) => mode === 'template' && name === 'Overview') && (
                <li className="p-3">
                  <FromEventsButton projectId={projectId} className="w-full" />
                </li>
              )}
            </ul>
          )
        }}
      </Loaded>
    </Box>
  )
}

export function Recent({ projectId }: { projectId: number }) {
  const query = useQuery(lastViewedQuery(projectId))
  return (
    <Box
      title="Recently viewed"
      more={
        <Link to="/insights" className="text-[13px] text-accent hover:underline">
          All insights
        </Link>
      }
    >
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => data.length === 0}
        empty={<p className="px-3 py-3 text-muted">Insights you open appear here.</p>}
      >
        {(data) => (
          <ul className="divide-y divide-line">
            {data.map((insight) => (
              <li key={insight.id}>
                <Link to="/insights/$id" params={{ id: insight.short_id }} className={ROW}>
                  <span className="min-w-0 truncate">{titleOf(insight)}</span>
                  <span className="shrink-0 text-[13px] text-muted">
                    {insight.last_viewed_at && <TimeAgo iso={insight.last_viewed_at} />}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Box>
  )
}

export function Favorites({ projectId }: { projectId: number }) {
  const query = useInfiniteQuery(insightsQuery(projectId, { q: '', kind: '', tab: 'favorites', tag: '', sort: '' }))
  const count = query.data?.pages[0]?.count
  return (
    <Box
      title="Favorite insights"
      more={
        <Link to="/insights" search={{ tab: 'favorites' } as never} className="text-[13px] text-accent hover:underline">
          {count !== undefined && count > ROWS_SHOWN ? `All ${exactNumber(count)}` : 'All'}
        </Link>
      }
    >
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={<p className="px-3 py-3 text-muted">Star an insight to see it here.</p>}
      >
        {(data) => (
          <ul className="divide-y divide-line">
            {rowsOf(data)
              .slice(0, ROWS_SHOWN)
              .map((insight) => (
                <li key={insight.id}>
                  <Link to="/insights/$id" params={{ id: insight.short_id }} className={ROW}>
                    <span className="min-w-0 truncate">{titleOf(insight)}</span>
                    <span className="shrink-0 text-[13px] text-muted">{kindOf(insight)}</span>
                  </Link>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
    </Box>
  )
}

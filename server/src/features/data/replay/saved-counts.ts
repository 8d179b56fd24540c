/**
 * How many recordings saved filters find, up to 100. Counting asks ClickHouse. So for a list of playlists
 * what was found is kept for half a minute, few are counted at the same time, and the list waits only for a short time: the
 * next one knows the rest.
 */
import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import { ApiError } from '../../../platform/http/errors.ts'
import type { QueryStores } from '../../analytics/query/index.ts'
import type { ProjectContext } from '../../workspace/organizations/index.ts'
import { findSessions } from './list.ts'
import { parametersOf } from './playlist-filters.ts'
import type { Playlist } from './playlists.ts'
import { findViewed } from './views.ts'

/** All null if it is not known: the filters are not valid, or counting takes longer. */
export interface SavedCount {
  count: number | null
  has_more: boolean | null
  /** How many of them the caller has watched. */
  watched_count: number | null
}

interface Found {
  sessionIds: string[]
  hasMore: boolean
}

export const UNCOUNTED: SavedCount = { count: null, has_more: null, watched_count: null }
const COUNTED_MAX = 100
const KEPT_MAX = 1_000
const KEPT_MS = 30_000
const AT_ONCE = 2
const PATIENCE_MS = 1_000
const PATIENCE_IF_FRESH_MS = 30_000

export class SavedCounts {
  private readonly found = new LRUCache<string, Promise<Found | null>>({ max: KEPT_MAX, ttl: KEPT_MS })
  private readonly queue = new PQueue({ concurrency: AT_ONCE })

  constructor(private readonly stores: QueryStores) {}

  /**
   * By the rows of those playlists that are filters.
   * @param isFresh counts anew, for as long as it takes
   */
  async of(
    context: ProjectContext,
    playlists: readonly Playlist[],
    isFresh: boolean,
  ): Promise<Map<number, SavedCount>> {
    const saved = playlists.filter(({ type }) => type === 'filters')
    if (saved.length === 0) return new Map()
    if (isFresh) for (const playlist of saved) this.found.delete(nameOf(context, playlist))
    const patience = new Patience(isFresh ? PATIENCE_IF_FRESH_MS : PATIENCE_MS)
    const found = await Promise.all(saved.map((playlist) => patience.waitFor(this.find(context, playlist))))
    patience.end()
    const all = [...new Set(found.flatMap((each) => each?.sessionIds ?? []))]
    const viewed = await findViewed(context.db.$client, context.team.id, all, context.principal.userId)
    return new Map(
      saved.map(({ key }, index) => {
        const each = found[index]
        if (!each) return [key, UNCOUNTED]
        const watched = each.sessionIds.filter((id) => viewed.has(id)).length
        return [key, { count: each.sessionIds.length, has_more: each.hasMore, watched_count: watched }]
      }),
    )
  }

  /** Null if the filters are not valid any more. */
  private find(context: ProjectContext, playlist: Playlist): Promise<Found | null> {
    const name = nameOf(context, playlist)
    const known = this.found.get(name)
    if (known) return known
    const finding = this.queue
      .add(async () => {
        const { found, hasNext } = await findSessions(
          context,
          this.stores,
          parametersOf(playlist.filters, { limit: COUNTED_MAX }),
        )
        return { sessionIds: found.map(({ sessionId }) => sessionId), hasMore: hasNext }
      })
      .catch((error) => {
        if (error instanceof ApiError && error.status === 400) return null
        this.found.delete(name)
        throw error
      })
    // It may be that nobody waits for it any more.
    finding.catch(() => {})
    this.found.set(name, finding)
    return finding
  }
}

const nameOf = ({ team }: ProjectContext, { key, lastModifiedAt }: Playlist) => `${team.id}:${key}:${lastModifiedAt}`

/** Waits for several things, all in all for a limited time. */
class Patience {
  private timer: NodeJS.Timeout | undefined
  private readonly over: Promise<null>

  constructor(milliseconds: number) {
    this.over = new Promise((resolve) => {
      this.timer = setTimeout(() => resolve(null), milliseconds)
    })
  }

  /** Null if it takes longer. */
  waitFor<T>(promise: Promise<T>): Promise<T | null> {
    return Promise.race([promise, this.over])
  }

  end(): void {
    clearTimeout(this.timer)
  }
}

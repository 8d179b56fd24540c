/** How links share notebooks. */
import { z } from 'zod'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findLivingInsight, readableQuery, sharedAnswer } from '../../analytics/insights/index.ts'
import type { QueryRunner } from '../../analytics/query/index.ts'
import type { Shareable, SharedObject } from '../../delivery/sharing/index.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { accessOfSharer, resourceAccess, type Team } from '../../workspace/organizations/index.ts'
import type { AccountMaker } from './account-rule.ts'
import { notebookKind } from './kind.ts'
import { findNotebook, notebookObjects } from './operations.ts'
import { type LiveBlock, toSharedContent } from './shared-content.ts'
import { loadNotebook, loadNotebookRow, type NotebookRow } from './store.ts'

/** Live blocks with an answer; the rest of a long notebook shows none. */
const BLOCKS_MAX = 50

interface Parts {
  db: Database
  runner: QueryRunner
  accountMaker: AccountMaker
}

export function shareableNotebooks({ db, runner, accountMaker }: Parts): Shareable {
  /** The caller's view of a notebook: it obeys the rules of its account, too. */
  const describe = async (context: ObjectContext, id: string): Promise<SharedObject> => {
    const own = { ...context, accountMaker }
    const notebook = await findNotebook(own, id, 'viewer')
    return { ...named(notebook), mayEdit: await isFound(findNotebook(own, id, 'editor')) }
  }
  return {
    resource: 'notebook',
    noun: 'notebook',
    path: '/api/projects/:project_id/notebooks/:short_id',
    params: z.object({ project_id: z.string(), short_id: z.string() }),
    kind: notebookKind,
    async find(request) {
      const context = await notebookObjects.enter(db, request, 'viewer')
      const { short_id: id } = request.params as { short_id: string }
      const object = await describe(context, id).catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 404 ? errors.notFound('Notebook not found.') : error
      })
      return { ...context, object }
    },
    async describe(project, ids) {
      const own = await resourceAccess(db, project.principal, project.team, notebookKind.resource)
      const found = await Promise.all(ids.map((id) => describe({ ...project, own }, id).catch(nullIfRefused)))
      return new Map(found.filter((each) => each !== null).map((object) => [object.id, object]))
    },
    async exists(teamId, id) {
      const row = await loadNotebookRow(db.$client, teamId, id)
      return row !== null && !row.deleted
    },
    async present(team, { objectId, sharedById }) {
      const notebook = await loadNotebook(db.$client, team.id, objectId)
      if (!notebook || notebook.deleted) return null
      const { content, blocks } = toSharedContent(notebook.content)
      const answers = await answerBlocks({ db, runner }, team, sharedById, blocks.slice(0, BLOCKS_MAX))
      const title = notebook.title || 'Untitled'
      const text = content === null ? notebook.textContent : null
      return {
        title,
        description: null,
        data: {
          notebook: { short_id: notebook.id, title: notebook.title, content, text_content: text, blocks: answers },
        },
        preview: { kind: 'Notebook', title, draw: null },
      }
    },
  }
}

const named = ({ id, title }: NotebookRow) => ({ id, name: title, shortId: id })

const isFound = (finding: Promise<unknown>): Promise<boolean> =>
  finding.then(
    () => true,
    (error: unknown) => nullIfRefused(error) !== null,
  )

/** @throws what is not a refusal */
function nullIfRefused(error: unknown): null {
  if (error instanceof ApiError && error.status < 500) return null
  throw error
}

/** A live block as a visitor sees it; null for what they may not see. */
type Answered = Record<string, unknown> | null

async function answerBlocks(
  { db, runner }: Pick<Parts, 'db' | 'runner'>,
  team: Team,
  sharedById: number | null,
  blocks: readonly LiveBlock[],
): Promise<Answered[]> {
  const insights = await accessOfSharer(db, team, sharedById, 'insight')
  return Promise.all(
    blocks.map(async ({ query, title }): Promise<Answered> => {
      if (query.kind !== 'SavedInsightNode')
        return { name: title, query: query as JsonObject, ...(await sharedAnswer(runner, team, query)) }
      const insight = await findLivingInsight(db, team.id, String(query.shortId))
      if (!insight || !insights.sees(insight.id, insight.createdById)) return null
      const { name, derivedName } = insight
      const saved = readableQuery(insight)
      return { name, derived_name: derivedName, query: saved, ...(await sharedAnswer(runner, team, saved)) }
    }),
  )
}

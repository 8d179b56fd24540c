/** Notebooks as the API returns them. */
import type { z } from 'zod'
import { formatTime } from '../../../platform/time.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import type { notebookAnswer, notebookCore, rowAnswer } from './schemas.ts'
import type { Notebook, NotebookRow } from './store.ts'

/** The fields that notebooks have in every response. */
export function presentCore(notebook: NotebookRow): z.infer<typeof notebookCore> {
  return {
    id: notebook.uuid,
    short_id: notebook.id,
    title: notebook.title,
    created_at: formatTime(notebook.createdAt),
    created_by: fromUserJson(notebook.creator),
    last_modified_at: formatTime(notebook.lastModifiedAt),
    last_modified_by: fromUserJson(notebook.modifier),
  }
}

/** A notebook without its content. */
export function presentRow({ own }: ObjectContext, notebook: NotebookRow): z.infer<typeof rowAnswer> {
  return {
    ...presentCore(notebook),
    deleted: notebook.deleted,
    user_access_level: own.levelOf(notebook.id, notebook.createdById),
  }
}

export function presentNotebook(context: ObjectContext, notebook: Notebook): z.infer<typeof notebookAnswer> {
  return {
    ...presentRow(context, notebook),
    content: notebook.content,
    text_content: notebook.textContent,
    version: notebook.version,
    parent_resource: notebook.accountId ? { type: 'account', id: notebook.accountId } : null,
  }
}

export {
  isOfAccount,
  LINKED_NOTEBOOKS,
  linkNotebook,
  NOTE_COUNTS,
  notebooksOf,
  unlinkNotebooksOf,
} from './account-links.ts'
export type { AccountMaker } from './account-rule.ts'
export { presentCore } from './answers.ts'
export { notebookKind } from './kind.ts'
export { isDocument, toDocument } from './markdown.ts'
export { registerNotebookRoutes } from './routes.ts'
export { type NewNotebookBody, newNotebookBody, notebookCore } from './schemas.ts'
export { shareableNotebooks } from './sharing.ts'
export {
  deleteNotebook,
  insertNotebook,
  loadNotebook,
  NOTEBOOK_TABLES,
  NOTEBOOK_WHOLE,
  type Notebook,
  wordsCondition,
} from './store.ts'

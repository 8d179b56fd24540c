export { notebookKind } from './kind.ts'
export { isDocument, toDocument } from './markdown.ts'
export {
  insertNotebook,
  NOTEBOOK_TABLES,
  NOTEBOOK_WHOLE,
  type Notebook,
  newNotebookBody,
  notebookCore,
  presentCore,
  wordsCondition,
} from './notebooks.ts'
export { registerNotebookRoutes } from './routes.ts'

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
export { notebookKind, registerNotebookRoutes } from './routes.ts'

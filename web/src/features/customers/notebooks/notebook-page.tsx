/** A notebook as a page. */
import { getRouteApi } from '@tanstack/react-router'
import { NotebookEditor } from './notebook-editor'

const route = getRouteApi('/app/notebooks/$id')

export function NotebookPage() {
  const { id } = route.useParams()
  return <NotebookEditor key={id} id={id} />
}

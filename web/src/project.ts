/** The project that the pages are about. */
import { useQuery } from '@tanstack/react-query'
import { meQuery } from './api/queries'

/** The current project. Only for components inside `Shell`, where it has been loaded. */
export function useProject() {
  const { data } = useQuery(meQuery)
  if (!data?.team) throw new Error('There is no project yet.')
  return data.team
}

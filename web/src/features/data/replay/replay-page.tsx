/** Session replay: the recordings, collections, saved filters and settings. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PageHeader } from '../../../components/shell'
import { Tabs } from '../../../components/tabs'
import { PlaylistsTab, PlaylistView } from './list/playlists-tab'
import { RecordingsTab } from './list/recordings-tab'
import type { RecordingsSearch } from './list/search'
import { SettingsTab } from './list/settings-tab'

const route = getRouteApi('/app/replay')

const TABS = [
  { name: 'recordings', title: 'Recordings' },
  { name: 'collections', title: 'Collections' },
  { name: 'saved', title: 'Saved filters' },
  { name: 'settings', title: 'Settings' },
] as const

export function ReplayPage() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const { tab, list, ...filters } = search
  const set = (change: Partial<RecordingsSearch>) =>
    void navigate({ to: '/replay', search: { ...search, ...change }, replace: true })
  const type = tab === 'collections' ? 'collection' : 'filters'
  return (
    <>
      <PageHeader title="Session replay" />
      <div className="px-4 pb-10 md:px-6">
        <Tabs label="Session replay" tabs={TABS} value={tab} onChange={(name) => set({ tab: name, list: '' })}>
          {tab === 'recordings' && <RecordingsTab filters={filters} onChange={set} />}
          {(tab === 'collections' || tab === 'saved') &&
            (list ? <PlaylistView key={list} shortId={list} type={type} /> : <PlaylistsTab key={type} type={type} />)}
          {tab === 'settings' && <SettingsTab />}
        </Tabs>
      </div>
    </>
  )
}

import { withScopes } from './kind.ts'

export const dataKinds = withScopes({
  EventDefinition: {
    noun: 'event',
    plural: 'events',
    heading: 'Events in the catalog',
    page: '/catalog',
    path: 'event_definitions',
  },
  PropertyDefinition: {
    noun: 'property',
    plural: 'properties',
    heading: 'Properties in the catalog',
    page: '/catalog',
    path: 'property_definitions',
  },
  Replay: { noun: 'recording', plural: 'recordings', page: '/replay/$id', resource: 'session_recording' },
  SessionRecordingPlaylist: {
    noun: 'playlist',
    plural: 'playlists',
    page: '/replay/playlists/$short_id',
    resource: 'session_recording_playlist',
    path: 'session_recording_playlists',
    search: { names: ['name', 'derived_name'] },
  },
})

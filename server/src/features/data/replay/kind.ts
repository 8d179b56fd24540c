import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** The recording of a session; its ID is that of the session. */
export const recordingKind = declareKind({
  ...KINDS.Replay,
  readable: ({ seesAny }) => seesAny('session_recording'),
})

/** A playlist: a collection of recordings, or saved filters for them. */
export const playlistKind = declareKind({
  ...KINDS.SessionRecordingPlaylist,
  table: 'recording_playlists',
  id: { column: 'short_id', type: 'text' },
  maker: 'created_by',
  title: `coalesce(nullif(o.name, ''), o.derived_name, o.short_id)`,
  isKeptWhenDeleted: true,
  definition: 'filters',
})

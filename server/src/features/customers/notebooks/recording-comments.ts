/** Comments in notebooks about moments of a session recording. */
import { createHash } from 'node:crypto'
import { isJsonObject, type JsonValue } from '../../../platform/json.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { notebooksWith } from './list.ts'
import type { Notebook } from './store.ts'

interface RecordingComment {
  timeInRecording: JsonValue
  comment: string
  notebookShortId: string
  notebookTitle: string | null
  id: string
}

/**
 * @param recording ID of the recording
 * @returns the comments in the notebooks that the caller may see
 */
export async function recordingComments(context: ObjectContext, recording: string): Promise<RecordingComment[]> {
  return (await notebooksWith(context, recording)).flatMap((notebook) => commentsIn(notebook, recording))
}

/** Top-level paragraphs that hold a timestamp of the recording and a text. */
function commentsIn({ id: shortId, title, content }: Notebook, recording: string): RecordingComment[] {
  if (!isJsonObject(content) || !Array.isArray(content.content)) return []
  return content.content.flatMap((block) => {
    if (!isJsonObject(block) || block.type !== 'paragraph' || !Array.isArray(block.content)) return []
    const [stamp, text] = block.content
    if (block.content.length !== 2 || !isJsonObject(stamp) || !isJsonObject(text)) return []
    const attrs = isJsonObject(stamp.attrs) ? stamp.attrs : {}
    const time = attrs.playbackTime
    if (stamp.type !== 'ph-replay-timestamp' || attrs.sessionRecordingId !== recording) return []
    if (time === null || time === undefined || typeof text.text !== 'string') return []
    const id = createHash('sha256')
      .update(JSON.stringify([shortId, title, text.text, time]))
      .digest('hex')
    return [{ timeInRecording: time, comment: text.text, notebookShortId: shortId, notebookTitle: title, id }]
  })
}

/** Creates or edits an annotation. */
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { TextArea } from '../../../components/form'
import { localTime } from '../../../local-time'
import { type Annotation, createAnnotation, updateAnnotation } from './api'

interface Props {
  projectId: number
  timeZone: string
  annotation?: Annotation
  insightId?: number
  dashboardId?: number
  onClose: () => void
}

export function AnnotationDialog({ projectId, timeZone, annotation, insightId, dashboardId, onClose }: Props) {
  const { run, isBusy } = useChanges()
  const [content, setContent] = useState(annotation?.content ?? '')
  const [at, setAt] = useState(
    localTime(annotation?.date_marker ? new Date(annotation.date_marker) : new Date(), timeZone),
  )
  const [scope, setScope] = useState<string>(
    annotation?.scope ?? (insightId ? 'dashboard_item' : dashboardId ? 'dashboard' : 'project'),
  )
  const save = async () => {
    // Without an offset, the server reads it in the project's time zone.
    const body = {
      content,
      date_marker: `${at}:00`,
      scope: scope as 'project',
      ...(insightId && { dashboard_item: insightId }),
      ...(dashboardId && { dashboard_id: dashboardId }),
    }
    const saved = await run(
      () => (annotation ? updateAnnotation(projectId, annotation.id, body) : createAnnotation(projectId, body)),
      'Annotation saved',
    )
    if (saved) onClose()
  }
  return (
    <Dialog
      title={annotation ? 'Edit annotation' : 'New annotation'}
      action="Save"
      isBusy={isBusy}
      isDisabled={content.trim() === '' || at === ''}
      onClose={onClose}
      onAction={() => void save()}
    >
      <TextArea
        label="What happened"
        value={content}
        maxLength={8192}
        onChange={(event) => setContent(event.target.value)}
        required
      />
      <Field
        label={`When (${timeZone})`}
        type="datetime-local"
        value={at}
        onChange={(event) => setAt(event.target.value)}
        required
      />
      <Select
        label="Shown on"
        value={scope}
        onChange={(event) => setScope(event.target.value)}
        options={[
          ...(insightId || scope === 'dashboard_item' ? [{ value: 'dashboard_item', label: 'this insight' }] : []),
          ...(dashboardId || scope === 'dashboard' ? [{ value: 'dashboard', label: 'this dashboard' }] : []),
          { value: 'project', label: 'every insight in the project' },
          { value: 'organization', label: 'every insight in the organization' },
        ]}
      />
    </Dialog>
  )
}

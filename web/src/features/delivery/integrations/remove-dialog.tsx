/** Removes access to Slack, after saying what it is used for. */

import { counted } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import { useSave } from '../../../components/use-save'
import { useProject } from '../../../project'
import { type Integration, removeIntegration, usesQuery } from './api'

interface Props {
  integration: Integration
  onClose: () => void
}

export function RemoveDialog({ integration, onClose }: Props) {
  const project = useProject()
  const query = useQuery(usesQuery(project.id))
  const { save, isBusy, error } = useSave()
  const name = integration.display_name
  const remove = async () => {
    if (await save(() => removeIntegration(project.id, integration.id), `“${name}” was removed`)) onClose()
  }
  return (
    <Dialog
      title={`Remove ${name}`}
      action="Remove"
      isDangerous
      isBusy={isBusy}
      error={error}
      onClose={onClose}
      onAction={() => void remove()}
    >
      <Loaded query={query} skeleton={<Skeleton rows={1} />}>
        {({ results }) => {
          const uses = results.filter((each) => each.integration_id === integration.id).length
          return (
            <p>
              {uses === 0
                ? 'No subscription uses it.'
                : `${counted(uses, 'subscription')} ${uses === 1 ? 'uses it, and is' : 'use it, and are'} paused when the next report cannot be sent.`}
            </p>
          )
        }}
      </Loaded>
      <p className="text-muted">The token is deleted here. Uninstall the app in Slack, too, if nothing else uses it.</p>
    </Dialog>
  )
}

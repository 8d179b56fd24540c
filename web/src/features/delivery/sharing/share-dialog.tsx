/** Shares an insight, a dashboard or a notebook with people who have no account. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Switch } from '../../../components/form'
import { Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import {
  changeSharing,
  linkOf,
  nounOf,
  refreshSharing,
  type ShareTarget,
  type Sharing,
  type SharingChange,
  sharingQuery,
} from './api'
import { EmbedCode } from './embed-code'
import { LinksBlocked } from './links-blocked'
import { ShareLook } from './share-look'
import { SharePasswords } from './share-passwords'

interface Props {
  target: ShareTarget
  onClose: () => void
}

export function ShareDialog({ target, onClose }: Props) {
  const project = useProject()
  const query = useQuery(sharingQuery(project.id, target))
  return (
    <Dialog title={`Share this ${nounOf(target)}`} onClose={onClose}>
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(sharing) => <ShareSettings projectId={project.id} target={target} sharing={sharing} />}
      </Loaded>
    </Dialog>
  )
}

interface ContentProps {
  projectId: number
  target: ShareTarget
  sharing: Sharing
}

function ShareSettings({ projectId, target, sharing }: ContentProps) {
  const { run, isBusy } = useChanges()
  const mayEdit = sharing.user_access_level !== 'viewer'
  const change = (body: SharingChange, done?: string) => run(() => changeSharing(projectId, target, body), done)
  return (
    <div className="flex flex-col gap-5">
      <LinksBlocked by={sharing.blocked_by} />
      <Switch
        label="Anyone with the link can view it"
        hint={
          mayEdit
            ? 'No account is needed. They see this and nothing else, and cannot change anything.'
            : `You need edit access to the ${nounOf(target)} to change this.`
        }
        checked={sharing.enabled}
        // Turning it off is always allowed.
        disabled={isBusy || !mayEdit || (sharing.blocked_by !== null && !sharing.enabled)}
        onChange={(enabled) => void change({ enabled }, enabled ? 'Link turned on' : 'Link turned off')}
      />
      {sharing.enabled && sharing.blocked_by === null && (
        <>
          <ShareLink projectId={projectId} target={target} sharing={sharing} />
          {mayEdit && (
            <>
              <SharePasswords projectId={projectId} target={target} sharing={sharing} />
              <ShareLook
                kind={target.kind}
                settings={sharing.settings}
                isBusy={isBusy}
                onChange={(settings) => void change({ settings })}
              />
            </>
          )}
          <EmbedCode token={sharing.access_token} kind={target.kind} />
        </>
      )}
    </div>
  )
}

function ShareLink({ projectId, target, sharing }: ContentProps) {
  const { run, isBusy } = useChanges()
  const [isAsking, setAsking] = useState(false)
  const link = linkOf(sharing.access_token)
  const refresh = () => run(() => refreshSharing(projectId, target), 'The link is new').then(() => setAsking(false))
  return (
    <div className="flex flex-col gap-2">
      <Field label="Link" value={link} readOnly onFocus={(event) => event.target.select()} />
      <div className="flex flex-wrap gap-2">
        <CopyButton look="primary" label="Copy link" text={link} />
        <a
          href={link}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-9 items-center rounded-md border border-line px-3 font-medium hover:bg-raised"
        >
          Open
        </a>
        {sharing.user_access_level !== 'viewer' && <Button onClick={() => setAsking(true)}>Replace link…</Button>}
      </div>
      {isAsking && (
        <div role="group" aria-label="Replace the link" className="flex flex-col gap-2 rounded-md bg-raised p-3">
          <p>
            You get a new link with the same settings and passwords. The old one goes on working for a few minutes, so
            that you can pass on the new one. To end it at once, turn the link off and on again.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button look="primary" disabled={isBusy} onClick={() => void refresh()}>
              Replace link
            </Button>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
          </div>
        </div>
      )}
    </div>
  )
}

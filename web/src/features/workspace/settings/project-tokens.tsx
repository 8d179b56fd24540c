/** The tokens that SDKs use. */
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button } from '../../../components/controls'
import { ConfirmByName, Section, ShownOnce } from '../../../components/form'
import type { Project } from './api'
import { ADMIN } from './api'

export function Tokens({ project }: { project: Project }) {
  const { run, isBusy } = useChanges()
  const [isResetting, setResetting] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  const mayEdit = (project.effective_membership_level ?? 0) >= ADMIN
  const params = { params: { path: { project_id: String(project.id) } } }
  const rotate = async () => {
    const rotated = await run(() => dataOf(api.PATCH('/api/projects/{project_id}/rotate_secret_token', params)))
    if (rotated?.secret_api_token) setShown(rotated.secret_api_token)
  }
  return (
    <Section title="Tokens">
      <div className="flex flex-col gap-2">
        <h3 className="font-medium">Public token</h3>
        <p className="text-[13px] text-muted">
          SDKs send events with this token. It is public: it appears in web pages and cannot read data.
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 rounded-md bg-code px-3 py-1.5 font-mono break-all">{project.api_token}</code>
          <CopyButton text={project.api_token} label="Copy" />
          {mayEdit && <Button onClick={() => setResetting(true)}>Replace</Button>}
        </div>
      </div>
      <div className="flex flex-col gap-2">
        <h3 className="font-medium">Secret token</h3>
        <p className="text-[13px] text-muted">
          Server SDKs use this token to load feature flags and evaluate them locally. It is shown once. When you replace
          it, the previous token keeps working until you remove it.
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <span>
            {project.secret_api_token ? (
              <code className="font-mono">{project.secret_api_token}</code>
            ) : (
              <span className="text-muted">None yet.</span>
            )}
            {project.secret_api_token_backup && (
              <>
                , backup <code className="font-mono">{project.secret_api_token_backup}</code>
              </>
            )}
          </span>
          {mayEdit && (
            <Button onClick={() => void rotate()} disabled={isBusy}>
              {project.secret_api_token ? 'Rotate' : 'Create'}
            </Button>
          )}
          {mayEdit && project.secret_api_token_backup && (
            <Button
              disabled={isBusy}
              onClick={() =>
                void run(
                  () => api.PATCH('/api/projects/{project_id}/delete_secret_token_backup', params),
                  'Backup removed. It no longer works.',
                )
              }
            >
              Remove backup
            </Button>
          )}
        </div>
      </div>
      {isResetting && (
        <ConfirmByName
          title="Replace public token"
          name={project.name}
          action="Replace"
          onClose={() => setResetting(false)}
          onConfirm={async () => {
            await run(
              () => api.PATCH('/api/projects/{project_id}/reset_token', params),
              'Token replaced. The old one no longer works.',
            )
            setResetting(false)
          }}
        >
          <p>
            The old token stops working at once. Give the new one to every page and program that sends events with it.
            Events already sent are kept.
          </p>
        </ConfirmByName>
      )}
      {shown && <ShownOnce title="Your secret token" value={shown} onClose={() => setShown(null)} />}
    </Section>
  )
}

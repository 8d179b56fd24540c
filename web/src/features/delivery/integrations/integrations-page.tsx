/** Access of the project to Slack. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { RequestError } from '../../../api/client'
import { Button } from '../../../components/controls'
import { Section } from '../../../components/form'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { type Integration, integrationsQuery, isWebhook } from './api'
import { ConnectDialog } from './connect-dialog'
import { RemoveDialog } from './remove-dialog'
import { TestDialog } from './test-dialog'

export function IntegrationsPage() {
  const project = useProject()
  const query = useQuery(integrationsQuery(project.id))
  const [isNew, setNew] = useState(false)
  const connect = (
    <Button look="primary" onClick={() => setNew(true)}>
      Connect Slack
    </Button>
  )
  return (
    <Section title="Slack" lead="Subscriptions of this project send their reports to channels of these workspaces.">
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        failed={(error) =>
          error instanceof RequestError && error.status === 403 ? (
            <EmptyState title="You don’t have access to integrations">
              <p>Ask an administrator of the project for access.</p>
            </EmptyState>
          ) : null
        }
        isEmpty={({ results }) => results.length === 0}
        empty={
          <EmptyState title="Slack is not connected">
            <p>Connect a workspace with the token of a Slack app, or one channel with an incoming webhook.</p>
            {connect}
          </EmptyState>
        }
      >
        {({ results }) => (
          <div className="flex flex-col gap-3">
            <ul aria-label="Slack workspaces" className="divide-y divide-line rounded-md border border-line">
              {results.map((integration) => (
                <Row key={integration.id} integration={integration} />
              ))}
            </ul>
            <div>{connect}</div>
          </div>
        )}
      </Loaded>
      {isNew && <ConnectDialog onClose={() => setNew(false)} />}
    </Section>
  )
}

function Row({ integration }: { integration: Integration }) {
  const [dialog, setDialog] = useState<'test' | 'remove' | null>(null)
  const { display_name: name, errors, created_at: since, created_by: author, config } = integration
  const close = () => setDialog(null)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-3 py-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium wrap-anywhere">
          {name}{' '}
          <span className="font-normal text-muted">
            {isWebhook(integration) ? `incoming webhook at ${String(config.host)}` : 'workspace'}
          </span>
        </p>
        <p className="text-[13px] text-muted">
          <TimeAgo iso={since} prefix="Connected " />
          {author && ` by ${author.first_name || author.email}`}
        </p>
        {errors !== '' && (
          <p className="text-[13px] text-danger">{errors} Fix it in Slack, or connect the workspace again.</p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={`Send a test message to ${name}`} onClick={() => setDialog('test')}>
          Test
        </Button>
        <Button aria-label={`Remove ${name}`} onClick={() => setDialog('remove')}>
          Remove
        </Button>
      </div>
      {dialog === 'test' && <TestDialog integration={integration} onClose={close} />}
      {dialog === 'remove' && <RemoveDialog integration={integration} onClose={close} />}
    </li>
  )
}

/** Everything in the project that people without an account can see. */
import { addressOf, KINDS } from '@hedgerow/shared/kinds'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button } from '../../../components/controls'
import { Section } from '../../../components/form'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { changeSharing, linkOf, type SharedLink, type ShareTarget, sharedLinksQuery } from './api'
import { LinksBlocked } from './links-blocked'

const KIND_OF: Record<ShareTarget['kind'], (typeof KINDS)[keyof typeof KINDS]> = {
  insight: KINDS.Insight,
  dashboard: KINDS.Dashboard,
  notebook: KINDS.Notebook,
  session_recording: KINDS.Replay,
}

export function SharedLinksPage() {
  const project = useProject()
  const query = useQuery(sharedLinksQuery(project.id))
  return (
    <Section
      title="Shared links"
      lead="What people without an account can see. Turn a link off here, or change it where it was shared."
    >
      <LinksBlocked by={query.data?.blocked_by ?? null} />
      <Loaded
        query={query}
        skeleton={<Skeleton rows={4} />}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <EmptyState title="Nothing is shared">
            <p>Open an insight, a dashboard, a notebook or a recording, and choose Share.</p>
          </EmptyState>
        }
      >
        {({ results }) => (
          <ul aria-label="Shared links" className="divide-y divide-line rounded-md border border-line">
            {results.map((link) => (
              <Row key={`${link.type} ${link.id}`} projectId={project.id} link={link} />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )
}

function Row({ projectId, link }: { projectId: number; link: SharedLink }) {
  const { run, isBusy } = useChanges()
  const target = { kind: link.type as ShareTarget['kind'], id: link.id }
  const kind = KIND_OF[target.kind]
  const name = link.name || 'Untitled'
  const address = kind && addressOf(kind, { id: link.id, short_id: link.id })
  const end = () => run(() => changeSharing(projectId, target, { enabled: false }), `“${name}” is no longer shared`)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-3 py-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium wrap-anywhere">
          {address ? (
            <Link to={address as never} className="text-accent hover:underline">
              {name}
            </Link>
          ) : (
            name
          )}{' '}
          <span className="font-normal text-muted">{kind?.noun ?? link.type}</span>
        </p>
        <p className="text-[13px] text-muted">
          {link.shared_at && <TimeAgo iso={link.shared_at} prefix="Shared " />}
          {link.shared_by && ` by ${link.shared_by}`}
          {' · '}
          {link.password_required
            ? `${link.passwords} ${link.passwords === 1 ? 'password' : 'passwords'}`
            : 'no password'}
          {' · '}
          {link.last_opened_at ? (
            <>
              opened {link.openings} {link.openings === 1 ? 'time' : 'times'} (<TimeAgo iso={link.last_opened_at} />)
            </>
          ) : (
            'never opened'
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton label="Copy link" text={linkOf(link.access_token)} />
        {link.can_edit && (
          <Button disabled={isBusy} aria-label={`Stop sharing ${name}`} onClick={() => void end()}>
            Stop sharing
          </Button>
        )}
      </div>
    </li>
  )
}

/** The members of the organization with their levels, and open invitations. */

import { eventTime } from '@hedgerow/shared/format'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { BROWSER_ZONE } from '../../../browser-zone'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button, Field, SearchInput, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Section, TextArea } from '../../../components/form'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { type Invite, invitesQuery, LEVELS, levelName, type Member, membersQuery } from './api'

const ADMIN = 8
const OWNER = 15
const CURRENT = { organization_id: '@current' }

export function MembersPage() {
  const { data: me } = useQuery(meQuery)
  const [search, setSearch] = useState('')
  const members = useQuery({ ...membersQuery(search.trim()), placeholderData: keepPreviousData })
  const [isInviting, setInviting] = useState(false)
  const organization = me?.organization
  if (!me || !organization) return null
  const own = organization.membership_level ?? 0
  const mayInvite = own >= ADMIN || organization.members_can_invite !== false
  return (
    <>
      <Section
        title="Members"
        lead="Members use projects. Administrators also manage projects and people. Owners can do everything."
      >
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-full max-w-xs">
            <SearchInput
              label="Search by name or email"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          {mayInvite && (
            <Button look="primary" onClick={() => setInviting(true)}>
              <UserPlus size={16} aria-hidden /> Invite
            </Button>
          )}
        </div>
        <Loaded
          query={members}
          skeleton={<Skeleton rows={4} />}
          isEmpty={(data) => data.results.length === 0}
          empty={
            <EmptyState title="No members match">
              <Button onClick={() => setSearch('')}>Clear search</Button>
            </EmptyState>
          }
        >
          {(data) => (
            <ul aria-label="Members" className="flex flex-col divide-y divide-line">
              {data.results.map((member) => (
                <MemberRow key={member.id} member={member} own={own} isSelf={member.user.uuid === me.uuid} />
              ))}
            </ul>
          )}
        </Loaded>
        {members.data && members.data.count > members.data.results.length && (
          <p className="text-[13px] text-muted">
            Showing the first {members.data.results.length} of {members.data.count}. Search to find others.
          </p>
        )}
      </Section>
      <Invites own={own} mayInvite={mayInvite} />
      {isInviting && <InviteDialog own={own} onClose={() => setInviting(false)} />}
    </>
  )
}

function MemberRow({ member, own, isSelf }: { member: Member; own: number; isSelf: boolean }) {
  const { run, isBusy } = useChanges()
  const name = [member.user.first_name, member.user.last_name].filter(Boolean).join(' ') || member.user.email
  const mayChange = !isSelf && own >= ADMIN && member.level <= own
  const params = { path: { ...CURRENT, user_uuid: member.user.uuid } }
  const setLevel = (level: number, isUndo = false): void =>
    void run(
      () => api.PATCH('/api/organizations/{organization_id}/members/{user_uuid}', { params, body: { level } }),
      `${name} is now ${levelName(level).toLowerCase()}.`,
      isUndo || level === OWNER ? undefined : () => setLevel(member.level, true),
    )
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <span className="min-w-0 flex-1 basis-56">
        <span className="font-medium break-words">{name}</span>
        {isSelf && <span className="ml-2 text-accent">You</span>}
        <span className="block text-[13px] break-words text-muted">
          {member.user.email}
          {member.is_2fa_enabled ? ' · two-factor' : ''}
          {member.last_login ? ` · last login ${eventTime(member.last_login, BROWSER_ZONE)}` : ''}
        </span>
      </span>
      {mayChange ? (
        <select
          aria-label={`Level of ${name}`}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
          value={String(member.level)}
          disabled={isBusy}
          onChange={(event) => setLevel(Number(event.target.value))}
        >
          {LEVELS.filter(({ value }) => Number(value) <= own).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : (
        <span className="text-muted">{levelName(member.level)}</span>
      )}
      {mayChange && member.level < OWNER && (
        <Button
          disabled={isBusy}
          aria-label={`Remove ${name}`}
          onClick={() =>
            void run(
              () => api.DELETE('/api/organizations/{organization_id}/members/{user_uuid}', { params }),
              `Removed ${name}. Invite them to bring them back.`,
            )
          }
        >
          Remove
        </Button>
      )}
    </li>
  )
}

function Invites({ own, mayInvite }: { own: number; mayInvite: boolean }) {
  const query = useQuery(invitesQuery)
  const { run, isBusy } = useChanges()
  const remove = (invite: Invite) =>
    void run(
      () =>
        api.DELETE('/api/organizations/{organization_id}/invites/{id}', {
          params: { path: { ...CURRENT, id: invite.id } },
        }),
      `Revoked the invitation for ${invite.target_email}.`,
    )
  return (
    <Section title="Invitations" lead="An invitation works once, within three days, for the invited address only.">
      <Loaded
        query={query}
        skeleton={<Skeleton rows={2} />}
        isEmpty={(data) => data.results.length === 0}
        empty={<p className="text-muted">No open invitations.</p>}
      >
        {(data) => (
          <ul aria-label="Invitations" className="flex flex-col divide-y divide-line">
            {data.results.map((invite) => (
              <li key={invite.id} className="flex flex-wrap items-center gap-3 py-2">
                <span className="min-w-0 flex-1 basis-56">
                  <span className="font-medium break-words">{invite.target_email}</span>
                  <span className="block text-[13px] text-muted">
                    {levelName(invite.level)},{' '}
                    {invite.is_expired ? 'expired' : `invited ${eventTime(invite.created_at, BROWSER_ZONE)}`}
                    {invite.created_by ? ` by ${invite.created_by.first_name || invite.created_by.email}` : ''}
                    {invite.emailing_attempt_made ? '' : ', not emailed: share the link yourself'}
                  </span>
                </span>
                {!invite.is_expired && <CopyButton text={`${location.origin}/signup/${invite.id}`} label="Copy link" />}
                {mayInvite && invite.level <= Math.max(own, 1) && (
                  <Button
                    disabled={isBusy}
                    onClick={() => remove(invite)}
                    aria-label={`Revoke the invitation for ${invite.target_email}`}
                  >
                    Revoke
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )
}

function InviteDialog({ own, onClose }: { own: number; onClose: () => void }) {
  const [emails, setEmails] = useState('')
  const [level, setLevel] = useState('1')
  const [message, setMessage] = useState('')
  const [error, setError] = useState<Error | null>(null)
  const { run, isBusy } = useChanges()
  const list = emails.split(/[\s,;]+/).filter(Boolean)
  const invite = async () => {
    setError(null)
    const body = list.map((target_email) => ({ target_email, level: Number(level), message: message || null }))
    const done = await run(async () => {
      try {
        return await dataOf(
          api.POST('/api/organizations/{organization_id}/invites/bulk', {
            params: { path: CURRENT },
            body: body as never,
          }),
        )
      } catch (problem) {
        setError(problem as Error)
        return null
      }
    }, undefined)
    if (done) onClose()
  }
  return (
    <Dialog
      title="Invite people"
      action={list.length > 1 ? `Invite ${list.length}` : 'Invite'}
      isBusy={isBusy}
      isDisabled={list.length === 0}
      error={error}
      onClose={onClose}
      onAction={() => void invite()}
    >
      <TextArea
        label="Email addresses"
        value={emails}
        onChange={(event) => setEmails(event.target.value)}
        hint="Up to 20, separated by spaces, commas or lines. If one cannot be invited, none are."
        autoFocus
        rows={3}
      />
      <Select
        label="Level"
        value={level}
        onChange={(event) => setLevel(event.target.value)}
        options={LEVELS.filter(({ value }) => Number(value) <= own)}
      />
      <Field
        label="Message"
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        placeholder="Optional"
        maxLength={1000}
      />
    </Dialog>
  )
}

/** Email addresses as chips, with a field for more of them. */
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button, SuggestField } from '../../../components/controls'
import { membersQuery } from '../../workspace/settings/api'
import { addressesOf, type Draft, isAddress, splitAddresses } from './draft'

interface Props {
  draft: Pick<Draft, 'emails' | 'typed'>
  /** The organization sends reports to its members only. */
  isForMembers: boolean
  onChange: (change: Pick<Draft, 'emails' | 'typed'>) => void
}

export function EmailChips({ draft, isForMembers, onChange }: Props) {
  const { emails, typed } = draft
  // Only suggestions: without them every address can still be typed.
  const { data: members } = useQuery(membersQuery())
  const suggestions = members ? members.results.map(({ user }) => user.email) : []
  const take = () => onChange({ emails: addressesOf(draft), typed: '' })
  const change = (text: string) => {
    // A separator ends an address; so does pasting several.
    if (!/[\s,;]/.test(text)) return onChange({ emails, typed: text })
    const parts = splitAddresses(text)
    onChange({ emails: addressesOf({ emails, typed: parts.join(',') }), typed: '' })
  }
  return (
    <div className="flex flex-col gap-2">
      {emails.length > 0 && (
        <ul aria-label="Recipients" className="flex flex-wrap gap-2">
          {emails.map((email) => (
            <Chip
              key={email}
              email={email}
              onRemove={() => onChange({ emails: emails.filter((each) => each !== email), typed })}
            />
          ))}
        </ul>
      )}
      <SuggestField
        label={emails.length === 0 ? 'Email addresses' : 'More addresses'}
        value={typed}
        inputMode="email"
        placeholder="name@example.com"
        suggestions={suggestions.filter((email) => !emails.includes(email))}
        hint={
          isForMembers
            ? 'Members of the organization only: its settings do not allow other addresses.'
            : 'Anyone can get it; no account is needed.'
        }
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed.trim() !== '') {
            event.preventDefault()
            take()
          }
          if (event.key === 'Backspace' && typed === '' && emails.length > 0)
            onChange({ emails: emails.slice(0, -1), typed })
        }}
      />
    </div>
  )
}

function Chip({ email, onRemove }: { email: string; onRemove: () => void }) {
  const isWrong = !isAddress(email)
  return (
    <li
      className={`inline-flex max-w-full items-center gap-1 rounded-md pl-2 text-[13px] ${isWrong ? 'bg-danger-soft text-danger' : 'bg-raised'}`}
      title={isWrong ? 'This is not an email address' : undefined}
    >
      <span className="truncate">{email}</span>
      <Button look="bare" className="min-h-7 px-1.5" aria-label={`Remove ${email}`} onClick={onRemove}>
        <X size={14} aria-hidden />
      </Button>
    </li>
  )
}

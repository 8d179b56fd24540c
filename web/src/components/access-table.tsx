/** A table of access levels: everyone, roles and people against one or more kinds of objects. */
import { useQuery } from '@tanstack/react-query'
import { levelName, type Member, membersQuery, type Role, rolesQuery } from '../features/workspace/settings/api'
import { Loaded, Skeleton, together } from './states'

const ADMIN = 8
const WORDS: Record<string, string> = {
  none: 'No access',
  member: 'Member',
  admin: 'Admin',
  viewer: 'View',
  editor: 'Edit',
  manager: 'Manage',
}

export interface AccessRule {
  resource: string
  organization_member: string | null
  role: string | null
  access_level: string
}

/** Whom a rule applies to; without a member or role, everyone. */
export interface Subject {
  member?: string
  role?: string
}

export interface AccessColumn {
  /** The name that rules use. */
  resource: string
  label: string
  levels: readonly string[]
  /** The level without a rule, as text. */
  otherwise: string
}

interface Props {
  label: string
  columns: readonly AccessColumn[]
  rules: readonly AccessRule[]
  mayEdit: boolean
  onSet: (resource: string, subject: Subject, level: string) => void
}

/** The rule for exactly this subject. */
export function findRule(rules: readonly AccessRule[], resource: string, { member, role }: Subject) {
  return rules.find(
    (rule) =>
      rule.resource === resource && rule.organization_member === (member ?? null) && rule.role === (role ?? null),
  )
}

export function AccessTable(props: Props) {
  const query = together(useQuery(membersQuery()), useQuery(rolesQuery))
  return (
    <Loaded query={query} skeleton={<Skeleton rows={4} />}>
      {([members, roles]) => <Subjects {...props} members={members.results} roles={roles.results} />}
    </Loaded>
  )
}

interface SubjectsProps extends Props {
  members: readonly Member[]
  roles: readonly Role[]
}

function Subjects({ label, columns, rules, mayEdit, onSet, members, roles }: SubjectsProps) {
  const cells = (subject: Subject, name: string) =>
    columns.map((column) => (
      <td key={column.resource} className="px-2 py-1.5">
        <select
          aria-label={`${column.label} for ${name}`}
          className="min-h-8 w-full min-w-36 rounded border border-line-strong bg-surface px-1 disabled:opacity-60"
          value={findRule(rules, column.resource, subject)?.access_level ?? ''}
          disabled={!mayEdit}
          onChange={(event) => onSet(column.resource, subject, event.target.value)}
        >
          <option value="">
            {subject.member || subject.role ? 'Same as everyone' : `Default (${column.otherwise})`}
          </option>
          {column.levels.map((level) => (
            <option key={level} value={level}>
              {WORDS[level] ?? level}
            </option>
          ))}
        </select>
      </td>
    ))
  const head = 'sticky left-0 max-w-52 min-w-36 truncate bg-surface px-3 py-1.5 text-left font-medium'
  return (
    // tabIndex: a region that scrolls has to be reachable by keyboard.
    <section className="overflow-x-auto rounded-md border border-line" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-left text-[13px] text-muted">
            <th scope="col" className={head}>
              Who
            </th>
            {columns.map((column) => (
              <th key={column.resource} scope="col" className="px-2 py-2 font-medium whitespace-nowrap">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          <tr>
            <th scope="row" className={head}>
              Everyone{' '}
            </th>
            {cells({}, 'everybody')}
          </tr>
          {roles.map((role) => (
            <tr key={role.id}>
              <th scope="row" className={head} title={role.name}>
                {role.name}
                <span className="block text-[13px] font-normal text-muted">Role of {role.members.length}</span>
              </th>
              {cells({ role: role.id }, role.name)}
            </tr>
          ))}
          {members.map((member) => (
            <tr key={member.id}>
              <th scope="row" className={head} title={member.user.email}>
                {member.user.first_name || member.user.email}
                <span className="block truncate text-[13px] font-normal text-muted">{member.user.email}</span>
              </th>
              {member.level >= ADMIN ? (
                <td colSpan={columns.length} className="px-3 py-2 text-muted">
                  Full access, as {levelName(member.level).toLowerCase()}
                </td>
              ) : (
                cells({ member: member.id }, member.user.email)
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

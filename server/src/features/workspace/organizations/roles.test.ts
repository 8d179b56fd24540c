/** Errors when a role cannot be given, tested without stores. */
import { expect, test } from 'vitest'
import '../../delivery/feature-flags/index.ts'
import type { OrganizationContext } from './enter.ts'
import { giveRole } from './roles.ts'

const ROLE = '018f0000-0000-7000-8000-000000000001'
const USER = '018f0000-0000-7000-8000-000000000002'

const role = { id: ROLE, name: 'Editors', flagLevel: 37, createdAt: new Date(0), createdBy: null, flags: [] }

/** An organization whose database answers each statement by the first matching pattern, else with no rows. */
function contextWith(answers: readonly (readonly [RegExp, readonly object[] | Error])[]): OrganizationContext {
  const query = async (sql: string) => {
    const answer = answers.find(([pattern]) => pattern.test(sql))?.[1] ?? []
    if (answer instanceof Error) throw answer
    return { rows: answer, rowCount: answer.length }
  }
  const client = { query, release: () => {} }
  return {
    db: { $client: { query, connect: async () => client } },
    organization: { id: ROLE },
    principal: { userId: 1 },
  } as never
}

const violation = (constraint: string) => Object.assign(new Error('violates'), { code: '23503', constraint })
const found = [/FROM roles r/, [role]] as const
const member = [/^SELECT m\.id/, [{ id: USER, email: 'ada@example.com' }]] as const

test('a role that does not exist is refused', async () => {
  await expect(giveRole(contextWith([]), ROLE, USER)).rejects.toMatchObject({ detail: 'The role does not exist.' })
  await expect(giveRole(contextWith([]), 'x', USER)).rejects.toMatchObject({ detail: 'The role does not exist.' })
})

test('a failing database is not mistaken for a role that does not exist', async () => {
  const context = contextWith([[/FROM roles r/, new Error('connection lost')]])
  await expect(giveRole(context, ROLE, USER)).rejects.toThrow('connection lost')
})

test.each([
  ['role_memberships_role_id_roles_id_fk', 'The role does not exist.'],
  ['role_memberships_membership_id_organization_memberships_id_fk', 'The user is not a member of the organization.'],
])('a concurrent deletion is reported: %s', async (constraint, detail) => {
  const context = contextWith([found, member, [/INSERT INTO role_memberships/, violation(constraint)]])
  await expect(giveRole(context, ROLE, USER)).rejects.toMatchObject({ detail })
})

test('any other error is passed through', async () => {
  const failure = Object.assign(new Error('out of disk'), { code: '53100' })
  const context = contextWith([found, member, [/INSERT INTO role_memberships/, failure]])
  await expect(giveRole(context, ROLE, USER)).rejects.toThrow('out of disk')
})

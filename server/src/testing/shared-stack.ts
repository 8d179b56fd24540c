/**
 * One installation for all test files that only use the API. Each file gets its own organization, project and user in it.
 * Other files run on it at the same time, so a test must only query its own project.
 */
import { randomUUID } from 'node:crypto'
import { PersonSession } from './person-session.ts'
import { Client, type Installation, PASSWORD, reachInstallation } from './stack.ts'

/** A member of the file's organization. The password is `PASSWORD`. */
export interface Member {
  id: number
  email: string
  session: PersonSession
  /** A personal API key with every scope. */
  key: string
  /** Sends requests with this key, and captures into the file's project. */
  client: Client
}

/** A file's part of the shared installation; the member is the owner of the organization. */
export interface Share extends Member {
  stack: Installation
  organization: string
  project: number
  /** Path of the project in the API, without a trailing slash. */
  base: string
  /** The project's token. */
  token: string
  /** Adds another user to the organization, as a member unless another level is given. */
  join: (name: string, level?: number) => Promise<Member>
}

/** Finds the installation that test files share. The first file to ask starts it. */
export async function findSharedInstallation(): Promise<Installation> {
  const response = await fetch(process.env.HEDGEROW_TEST_SHARED_STACK!)
  if (!response.ok) throw new Error(`the shared installation did not start: ${await response.text()}`)
  const { url, directory } = (await response.json()) as { url: string; directory: string }
  return reachInstallation(url, directory)
}

/** Creates an organization, a project and a user for the calling test file. */
export async function shareStack(): Promise<Share> {
  const stack = await findSharedInstallation()
  const owner = await signUp(stack, new Client(stack), 'ada')
  const first = (await owner.get('/api/organizations/@current/')).body.id
  const organization = made(await owner.post('/api/organizations/', { name: `Shared ${randomUUID()}` })).id
  await owner.delete(`/api/organizations/${first}/members/@me/`)
  const { id: project, api_token: token } = (await owner.get('/api/projects/@current/')).body
  const member = await describe(owner, token)
  return {
    ...member,
    stack,
    organization,
    project,
    base: `/api/projects/${project}`,
    token,
    join: async (name, level) => describe(await signUp(stack, member.client, name, level), token),
  }
}

/** Signs up a new user in the inviter's organization. */
async function signUp(stack: Installation, inviter: Client, name: string, level = 1): Promise<PersonSession> {
  const invite = await inviter.request('/api/organizations/@current/invites/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ target_email: `${name}-${randomUUID()}@example.com`, level }),
  })
  const { id } = made({ status: invite.status, body: await invite.json() })
  const session = new PersonSession(stack)
  made(await session.post(`/api/signup/${id}/`, { first_name: name, password: PASSWORD }))
  return session
}

async function describe(session: PersonSession, token: string): Promise<Member> {
  const { id, email } = (await session.get('/api/users/@me/')).body
  const key = made(await session.post('/api/personal_api_keys/', { label: 'test', scopes: ['*'] })).value
  return { id, email, session, key, client: new Client(session.stack, key, token) }
}

function made({ status, body }: { status: number; body: any }): any {
  if (status !== 201) throw new Error(`a shared installation answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** The user's sessions, with buttons to log them out. */

import { eventTime } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client'
import { BROWSER_ZONE } from '../../../browser-zone'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Section } from '../../../components/form'
import { Loaded, Skeleton } from '../../../components/states'
import { ME, sessionsQuery } from './api'

export function LoginSessions() {
  const query = useQuery(sessionsQuery)
  const { run, isBusy } = useChanges()
  return (
    <Section title="Where you are logged in">
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => (
          <>
            <ul aria-label="Sessions" className="flex flex-col divide-y divide-line">
              {data.map((session) => (
                <li key={session.id} className="flex flex-wrap items-center gap-3 py-2">
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{session.device}</span>
                    {session.is_current && <span className="ml-2 text-accent">This browser</span>}
                    <span className="block text-[13px] text-muted">
                      {session.location ?? 'Unknown location'}, last seen{' '}
                      {eventTime(session.last_activity, BROWSER_ZONE)}, since{' '}
                      {eventTime(session.created_at, BROWSER_ZONE)}
                    </span>
                  </span>
                  {!session.is_current && (
                    <Button
                      disabled={isBusy}
                      aria-label={`Log out ${session.device}`}
                      onClick={() =>
                        void run(
                          () =>
                            api.DELETE('/api/users/{user_uuid}/login_sessions/{id}', {
                              params: { path: { user_uuid: '@me', id: session.id } },
                            }),
                          'Session logged out.',
                        )
                      }
                    >
                      Log out
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {data.length > 1 && (
              <Button
                className="self-start"
                disabled={isBusy}
                onClick={() =>
                  void run(
                    () => api.POST('/api/users/{user_uuid}/login_sessions/revoke_others', ME),
                    'Logged out everywhere else.',
                  )
                }
              >
                Log out everywhere else
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

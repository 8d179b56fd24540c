/** The events for which actors were counted, and the recordings in which they happened. */
import {
  and,
  call,
  compare,
  connectedSources,
  constant,
  type Expr,
  exprTemplate,
  field,
  selectTemplate,
} from '../hogql/index.ts'
import type { Asker } from './asker.ts'

/** Most events of an actor that are listed. */
export const MATCHED_MAX = 100
const ACTORS_AT_ONCE = 500

/** Which events count for an actor. */
export interface CountedEvents {
  actor: Expr
  /** Condition on the events. */
  where: Expr
}

/** An actor of whom only the events at some times count, in microseconds; null if all that fit do. */
export type CountedActor = [id: string, moments: readonly number[] | null]

export type MatchedEvent = [timestamp: string, uuid: string, session: string, window: string]

/** For each actor, those events that happened in a session; at most 100 each, in the order of time. */
export async function findCountedEvents(
  { actor, where }: CountedEvents,
  actors: readonly CountedActor[],
  asker: Asker,
): Promise<MatchedEvent[][]> {
  const found = new Map<string, [micros: unknown, ...MatchedEvent][]>()
  for (let at = 0; at < actors.length; at += ACTORS_AT_ONCE) {
    const part = actors.slice(at, at + ACTORS_AT_ONCE)
    const micros = exprTemplate('toUnixTimestamp64Micro(timestamp)')
    const moments = part.every(([, own]) => own !== null) ? part.flatMap(([, own]) => own!) : null
    if (moments?.length === 0) continue
    const tree = selectTemplate(
      `SELECT {id} AS id, arraySlice(arraySort(groupArray(tuple({micros}, timestamp, toString(uuid), $session_id, $window_id))), 1, {most})
       FROM events WHERE {where} GROUP BY id`,
      {
        id: call('toString', actor),
        micros,
        most: constant(MATCHED_MAX),
        where: and(
          where,
          compare('!=', call('ifNull', field('$session_id'), constant('')), constant('')),
          isOneOf(
            call('toString', actor),
            part.map(([id]) => id),
          ),
          moments === null ? constant(true) : isOneOf(micros, moments),
        ),
      },
    )
    const { rows } = await asker.run(tree, { limit: { default: ACTORS_AT_ONCE, max: ACTORS_AT_ONCE } })
    for (const [id, events] of rows) found.set(String(id), events as [unknown, ...MatchedEvent][])
  }
  return actors.map(([id, moments]) => {
    const own = new Set(moments)
    return (found.get(id) ?? []).flatMap(([micros, ...event]) =>
      moments === null || own.has(Number(micros)) ? [event] : [],
    )
  })
}

const isOneOf = (value: Expr, wanted: readonly (string | number)[]): Expr =>
  compare('in', value, { node: 'Tuple', exprs: [...new Set(wanted)].map((each) => constant(each)) })

/** For each actor, the recorded sessions in which their events happened, with those events. */
export async function matchRecordings(lists: readonly MatchedEvent[][], asker: Asker): Promise<unknown[][]> {
  const sessions = [...new Set(lists.flat().flatMap(([, , session]) => (session ? [session] : [])))]
  const recorded = await connectedSources().recordedSessions(asker.stores.db.$client, asker.team.id, sessions)
  return lists.map((events) => {
    const bySession = new Map<string, { uuid: string; timestamp: string; window_id: string }[]>()
    for (const [timestamp, uuid, session, window] of events)
      if (recorded.has(session))
        bySession.set(session, [...(bySession.get(session) ?? []), { uuid, timestamp, window_id: window }])
    return [...bySession].map(([session, own]) => ({ session_id: session, events: own }))
  })
}

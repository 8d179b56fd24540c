/** What every flag of a project is for somebody, and why: for people who look at flags, not for SDKs. */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, parseJson } from '../../../platform/json.ts'
import { findUser } from '../../workspace/users/index.ts'
import type { FlagContext } from './context.ts'
import { Evaluator } from './evaluation.ts'
import { listActiveFlags } from './flag-list.ts'
import type { FlagRow } from './flags.ts'
import { seenBy } from './seen.ts'
import { loadSubject } from './subject.ts'

interface Evaluated {
  value: string | boolean
  evaluation: { reason: string; condition_index: number | null | undefined }
}

/**
 * The flags that are switched on and that the caller may see, with what they are for the caller.
 * @param groups JSON: keys of groups by type
 * @throws ApiError 400 when that is no object
 */
export async function flagsForCaller(
  context: FlagContext,
  groups: string | undefined,
): Promise<{ flag: FlagRow; value: string | boolean }[]> {
  const user = await findUser(context.db, context.principal.userId!)
  const evaluated = await evaluateAll(context, user!.distinctId, groups)
  const flags = await listActiveFlags(context)
  return flags.map((flag) => ({ flag, value: evaluated.get(flag.key)?.value ?? false }))
}

/**
 * What the flags that the caller may see are for somebody, by key.
 * @throws ApiError 400 when the groups are no JSON object
 */
export async function explainFlags(
  context: FlagContext,
  distinctId: string,
  groups: string | undefined,
): Promise<Record<string, Evaluated>> {
  const evaluated = await evaluateAll(context, distinctId, groups)
  const { flagKeys } = await seenBy(context)
  return Object.fromEntries([...evaluated].filter(([key]) => flagKeys.has(key)))
}

async function evaluateAll(
  { db, team, store }: FlagContext,
  distinctId: string,
  groupsText: string | undefined,
): Promise<Map<string, Evaluated>> {
  const request = {
    distinctId,
    anonymousId: null,
    deviceId: null,
    groups: readGroups(groupsText),
    personProperties: {},
    groupProperties: {},
  }
  const flags = await store.flagsOf(team.id)
  const evaluator = new Evaluator(flags, await loadSubject(db.$client, team.id, flags, request, store))
  return new Map(
    flags.map((flag) => {
      const { enabled, variant, reason } = evaluator.evaluate(flag)
      const code = flag.active ? reason.code : 'disabled'
      const value = enabled ? (variant ?? true) : false
      return [flag.key, { value, evaluation: { reason: code, condition_index: reason.condition_index } }] as const
    }),
  )
}

function readGroups(text: string | undefined): JsonObject {
  let groups: unknown = {}
  try {
    groups = text ? parseJson(text) : {}
  } catch {
    groups = null
  }
  if (!isJsonObject(groups)) throw errors.invalid('groups must be an object.', 'groups')
  return groups
}

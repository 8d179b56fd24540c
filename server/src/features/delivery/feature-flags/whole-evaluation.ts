/** Evaluates all flags of a project for one person, with reasons. Used in the UI, not by SDKs. */
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
 * The enabled flags that the caller may see, evaluated for the caller.
 * @param groups JSON: group keys by type
 * @throws ApiError 400 if `groups` is not a JSON object
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
 * Evaluates the flags that the caller may see for a person, by key.
 * @throws ApiError 400 if `groups` is not a JSON object
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

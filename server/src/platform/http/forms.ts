/**
 * Converts forms to the objects that they stand for. First the names: a repeated key, `key[]` and `key[0]` make a list,
 * `key[sub]` an object. Then the types: a form only contains text, and the route's schema says which type a field should
 * have.
 */
import { z } from 'zod'
import { isJsonObject, parseJson } from '../json.ts'
import { errors } from './errors.ts'

export type FormValue = string | FormValue[] | { [key: string]: FormValue }

const NAME_PARTS_MAX = 20
const INDEX = /^\d*$/

/** A key of a form with everything that was sent under it. */
interface Node {
  values: string[]
  children: Map<string, Node>
}

const newNode = (): Node => ({ values: [], children: new Map() })

/**
 * The fields of a form as one object; every leaf is still text.
 * @throws ApiError 400 for a key that is both text and an object
 */
export function fieldsToObject(fields: readonly (readonly [string, string])[]): Record<string, FormValue> {
  const root = newNode()
  for (const [name, value] of fields) {
    let node = root
    for (const part of namePartsOf(name)) {
      const child = node.children.get(part) ?? newNode()
      node.children.set(part, child)
      node = child
    }
    node.values.push(value)
  }
  return Object.fromEntries([...root.children].map(([name, node]) => [name, toValue(name, node)]))
}

/** `a[b][0]` as `a`, `b`, `0`; a name with unbalanced brackets is an ordinary name. */
function namePartsOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name)
  if (!match) return [name]
  const parts = [match[1]!, ...match[2]!.slice(1, -1).split('][')]
  if (parts.length > NAME_PARTS_MAX)
    throw errors.malformed(`The key of a form can have at most ${NAME_PARTS_MAX} parts.`)
  return parts
}

function toValue(name: string, { values, children }: Node): FormValue {
  if (children.size === 0) return values.length === 1 ? values[0]! : values
  if ([...children.keys()].every((key) => INDEX.test(key))) {
    const numbered = [...children].filter(([key]) => key !== '').sort(([a], [b]) => Number(a) - Number(b))
    const appended = children.get('')
    return [
      ...values,
      ...numbered.map(([key, child]) => toValue(`${name}[${key}]`, child)),
      ...(appended ? [toValue(`${name}[]`, appended)].flat() : []),
    ]
  }
  if (values.length > 0) throw errors.malformed(`The form has ${name.slice(0, 100)} both as text and as an object.`)
  return Object.fromEntries([...children].map(([key, child]) => [key, toValue(`${name}[${key}]`, child)]))
}

/**
 * Converts the values of a form to the types of a schema: JSON text is parsed, a single value becomes a list of one, digits
 * become a number. Values that do not fit are kept, so that validation refuses them.
 */
export function fitForm(schema: z.ZodType, value: unknown): unknown {
  const wanted = bare(schema)
  if (wanted instanceof z.ZodUnion) return fitUnion(wanted.options as z.ZodType[], value)
  if (wanted instanceof z.ZodArray) {
    const list = typeof value === 'string' ? listOf(schema, value) : value
    return Array.isArray(list) ? list.map((item) => fitForm(wanted.element as z.ZodType, item)) : list
  }
  if (wanted instanceof z.ZodObject) {
    const object = typeof value === 'string' ? readContainer(value) : value
    if (!isJsonObject(object)) return value
    const shape: Record<string, z.ZodType> = wanted.shape
    return mapValues(object, (key, item) => (Object.hasOwn(shape, key) ? fitForm(shape[key]!, item) : item))
  }
  if (wanted instanceof z.ZodRecord) {
    const object = typeof value === 'string' ? readContainer(value) : value
    return isJsonObject(object)
      ? mapValues(object, (_key, item) => fitForm(wanted.valueType as z.ZodType, item))
      : value
  }
  if (typeof value !== 'string') return value
  if (wanted instanceof z.ZodAny || wanted instanceof z.ZodUnknown) return readContainer(value) ?? value
  if (wanted instanceof z.ZodNumber && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)) return Number(value)
  if (wanted instanceof z.ZodBoolean && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  return value
}

/** Fits the first list or object type of a union, unless the value may be text and looks like it. */
function fitUnion(options: readonly z.ZodType[], value: unknown): unknown {
  const isText = typeof value === 'string' && readContainer(value) === undefined
  if (isText && options.some((option) => option.safeParse(value).success && !isAnything(bare(option)))) return value
  for (const option of options) {
    const fitted = fitForm(option, value)
    if (option.safeParse(fitted).success) return fitted
  }
  return value
}

const isAnything = (schema: z.ZodType) => schema instanceof z.ZodAny || schema instanceof z.ZodUnknown

/** Unwraps schemas that only make a value optional or transform it. */
function bare(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodLazy
  )
    return bare(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodPipe)
    return bare((schema.in instanceof z.ZodTransform ? schema.out : schema.in) as z.ZodType)
  return schema
}

/** Empty text is null if the list is nullable, and otherwise an empty list. */
function listOf(schema: z.ZodType, text: string): unknown {
  if (text === '') return schema.safeParse(null).success ? null : []
  const json = readContainer(text)
  return Array.isArray(json) ? json : [json ?? text]
}

function readContainer(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function mapValues(object: object, change: (key: string, value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]))
}

/** Names of schemas in the API document. */
import { jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'

/**
 * Makes a schema a component of the API document, which every use references: `#/components/schemas/Insight`. In requests,
 * the name ends with `Input`. Names are unique, and PostHog's if PostHog has one.
 */
export function nameSchema(schema: z.ZodType, name: string): void {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id: name })
}

/** The name given to a schema, or undefined. */
export function schemaName(schema: z.ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.id
}

type DocumentInput = Parameters<typeof jsonSchemaTransformObject>[0]
/** The library's type also covers Swagger 2, which has no components. */
type Document = ReturnType<typeof jsonSchemaTransformObject> & { components?: { schemas?: object } }

/**
 * Adds the named schemas that the routes use, directly or nested. The library creates two of every name, one for requests
 * and one for responses, and most are used one way only.
 */
export function withNamedSchemas(input: DocumentInput): Document {
  const document = jsonSchemaTransformObject(input) as Document
  const schemas = { ...document.components?.schemas } as Record<string, unknown>
  const used = new Set<string>()
  const follow = (part: unknown) => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name!)) continue
      used.add(name!)
      follow(schemas[name!])
    }
  }
  follow(document.paths)
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)))
  return { ...document, components: { ...document.components, schemas: withEnums(kept) } } as Document
}

/** Writes a constant as an `enum` with one value, as in the schemas that Fastify puts into the routes. */
function withEnums(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withEnums)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.entries(schema).map(([key, value]) =>
    key === 'const' && typeof value !== 'object' ? ['enum', [value]] : [key, withEnums(value)],
  )
  return Object.fromEntries(parts)
}

/** Names of schemas in the API document. */
import { jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'

/**
 * Makes a schema a component of the API document, which every use refers to: `#/components/schemas/Insight`. In what a
 * request sends, the name ends with `Input`. Names are unique, and PostHog's where PostHog has one.
 */
export function nameSchema(schema: z.ZodType, name: string): void {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id: name })
}

/** The name that a schema was given, or undefined. */
export function schemaName(schema: z.ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.id
}

type DocumentInput = Parameters<typeof jsonSchemaTransformObject>[0]
/** The library's type covers Swagger 2 as well, which has no components. */
type Document = ReturnType<typeof jsonSchemaTransformObject> & { components?: { schemas?: object } }

/**
 * Adds the named schemas that the routes use, directly or inside one another. The library makes two of every name, one
 * for requests and one for answers, and most are used one way only.
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

/** What must be one value is an `enum` of it, as in the schemas that Fastify puts into the routes. */
function withEnums(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withEnums)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.entries(schema).map(([key, value]) =>
    key === 'const' && typeof value !== 'object' ? ['enum', [value]] : [key, withEnums(value)],
  )
  return Object.fromEntries(parts)
}

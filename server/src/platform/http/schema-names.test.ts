import { expect, test } from 'vitest'
import { z } from 'zod'
import { pageOf } from './pagination.ts'
import { nameSchema, schemaName, withNamedSchemas } from './schema-names.ts'

const inner = z.object({ id: z.number(), kind: z.literal('inner') })
nameSchema(inner, 'TestInner')
const outer = z.object({ inner: z.array(inner) }).describe('Has a description.')
nameSchema(outer, 'TestOuter')
const other = z.object({ name: z.string() })
nameSchema(other, 'TestOther')

test('the document holds the named schemas that routes use, and those nested in them', () => {
  const paths = { '/a': { get: { responses: { 200: { $ref: '#/components/schemas/TestOuter' } } } } }
  const document = withNamedSchemas({ openapiObject: { openapi: '3.1.0', paths } } as never)
  expect(document.components?.schemas).toEqual({
    TestInner: expect.objectContaining({
      properties: { id: { type: 'number' }, kind: { type: 'string', enum: ['inner'] } },
    }),
    TestOuter: expect.objectContaining({
      description: 'Has a description.',
      properties: { inner: { type: 'array', items: { $ref: '#/components/schemas/TestInner' } } },
    }),
  })
})

test('pages of the same rows share one schema, named after the rows', () => {
  expect(pageOf(inner)).toBe(pageOf(inner))
  expect(schemaName(pageOf(inner))).toBe('PaginatedTestInnerList')
  expect(schemaName(pageOf(z.object({})))).toBeUndefined()
})

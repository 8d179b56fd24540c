import { queryOptions } from '@tanstack/react-query'
import { ask } from '../query/ask'

export interface SchemaField {
  name: string
  hogql_value: string
  type: string
  table?: string
}
export interface SchemaTable {
  name: string
  fields: Record<string, SchemaField>
}

export function schemaQuery(projectId: number) {
  return queryOptions({
    queryKey: ['sql-schema', projectId],
    queryFn: async ({ signal }) => {
      const answer = await ask(projectId, { kind: 'DatabaseSchemaQuery' }, { signal })
      return {
        tables: Object.values(answer.tables as Record<string, SchemaTable>),
        functions: answer.functions as string[],
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export type Values = Record<string, string | number>

/** Values of parameters as a query carries them. */
export const toVariables = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { code_name: name, value }]))

export async function checkSql(
  projectId: number,
  query: string,
  values: Values,
): Promise<{ message: string; start: number; end: number }[]> {
  const answer = await ask(projectId, {
    kind: 'HogQLMetadata',
    language: 'hogQL',
    query,
    variables: toVariables(values),
  })
  return answer.errors as { message: string; start: number; end: number }[]
}

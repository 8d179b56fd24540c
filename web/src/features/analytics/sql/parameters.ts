/** Names of parameters, `{variables.name}`, in their order. */
export function parametersOf(query: string): string[] {
  return [...new Set([...query.matchAll(/\{\s*variables\.(\w+)\s*\}/g)].map((match) => match[1]!))]
}

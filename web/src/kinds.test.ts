import { KINDS, type KindNames } from '@hedgerow/shared/kinds'
import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { createAppRouter } from './router'

// Rendering pages needs a browser; the router does not.
vi.mock('./routes/root', async () => {
  const { createRootRoute, createRoute } = await import('@tanstack/react-router')
  const root = createRootRoute()
  return { root, app: createRoute({ getParentRoute: () => root, id: 'app' }) }
})

test('the page of every kind of object is a route, whatever its parameters are called', () => {
  const shape = (address: string) => address.replace(/\$\w+/g, '$')
  const pages = new Set(Object.keys(createAppRouter(new QueryClient()).routesByPath).map(shape))
  const kinds: KindNames[] = Object.values(KINDS)
  for (const { page } of kinds) if (page) expect(pages).toContain(shape(page))
})

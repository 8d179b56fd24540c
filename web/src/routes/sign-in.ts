/** Pages without a session: sign-up, login, and the links sent by email. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { root } from './root'
import { words } from './search'

const signup = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  component: lazyRouteComponent(() => import('../features/workspace/authentication/auth-page'), 'SignupPage'),
})

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('../features/workspace/authentication/auth-page'), 'LoginPage'),
})

const auth = <Name extends string>(path: Name, page: 'ResetRequestPage' | 'ResetPage' | 'VerifyPage' | 'InvitePage') =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import('../features/workspace/authentication/recovery-pages'), page),
  })

const resetRequest = auth('/reset', 'ResetRequestPage')

const reset = auth('/reset/$uuid/$token', 'ResetPage')

const verify = auth('/verify_email/$uuid', 'VerifyPage')

const invite = auth('/signup/$inviteId', 'InvitePage')

const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe',
  validateSearch: z.object({ token: words }),
  component: lazyRouteComponent(() => import('../features/delivery/subscriptions/unsubscribe-page'), 'UnsubscribePage'),
})

export const signInRoutes = [signup, login, resetRequest, reset, verify, invite, unsubscribe] as const

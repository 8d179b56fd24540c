import { withScopes } from './kind.ts'

export const deliveryKinds = withScopes({
  AlertConfiguration: { noun: 'alert', plural: 'alerts', page: '/alerts' },
  FeatureFlag: {
    noun: 'feature flag',
    plural: 'feature flags',
    page: '/feature_flags/$id',
    resource: 'feature_flag',
    path: 'feature_flags',
    search: { names: ['key'] },
  },
  EarlyAccessFeature: { noun: 'early access feature', plural: 'early access features', page: '/early_access' },
  Integration: { noun: 'integration', plural: 'integrations', page: '/settings/integrations' },
  Subscription: {
    noun: 'subscription',
    plural: 'subscriptions',
    page: '/subscriptions/$id',
    resource: 'subscription',
    path: 'subscriptions',
    search: { names: ['title', 'resource_name'] },
  },
})

import { withScopes } from './kind.ts'

export const customersKinds = withScopes({
  Notebook: {
    noun: 'notebook',
    plural: 'notebooks',
    page: '/notebooks/$short_id',
    resource: 'notebook',
    path: 'notebooks',
    search: { names: ['title'] },
  },
  Account: {
    noun: 'account',
    plural: 'accounts',
    page: '/accounts/$id',
    resource: 'account',
    path: 'accounts',
    search: { names: ['name'] },
  },
  CustomPropertyDefinition: { noun: 'custom property', plural: 'custom properties', page: '/accounts' },
  CustomerProfileConfig: { noun: 'layout', plural: 'layouts', heading: 'Profile layouts' },
})

export { accountsKind } from './accounts-query.ts'
export { registerExternalAccountRoutes } from './external-routes.ts'
export { accountKind, registerCustomerAccountRoutes } from './routes.ts'
export { accountsTableKind } from './table-query.ts'

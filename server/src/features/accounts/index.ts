export { accountsKind } from './accounts-query.ts'
export { accountKind, registerAccountRoutes as registerCustomerAccountRoutes } from './routes.ts'
export { accountsTableKind } from './table-query.ts'

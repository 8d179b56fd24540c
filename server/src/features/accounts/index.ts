export { accountKind, registerAccountRoutes as registerCustomerAccountRoutes } from './routes.ts'

export { customerProfileKind } from './kind.ts'
export { registerCustomerProfileRoutes } from './routes.ts'

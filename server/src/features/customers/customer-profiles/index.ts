export { registerCustomerProfileRoutes } from './routes.ts'

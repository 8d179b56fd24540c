export * from './organizations.ts'
export { registerOrganizationRoutes } from './routes.ts'
export { organizationAnswer, teamAnswer, toOrganizationAnswer, toTeamAnswer } from './schemas.ts'
export { teams } from './tables.ts'

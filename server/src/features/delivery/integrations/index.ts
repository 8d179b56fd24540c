export { type IntegrationSettings, Integrations } from './integrations.ts'
export { registerIntegrationRoutes } from './routes.ts'
export { SlackError } from './slack-api.ts'
export { findIntegration, type Integration, noteErrors, openSecret } from './store.ts'

export { DEMO_DAYS, type DemoEvent, generateDemo } from './generate.ts'
export { demoJobs, makeDemoData } from './jobs.ts'
export { demoInProjects } from './project.ts'
export { registerDemoRoutes } from './routes.ts'

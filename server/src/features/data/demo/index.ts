export { DEMO_DAYS, type DemoEvent, generateDemo } from './generate.ts'
export { isGeneratingDemoData } from './generator.ts'
export { demoJobs, makeDemoData, requestDemoData } from './jobs.ts'

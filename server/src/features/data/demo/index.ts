export { DEMO_DAYS, type DemoEvent, generateDemo } from './generate.ts'
export { DemoGenerator, isGeneratingDemoData, requestDemoData } from './generator.ts'

export { DEMO_DAYS, type DemoEvent, generateDemo } from './generate.ts'

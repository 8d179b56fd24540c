export { mirrorServices } from './services.ts'

export { mirrorOnce } from './mirror.ts'

export { normalizeTags, TAG_CHARACTERS_MAX, tagList } from './normalize.ts'
export { registerTagRoutes } from './routes.ts'

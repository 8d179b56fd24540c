import { declareKind } from '../kinds/index.ts'

export const userKind = declareKind({ scope: 'User', noun: 'user', hasNoArticle: true })
export const apiKeyKind = declareKind({ scope: 'PersonalAPIKey', noun: 'API key', page: '/settings/keys' })

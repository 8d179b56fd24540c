import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../kinds/index.ts'

export const userKind = declareKind(KINDS.User)
export const apiKeyKind = declareKind(KINDS.PersonalAPIKey)

import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** Access to another service, such as a Slack workspace. */
export const integrationKind = declareKind({ ...KINDS.Integration })

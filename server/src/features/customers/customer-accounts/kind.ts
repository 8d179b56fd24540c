import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A customer: a company, or anyone else who pays. */
export const accountKind = declareKind({
  ...KINDS.Account,
  table: 'accounts',
  id: { column: 'id', type: 'uuid' },
  maker: 'created_by',
  title: 'o.name',
  isKeptWhenDeleted: false,
  tags: 'array',
})

/** A column of the accounts table that the project defined itself. */
export const customPropertyKind = declareKind({
  ...KINDS.CustomPropertyDefinition,
  readable: ({ seesAny }) => seesAny('account'),
})

import { declareKind } from '../../workspace/kinds/index.ts'

/** A customer: a company or whoever else pays. */
export const accountKind = declareKind({
  scope: 'Account',
  noun: 'account',
  page: '/accounts/$id',
  resource: 'account',
  path: 'accounts',
  table: 'accounts',
  id: { column: 'id', type: 'uuid' },
  maker: 'created_by',
  title: 'o.name',
  isKeptWhenDeleted: false,
  tags: 'array',
})

/** A column of the table of accounts that the project made itself. */
export const customPropertyKind = declareKind({
  scope: 'CustomPropertyDefinition',
  noun: 'custom property',
  page: '/accounts',
  readable: ({ seesAny }) => seesAny('account'),
})

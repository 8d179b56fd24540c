import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/**
 * A notebook. A notebook of an account also obeys the account's rules. A notebook that no longer exists belonged to an
 * account, because all other notebooks are only soft-deleted.
 */
export const notebookKind = declareKind({
  ...KINDS.Notebook,
  readable: ({ teamId, bind, sees }) => {
    const account = sees('account', 'l.account_id::text')
    if (account === 'true') return 'true'
    return `a.item_id IN (SELECT n.short_id FROM notebooks n LEFT JOIN account_notebooks l ON l.notebook_id = n.id
      WHERE n.team_id = ${bind(teamId)} AND (n.visibility = 'default' OR ${account}))`
  },
  table: 'notebooks',
  id: { column: 'short_id', type: 'text' },
  maker: 'created_by',
  title: `coalesce(o.title, '')`,
  isKeptWhenDeleted: true,
})

import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** What SDKs ask for by its key, and get by who asks. */
export const flagKind = declareKind({
  ...KINDS.FeatureFlag,
  table: 'feature_flags',
  id: { column: 'id', type: 'int' },
  maker: 'created_by_id',
  title: 'o.key',
  isKeptWhenDeleted: true,
  tags: 'array',
  definition: 'filters',
})

/** An early access feature is part of its flag. */
export const earlyAccessKind = declareKind({
  ...KINDS.EarlyAccessFeature,
  readable: ({ sees }) =>
    sees(
      'feature_flag',
      '(SELECT f.feature_flag_id::text FROM early_access_features f WHERE f.team_id = a.team_id AND f.id::text = a.item_id)',
    ),
})

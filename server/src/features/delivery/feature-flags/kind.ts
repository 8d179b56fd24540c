import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A feature flag: SDKs request it by key and get a value that depends on the user. */
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

/** An early access feature is readable with its flag. */
export const earlyAccessKind = declareKind({
  ...KINDS.EarlyAccessFeature,
  readable: ({ sees }) =>
    sees(
      'feature_flag',
      '(SELECT f.feature_flag_id::text FROM early_access_features f WHERE f.team_id = a.team_id AND f.id::text = a.item_id)',
    ),
})

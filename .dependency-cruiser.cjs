/** The import rules of ARCHITECTURE.md, section "Folders, and who may import whom". */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^server/src/platform' },
      to: { path: '^server/src/(features|roles|supervisor)' },
    },
    {
      name: 'features-know-no-role',
      severity: 'error',
      from: { path: '^server/src/features' },
      to: { path: '^server/src/(roles|supervisor)' },
    },
    {
      name: 'features-meet-at-their-index',
      comment: 'Another feature is imported through its index.ts only.',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+/[^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/features/([^/]+/[^/]+)/', pathNot: ['^server/src/features/$1/', '/index\\.ts$'] },
    },
    {
      name: 'settings-are-read-in-one-place',
      comment: 'Features get their settings handed in; only the first-run feature knows the whole configuration.',
      severity: 'error',
      from: { path: '^server/src/platform' },
      to: { path: '^server/src/config\\.ts$' },
    },
    {
      name: 'server-and-web-stay-apart',
      severity: 'error',
      from: { path: '^web/src', pathNot: '\\.browser\\.test\\.ts$' },
      to: { path: '^server/src' },
    },
    {
      name: 'shared-knows-neither-side',
      severity: 'error',
      from: { path: '^packages/shared' },
      to: { path: '^(server|web|bench)/' },
    },
    {
      name: 'web-loads-no-schemas',
      comment: 'Query nodes are validated by the server; the web only needs their types.',
      severity: 'error',
      from: { path: '^(web|packages/shared)/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/shared/src/query/schemas\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$|^server/src/testing|^bench' },
      to: { path: '\\.test\\.ts$|^server/src/testing' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], extensions: ['.ts', '.tsx', '.js'] },
  },
}

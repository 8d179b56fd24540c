import { readFileSync } from 'node:fs'
import path from 'node:path'
import { serverRoot } from './platform/paths.ts'

/** Version of this installation, from its package. */
export const version = (JSON.parse(readFileSync(path.join(serverRoot, 'package.json'), 'utf8')) as { version: string })
  .version

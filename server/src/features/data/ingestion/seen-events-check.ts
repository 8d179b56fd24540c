/** A process that reads a whole index of seen events; its argument is the file. */
import { checkIndex } from './seen-events.ts'

await checkIndex(process.argv[2]!)

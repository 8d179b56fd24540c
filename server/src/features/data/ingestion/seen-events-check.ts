/** The process that reads a whole index of seen events; its argument is the file. */
import { checkIndex } from './seen-events.ts'

checkIndex(process.argv[2]!)

/** A process that reads a log of an earlier version; its argument is the folder of the log. */
import { readOldLog } from './lmdb-import.ts'

readOldLog(process.argv[2]!)

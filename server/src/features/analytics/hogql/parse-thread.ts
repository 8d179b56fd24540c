/** Body of a thread that reads queries: texts in, trees as JSON out. */
import { parentPort } from 'node:worker_threads'
import { type Grammar, readGrammar } from './grammar.ts'

parentPort?.on('message', (grammar: Grammar) => parentPort?.postMessage(readGrammar(grammar)))

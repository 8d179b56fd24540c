/** Worker thread that parses queries: receives text, sends trees as JSON. */
import { parentPort } from 'node:worker_threads'
import { type Grammar, readGrammar } from './grammar.ts'

parentPort?.on('message', (grammar: Grammar) => parentPort?.postMessage(readGrammar(grammar)))

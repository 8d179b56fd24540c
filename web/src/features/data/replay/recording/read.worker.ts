/** Reads blocks in a thread of its own, so that the page stays responsive. */
import { readBlock } from './read'

addEventListener('message', ({ data: { id, text } }: MessageEvent<{ id: number; text: string }>) => {
  void readBlock(text).then(
    (block) => postMessage({ id, block }),
    (error: Error) => postMessage({ id, error: error.message }),
  )
})

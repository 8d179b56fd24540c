/** What is loaded only when a recording is drawn. */
export { Reader } from '../recording/reader'
export { Peek } from './peek'
export { Playback } from './playback'
export { openStage } from './stage'
export { WindowPlayer } from './window-player'

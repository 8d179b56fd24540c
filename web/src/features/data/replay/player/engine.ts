/** What is loaded only when a recording is drawn. */
export { Reader } from '../recording/reader'
export { Playback } from './playback'
export { openStage } from './stage'
export { WindowPlayer } from './window-player'

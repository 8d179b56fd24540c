/** What is loaded only when a recording is opened. */
export { Playback } from './playback'
export { openStage } from './stage'

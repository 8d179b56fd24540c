/** The histogram on the time line: how much happened in each part of a recording. */
import { type Item, isClick, isUserActivity } from './recorded'

const CLICK_WEIGHT = 5

/** Heights between 0 and 1, one for each of `count` equal parts of the time between start and end. */
export function activityBars(items: readonly Item[], start: number, end: number, count: number): number[] {
  const sums = new Array<number>(count).fill(0)
  const width = Math.max(1, end - start) / count
  for (const item of items) {
    if (!isUserActivity(item)) continue
    const index = Math.min(count - 1, Math.max(0, Math.floor((item.timestamp - start) / width)))
    sums[index]! += isClick(item) ? CLICK_WEIGHT : 1
  }
  const most = Math.max(...sums)
  // The square root keeps quiet parts visible beside busy ones.
  return sums.map((sum) => (most === 0 ? 0 : Math.sqrt(sum / most)))
}

/** When an answer that refreshes itself is computed anew, although the server would still take it from its cache. */

/** A timer may be a little early. */
const EARLY_MS = 2_000

export class Interval {
  /**
   * @param computed when the answer that is shown was computed, if there is one
   * @param since of a clock in milliseconds: when it was first seen
   */
  constructor(
    private computed: string | undefined,
    private since: number,
  ) {}

  /**
   * Whether the server still gives the same answer at the end of an interval. Then the next interval begins. An answer that
   * somebody else had computed meanwhile counts as new, so many screens ask for one computation.
   */
  isOver(computed: string | undefined, lengthMs: number | false, now: number): boolean {
    const isSame = computed !== undefined && computed === this.computed
    const isOver = lengthMs !== false && now - this.since >= lengthMs - EARLY_MS
    if (isSame && !isOver) return false
    this.computed = computed
    this.since = now
    return isSame && isOver
  }
}

/** Playing speeds: seconds of the recording per second. */
export const SPEEDS: readonly number[] = [0.5, 1, 1.5, 2, 4, 8, 16]

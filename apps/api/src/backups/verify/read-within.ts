/** A new backup is read back within this time of being stored, or not at all by itself: retention waits no longer, and health says so. */
export const readWithinMs = 6 * 3_600_000;

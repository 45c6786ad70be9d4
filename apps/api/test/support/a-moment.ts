/** When everything of a test was measured. */
export const at = '2026-01-01T00:00:00.000Z';

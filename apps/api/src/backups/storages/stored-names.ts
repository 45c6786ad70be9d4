/** Files beside a dump. Where there is no manifest, or a tombstone, there is no backup. */
export const manifestName = 'manifest.json';
export const guideName = 'RESTORE.txt';
export const holdName = 'hold.json';
export const proofName = 'verified.json';
export const foundBadName = 'found-bad.json';
export const tombstoneName = 'deleted.json';

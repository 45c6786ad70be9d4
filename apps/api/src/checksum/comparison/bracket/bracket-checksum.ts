import { Injectable } from '@nestjs/common';
import { SnapshotPairs } from '../../../proof/snapshot/snapshot-pairs.js';
import type { ChunkRecord } from '../exact-hooks.js';
import { SnapshotChecksum } from '../snapshot/snapshot-checksum.js';
import type { TableWork } from '../table-work.js';

/**
 * Mode `bracket`: works like `snapshot`, where the target does not say what its snapshots hold. Rows in flight are undecided, and
 * compared again with the next pair.
 */
@Injectable()
export class BracketChecksum {
  constructor(
    private readonly snapshot: SnapshotChecksum,
    private readonly pairs: SnapshotPairs,
  ) {}

  /** Like SnapshotChecksum.compare. */
  compare(work: TableWork): Promise<readonly ChunkRecord[]> {
    return this.snapshot.compare(work, {
      mode: 'bracket',
      lend: (migration, use) => this.pairs.lend(migration, use, 'bracket'),
    });
  }
}

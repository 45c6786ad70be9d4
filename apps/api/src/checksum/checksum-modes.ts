import { Injectable } from '@nestjs/common';
import type { ChecksumMode } from './checksum-mode.js';
import { ExactChecksum } from './exact/exact-checksum.js';
import { TableChecksum } from './table-checksum.js';

/** The registry of modes, best first. */
@Injectable()
export class ChecksumModes {
  private readonly list: readonly [ChecksumMode, ...ChecksumMode[]];

  constructor(exact: ExactChecksum, table: TableChecksum) {
    this.list = [exact, table];
  }

  /** The mode that runs use. */
  preferred(): ChecksumMode {
    return this.list[0];
  }
}

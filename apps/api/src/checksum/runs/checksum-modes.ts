import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import type { ChecksumMode } from './checksum-mode.js';
import { ExactChecksum } from '../comparison/exact-checksum.js';
import { TableChecksum } from './table-checksum.js';

type ConfiguredMode = CutoverConfig['verification']['mode'];

/** The registry of modes. The exact engine chooses for each table which of its own it uses. */
@Injectable()
export class ChecksumModes {
  private readonly byName: Readonly<Record<ConfiguredMode, ChecksumMode>>;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    exact: ExactChecksum,
    table: TableChecksum,
  ) {
    this.byName = { auto: exact, snapshot: exact, barrier: exact, sandwich: exact, table };
  }

  /** The mode that runs use. */
  preferred(): ChecksumMode {
    return this.byName[this.config.verification.mode];
  }
}

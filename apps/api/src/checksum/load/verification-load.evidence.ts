import { Inject, Injectable } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource } from '../../evidence/evidence-source.js';
import { Throttle } from './throttle.js';
import type { UsualExcess } from './usual-load.js';
import { verificationLoadCheck } from './verification-load.check.js';

declare module '../../evidence/evidence.js' {
  interface Evidence {
    'verification-load': {
      /** False: no run has looked at the servers since Cutover was started. */
      isKnown: boolean;
      /** Servers that are over a limit of verification as usual. */
      excesses: readonly UsualExcess[];
      /** Their usual level then takes the place of the limit. */
      isAdapting: boolean;
    };
  }
}

/** What holds verification back as usual, as evidence. It is looked at by runs alone, so nothing is measured for it. */
@Injectable()
export class VerificationLoadEvidence implements EvidenceSource<'verification-load'> {
  readonly name = 'verification-load';
  readonly section = 'checksums';
  readonly checks = [verificationLoadCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring = null;
  readonly gauges = [];

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly throttle: Throttle,
    registry: EvidenceRegistry,
  ) {
    this.changes = throttle.usual.changes.pipe(map((migration) => ({ migration })));
    registry.add(this);
  }

  snapshot(migration: string) {
    return {
      isKnown: this.throttle.usual.hasLooked(migration),
      excesses: this.throttle.usual.excesses(migration),
      isAdapting: this.config.verification.adaptToLoad,
    };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { MigrationGroup } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findGroup } from '../../config/find-migration.js';
import { VerdictService } from '../verdict.service.js';
import { foldGroup, type JudgedPart } from './fold-group.js';

/** Migrations of several databases: one answer for all of them. Holds no state. */
@Injectable()
export class GroupsService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly verdicts: VerdictService,
  ) {}

  /** Every migration of several databases; empty where there is none. */
  list(): MigrationGroup[] {
    return [...this.parts().values()].map(foldGroup);
  }

  /** Throws UserError 404 GROUP_UNKNOWN. */
  one(name: string): MigrationGroup {
    findGroup(this.config, name);
    return foldGroup(this.parts().get(name) ?? []);
  }

  private parts(): Map<string, JudgedPart[]> {
    const groups = new Map<string, JudgedPart[]>();
    for (const { name: migration, group, engine } of this.config.migrations) {
      if (group === null) continue;
      const part = { ...{ migration, group, engine }, verdict: this.verdicts.current(migration) };
      groups.set(group.name, [...(groups.get(group.name) ?? []), part]);
    }
    return groups;
  }
}

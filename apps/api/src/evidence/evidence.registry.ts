import { Injectable } from '@nestjs/common';
import type { Engine } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import type { Evidence, EvidenceName } from './evidence.js';
import type { EvidenceChange, EvidenceSource } from './evidence-source.js';

/** A change, and whose. */
export interface SourceChange extends EvidenceChange {
  source: EvidenceName;
}

/** The only list of what is known. Capabilities put their source in when they are constructed. */
@Injectable()
export class EvidenceRegistry {
  private readonly byName = new Map<EvidenceName, EvidenceSource>();
  private readonly changed = new Subject<SourceChange>();
  /** Every change of every source. */
  readonly changes: Observable<SourceChange> = this.changed.asObservable();

  /** Throws where two sources have one name. */
  add<Name extends EvidenceName>(source: EvidenceSource<Name>): void {
    if (this.byName.has(source.name)) throw new Error(`Two sources of evidence are named ${source.name}`);
    // Erases which part it is: whoever reads the list treats all alike.
    this.byName.set(source.name, source as unknown as EvidenceSource);
    source.changes.subscribe((change) => this.changed.next({ ...change, source: source.name }));
  }

  /** In the order of registration, which is that of app.module.ts. With an engine: what there is of its migrations. */
  sources(engine?: Engine): EvidenceSource[] {
    const all = [...this.byName.values()];
    return engine === undefined ? all : all.filter((source) => isOf(engine, source));
  }

  /** One part of what is known. Throws where nothing of that name was put in. */
  part<Name extends EvidenceName>(name: Name, migration: string): Evidence[Name] {
    const source = this.byName.get(name);
    if (source === undefined) throw new Error(`No source of evidence is named ${name}`);
    return source.snapshot(migration) as Evidence[Name];
  }

  /** Has every source forget what it measured on servers that do not answer any more. */
  forget(migration: string): void {
    for (const source of this.byName.values()) source.forget?.(migration);
  }

  /** All that is known of a migration at this moment. */
  read(migration: string): Evidence {
    const known = this.sources().map((source) => [source.name, source.snapshot(migration)] as const);
    return Object.fromEntries(known) as unknown as Evidence;
  }
}

/** Whether an engine has a source of evidence, or can be judged by a check. */
export function isOf(engine: Engine, { engines }: { engines?: readonly Engine[] }): boolean {
  return engines === undefined || engines.includes(engine);
}

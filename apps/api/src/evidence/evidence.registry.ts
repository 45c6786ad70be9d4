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
  private readonly lastRead = new Map<string, Evidence>();
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

  /** All that is known of a migration at this moment. A part that is made of the same things as when this was read last is the same object. */
  read(migration: string): Evidence {
    const before = this.lastRead.get(migration);
    const known: Record<string, unknown> = {};
    for (const [name, source] of this.byName) {
      const last: unknown = before?.[name];
      const part: unknown = source.snapshot(migration);
      known[name] = isMadeOfSame(last, part) ? last : part;
    }
    const evidence = known as unknown as Evidence;
    this.lastRead.set(migration, evidence);
    return evidence;
  }
}

/** Whether two objects have the very same values under the same names. */
function isMadeOfSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => Object.hasOwn(a, name) && a[name] === b[name]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether an engine has a source of evidence, or can be judged by a check. */
export function isOf(engine: Engine, { engines }: { engines?: readonly Engine[] }): boolean {
  return engines === undefined || engines.includes(engine);
}

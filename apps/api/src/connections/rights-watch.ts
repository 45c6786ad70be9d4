import type { DatabaseEngine, EngineSession, RightsNeeds } from '@cutover/databases';

/** Rights are looked at again this often; sooner while some are missing, since somebody is granting them just then. */
const intervalMs = { complete: 180_000, missing: 30_000 };

export interface RightsSettings {
  engine: Pick<DatabaseEngine, 'missingRights'>;
  needs: RightsNeeds;
  /** Whether this session still is the one of its link. */
  isCurrent: (session: EngineSession) => boolean;
  onChange: () => void;
}

/** Looks again and again at which rights our account lacks on one side. */
export class RightsWatch {
  private missing: string[] | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly settings: RightsSettings) {}

  /** GRANT statements that are missing; null: not known yet. */
  get missingGrants(): string[] | null {
    return this.missing;
  }

  /** Looks in so many ms, in place of the look that was due, and again and again after it. */
  look(session: EngineSession, inMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(session), inMs);
    this.timer.unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async ask(session: EngineSession): Promise<void> {
    const { engine, needs, isCurrent, onChange } = this.settings;
    if (!isCurrent(session)) return;
    try {
      const missing = await engine.missingRights(
        { query: (sql, params = [], bounds = {}) => session.query(sql, params, bounds) },
        session.identity,
        needs,
      );
      // Another session asks by now, and perhaps another server.
      if (!isCurrent(session)) return;
      const isNews = this.missing?.join() !== missing.join();
      this.missing = missing;
      if (isNews) onChange();
    } catch {
      // Could not be asked just now. What was known stays, and the next look comes soon.
    }
    if (!isCurrent(session)) return;
    this.look(session, this.missing?.length === 0 ? intervalMs.complete : intervalMs.missing);
  }
}

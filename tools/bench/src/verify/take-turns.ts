import { median } from '../percentile.js';

/** What is measured, by its name; each answers how long it took, ms. */
type Contenders = Readonly<Record<string, (() => Promise<number>) | undefined>>;

/** Runs every contender once a round, so that a slow moment of the machine hits all of them. Answers the median of each, ms. */
export async function takeTurns<C extends Contenders>(
  rounds: number,
  contenders: C,
  tell: (line: string) => void,
): Promise<{ [Name in keyof C]: number }> {
  const times = new Map<string, number[]>();
  for (let round = 1; round <= rounds; round++) {
    for (const [name, measure] of Object.entries(contenders)) {
      if (measure === undefined) continue;
      times.set(name, [...(times.get(name) ?? []), await measure()]);
    }
    tell(`Round ${round}: ${[...times].map(([name, all]) => `${name} ${all.at(-1)?.toFixed(0)} ms`).join(', ')}`);
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as { [Name in keyof C]: number };
}

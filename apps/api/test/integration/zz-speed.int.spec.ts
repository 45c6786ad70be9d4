import { configOf, labPair } from '../support/lab-pair.js';
import { startVerifier } from '../support/verifier.js';
it('speed', async () => {
  const lab = await labPair();
  const verifier = await startVerifier(lab, configOf(lab, { databases: ['exspeed'] }));
  const lines: string[] = [];
  const timed = async (what: string, work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    lines.push(`${what}: ${Math.round(ms)} ms`);
    return ms;
  };
  for (const table of ['sbtest1', 'mixed'])
    for (let round = 0; round < 3; round++) {
      const limit = await timed(`${table} CHECKSUM TABLE both`, () =>
        Promise.all(
          (['source', 'target'] as const).map((role) =>
            lab.withAdmin(role, (root) => root.query(`CHECKSUM TABLE exspeed.${table}`)),
          ),
        ),
      );
      for (const workers of [1, 2]) {
        const chunks: string[] = [];
        const ours = await timed(`${table} exact ${workers}`, async () => {
          const { finding } = await verifier.verify(`exspeed.${table}`, {
            workers,
            onChunk: (c) => void chunks.push(`${c.sourceRows}/${c.tookMs}`),
          });
          expect(finding.verdict).toBe('matched');
        });
        lines.push(`ratio ${(ours / limit).toFixed(2)} chunks ${chunks.join(' ')}`);
      }
    }
  process.stdout.write(lines.join('\n') + '\n');
  await verifier.close();
}, 120000);

// The product on a PostgreSQL pair whose sides differ, or will once the application writes to the target.
import { breaksOf, showBreak, startBreakStage, type BreakStage } from '../support/postgres-break-stage.js';

const { tried, waiting } = breaksOf('content');

if (tried.length > 0)
  describe('a pair that looks well to replication', () => {
    let stage: BreakStage;

    beforeAll(async () => {
      stage = await startBreakStage();
    });
    afterAll(() => stage?.product.end());

    it.each(tried)('%s shows in the state, the alerts and the verdict, and goes away after mend', (name) =>
      showBreak(stage, name),
    );
  });

for (const claim of waiting) it.todo(claim);

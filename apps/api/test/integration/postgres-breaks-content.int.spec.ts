// The product on a PostgreSQL pair whose sides differ, or will once the application writes to the target.
import { breaksOf, showBreak, startBreakStage, type BreakStage } from '../support/postgres-break-stage.js';

let stage: BreakStage;

beforeAll(async () => {
  stage = await startBreakStage();
});
afterAll(() => stage?.product.end());

it.each(breaksOf('content'))('%s shows in the state, the alerts and the verdict, and goes away after mend', (name) =>
  showBreak(stage, name),
);

// The product on a PostgreSQL pair of which one server is out of reach.
import { breaksOf, showBreak, startBreakStage, type BreakStage } from '../support/postgres-break-stage.js';

let stage: BreakStage;

beforeAll(async () => {
  stage = await startBreakStage();
});
afterAll(() => stage?.product.end());

const tried = breaksOf('servers');

it.each(tried)('%s shows in the state, the alerts and the verdict, and goes away after mend', (name) =>
  showBreak(stage, name),
);

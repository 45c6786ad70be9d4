// The freeze proof on MySQL: its GTIDs, its locks and its lists of sessions differ from MariaDB's.
import type { Lab, Load } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { allGreen, lightsOf, startSafe, type FreezingProduct } from '../support/freeze-stage.js';
import { labPair } from '../support/lab-pair.js';
import { runOn, runUnlogged } from '../support/run-on.js';
import { serverLine } from '../support/server-line.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

describeMysql('on MySQL', () => {
  let lab: Lab;
  let load: Load;
  let it7: FreezingProduct;

  beforeAll(async () => {
    lab = await labPair();
    // Names the tables of a stray write.
    await runUnlogged(lab, 'source', "GRANT REPLICATION SLAVE ON *.* TO 'cutover'@'%'");
    it7 = await startSafe(lab, { allowFreeze: true });
    load = lab.startLoad({ rate: 50 });
    await eventually('the load writes', () => load.commits() > 20);
  });

  afterEach(async () => {
    await runOn(lab, 'source', 'SET GLOBAL read_only = OFF');
    await it7.send('DELETE');
  });

  afterAll(async () => {
    await it7?.product.end();
    await load?.stop();
    await runUnlogged(lab, 'source', "REVOKE REPLICATION SLAVE ON *.* FROM 'cutover'@'%'");
  });

  it('is green in all seven lights when the operator freezes, and sees a stray write after it', async () => {
    await it7.begin({ freeze: false });
    await it7.once('the sentinel is written', ({ lights }) => lights[0]?.state === 'green');
    await runOn(lab, 'source', 'SET GLOBAL read_only = ON');
    const proof = await it7.ended();
    expect(lightsOf(proof)).toEqual(allGreen);
    expect(proof.captured?.position).toBe(proof.source?.position);
    expect(proof.verdict).toMatchObject({ answer: 'safe' });
    await it7.once(
      'both sides were looked at',
      ({ standing, after }) => standing === 'holds' && after?.checkedAt !== null,
    );
    await runOn(lab, 'source', 'UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY LIMIT 1');
    const strayed = await it7.once('the stray write is seen', ({ standing }) => standing === 'broken');
    expect(strayed.after?.strayWrites).toMatchObject({ transactions: '1', tables: ['shop.coupons'] });
  });

  it('freezes by its lock, proves all seven, and lets writers go on when asked', async () => {
    await it7.begin({ freeze: true });
    const proof = await it7.ended();
    expect(lightsOf(proof)).toEqual(allGreen);
    expect(proof).toMatchObject({ state: 'passed', freeze: { by: 'cutover', isHeld: true } });
    await it7.send('DELETE');
    const before = load.commits();
    await eventually('the source takes writes', () => load.commits() > before + 4);
  });

  it('is red in light 3 where nobody has frozen the source', async () => {
    await it7.begin({ freeze: false, waitSeconds: 0 });
    expect(lightsOf(await it7.ended())).toMatchObject({
      'source-frozen': expect.stringMatching(/^red: The source was not frozen \(.*read_only = OFF/),
      'source-still': expect.stringMatching(/^red: The source was written: .* Written: shop\./),
      'target-reached': expect.stringMatching(/^waiting/),
    });
  });
});

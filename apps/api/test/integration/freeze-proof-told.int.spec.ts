// Who is told of the result of a freeze proof: messages to real servers of the test, on a real pair under load.
import { notificationSchema, type Notification } from '@cutover/contracts';
import type { Lab, Load } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { freezeStage, freezingProduct, type FreezeStage, type FreezingProduct } from '../support/freeze-stage.js';
import { openHttpSink, type HttpSink } from '../support/http-sink.js';
import { labPair } from '../support/lab-pair.js';
import { runOn } from '../support/run-on.js';
import { login, openSmtpSink, type SmtpSink } from '../support/smtp-sink.js';

let lab: Lab;
let stage: FreezeStage;
let load: Load;
let [hook, chat]: HttpSink[] = [];
let mail: SmtpSink;
let it7: FreezingProduct;

const secret = 'a-secret-of-the-webhook';
const proofsTold = (): Notification[] =>
  hook!.requests
    .map(({ body }) => notificationSchema.parse(JSON.parse(body)))
    .filter(({ freezeProof }) => freezeProof !== null);

beforeAll(async () => {
  lab = await labPair();
  stage = await freezeStage(lab);
  load = lab.startLoad({ rate: 20 });
  await eventually('the load writes', () => load.commits() > 20);
  [hook, chat] = [await openHttpSink(), await openHttpSink()];
  mail = await openSmtpSink();
  const channels = [
    // A group of a minute: a result does not wait for it.
    { name: 'hook', type: 'webhook', url: hook.url, secret, groupSeconds: 60 },
    { name: 'chat', type: 'slack', url: chat.url, verdicts: false, minSeverity: 'CRITICAL', groupSeconds: 1 },
    {
      ...{ name: 'mail', type: 'email', from: 'cutover@example.com', to: ['dba@example.com'], groupSeconds: 60 },
      smtp: { host: 'localhost', port: mail.port, ca: mail.ca, username: login.username, password: login.password },
    },
  ];
  it7 = await stage.start({
    allowFreeze: true,
    sections: { alerts: { holdSeconds: 1, resolveSamples: 2, channels } },
  });
});

afterEach(() => stage.thaw());

afterAll(async () => {
  await it7?.product.end();
  await Promise.all([hook?.end(), chat?.end(), mail?.end()]);
  await load?.stop();
  await stage?.end();
});

it('tells nobody of a rehearsal without a freeze, nor of one that its operator cancelled', async () => {
  await it7.begin({ freeze: false, waitSeconds: 0 });
  expect((await it7.ended()).state).toBe('failed');
  await it7.begin({ freeze: false });
  await it7.once('the sentinel is written', ({ lights }) => lights[0]?.state === 'green');
  await stage.freeze();
  await it7.once('it is frozen', ({ freeze }) => freeze.since !== null);
  await it7.send('DELETE');
  // The next test would count what came of these two.
  expect(proofsTold()).toEqual([]);
});

it('tells that it passed, and that it holds no more when the old source is written', async () => {
  await it7.begin({ freeze: false });
  await it7.once('the sentinel is written', ({ lights }) => lights[0]?.state === 'green');
  await stage.freeze();
  const { id } = await it7.ended();
  const [passed] = await eventually('the webhook heard of it', () => proofsTold().length === 1 && proofsTold());
  expect(passed?.freezeProof).toMatchObject({
    id,
    event: 'ended',
    state: 'passed',
    greenLights: 7,
    startedBy: 'local',
  });
  expect(passed?.headline).toMatch(/^FREEZE PROOF PASSED · shop · All seven lights (were|are) green/);
  const mails = (word: string): boolean => mail.mails.some(({ source }) => source.includes(word));
  await eventually('the mail arrived', () => mails('FREEZE PROOF PASSED'));

  await runOn(lab, 'source', 'UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY LIMIT 1');
  const [, broken] = await eventually('the webhook heard of that', () => proofsTold().length === 2 && proofsTold());
  expect(broken?.freezeProof).toMatchObject({ id, event: 'broken', state: 'passed' });
  expect(broken?.headline).toMatch(/^FREEZE PROOF HOLDS NO MORE · shop · .* took 1 transaction after it/);
  await eventually('the mail arrived', () => mails('HOLDS NO MORE'));
  // Answers are not for this channel; the alert about the write is.
  await eventually('the chat heard of the alert', () => chat!.requests.some(({ body }) => body.includes('old source')));
  expect(chat!.requests.some(({ body }) => body.includes('FREEZE PROOF'))).toBe(false);
  await it7.send('DELETE');
});

it('tells that one failed, also where Cutover was killed in the middle, and each once', async () => {
  const before = proofsTold().length;
  await lab.withAdmin('target', async (root) => {
    await root.query('LOCK TABLES cutover.sentinel WRITE');
    await it7.begin({ freeze: true });
    await it7.once('it waits for the target', ({ lights }) => lights[3]?.state === 'running');
    await it7.product.kill();
    await root.query('UNLOCK TABLES');
  });
  it7 = freezingProduct(await it7.product.restart());
  const cut = await eventually('the webhook heard of it', () => proofsTold()[before]);
  expect(cut.freezeProof).toMatchObject({ event: 'ended', state: 'interrupted' });
  expect(cut.headline).toMatch(/^FREEZE PROOF INTERRUPTED · shop/);

  // A sink has a message a moment before its sender knows: who is killed between the two tells it twice.
  await it7.product.stop();
  it7 = freezingProduct(await it7.product.restart());
  await eventually('both sides up', async () => (await it7.product.send('GET', '/api/health')).ok);
  await lab.withAdmin('source', async (root) => {
    await root.query('LOCK TABLES shop.suppliers WRITE');
    await it7.begin({ freeze: true });
    expect((await it7.ended()).state).toBe('failed');
    await root.query('UNLOCK TABLES');
  });
  const failed = await eventually('the webhook heard of that', () => proofsTold()[before + 1]);
  expect(failed.freezeProof).toMatchObject({ event: 'ended', state: 'failed' });
  expect(failed.text).toContain('could not be frozen within 2 s');
  expect(proofsTold()).toHaveLength(before + 2);
});

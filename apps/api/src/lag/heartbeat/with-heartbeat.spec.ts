import type { Heartbeat } from '@cutover/contracts';
import { aLag, at, someEvidence } from '../../../test/support/some-evidence.js';
import { heartbeatWrittenCheck } from './heartbeat-written.check.js';
import { withHeartbeat } from './with-heartbeat.js';

const beating = (change: Partial<Heartbeat> = {}): Heartbeat => ({
  ...{ table: 'cutover.heartbeat', seconds: 0.2, writer: 'writing', lastBeatAt: at, reason: null, action: null },
  measuredAt: at,
  ...change,
});

describe('the lag with a heartbeat', () => {
  it('is over its limit where the heartbeat is, whatever the server says', () => {
    const lag = withHeartbeat(aLag({ seconds: 0 }), beating({ seconds: 14.7 }));
    expect(lag).toMatchObject({ seconds: 0, atLeastSeconds: 14, isOverThreshold: true });
    expect(lag.contradiction).toContain('14 s ago');
  });

  it('is never made better by it', () => {
    const lag = withHeartbeat(aLag({ seconds: 30, atLeastSeconds: 30, isOverThreshold: true }), beating());
    expect(lag).toMatchObject({ seconds: 30, atLeastSeconds: 30, isOverThreshold: true });
  });

  it('stays unknown where only the heartbeat is known, and below the limit', () =>
    expect(withHeartbeat(aLag({ seconds: null, atLeastSeconds: null }), beating()).isOverThreshold).toBeNull());

  it('is what it was where the heartbeat is unknown', () => {
    const lag = aLag({ seconds: 3 });
    const unknown = beating({ seconds: null, writer: 'failing', reason: 'no right' });
    expect(withHeartbeat(lag, unknown)).toEqual({ ...lag, heartbeat: unknown });
    expect(withHeartbeat(lag, null)).toBe(lag);
  });
});

describe('heartbeat-written', () => {
  const found = (heartbeat: Heartbeat | 'none') => heartbeatWrittenCheck.judge(someEvidence({ heartbeat }), 0).found;

  it('tells a dead writer from a target that lags', () => {
    expect(found(beating({ seconds: 900 }))).toEqual([]);
    const [dead] = found(beating({ seconds: null, writer: 'failing', reason: 'it is gone', action: 'Make it.' }));
    expect(dead).toMatchObject({ subject: 'source', outcome: 'unknown', severity: 'WARNING', action: 'Make it.' });
    expect(dead?.message).toBe('The heartbeat is not written (cutover.heartbeat): it is gone');
    const [unread] = found(beating({ seconds: null, reason: 'no right', action: 'GRANT' }));
    expect(unread?.subject).toBe('target');
  });

  it('is quiet where none is configured, and while it is paused', () => {
    expect(found('none')).toEqual([]);
    expect(found(beating({ seconds: null, writer: 'paused', reason: 'Paused' }))).toEqual([]);
  });
});

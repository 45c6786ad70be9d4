import { Patience } from './patience.js';

describe('Patience', () => {
  it('grants the full wait until one was in vain, then short ones until the target arrives', () => {
    const patience = new Patience(30_000);
    expect(patience.nextWaitMs()).toBe(30_000);
    patience.note(false);
    expect(patience.nextWaitMs()).toBe(1_000);
    patience.note(true);
    expect(patience.nextWaitMs()).toBe(30_000);
  });

  it('never waits longer than configured', () => {
    const patience = new Patience(400);
    patience.note(false);
    expect(patience.nextWaitMs()).toBe(400);
  });
});

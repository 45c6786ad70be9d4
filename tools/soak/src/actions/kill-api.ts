import { setTimeout as pause } from 'node:timers/promises';
import type { Action } from '../stage/stage.js';

/** The API is killed, and started again a little later. */
export const killApi: Action = {
  name: 'kill-api',
  weight: 1.5,
  async run({ api, oracle, random }) {
    const disturbance = oracle.quiet.disturb(Date.now());
    const seconds = random.int(4);
    await api.kill();
    await pause(seconds * 1000);
    await api.start();
    disturbance.over(Date.now());
    return `kill -9, down for ${seconds} s`;
  },
};

import type { Lab } from '@cutover/lab';
import { configOf, labPair } from '../support/lab-pair.js';
import { judgeScenarios } from '../support/judge-scenarios.js';
import { raise, runSql, strike, withSettings } from '../support/scenario-stage.js';

let lab: Lab;

judgeScenarios({
  family: 'mysql-family',
  open: async () => {
    lab = await labPair();
    await lab.catchUp();
    return lab;
  },
  raise: (scenarios) => raise(lab, scenarios),
  strike: (scenarios) => strike(lab, scenarios),
  configOf: (selection) => configOf(lab, selection),
  breakTarget: (sql, { database }) => runSql(lab, 'target', sql, { database }),
  withSettings: (settings, work) => withSettings(lab, settings, work),
});

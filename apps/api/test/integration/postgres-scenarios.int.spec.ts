import type { PostgresLab } from '@cutover/lab';
import { judgeScenarios } from '../support/judge-scenarios.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { raise, runIn, strike } from '../support/postgres-scenario-stage.js';

let lab: PostgresLab;

judgeScenarios({
  family: 'postgres',
  open: async () => {
    lab = await postgresPair();
    await lab.catchUp();
    return lab;
  },
  raise: (scenarios) => raise(lab, scenarios),
  strike: (scenarios) => strike(lab, scenarios),
  configOf: ({ databases, tables }) => configOf(lab, { schemas: databases, tables }),
  breakTarget: (sql, { database }) => runIn(lab, 'target', database, sql),
  withSettings: () => Promise.reject(new Error('No scenario of PostgreSQL has settings')),
});

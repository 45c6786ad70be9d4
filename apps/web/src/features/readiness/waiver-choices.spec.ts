import { expect, it } from 'vitest';
import { finding } from '../../../test/fixtures.js';
import { subjectChoices } from './waiver-choices.js';

const subjects = (...findings: Parameters<typeof finding>[0][]): (string | null)[] =>
  subjectChoices(findings.map((each) => finding(each))).map(({ subject }) => subject);

it('offers what the check names, and all of it last', () =>
  expect(subjects({ subject: 'target', tables: [], tableCount: 0 })).toEqual(['target', null]));

it('offers the single tables of those that are said together, which have no subject of their own', () =>
  expect(subjects({ subject: '2 tables', tables: ['shop.a', 'shop.b'], tableCount: 2 })).toEqual([
    ...['shop.a', 'shop.b'],
    null,
  ]));

it('offers nothing that passes or is waived already', () =>
  expect(subjects({ outcome: 'pass' }, { outcome: 'waived' })).toEqual([null]));

import { foldAnswers } from './fold-answers.js';

it.each([
  [['safe', 'safe'], 'safe'],
  [['safe', 'cannot-tell'], 'cannot-tell'],
  [['cannot-tell', 'not-safe', 'safe'], 'not-safe'],
  [[], 'cannot-tell'],
] as const)('of %j is %s', (answers, answer) => expect(foldAnswers(answers)).toBe(answer));

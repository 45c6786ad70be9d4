import { expect, it } from 'vitest';
import { axisWidth, timeLabels } from './chart-options.js';

const at = (...times: string[]): number[] => times.map((time) => new Date(`2026-11-20T${time}`).getTime() / 1000);

it('labels a time axis by hours and minutes', () => {
  expect(timeLabels(at('03:00:00', '03:05:00', '03:10:00'))).toEqual(['03:00', '03:05', '03:10']);
});

it('adds seconds where labels would repeat each other', () => {
  expect(timeLabels(at('03:00:00', '03:00:30', '03:01:00'))).toEqual(['03:00:00', '03:00:30', '03:01:00']);
});

it('makes room for the longest label of the vertical axis', () => {
  expect(axisWidth(null)).toBe(56);
  expect(axisWidth(['0 s', '1 min'])).toBe(56);
  expect(axisWidth(['0 s', '1 min 30 s'])).toBe(81);
});

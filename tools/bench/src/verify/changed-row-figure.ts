import type { Figure } from '../figure.js';

const mostRatio = 1.15;

/** Pure: what finding and naming one changed row costs beside a pass that finds nothing; whole processes, ms. */
export function changedRowFigure(changedMs: number, cleanMs: number): Figure {
  const ratio = changedMs / cleanMs;
  return {
    what: 'One changed row, found and named ÷ a clean pass',
    measured: `${ratio.toFixed(2)} (${seconds(changedMs)} against ${seconds(cleanMs)})`,
    ...{ bound: `≤ ${mostRatio}`, isMet: ratio <= mostRatio },
  };
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

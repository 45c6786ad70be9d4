import type uPlot from 'uplot';
import { formatTimeOfDay } from '../format/instant.js';

/** One line on a time axis. Colours are names of CSS variables, so that a change of theme is a redraw. */
export interface ChartLine {
  label: string;
  colour: string;
  /** Text of a value, for the axis and the legend. */
  format: (value: number) => string;
  /** Drawn as a dashed line, and always inside the picture. */
  limit?: { value: number; label: string };
  /** The vertical axis never ends below this, so that a calm line is not blown up to fill the picture. */
  smallestTop: number;
}

/** Reads a CSS variable of the chart's element as a colour. */
type Colour = (variable: string) => string;

/** Steps of the vertical axis: whole numbers, because half a second or half a transaction is never measured. */
const wholeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600].concat(
  Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** (power + 4))).flat(),
);

const axisFont = '11px system-ui, sans-serif';

function drawLimit(line: ChartLine, colour: Colour): (chart: uPlot) => void {
  return (chart) => {
    if (!line.limit) return;
    const { ctx, bbox } = chart;
    const ratio = devicePixelRatio;
    const y = Math.round(chart.valToPos(line.limit.value, 'y', true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour('--chart-limit');
    ctx.lineWidth = 1.25 * ratio;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `500 ${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    ctx.fillText(line.limit.label, bbox.left + 4 * ratio, y - 3 * ratio);
    ctx.restore();
  };
}

/** Hours and minutes; seconds too where two labels would read the same. */
export function timeLabels(splits: readonly number[]): string[] {
  const isClose = splits.some((at, index) => index > 0 && at - splits[index - 1]! < 60);
  return splits.map((at) => formatTimeOfDay(at * 1000).slice(0, isClose ? 8 : 5));
}

/** Room for the longest label, such as `1 min 30 s`; uPlot asks before it has any. */
export function axisWidth(labels: readonly string[] | null): number {
  return Math.max(56, ...(labels ?? []).map(({ length }) => 16 + 6.5 * length));
}

/** Options of a chart of one line over time, and of its lower bounds, made once for the chart's life. */
export function chartOptions(
  line: ChartLine,
  size: { width: number; height: number },
  colour: Colour,
  syncKey: string,
): uPlot.Options {
  const axis = {
    stroke: () => colour('--chart-text'),
    font: axisFont,
    grid: { stroke: () => colour('--chart-grid'), width: 1 },
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [14, 18, 0, 0],
    cursor: { sync: { key: syncKey }, y: false, points: { size: 7 } },
    legend: { show: false },
    scales: {
      y: {
        range: (_chart, _min, max) => [
          0,
          Math.max((max ?? 0) * 1.15, (line.limit?.value ?? 0) * 1.25, line.smallestTop),
        ],
      },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 80,
        values: (_chart, splits) => timeLabels(splits),
      },
      {
        ...axis,
        size: (_chart, labels) => axisWidth(labels),
        incrs: wholeSteps,
        values: (_chart, splits) => splits.map((value) => line.format(value)),
      },
    ],
    series: [
      {},
      {
        label: line.label,
        stroke: () => colour(line.colour),
        fill: () => `color-mix(in srgb, ${colour(line.colour)} 12%, transparent)`,
        width: 1.75,
        spanGaps: false,
        points: { show: false },
      },
      {
        label: `${line.label}, at least`,
        stroke: () => colour(line.colour),
        width: 1.75,
        dash: [3, 4],
        spanGaps: false,
        points: { show: false },
      },
    ],
    hooks: { draw: [drawLimit(line, colour)] },
  };
}

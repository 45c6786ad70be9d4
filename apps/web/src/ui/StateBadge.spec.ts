import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { answerLook } from '../looks/answer-look.js';
import { connectionLook } from '../looks/connection-look.js';
import { replicationLook } from '../looks/replication-look.js';
import { runLook } from '../looks/run-look.js';
import { severityLook } from '../looks/severity-look.js';
import { formerProofLook, verdictLook } from '../looks/verdict-look.js';
import StateBadge from './StateBadge.vue';
import { toneRank, type Look, type Tone } from './tone.js';

const tones = Object.keys(toneRank) as Tone[];
const looks: Record<string, Record<string, Look>> = {
  answerLook,
  connectionLook,
  replicationLook,
  runLook,
  severityLook,
  verdictLook: { ...verdictLook, ...formerProofLook },
};

describe('StateBadge', () => {
  it.each(tones)('shows %s by its word and its own shape, not by colour alone', (tone) => {
    const badge = mount(StateBadge, { props: { tone, word: 'A word' } });
    expect(badge.text()).toBe('A word');
    expect(badge.get('svg').attributes('data-shape')).toBe(tone);
  });

  it('draws unlike shapes for good, warning, critical and unknown', () => {
    const drawn = (['good', 'warning', 'critical', 'unknown'] as Tone[]).map((tone) =>
      mount(StateBadge, { props: { tone, word: 'x' } })
        .findAll('path')
        .map((path) => path.attributes('d'))
        .join(),
    );
    expect(new Set(drawn).size).toBe(4);
  });

  it.each(Object.entries(looks))('gives every state of %s a word of its own', (_name, map) => {
    const words = Object.values(map).map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((word) => word.length > 1)).toBe(true);
  });

  it('shows as good nothing that is not proved', () => {
    const good = Object.values(looks).flatMap((map) =>
      Object.entries(map)
        .filter(([, look]) => look.tone === 'good')
        .map(([state]) => state),
    );
    expect(good.sort()).toEqual(['applying', 'idle', 'matched', 'safe', 'up']);
  });
});

import { expect, it } from 'vitest';
import { recentOf, sightOf } from '../../src/pipeline/sight.ts';
import { paper } from '../render/email/sample.ts';

const on = (day: string, title: string) =>
  paper({ title, id: `tag:${title}`, firstSeen: day, instant: `${day}T06:00:00Z` });
const topic = (...any: string[]) => ({ name: any[0]!, any, all: [], none: [], query: null });

it('tries topics on the last thirty days of the archive, counted from its newest paper', () => {
  const papers = [
    on('2026-01-01', 'Reward models of old'),
    on('2026-02-01', 'Reward models again'),
    on('2026-02-10', 'Tools for agents'),
    on('2026-02-20', 'Reward models for agents'),
  ];
  const recent = recentOf({ papers, editions: [] });
  const sight = sightOf(recent, [topic('reward model'), topic('agents')]);
  expect([recent.days, sight.papers, sight.matches]).toEqual([20, 3, 3]);
  expect(sight.best.map(({ title }) => title).sort()).toEqual([
    'Reward models again',
    'Reward models for agents',
    'Tools for agents',
  ]);
  expect(sight.best.find(({ title }) => title.startsWith('Tools'))).toMatchObject({
    day: '2026-02-10',
    terms: ['agents'],
  });
  expect(sightOf(recent, [topic('diffusion')])).toMatchObject({ matches: 0, best: [] });
});

it('an archive without papers has nothing to try them on', () => {
  const sight = sightOf(recentOf({ papers: [], editions: [] }), [topic('agents')]);
  expect(sight).toEqual({ days: 0, papers: 0, matches: 0, best: [], warnings: [], add: [] });
});

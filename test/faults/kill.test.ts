import { describe, expect, it } from 'vitest';
import { random } from '../random.ts';
import { type KillReport, killAgainAndAgain, sum, tableOf } from './kill.ts';

/** In full length by `npm run test:full`. */
const kills = Number(process.env.PAPERBOY_KILLS ?? 15);
const timeout = 60_000 + kills * 8_000;
const reports: Record<string, KillReport> = {};

/** Kills while the server had begun to take a message and its reply had not come. */
const between = ({ phases }: KillReport): number => phases.DATA + phases.body + phases.dot;

/** In parts, so that each is bounded, and a part that fails says which. */
const parts = Array.from({ length: Math.ceil(kills / 100) }, (_, n) => Math.min(100, kills - n * 100));

describe('a run that is killed again and again', () => {
  it.each(parts.map((count, n) => [n + 1, count] as const))(
    'loses nothing and repeats nothing that is not in doubt (part %i, %i kills)',
    { timeout: 60_000 + 100 * 8_000 },
    async (part, count) => {
      const report = await killAgainAndAgain({
        ...{ kills: count, connections: 1, subscribers: 40, mutated: false, random: random(part) },
      });
      reports['one connection'] = sum(reports['one connection'], report);
      process.stdout.write(`${tableOf(reports)}\n`);
      expect(report).toMatchObject({ lost: 0, unrecorded: 0, renamed: 0 });
      expect(report.kills).toBeGreaterThanOrEqual(count);
      expect(report.duplicates).toBeLessThanOrEqual(report.inDoubt);
      expect(report.inDoubt).toBeLessThanOrEqual(report.kills);
      // Positive control: the kills hit where it hurts.
      expect(between(report)).toBeGreaterThanOrEqual(count / 5);
    },
  );

  it('with several connections too', { timeout }, async () => {
    const some = Math.ceil(kills / 5);
    const report = await killAgainAndAgain({
      kills: some,
      connections: 3,
      subscribers: 40,
      mutated: false,
      random: random(2),
    });
    reports['three connections'] = report;
    expect(report).toMatchObject({ lost: 0, unrecorded: 0, renamed: 0 });
    expect(report.duplicates).toBeLessThanOrEqual(report.inDoubt);
    expect(report.inDoubt).toBeLessThanOrEqual(3 * report.kills);
  });

  it('would be seen to lose or repeat if the ledger were not synced', { timeout }, async () => {
    const report = await killAgainAndAgain({
      kills: 6,
      connections: 1,
      subscribers: 30,
      mutated: true,
      random: random(3),
    });
    reports['without sync'] = report;
    expect(report.lost + report.unrecorded).toBeGreaterThan(0);
    process.stdout.write(`${tableOf(reports)}\n`);
  });
});

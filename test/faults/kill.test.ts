import { describe, expect, it } from 'vitest';
import { random } from '../random.ts';
import { type KillReport, killAgainAndAgain, tableOf } from './kill.ts';

/** In full length by `npm run test:full`. */
const kills = Number(process.env.PAPERBOY_KILLS ?? 15);
const timeout = 60_000 + kills * 4_000;
const reports: Record<string, KillReport> = {};

/** Kills while the server had begun to take a message and its reply had not come. */
const between = ({ phases }: KillReport): number => phases.DATA + phases.body + phases.dot;

describe('a run that is killed again and again', () => {
  it('loses nothing and repeats nothing that is not in doubt', { timeout }, async () => {
    const report = await killAgainAndAgain({
      kills,
      connections: 1,
      subscribers: 60,
      mutated: false,
      random: random(1),
    });
    reports['one connection'] = report;
    expect(report).toMatchObject({ lost: 0, unrecorded: 0, renamed: 0 });
    expect(report.kills).toBeGreaterThanOrEqual(kills);
    expect(report.duplicates).toBeLessThanOrEqual(report.inDoubt);
    expect(report.inDoubt).toBeLessThanOrEqual(report.kills);
    // Positive control: the kills hit where it hurts.
    expect(between(report)).toBeGreaterThanOrEqual(Math.min(100, kills / 5));
  });

  it('with several connections too', { timeout }, async () => {
    const some = Math.ceil(kills / 5);
    const report = await killAgainAndAgain({
      kills: some,
      connections: 3,
      subscribers: 60,
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

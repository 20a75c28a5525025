import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressSearch } from '../../src/action/addresses.ts';
import {
  checkout,
  git,
  list,
  makePlace,
  overtake,
  type Place,
  pushFromElsewhere,
  runAction,
  startAction,
  subscription,
  useAction,
} from './runner.ts';

// Sending between two commits, with everything that can come between them.
const uses = useAction();
const canary = 'Canary.Ada@example.org';
const search = addressSearch([{ address: canary, owner: 'ada' }]);

/** Mails that the server took: recipient and Message-ID. */
let mails: { to: string; id: string }[] = [];
/** Called before the server answers the final dot. */
let beforeAnswer: () => Promise<void> = async () => {};
const sink = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, session, done) {
    let text = '';
    stream.on('data', (chunk) => (text += chunk));
    stream.on('end', async () => {
      mails.push({ to: session.envelope.rcptTo[0]!.address, id: /^Message-ID: (.*)$/im.exec(text)?.[1] ?? '' });
      await beforeAnswer();
      done();
    });
  },
});
/** The site, and GitHub's API. */
let answers: Record<string, string> = {};
const server: Server = createServer((request, response) => {
  const path = new URL(request.url ?? '', 'http://x').searchParams.get('date') ?? request.url ?? '';
  const body = answers[path];
  response.writeHead(body === undefined ? 503 : 200, { 'content-type': 'application/json' });
  response.end(body ?? '{}');
});
const portOf = (one: { address(): unknown }) => (one.address() as AddressInfo).port;

beforeAll(async () => {
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise<void>((resolve) => sink.close(() => resolve()));
  await new Promise((resolve) => server.close(resolve));
});

let place: Place;
const everything: string[] = [];
beforeEach(() => {
  place = makePlace();
  mails = [];
  beforeAnswer = async () => {};
  answers = {};
});
afterEach(() => {
  // Bar 3, after each of these runs: in no object of git, whatever refers to it, and in nothing that GitHub shows.
  for (const folder of [place.remote, place.work]) {
    const objects = git(folder, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
    const text = objects.map((id) => git(folder, 'cat-file', '-p', id)).join('\n');
    expect(objects.length).toBeGreaterThan(5);
    expect(search(text)).toEqual([]);
  }
  expect(search(everything.splice(0).join('\n'))).toEqual([]);
  rmSync(place.base, { recursive: true });
});

const env = (): Record<string, string> => ({
  PAPERBOY_ADA: canary,
  SMTP_URL: `smtp://127.0.0.1:${portOf(sink.server)}`,
  GITHUB_API_URL: `http://127.0.0.1:${portOf(server)}`,
});
async function act(inputs: Record<string, string> = {}, more: Record<string, string> = {}) {
  const result = await runAction(uses, place, { send: 'true', ...inputs }, { ...env(), ...more });
  everything.push(result.log, result.summary, JSON.stringify(result.outputs), ...result.annotations);
  return result;
}
const subjects = (): string[] => git(place.remote, 'log', '--format=%s', 'main').split('\n').slice(0, -2);
const ledger = (): string => git(place.remote, 'show', 'main:out/state/ledger.jsonl');
const hasClaim = (): boolean => git(place.remote, 'ls-tree', '--name-only', 'main', 'out/').includes('claim');
const claimOf = (id: string) =>
  `${JSON.stringify({ name: 'another', run: { id, attempt: '1', repository: 'somebody/papers', url: 'x' } })}\n`;

describe('sending', { timeout: 240_000 }, () => {
  it('goes between two commits; the next run sends nothing; a new day is fetched; a source that is down is no silence', async () => {
    const first = await act();
    expect([first.code, first.outputs.sent, first.outputs.committed]).toEqual([0, '1', 'true']);
    // Positive control: it was there to be leaked.
    expect(mails.map(({ to }) => to)).toEqual([canary]);
    expect(subjects()).toEqual(['Paperboy: 1 digest sent', 'Paperboy: 3 new papers, 1 edition; claims sending']);
    expect([ledger().includes('"sent"'), hasClaim()]).toEqual([true, false]);
    expect(first.summary).toContain('**1 digest sent, 3 papers in all.**');
    expect(first.masks).toContain(canary);

    checkout(place);
    const second = await act();
    expect([second.code, second.outputs.sent, second.outputs.committed, mails.length]).toEqual([0, '0', 'false', 1]);
    expect(second.summary).toContain('**Nobody was mailed: ada is not due until Thursday 2026-02-05, 00:00 UTC.**');

    answers = {
      '2026-02-03': list('2026-02-03', 3),
      '2026-02-04': list('2026-02-04', 0),
      '2026-02-05': list('2026-02-05', 2),
    };
    const site = { source: 'daily', 'base-url': env().GITHUB_API_URL!, 'allow-private': 'true' };
    const later = { PAPERBOY_NOW: '2026-02-05T12:00:00Z' };
    const third = await act(site, later);
    expect([third.outputs.new, third.outputs.sent, mails.length]).toEqual(['2', '1', 2]);

    answers = {};
    checkout(place);
    const down = await act(site, { ...later, PAPERBOY_NOW: '2026-02-06T12:00:00Z' });
    expect([down.code, down.outputs.verdict, down.outputs.committed, mails.length]).toEqual([3, 'broken', 'false', 2]);
  });

  it('goes by the file of settings where no input says otherwise, and by its own claim', async () => {
    const file = 'out: build\nclaim: origin\nin-doubt: skip\nsubscriptions: people\n';
    pushFromElsewhere(place, 'paperboy.yaml', file);
    pushFromElsewhere(place, 'people/eve.yaml', subscription('Eve', 'env:PAPERBOY_ADA'));
    checkout(place);
    const { code, outputs } = await act();
    expect([code, outputs.sent, outputs['public-path'], mails.length]).toEqual([0, '1', 'build/public', 1]);
    const names = git(place.remote, 'ls-tree', '-r', '--name-only', 'main');
    expect(names).toMatch(/^build\/state\/ledger\.jsonl$/m);
    expect(names).not.toMatch(/^out\/|claim/m);
    expect(git(place.remote, 'show', 'main:build/state/ledger.jsonl')).toContain('"eve"');
    expect(subjects().slice(0, 2)).toEqual([
      'Paperboy: 1 digest sent',
      'Paperboy: 3 new papers, 1 edition; claims sending',
    ]);
    // The commit is on top of others here, so the run that was killed is looked at as the file says.
    pushFromElsewhere(place, 'build/claim.json', claimOf('77'));
    answers = { '/repos/somebody/papers/actions/runs/77': '{"status":"completed"}' };
    checkout(place);
    expect([(await act()).code, (await act({ 'in-doubt': 'resend' })).code]).toEqual([5, 0]);
  });

  it('waits for nobody: when another run has the claim it stops, and sends nothing', async () => {
    answers = { '/repos/somebody/papers/actions/runs/77': '{"status":"in_progress"}' };
    overtake(place, 'out/claim.json', claimOf('77'));
    const { code, annotations, outputs } = await act();
    expect([code, outputs.sent, mails.length]).toEqual([5, '0', 0]);
    expect(annotations.join()).toContain('https://github.example/somebody/papers/actions/runs/77 has claimed');
    expect(subjects()).toEqual(['Change out/claim.json']);
  });

  it('of a run that is over is taken over, with a warning; or not, where doubt is to be looked at', async () => {
    answers = { '/repos/somebody/papers/actions/runs/77': '{"status":"completed"}' };
    overtake(place, 'out/claim.json', claimOf('77'));
    const careful = await act({ 'in-doubt': 'skip' });
    expect([careful.code, mails.length]).toEqual([5, 0]);
    const { code, annotations, outputs } = await act();
    expect([code, outputs.sent, mails.length, hasClaim()]).toEqual([0, '1', 1, false]);
    expect(annotations.filter((one) => one.startsWith('warning')).join()).toContain('claim-taken-over');
  });

  it('makes its result again when another run changed the archive, and keeps what is foreign', async () => {
    mkdirSync(join(place.other, 'dumps'), { recursive: true });
    overtake(place, 'dumps/2026-02-04.json', list('2026-02-04', 2));
    const { outputs, code } = await act();
    expect([code, outputs.new, outputs.sent, mails.length]).toEqual([0, '5', '1', 1]);
    expect(subjects().at(-1)).toBe('Change dumps/2026-02-04.json');
    expect(subjects()).toHaveLength(3);
  });

  it('is recorded, also when the push after it is overtaken', async () => {
    overtake(place, 'notes.txt', 'theirs\n', 1);
    const { code, outputs } = await act();
    expect([code, outputs.sent, hasClaim(), ledger().includes('"sent"')]).toEqual([0, '1', false, true]);
    expect(git(place.remote, 'show', 'main:notes.txt')).toBe('theirs');
  });

  it('is recorded beside the branch when somebody changed the archive meanwhile', async () => {
    overtake(place, 'out/state/ledger.jsonl', 'damaged\n', 1);
    const { code, annotations } = await act();
    expect(code).toBe(4);
    expect(annotations.join()).toContain('paperboy-sent-1001-1');
    expect(git(place.remote, 'show', 'paperboy-sent-1001-1:out/state/ledger.jsonl')).toContain('"sent"');
  });

  it('killed after the claim is taken up by the next attempt, with the same Message-ID', async () => {
    const running = startAction(uses, place, { send: 'true' }, env());
    beforeAnswer = async () => running.kill('SIGKILL');
    await running.done;
    expect([mails.length, hasClaim()]).toEqual([1, true]);
    beforeAnswer = async () => {};
    checkout(place);
    const { code, outputs } = await act({}, { GITHUB_RUN_ATTEMPT: '2' });
    expect([code, outputs.sent, hasClaim()]).toEqual([0, '1', false]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
  });

  it('stopped by a signal records what went out', async () => {
    const running = startAction(uses, place, { send: 'true' }, env());
    beforeAnswer = async () => running.kill('SIGTERM');
    const { code } = await running.done;
    expect([code, mails.length, hasClaim(), ledger().includes('"sent"')]).toEqual([143, 1, false, true]);
  });

  it('and a commit with an address is refused, with the file and whose it is', async () => {
    const file = join(place.work, 'subscriptions/ada.yaml');
    // The name of a topic is public: the title of a feed.
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: Testing', `name: ${canary}`));
    const before = git(place.remote, 'rev-parse', 'main');
    const { code, annotations, outputs } = await act();
    expect([code, outputs.sent, mails.length, git(place.remote, 'rev-parse', 'main')]).toEqual([5, '0', 0, before]);
    expect(annotations.join('\n')).toMatch(/address-in-commit.*the address of ada/);
    // The objects that were staged would be found by the check after each test: they never leave the runner.
    rmSync(join(place.work, '.git'), { recursive: true });
    checkout(place);
  });

  it('without a server says so, and keeps the archive', async () => {
    const { code, outputs, summary } = await act({}, { SMTP_URL: '' });
    expect([code, outputs.committed, outputs.sent]).toEqual([2, 'true', '0']);
    expect(summary).toContain('**Nobody was mailed');
  });
});

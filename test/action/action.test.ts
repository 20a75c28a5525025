import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { git, makePlace, type Place, pushFromElsewhere, runAction } from './runner.ts';

// The Action's own shell steps, in a real repository with a real remote.
let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => {
  rmSync(place.base, { recursive: true });
});

/** The files of a commit on the remote. */
const pushed = (ref = 'main'): string[] => git(place.remote, 'ls-tree', '-r', '--name-only', ref).split('\n');
const head = (): string => git(place.remote, 'rev-parse', 'main');
const log = (): string[] => git(place.remote, 'log', '--format=%s', 'main').split('\n');
const state = () => join(place.work, 'out/state');

describe('a first run', () => {
  it('commits what is public and the state, never the mail, in the name of the bot', () => {
    const { code, outputs, summary } = runAction(place);
    expect(code).toBe(0);
    expect(outputs).toEqual({
      verdict: 'fresh',
      'exit-code': '0',
      new: '53',
      revised: '0',
      enriched: '0',
      editions: '5',
      digests: '3',
      committed: 'true',
    });
    const files = pushed();
    expect(files).toContain('out/public/all/atom.xml');
    expect(files).toContain('out/state/manifest.json');
    expect(files.filter((name) => name.startsWith('out/mail'))).toEqual([]);
    // Positive control: there is mail that could have been committed.
    expect(existsSync(join(place.work, 'out/mail/preview/ada/digest.eml'))).toBe(true);
    expect(git(place.remote, 'log', '-1', '--format=%an <%ae> %s', 'main')).toBe(
      'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com> Paperboy: new papers 53, editions 5',
    );
    expect(git(place.work, 'config', '--local', '--list')).not.toContain('user.name');
    expect(summary).toContain('## Paperboy: fresh');
    expect(summary).toMatch(/\| 2026-02-04&#46;1 \| 10 \| 0 \| 0 \| 0 \|/);
  });

  it('leaves alone what somebody has changed or staged beside it', () => {
    appendFileSync(join(place.work, 'notes.txt'), 'two\n');
    writeFileSync(join(place.work, 'staged.txt'), 'x');
    git(place.work, 'add', 'staged.txt');
    expect(runAction(place).code).toBe(0);
    expect(pushed()).not.toContain('staged.txt');
    expect(git(place.remote, 'show', 'main:notes.txt')).toBe('one');
    expect(readFileSync(join(place.work, 'notes.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('commits nothing when told so', () => {
    const before = head();
    const { code, outputs } = runAction(place, { commit: 'false' });
    expect([code, outputs.committed, head()]).toEqual([0, '', before]);
  });

  it('writes where it is told', () => {
    expect(runAction(place, { out: 'site/papers/' }).code).toBe(0);
    expect(pushed()).toContain('site/papers/public/all/atom.xml');
    expect(pushed().filter((name) => name.includes('/mail/'))).toEqual([]);
  });
});

describe('a second run', () => {
  it('with nothing new commits nothing', () => {
    runAction(place);
    const before = head();
    const { code, outputs, log: text } = runAction(place);
    expect([code, outputs.committed, outputs.verdict, outputs.new]).toEqual([0, 'false', 'quiet', '0']);
    expect(head()).toBe(before);
    expect(text).toContain('Nothing changed, so nothing is committed.');
    expect(git(place.work, 'status', '--porcelain')).toBe('');
  });

  it('refuses when the state is gone, and does not commit its loss', () => {
    runAction(place);
    const before = head();
    rmSync(state(), { recursive: true });
    const { code, outputs, summary } = runAction(place);
    expect([code, outputs['exit-code'], outputs.committed]).toEqual([5, '5', 'false']);
    expect(head()).toBe(before);
    expect(summary).toContain('Exit code 5');
  });

  it('refuses also when the state was removed by a commit, for what it published is there', () => {
    runAction(place);
    git(place.work, 'rm', '-r', '--quiet', 'out/state');
    git(place.work, 'commit', '--quiet', '-m', 'Tidy up');
    expect(runAction(place).outputs['exit-code']).toBe('5');
    expect(runAction(place, { 'require-state': 'false' }).outputs['exit-code']).toBe('0');
  });

  it('removes from the repository what is not public any more', () => {
    runAction(place);
    expect(pushed().some((name) => name.startsWith('out/public/subscribers/ada/'))).toBe(true);
    const file = join(place.work, 'subscriptions/ada.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('public: true', 'public: false'));
    runAction(place);
    expect(pushed().some((name) => name.startsWith('out/public/subscribers/ada/'))).toBe(false);
  });
});

describe('a push that is rejected', () => {
  const during = (step: string, change: () => void) => (name: string) => {
    if (name === step) change();
  };

  it('is tried again on top of what somebody else pushed', () => {
    const {
      code,
      outputs,
      log: text,
    } = runAction(
      place,
      {},
      { before: during('Commit the result', () => pushFromElsewhere(place, 'notes.txt', 'theirs\n')) },
    );
    expect([code, outputs.committed]).toEqual([0, 'true']);
    expect(text).toContain('The push failed, try 1 of 5.');
    expect(log().slice(0, 2)).toEqual(['Paperboy: new papers 53, editions 5', 'Change notes.txt']);
    expect(git(place.remote, 'show', 'main:notes.txt')).toBe('theirs');
    expect(pushed()).toContain('out/state/manifest.json');
  });

  it('keeps what is changed in the checkout meanwhile', () => {
    appendFileSync(join(place.work, 'notes.txt'), 'two\n');
    const before = during('Commit the result', () => pushFromElsewhere(place, 'other.txt', 'theirs\n'));
    expect(runAction(place, {}, { before }).outputs.committed).toBe('true');
    expect(readFileSync(join(place.work, 'notes.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('is given up when another run changed the same files, and says so', () => {
    const before = during('Commit the result', () => pushFromElsewhere(place, 'out/state/manifest.json', '{}\n'));
    const { code, outputs, log: text } = runAction(place, {}, { before });
    expect([code, outputs.committed]).toEqual([1, '']);
    expect(text).toContain('::error title=Paperboy::another run changed the same files on main');
    expect(git(place.remote, 'show', 'main:out/state/manifest.json')).toBe('{}');
    expect(git(place.work, 'status')).not.toContain('rebase in progress');
  });

  it('is given up when the server never takes it', () => {
    writeFileSync(join(place.remote, 'hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const before = head();
    const { code, log: text } = runAction(place);
    expect(code).toBe(1);
    expect(text).toContain('The push failed, try 5 of 5.');
    expect(text).toContain('::error title=Paperboy::could not push to main');
    expect(head()).toBe(before);
  });

  it('is not tried off a branch', () => {
    const { code, log: text } = runAction(place, {}, { env: { GITHUB_REF: 'refs/tags/v1' } });
    expect(code).toBe(1);
    expect(text).toContain('not on a branch');
  });
});

describe('sending', () => {
  const env = { PAPERBOY_FROM: 'Papers <papers@example.org>', PAPERBOY_ADA: 'canary.ada@example.org' };

  it('records what went out, so that the next run does not send it again; no address leaves the runner', () => {
    const { outputs, summary, code } = runAction(place, { send: 'true', channel: 'directory' }, { env });
    // Ben and Chi have no address here.
    expect([code, outputs['exit-code'], outputs.committed, outputs.digests]).toEqual([4, '4', 'true', '1']);
    const outbox = join(place.work, 'out/mail/outbox');
    const sent = readdirSync(outbox);
    expect(sent.length).toBe(1);
    // Positive control: the address is in the mail.
    expect(readFileSync(join(outbox, sent[0]!), 'utf8')).toContain('canary.ada');
    expect(git(place.remote, 'show', 'main:out/state/ledger.jsonl')).toContain('"sent"');
    expect(git(place.remote, 'log', '-p', '--text', 'main')).not.toContain('canary');
    expect(summary).not.toContain('canary');

    const again = makeFresh();
    expect(runAction(again, { send: 'true', channel: 'directory' }, { env }).outputs.digests).toBe('0');
    expect(readdirSync(outbox)).toEqual([]);
  });

  it('is configured, or refused before anything is done', () => {
    const { code, outputs } = runAction(place, { send: 'true' }, { env });
    expect([code, outputs['exit-code'], outputs.committed]).toEqual([2, '2', 'false']);
  });

  /** The remote as the next run's runner checks it out. */
  function makeFresh(): Place {
    rmSync(place.work, { recursive: true });
    git(place.other, 'clone', '--quiet', '--depth=1', `file://${place.remote}`, place.work);
    return place;
  }
});

describe('input of all kinds', () => {
  it('what is unusable is reported, the rest is committed, and the job fails in the end', () => {
    writeFileSync(join(place.work, 'dumps/zz.json'), '[{"paper": ');
    const { code, outputs, summary } = runAction(place);
    expect([code, outputs['exit-code'], outputs.committed, outputs.new]).toEqual([3, '3', 'true', '53']);
    expect(summary).toContain('| error |');
  });

  it('several dumps, one a line', () => {
    const dumps = 'dumps/jul-30-alignment.txt\r\n\ndumps/aug-01-alignment.txt\n';
    expect(runAction(place, { dumps }).outputs).toMatchObject({ 'exit-code': '0', new: '20' });
  });

  it.each([
    ['send', 'yes'],
    ['commit', 'True'],
    ['require-state', 'maybe'],
    ['out', ''],
    ['out', '/tmp/elsewhere'],
    ['out', '../elsewhere'],
    ['dumps', '--send'],
  ])('%s = %j is a mistake, and nothing is done', (name, value) => {
    const before = head();
    const { code, outputs, log: text } = runAction(place, { [name]: value });
    expect([code, outputs['exit-code'], head()]).toEqual([2, '', before]);
    expect(text).toContain('::error title=Paperboy::');
  });

  it.each(['--send', '2026-01-01 --send', '$(touch hacked)', '"; touch hacked; "', '`touch hacked`'])(
    'a date %j is data',
    (date) => {
      const { code, outputs } = runAction(place, { date });
      expect([code, outputs['exit-code']]).toEqual([2, '2']);
      expect(existsSync(join(place.work, 'hacked'))).toBe(false);
    },
  );

  it('a hostile file name becomes no command to the runner, no mark-up and no output', () => {
    const name = '::error::x <b> [y](https:example.org) | $(touch hacked) verdict=broken.json';
    writeFileSync(join(place.work, 'dumps', name), '[{"paper": ');
    const { outputs, summary, log: text } = runAction(place);
    expect(outputs).toMatchObject({ verdict: 'fresh', 'exit-code': '3' });
    expect(existsSync(join(place.work, 'hacked'))).toBe(false);
    // Below the report stands the Markdown of the papers, which has links of its own.
    expect(summary.slice(0, summary.indexOf('\n## Edition of'))).not.toMatch(/<b>|\]\(|verdict=/);
    expect(summary).not.toMatch(/<b>|verdict=/);
    expect(summary).toMatch(/^### <a id="paper-[0-9a-f]+"><\/a>\[/m);
    expect(summary).toContain('&#60;b&#62;');
    const token = /::stop-commands::([\da-f-]{36})\n/.exec(text)?.[1];
    expect(token).toBeDefined();
    expect(text).toContain(`::${token}::\n`);
  });
});

import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkout, git, list, makePlace, type Place, runAction, subscription, useAction } from './runner.ts';

// The bundle, run as GitHub runs it, in a real repository with a real remote; nothing is sent here.
const uses = useAction();
let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => rmSync(place.base, { recursive: true }));

const pushed = (ref = 'main'): string[] => git(place.remote, 'ls-tree', '-r', '--name-only', ref).split('\n');
const head = (): string => git(place.remote, 'rev-parse', 'main');
const subjects = (): string[] => git(place.remote, 'log', '--format=%s', 'main').split('\n');

describe('runs that preview', { timeout: 240_000 }, () => {
  it('the first commits what is public and the state, never the mail; the second nothing; a new day again', async () => {
    writeFileSync(join(place.work, 'staged.txt'), 'x');
    git(place.work, 'add', 'staged.txt');
    appendFileSync(join(place.work, 'notes.txt'), 'two\n');
    const first = await runAction(uses, place);
    expect(first.log).not.toContain('Error');
    expect(first.code).toBe(0);
    expect(first.outputs).toEqual({
      ...{
        verdict: 'fresh',
        reason: '3 new papers in 1 edition',
        'exit-code': '0',
        new: '3',
        revised: '0',
        enriched: '0',
      },
      ...{ editions: '1', digests: '1', sent: '0', failed: '0', committed: 'true' },
      ...{ 'public-path': 'out/public', 'mail-path': 'out/mail' },
    });
    expect(pushed()).toEqual(expect.arrayContaining(['out/public/all/atom.xml', 'out/state/manifest.json']));
    expect(pushed().filter((name) => /^out\/(?:mail|cache|claim)|staged/.test(name))).toEqual([]);
    // Positive control: there is mail that could have been committed.
    expect(existsSync(join(place.work, 'out/mail/preview/ada/digest.eml'))).toBe(true);
    expect(git(place.remote, 'log', '-1', '--format=%an <%ae> %s', 'main')).toBe(
      'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com> Paperboy: 3 new papers, 1 edition',
    );
    expect(readFileSync(join(place.work, 'notes.txt'), 'utf8')).toBe('one\ntwo\n');
    expect(first.summary).toContain('## Paperboy: fresh');
    expect(first.summary).toContain('**Nobody was mailed, for sending was not asked for (the input send)');
    expect(first.summary).toContain('about testing');

    checkout(place);
    const before = head();
    const second = await runAction(uses, place);
    expect([second.code, second.outputs.committed, second.outputs.verdict]).toEqual([0, 'false', 'quiet']);
    expect(head()).toBe(before);

    writeFileSync(join(place.work, 'dumps/2026-02-04.json'), list('2026-02-04', 2));
    const third = await runAction(uses, place, { commit: 'state public dumps' });
    expect([third.code, third.outputs.new, third.outputs.committed]).toEqual([0, '2', 'true']);
    expect(pushed()).toContain('dumps/2026-02-04.json');
    expect(subjects()).toEqual([
      'Paperboy: 2 new papers, 1 edition',
      'Paperboy: 3 new papers, 1 edition',
      'Start',
      'Older',
    ]);

    // A lost archive is not taken for a first run.
    rmSync(join(place.work, 'out/state'), { recursive: true });
    const lost = await runAction(uses, place);
    expect([lost.code, lost.outputs.committed, head()]).toEqual([5, 'false', git(place.work, 'rev-parse', 'HEAD')]);
    expect(lost.annotations.join()).toContain('title=Paperboy%3A state-missing');
    expect(lost.summary).toContain('Exit code 5');
  });

  it('after 45 quiet days a commit keeps the schedule alive, and not before', async () => {
    await runAction(uses, place);
    const at = (days: number) => ({ PAPERBOY_NOW: new Date(Date.now() + days * 86_400_000).toISOString() });
    checkout(place);
    expect((await runAction(uses, place, {}, at(44))).outputs.committed).toBe('false');
    expect((await runAction(uses, place, { 'keep-alive': '0' }, at(99))).outputs.committed).toBe('false');
    const tree = git(place.remote, 'rev-parse', 'main^{tree}');
    expect((await runAction(uses, place, {}, at(46))).outputs.committed).toBe('true');
    expect(subjects()[0]).toBe('Paperboy: nothing new, still watching');
    expect(git(place.remote, 'rev-parse', 'main^{tree}')).toBe(tree);
  });

  it('a broken subscription is shown at its line, and the others are served', async () => {
    writeFileSync(join(place.work, 'subscriptions/ben.yaml'), `${subscription('Ben', 'env:PAPERBOY_BEN')}tpics: []\n`);
    const { code, annotations, outputs } = await runAction(uses, place);
    expect([code, outputs.digests]).toEqual([2, '1']);
    expect(annotations.filter((one) => /^error .*file=subscriptions\/ben\.yaml,line=7,col=1/.test(one))).toHaveLength(
      1,
    );
  });

  it('a mistake in the inputs is shown, and nothing is done', async () => {
    const before = head();
    const { code, annotations, outputs } = await runAction(uses, place, {
      date: '$(touch hacked)',
      out: '../elsewhere',
    });
    expect([code, outputs['exit-code'], outputs.verdict, head()]).toEqual([2, '2', '', before]);
    expect(annotations).toHaveLength(2);
    expect(annotations.join()).toContain('the input out is not a path');
    expect(existsSync(join(place.work, 'hacked'))).toBe(false);
  });

  it('a hostile dump becomes no command to the runner, no mark-up and no output', async () => {
    const name = '::error::x <b> [y](https:example.org) | $(touch hacked) verdict=broken.json';
    writeFileSync(join(place.work, 'dumps', name), '[{"paper": ');
    const { outputs, summary, annotations } = await runAction(uses, place);
    expect(outputs).toMatchObject({ verdict: 'fresh', 'exit-code': '3', reason: '3 new papers in 1 edition' });
    expect(existsSync(join(place.work, 'hacked'))).toBe(false);
    expect(summary).not.toMatch(/<b>|verdict=/);
    expect(annotations.filter((one) => one.startsWith('error::x'))).toEqual([]);
    // It is shown all the same: the fixed text of the code, at the file.
    expect(annotations.some((one) => one.startsWith('error') && one.includes('file=dumps/'))).toBe(true);
  });

  it('off a branch there is none to push to', async () => {
    const { code, annotations } = await runAction(uses, place, {}, { GITHUB_REF: 'refs/tags/v1' });
    expect(code).toBe(2);
    expect(annotations.join()).toContain('not on a branch');
  });
});

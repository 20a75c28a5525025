import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { readLetters } from '../../src/cli/inbox-job.ts';
import { letterKinds } from '../../src/inbox/decide.ts';
import { type LetterView, lettersFrom } from '../../src/inbox/letters/letters.ts';
import { commandLines, profileLines, rhythmOf, stateOf, volumeOf } from '../../src/inbox/letters/view.ts';
import { preferences } from '../subscribers/people.ts';

const base = 'https://papers.example.org/mail';
const view: LetterView = {
  service: 'Paperboy',
  mark: '[paperboy abc]',
  leaveMark: '[paperboy def]',
  days: 7,
  ...{
    confirmUrl: `${base}/confirm/abc`,
    leaveUrl: `${base}/unsubscribe/def`,
    preferencesUrl: `${base}/preferences/ghi`,
  },
  profile: ['DPO, reward model', 'Agents: tool use'],
  rhythm: 'One mail a day.',
  volume: 'That is about 3 papers a week, by the papers of late.',
  ...{ change: null, state: null, hint: null },
  commands: commandLines,
};
const empty: LetterView = {
  ...view,
  ...{ confirmUrl: null, leaveUrl: null, preferencesUrl: null, profile: [], rhythm: '', volume: '' },
};
const hostile = '<script>alert(1)</script> {{service}} & "quotes" </p>';

/** Elements of a document, by name. */
function elements(html: string): string[] {
  const names: string[] = [];
  const visit = (node: { nodeName: string; childNodes?: unknown[] }): void => {
    if (!node.nodeName.startsWith('#')) names.push(node.nodeName);
    for (const child of node.childNodes ?? []) visit(child as never);
  };
  visit(parse(html) as never);
  return names;
}

describe('the letters', async () => {
  const render = lettersFrom(await readLetters('templates'));

  it.each(letterKinds)('%s reads well with everything and with as little as there can be', (kind) => {
    for (const one of [
      view,
      empty,
      {
        ...view,
        change: 'After it your mails would come again.',
        state: 'It is paused.',
        hint: 'Did you mean "pause"?',
      },
    ]) {
      const { subject, text, html } = render(kind, one);
      expect(subject).toMatch(/^[A-Z][^\n{}]{5,120}$/);
      expect(text).toMatch(/^Hello,\n\n/);
      expect(text + html).not.toMatch(/\{\{|undefined|null|\[object/);
      expect(text).not.toMatch(/\n{3}|[ \t]\n/);
      for (const line of text.split('\n')) expect(line.length <= 72 || /^ {4}|^https:/.test(line), line).toBe(true);
      expect(html).not.toMatch(/\[paperboy/);
    }
  });

  it.each(letterKinds)('%s escapes what somebody wrote', (kind) => {
    const benign = render(kind, { ...view, profile: ['x'], hint: 'x' });
    const bad = render(kind, { ...view, profile: [hostile], hint: hostile });
    expect(elements(bad.html)).toEqual(elements(benign.html));
    expect(bad.subject).toBe(benign.subject);
  });

  it('make a button of an address of the server alone', () => {
    const { html } = render('confirm', { ...view, profile: ['https://evil.example/x'] });
    expect(html.match(/href="[^"]*"/g)).toEqual([`href="${base}/confirm/abc"`]);
  });

  it('are refused when a template is missing, has no subject, or would not escape', async () => {
    const sources = await readLetters('templates');
    expect(() => lettersFrom({ ...sources, help: undefined as never })).toThrow('help.hbs is missing');
    expect(() => lettersFrom({ ...sources, help: '{{{service}}}' })).toThrow('must not have');
    expect(() => lettersFrom({ ...sources, help: 'Hello' })('help', view)).toThrow('has no subject');
    expect(() => lettersFrom({ ...sources, help: 'Subject: x\n\n{{nothing}}' })('help', view)).toThrow('help.hbs');
  });
});

describe('what letters say', () => {
  it('of how much it is', () => {
    expect(volumeOf(null)).toBe('');
    expect(volumeOf({ papers: 3, days: 5 })).toBe('That is about 3 papers a week, by the papers of late.');
    expect(volumeOf({ papers: 6, days: 30 })).toContain('about 1 paper a week');
    expect(volumeOf({ papers: 1, days: 30 })).toContain('less than one paper a week');
    expect(volumeOf({ papers: 0, days: 30 })).toContain('None of the papers of the last 30 days');
    expect(volumeOf({ papers: 68, days: 10 })).toContain('about 35 papers');
  });

  it('of a profile, bounded; of a rhythm and a state', () => {
    const many = {
      ...preferences('x'),
      topics: Array.from({ length: 30 }, (_, n) => ({ ...preferences(`t${n} ${'y'.repeat(90)} z${n}`).topics[0]! })),
    };
    const lines = profileLines(many);
    expect([lines.length, lines.at(-1)]).toEqual([13, 'and 18 more']);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(
      rhythmOf({ ...preferences('x'), cadence: 'weekly', weekday: 5, sendHour: 7, timeZone: 'Europe/Vienna' }),
    ).toBe('One mail a week, on Friday, from 7:00 (Europe/Vienna), when there is something new.');
    expect(stateOf({ state: 'paused', until: '2026-12-24' })).toContain('nothing comes before 2026-12-24');
    expect(stateOf({ state: 'active', until: null })).toBeNull();
  });
});

import { afterEach, expect, it } from 'vitest';
import { type Place, place } from './support.ts';

let here: Place;
afterEach(() => here.close());

it('an answer does not tell who is known: the same bytes and headers for every state of an address', async () => {
  here = await place({ suppressed: ['suppressed@example.org'] });
  await here.member('active@example.org');
  const gone = await here.member('gone@example.org');
  await here.post(`/mail/unsubscribe/${here.token('unsubscribe', gone)}`, { 'List-Unsubscribe': 'One-Click' });
  await here.signUp('pending@example.org');
  await here.parts.later.drain();
  const told = async (who: string): Promise<string> => {
    const answer = await here.signUp(`${who}@example.org`);
    return JSON.stringify([answer.status, [...answer.headers], await answer.text()]);
  };
  const answers = [];
  for (const who of ['active', 'gone', 'pending', 'suppressed', 'nobody', 'active', 'nobody'])
    answers.push(await told(who));
  expect(new Set(answers).size).toBe(1);
  // Nothing was done yet for any of them, so nothing can show in how long it took.
  expect(here.parts.later.waiting).toBe(7);
});

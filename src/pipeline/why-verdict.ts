import { type Delivery, wentOut } from '../deliver/delivery.ts';
import type { DigestReport } from '../model/index.ts';
import { dueWords } from './cadence.ts';
import type { Situation, WhyKind, WhyReport } from './why.ts';
import { hinderedWords, obstaclesOf } from './why-obstacles.ts';

type Verdict = WhyReport['verdict'];

/** What it comes to, for a person. The first that applies. */
export function verdictOf(situation: Situation): Verdict {
  const { subscription, prospect, task, fate } = situation;
  const { id } = subscription;
  const say = (kind: WhyKind, rest: string): Verdict => ({ kind, reason: `${id} ${rest}.` });
  const not = (kind: WhyKind, why: string): Verdict => say(kind, `does not get it: ${why}`);

  if (prospect?.status === 'preview') {
    const which =
      open(situation) === null ? 'the digest that is due now' : `the digest ${prospect.digest}, which is open`;
    return say('next', `gets it with the next send: it is in ${which}`);
  }
  if (prospect?.status === 'no-address') return not('held', hinderedWords(situation));
  if (prospect !== null) return stuck(situation, prospect, say, not);

  const delivery = open(situation);
  if (delivery !== null && subscription.paused === true) {
    return not('held', `the subscription is paused, and its digest ${delivery.planned.digest} waits`);
  }
  const got = has(situation);
  if (got !== null && fate.kind !== 'taken' && fate.kind !== 'waits') return had(got, say);
  if (situation.refused !== null) {
    const why = `the server refused the digest ${situation.refused} for good`;
    return say('refused', `did not get it: ${why}; it comes along with the next digest that has another paper`);
  }
  if (fate.kind === 'taken') {
    if (subscription.paused === true)
      return not('held', 'the subscription is paused; it is in the next digest after that');
    if (situation.hindered !== null) return not('held', hinderedWords(situation));
    if (task.day === null && task.next !== null) {
      return say('later', `will get it with the digest due ${dueWords(task.next, subscription)}`);
    }
    const first = situation.behind?.digest;
    return say('later', `will get it with the digest after ${first ?? 'the one'} that is still open`);
  }
  if (fate.kind === 'waits') {
    const { place, of, takes } = fate;
    const room = fate.topicFull ? `its topic has no more room in the next digest` : `the next digest takes ${takes}`;
    return say('queued', `waits for it: it is number ${place} of ${of}, and ${room}`);
  }
  return not('never', topicFault(situation) ?? obstaclesOf(situation)[0] ?? 'nothing new is known of it');
}

/** The digest with the paper that is not ended, by the channel of now. */
const open = ({ deliveries, task }: Situation): Delivery | null =>
  deliveries.findLast(({ ended, planned }) => !ended && planned.channel === task.channel) ?? null;

/** The digest by which the subscriber has the paper, or may have it; what certainly went out comes first. */
function has({ deliveries, task, subscription }: Situation): Delivery | null {
  const counted = deliveries.filter(
    ({ planned }) => planned.channel === task.channel || task.channel === subscription.channel,
  );
  return counted.findLast(({ state }) => state === 'sent') ?? counted.findLast(wentOut) ?? null;
}

function had({ planned, state, at }: Delivery, say: (kind: WhyKind, rest: string) => Verdict): Verdict {
  const day = at?.slice(0, 10) ?? planned.day;
  if (state === 'sent') return say('sent', `got it on ${day} in the digest ${planned.digest}, by ${planned.channel}`);
  return say('in-doubt', `may have it: the digest ${planned.digest} was handed over on ${day}, but not confirmed`);
}

/** It is in a digest that would not go out now. */
function stuck(
  situation: Situation,
  { digest, status }: DigestReport,
  say: (kind: WhyKind, rest: string) => Verdict,
  not: (kind: WhyKind, why: string) => Verdict,
): Verdict {
  const delivery = open(situation);
  if (status === 'in-doubt') return not('in-doubt', `the digest ${digest} is in doubt and would be given up`);
  if (status === 'failed') return not('refused', `the digest ${digest} was put off for days and would be given up`);
  const tried = delivery === null ? '' : `, tried ${delivery.attempts === 1 ? 'once' : `${delivery.attempts} times`}`;
  const last = delivery?.detail ? ` (${delivery.detail})` : '';
  const wait = `and is not tried before ${delivery?.notBefore ?? 'the server takes mail again'}`;
  return say('open', `has not got it yet: the digest ${digest} was put off${tried}${last}, ${wait}`);
}

/** Why no topic lets the paper through; `null` when one does. */
function topicFault({ topics }: Situation): string | null {
  if (topics.some(({ matches }) => matches)) return null;
  const below = topics.find(({ match }) => match !== null);
  if (below !== undefined) {
    return `it scores ${below.match!.score} in the topic ${JSON.stringify(below.topic)}, and min-score is ${below.minScore}`;
  }
  for (const { topic, clauses } of topics) {
    const blamed = clauses.filter(({ blame }) => blame);
    if (blamed.length > 0 && blamed.every(({ holds }) => holds)) {
      return `the topic ${JSON.stringify(topic)} excludes ${JSON.stringify(blamed[0]!.text)}`;
    }
  }
  return topics.length === 1 ? 'its topic does not match' : `none of its ${topics.length} topics matches`;
}

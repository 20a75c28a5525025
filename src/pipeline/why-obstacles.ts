import { wentOut } from '../deliver/delivery.ts';
import type { Edition } from '../model/index.ts';
import { dueWords, periodDays } from './cadence.ts';
import type { Situation } from './why.ts';

/** Everything besides topics that stands between a subscription and a paper, in words; the most lasting first. */
export function obstaclesOf(situation: Situation): string[] {
  const { subscription, task, hindered, deliveries, keysMissing } = situation;
  const has = deliveries.some((delivery) => wentOut(delivery) && delivery.planned.channel === task.channel);
  const general = [
    ...(subscription.paused === true ? ['the subscription is paused'] : []),
    ...(hindered === null ? [] : [hinderedWords(situation)]),
    ...(keysMissing
      ? ['addresses are suppressed under a key that PAPERBOY_KEY does not hold here, so sending is refused']
      : []),
    ...(task.day === null && task.next !== null ? [`the next digest is due ${dueWords(task.next, subscription)}`] : []),
  ];
  // Who has it lacks nothing, unless another change of it is to come.
  const more = situation.fate.kind === 'taken' || situation.fate.kind === 'waits';
  return has && !more ? [] : [...fated(situation), ...delivered(situation), ...general];
}

/** Why the subscription is not mailed at all. */
export function hinderedWords({ hindered, subscription, planner }: Situation): string {
  if (hindered !== 'suppressed') return `the subscription cannot be mailed: ${hindered}`;
  const own = planner.ledger.suppressions.active.find(
    ({ keyId, subject }) => keyId === null && subject === subscription.id,
  );
  const what = own === undefined ? 'its address' : 'the subscription';
  return `${what} is suppressed${own === undefined || own.reason === 'asked' ? '' : ` (${own.reason})`}`;
}

/** What the planner has against the paper. */
function fated({ fate, subscription, planner, paper, unseen }: Situation): string[] {
  const seen = unseen ? ['no run has seen this subscription yet'] : [];
  switch (fate.kind) {
    case 'unknown':
      return [...seen, cameBefore(editionsWith({ subscription, planner, paper }))];
    case 'unwanted': {
      const asks = `the subscription asks for ${subscription.changes.join(', ')}`;
      const earlier = editionsWith({ subscription, planner, paper });
      return [
        ...seen,
        earlier.length > 0 ? cameBefore(earlier) : `its changes are ${fate.changes.join(', ')}, and ${asks}`,
      ];
    }
    case 'too-old': {
      const more = periodDays(subscription);
      const allowed = `max-age-days is ${subscription.maxAgeDays}${more === 0 ? '' : `, and ${more} between two digests`}`;
      return [...seen, `it waited for ${fate.days} days, and ${allowed}`];
    }
    case 'waits': {
      const { place, of, takes, topic } = fate;
      const full = `the next digest takes ${takes}`;
      const why = fate.topicFull
        ? `the topic ${JSON.stringify(topic)} has room for no more in it`
        : `max-papers is ${subscription.maxPapers}`;
      return [...seen, `it is number ${place} of ${of} that wait; ${full}: ${why}`];
    }
    default:
      return seen;
  }
}

/** The editions with a change of the paper of a kind that the subscription asks for. */
function editionsWith({
  planner,
  paper,
  subscription,
}: Pick<Situation, 'planner' | 'paper' | 'subscription'>): Edition[] {
  const kinds = new Set<string>(subscription.changes);
  return planner.archive.editions.filter(({ changes }) =>
    changes.some((change) => change.paper === paper.id && kinds.has(change.kind)),
  );
}

function cameBefore(editions: readonly Edition[]): string {
  if (editions.length > 0 && editions.every(({ history }) => history)) {
    return 'its edition is history, about which nobody is mailed (a first run, or --backfill); `backfill` in the subscription brings earlier papers';
  }
  return 'it came before the subscription began; `backfill` brings earlier papers';
}

/** What became of digests with it. */
function delivered({ deliveries, task, refused }: Situation): string[] {
  const own = deliveries.filter(({ planned }) => planned.channel === task.channel);
  const open = own
    .filter(({ ended }) => !ended)
    .map(
      ({ planned, state, attempts, notBefore, detail }) =>
        `the digest ${planned.digest} with it is ${state}${attempts === 0 ? '' : `, tried ${attempts === 1 ? 'once' : `${attempts} times`}`}` +
        `${notBefore === null ? '' : `, not to be tried before ${notBefore}`}${detail === null ? '' : `: ${detail}`}`,
    );
  const last = own.findLast(({ ended, state }) => ended && state === 'failed');
  const failed =
    last !== undefined && refused !== null
      ? [
          `the digest ${last.planned.digest} with it was refused for good${last.detail === null ? '' : `: ${last.detail}`}`,
        ]
      : [];
  const elsewhere = deliveries
    .filter(({ planned }) => planned.channel !== task.channel)
    .map(({ planned, state }) => `a digest by ${planned.channel}, ${planned.digest}, has it: ${state}`);
  return [...open, ...failed, ...elsewhere];
}

import type { Consent, Subscriber, SubscriberEvent, SubscriberState } from './types.ts';

/** Events that happen to one subscriber who is there. */
export type LifeEvent = Exclude<
  SubscriberEvent,
  { type: 'subscribed' | 'letter' | 'mail' | 'answered' | 'trouble' | 'key' | 'snapshot' }
>;
type Birth = Extract<SubscriberEvent, { type: 'subscribed' }>;

/**
 * Which state each event leads to from each state; `null`: it changes nothing there. Total: every pair is said. Whoever
 * is erased stays so, since nobody can prove to be it; a new request makes a new subscriber. Leaving works from everywhere.
 */
export const transitions: Record<LifeEvent['type'], Record<SubscriberState, SubscriberState | null>> = {
  asked: {
    pending: 'pending',
    active: 'active',
    paused: 'paused',
    unsubscribed: 'unsubscribed',
    bounced: 'bounced',
    erased: null,
  },
  confirmed: {
    pending: 'active',
    active: 'active',
    paused: 'paused',
    unsubscribed: 'active',
    bounced: 'active',
    erased: null,
  },
  changed: { pending: 'pending', active: 'active', paused: 'paused', unsubscribed: null, bounced: null, erased: null },
  paused: { pending: null, active: 'paused', paused: 'paused', unsubscribed: null, bounced: null, erased: null },
  resumed: { pending: null, active: null, paused: 'active', unsubscribed: null, bounced: null, erased: null },
  unsubscribed: {
    pending: 'unsubscribed',
    active: 'unsubscribed',
    paused: 'unsubscribed',
    unsubscribed: null,
    bounced: 'unsubscribed',
    erased: null,
  },
  bounced: {
    pending: 'bounced',
    active: 'bounced',
    paused: 'bounced',
    unsubscribed: null,
    bounced: null,
    erased: null,
  },
  erased: {
    pending: 'erased',
    active: 'erased',
    paused: 'erased',
    unsubscribed: 'erased',
    bounced: 'erased',
    erased: null,
  },
  sealed: {
    pending: 'pending',
    active: 'active',
    paused: 'paused',
    unsubscribed: 'unsubscribed',
    bounced: 'bounced',
    erased: 'erased',
  },
};

/** The subscriber that a first request makes. */
export function born({ id, at, how, address, who, preferences }: Birth): Subscriber {
  const proposal = { kind: 'preferences', preferences } as const;
  const consent: Consent[] = [{ at, what: 'asked', how, who }];
  return {
    ...{ id, state: 'pending', until: null, address, who, preferences, proposal },
    ...{ epoch: 1, created: at, confirmed: null, consent },
  };
}

/** Whether an event would change a subscriber. A confirmation is for one request, and good once. */
export function changes(subscriber: Subscriber, event: LifeEvent): boolean {
  if (transitions[event.type][subscriber.state] === null) return false;
  if (event.type === 'confirmed') return subscriber.proposal !== null && event.epoch === subscriber.epoch;
  return true;
}

/** The subscriber after an event; the same one when it changes nothing. */
export function apply(before: Subscriber, event: LifeEvent): Subscriber {
  if (!changes(before, event)) return before;
  const state = transitions[event.type][before.state]!;
  const logged = (what: Consent['what']): Subscriber => ({
    ...before,
    state,
    until: state === 'paused' ? before.until : null,
    consent: [...before.consent, { at: event.at, what, how: event.how, who: before.who }],
  });
  switch (event.type) {
    case 'asked':
      return { ...logged('asked'), proposal: event.proposal, epoch: before.epoch + 1 };
    case 'confirmed':
      return confirmed({ ...logged('confirmed'), confirmed: event.at }, before);
    case 'changed':
      return { ...logged('changed'), preferences: event.preferences, ...pendingAs(before, event.preferences) };
    case 'paused':
      return { ...logged('paused'), until: event.until };
    case 'resumed':
      return logged('resumed');
    case 'unsubscribed':
    case 'bounced':
      // A request that was open is off the table: its letter must not bring somebody back who has left since.
      return { ...logged(event.type), proposal: null };
    case 'sealed':
      return { ...before, address: event.address, who: event.who };
    case 'erased':
      return {
        ...{ id: before.id, state, until: null, address: null, who: before.who },
        preferences: { topics: [], cadence: 'daily', locale: 'en' },
        ...{ proposal: null, epoch: before.epoch, created: before.created, confirmed: null, consent: [] },
      };
  }
}

/** Applies what was confirmed. */
function confirmed(after: Subscriber, { proposal, state }: Subscriber): Subscriber {
  const done = { ...after, proposal: null };
  switch (proposal?.kind) {
    case 'preferences':
      return { ...done, preferences: proposal.preferences };
    case 'pause':
      return { ...done, state: 'paused', until: proposal.until };
    case 'resume':
      return { ...done, state: 'active', until: null };
    default:
      return { ...done, state };
  }
}

/** Who is still pending confirms what stands there now. */
const pendingAs = ({ state }: Subscriber, preferences: Subscriber['preferences']): Partial<Subscriber> =>
  state === 'pending' ? { proposal: { kind: 'preferences', preferences } } : {};

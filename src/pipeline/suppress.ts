import type { Channel } from '../deliver/channel.ts';
import { suppressionRecord } from '../deliver/suppression.ts';
import { diagnostic } from '../diagnostic/index.ts';
import type { Diagnostic, Subscription } from '../model/index.ts';
import type { Mailbox } from '../model/mailbox.ts';
import { type Performing, record } from './perform.ts';
import type { Sending } from './send.ts';

/** So many digests in a row that the server refuses for their recipient end in a suppression. */
const maxBounces = 3;

/** Whether mail to this subscription, at this address, is forbidden. */
export const suppressed = (
  { id }: Subscription,
  mailbox: Mailbox | null,
  { planner, keys }: Pick<Sending, 'planner' | 'keys'>,
): boolean => planner.ledger.suppressions.of(id, mailbox?.address ?? null, keys) !== null;

/**
 * Why this subscription gets no mail at all now, as the `detail` of its report says it; `null` when it may. Names a
 * variable, never an address.
 */
export function hindrance(
  subscription: Subscription,
  { mailbox, diagnostic: fault }: { mailbox: Mailbox | null; diagnostic: Diagnostic | null },
  sending: Pick<Sending, 'planner' | 'keys'>,
  { withoutAddress = false }: Pick<Channel, 'withoutAddress'>,
): string | null {
  if (mailbox === null && !withoutAddress) return addressFault(subscription, fault);
  return suppressed(subscription, mailbox, sending) ? 'suppressed' : null;
}

function addressFault({ address }: Subscription, fault: Diagnostic | null): string {
  if (fault === null) return 'it names no address';
  if (fault.code !== 'address-unset') return 'its address cannot be used';
  return address?.kind === 'env' ? `${address.name} is not set` : 'its address is not set';
}

/**
 * Suppresses those whose address was refused for the last time. When so many were refused that the server must be wrong,
 * nobody is; the next refusal asks again.
 */
export async function suppressBounced(performing: Performing): Promise<void> {
  const { planner, ways, keys, effects, diagnostics } = performing;
  for (const [id, { channel, address }] of performing.bounced) {
    if (ways.of(channel).breaker.wave) continue;
    const hash = address === null ? null : (keys.current?.hash(address) ?? null);
    const since = planner.ledger.suppressions.liftedAt(id, address, keys);
    const count = planner.ledger.bounces(id, channel, hash, since);
    if (count < maxBounces) continue;
    const who = hash === null ? { subscription: id } : { address: address! };
    const reason = `refused ${count} times`;
    await record(suppressionRecord('suppressed', who, { keys, reason, at: effects.clock() }), performing);
    diagnostics.push(
      diagnostic('address-suppressed', {
        message: `${id} is not mailed any more: the server refused the address ${count} times in a row`,
        hint: `correct the address; then paperboy unsuppress ${id}`,
      }),
    );
  }
}

/** The ledger suppresses addresses under keys that are not at hand: they could be mailed for not being recognised. */
export const unknownKeys = (ids: readonly string[]): Diagnostic =>
  diagnostic('suppression-key', {
    message: `addresses are suppressed under ${ids.length === 1 ? 'a key' : 'keys'} that PAPERBOY_KEY does not hold: ${ids.join(', ')}`,
    hint: 'set PAPERBOY_KEY as it was; after a change it holds both, the new key first, separated by a space',
  });

import type { Mailbox } from '../model/mailbox.ts';
import { checkAddress, checkName } from '../model/mailbox.ts';

// The grammar itself is a pure leaf in model/, because config/ (addresses in files and settings) and later server/
// (sign-up) need the same gate and may not import this room.
export { checkAddress, checkMailbox, checkName } from '../model/mailbox.ts';

/**
 * The gate once more, right before a message is built: throws unless the mailbox passes as it stands. A mailbox that
 * fails here got past the places that should have refused it, so this is an error of ours and not of the user.
 */
export function assertMailbox(mailbox: Mailbox, role: string): void {
  const address = checkAddress(mailbox.address);
  if (!address.ok) throw new Error(`the ${role} address ${address.reason}`);
  if (mailbox.name === null) return;
  const name = checkName(mailbox.name);
  if (!name.ok) throw new Error(`the ${role} name ${name.reason}`);
}

/** The part after the `@`. */
export function domainOf(mailbox: Mailbox): string {
  return mailbox.address.slice(mailbox.address.indexOf('@') + 1);
}

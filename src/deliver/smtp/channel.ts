import { diagnostic, UserError } from '../../diagnostic/index.ts';
import type { Channel, Envelope, Outcome, SmtpServer } from '../channel.ts';
import { buildEml } from '../envelope.ts';
import { createSlots } from '../slots.ts';
import type { Signer } from './dkim.ts';
import type { SmtpLimits } from './limits.ts';
import { type MailerError, outcomeOf, type Progress } from './outcome.ts';
import { Session } from './session.ts';

/** What the channel is built from. */
export interface SmtpSetup {
  server: SmtpServer | null;
  limits: SmtpLimits;
  /** `null`: messages go out unsigned, and the server may sign them. */
  signer: Signer | null;
}

/** Sends through one server, over a few sessions that are kept. */
export function createSmtp({ server, limits, signer }: SmtpSetup): Channel {
  const idle: Session[] = [];
  const underWay = new Set<Promise<Outcome>>();
  const slots = createSlots(limits.connections);
  const pace = createPace(limits.perSecond);
  let opened = false;

  const session = async (): Promise<Session> => {
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) if (found.usable) return found;
    return Session.open(server!, limits);
  };
  const giveBack = async (used: Session, refused: boolean): Promise<void> => {
    if (used.usable && refused) await used.reset();
    if (used.usable && used.used < limits.messagesPerConnection) idle.push(used);
    else used.close();
  };

  const attempt = async (envelope: Envelope, bytes: Buffer, begin: () => Promise<void>): Promise<Outcome | 'stale'> => {
    const progress: Progress = { started: false, ended: false };
    let open: Session;
    try {
      open = await session();
    } catch (error) {
      return outcomeOf(error as MailerError, progress);
    }
    const kept = open.used > 0;
    try {
      await begin();
    } catch (error) {
      await giveBack(open, false);
      throw error;
    }
    try {
      const reply = await open.send({ from: envelope.from.address, to: envelope.to.address, bytes }, progress);
      await giveBack(open, false);
      const detail = /^\d{3}(?: [245]\.\d{1,3}\.\d{1,3}\b)?/.exec(reply)?.[0] ?? '250';
      return { state: 'sent', detail, serverWide: false };
    } catch (error) {
      const { code, responseCode } = error as MailerError;
      const outcome = outcomeOf(error as MailerError, progress);
      // After a reply that makes no sense, the next one may belong to this message.
      if (outcome.state === 'in-doubt') open.close();
      else await giveBack(open, true);
      // A session that served before and was closed by the server while it lay idle: not a fault of anybody.
      const cut = (code === 'ECONNECTION' || code === 'ESOCKET') && responseCode === undefined;
      return kept && !progress.started && cut ? 'stale' : outcome;
    }
  };

  const send = async (
    envelope: Envelope,
    begin: () => Promise<void>,
    check: () => void,
    settled: (outcome: Outcome) => void,
  ): Promise<Outcome> => {
    if (!opened) throw new Error('the channel is not open');
    // Before a session is free, so that none waits for it; whoever calls bounds how many are in memory at once.
    const bytes = await (signer === null ? buildEml(envelope) : signer.build(envelope));
    return slots(async () => {
      check();
      await pace();
      for (;;) {
        const outcome = await attempt(envelope, bytes, begin);
        // Kept sessions are used up one by one, and a fresh one is never stale.
        if (outcome === 'stale') continue;
        settled(outcome);
        return outcome;
      }
    });
  };

  return {
    async open() {
      if (server === null) {
        const message = 'sending was asked for, but SMTP_URL is not set';
        throw new UserError([diagnostic('smtp-missing', { message })], 2);
      }
      opened = true;
    },

    send(envelope, begin, check = () => {}, settled = () => {}) {
      const sending = send(envelope, begin, check, settled).finally(() => underWay.delete(sending));
      underWay.add(sending);
      return sending;
    },

    async close() {
      await Promise.allSettled(underWay);
      opened = false;
      for (const each of idle.splice(0)) each.close();
    },
  };
}

/** Spreads calls evenly, so many a second; what was not used is not saved up, for servers count bursts. */
function createPace(perSecond: number | null): () => Promise<void> {
  let next = 0;
  return async () => {
    if (perSecond === null) return;
    const now = performance.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / perSecond;
    if (turn > now) await new Promise((resolve) => setTimeout(resolve, turn - now));
  };
}

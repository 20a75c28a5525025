import { diagnostic, UserError } from '../diagnostic/index.ts';
import { type Decided, decide, type Scene } from '../inbox/decide.ts';
import { type Mail, readMail } from '../inbox/mail.ts';
import type { Item, Postbox } from '../postbox/postbox.ts';
import type { SubscriberEvent } from '../subscribers/types.ts';
import { answer, type InboxEffects, type InboxReport, type InboxRequest, type InboxRow, toSender } from './letters.ts';

export type { InboxEffects, InboxReport, InboxRow } from './letters.ts';

/**
 * Reads the mails of a box, does what they ask for, and answers. What a mail brought about is on disk together with the
 * fact that it was read, before its answer goes out; the answer, before it is marked as answered. Killed in between, the
 * next time sends the answer again with the same Message-ID, and does nothing twice.
 */
export async function readInbox(box: Postbox, request: InboxRequest, effects: InboxEffects): Promise<InboxReport> {
  const report: InboxReport = { rows: [], diagnostics: [] };
  if (effects.channel !== null) await sendOwed(request, effects, report);
  for await (const item of box.items(request.limit)) {
    if (effects.signal.aborted) break;
    report.rows.push(await withoutPoison(item, request, effects, report));
  }
  report.diagnostics.push(...box.diagnostics);
  return report;
}

/** An error of ours over one mail costs that one: it is set aside, so that it does not stand before the others for ever. */
async function withoutPoison(
  item: Item,
  request: InboxRequest,
  effects: InboxEffects,
  report: InboxReport,
): Promise<InboxRow> {
  try {
    return await readOne(item, request, effects, report);
  } catch (error) {
    // The journal or the box cannot be used: that is no fault of this mail.
    if (error instanceof UserError) throw error;
    const what = String((error as Error)?.message ?? error).replace(/\S*@\S*/g, '[withheld]');
    const message = `an error of ours, please report it: ${what}`;
    report.diagnostics.push(diagnostic('mail-unreadable', { severity: 'error', message, file: item.name }));
    if (effects.channel !== null) await item.done();
    return { source: item.name, did: 'error', subscriber: null, letter: null, delivery: null };
  }
}

/** Answers that an earlier run owes. */
async function sendOwed(request: InboxRequest, effects: InboxEffects, report: InboxReport): Promise<void> {
  for (const { mail, letter } of (await effects.store.read()).owed) {
    if (effects.signal.aborted) return;
    const delivery = await answer(mail, letter, null, request, effects, report);
    report.rows.push({ source: '(owed)', did: 'answered', subscriber: letter.to, letter: letter.kind, delivery });
  }
}

async function readOne(
  item: Item,
  request: InboxRequest,
  effects: InboxEffects,
  report: InboxReport,
): Promise<InboxRow> {
  const row: InboxRow = { source: item.name, did: 'unreadable', subscriber: null, letter: null, delivery: null };
  const mail = await readMail(item.bytes);
  const mark = request.keys.current.mark(mail?.messageId ?? Buffer.from(item.bytes).toString('latin1'));
  const marks = request.keys.all.map((key) => key.mark(mail?.messageId ?? Buffer.from(item.bytes).toString('latin1')));
  const done = mail === null ? null : await decideAndKeep(mail, { mark, marks }, request, effects);
  if (mail === null) {
    const message = 'the mail cannot be read: its parts are nested too deeply, or its head is too large';
    report.diagnostics.push(diagnostic('mail-unreadable', { message, file: item.name }));
  }
  if (done !== null) {
    row.did = done.did;
    row.subscriber = done.subscriber;
    row.letter = done.letter?.kind ?? done.reply?.kind ?? null;
    if (effects.channel !== null && row.letter !== null) {
      row.delivery =
        done.letter === null
          ? await toSender(mark, done.reply!, mail!, request, effects, report)
          : await answer(mark, done.letter, mail!.messageId, request, effects, report);
    }
  }
  if (effects.channel !== null) await item.done();
  return row;
}

/** Decides, and writes in one line what it brought about and that it was read. */
async function decideAndKeep(
  mail: Mail,
  { mark, marks }: { mark: string; marks: readonly string[] },
  { keys, from, inbox }: InboxRequest,
  effects: InboxEffects,
): Promise<Decided> {
  const now = effects.clock();
  const domains = [from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase()];
  const scene = { keys, now, how: 'mail', own: [from.address, inbox], domains, dice: effects.dice } as const;
  const decideOn = (book: Scene['book']): { events: SubscriberEvent[]; result: Decided } => {
    if (marks.some((one) => book.mail(one) !== null)) {
      const twice = { events: [], letter: null, reply: null, did: 'read before', subscriber: null, suppress: null };
      return { events: [], result: twice };
    }
    const result = decide(mail, { ...scene, book, digestTo: effects.digestTo });
    const read: SubscriberEvent = { type: 'mail', mail: mark, at: now, letter: result.letter };
    return { events: [...result.events, read], result };
  };
  const ahead = decideOn(await effects.store.read()).result;
  if (effects.channel === null) return ahead;
  if (ahead.suppress !== null) await effects.suppress(ahead.suppress);
  return effects.store.change(decideOn);
}

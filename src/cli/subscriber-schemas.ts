import * as v from 'valibot';
import { about, day, text } from './document-parts.ts';

/** Validators of the documents about subscribers; see `document-schemas.ts`, which joins them to the others. */
export const subscriberSchemas = <const T extends v.GenericSchema>(diagnostic: T) => ({
  inbox: v.strictObject({
    schema: v.literal('paperboy.inbox/1'),
    dryRun: v.boolean(),
    mails: about(
      v.array(
        v.strictObject({
          source: about(text, 'The file, or the place in the mailbox.'),
          did: about(text, 'What came of it, in words of docs/subscribing.md.'),
          subscriber: about(v.nullable(text), 'The subscriber or subscription that it was about.'),
          letter: about(v.nullable(text), 'Which letter answers it.'),
          delivery: about(
            v.nullable(v.picklist(['sent', 'deferred', 'failed', 'in-doubt'])),
            'What became of that letter; null in a dry run.',
          ),
        }),
      ),
      'In the order in which they were read.',
    ),
    diagnostics: v.array(diagnostic),
  }),
  subscribers: v.strictObject({
    schema: v.literal('paperboy.subscribers/1'),
    subscribers: about(
      v.array(
        v.strictObject({
          id: text,
          state: v.picklist(['pending', 'active', 'paused', 'unsubscribed', 'bounced', 'erased']),
          until: about(v.nullable(day), 'Of those who paused: the first day with mail again.'),
          topics: about(v.array(text), 'As one would type them.'),
          cadence: text,
          created: text,
          confirmed: v.nullable(text),
          consent: about(
            v.array(v.strictObject({ at: text, what: text, how: text })),
            'What was agreed to and withdrawn.',
          ),
        }),
      ),
      'Those that were listed, shown or added. No address stands in it.',
    ),
    done: about(v.array(text), 'What was done, in sentences for people.'),
    diagnostics: v.array(diagnostic),
  }),
});

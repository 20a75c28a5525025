import * as v from 'valibot';
import { about, text } from './document-parts.ts';

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
});

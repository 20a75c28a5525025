import * as v from 'valibot';

/** Validators of the documents about deliveries; see `document-schemas.ts`, which joins them to the others. */
const text = v.pipe(v.string(), v.minLength(1));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const about = <const T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const delivery = v.strictObject({
  key: about(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)), 'The left side of the Message-ID.'),
  subscription: text,
  channel: text,
  digest: text,
  day: about(day, 'The day it was due.'),
  state: v.picklist(['planned', 'sent', 'deferred', 'failed', 'in-doubt']),
  doubted: about(v.boolean(), 'An attempt ended without an answer, so it may have arrived.'),
  ended: about(v.boolean(), 'Nothing more will be done about it by itself.'),
  attempts: count,
  papers: count,
  at: about(v.nullable(instant), 'When the last thing happened.'),
  notBefore: v.nullable(instant),
  detail: about(v.nullable(v.string()), 'What the channel said last; codes only.'),
});

const suppression = v.strictObject({
  subject: about(text, 'The id of a subscription, or the keyed hash of an address.'),
  keyId: about(v.nullable(text), 'Which key hashed the address; null for a subscription.'),
  reason: text,
  at: instant,
});

const deliveries = v.strictObject({
  schema: v.literal('paperboy.deliveries/1'),
  deliveries: about(v.array(delivery), 'In the order in which they were planned.'),
  suppressions: v.array(suppression),
});

const skipped = v.array(v.strictObject({ subscription: text, digest: text, reason: text }));

const retry = v.strictObject({
  schema: v.literal('paperboy.retry/1'),
  deliveries: about(v.array(delivery), 'Those that are open again.'),
  skipped: about(skipped, 'Those that were refused, and whose papers stand in another digest.'),
});

const resend = v.strictObject({
  schema: v.literal('paperboy.resend/1'),
  dryRun: v.boolean(),
  deliveries: about(v.array(delivery), 'Those that were planned.'),
  skipped: about(skipped, 'Those that cannot be made again.'),
});

const suppress = v.strictObject({
  schema: v.literal('paperboy.suppress/1'),
  changed: v.array(suppression),
  suppressions: about(v.array(suppression), 'Those in force.'),
});

const statuses = [
  ...(['preview', 'empty', 'not-due', 'no-address', 'waiting', 'unread'] as const),
  ...(['sent', 'deferred', 'failed', 'in-doubt'] as const),
] as const;

/** @param diagnostic the validator of a diagnostic. */
export const deliverySchemas = <const T extends v.GenericSchema>(diagnostic: T) => ({
  send: v.strictObject({
    schema: v.literal('paperboy.send/1'),
    dryRun: v.boolean(),
    deliveries: v.array(
      v.strictObject({
        subscription: text,
        channel: about(v.nullable(text), 'null in a test (--to).'),
        digest: v.nullable(text),
        status: about(v.picklist(statuses), 'preview in a dry run: it would be sent.'),
        papers: count,
        detail: v.nullable(v.string()),
      }),
    ),
    diagnostics: v.array(diagnostic),
  }),
  deliveries,
  retry,
  resend,
  suppress,
});

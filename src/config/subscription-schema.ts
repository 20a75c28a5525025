import * as v from 'valibot';

// The message of every action is what was expected, as a phrase: the diagnostics put it after "must be". The JSON
// Schema that editors use is generated from these validators (test/config/schema.test.ts), so the two cannot differ.

const keyword = v.pipe(
  v.string('a keyword in text (a number needs quotes)'),
  v.minLength(1, 'a keyword that is not empty'),
);

const keywords = v.union([keyword, v.array(keyword)], 'a keyword or a list of keywords');

const part = (description: string) => v.optional(v.pipe(keywords, v.description(description)));

const topicName = v.pipe(
  v.string('a name in text'),
  v.minLength(1, 'a name that is not empty'),
  v.maxLength(100, 'a name of at most 100 characters'),
  v.regex(/^\S(?:.*\S)?$/, 'a name on one line, without spaces around it'),
);

const whole = (from: number, to: number, description: string) => {
  const expected = `a whole number from ${from} to ${to}`;
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(from, expected),
    v.maxValue(to, expected),
    v.description(description),
  );
};

const amount = (from: number, to: number, description: string) => {
  const expected = `a number from ${from} to ${to}`;
  return v.pipe(v.number(expected), v.minValue(from, expected), v.maxValue(to, expected), v.description(description));
};

const topicFields = {
  name: v.pipe(topicName, v.description('Shown as a heading in the digest; unique within the file.')),
  any: part('At least one of these keywords or phrases.'),
  all: part('All of these.'),
  none: part('None of these.'),
  query: v.optional(v.pipe(v.string('a query in text'), v.description('A query in the profile language.'))),
  use: part('Names of topics or of named queries that must hold as well.'),
  weight: v.optional(
    amount(0.01, 100, 'How many times matches of this topic count beside those of other topics; 1 when left out.'),
  ),
  'min-score': v.optional(amount(0, 1000, 'Matches with a lower score are left out.')),
  'max-papers': v.optional(whole(1, 200, 'Most papers of this topic in one digest.')),
  abbreviations: v.optional(
    v.pipe(
      v.boolean('true or false'),
      v.description(
        'Whether LLM finds "large language model" and back, as the archive defines it; true when left out.',
      ),
    ),
  ),
};

const topic = v.pipe(
  v.strictObject(topicFields, 'a topic with a name and keywords'),
  v.description('A paper matches when it meets every part that is given.'),
);

const some = 'at least one topic, and at most 200';

const topicList = v.pipe(v.array(topic, 'a list of topics'), v.minLength(1, some), v.maxLength(200, some));

const topicMap = v.pipe(
  v.record(topicName, keywords, 'topic names with their keywords'),
  v.minEntries(1, some),
  v.maxEntries(200, some),
);

const cadences = ['daily', 'weekdays', 'weekly', 'monthly', 'instant'] as const;

/** Monday is 1. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const changes = ['new', 'revised', 'enriched', 'relisted'] as const;

const fields = {
  id: v.optional(
    v.pipe(
      v.string('text'),
      v.regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
        '1 to 64 letters, digits, ".", "_" or "-", the first a letter or a digit',
      ),
      v.description("Says who has received what: never change it. Default: the file's name without its ending."),
    ),
  ),
  name: v.optional(
    v.pipe(
      v.string('a name in text'),
      v.minLength(1, 'a name that is not empty'),
      v.maxLength(200, 'a name of at most 200 characters'),
      v.regex(/^\S(?:.*\S)?$/, 'a name on one line, without spaces around it'),
      v.description('A name for people, used in the greeting.'),
    ),
  ),
  address: v.optional(
    v.pipe(
      v.string('an e-mail address, env:NAME or secret:NAME'),
      v.description(
        'Where digests go: an e-mail address, or env:NAME (secret:NAME) for the environment variable that holds it, so that the file can be public. Without it there is no mail, only preview and feed.',
      ),
      v.examples(['env:ADA_ADDRESS', 'ada@example.org']),
    ),
  ),
  queries: v.optional(
    v.pipe(
      v.record(topicName, v.string('a query in text'), 'names with a query each'),
      v.maxEntries(200, 'at most 200 named queries'),
      v.description(
        'Queries under a name, for `use` in topics and topic:NAME in queries. They make no topics of their own.',
      ),
    ),
  ),
  cadence: v.optional(
    v.pipe(
      v.picklist(cadences, `one of ${cadences.join(', ')}`),
      v.description('How often a digest is made; instant: with each run that finds something.'),
    ),
    'daily',
  ),
  weekday: v.optional(
    v.pipe(
      v.picklist(weekdays, `one of ${weekdays.join(', ')}`),
      v.description('The day of a weekly digest; default: monday.'),
    ),
  ),
  'month-day': v.optional(
    whole(1, 31, 'The day of a monthly digest, 1 by default; in shorter months the last one stands for it.'),
  ),
  'send-hour': v.optional(whole(0, 23, 'The hour from which a digest is due, 0 by default, in time-zone.')),
  'time-zone': v.optional(
    v.pipe(
      v.string('a time zone such as Europe/Vienna'),
      v.regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'a time zone such as Europe/Vienna'),
      v.description('IANA name of the time zone of weekday, month-day and send-hour; default: UTC.'),
      v.examples(['Europe/Vienna', 'America/New_York']),
    ),
  ),
  paused: v.optional(
    v.pipe(v.boolean('true or false'), v.description('Nothing is sent while true; what comes meanwhile waits.')),
    false,
  ),
  'quiet-mails': v.optional(
    v.pipe(v.boolean('true or false'), v.description('Whether a mail says so when nothing new matches.')),
    false,
  ),
  channel: v.optional(
    v.pipe(
      v.string('the name of a channel, such as smtp or webhook'),
      v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'the name of a channel, such as smtp or webhook'),
      v.description('The way out, when it is not that of the run. What went out by another one is not told again.'),
    ),
  ),
  'sender-name': v.optional(
    v.pipe(
      v.string('a name in text'),
      v.regex(/^\S(?:.*\S)?$/, 'a name on one line, without spaces around it'),
      v.description("The name that the mails come from, in place of the sender's."),
    ),
  ),
  'reply-to': v.optional(
    v.pipe(v.string('one plain e-mail address'), v.description("Where answers go, in place of the sender's address.")),
  ),
  'max-papers': v.optional(whole(1, 200, 'Most papers in one digest; the others roll over to the next.'), 20),
  'max-age-days': v.optional(whole(1, 365, 'Days after which a paper that did not fit is dropped.'), 14),
  changes: v.optional(
    v.pipe(
      v.array(v.picklist(changes, `one of ${changes.join(', ')}`), 'a list of kinds of change'),
      v.minLength(1, 'a list of at least one kind of change'),
      v.description('The kinds of change to hear of.'),
    ),
    ['new'],
  ),
  backfill: v.optional(whole(0, 200, 'Papers from before the subscription that the first digest may contain.'), 0),
  public: v.optional(
    v.pipe(v.boolean('true or false'), v.description('Whether the feeds and pages appear under out/public/.')),
    false,
  ),
  locale: v.optional(
    v.pipe(v.string('a language tag such as en or de-AT'), v.description('BCP 47 tag for dates and the mail.')),
    'en',
  ),
  thread: v.optional(
    v.pipe(v.boolean('true or false'), v.description('Whether mail programs show the digests as one thread.')),
    false,
  ),
};

const topicsDescription = 'What to look for: a list of topics, or in short topic names with their keywords.';

/** Both ways to write topics in one validator: the source of the JSON Schema, not used to validate. */
export const subscriptionSchema = v.pipe(
  v.strictObject({ ...fields, topics: v.pipe(v.union([topicList, topicMap]), v.description(topicsDescription)) }),
  v.title('Paperboy subscription'),
  v.description('One subscriber: address, topics, cadence, limits.'),
);

/** Validators for each of the two ways; chosen by what the file does, so that errors speak of that way only. */
export const subscriptionWithList = v.strictObject({ ...fields, topics: topicList }, 'fields and their values');
export const subscriptionWithMap = v.strictObject({ ...fields, topics: topicMap }, 'fields and their values');

/** The names of the fields, for suggestions. */
export const fieldNames: string[] = [...Object.keys(fields), 'topics'];
export const topicFieldNames = Object.keys(topicFields);

/** A sentence with what it is judged by. */
interface Judged {
  text: string;
  /** Place among the sentences, 0 for the first, 1 for the last. */
  place: number;
  words: string[];
}

/**
 * How much each sign counts. Set by hand and then adjusted on the days that `test/real/gist.test.ts` calls tuning days;
 * the figures in docs/mail.md are of other days.
 */
const WEIGHTS = {
  /** The authors say what they did, or that something is in this paper. */
  does: 3,
  here: 1.2,
  /** The name before the colon of the title. */
  name: 2,
  /** Share of the title's words. */
  title: 3,
  /** Share of the abstract's frequent words. */
  centre: 2,
  /** It tells of findings. */
  finds: 0.8,
  /** It leans on the sentence before. */
  leans: -1,
  /** And begins with a word that stands for something said there. */
  pronoun: -1.5,
  /** What others do and lack. */
  others: -1.5,
  /** Where the code is, and what the future may bring. */
  aside: -3,
  /** The end of an abstract is about results and releases. */
  late: -1,
  /** Too short to say anything, or too long to take in. */
  short: -1.5,
  long: -1,
};

const DOES =
  /\b(?:we|this (?:paper|work|study|survey|report|article|thesis)|our (?:work|paper|study))\b[^.;:]{0,60}?\b(?:propos|introduc|present|develop|design|describ|releas|creat|build|buil[dt]|explor|investigat|stud(?:y|ies)|examin|analy[sz]|evaluat|explor|address|formali[sz]|formulat|construct|offer|provid|survey|review|reveal|show|demonstrat|find|argu|ask|train|revisit|rethink|unif|establish|conduct|tackl|pioneer|unveil|devis|extend|implement|leverag)/iu;
const NAMED = /\b(?:is|are) (?:a|an|the first|introduced|proposed|presented)\b/iu;
const HERE =
  /\b(?:in this (?:paper|work|study|survey|report|article)|to (?:this end|address|tackle|overcome|bridge|fill|solve|mitigate|close|remedy)|herein?)\b/iu;
const FINDS =
  /\b(?:outperform|surpass|state-of-the-art|achiev|improv|experiments? (?:show|demonstrate)|results? (?:show|demonstrate|reveal|indicate)|we find|we show)/iu;
const LEANS =
  /^(?:it|its|they|their|these|those|such|this|that|then|finally|moreover|furthermore|additionally|in addition|besides|also|specifically|in particular|for example|for instance|first|second|third|here|both|unlike|notably|importantly|by doing so)\b/iu;
const PRONOUN = /^(?:it|its|they|their|them|these|those|such|both|he|she)\b/iu;
/** Words that tie a sentence to the one before, near its beginning. */
const TIED = /^(?:\S+ ){1,4}(?:also|therefore|thus|hence|then|however|moreover|furthermore|instead)\b/iu;
const OTHERS =
  /\b(?:however|existing|current|previous|prior|recent(?:ly)?|traditional|conventional|remains?|despite|although|while|have (?:shown|achieved|become|emerged|demonstrated)|has (?:shown|achieved|become|emerged))\b/iu;
const ASIDE =
  /https?:|\b(?:(?:code|data|dataset|models?|weights|project page|demo)[^.]{0,60} (?:is|are|will be) (?:made |publicly |open(?:ly)?[- ]?|freely )*(?:available|released|sourced)|available at|we hope|pave the way|paving the way|future (?:work|research))\b/iu;

const STOP = new Set(
  'a an the of for and or to in on with by from at as is are be been being was were we our their its it this that these those which while can may via into than then not no such more most both also using use used based over under between across through new paper work'.split(
    ' ',
  ),
);

/** The words of a text that carry meaning, in lower case, without a plural s. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !STOP.has(word))
    .map((word) => (word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word));
}

/**
 * How likely each sentence is the one that says what the paper does, higher is better. Signs of wording (who does what),
 * of the title, and of what the abstract speaks of most. Only the comparison within one abstract means anything.
 */
export function scores(sentences: readonly string[], title: string): number[] {
  const judged = sentences.map((text, index): Judged => {
    return { text, place: sentences.length < 2 ? 0 : index / (sentences.length - 1), words: wordsOf(text) };
  });
  const counts = new Map<string, number>();
  for (const { words } of judged) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const titleWords = new Set(wordsOf(title));
  const name = /^([^:]{2,40}):/.exec(title)?.[1]?.trim().toLowerCase() ?? null;
  return judged.map((sentence) => scoreOf(sentence, { counts, titleWords, name, total: judged.length }));
}

interface Context {
  /** In how many sentences each word stands. */
  counts: ReadonlyMap<string, number>;
  titleWords: ReadonlySet<string>;
  name: string | null;
  total: number;
}

function scoreOf({ text, place, words }: Judged, { counts, titleWords, name, total }: Context): number {
  const distinct = new Set(words);
  const shared = [...distinct].filter((word) => titleWords.has(word)).length;
  const weight = [...distinct].reduce((sum, word) => sum + ((counts.get(word) ?? 0) - 1), 0);
  let score = 0;
  const add = (sign: boolean, amount: number): void => {
    if (sign) score += amount;
  };
  add(DOES.test(text) || (name !== null && text.toLowerCase().includes(name) && NAMED.test(text)), WEIGHTS.does);
  add(HERE.test(text), WEIGHTS.here);
  add(name !== null && text.toLowerCase().includes(name), WEIGHTS.name);
  score += titleWords.size === 0 ? 0 : (WEIGHTS.title * shared) / titleWords.size;
  score += distinct.size === 0 || total < 2 ? 0 : (WEIGHTS.centre * weight) / (distinct.size * Math.sqrt(total));
  add(FINDS.test(text), WEIGHTS.finds);
  add(LEANS.test(text) || TIED.test(text), WEIGHTS.leans);
  add(PRONOUN.test(text), WEIGHTS.pronoun);
  add(OTHERS.test(text), WEIGHTS.others);
  add(ASIDE.test(text), WEIGHTS.aside);
  add(place > 0.7, WEIGHTS.late);
  add(text.length < 60, WEIGHTS.short);
  add(text.length > 300, WEIGHTS.long);
  return score;
}

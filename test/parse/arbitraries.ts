import fc from 'fast-check';

/** A plain word. */
const word = fc.stringMatching(/^[A-Za-z][a-z]{1,9}$/);

/** Plain words with blanks between them. */
export const words = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(word, { minLength, maxLength }).map((list) => list.join(' '));

/** A sentence of prose. */
export const sentence = words(8, 14).map((text) => `${text}.`.replace(/^./, (c) => c.toUpperCase()));

/** An abstract as the page prints it: sentences on one line. */
export const abstract = fc.array(sentence, { minLength: 3, maxLength: 9 }).map((sentences) => sentences.join(' '));

/** The authors of a meta block: their number, or an organisation with a name of so many words. */
export const authors = fc.record({ authors: fc.integer({ min: 1, max: 700 }) });
export const organization = (minWords: number) =>
  fc.record({ handle: fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/), name: words(minWords, 5) });

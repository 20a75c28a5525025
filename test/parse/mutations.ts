import fc from 'fast-check';

/** One thing that happens to a file: bytes change, are lost, come twice; the file is cut; another is joined to it. */
export type Mutation = (text: string, other: string) => string;

const at = (text: string, where: number): number => Math.floor(where * text.length);
const where = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
/** Characters that have a meaning in one of the formats, and some that have none anywhere. */
const character = fc.constantFrom(...'"\\{}[],:<>&;=/\'-! \n\t', 'a', '0', '\u0000', '\ud800', '\ufffd', 'é');

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(where, character).map(
    ([place, put]): Mutation =>
      (text) => {
        const index = at(text, place);
        return text.slice(0, index) + put + text.slice(index + 1);
      },
  ),
  fc.tuple(where, character).map(
    ([place, put]): Mutation =>
      (text) => {
        const index = at(text, place);
        return text.slice(0, index) + put + text.slice(index);
      },
  ),
  fc.tuple(where, fc.integer({ min: 1, max: 500 })).map(
    ([place, length]): Mutation =>
      (text) => {
        const index = at(text, place);
        return text.slice(0, index) + text.slice(index + length);
      },
  ),
  fc.tuple(where, fc.integer({ min: 1, max: 500 })).map(
    ([place, length]): Mutation =>
      (text) => {
        const index = at(text, place);
        return text.slice(0, index + length) + text.slice(index);
      },
  ),
  where.map(
    (place): Mutation =>
      (text) =>
        text.slice(0, at(text, place)),
  ),
  where.map(
    (place): Mutation =>
      (text, other) =>
        text.slice(0, at(text, place)) + other,
  ),
  fc.constant<Mutation>((text, other) => `${text}\n${other}`),
);

/** One to five mutations, one after another. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(mutation, { minLength: 1, maxLength: 5 });

/**
 * What a line looks like, as costs: 0 is unsuspicious, more is worse. Position decides first (see `segment.ts`); these
 * only tip the balance where two readings are possible.
 */

const endsSentence = /[.!?…][)\]"'”’}]*$/u;
const insideSentence = /[a-z0-9)\]%"'”’}][.!?][)\]"'”’}]* +[A-Z]/g;
const listItem =
  /^(?:[•‣◦▪●○∙·*–—-] ?|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)] |\[\d{1,2}\] |(?:key ?words|index terms)(?: and phrases)? ?[:—–-] ?)(?=\S)/i;

/** The end of a text is all that the patterns for ends need to see. */
const tail = (text: string): string => text.slice(-16);

/** Whether a line begins like an item of a list, `• `, `- `, `1. `, `(a) `, or like `Keywords:`. */
export const isListItem = (text: string): boolean => listItem.test(text.slice(0, 40));

/** Whether a line announces that something follows. */
export const announces = (text: string): boolean => /:[)\]"'”’}*]*$/u.test(tail(text));

/** Whether a line is one sentence and no more, as where a text was broken up after each of its sentences. */
export const isOneSentence = (text: string): boolean =>
  text.length < 600 && endsSentence.test(tail(text)) && sentenceEnds(text) === 0;

const sentenceEnds = (text: string): number => text.slice(0, 4_000).match(insideSentence)?.length ?? 0;

/** How unlike a title a line is. Titles rarely are several sentences, end in a full stop or are very long. */
export function costAsTitle(text: string): number {
  let cost = 0;
  // A long line that ends in a full stop is a sentence.
  if (/[^.]\.[)\]"'”’}]*$/u.test(tail(text))) cost += text.length > 150 ? 3.5 : 2;
  const sentences = sentenceEnds(text);
  cost += sentences === 0 ? 0 : sentences === 1 ? 1.5 : 4;
  if (text.length > 600) cost += 2;
  else if (text.length > 300) cost += 1;
  if (/^\p{Ll}/u.test(text)) cost += 0.5;
  return cost;
}

/** How unlike an abstract, or one of its paragraphs, a line is. Abstracts are sentences. */
export function costAsAbstract(text: string): number {
  if (endsSentence.test(tail(text))) return text.length < 40 ? 0.5 : 0;
  return text.length < 150 ? 3 : text.length < 300 ? 1 : 0.5;
}

/**
 * How unlike the first paragraph of an abstract a line is. A short line that does not end as a statement does is a title:
 * dearer than two papers without abstracts. Only where the file ends may it be an abstract that was cut.
 */
export function costAsFirstParagraph(text: string, last: boolean): number {
  if (last || text.length >= 300 || /[.!…][)\]"'”’}]*$/u.test(tail(text))) return costAsAbstract(text);
  return text.length < 150 ? 10.5 : 3;
}

/** How unlike a further paragraph of an abstract a line is: dearer than a paper without an abstract for what is like a title. */
export function costAsParagraph(text: string): number {
  return text.length >= 150 || /[.!…][)\]"'”’}]*$/u.test(tail(text)) ? costAsAbstract(text) : 5;
}

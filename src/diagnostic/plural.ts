/** A number with its noun, for messages: `1 paper`, `2 papers`. */
export const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

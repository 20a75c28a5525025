/** A topic as a person types it. */
export interface TopicAnswer {
  name: string;
  keywords: string[];
}

/**
 * Reads `Reward models: reward model, RLHF`. What stands before the first colon is the name; without a colon the first
 * keyword is. A comma in double quotes belongs to its keyword. @returns `null` when there is no keyword.
 */
export function readTopic(text: string): TopicAnswer | null {
  const named = /^\s*([^":,]*[^":,\s])\s*:\s*(.*)$/s.exec(text);
  const keywords = [...(named?.[2] ?? text).matchAll(/(?:"[^"]*"|[^,])+/g)]
    .map(([keyword]) => keyword.trim())
    .filter((keyword) => keyword !== '');
  const [first] = keywords;
  if (first === undefined) return null;
  return { name: named?.[1] ?? first.replace(/^"(.*)"$/, '$1'), keywords };
}

/** For those who said nothing else: broad enough that nearly every day's list has something. */
export const sampleTopics: readonly TopicAnswer[] = [
  { name: 'Language models', keywords: ['language model', 'LLM'] },
  { name: 'Agents', keywords: ['agent', 'multi-agent', 'tool use'] },
];

// C0 and C1 controls, line and paragraph separators, and the characters that turn the direction of what follows.
const controls = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * One line of text for a terminal: control characters, which could move the cursor, clear the screen, set the title of
 * the window or turn the direction of the line, become visible escapes such as `\x1b`. A file's name may hold any.
 */
export function visible(text: string): string {
  return text.replace(controls, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return named[character] ?? (code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`);
  });
}

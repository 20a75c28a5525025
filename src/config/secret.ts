import { inspect } from 'node:util';

/**
 * A value that must not be printed by accident. Every way in which objects end up in logs (template strings, JSON,
 * `console.log`, enumeration of properties) gives `[secret]`; only {@link Secret.reveal} gives the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** A list of 32-bit numbers that grows: a million of them take four megabytes and no garbage. */
export class IntList {
  data: Int32Array;
  length = 0;

  constructor(capacity = 16) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.grow(this.length + 1);
    this.data[this.length++] = value;
  }

  /** Adds the first numbers of a buffer. */
  append(from: Int32Array, count: number): void {
    if (this.length + count > this.data.length) this.grow(this.length + count);
    for (let i = 0; i < count; i++) this.data[this.length + i] = from[i]!;
    this.length += count;
  }

  private grow(least: number): void {
    const data = new Int32Array(Math.max(least, this.data.length * 2));
    data.set(this.data);
    this.data = data;
  }
}

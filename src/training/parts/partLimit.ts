/** How many members may be trained at once, where what was planned turned out to be too many. */
export class PartLimit {
  #most = Number.POSITIVE_INFINITY;
  /** In the part at hand. */
  #inUse = 0;

  get most(): number {
    return this.#most;
  }

  begin(members: number): void {
    this.#inUse = members;
  }

  /** Allows half as many as are trained at once. @returns whether that is fewer: one member cannot be halved. */
  halve(): boolean {
    if (this.#inUse < 2) {
      return false;
    }
    this.#most = Math.ceil(this.#inUse / 2);
    return true;
  }
}
